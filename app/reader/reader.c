/* Jobs wait in a queue, workers are started ahead of them. A page of a file that turns out to have several puts jobs
 * for the others at the head of the queue, so that the pages of a file stay together. Everything happens on one main
 * context: sockets and timers are its sources, and results leave from there. */
#include "app/reader/reader.h"
#include "app/reader/page_source.h"
#include "app/reader/worker_link.h"
#include "firmware/base/sealed.h"
#include <unistd.h>

enum { PAGE_TIMEOUT_MS = 60000, MAX_WORKERS = 64, MAX_FAILED_STARTS = 3 };

typedef struct {
	guint index;
	PageSource *source;
	PageRequest request;
	int n_images; /* 0: not known yet */
	GBytes *jpeg; /* came before the page was read */
} Job;

typedef struct {
	WorkerLink *link; /* NULL: to be started */
	Job *job;         /* NULL: idle */
	gboolean was_ready;
} Slot;

struct Reader {
	ReaderOptions options;
	ReaderCallback callback;
	gpointer user_data;
	GMainContext *context;
	GSource *pump;
	GQueue jobs;           /* Job */
	GHashTable *remaining; /* index -> pages still to be reported */
	Slot *slots;
	int n_slots;
	int failed_starts; /* in a row */
	guint next_index;
};

static void
job_free(Job *job)
{
	if (job == NULL)
		return;
	page_source_unref(job->source);
	page_request_clear(&job->request);
	g_clear_pointer(&job->jpeg, g_bytes_unref);
	g_free(job);
}

static Slot *
slot_of(Reader *reader, const WorkerLink *link)
{
	for (int i = 0; i < reader->n_slots; i++)
		if (reader->slots[i].link == link)
			return &reader->slots[i];
	g_assert_not_reached();
}

static gboolean pump(gpointer data);

static void
schedule(Reader *reader)
{
	if (reader->pump != NULL)
		return;
	reader->pump = g_idle_source_new();
	g_source_set_priority(reader->pump, G_PRIORITY_DEFAULT);
	g_source_set_callback(reader->pump, pump, reader, NULL);
	g_source_attach(reader->pump, reader->context);
}

/* Reports one page and frees its job. result is owned by this call. */
static void
report(Reader *reader, Job *job, ReaderResult *result)
{
	gpointer key = GUINT_TO_POINTER(job->index);
	guint left = GPOINTER_TO_UINT(g_hash_table_lookup(reader->remaining, key)) - 1;
	if (left == 0)
		g_hash_table_remove(reader->remaining, key);
	else
		g_hash_table_insert(reader->remaining, key, GUINT_TO_POINTER(left));
	result->path = g_strdup(job->source->path);
	result->image = job->request.image;
	result->n_images = MAX(job->n_images, 1);
	if (result->jpeg == NULL)
		result->jpeg = g_steal_pointer(&job->jpeg);
	guint index = job->index;
	job_free(job);
	reader->callback(index, result, left == 0, reader->user_data);
	g_free(result->path);
	g_clear_pointer(&result->documents, g_ptr_array_unref);
	g_clear_pointer(&result->jpeg, g_bytes_unref);
	image_free(result->image_given);
	g_clear_error(&result->error);
}

static void
report_error(Reader *reader, Job *job, const GError *error)
{
	ReaderResult result = {.error = g_error_copy(error)};
	report(reader, job, &result);
}

/* The first page's count brings jobs for the others. */
static void
learn_count(Reader *reader, Job *job, int n_images)
{
	if (job->n_images != 0)
		return;
	job->n_images = n_images;
	gpointer key = GUINT_TO_POINTER(job->index);
	g_hash_table_insert(reader->remaining, key, GUINT_TO_POINTER((guint)n_images));
	for (int image = n_images; image > 1; image--) {
		Job *other = g_new0(Job, 1);
		*other = (Job){.index = job->index,
			.source = page_source_ref(job->source),
			.request = job->request,
			.n_images = n_images};
		other->request.image = image;
		other->request.languages = g_strdupv(job->request.languages);
		g_queue_push_head(&reader->jobs, other);
	}
	if (n_images > 1)
		schedule(reader);
}

static void
report_early(Reader *reader, const Job *job, Document *document)
{
	if (reader->options.early == NULL)
		return;
	Page *page = g_ptr_array_index(document->pages, 0);
	page->path = g_strdup(job->source->path);
	page->image = job->request.image;
	reader->options.early(job->index, job->request.image, document, reader->user_data);
}

