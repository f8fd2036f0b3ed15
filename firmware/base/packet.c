#include "firmware/base/packet.h"
#include "firmware/base/error.h"
#include "firmware/base/sealed.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* On the wire: one byte, 'i' (the body follows in the packet) or 'm' (the body is the packet's last descriptor). */
enum { INLINE_MAX = 48 * 1024 };

gboolean
packet_pair(int ends[2], GError **error)
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0)
		return TRUE;
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "socketpair: %s", g_strerror(errno));
	return FALSE;
}

static gboolean
gone(GError **error)
{
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_CRASHED, "the other process is gone");
	return FALSE;
}

static gboolean
wait_for(int socket, short events, int timeout_ms, GError **error)
{
	struct pollfd p = {.fd = socket, .events = events};
	int n;
	do
		n = poll(&p, 1, timeout_ms);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		return TRUE;
	if (n == 0)
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_TIMEOUT, "the other process did not answer in time");
	else
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "poll: %s", g_strerror(errno));
	return FALSE;
}

gboolean
packet_send(int socket, GVariant *body_in, const int *fds, guint n_fds, int timeout_ms, GError **error)
{
	g_autoptr(GVariant) body = g_variant_ref_sink(body_in);
	g_assert(n_fds <= PACKET_MAX_FDS);
	gsize size = g_variant_get_size(body);
	int all[PACKET_MAX_FDS + 1];
	guint n = n_fds;
	if (n_fds > 0)
		memcpy(all, fds, n_fds * sizeof(int));
	int large = -1;
	if (size > INLINE_MAX) {
		large = sealed_new(g_variant_get_data(body), size, error);
		if (large < 0)
			return FALSE;
		all[n++] = large;
	}
	char head = large >= 0 ? 'm' : 'i';
	g_autofree char *bytes = g_malloc(MAX(size, 1));
	if (large < 0)
		g_variant_store(body, bytes);
	struct iovec iov[2] = {{&head, 1}, {bytes, size}};
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof all)] = {0};
	struct msghdr msg = {.msg_iov = iov, .msg_iovlen = large >= 0 ? 1 : 2};
	if (n > 0) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(n * sizeof(int));
		struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(n * sizeof(int));
		memcpy(CMSG_DATA(c), all, n * sizeof(int));
	}
	gboolean ok = FALSE;
	for (;;) {
		if (sendmsg(socket, &msg, MSG_NOSIGNAL) >= 0) {
			ok = TRUE;
			break;
		}
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN) {
			if (!wait_for(socket, POLLOUT, timeout_ms, error))
				break;
			continue;
		}
		if (errno == EPIPE || errno == ECONNRESET)
			gone(error);
		else
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "send: %s", g_strerror(errno));
		break;
	}
	if (large >= 0)
		close(large);
	return ok;
}

typedef struct {
	char bytes[INLINE_MAX + 1];
	gsize size;
	int fds[PACKET_MAX_FDS + 1];
	guint n_fds;
	gboolean cut; /* more data or descriptors than fit */
} Packet;

static void
close_all(Packet *p)
{
	for (guint i = 0; i < p->n_fds; i++)
		close(p->fds[i]);
	p->n_fds = 0;
}

static gboolean
receive_raw(int socket, Packet *p, int timeout_ms, GError **error)
{
	struct iovec iov = {p->bytes, sizeof p->bytes};
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof p->fds)];
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
	ssize_t n;
	while ((n = recvmsg(socket, &msg, MSG_CMSG_CLOEXEC)) < 0) {
		if (errno == EINTR)
			continue;
		if (errno == ECONNRESET)
			return gone(error);
		if (errno != EAGAIN) {
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "receive: %s", g_strerror(errno));
			return FALSE;
		}
		if (!wait_for(socket, POLLIN, timeout_ms, error))
			return FALSE;
		msg.msg_controllen = sizeof control;
	}
	p->n_fds = 0;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&msg); c != NULL; c = CMSG_NXTHDR(&msg, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		guint got = (guint)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
		memcpy(p->fds, CMSG_DATA(c), got * sizeof(int));
		p->n_fds = got;
	}
	p->cut = (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0;
	p->size = (gsize)n;
	if (n == 0) {
		close_all(p);
		return gone(error);
	}
	return TRUE;
}

static GVariant *
body_of(Packet *p, const GVariantType *type, GError **error)
{
	g_autoptr(GBytes) bytes = NULL;
	if (!p->cut && p->bytes[0] == 'i') {
		bytes = g_bytes_new(p->bytes + 1, p->size - 1);
	} else if (!p->cut && p->bytes[0] == 'm' && p->size == 1 && p->n_fds > 0) {
		int fd = p->fds[--p->n_fds];
		bytes = sealed_map(fd, 0, PACKET_MAX_BODY, error);
		close(fd);
		if (bytes == NULL)
			return NULL;
	}
	g_autoptr(GVariant) body = NULL;
	if (bytes != NULL)
		body = g_variant_ref_sink(g_variant_new_from_bytes(type, bytes, FALSE));
	if (body == NULL || !g_variant_is_normal_form(body)) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_PROTOCOL, "malformed message from the other process");
		return NULL;
	}
	return g_steal_pointer(&body);
}

gboolean
packet_receive(
	int socket, const GVariantType *type, GVariant **body, int *fds, guint n_fds, int timeout_ms, GError **error)
{
	g_autofree Packet *p = g_new0(Packet, 1);
	if (!receive_raw(socket, p, timeout_ms, error))
		return FALSE;
	g_autoptr(GVariant) got = body_of(p, type, error);
	if (got != NULL && p->n_fds != n_fds) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_PROTOCOL, "wrong number of descriptors in a message");
		g_clear_pointer(&got, g_variant_unref);
	}
	if (got == NULL) {
		close_all(p);
		return FALSE;
	}
	if (n_fds > 0)
		memcpy(fds, p->fds, n_fds * sizeof(int));
	*body = g_steal_pointer(&got);
	return TRUE;
}
