/* Protocol v1 (docs/protocol.md) without its transport: one request in, one reply out. Everything may be repeated. */
#pragma once
#include "app/central/ledger.h"
#include "app/seal/seal_key.h"

enum {
	EXCHANGE_MAX_HEADER_BYTES = 64 * 1024,      /* of a PUT */
	EXCHANGE_MAX_CHUNK_BYTES = 4 * 1024 * 1024, /* of a PATCH */
};

typedef struct {
	const char *method;
	const char *path;    /* "/v1/acts/..." */
	const char *station; /* who asks, from the certificate */
	gint64 offset;       /* Upload-Offset; -1: not given or no number */
	GBytes *body;
} ExchangeRequest;

typedef struct {
	guint status;
	const char *type; /* of the body; NULL without one */
	GBytes *body;
	gint64 offset; /* Upload-Offset; -1: none */
} ExchangeReply;

void exchange_reply_clear(ExchangeReply *reply);

/* receipt_key of kind SIGN_SECRET; now_s: since 1970. reply is filled anew. */
void exchange_handle(
	Ledger *ledger, const SealKey *receipt_key, gint64 now_s, const ExchangeRequest *request, ExchangeReply *reply);

/* Fills a reply with problem+json (RFC 9457): type "urn:civilia:problem:" name. */
void exchange_problem(ExchangeReply *reply, guint status, const char *name, const char *detail);

/* The most bytes that a body of this method may have. */
gsize exchange_max_body(const char *method);
