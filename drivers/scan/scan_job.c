#include "drivers/scan/scan_job.h"
#include "drivers/scan/job_flow.h"
#include "drivers/scan/scan_sentence.h"
#include "firmware/base/language.h"
#include "firmware/base/sealed.h"
#include "firmware/bus/scanner1.h"
#include <gio/gunixfdlist.h>
#include <unistd.h>

enum { PATIENCE_MS = 200 /* Cancel is promised to take effect within 300 */ };

typedef struct {
	guint number;
	GVariant *geometry;
	int pixels;
} WaitingPage;

struct ScanJob {
	BusScanner1Job *object;
	char *path, *owner, *device;
	guint number;
	Quirks *quirks;
	ScannerChild *child;
	JobState state;
	guint pages;    /* made */
	GQueue waiting; /* WaitingPage */
	gboolean is_duplex, has_outcome, is_settled, is_closed;
	gboolean is_done; /* of the outcome; else: */
	StationError code;
	guint patience; /* source */
	void (*changed)(gpointer data);
	gpointer data;
};

static void
waiting_page_free(gpointer data)
{
	WaitingPage *page = data;
	g_variant_unref(page->geometry);
	close(page->pixels);
	g_free(page);
}

static void
conclude(ScanJob *job, gboolean done, StationError code)
{
	if (job->has_outcome)
		return;
	job->has_outcome = TRUE;
	job->is_done = done;
	job->code = code;
}

/* Tells the client the outcome, once. */
static void
settle(ScanJob *job)
{
	if (job->is_settled)
		return;
	job->is_settled = TRUE;
	conclude(job, FALSE, STATION_ERROR_CRASHED);
	guint sheet = (job->is_duplex ? job->pages / 2 : job->pages) + 1;
	gboolean about_sheet = job->code == STATION_ERROR_JAMMED || job->code == STATION_ERROR_DOUBLE_FEED ||
			       job->code == STATION_ERROR_STALLED || job->code == STATION_ERROR_BAD_FRAME ||
			       job->code == STATION_ERROR_CRASHED;
	g_autofree char *sentence = job->is_done ? scan_sentence_done(job->pages)
						 : scan_sentence(job->code, about_sheet ? sheet : 0, job->pages);
	const char *outcome = job->is_done ? "done" : station_error_name(job->code);
	bus_scanner1_job_set_sentence(job->object, sentence);
	bus_scanner1_job_set_outcome(job->object, outcome);
	bus_scanner1_job_emit_finished(job->object, outcome, sentence);
	g_info("job %u: %s after %u pages", job->number, outcome, job->pages);
}

static void
move(ScanJob *job, JobEvent event)
{
	JobState next = job_step(job->state, event);
	if (next == job->state)
		return;
	g_debug("job %u: %s -> %s", job->number, job_state_name(job->state), job_state_name(next));
	job->state = next;
	if (next == JOB_OVER)
		g_clear_handle_id(&job->patience, g_source_remove);
	if (next == JOB_OVER || next == JOB_RECOVERING)
		settle(job);
	job->changed(job->data);
}

static void
feed(ScanJob *job)
{
	if (job->state != JOB_PAUSED)
		return;
	scanner_child_watch(job->child, 0);
	if (job->waiting.length >= SCAN_JOB_MAX_WAITING)
		return;
	scanner_child_watch(job->child, job->quirks->first_byte_ms);
	move(job, JOB_EVENT_GO);
	scanner_child_send(job->child, "next", NULL);
}

static gboolean
in_range(GVariant *arguments, const char *key, int min, int max, int *value)
{
	return g_variant_lookup(arguments, key, "i", value) && *value >= min && *value <= max;
}

/* The child is trusted as little as the back-end inside it. */
static gboolean
check_page(ScanJob *job, GVariant *arguments, int pixels, GError **error)
{
	guint number = 0;
	int width = 0, height = 0, channels = 0, dpi = 0;
	const char *side = NULL;
	gboolean ok = g_variant_lookup(arguments, "number", "u", &number) && number == job->pages + 1 &&
		      in_range(arguments, "width-px", SCANNER_MIN_SIDE_PX, SCANNER_MAX_SIDE_PX, &width) &&
		      in_range(arguments, "height-px", SCANNER_MIN_SIDE_PX, SCANNER_MAX_SIDE_PX, &height) &&
		      (gint64)width * height <= SCANNER_MAX_PIXELS &&
		      in_range(arguments, "channels", 1, 3, &channels) && channels != 2 &&
		      in_range(arguments, "dpi", SCANNER_MIN_DPI, SCANNER_MAX_DPI, &dpi) &&
		      g_variant_lookup(arguments, "side", "&s", &side) && pixels >= 0;
	if (!ok) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_BAD_FRAME, "a page outside the limits");
		return FALSE;
	}
	gsize size = (gsize)width * (gsize)height * (gsize)channels;
	g_autoptr(GBytes) bytes = sealed_map(pixels, size, size, error);
	return bytes != NULL;
}

