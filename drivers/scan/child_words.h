/* The messages between civilia-scand and its child civilia-scanner: packets (firmware/base/packet.h) of type (sa{sv}),
 * a verb and its arguments.
 *
 * To the child, one request, then:        From the child:
 *   "list"                                  "devices" {devices: a(ssss)}
 *   "capabilities" {device: s,              "capabilities" {as in scanner1.xml}
 *       quirks: a{sv}}
 *   "scan" {device: s, options: a{sv},      "ready" when it may be told "next"
 *       quirks: a{sv}}                      "progress" {page: u, percent: u}
 *   "next": scan a page                     "page" {number: u, width-px, height-px, channels, dpi: i, side: s, sheet:
 * u} "cancel"                                "pixels" with the sealed memfd, right after each "page" "over" {code: s
 * ("done" or an error's name), detail: s} After its answer or "over" the child ends; that the device is closed shows in
 * the end of the process. */
#pragma once
#include <glib.h>

#define CHILD_MESSAGE_TYPE G_VARIANT_TYPE("(sa{sv})")

/* Takes floating arguments; NULL: none. fd -1: none. Waits up to timeout_ms for room. */
gboolean child_words_send(int socket, const char *verb, GVariant *arguments, int fd, int timeout_ms,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* with_fd: the message must bring a descriptor, which becomes the caller's; else it must bring none. */
gboolean child_words_receive(int socket, int timeout_ms, gboolean with_fd, char **verb, GVariant **arguments, int *fd,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
