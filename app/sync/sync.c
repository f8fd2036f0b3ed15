#include "app/sync/sync.h"
#include "app/sync/carrier.h"
#include "app/sync/handover.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"

enum {
	REQUEST_TIMEOUT_MS = 30000,
	RUN_TIMEOUT_MS = 30 * 60 * 1000,
	FIRST_PAUSE_S = 5,
	LONGEST_PAUSE_S = 3600,
};

typedef struct {
	Store *store;
	GPtrArray *due;
	guint index; /* of the act under way, from 1 */
	SyncProgress progress;
	gpointer user_data;
} Pass;

void
sync_prepare(void)
{
	g_setenv("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3", TRUE);
}

void
sync_result_clear(SyncResult *result)
{
	g_clear_pointer(&result->sentence, g_free);
	*result = (SyncResult){0};
}

gint64
sync_pause_s(guint attempts)
{
	gint64 pause = FIRST_PAUSE_S;
	for (guint i = 0; i < attempts && pause < LONGEST_PAUSE_S; i++)
		pause *= 2;
	pause = MIN(pause, LONGEST_PAUSE_S);
	/* half of it by chance, so that the stations of an office do not all come back at once */
	return pause / 2 + g_random_int_range(0, (gint32)(pause / 2) + 1);
}

static gboolean
is_ours(StationError code)
{
	return (code >= STATION_ERROR_STORAGE_FULL && code <= STATION_ERROR_STORAGE) || code == STATION_ERROR_NOT_FOUND;
}

/* What would meet the next act as well. */
static gboolean
is_general(StationError code)
{
	return code == STATION_ERROR_UNREACHABLE || code == STATION_ERROR_TIMEOUT || code == STATION_ERROR_CANCELLED;
}

static void
tell(guint64 sent, guint64 bytes, gpointer user_data)
{
	const Pass *pass = user_data;
	if (pass->progress != NULL)
		pass->progress(pass->index, pass->due->len, sent, bytes, pass->user_data);
}

/* Notes a failure at this act, or at all that are still to come when they would fail alike. */
static gboolean
note_failure(Pass *pass, StationError code, GError **error)
{
	guint end = is_general(code) ? pass->due->len : pass->index;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	if (code == STATION_ERROR_CANCELLED)
		return TRUE;
	for (guint i = pass->index - 1; i < end; i++) {
		const StoreAct *act = g_ptr_array_index(pass->due, i);
		if (!store_outbox_failed(
			    pass->store, act->id, station_error_name(code), now + sync_pause_s(act->attempts), error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
pass_run(
	Pass *pass, Carrier *carrier, gint64 deadline_us, GCancellable *cancellable, SyncResult *result, GError **error)
{
	for (pass->index = 1; pass->index <= pass->due->len; pass->index++) {
		const StoreAct *act = g_ptr_array_index(pass->due, pass->index - 1);
		g_autoptr(GError) why = NULL;
		if (handover_run(pass->store, carrier, act, deadline_us, cancellable, tell, pass, &why)) {
			result->accepted++;
			continue;
		}
		StationError code = station_error_code(why);
		if (is_ours(code)) {
			g_propagate_error(error, g_steal_pointer(&why));
			return FALSE;
		}
		g_free(result->sentence);
		result->sentence = g_strdup(why->message);
		result->error = code;
		if (!note_failure(pass, code, error))
			return FALSE;
		if (is_general(code))
			return TRUE;
	}
	return TRUE;
}

static char *
clock_text(gint64 seconds)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(seconds);
	return g_date_time_format(time, "%H:%M");
}

/* How many are left, why, and when they are tried again. */
static gboolean
result_finish(Store *store, SyncResult *result, GError **error)
{
	g_autoptr(GPtrArray) left = store_outbox_due(store, 0, TRUE, error);
	if (left == NULL)
		return FALSE;
	g_autofree char *why = g_steal_pointer(&result->sentence);
	result->left = left->len;
	for (guint i = 0; i < left->len; i++) {
		const StoreAct *act = g_ptr_array_index(left, i);
		if (i == 0 || act->next_attempt_s < result->next_attempt_s)
			result->next_attempt_s = act->next_attempt_s;
		if (why == NULL && act->last_error != NULL && !station_error_parse(act->last_error, &result->error))
			result->error = STATION_ERROR_FAILED;
	}
	if (left->len == 0)
		return TRUE;
	g_autofree char *waiting =
		g_strdup_printf(ngettext("%u acte attend sur le poste, rien n’est perdu",
					"%u actes attendent sur le poste, rien n’est perdu", left->len),
			left->len);
	g_autofree char *next = clock_text(result->next_attempt_s);
	g_autofree char *again =
		result->next_attempt_s > 0 ? g_strdup_printf(_(" ; nouvel essai à %s"), next) : g_strdup("");
	result->sentence = g_strconcat(why != NULL ? why : "", why != NULL ? " ; " : "", waiting, again, ".", NULL);
	return TRUE;
}

static gboolean
run_once(Store *store, const SyncOptions *options, gboolean all, GCancellable *cancellable, SyncProgress progress,
	gpointer user_data, SyncResult *result, GError **error)
{
	int timeout_ms = options->request_timeout_ms > 0 ? options->request_timeout_ms : REQUEST_TIMEOUT_MS;
	int run_ms = options->run_timeout_ms > 0 ? options->run_timeout_ms : RUN_TIMEOUT_MS;
	gint64 deadline_us = g_get_monotonic_time() + (gint64)run_ms * 1000;
	g_autoptr(Carrier) carrier = carrier_new(options->enrolment, options->central, timeout_ms, error);
	if (carrier == NULL)
		return FALSE;
	g_autoptr(GPtrArray) due = store_outbox_due(store, g_get_real_time() / G_USEC_PER_SEC, all, error);
	if (due == NULL)
		return FALSE;
	Pass pass = {store, due, 0, progress, user_data};
	return pass_run(&pass, carrier, deadline_us, cancellable, result, error) && result_finish(store, result, error);
}

gboolean
sync_run_once(Store *store, const SyncOptions *options, gboolean all, GCancellable *cancellable, SyncProgress progress,
	gpointer user_data, SyncResult *result, GError **error)
{
	SyncResult run = {0};
	GMainContext *context = g_main_context_new();
	g_main_context_push_thread_default(context);
	gboolean ok = run_once(store, options, all, cancellable, progress, user_data, &run, error);
	/* what the connections still have to say dies with their context */
	while (g_main_context_iteration(context, FALSE))
		continue;
	g_main_context_pop_thread_default(context);
	g_main_context_unref(context);
	if (!ok) {
		sync_result_clear(&run);
		return FALSE;
	}
	*result = run;
	return TRUE;
}
