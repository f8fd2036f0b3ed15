/* One HTTPS request at a time to the central system: TLS 1.3, our certificate, its authority and no other, no proxy, no
 * redirection, every request and answer bounded in time and size. */
#pragma once
#include "app/seal/seal_key.h"

enum { CARRIER_MAX_REPLY_BYTES = 256 * 1024 };

typedef struct Carrier Carrier;

typedef struct {
	guint status;
	GBytes *body;
	gint64 offset; /* Upload-Offset; -1: none */
	char *problem; /* "offset" of urn:civilia:problem:offset; NULL: none */
} CarrierReply;

void carrier_reply_clear(CarrierReply *reply);

/* Reads the enrolment folder. The thread-default main context of this call is the one that requests run on, inside
 * carrier_request(). Errors: NOT_FOUND, KEY, USAGE for an address that is not https://host[:port]. */
Carrier *
carrier_new(const char *enrolment, const char *central, int timeout_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void carrier_free(Carrier *carrier);

const char *carrier_station(const Carrier *carrier);       /* our name, from our certificate */
const SealKey *carrier_verify_key(const Carrier *carrier); /* of receipts */

/* offset -1: none; body may be NULL. Any HTTP answer is a reply and TRUE. FALSE: UNREACHABLE, TIMEOUT, PROTOCOL (an
 * answer out of bounds), CANCELLED; reply is untouched. */
gboolean carrier_request(Carrier *carrier, const char *method, const char *path, gint64 offset, GBytes *body,
	GCancellable *cancellable, CarrierReply *reply, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Carrier, carrier_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CarrierReply, carrier_reply_clear)
