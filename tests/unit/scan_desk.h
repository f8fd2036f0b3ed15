/* For the tests of the scanner service: a bus, a service and a tray of its own for each test, and what a scan brought.
 */
#pragma once
#include "app/casework/scan_run.h"
#include "firmware/base/bus.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 120, HEIGHT = 160, SOON_MS = 2000, CANCEL_AFTER_MS = 100 };

/* A bus, a service and a tray of its own for each test. */
typedef struct {
	char *folder, *tray, *device;
	PrivateBus *bus;
	ScanClient *client;
	GPid service;
} Desk;

static inline void
write_text(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static inline guint8
pixel(int page, int x, int y)
{
	return (guint8)(page * 40 + x + 3 * y);
}

static inline void
put_sheet(const Desk *desk, const char *name, int page)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_string_printf(s, "P5\n%d %d\n255\n", WIDTH, HEIGHT);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < WIDTH; x++)
			g_string_append_c(s, (char)pixel(page, x, y));
	}
	g_autofree char *path = g_build_filename(desk->tray, name, NULL);
	g_assert_true(g_file_set_contents(path, s->str, (gssize)s->len, NULL));
}

static inline void
put_sheets(const Desk *desk, int n)
{
	for (int i = 1; i <= n; i++) {
		g_autofree char *name = g_strdup_printf("%02d.pgm", i);
		put_sheet(desk, name, i);
	}
}

static inline void
trouble(const Desk *desk, const char *text)
{
	write_text(desk->tray, "trouble", text);
}

static inline void
start_service(Desk *desk, const char *option, const char *value)
{
	g_autofree char *program = paths_program("civilia-scand");
	g_autofree char *quirks = g_build_filename(desk->folder, "quirks.ini", NULL);
	const char *argv[] = {program, "--address", private_bus_address(desk->bus), "--ui", "fr", "--quirks", quirks,
		option, value, NULL};
	g_autoptr(GError) error = NULL;
	gboolean ok = private_bus_run(desk->bus, argv, "ia.civil.Scanner1", 10000, &desk->service, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
}

static inline void
desk_set_up(Desk *desk, gconstpointer config)
{
	g_autoptr(GError) error = NULL;
	desk->folder = g_dir_make_tmp("civilia-test-XXXXXX", NULL);
	desk->tray = g_build_filename(desk->folder, "tray", NULL);
	desk->device = g_strconcat("folder:", desk->tray, NULL);
	g_mkdir(desk->tray, 0700);
	write_text(desk->folder, "quirks.ini",
		"[quick]\ndevice=folder:*\nfirst-byte-ms=2500\nstall-ms=1500\ncancel-grace-ms=700\n"
		"[quick test back-end]\ndevice=test:*\nfirst-byte-ms=5000\n");
	desk->bus = private_bus_start(NULL, &error);
	g_assert_no_error(error);
	if (config != NULL) { /* SANE's own test back-end */
		write_text(desk->folder, "dll.conf", "test\n");
		write_text(desk->folder, "test.conf", config);
		start_service(desk, "--sane-config", desk->folder);
	} else {
		start_service(desk, "--virtual", desk->tray);
	}
	desk->client = scan_client_new(private_bus_address(desk->bus), &error);
	g_assert_no_error(error);
}

static inline void
remove_tree(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		remove_tree(child);
	}
	g_remove(path);
}

static inline void
desk_tear_down(Desk *desk, gconstpointer config)
{
	(void)config;
	scan_client_free(desk->client);
	private_bus_stop(desk->bus);
	remove_tree(desk->folder);
	g_free(desk->folder);
	g_free(desk->tray);
	g_free(desk->device);
}

static inline int
sheets_in(const char *folder)
{
	int n = 0;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		n += g_str_has_suffix(name, ".pgm");
	return n;
}

/* --- a scan and what came of it --- */

typedef struct {
	GPtrArray *pages; /* GBytes */
	GString *sides;   /* "1f1b2f..." */
	int width, height, channels, dpi;
	int cancel_at;     /* cancel when this page begins; 0: never */
	GPid *kill_at_two; /* SIGKILL it when page 2 is in flight */
	ScanRun *to_cancel;
	gint64 cancelled_us;
	guint highest_percent;
} Take;

