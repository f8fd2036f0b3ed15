/* links: app/dossier app/values app/fields app/reader firmware/base */
/* The pool with real workers: build/bin/civilia-worker. */
#include "app/dossier/word.h"
#include "app/reader/reader.h"
#include "firmware/base/sealed.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
	GMainLoop *loop;
	Reader *reader;
	int waiting; /* inputs not done */
	int n_documents, n_errors, n_jpegs;
	StationError errors[64]; /* by index of the input */
	int images;              /* results of multi-page files */
	Image *given;
	guint kill_at; /* kills a worker when so many results have come */
	int n_early, n_early_blank, n_early_birth_dates;
	int results_at_early; /* that had come before the last early answer */
} Run;

static gboolean
give_up(gpointer data G_GNUC_UNUSED)
{
	g_error("the reader did not finish in time");
	return G_SOURCE_REMOVE;
}

/* A child of this process, or 0. */
static pid_t
some_child(void)
{
	g_autoptr(GDir) proc = g_dir_open("/proc", 0, NULL);
	for (const char *name; (name = g_dir_read_name(proc)) != NULL;) {
		g_autofree char *path = g_build_filename("/proc", name, "stat", NULL);
		g_autofree char *text = NULL;
		if (!g_ascii_isdigit(*name) || !g_file_get_contents(path, &text, NULL, NULL))
			continue;
		const char *after = strrchr(text, ')');
		int parent = 0;
		if (after != NULL && sscanf(after + 1, " %*c %d", &parent) == 1 && parent == getpid())
			return (pid_t)g_ascii_strtoll(name, NULL, 10);
	}
	return 0;
}

static gboolean
kill_worker(gpointer data G_GNUC_UNUSED)
{
	pid_t child = some_child();
	g_assert_cmpint(child, >, 0);
	kill(child, SIGKILL);
	return G_SOURCE_REMOVE;
}

static void
on_result(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	Run *run = data;
	g_assert_true((result->documents != NULL) + (result->image_given != NULL) + (result->error != NULL) == 1);
	run->images++;
	run->n_documents += result->documents != NULL;
	run->n_errors += result->error != NULL;
	run->n_jpegs += result->jpeg != NULL;
	if (result->error != NULL && index < G_N_ELEMENTS(run->errors))
		run->errors[index] = station_error_code(result->error);
	if (result->image_given != NULL) {
		g_clear_pointer(&run->given, image_free);
		run->given = g_steal_pointer(&result->image_given);
	}
	if (run->kill_at > 0 && --run->kill_at == 0)
		g_timeout_add(15, kill_worker, NULL);
	if (done && --run->waiting == 0)
		g_main_loop_quit(run->loop);
}

static void
on_early(guint index, int image, const Document *document, gpointer data)
{
	Run *run = data;
	const Page *page = g_ptr_array_index(document->pages, 0);
	g_assert_cmpuint(index, <, 64);
	g_assert_cmpint(image, ==, 1);
	g_assert_cmpuint(page->words->len, ==, 0);
	run->n_early++;
	run->n_early_blank += (page->quality & PAGE_BLANK) != 0;
	run->n_early_birth_dates += document_fact(document, "person.birth_date") != NULL;
	run->results_at_early = run->images;
}

static Run
run_start(void)
{
	return (Run){.loop = g_main_loop_new(NULL, FALSE)};
}

static void
run_open(Run *run, const ReaderOptions *options)
{
	g_autoptr(GError) error = NULL;
	run->reader = reader_new(options, on_result, run, &error);
	g_assert_no_error(error);
}

static void
run_wait(Run *run)
{
	guint guard = g_timeout_add_seconds(100, give_up, NULL);
	if (run->waiting > 0)
		g_main_loop_run(run->loop);
	g_source_remove(guard);
	g_assert_cmpuint(reader_pending(run->reader), ==, 0);
	g_clear_pointer(&run->reader, reader_free);
	g_main_loop_unref(run->loop);
}

/* A page of grey with some strokes, as PNM. ink 0: blank. */
static GBytes *
page_bytes(int width, int height, int ink)
{
	g_autofree char *head = g_strdup_printf("P5 %d %d 255\n", width, height);
	gsize n = strlen(head), size = n + (gsize)width * (gsize)height;
	guint8 *data = g_malloc(size);
	memcpy(data, head, n);
	memset(data + n, 240, size - n);
	for (int y = 100; ink > 0 && y + 40 < height; y += 60)
		for (int x = 80; x + 40 < width; x += 24)
			for (int j = 0; j < 22; j++)
				memset(data + n + (gsize)(y + j) * (gsize)width + (gsize)x, ink,
					(gsize)((x * 7 + y + j) % 14 + 2));
	return g_bytes_new_take(data, size);
}

static char *
put_file(const char *folder, const char *name, const void *data, gsize size)
{
	char *path = g_build_filename(folder, name, NULL);
	g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
	return path;
}

