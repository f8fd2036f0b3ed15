#include "app/casework/scan_run.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/sealed.h"
#include "firmware/bus/scanner1.h"
#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#define SERVICE_NAME "ia.civil.Scanner1"
#define SERVICE_PATH "/ia/civil/Scanner1"

enum { CALL_MS = 15000, MAX_PAGES = 100000 };

/* A counted box (GRcBox): calls in flight hold it, so that one that comes back after free can still close its job. */
struct ScanRun {
	GDBusConnection *connection;
	GMainContext *context;
	ScanEvents events;
	gpointer data;
	GCancellable *cancellable; /* of takes in flight: triggered by free */
	gboolean is_freed;
	BusScanner1Job *job;
	guint watch; /* of the service's name */
	guint made, taken;
	gboolean is_taking, is_over, want_cancel;
	char *outcome, *sentence; /* once the service said so */
	GError *error;            /* what ended it; NULL with is_over: nothing did */
};

static void
clear(gpointer data)
{
	ScanRun *run = data;
	g_clear_object(&run->job);
	g_object_unref(run->cancellable);
	g_object_unref(run->connection);
	g_main_context_unref(run->context);
	g_clear_error(&run->error);
	g_free(run->outcome);
	g_free(run->sentence);
}

static void
release(ScanRun *run)
{
	g_rc_box_release_full(run, clear);
}

static void
end(ScanRun *run, GError *error)
{
	if (run->is_over) {
		g_clear_error(&error);
		return;
	}
	run->is_over = TRUE;
	run->error = error;
	if (run->job != NULL &&
		(error == NULL || error->domain != STATION_ERROR || error->code != STATION_ERROR_UNREACHABLE))
		bus_scanner1_job_call_close(run->job, NULL, NULL, NULL);
	run->events.finished(run, error, run->data);
}

static void take_next(ScanRun *run);

/* Nothing in flight, nothing left to take: the outcome may be told. */
static void
end_if_done(ScanRun *run)
{
	if (run->outcome == NULL || run->is_taking || run->taken < run->made)
		return;
	StationError code = STATION_ERROR_FAILED;
	if (g_str_equal(run->outcome, "done")) {
		end(run, NULL);
		return;
	}
	if (!station_error_parse(run->outcome, &code))
		code = STATION_ERROR_FAILED;
	end(run, g_error_new_literal(STATION_ERROR, (gint)code, run->sentence));
}

/* The service is checked like any other process: geometry against the limits, size against the geometry, the seal. */
static Image *
image_of(GVariant *geometry, int fd, GError **error)
{
	int width = 0, height = 0, channels = 0, dpi = 0;
	g_variant_lookup(geometry, "width-px", "i", &width);
	g_variant_lookup(geometry, "height-px", "i", &height);
	g_variant_lookup(geometry, "channels", "i", &channels);
	g_variant_lookup(geometry, "dpi", "i", &dpi);
	gsize size = image_size(width, height, channels);
	g_autoptr(GBytes) pixels = size > 0 ? sealed_map(fd, size, size, error) : NULL;
	Image *image = pixels != NULL ? image_new(width, height, channels, dpi, pixels) : NULL;
	if (image == NULL && (error == NULL || *error == NULL))
		g_set_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME, "%d x %d pixels of %d channels", width,
			height, channels);
	return image;
}

static void
deliver(ScanRun *run, GVariant *geometry, GUnixFDList *fds, GVariant *handle)
{
	g_autoptr(GError) error = NULL;
	int fd = fds != NULL ? g_unix_fd_list_get(fds, g_variant_get_handle(handle), &error) : -1;
	g_autoptr(Image) image = fd >= 0 ? image_of(geometry, fd, &error) : NULL;
	if (image == NULL) {
		g_warning("a page of the scanner service: %s", error != NULL ? error->message : "no descriptor");
		if (fd >= 0)
			close(fd);
		end(run, g_error_new_literal(STATION_ERROR, STATION_ERROR_BAD_FRAME,
				 _("Le service du scanner a remis une page illisible.")));
		return;
	}
	const char *side = "front";
	guint sheet = 0;
	g_variant_lookup(geometry, "side", "&s", &side);
	g_variant_lookup(geometry, "sheet", "u", &sheet);
	ScanPage page = {run->taken, sheet, g_str_equal(side, "back"), image, fd};
	run->events.page(run, &page, run->data);
	close(fd);
	take_next(run);
}

