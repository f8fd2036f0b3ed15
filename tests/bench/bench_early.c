/* links: app/dossier app/values app/fields app/reader firmware/base */
/* How soon something is known of a page: from handing it in to the early answer (verdict, zone, codes) and to the whole
 * reading, one page after the other through one warm worker:
 *   bench_early PAGE... */
#include "app/reader/reader.h"

enum { GIVE_UP_SECONDS = 120 };

typedef struct {
	GMainLoop *loop;
	gint64 start_us, early_us, done_us;
	gboolean failed;
} Wait;

static void
on_early(guint index G_GNUC_UNUSED, int image G_GNUC_UNUSED, const Document *document G_GNUC_UNUSED, gpointer data)
{
	Wait *wait = data;
	if (wait->early_us == 0)
		wait->early_us = g_get_monotonic_time() - wait->start_us;
}

static void
on_result(guint index G_GNUC_UNUSED, ReaderResult *result, gboolean done, gpointer data)
{
	Wait *wait = data;
	wait->failed |= result->error != NULL;
	if (!done)
		return;
	wait->done_us = g_get_monotonic_time() - wait->start_us;
	g_main_loop_quit(wait->loop);
}

static gboolean
give_up(gpointer data G_GNUC_UNUSED)
{
	g_error("the reader did not finish in time");
	return G_SOURCE_REMOVE;
}

static gboolean
read_one(Reader *reader, const char *path, Wait *wait)
{
	*wait = (Wait){.loop = wait->loop, .start_us = g_get_monotonic_time()};
	reader_submit_file(reader, path);
	g_main_loop_run(wait->loop);
	return !wait->failed && wait->early_us > 0;
}

static int
by_size(gconstpointer a, gconstpointer b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
	return (x > y) - (x < y);
}

static void
say(const char *what, GArray *times)
{
	g_array_sort(times, by_size);
	gint64 middle = g_array_index(times, gint64, times->len / 2),
	       most = g_array_index(times, gint64, times->len - 1);
	g_print("%s: median %.0f ms, slowest %.0f ms\n", what, (double)middle / 1000, (double)most / 1000);
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		g_printerr("usage: bench_early PAGE...\n");
		return 2;
	}
	Wait wait = {.loop = g_main_loop_new(NULL, FALSE)};
	const ReaderOptions options = {.workers = 1, .early = on_early};
	g_autoptr(GError) error = NULL;
	g_autoptr(Reader) reader = reader_new(&options, on_result, &wait, &error);
	if (reader == NULL) {
		g_printerr("bench_early: %s\n", error->message);
		return 1;
	}
	g_timeout_add_seconds((guint)argc * GIVE_UP_SECONDS, give_up, NULL);
	g_autoptr(GArray) early = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GArray) whole = g_array_new(FALSE, FALSE, sizeof(gint64));
	read_one(reader, argv[1], &wait); /* the worker starts */
	for (int i = 1; i < argc; i++) {
		if (!read_one(reader, argv[i], &wait)) {
			g_printerr("bench_early: page %d was not read\n", i);
			return 1;
		}
		g_array_append_val(early, wait.early_us);
		g_array_append_val(whole, wait.done_us);
	}
	g_main_loop_unref(wait.loop);
	say("verdict, zone and codes", early);
	say("the whole reading", whole);
	return 0;
}