static void
on_answered(WorkerLink *link, Answer *answer, gpointer data)
{
	Reader *reader = data;
	Slot *slot = slot_of(reader, link);
	ReaderResult result = {0};
	switch (answer->kind) {
	case ANSWER_COUNT:
		learn_count(reader, slot->job, answer->n_images);
		return;
	case ANSWER_GIVEN:
		if (answer->image == NULL) {
			g_clear_pointer(&slot->job->jpeg, g_bytes_unref);
			slot->job->jpeg = g_steal_pointer(&answer->jpeg);
			return;
		}
		result.image_given = g_steal_pointer(&answer->image);
		break;
	case ANSWER_EARLY:
		report_early(reader, slot->job, g_ptr_array_index(answer->documents, 0));
		return;
	case ANSWER_PAGE:
		result.documents = g_steal_pointer(&answer->documents);
		for (guint i = 0; i < result.documents->len; i++) {
			const Document *document = g_ptr_array_index(result.documents, i);
			Page *page = g_ptr_array_index(document->pages, 0);
			page->path = g_strdup(slot->job->source->path);
			page->image = slot->job->request.image;
		}
		break;
	case ANSWER_ERROR:
		result.error = g_steal_pointer(&answer->error);
		break;
	case ANSWER_READY:
		return;
	}
	report(reader, g_steal_pointer(&slot->job), &result);
}

static void
on_ready(WorkerLink *link, gpointer data)
{
	Reader *reader = data;
	slot_of(reader, link)->was_ready = TRUE;
	reader->failed_starts = 0;
	schedule(reader);
}

static void
on_failed(WorkerLink *link, const GError *error, gpointer data)
{
	Reader *reader = data;
	Slot *slot = slot_of(reader, link);
	Job *job = g_steal_pointer(&slot->job);
	reader->failed_starts += !slot->was_ready;
	g_debug("worker: %s", error->message);
	g_clear_pointer(&slot->link, worker_link_free);
	schedule(reader);
	if (job != NULL)
		report_error(reader, job, error);
}

static gboolean
start_worker(Reader *reader, Slot *slot, GError **error)
{
	static const WorkerEvents events = {on_answered, on_ready, on_failed};
	slot->was_ready = FALSE;
	slot->link = worker_link_new(reader->context, reader->options.state, &events, reader, error);
	return slot->link != NULL;
}

/* Gives a job to a ready worker. A source that cannot be opened, and a geometry that a worker would take for an attack,
 * are reported at once. */
static void
dispatch(Reader *reader, Slot *slot, Job *job)
{
	g_autoptr(GError) error = NULL;
	if (!page_request_geometry_holds(&job->request))
		g_set_error_literal(&error, STATION_ERROR, STATION_ERROR_BAD_FRAME, "a page cannot have this geometry");
	if (error != NULL || !page_source_open(job->source, &error)) {
		report_error(reader, job, error);
		return;
	}
	slot->job = job;
	if (worker_link_send(slot->link, &job->request, job->source->fd, reader->options.page_timeout_ms, &error))
		return;
	/* the worker died while it was idle; that is not this page's fault */
	slot->job = NULL;
	g_clear_pointer(&slot->link, worker_link_free);
	g_queue_push_head(&reader->jobs, job);
	schedule(reader);
}

static void
fail_all(Reader *reader)
{
	g_autoptr(GError) error = g_error_new_literal(
		STATION_ERROR, STATION_ERROR_WORKER_FAILED, "the reading process could not be started");
	for (guint n = reader->jobs.length; n > 0; n--)
		report_error(reader, g_queue_pop_head(&reader->jobs), error);
	reader->failed_starts = 0;
}

static gboolean
pump(gpointer data)
{
	Reader *reader = data;
	g_clear_pointer(&reader->pump, g_source_unref);
	for (int i = 0; i < reader->n_slots && reader->failed_starts < MAX_FAILED_STARTS; i++) {
		Slot *slot = &reader->slots[i];
		if (slot->link == NULL && !start_worker(reader, slot, NULL))
			reader->failed_starts++;
		if (slot->link != NULL && slot->job == NULL && worker_link_is_ready(slot->link) &&
			reader->jobs.length > 0) {
			dispatch(reader, slot, g_queue_pop_head(&reader->jobs));
			if (slot->job == NULL && reader->jobs.length > 0)
				schedule(reader);
		}
	}
	if (reader->failed_starts >= MAX_FAILED_STARTS)
		fail_all(reader);
	return G_SOURCE_REMOVE;
}

