/* links: drivers/scan firmware/base firmware/bus */
/* The scanner service with a driver process gone mad: this program stands in for civilia-scanner beside a copy of the
 * service, and the device's name says what it does. */
#include "drivers/scan/child_words.h"
#include "firmware/base/bus.h"
#include "firmware/base/child.h"
#include "firmware/base/error.h"
#include "firmware/base/packet.h"
#include "firmware/base/paths.h"
#include "firmware/base/sealed.h"
#include "firmware/bus/scanner1.h"
#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WIDTH = 50, HEIGHT = 40 };

/* --- the child --- */

static void
send_word(const char *verb, GVariant *arguments, int fd)
{
	g_autoptr(GError) error = NULL;
	if (!child_words_send(CHILD_SOCKET_FD, verb, arguments, fd, 5000, &error))
		_exit(1);
}

static void
send_page(int number, int width, int height, int channels, int fd)
{
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	g_variant_dict_insert(&dict, "number", "u", (guint)number);
	g_variant_dict_insert(&dict, "width-px", "i", width);
	g_variant_dict_insert(&dict, "height-px", "i", height);
	g_variant_dict_insert(&dict, "channels", "i", channels);
	g_variant_dict_insert(&dict, "dpi", "i", 300);
	g_variant_dict_insert(&dict, "side", "s", "front");
	g_variant_dict_insert(&dict, "sheet", "u", (guint)number);
	send_word("page", g_variant_dict_end(&dict), -1);
	send_word("pixels", NULL, fd);
}

static int
sealed(gsize size)
{
	g_autofree char *bytes = g_malloc0(size);
	return sealed_new(bytes, size, NULL);
}

static void
send_raw(const void *bytes, gsize size)
{
	if (send(CHILD_SOCKET_FD, bytes, size, MSG_NOSIGNAL) < 0)
		_exit(1);
}

static void
misbehave(const char *how)
{
	if (g_str_equal(how, "good")) {
		send_page(1, WIDTH, HEIGHT, 1, sealed(WIDTH * HEIGHT));
		send_word("over", g_variant_new_parsed("{'code': <'done'>}"), -1);
	} else if (g_str_equal(how, "small")) {
		send_page(1, WIDTH, HEIGHT, 3, sealed(WIDTH * HEIGHT));
	} else if (g_str_equal(how, "unsealed")) {
		send_page(1, WIDTH, HEIGHT, 1, sealed_create(WIDTH * HEIGHT, NULL));
	} else if (g_str_equal(how, "huge")) {
		send_page(1, 20000, 20000, 1, sealed(16));
	} else if (g_str_equal(how, "negative")) {
		send_page(1, -WIDTH, -HEIGHT, 1, sealed(WIDTH * HEIGHT));
	} else if (g_str_equal(how, "wrong-number")) {
		send_page(7, WIDTH, HEIGHT, 1, sealed(WIDTH * HEIGHT));
	} else if (g_str_equal(how, "no-pixels")) {
		send_word("page", NULL, -1);
		send_word("page", NULL, -1);
	} else if (g_str_equal(how, "stray-pixels")) {
		send_word("progress", NULL, sealed(4));
	} else if (g_str_equal(how, "garbage")) {
		send_raw("iThis is no message at all, only text that ends here.", 53);
	} else if (g_str_equal(how, "empty-body")) {
		send_raw("i", 1);
	} else if (g_str_equal(how, "nothing-known")) {
		send_word("over", g_variant_new_parsed("{'code': <'no such code'>, 'detail': <7>}"), -1);
	} else if (g_str_equal(how, "chatter")) {
		for (int i = 0; i < 20000; i++)
			send_word(i % 2 ? "ready" : "no such verb", NULL, -1);
	}
}

static int
be_the_child(void)
{
	g_autofree char *verb = NULL;
	g_autoptr(GVariant) arguments = NULL;
	g_autoptr(GError) error = NULL;
	const char *device = NULL;
	if (!child_enter(&error) || !child_words_receive(CHILD_SOCKET_FD, -1, FALSE, &verb, &arguments, NULL, &error))
		return 1;
	if (!g_variant_lookup(arguments, "device", "&s", &device)) { /* a list */
		send_word("devices", g_variant_new_parsed("{'devices': <'none at all'>}"), -1);
		send_word("over", g_variant_new_parsed("{'code': <'done'>}"), -1);
		return 0;
	}
	send_word("ready", NULL, -1);
	g_autofree char *next = NULL;
	g_autoptr(GVariant) nothing = NULL;
	if (!child_words_receive(CHILD_SOCKET_FD, -1, FALSE, &next, &nothing, NULL, &error))
		return 1;
	misbehave(device);
	if (g_str_equal(device, "silent"))
		g_usleep(60 * G_USEC_PER_SEC);
	return 0;
}

/* --- the test --- */

typedef struct {
	char *prefix;
	PrivateBus *bus;
	GDBusConnection *connection;
} Lab;

