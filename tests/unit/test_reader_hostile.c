/* links: app/dossier app/image app/values app/fields app/reader firmware/base tests/fakes/hostile */
/* Hostile files and frames through real workers. `make check` takes every fifth file and no costly one; with
 * HOSTILE=all in the environment (make soak) all of them. Refused within 100 ms of processor time or read in bounded
 * time; memory below the limit; the next page read normally. */
#include "app/reader/reader.h"
#include "firmware/base/sealed.h"
#include "tests/fakes/hostile/hostile_files.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { REFUSE_MS = 100, READ_MS = 30000, MEMORY_KB = 768 * 1024, PART = 5, GOOD_EVERY = 25 };

typedef struct {
	GMainLoop *loop;
	Reader *reader;
	pid_t worker;
	int refused, read, died, too_slow, n_images; /* n_images: results of the file in hand */
	StationError error;
	double slowest_refused_ms, slowest_read_ms;
	char *slowest_refused, *slowest_read;
} Run;

static pid_t
child_of_ours(void)
{
	g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	return (pid_t)g_ascii_strtoll(text, NULL, 10);
}

/* Nanoseconds of processor time of the worker. */
static gint64
cpu_of(pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/schedstat", (int)pid);
	g_autofree char *text = NULL;
	return g_file_get_contents(path, &text, NULL, NULL) ? g_ascii_strtoll(text, NULL, 10) : -1;
}

static gint64
status_kb(pid_t pid, const char *key)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/status", (int)pid);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return -1;
	const char *at = strstr(text, key);
	return at != NULL ? g_ascii_strtoll(at + strlen(key), NULL, 10) : -1;
}

static void
on_result(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	Run *run = data;
	(void)index;
	run->n_images++;
	run->error = result->error != NULL ? station_error_code(result->error) : STATION_ERROR_FAILED;
	if (result->error == NULL)
		run->read++;
	else
		run->refused++;
	if (run->error == STATION_ERROR_WORKER_FAILED || run->error == STATION_ERROR_TIMEOUT)
		run->died++;
	if (done)
		g_main_loop_quit(run->loop);
}

static void
open_reader(Run *run, gboolean all)
{
	/* one language is a sixth of the work on a page of noise, where every script would be tried */
	char english[] = "eng";
	char *languages[] = {english, NULL};
	const ReaderOptions options = {.workers = 1, .want_jpeg = TRUE, .languages = all ? NULL : languages};
	*run = (Run){.loop = g_main_loop_new(NULL, FALSE)};
	g_autoptr(GError) error = NULL;
	run->reader = reader_new(&options, on_result, run, &error);
	g_assert_no_error(error);
}

/* A page of strokes: decodes, is turned, levelled, tried. */
static GBytes *
good_page(void)
{
	enum { W = 500, H = 400 };
	GByteArray *out = g_byte_array_new();
	g_byte_array_append(out, (const guint8 *)"P5 500 400 255\n", 15);
	g_byte_array_set_size(out, 15 + W * H);
	memset(out->data + 15, 245, W * H);
	for (int y = 40; y < H - 60; y += 40)
		for (int x = 40; x < W - 40; x += 16)
			for (int j = 0; j < 18; j++)
				memset(out->data + 15 + (y + j) * W + x, 20, (gsize)((x * 7 + y + j) % 9 + 2));
	return g_byte_array_free_to_bytes(out);
}

static void
read_good_page(Run *run)
{
	g_autoptr(GBytes) page = good_page();
	Run before = *run;
	reader_submit_bytes(run->reader, page);
	g_main_loop_run(run->loop);
	g_assert_cmpint(run->read, ==, before.read + 1);
	run->read = before.read;
	run->worker = child_of_ours();
}

/* What a page costs is the worker's time between two answers; it then sleeps. */
static void
measure(Run *run, const char *what, double ms, gboolean was_read, int n_images)
{
	double *slowest = was_read ? &run->slowest_read_ms : &run->slowest_refused_ms;
	char **name = was_read ? &run->slowest_read : &run->slowest_refused;
	double each = ms / n_images;
	if (each > *slowest) {
		*slowest = each;
		g_free(*name);
		*name = g_strdup(what);
	}
	if (each > (was_read ? READ_MS : REFUSE_MS)) {
		run->too_slow++;
		g_test_message("%s: %.0f ms", what, each);
	}
}

static void
try_file(Run *run, const HostileFile *file)
{
	int died = run->died, read = run->read;
	gint64 start = cpu_of(run->worker);
	run->n_images = 0;
	reader_submit_bytes(run->reader, file->bytes);
	g_main_loop_run(run->loop);
	gint64 end = cpu_of(run->worker);
	if (run->died > died) {
		g_test_message("%s: the worker died", file->what);
		read_good_page(run); /* of the next one */
		return;
	}
	if (start >= 0 && end >= start)
		measure(run, file->what, (double)(end - start) / 1e6, run->read > read, run->n_images);
}