Reader *
reader_new(const ReaderOptions *options, ReaderCallback callback, gpointer user_data, GError **error)
{
	g_autoptr(Reader) reader = g_new0(Reader, 1);
	reader->options = *options;
	reader->options.languages = g_strdupv(options->languages);
	reader->options.state = g_strdup(options->state);
	if (reader->options.page_timeout_ms <= 0)
		reader->options.page_timeout_ms = PAGE_TIMEOUT_MS;
	reader->callback = callback;
	reader->user_data = user_data;
	reader->context = g_main_context_ref_thread_default();
	reader->remaining = g_hash_table_new(NULL, NULL);
	g_queue_init(&reader->jobs);
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int workers = options->workers > 0 ? options->workers : (int)MAX(cores, 1);
	reader->n_slots = MIN(workers, MAX_WORKERS);
	reader->slots = g_new0(Slot, (gsize)reader->n_slots);
	for (int i = 0; i < reader->n_slots; i++)
		if (!start_worker(reader, &reader->slots[i], error))
			return NULL;
	return g_steal_pointer(&reader);
}

void
reader_free(Reader *reader)
{
	if (reader == NULL)
		return;
	if (reader->pump != NULL) {
		g_source_destroy(reader->pump);
		g_source_unref(reader->pump);
	}
	for (int i = 0; i < reader->n_slots; i++) {
		worker_link_free(reader->slots[i].link);
		job_free(reader->slots[i].job);
	}
	g_free(reader->slots);
	g_queue_clear_full(&reader->jobs, (GDestroyNotify)job_free);
	g_hash_table_unref(reader->remaining);
	g_strfreev(reader->options.languages);
	g_free(reader->options.state);
	g_main_context_unref(reader->context);
	g_free(reader);
}

/* Takes the source over. */
static guint
submit(Reader *reader, PageSource *source, PageRequest request)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	request.image = 1;
	request.languages = g_strdupv(reader->options.languages);
	request.zones_only = reader->options.zones_only;
	request.want_words = reader->options.want_words;
	request.want_jpeg = reader->options.want_jpeg && !request.decode_only;
	g_date_time_get_ymd(now, &request.today_year, &request.today_month, &request.today_day);
	Job *job = g_new0(Job, 1);
	*job = (Job){.index = reader->next_index++, .source = source, .request = request};
	g_hash_table_insert(reader->remaining, GUINT_TO_POINTER(job->index), GUINT_TO_POINTER(1));
	g_queue_push_tail(&reader->jobs, job);
	schedule(reader);
	return job->index;
}

guint
reader_submit_file(Reader *reader, const char *path)
{
	return submit(reader, page_source_new_file(path), (PageRequest){.kind = INPUT_ENCODED});
}

guint
reader_submit_pixels(Reader *reader, int fd, int width_px, int height_px, int channels, int dpi)
{
	PageRequest request = {
		.kind = INPUT_PIXELS, .width_px = width_px, .height_px = height_px, .channels = channels, .dpi = dpi};
	return submit(reader, page_source_new_fd(fd), request);
}

static guint
submit_bytes(Reader *reader, GBytes *bytes, gboolean decode_only)
{
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	int fd = sealed_new(data, size, NULL);
	PageSource *source = page_source_new_fd(fd);
	if (fd >= 0)
		close(fd);
	return submit(reader, source, (PageRequest){.kind = INPUT_ENCODED, .decode_only = decode_only});
}

guint
reader_submit_bytes(Reader *reader, GBytes *bytes)
{
	return submit_bytes(reader, bytes, FALSE);
}

guint
reader_submit_decode(Reader *reader, GBytes *bytes)
{
	return submit_bytes(reader, bytes, TRUE);
}

guint
reader_pending(const Reader *reader)
{
	guint pending = 0;
	GHashTableIter iter;
	gpointer left;
	g_hash_table_iter_init(&iter, reader->remaining);
	while (g_hash_table_iter_next(&iter, NULL, &left))
		pending += GPOINTER_TO_UINT(left);
	return pending;
}