static void
took(GObject *source, GAsyncResult *result, gpointer data)
{
	ScanRun *run = data;
	g_autoptr(GVariant) geometry = NULL, handle = NULL;
	g_autoptr(GUnixFDList) fds = NULL;
	GError *error = NULL;
	gboolean ok = bus_scanner1_job_call_take_page_finish(
		BUS_SCANNER1_JOB(source), &geometry, &handle, &fds, result, &error);
	run->is_taking = FALSE;
	if (run->is_freed) {
		g_clear_error(&error);
	} else if (ok) {
		run->taken++;
		deliver(run, geometry, fds, handle);
	} else {
		scan_client_translate(&error);
		end(run, error);
	}
	release(run);
}

static void
take_next(ScanRun *run)
{
	if (run->is_over || run->is_taking)
		return;
	if (run->taken >= run->made) {
		end_if_done(run);
		return;
	}
	run->is_taking = TRUE;
	bus_scanner1_job_call_take_page(run->job, run->taken + 1, NULL, run->cancellable, took, g_rc_box_acquire(run));
}

static void
on_page_ready(BusScanner1Job *job, guint page, ScanRun *run)
{
	(void)job;
	if (page > MAX_PAGES)
		return;
	run->made = MAX(run->made, page);
	take_next(run);
}

static void
on_progress(BusScanner1Job *job, guint page, guint percent, ScanRun *run)
{
	(void)job;
	if (!run->is_over && run->events.progress != NULL)
		run->events.progress(run, page, MIN(percent, 100), run->data);
}

static void
on_finished(BusScanner1Job *job, const char *outcome, const char *sentence, ScanRun *run)
{
	(void)job;
	if (run->outcome != NULL)
		return;
	run->outcome = g_strdup(outcome);
	run->sentence = g_strdup(sentence);
	take_next(run);
}

/* What happened before we listened stands in the properties. */
static void
listen_to(ScanRun *run, BusScanner1Job *job)
{
	run->job = g_object_ref(job);
	g_dbus_proxy_set_default_timeout(G_DBUS_PROXY(job), CALL_MS);
	g_signal_connect(job, "page-ready", G_CALLBACK(on_page_ready), run);
	g_signal_connect(job, "progress", G_CALLBACK(on_progress), run);
	g_signal_connect(job, "finished", G_CALLBACK(on_finished), run);
	if (run->want_cancel)
		bus_scanner1_job_call_cancel(job, NULL, NULL, NULL);
	const char *outcome = bus_scanner1_job_get_outcome(job), *sentence = bus_scanner1_job_get_sentence(job);
	guint pages = bus_scanner1_job_get_pages(job);
	if (pages > 0)
		on_page_ready(job, pages, run);
	if (outcome != NULL && !g_str_equal(outcome, "scanning"))
		on_finished(job, outcome, sentence != NULL ? sentence : "", run);
}

static void
got_job(GObject *source, GAsyncResult *result, gpointer data)
{
	(void)source;
	ScanRun *run = data;
	GError *error = NULL;
	g_autoptr(BusScanner1Job) job = bus_scanner1_job_proxy_new_finish(result, &error);
	if (job != NULL && (run->is_freed || run->is_over)) {
		bus_scanner1_job_call_close(job, NULL, NULL, NULL);
	} else if (job != NULL) {
		listen_to(run, job);
	} else if (run->is_freed) {
		g_clear_error(&error);
	} else {
		scan_client_translate(&error);
		end(run, error);
	}
	release(run);
}

