/* Messages between a program and its child over a SOCK_SEQPACKET pair: one GVariant and a few descriptors a packet.
 * A packet arrives whole or not at all, so a sick peer can never hold its reader in the middle of a message. A body too
 * large for a packet travels in a sealed memfd; the receiver does not see the difference. */
#pragma once
#include <glib.h>

enum {
	PACKET_MAX_FDS = 4,
	PACKET_MAX_BODY = 128 * 1024 * 1024, /* bytes of one serialised message */
};

/* Both ends CLOEXEC and non-blocking. */
gboolean packet_pair(int ends[2], GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sends one message. A floating body is consumed. The fds are duplicated by the kernel and stay the caller's. Waits up
 * to timeout_ms for room (-1: for ever). Errors: CRASHED when the peer is gone, TIMEOUT, FAILED. */
gboolean packet_send(int socket, GVariant *body, const int *fds, guint n_fds, int timeout_ms,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Receives one message of exactly this type, waiting up to timeout_ms for it (0: only one that is there already, -1:
 * for ever). *body is in normal form (every offset and string checked). The descriptors received are written to fds and
 * become the caller's (CLOEXEC); their number must be n_fds, otherwise they are closed and the message refused. Outputs
 * are untouched on failure. Errors: CRASHED when the peer is gone, TIMEOUT, PROTOCOL for a malformed message. */
gboolean packet_receive(int socket, const GVariantType *type, GVariant **body, int *fds, guint n_fds, int timeout_ms,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
