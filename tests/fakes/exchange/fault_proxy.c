#include "tests/fakes/exchange/fault_proxy.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

struct FaultProxy {
	int listener;
	guint16 port, target;
	GThread *thread;
	GMutex lock; /* of what follows */
	guint64 cut_after;
	guint connections;
};

typedef struct {
	int client, server;
	guint64 cut_after;
} Pair;

static struct sockaddr_in
address_of(guint16 port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static gssize
pump(int from, int to, gsize maximum)
{
	guint8 buffer[16384];
	gssize n = read(from, buffer, MIN(maximum, sizeof buffer));
	for (gssize at = 0; at < n;) {
		gssize written = send(to, buffer + at, (gsize)(n - at), MSG_NOSIGNAL);
		if (written <= 0)
			return -1;
		at += written;
	}
	return n;
}

static gpointer
pair_run(gpointer data)
{
	Pair *pair = data;
	guint64 left = pair->cut_after > 0 ? pair->cut_after : G_MAXUINT64;
	struct pollfd fds[] = {{pair->client, POLLIN, 0}, {pair->server, POLLIN, 0}};
	for (gboolean open = TRUE; open && left > 0 && poll(fds, 2, -1) > 0;) {
		gssize n = 1;
		if (fds[0].revents != 0 && (n = pump(pair->client, pair->server, left)) > 0)
			left -= (guint64)n;
		open = n > 0 && (fds[1].revents == 0 || pump(pair->server, pair->client, G_MAXSIZE) > 0);
	}
	/* a reset, not an orderly end */
	const struct linger hard = {1, 0};
	setsockopt(pair->client, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	setsockopt(pair->server, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	close(pair->client);
	close(pair->server);
	g_free(pair);
	return NULL;
}

static gpointer
listener_run(gpointer data)
{
	FaultProxy *proxy = data;
	for (;;) {
		int client = accept(proxy->listener, NULL, NULL);
		if (client < 0)
			return NULL;
		int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		struct sockaddr_in to = address_of(proxy->target);
		if (connect(server, (struct sockaddr *)&to, sizeof to) != 0) {
			close(client);
			close(server);
			continue;
		}
		Pair *pair = g_new0(Pair, 1);
		g_mutex_lock(&proxy->lock);
		proxy->connections++;
		*pair = (Pair){client, server, proxy->cut_after};
		g_mutex_unlock(&proxy->lock);
		g_thread_unref(g_thread_new("pair", pair_run, pair));
	}
}

FaultProxy *
fault_proxy_new(guint16 target)
{
	FaultProxy *proxy = g_new0(FaultProxy, 1);
	struct sockaddr_in here = address_of(0);
	socklen_t size = sizeof here;
	g_mutex_init(&proxy->lock);
	proxy->target = target;
	proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_assert_cmpint(bind(proxy->listener, (struct sockaddr *)&here, size), ==, 0);
	g_assert_cmpint(listen(proxy->listener, 16), ==, 0);
	g_assert_cmpint(getsockname(proxy->listener, (struct sockaddr *)&here, &size), ==, 0);
	proxy->port = ntohs(here.sin_port);
	proxy->thread = g_thread_new("proxy", listener_run, proxy);
	return proxy;
}

void
fault_proxy_free(FaultProxy *proxy)
{
	if (proxy == NULL)
		return;
	shutdown(proxy->listener, SHUT_RDWR);
	g_thread_join(proxy->thread);
	close(proxy->listener);
	g_mutex_clear(&proxy->lock);
	g_free(proxy);
}

guint16
fault_proxy_port(const FaultProxy *proxy)
{
	return proxy->port;
}

void
fault_proxy_cut_after(FaultProxy *proxy, guint64 bytes)
{
	g_mutex_lock(&proxy->lock);
	proxy->cut_after = bytes;
	g_mutex_unlock(&proxy->lock);
}

guint
fault_proxy_connections(FaultProxy *proxy)
{
	g_mutex_lock(&proxy->lock);
	guint connections = proxy->connections;
	g_mutex_unlock(&proxy->lock);
	return connections;
}