static inline void
on_page(ScanRun *run, const ScanPage *page, gpointer data)
{
	Take *take = data;
	(void)run;
	g_assert_cmpuint(page->number, ==, take->pages->len + 1);
	g_ptr_array_add(take->pages, g_bytes_ref(page->image->pixels));
	g_string_append_printf(take->sides, "%u%c", page->sheet, page->is_back ? 'b' : 'f');
	take->width = page->image->width_px;
	take->height = page->image->height_px;
	take->channels = page->image->channels;
	take->dpi = page->image->dpi;
}

/* A while after the first bytes: by then a back-end that stalls does. */
static inline gboolean
cancel_now(gpointer data)
{
	Take *take = data;
	take->cancelled_us = g_get_monotonic_time();
	scan_run_cancel(take->to_cancel);
	return G_SOURCE_REMOVE;
}

static inline void
on_progress(ScanRun *run, guint page, guint percent, gpointer data)
{
	Take *take = data;
	take->highest_percent = MAX(take->highest_percent, percent);
	if (take->cancel_at == (int)page && take->to_cancel == NULL) {
		take->to_cancel = run;
		g_timeout_add(CANCEL_AFTER_MS, cancel_now, take);
	}
	if (take->kill_at_two != NULL && *take->kill_at_two != 0 && page == 2 && take->pages->len == 1) {
		kill(*take->kill_at_two, SIGKILL);
		*take->kill_at_two = 0;
	}
}

static inline void
on_finished(ScanRun *run, const GError *error, gpointer data)
{
	(void)run;
	(void)error;
	(void)data;
}

static const ScanEvents events = {on_page, on_progress, on_finished};

static inline void
take_init(Take *take)
{
	*take = (Take){
		.pages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref), .sides = g_string_new(NULL)};
}

static inline void
take_clear(Take *take)
{
	g_ptr_array_unref(take->pages);
	g_string_free(take->sides, TRUE);
}

/* The outcome's name; the take keeps the pages. */
static const char *
scan_with(Desk *desk, const ScanRequest *request, Take *take)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(ScanRun) run = scan_run_start(desk->client, request, &events, take);
	if (scan_run_wait(run, &error))
		return "done";
	g_assert_cmpuint(error->domain, ==, STATION_ERROR);
	g_assert_cmpuint(strlen(error->message), >, 10);
	return station_error_name((StationError)error->code);
}

static const char *
scan(Desk *desk, const char *source, Take *take)
{
	const ScanRequest request = {.device = desk->device, .source = source, .mode = "gray", .dpi = 300};
	return scan_with(desk, &request, take);
}

static inline void
assert_page(const Take *take, guint index, int page)
{
	gsize size;
	const guint8 *bytes = g_bytes_get_data(take->pages->pdata[index], &size);
	g_assert_cmpuint(size, ==, WIDTH * HEIGHT);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < WIDTH; x++)
			g_assert_cmpuint(bytes[y * WIDTH + x], ==, pixel(page, x, y));
	}
}

static inline int
elapsed_ms(gint64 since_us)
{
	return (int)((g_get_monotonic_time() - since_us) / 1000);
}

/* The next scan works, at once: what went wrong left nothing behind. */
static inline void
assert_ready_again(Desk *desk)
{
	gint64 start = g_get_monotonic_time();
	for (;;) {
		Take take;
		take_init(&take);
		trouble(desk, "");
		put_sheets(desk, 1);
		const char *outcome = scan(desk, "flatbed", &take);
		guint pages = take.pages->len;
		take_clear(&take);
		if (g_str_equal(outcome, "done") && pages == 1)
			break;
		g_assert_cmpstr(outcome, ==, "busy");
		g_assert_cmpint(elapsed_ms(start), <, SOON_MS);
		g_usleep(20 * 1000);
	}
	g_assert_cmpint(elapsed_ms(start), <, 2 * SOON_MS); /* the machine may be busy: 2 s and the scan itself */
}

#define DESK_TEST(name, test) g_test_add(name, Desk, NULL, desk_set_up, test, desk_tear_down)