static void
each_bad_input_is_named_and_the_others_are_read(void)
{
	g_autofree char *folder = g_dir_make_tmp("civilia-XXXXXX", NULL);
	g_autoptr(GBytes) page = page_bytes(400, 500, 0);
	const char *pixels = g_bytes_get_data(page, NULL);
	const struct {
		const char *name;
		const void *data;
		gsize size;
		StationError error;
	} inputs[] = {
		{"empty.png", "", 0, STATION_ERROR_EMPTY},
		{"text.png", "Bonjour", 7, STATION_ERROR_NOT_AN_IMAGE},
		{"cut.pnm", pixels, 5000, STATION_ERROR_TRUNCATED},
		{"bomb.pnm", "P6 19999 19999 255\n", 19, STATION_ERROR_TOO_LARGE},
		{"good.pnm", pixels, g_bytes_get_size(page), STATION_ERROR_FAILED},
		{"paper.pdf", "%PDF-1.4\n", 9, STATION_ERROR_UNSUPPORTED},
		{"zero.pnm", "P5 0 9 255\n", 11, STATION_ERROR_NOT_AN_IMAGE},
	};
	ReaderOptions options = {.workers = 1, .want_jpeg = TRUE};
	Run run = run_start();
	run_open(&run, &options);
	for (guint i = 0; i < G_N_ELEMENTS(inputs); i++, run.waiting++) {
		g_autofree char *path = put_file(folder, inputs[i].name, inputs[i].data, inputs[i].size);
		g_assert_cmpuint(reader_submit_file(run.reader, path), ==, i);
	}
	g_autofree char *missing = g_build_filename(folder, "missing.png", NULL);
	g_autofree char *fifo = g_build_filename(folder, "pipe.png", NULL);
	g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
	guint last = reader_submit_file(run.reader, missing);
	reader_submit_file(run.reader, fifo);
	reader_submit_file(run.reader, folder);
	run.waiting += 3;
	run_wait(&run);
	for (guint i = 0; i < G_N_ELEMENTS(inputs); i++)
		if (inputs[i].error != STATION_ERROR_FAILED)
			g_assert_cmpint(run.errors[i], ==, inputs[i].error);
	g_assert_cmpint(run.errors[last], ==, STATION_ERROR_MISSING);
	g_assert_cmpint(run.errors[last + 1], ==, STATION_ERROR_NOT_AN_IMAGE);
	g_assert_cmpint(run.errors[last + 2], ==, STATION_ERROR_NOT_AN_IMAGE);
	g_assert_cmpint(run.n_documents, ==, 1);
	g_assert_cmpint(run.n_jpegs, ==, 1);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

static void
a_stored_page_comes_back_as_pixels(void)
{
	ReaderOptions options = {.workers = 1};
	Run run = run_start();
	run_open(&run, &options);
	g_autoptr(GBytes) page = page_bytes(300, 200, 30);
	g_autoptr(GBytes) junk = g_bytes_new_static("junk", 4);
	reader_submit_decode(run.reader, page);
	reader_submit_decode(run.reader, junk);
	run.waiting = 2;
	run_wait(&run);
	g_assert_nonnull(run.given);
	g_assert_cmpint(run.given->width_px, ==, 300);
	gsize size = g_bytes_get_size(run.given->pixels);
	const char *tail = (const char *)g_bytes_get_data(page, NULL) + g_bytes_get_size(page) - size;
	g_assert_cmpint(memcmp(g_bytes_get_data(run.given->pixels, NULL), tail, size), ==, 0);
	g_assert_cmpint(run.errors[1], ==, STATION_ERROR_NOT_AN_IMAGE);
	image_free(run.given);
}

static void
scanner_pixels_are_read_and_lies_about_them_refused(void)
{
	ReaderOptions options = {.workers = 1};
	Run run = run_start();
	run_open(&run, &options);
	g_autofree guint8 *pixels = g_malloc(640 * 480);
	memset(pixels, 240, 640 * 480);
	int fd = sealed_new(pixels, 640 * 480, NULL);
	reader_submit_pixels(run.reader, fd, 640, 480, 1, 300);
	reader_submit_pixels(run.reader, fd, 640, 481, 1, 300);
	reader_submit_pixels(run.reader, -1, 640, 480, 1, 300);
	run.waiting = 3;
	run_wait(&run);
	close(fd);
	g_assert_cmpint(run.n_documents, ==, 1);
	g_assert_cmpint(run.errors[1], ==, STATION_ERROR_BAD_FRAME);
	g_assert_cmpint(run.errors[2], ==, STATION_ERROR_USAGE);
}

static void
a_killed_worker_costs_one_page(void)
{
	ReaderOptions options = {.workers = 1, .want_jpeg = TRUE};
	Run run = run_start();
	run.kill_at = 1;
	run_open(&run, &options);
	g_autoptr(GBytes) page = page_bytes(500, 300, 30);
	for (; run.waiting < 4; run.waiting++)
		reader_submit_bytes(run.reader, page);
	run_wait(&run);
	g_assert_cmpint(run.n_documents, ==, 3);
	g_assert_cmpint(run.n_errors, ==, 1);
	g_assert_cmpint(run.errors[1], ==, STATION_ERROR_WORKER_FAILED);
}

static void
a_page_that_takes_too_long_is_a_timeout(void)
{
	ReaderOptions options = {.workers = 1, .page_timeout_ms = 2};
	Run run = run_start();
	run_open(&run, &options);
	g_autoptr(GBytes) page = page_bytes(900, 400, 30);
	for (; run.waiting < 2; run.waiting++)
		reader_submit_bytes(run.reader, page);
	run_wait(&run);
	g_assert_cmpint(run.n_errors, ==, 2);
	g_assert_cmpint(run.errors[0], ==, STATION_ERROR_TIMEOUT);
	g_assert_cmpint(run.errors[1], ==, STATION_ERROR_TIMEOUT);
}

/* A page of the sample dossiers, where they have been drawn. */
static void
a_sample_page_is_read(void)
{
	g_autofree char *path =
		g_build_filename(g_getenv("BUILD") != NULL ? g_getenv("BUILD") : "build", "samples", "clean", NULL);
	if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
		g_test_skip("the samples are not drawn");
		return;
	}
	g_autoptr(GDir) dossiers = g_dir_open(path, 0, NULL);
	g_autofree char *folder = g_build_filename(path, g_dir_read_name(dossiers), NULL);
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name = g_dir_read_name(files);
	while (name != NULL && strstr(name, "decision") == NULL)
		name = g_dir_read_name(files);
	g_assert_nonnull(name);
	g_autofree char *file = g_build_filename(folder, name, NULL);
	const char *const paths[] = {file, "/nowhere.png", NULL};
	ReaderOptions options = {.workers = 1, .want_words = TRUE};
	g_autoptr(GError) error = NULL;
	g_autoptr(Dossier) dossier = reader_read_paths(paths, &options, NULL, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(dossier->documents->len, ==, 1);
	const Document *document = g_ptr_array_index(dossier->documents, 0);
	const Page *page = g_ptr_array_index(document->pages, 0);
	g_assert_cmpint(page->rotation, ==, 0);
	g_assert_cmpstr(page->language, ==, "fra");
	g_assert_cmpuint(page->words->len, >, 100);
	g_assert_cmpuint(dossier->problems->len, ==, 1);
	g_assert_cmpint(((Problem *)g_ptr_array_index(dossier->problems, 0))->error, ==, STATION_ERROR_MISSING);
}

/* A sample page of a folder of dossiers whose name holds a word. */
static char *
sample_page(const char *word)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *tests = g_path_get_dirname(program);
	g_autofree char *samples = g_build_filename(tests, "..", "samples", "clean", NULL);
	g_autoptr(GDir) dossiers = g_dir_open(samples, 0, NULL);
	for (const char *dossier; dossiers != NULL && (dossier = g_dir_read_name(dossiers)) != NULL;) {
		g_autofree char *folder = g_build_filename(samples, dossier, NULL);
		g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
		for (const char *name; files != NULL && (name = g_dir_read_name(files)) != NULL;)
			if (strstr(name, word) != NULL)
				return g_build_filename(folder, name, NULL);
	}
	return NULL;
}