static void
started(GObject *source, GAsyncResult *result, gpointer data)
{
	ScanRun *run = data;
	GError *error = NULL;
	g_autoptr(GVariant) answer = g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);
	const char *path;
	if (answer != NULL) {
		g_variant_get(answer, "(&o)", &path);
		bus_scanner1_job_proxy_new(run->connection, G_DBUS_PROXY_FLAGS_NONE, SERVICE_NAME, path, NULL, got_job,
			g_rc_box_acquire(run));
	} else if (run->is_freed) {
		g_clear_error(&error);
	} else {
		scan_client_translate(&error);
		end(run, error);
	}
	release(run);
}

static void
service_left(GDBusConnection *connection, const char *name, gpointer data)
{
	(void)connection;
	(void)name;
	end(data, g_error_new_literal(STATION_ERROR, STATION_ERROR_UNREACHABLE,
			  _("Le service du scanner s’est arrêté. Les pages déjà remises sont conservées ; "
			    "relancez la numérisation.")));
}

static GVariant *
options_of(const ScanRequest *r)
{
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	if (r->source != NULL)
		g_variant_dict_insert(&dict, "source", "s", r->source);
	if (r->mode != NULL)
		g_variant_dict_insert(&dict, "mode", "s", r->mode);
	if (r->dpi > 0)
		g_variant_dict_insert(&dict, "dpi", "i", r->dpi);
	if (r->max_pages > 0)
		g_variant_dict_insert(&dict, "max-pages", "i", r->max_pages);
	if (r->width_mm > 0) {
		g_variant_dict_insert(&dict, "left-mm", "d", r->left_mm);
		g_variant_dict_insert(&dict, "top-mm", "d", r->top_mm);
		g_variant_dict_insert(&dict, "width-mm", "d", r->width_mm);
		g_variant_dict_insert(&dict, "height-mm", "d", r->height_mm);
	}
	return g_variant_dict_end(&dict);
}

ScanRun *
scan_run_start(ScanClient *client, const ScanRequest *request, const ScanEvents *events, gpointer data)
{
	ScanRun *run = g_rc_box_new0(ScanRun);
	run->connection = g_object_ref(scan_client_connection(client));
	run->context = g_main_context_ref_thread_default();
	run->events = *events;
	run->data = data;
	run->cancellable = g_cancellable_new();
	run->watch = g_bus_watch_name_on_connection(
		run->connection, SERVICE_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, service_left, run, NULL);
	g_dbus_connection_call(run->connection, SERVICE_NAME, SERVICE_PATH, SERVICE_NAME, "Start",
		g_variant_new("(s@a{sv})", request->device, options_of(request)), G_VARIANT_TYPE("(o)"),
		G_DBUS_CALL_FLAGS_NONE, CALL_MS, NULL, started, g_rc_box_acquire(run));
	return run;
}

void
scan_run_cancel(ScanRun *run)
{
	run->want_cancel = TRUE;
	if (run->job != NULL && !run->is_over)
		bus_scanner1_job_call_cancel(run->job, NULL, NULL, NULL);
}

gboolean
scan_run_wait(ScanRun *run, GError **error)
{
	while (!run->is_over)
		g_main_context_iteration(run->context, TRUE);
	if (run->error == NULL)
		return TRUE;
	g_propagate_error(error, g_error_copy(run->error));
	return FALSE;
}

void
scan_run_free(ScanRun *run)
{
	if (run == NULL)
		return;
	run->is_freed = TRUE;
	g_cancellable_cancel(run->cancellable);
	g_bus_unwatch_name(run->watch);
	if (run->job != NULL) {
		g_signal_handlers_disconnect_by_data(run->job, run);
		if (!run->is_over)
			bus_scanner1_job_call_close(run->job, NULL, NULL, NULL);
	}
	release(run);
}
