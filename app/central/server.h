/* The exchange over HTTPS/1.1: TLS 1.3 only, certificates of enrolled stations only. */
#pragma once
#include "app/central/ledger.h"
#include "app/seal/seal_key.h"

typedef struct Server Server;

/* Listens on address ("127.0.0.1:0", "[::1]:8443"). folder holds ca.pem, server.pem, server.key. ledger and receipt_key
 * must outlive the server. Serves while the default main context runs. */
Server *server_new(const char *folder, const char *address, Ledger *ledger, const SealKey *receipt_key,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
void server_free(Server *server);

/* "https://127.0.0.1:41234", with the port that was given. */
const char *server_url(const Server *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Server, server_free)
