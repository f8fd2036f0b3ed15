#include "drivers/scan/child_words.h"
#include "firmware/base/packet.h"

gboolean
child_words_send(int socket, const char *verb, GVariant *arguments, int fd, int timeout_ms, GError **error)
{
	GVariant *message = g_variant_new("(s@a{sv})", verb,
		arguments != NULL ? arguments : g_variant_new_array(G_VARIANT_TYPE("{sv}"), NULL, 0));
	return packet_send(socket, message, &fd, fd >= 0 ? 1 : 0, timeout_ms, error);
}

gboolean
child_words_receive(
	int socket, int timeout_ms, gboolean with_fd, char **verb, GVariant **arguments, int *fd, GError **error)
{
	g_autoptr(GVariant) message = NULL;
	if (!packet_receive(socket, CHILD_MESSAGE_TYPE, &message, fd, with_fd ? 1 : 0, timeout_ms, error))
		return FALSE;
	g_variant_get(message, "(s@a{sv})", verb, arguments);
	return TRUE;
}