static void
take_in_page(ScanJob *job, GVariant *arguments, int pixels)
{
	g_autoptr(GError) error = NULL;
	if (!check_page(job, arguments, pixels, &error)) {
		g_warning("job %u: %s", job->number, error->message);
		if (pixels >= 0)
			close(pixels);
		conclude(job, FALSE, STATION_ERROR_BAD_FRAME);
		g_clear_pointer(&job->child, scanner_child_free);
		move(job, JOB_EVENT_GONE);
		return;
	}
	const char *side;
	g_variant_lookup(arguments, "side", "&s", &side);
	job->is_duplex = job->is_duplex || g_str_equal(side, "back");
	job->pages++;
	move(job, JOB_EVENT_PAGE);
	if (job->is_closed || job->is_settled) { /* nobody waits for it */
		close(pixels);
		return;
	}
	WaitingPage *page = g_new(WaitingPage, 1);
	*page = (WaitingPage){job->pages, g_variant_ref(arguments), pixels};
	g_queue_push_tail(&job->waiting, page);
	bus_scanner1_job_set_pages(job->object, job->pages);
	bus_scanner1_job_emit_page_ready(job->object, job->pages);
}

static void
hear_progress(ScanJob *job, GVariant *arguments)
{
	guint percent = 0;
	g_variant_lookup(arguments, "percent", "u", &percent);
	move(job, JOB_EVENT_BYTES);
	if (job->state != JOB_SCANNING)
		return;
	scanner_child_watch(job->child, job->quirks->stall_ms);
	bus_scanner1_job_emit_progress(job->object, job->pages + 1, MIN(percent, 100));
}

static void
hear_over(ScanJob *job, GVariant *arguments)
{
	const char *name = "", *detail = "";
	StationError code = STATION_ERROR_FAILED;
	g_variant_lookup(arguments, "code", "&s", &name);
	g_variant_lookup(arguments, "detail", "&s", &detail);
	gboolean done = g_str_equal(name, "done");
	if (!done && !station_error_parse(name, &code))
		code = STATION_ERROR_FAILED;
	if (*detail != '\0')
		g_info("job %u: %s", job->number, detail);
	conclude(job, done, code);
	move(job, JOB_EVENT_OUTCOME);
	scanner_child_watch(job->child, job->quirks->cancel_grace_ms);
}

static void
child_message(const char *verb, GVariant *arguments, int pixels, gpointer data)
{
	ScanJob *job = data;
	if (g_str_equal(verb, "page")) {
		take_in_page(job, arguments, pixels);
		return;
	}
	if (pixels >= 0)
		close(pixels);
	if (g_str_equal(verb, "ready")) {
		move(job, JOB_EVENT_READY);
		feed(job);
	} else if (g_str_equal(verb, "progress")) {
		hear_progress(job, arguments);
	} else if (g_str_equal(verb, "over")) {
		hear_over(job, arguments);
	}
}

static void
child_gone(ScannerChildEnd end, gpointer data)
{
	ScanJob *job = data;
	conclude(job, FALSE, end == SCANNER_CHILD_SILENT ? STATION_ERROR_STALLED : STATION_ERROR_CRASHED);
	g_clear_pointer(&job->child, scanner_child_free);
	move(job, JOB_EVENT_GONE);
}

static gboolean
patience_over(gpointer data)
{
	ScanJob *job = data;
	job->patience = 0;
	move(job, JOB_EVENT_PATIENCE);
	return G_SOURCE_REMOVE;
}

static void
cancel(ScanJob *job)
{
	gboolean is_closing = job->state == JOB_CLOSING; /* by itself: only the waiting is cut short */
	move(job, JOB_EVENT_CANCEL);
	if ((job->state != JOB_CANCELLING && !is_closing) || job->patience != 0)
		return;
	job->patience = g_timeout_add(PATIENCE_MS, patience_over, job);
	if (is_closing)
		return;
	conclude(job, FALSE, STATION_ERROR_CANCELLED);
	scanner_child_send(job->child, "cancel", NULL);
	scanner_child_watch(job->child, job->quirks->cancel_grace_ms);
}

static void
withdraw(ScanJob *job)
{
	if (g_dbus_interface_skeleton_get_connection(G_DBUS_INTERFACE_SKELETON(job->object)) != NULL)
		g_dbus_interface_skeleton_unexport(G_DBUS_INTERFACE_SKELETON(job->object));
}

void
scan_job_close(ScanJob *job)
{
	if (job->is_closed)
		return;
	job->is_closed = TRUE;
	g_queue_clear_full(&job->waiting, waiting_page_free);
	cancel(job);
	withdraw(job);
	job->changed(job->data);
}

/* --- the client's calls --- */

/* Papers of a stranger go to the client that scans them and to nobody else on the bus. */
static gboolean
is_owner(ScanJob *job, GDBusMethodInvocation *invocation)
{
	if (g_str_equal(job->owner, g_dbus_method_invocation_get_sender(invocation)))
		return TRUE;
	g_dbus_method_invocation_return_error_literal(invocation, STATION_ERROR, STATION_ERROR_DENIED,
		_("Cette numérisation appartient à un autre programme."));
	return FALSE;
}

