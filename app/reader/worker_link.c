#include "app/reader/worker_link.h"
#include "firmware/base/child.h"
#include "firmware/base/error.h"
#include "firmware/base/packet.h"
#include "firmware/base/paths.h"
#include <glib-unix.h>

/* Models, rules and places are read before the sandbox closes; a cold disk takes its time. */
enum { START_TIMEOUT_MS = 60000, SEND_TIMEOUT_MS = 2000 };

typedef enum { LINK_STARTING, LINK_READY, LINK_BUSY } LinkState;

struct WorkerLink {
	GMainContext *context;
	WorkerEvents events;
	gpointer user_data;
	Child *child;
	GSource *socket, *timer;
	LinkState state;
	gboolean want_pixels; /* of the running request */
	int timeout_ms;       /* of each of its papers */
	int n_early;          /* papers of it that were looked at */
};

static void
drop_source(GSource **source)
{
	if (*source == NULL)
		return;
	g_source_destroy(*source);
	g_source_unref(*source);
	*source = NULL;
}

static void
link_fail(WorkerLink *link, StationError code, const char *text)
{
	drop_source(&link->timer);
	drop_source(&link->socket);
	g_autofree char *end = child_wait(link->child, 50);
	g_autoptr(GError) error = g_error_new(STATION_ERROR, (int)code, "%s (%s)", text, end != NULL ? end : "killed");
	g_clear_pointer(&link->child, child_free);
	link->events.failed(link, error, link->user_data);
}

static gboolean
on_timeout(gpointer data)
{
	WorkerLink *link = data;
	gboolean starting = link->state == LINK_STARTING;
	link_fail(link, starting ? STATION_ERROR_WORKER_FAILED : STATION_ERROR_TIMEOUT,
		starting ? "the reading process did not start in time" : "reading the page took too long");
	return G_SOURCE_REMOVE;
}

static void
set_timer(WorkerLink *link, int timeout_ms)
{
	drop_source(&link->timer);
	link->timer = g_timeout_source_new((guint)timeout_ms);
	g_source_set_callback(link->timer, on_timeout, link, NULL);
	g_source_attach(link->timer, link->context);
}

/* TRUE where the message may come now. */
static gboolean
is_expected(const WorkerLink *link, AnswerKind kind)
{
	if (kind == ANSWER_EARLY && (link->want_pixels || link->n_early >= MESSAGE_MAX_EARLY))
		return FALSE;
	return (kind == ANSWER_READY) == (link->state == LINK_STARTING) && link->state != LINK_READY;
}

static gboolean
ends_request(const WorkerLink *link, AnswerKind kind)
{
	return kind == ANSWER_PAGE || kind == ANSWER_ERROR || kind == ANSWER_READY ||
	       (kind == ANSWER_GIVEN && link->want_pixels);
}

static gboolean
on_socket(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	WorkerLink *link = data;
	g_autoptr(GVariant) message = NULL;
	g_autoptr(GError) error = NULL;
	g_auto(Answer) answer = {0};
	if (!packet_receive(fd, MESSAGE_TYPE, &message, NULL, 0, 0, &error)) {
		if (g_error_matches(error, STATION_ERROR, STATION_ERROR_TIMEOUT))
			return G_SOURCE_CONTINUE;
		link_fail(link, STATION_ERROR_WORKER_FAILED, "the reading process ended");
		return G_SOURCE_REMOVE;
	}
	if (!answer_parse(message, link->want_pixels, &answer, &error) || !is_expected(link, answer.kind)) {
		link_fail(link, STATION_ERROR_WORKER_FAILED,
			error != NULL ? error->message : "the reading process spoke out of turn");
		return G_SOURCE_REMOVE;
	}
	if (answer.kind == ANSWER_EARLY) { /* each paper on a glass has its own time */
		link->n_early++;
		set_timer(link, link->timeout_ms);
	}
	gboolean ended = ends_request(link, answer.kind);
	if (ended) {
		link->state = LINK_READY;
		drop_source(&link->timer);
	}
	if (answer.kind != ANSWER_READY)
		link->events.answered(link, &answer, link->user_data);
	if (ended)
		link->events.ready(link, link->user_data);
	return G_SOURCE_CONTINUE;
}

/* A small, fixed environment. */
static Child *
start(const char *state, GError **error)
{
	g_autofree char *program = paths_program("civilia-worker");
	const char *const argv[] = {program, state, NULL}; /* state may be NULL */
	static const char *const envp[] = {
		"LC_ALL=C.UTF-8", "MALLOC_ARENA_MAX=1", "TZ=UTC", "PATH=/usr/bin:/bin", NULL};
	return child_spawn(argv, envp, error);
}

WorkerLink *
worker_link_new(
	GMainContext *context, const char *state, const WorkerEvents *events, gpointer user_data, GError **error)
{
	Child *child = start(state, error);
	if (child == NULL)
		return NULL;
	WorkerLink *link = g_new0(WorkerLink, 1);
	*link = (WorkerLink){
		.context = g_main_context_ref(context), .events = *events, .user_data = user_data, .child = child};
	link->socket = g_unix_fd_source_new(child->socket, G_IO_IN | G_IO_HUP | G_IO_ERR);
	g_source_set_callback(link->socket, G_SOURCE_FUNC(on_socket), link, NULL);
	g_source_attach(link->socket, context);
	set_timer(link, START_TIMEOUT_MS);
	return link;
}

void
worker_link_free(WorkerLink *link)
{
	if (link == NULL)
		return;
	drop_source(&link->timer);
	drop_source(&link->socket);
	child_free(link->child);
	g_main_context_unref(link->context);
	g_free(link);
}

gboolean
worker_link_is_ready(const WorkerLink *link)
{
	return link->state == LINK_READY;
}

gboolean
worker_link_send(WorkerLink *link, const PageRequest *request, int fd, int timeout_ms, GError **error)
{
	g_assert(link->state == LINK_READY);
	if (!packet_send(link->child->socket, page_request_build(request), &fd, 1, SEND_TIMEOUT_MS, error))
		return FALSE;
	link->state = LINK_BUSY;
	link->want_pixels = request->decode_only;
	link->timeout_ms = timeout_ms;
	link->n_early = 0;
	set_timer(link, timeout_ms);
	return TRUE;
}