static void
copy(const char *from, const char *to)
{
	g_autofree char *bytes = NULL;
	gsize size;
	g_assert_true(g_file_get_contents(from, &bytes, &size, NULL));
	g_assert_true(g_file_set_contents_full(to, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

static void
lab_set_up(Lab *lab, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	lab->prefix = g_dir_make_tmp("civilia-lab-XXXXXX", NULL);
	g_autofree char *bin = g_build_filename(lab->prefix, "bin", NULL);
	g_autofree char *scand = g_build_filename(bin, "civilia-scand", NULL);
	g_autofree char *scanner = g_build_filename(bin, "civilia-scanner", NULL);
	g_autofree char *shares = g_build_filename(lab->prefix, "share", "civilia", "scanners", NULL);
	g_autofree char *quirks = g_build_filename(shares, "quirks.ini", NULL);
	g_autofree char *true_scand = paths_program("civilia-scand");
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_mkdir_with_parents(bin, 0700);
	g_mkdir_with_parents(shares, 0700);
	copy(true_scand, scand);
	g_assert_cmpint(symlink(self, scanner), ==, 0);
	g_assert_true(g_file_set_contents(
		quirks, "[default]\nfirst-byte-ms=500\nstall-ms=300\ncancel-grace-ms=300\n", -1, NULL));
	lab->bus = private_bus_start(lab->prefix, &error);
	g_assert_no_error(error);
	const char *argv[] = {scand, "--address", private_bus_address(lab->bus), NULL};
	gboolean ok = private_bus_run(lab->bus, argv, "ia.civil.Scanner1", 10000, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
	lab->connection = bus_connect(private_bus_address(lab->bus), &error);
	g_assert_no_error(error);
}

static void
clear(const char *path)
{
	g_autoptr(GDir) dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
	const char *name;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		clear(child);
	}
	g_remove(path);
}

static void
lab_tear_down(Lab *lab, gconstpointer data)
{
	(void)data;
	g_object_unref(lab->connection);
	private_bus_stop(lab->bus);
	clear(lab->prefix);
	g_free(lab->prefix);
}

/* Runs a job to its end; its outcome and pages. */
static char *
outcome_of(Lab *lab, const char *device, guint *pages)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) answer = g_dbus_connection_call_sync(lab->connection, "ia.civil.Scanner1",
		"/ia/civil/Scanner1", "ia.civil.Scanner1", "Start", g_variant_new_parsed("(%s, @a{sv} {})", device),
		G_VARIANT_TYPE("(o)"), G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
	g_assert_no_error(error);
	const char *path;
	g_variant_get(answer, "(&o)", &path);
	g_autoptr(BusScanner1Job) job = bus_scanner1_job_proxy_new_sync(
		lab->connection, G_DBUS_PROXY_FLAGS_NONE, "ia.civil.Scanner1", path, NULL, &error);
	g_assert_no_error(error);
	gint64 start = g_get_monotonic_time();
	while (g_strcmp0(bus_scanner1_job_get_outcome(job), "scanning") == 0) {
		g_main_context_iteration(NULL, FALSE);
		g_usleep(1000);
		g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
	}
	*pages = bus_scanner1_job_get_pages(job);
	char *outcome = g_strdup(bus_scanner1_job_get_outcome(job));
	gboolean closed = bus_scanner1_job_call_close_sync(job, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(closed);
	return outcome;
}

static void
test_misbehaviour(Lab *lab, gconstpointer data)
{
	(void)data;
	static const struct {
		const char *how, *outcome;
		guint pages;
	} cases[] = {
		{"good", "done", 1},
		{"small", "bad_frame", 0},
		{"unsealed", "bad_frame", 0},
		{"huge", "bad_frame", 0},
		{"negative", "bad_frame", 0},
		{"wrong-number", "bad_frame", 0},
		{"no-pixels", "crashed", 0},
		{"stray-pixels", "crashed", 0},
		{"garbage", "crashed", 0},
		{"empty-body", "crashed", 0},
		{"nothing-known", "failed", 0},
		{"chatter", "crashed", 0},
		{"silent", "stalled", 0},
		{"good", "done", 1},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		guint pages;
		g_test_message("%s", cases[i].how);
		g_autofree char *outcome = outcome_of(lab, cases[i].how, &pages);
		g_assert_cmpstr(outcome, ==, cases[i].outcome);
		g_assert_cmpuint(pages, ==, cases[i].pages);
	}
}

static void
test_false_list(Lab *lab, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) answer =
		g_dbus_connection_call_sync(lab->connection, "ia.civil.Scanner1", "/ia/civil/Scanner1",
			"ia.civil.Scanner1", "ListDevices", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
	g_assert_null(answer);
	g_assert_error(error, STATION_ERROR, STATION_ERROR_FAILED);
}

int
main(int argc, char **argv)
{
	g_autofree char *name = g_path_get_basename(argv[0]);
	if (g_str_equal(name, "civilia-scanner"))
		return be_the_child();
	g_test_init(&argc, &argv, NULL);
	g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL);
	g_test_add("/scan_hostile/whatever the driver process sends, the service stands", Lab, NULL, lab_set_up,
		test_misbehaviour, lab_tear_down);
	g_test_add(
		"/scan_hostile/a list that is none is refused", Lab, NULL, lab_set_up, test_false_list, lab_tear_down);
	return g_test_run();
}