static gboolean
handle_cancel(BusScanner1Job *object, GDBusMethodInvocation *invocation, ScanJob *job)
{
	if (!is_owner(job, invocation))
		return TRUE;
	bus_scanner1_job_complete_cancel(object, invocation);
	cancel(job);
	return TRUE;
}

static gboolean
handle_close(BusScanner1Job *object, GDBusMethodInvocation *invocation, ScanJob *job)
{
	if (!is_owner(job, invocation))
		return TRUE;
	bus_scanner1_job_complete_close(object, invocation);
	scan_job_close(job);
	return TRUE;
}

static gboolean
handle_take_page(
	BusScanner1Job *object, GDBusMethodInvocation *invocation, GUnixFDList *fds, guint number, ScanJob *job)
{
	(void)fds;
	if (!is_owner(job, invocation))
		return TRUE;
	GList *link = job->waiting.head;
	while (link != NULL && ((WaitingPage *)link->data)->number != number)
		link = link->next;
	if (link == NULL) {
		g_dbus_method_invocation_return_error(invocation, STATION_ERROR, STATION_ERROR_NOT_FOUND,
			_("La page %u n’est pas là, ou a déjà été remise."), number);
		return TRUE;
	}
	WaitingPage *page = link->data;
	g_queue_delete_link(&job->waiting, link);
	g_autoptr(GUnixFDList) list = g_unix_fd_list_new_from_array(&page->pixels, 1); /* takes the descriptor */
	bus_scanner1_job_complete_take_page(object, invocation, list, page->geometry, g_variant_new_handle(0));
	g_variant_unref(page->geometry);
	g_free(page);
	feed(job);
	return TRUE;
}

/* --- life --- */

static void
request_scan(ScanJob *job, GVariant *options)
{
	const char *source = NULL;
	g_variant_lookup(options, "source", "&s", &source);
	job->is_duplex = g_strcmp0(source, "duplex") == 0;
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	g_variant_dict_insert(&dict, "device", "s", job->device);
	g_variant_dict_insert_value(&dict, "options", options);
	g_variant_dict_insert_value(&dict, "quirks", quirks_to_variant(job->quirks));
	scanner_child_send(job->child, "scan", g_variant_dict_end(&dict));
	scanner_child_watch(job->child, job->quirks->first_byte_ms);
}

static Quirks *
quirks_copy(const Quirks *quirks)
{
	g_autoptr(GVariant) v = g_variant_ref_sink(quirks_to_variant(quirks));
	return quirks_from_variant(v);
}

ScanJob *
scan_job_new(const ScannerLaunch *launch, const ScanJobSetup *setup, GError **error)
{
	static const ScannerChildEvents events = {child_message, child_gone};
	ScanJob *job = g_new0(ScanJob, 1);
	job->number = setup->number;
	job->path = g_strdup_printf("/ia/civil/Scanner1/job/%u", setup->number);
	job->owner = g_strdup(setup->owner);
	job->device = g_strdup(setup->device);
	job->quirks = quirks_copy(setup->quirks);
	job->changed = setup->changed;
	job->data = setup->data;
	job->object = bus_scanner1_job_skeleton_new();
	bus_scanner1_job_set_outcome(job->object, "scanning");
	bus_scanner1_job_set_sentence(job->object, "");
	g_signal_connect(job->object, "handle-cancel", G_CALLBACK(handle_cancel), job);
	g_signal_connect(job->object, "handle-close", G_CALLBACK(handle_close), job);
	g_signal_connect(job->object, "handle-take-page", G_CALLBACK(handle_take_page), job);
	job->child = scanner_child_start(launch, &events, job, error);
	if (job->child == NULL || !g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(job->object),
					  setup->connection, job->path, error)) {
		scan_job_free(job);
		return NULL;
	}
	request_scan(job, setup->options);
	return job;
}

void
scan_job_free(ScanJob *job)
{
	if (job == NULL)
		return;
	g_clear_handle_id(&job->patience, g_source_remove);
	scanner_child_free(job->child);
	g_queue_clear_full(&job->waiting, waiting_page_free);
	withdraw(job);
	g_signal_handlers_disconnect_by_data(job->object, job);
	g_object_unref(job->object);
	quirks_free(job->quirks);
	g_free(job->path);
	g_free(job->owner);
	g_free(job->device);
	g_free(job);
}

const char *
scan_job_path(const ScanJob *job)
{
	return job->path;
}

const char *
scan_job_owner(const ScanJob *job)
{
	return job->owner;
}

const char *
scan_job_device(const ScanJob *job)
{
	return job->device;
}

ScanJobPhase
scan_job_phase(const ScanJob *job)
{
	if (job->state == JOB_OVER)
		return SCAN_JOB_OVER;
	return job->state == JOB_RECOVERING ? SCAN_JOB_RECOVERING : SCAN_JOB_RUNNING;
}

gboolean
scan_job_is_closed(const ScanJob *job)
{
	return job->is_closed;
}