static void
every_file_is_refused_or_read_and_the_next_page_is_read(void)
{
	Run run;
	gboolean all = g_strcmp0(g_getenv("HOSTILE"), "all") == 0;
	g_autoptr(GPtrArray) files = hostile_files();
	open_reader(&run, all);
	read_good_page(&run);
	int tried = 0;
	for (guint i = 0; i < files->len; i++) {
		const HostileFile *file = g_ptr_array_index(files, i);
		if (!all && (file->costly || i % PART != 0))
			continue;
		try_file(&run, file);
		if (++tried % GOOD_EVERY == 0)
			read_good_page(&run);
	}
	read_good_page(&run);
	gint64 resident = status_kb(run.worker, "VmHWM:"), space = status_kb(run.worker, "VmPeak:");
	g_test_message(
		"%d files of %u: %d pages refused, %d read, %d workers died; slowest refused %.1f ms (%s), slowest "
		"read %.0f ms (%s); peak memory %d MiB resident, %d MiB of address space",
		tried, files->len, run.refused, run.read, run.died, run.slowest_refused_ms, run.slowest_refused,
		run.slowest_read_ms, run.slowest_read, (int)(resident / 1024), (int)(space / 1024));
	g_assert_cmpint(run.died, ==, 0);
	g_assert_cmpint(run.too_slow, ==, 0);
	g_assert_cmpint(space, <=, MEMORY_KB);
	reader_free(run.reader);
	g_main_loop_unref(run.loop);
	g_free(run.slowest_refused);
	g_free(run.slowest_read);
}

static void
try_frame(Run *run, int fd, int width, int height, int channels, int dpi)
{
	int died = run->died, read = run->read;
	reader_submit_pixels(run->reader, fd, width, height, channels, dpi);
	g_main_loop_run(run->loop);
	g_assert_cmpint(run->died, ==, died);
	g_assert_cmpint(run->read, ==, read);
}

static void
frames_that_lie_about_their_geometry_are_refused(void)
{
	static const int numbers[] = {G_MININT, -1, 0, 1, 15, 639, 641, 20001, 65536, G_MAXINT};
	Run run;
	open_reader(&run, FALSE);
	g_autofree guint8 *pixels = g_malloc0(640 * 480);
	int fd = sealed_new(pixels, 640 * 480, NULL);
	read_good_page(&run);
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		try_frame(&run, fd, numbers[i], 480, 1, 300);
		try_frame(&run, fd, 640, numbers[i], 1, 300);
		try_frame(&run, fd, numbers[i], numbers[i], 3, 300);
		if (numbers[i] != 1)
			try_frame(&run, fd, 640, 480, numbers[i], 300);
		if (numbers[i] < 0 || numbers[i] > 20000)
			try_frame(&run, fd, 640, 480, 1, numbers[i]);
	}
	close(fd);
	pid_t worker = run.worker;
	read_good_page(&run);
	g_assert_cmpint(run.worker, ==, worker); /* none of them cost a worker */
	reader_free(run.reader);
	g_main_loop_unref(run.loop);
}

static void
frames_that_are_no_sealed_memory_are_refused(void)
{
	Run run;
	open_reader(&run, FALSE);
	g_autofree guint8 *pixels = g_malloc0(64 * 64);
	int pipes[2], unsealed = memfd_create("frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	g_assert_cmpint(pipe2(pipes, O_CLOEXEC), ==, 0);
	g_assert_cmpint(write(unsealed, pixels, 64 * 64), ==, 64 * 64);
	const int fds[] = {unsealed, pipes[0], pipes[1], open("/dev/zero", O_RDONLY | O_CLOEXEC),
		open("/proc/self/mem", O_RDONLY | O_CLOEXEC), open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC), -1};
	read_good_page(&run);
	for (guint i = 0; i < G_N_ELEMENTS(fds); i++) {
		try_frame(&run, fds[i], 64, 64, 1, 300);
		if (fds[i] >= 0)
			close(fds[i]);
	}
	pid_t worker = run.worker;
	read_good_page(&run);
	g_assert_cmpint(run.worker, ==, worker);
	reader_free(run.reader);
	g_main_loop_unref(run.loop);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reader/hostile/every file is refused or read and the next page is read",
		every_file_is_refused_or_read_and_the_next_page_is_read);
	g_test_add_func("/reader/hostile/frames that lie about their geometry are refused",
		frames_that_lie_about_their_geometry_are_refused);
	g_test_add_func("/reader/hostile/frames that are no sealed memory are refused",
		frames_that_are_no_sealed_memory_are_refused);
	return g_test_run();
}
