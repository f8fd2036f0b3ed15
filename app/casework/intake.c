#include "app/casework/intake.h"
#include "app/casework/casefile.h"
#include "app/reader/reader.h"
#include "firmware/base/language.h"
#include <fcntl.h>
#include <unistd.h>

/* One side between the scanner and the store. Workers answer in any order; pages are stored in the order of sheets. */
typedef struct {
	int pixels; /* kept until the page is stored, so that it can be tried again; -1 once it is */
	int width_px, height_px, channels, dpi;
	gboolean answered, tried_again;
	GBytes *jpeg;
	GPtrArray *documents;
	StationError problem;
} Side;

typedef struct {
	Store *store;
	gint64 id;
	Reader *reader;
	ScanRun *run;
	GPtrArray *sides; /* Side, in the order of sheets */
	GArray *indices;  /* guint: side of each submission to the reader */
	guint kept;
	IntakeProgress progress;
	gpointer user_data;
	GError *error; /* the first failure of our own side */
	gboolean finished;
	GError *scan_error;
} Intake;

static void
side_free(gpointer data)
{
	Side *side = data;
	if (side->pixels >= 0)
		close(side->pixels);
	g_clear_pointer(&side->jpeg, g_bytes_unref);
	g_clear_pointer(&side->documents, g_ptr_array_unref);
	g_free(side);
}

static void
fail(Intake *in, GError *error)
{
	if (in->error == NULL)
		in->error = error;
	else
		g_error_free(error);
	if (!in->finished)
		scan_run_cancel(in->run);
}

static void
submit(Intake *in, guint number)
{
	const Side *side = in->sides->pdata[number];
	guint index = reader_submit_pixels(
		in->reader, side->pixels, side->width_px, side->height_px, side->channels, side->dpi);
	g_assert(index == in->indices->len);
	g_array_append_val(in->indices, number);
}

static gboolean
store_side(Intake *in, Side *side, GError **error)
{
	guint sequence;
	if (!store_page_add(in->store, in->id, side->jpeg, &sequence, error))
		return FALSE;
	g_autoptr(GBytes) reading = casefile_reading(g_steal_pointer(&side->documents), side->problem, sequence);
	return store_reading_put(in->store, in->id, sequence, reading, error);
}

/* Stores every side whose turn has come. */
static void
store_ready(Intake *in)
{
	while (in->error == NULL && in->kept < in->sides->len) {
		Side *side = in->sides->pdata[in->kept];
		if (!side->answered)
			return;
		g_autoptr(GError) error = NULL;
		if (!store_side(in, side, &error)) {
			fail(in, g_steal_pointer(&error));
			return;
		}
		close(side->pixels);
		side->pixels = -1;
		g_clear_pointer(&side->jpeg, g_bytes_unref);
		in->kept++;
		if (in->progress != NULL)
			in->progress(in->sides->len, in->kept, in->user_data);
	}
}

static void
on_read(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	Intake *in = data;
	(void)done;
	guint number = g_array_index(in->indices, guint, index);
	Side *side = in->sides->pdata[number];
	if (result->jpeg == NULL && !side->tried_again) {
		side->tried_again = TRUE; /* the worker died before it gave the page back: a fresh one may not */
		submit(in, number);
		return;
	}
	if (result->jpeg == NULL) {
		fail(in, g_error_new(STATION_ERROR, STATION_ERROR_WORKER_FAILED,
				 _("la page %u n’a pas pu être enregistrée ; numérisez de nouveau à partir d’elle"),
				 number + 1));
		return;
	}
	side->answered = TRUE;
	side->jpeg = g_steal_pointer(&result->jpeg);
	side->documents = g_steal_pointer(&result->documents);
	side->problem = station_error_code(result->error);
	store_ready(in);
}

static void
on_page(ScanRun *run, const ScanPage *page, gpointer data)
{
	Intake *in = data;
	(void)run;
	Side *side = g_new0(Side, 1);
	*side = (Side){.pixels = fcntl(page->pixels, F_DUPFD_CLOEXEC, 0),
		.width_px = page->image->width_px,
		.height_px = page->image->height_px,
		.channels = page->image->channels,
		.dpi = page->image->dpi};
	g_ptr_array_add(in->sides, side);
	submit(in, in->sides->len - 1);
	if (in->progress != NULL)
		in->progress(in->sides->len, in->kept, in->user_data);
}

static void
on_finished(ScanRun *run, const GError *error, gpointer data)
{
	Intake *in = data;
	(void)run;
	in->finished = TRUE;
	in->scan_error = error != NULL ? g_error_copy(error) : NULL;
}

static void
work(Intake *in, ScanClient *client, const ScanRequest *request)
{
	static const ScanEvents events = {.page = on_page, .finished = on_finished};
	in->run = scan_run_start(client, request, &events, in);
	while (!in->finished || (in->error == NULL && reader_pending(in->reader) > 0))
		g_main_context_iteration(NULL, TRUE);
	scan_run_free(in->run);
}

gboolean
intake_scan(Store *store, gint64 id, ScanClient *client, const ScanRequest *request, IntakeProgress progress,
	gpointer user_data, guint *kept, GError **error)
{
	Intake in = {.store = store, .id = id, .progress = progress, .user_data = user_data};
	const ReaderOptions options = {.state = (char *)store_folder(store), .want_jpeg = TRUE, .want_words = TRUE};
	in.reader = reader_new(&options, on_read, &in, error);
	if (in.reader == NULL)
		return FALSE;
	in.sides = g_ptr_array_new_with_free_func(side_free);
	in.indices = g_array_new(FALSE, FALSE, sizeof(guint));
	work(&in, client, request);
	reader_free(in.reader);
	g_ptr_array_unref(in.sides);
	g_array_unref(in.indices);
	if (kept != NULL)
		*kept = in.kept;
	if (in.error != NULL) {
		g_clear_error(&in.scan_error);
		g_propagate_error(error, in.error);
		return FALSE;
	}
	if (in.scan_error != NULL) {
		g_propagate_error(error, in.scan_error);
		return FALSE;
	}
	return store_dossier_set_state(store, id, STORE_SCANNED, error);
}
