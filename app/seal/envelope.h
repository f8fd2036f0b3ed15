/* Bytes sealed to the holder of a secret key: who made them cannot open them again. Layout, all of it checked:
 *   8   "CIVENV1\n"
 *   80  a fresh content key, crypto_box_seal() to the public key
 *   24  header of crypto_secretstream_xchacha20poly1305
 *   n   chunks of 65 536 bytes of plain text, the last shorter and marked final, each 17 bytes longer than its text
 * The context ("ACT/page-0001"...) is authenticated with every chunk. */
#pragma once
#include "app/seal/seal_key.h"

enum { ENVELOPE_MAX_BYTES = 40 * 1024 * 1024 };

/* public_key of kind BOX_PUBLIC. */
GBytes *envelope_seal(const SealKey *public_key, GBytes *plain, const char *context);

/* PROTOCOL when it is no envelope, or cut short; KEY when key, context or a byte is another; TOO_LARGE. */
GBytes *
envelope_open(const SealKey *secret, GBytes *envelope, const char *context, GError **error) G_GNUC_WARN_UNUSED_RESULT;
