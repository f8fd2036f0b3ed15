/* The central system's signed word that it holds an act: the six lines
 *   civilia-receipt 1
 *   act 6f0c1e0a-...             the act's UUID
 *   station NAME
 *   manifest SHA256              manifest_digest() of what it holds
 *   received 2026-11-23T08:30:00Z
 *   signature HEX                Ed25519 over the five lines above */
#pragma once
#include "app/seal/seal_key.h"

enum { RECEIPT_MAX_BYTES = 1024 };

typedef struct {
	char *act;
	char *station;
	char *manifest;
	gint64 received_s; /* since 1970, UTC */
} Receipt;

void receipt_free(Receipt *receipt);

/* secret of kind SIGN_SECRET. */
GBytes *receipt_sign(const SealKey *secret, const Receipt *receipt);

/* public_key of kind SIGN_PUBLIC. PROTOCOL when it is no receipt, KEY when the signature is not the central's. */
Receipt *receipt_open(const SealKey *public_key, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Receipt, receipt_free)