static void
what_is_known_early_comes_before_the_text(void)
{
	g_autofree char *passport = sample_page("passport");
	if (passport == NULL) {
		g_test_skip("the samples are not drawn");
		return;
	}
	g_autoptr(GBytes) blank = page_bytes(800, 1100, 0);
	Run run = run_start();
	const ReaderOptions options = {.workers = 1, .early = on_early};
	run_open(&run, &options);
	run.waiting = 2;
	reader_submit_bytes(run.reader, blank);
	reader_submit_file(run.reader, passport);
	run_wait(&run);
	g_assert_cmpint(run.n_documents, ==, 2);
	g_assert_cmpint(run.n_early, ==, 2);
	g_assert_cmpint(run.n_early_blank, ==, 1);
	g_assert_cmpint(run.n_early_birth_dates, ==, 1);
	g_assert_cmpint(run.results_at_early, ==, 1); /* the passport's came before its result */
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reader/each bad input is named and the others are read",
		each_bad_input_is_named_and_the_others_are_read);
	g_test_add_func("/reader/a stored page comes back as pixels", a_stored_page_comes_back_as_pixels);
	g_test_add_func("/reader/scanner pixels are read and lies about them refused",
		scanner_pixels_are_read_and_lies_about_them_refused);
	g_test_add_func("/reader/a killed worker costs one page", a_killed_worker_costs_one_page);
	g_test_add_func("/reader/a page that takes too long is a timeout", a_page_that_takes_too_long_is_a_timeout);
	g_test_add_func("/reader/a sample page is read", a_sample_page_is_read);
	g_test_add_func("/reader/what is known early comes before the text", what_is_known_early_comes_before_the_text);
	return g_test_run();
}
