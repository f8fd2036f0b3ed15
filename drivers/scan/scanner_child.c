#include "drivers/scan/scanner_child.h"
#include "drivers/scan/child_words.h"
#include "firmware/base/child.h"
#include "firmware/base/error.h"
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

struct ScannerChild {
	Child *process;
	ScannerChildEvents events;
	gpointer data;
	guint io, timer, deaf; /* sources */
	char *verb;            /* of a "page" whose pixels follow */
	GVariant *arguments;
};

void
scanner_launch_clear(ScannerLaunch *launch)
{
	g_clear_pointer(&launch->program, g_free);
	g_clear_pointer(&launch->config, g_free);
	g_clear_pointer(&launch->library, g_free);
}

static void
reaped(GPid pid, int status, gpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	if (!g_spawn_check_wait_status(status, &error))
		g_info("scanner process %d: %s", (int)pid, error->message);
}

/* A process that hangs in the kernel cannot be waited for here: the main loop reaps it when it can. */
static void
leave(ScannerChild *child)
{
	g_clear_handle_id(&child->io, g_source_remove);
	g_clear_handle_id(&child->timer, g_source_remove);
	g_clear_handle_id(&child->deaf, g_source_remove);
	if (child->process == NULL)
		return;
	if (child->process->pid != 0) {
		kill(child->process->pid, SIGKILL);
		g_child_watch_add(child->process->pid, reaped, NULL);
		child->process->pid = 0;
	}
	g_clear_pointer(&child->process, child_free);
}

static void
over(ScannerChild *child, ScannerChildEnd end)
{
	leave(child);
	child->events.gone(end, child->data);
}

static gboolean
timed_out(gpointer data)
{
	ScannerChild *child = data;
	child->timer = 0;
	g_info("scanner process %d said nothing in time and is killed", (int)child->process->pid);
	over(child, SCANNER_CHILD_SILENT);
	return G_SOURCE_REMOVE;
}

static void
receive(ScannerChild *child)
{
	g_autofree char *verb = NULL;
	g_autoptr(GVariant) arguments = NULL;
	g_autoptr(GError) error = NULL;
	gboolean want_pixels = child->verb != NULL;
	int pixels = -1;
	if (!child_words_receive(child->process->socket, 0, want_pixels, &verb, &arguments, &pixels, &error)) {
		if (g_error_matches(error, STATION_ERROR, STATION_ERROR_TIMEOUT))
			return;
		gboolean ended = g_error_matches(error, STATION_ERROR, STATION_ERROR_CRASHED);
		if (!ended)
			g_warning("scanner process %d: %s", (int)child->process->pid, error->message);
		over(child, ended ? SCANNER_CHILD_ENDED : SCANNER_CHILD_REFUSED);
		return;
	}
	if (!want_pixels && g_str_equal(verb, "page")) {
		child->verb = g_steal_pointer(&verb);
		child->arguments = g_steal_pointer(&arguments);
		return;
	}
	if (want_pixels) { /* any message with one descriptor is taken as them: their size is checked anyway */
		g_free(verb);
		g_clear_pointer(&arguments, g_variant_unref);
		verb = g_steal_pointer(&child->verb);
		arguments = g_steal_pointer(&child->arguments);
	}
	child->events.message(verb, arguments, pixels, child->data);
}

static gboolean
readable(int fd, GIOCondition condition, gpointer data)
{
	(void)fd;
	(void)condition;
	receive(data); /* may free the child and with it this source */
	return G_SOURCE_CONTINUE;
}

ScannerChild *
scanner_child_start(const ScannerLaunch *launch, const ScannerChildEvents *events, gpointer data, GError **error)
{
	const char *argv[6] = {launch->program};
	int n = 1;
	if (launch->config != NULL) {
		argv[n++] = "--config";
		argv[n++] = launch->config;
	}
	if (launch->library != NULL) {
		argv[n++] = "--library";
		argv[n++] = launch->library;
	}
	Child *process = child_spawn(argv, NULL, error);
	if (process == NULL)
		return NULL;
	ScannerChild *child = g_new0(ScannerChild, 1);
	child->process = process;
	child->events = *events;
	child->data = data;
	child->io = g_unix_fd_add(process->socket, G_IO_IN | G_IO_HUP | G_IO_ERR, readable, child);
	return child;
}

void
scanner_child_free(ScannerChild *child)
{
	if (child == NULL)
		return;
	leave(child);
	g_free(child->verb);
	g_clear_pointer(&child->arguments, g_variant_unref);
	g_free(child);
}

static gboolean
is_deaf(gpointer data)
{
	ScannerChild *child = data;
	child->deaf = 0;
	over(child, SCANNER_CHILD_REFUSED);
	return G_SOURCE_REMOVE;
}

/* The service never waits for a child: one that does not take its few messages is gone or mad. */
void
scanner_child_send(ScannerChild *child, const char *verb, GVariant *arguments)
{
	g_autoptr(GError) error = NULL;
	if (child->process == NULL || child->deaf != 0) {
		if (arguments != NULL)
			g_variant_unref(g_variant_ref_sink(arguments));
		return;
	}
	if (child_words_send(child->process->socket, verb, arguments, -1, 0, &error) ||
		g_error_matches(error, STATION_ERROR, STATION_ERROR_CRASHED)) /* its end will be told */
		return;
	g_warning("scanner process %d: %s: %s", (int)child->process->pid, verb, error->message);
	child->deaf = g_idle_add(is_deaf, child);
}

void
scanner_child_watch(ScannerChild *child, int timeout_ms)
{
	g_clear_handle_id(&child->timer, g_source_remove);
	if (timeout_ms > 0 && child->process != NULL)
		child->timer = g_timeout_add((guint)timeout_ms, timed_out, child);
}
