/* links: app/store app/seal app/db app/dossier firmware/base tests/fakes/disk */
#include "app/seal/enrolment.h"
#include "app/seal/seal_key.h"
#include "app/store/store.h"
#include "firmware/base/error.h"
#include "tests/fakes/disk/fault_disk.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGES = 3, PAGE_BYTES = 50000 };

static char *folder, *enrolment;

static void
folder_empty(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *file = g_build_filename(path, name, NULL);
		g_unlink(file);
	}
}

static GBytes *
page_of(gint64 dossier, guint sequence)
{
	guint8 *data = g_malloc(PAGE_BYTES);
	for (gsize i = 0; i < PAGE_BYTES; i++)
		data[i] = (guint8)(i * 13 + sequence + (gsize)dossier * 5);
	return g_bytes_new_take(data, PAGE_BYTES);
}

/* The whole way of one dossier, taken up wherever it was left. TRUE: at its end. */
static gboolean
work(const char *number, GError **error)
{
	g_autoptr(Store) store = store_open(folder, NULL, 0, error);
	StoreDossier dossier;
	gint64 id = 0;
	if (store == NULL || !store_dossier_ensure(store, number, &id, NULL, error) ||
		!store_dossier_get(store, id, &dossier, error))
		return FALSE;
	g_autofree char *act = NULL;
	g_autoptr(GBytes) text = g_bytes_new_static("{\"x\":1}", 7), receipt = g_bytes_new_static("receipt", 7);
	if (dossier.state < STORE_QUEUED) {
		for (guint i = 1; i <= PAGES; i++) {
			g_autoptr(GBytes) jpeg = page_of(id, i);
			if (!store_page_put(store, id, i, jpeg, error) || !store_reading_put(store, id, i, text, error))
				return FALSE;
		}
		if (!store_dossier_set_state(store, id, STORE_READ, error) ||
			!store_documents_put(store, id, text, error) ||
			!store_act_put(store, id, ACT_BIRTH, text, &act, error) ||
			!store_act_queue(store, act, enrolment, error))
			return FALSE;
	}
	g_autoptr(GPtrArray) acts = store_act_list(store, id, error);
	if (acts == NULL)
		return FALSE;
	g_assert_cmpuint(acts->len, ==, 1);
	const char *queued = ((StoreAct *)g_ptr_array_index(acts, 0))->id;
	return store_outbox_sent(store, queued, error) && store_outbox_accepted(store, queued, receipt, error);
}

/* Whatever is there is whole: every page opens and is what was put, an act in the outbox has all its parts. */
static void
assert_whole(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = store_open(folder, NULL, STORE_CHECK, &error);
	g_assert_no_error(error);
	g_autoptr(GArray) dossiers = store_dossier_list(store, &error);
	g_assert_no_error(error);
	for (guint d = 0; d < dossiers->len; d++) {
		const StoreDossier *dossier = &g_array_index(dossiers, StoreDossier, d);
		for (guint i = 1; i <= dossier->pages; i++) {
			g_autoptr(GBytes) expected = page_of(dossier->id, i), page = NULL;
			page = store_page_get(store, dossier->id, i, &error);
			g_assert_no_error(error);
			g_assert_true(g_bytes_equal(page, expected));
		}
		if (dossier->state == STORE_ACCEPTED)
			g_assert_cmpuint(dossier->pages, ==, 0);
		else if (dossier->state >= STORE_READ)
			g_assert_cmpuint(dossier->pages, ==, PAGES);
	}
	g_autoptr(GPtrArray) due = store_outbox_due(store, 0, TRUE, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < due->len; i++) {
		g_autoptr(GPtrArray) parts =
			store_outbox_parts(store, ((StoreAct *)g_ptr_array_index(due, i))->id, &error);
		g_assert_no_error(error);
		g_assert_cmpuint(parts->len, ==, 2 + PAGES);
	}
}

static void
fail_writes(gboolean full, guint step)
{
	guint n = 1;
	for (gboolean over = FALSE; !over; n += step) {
		g_autoptr(GError) error = NULL;
		folder_empty(folder);
		fault_disk_arm(n, full);
		gboolean done = work("123456789", &error);
		over = !fault_disk_has_struck();
		/* a failure in the last clean-up of the log is nobody's loss; any other is told */
		if (!done) {
			g_assert_nonnull(error);
			StationError code = station_error_code(error);
			g_assert_true(code == (full ? STATION_ERROR_STORAGE_FULL : STATION_ERROR_STORAGE) ||
				      code == STATION_ERROR_STORAGE || code == STATION_ERROR_STORAGE_FULL);
			g_assert_nonnull(strstr(error->message, folder));
			g_clear_error(&error);
		}
		fault_disk_arm(0, FALSE);
		assert_whole();
		g_assert_true(work("123456789", &error));
		g_assert_no_error(error);
		assert_whole();
	}
	g_test_message("%u writes", n - 2 * step);
	g_assert_cmpuint(n, >, 50);
}

static void
a_disk_full_at_any_write_loses_nothing(void)
{
	fail_writes(TRUE, 1);
}

static void
a_disk_broken_at_any_write_loses_nothing(void)
{
	fail_writes(FALSE, 3);
}

/* A child that works without end; killed at any moment, what it reported as stored is there. */
static void
a_writer_killed_at_any_moment_leaves_whole_dossiers(void)
{
	folder_empty(folder);
	guint next = 0;
	for (int round = 0; round < 40; round++) {
		int ends[2];
		g_assert_cmpint(pipe2(ends, O_CLOEXEC), ==, 0);
		pid_t pid = fork();
		if (pid == 0) {
			for (guint i = next;; i++) {
				g_autofree char *number = g_strdup_printf("number-%u", i);
				if (!work(number, NULL) || write(ends[1], &i, sizeof i) != sizeof i)
					_exit(1);
			}
		}
		close(ends[1]);
		g_usleep((gulong)g_random_int_range(1000, 60000));
		g_assert_cmpint(kill(pid, SIGKILL), ==, 0);
		g_assert_cmpint(waitpid(pid, NULL, 0), ==, pid);
		for (guint told; read(ends[0], &told, sizeof told) == sizeof told;)
			next = told + 1;
		close(ends[0]);
		assert_whole();
		g_autoptr(Store) store = store_open(folder, NULL, 0, NULL);
		for (guint i = 0; i < next; i++) {
			g_autofree char *number = g_strdup_printf("number-%u", i);
			gint64 id = 0;
			StoreDossier dossier;
			g_assert_true(store_dossier_find(store, number, &id, NULL));
			g_assert_true(store_dossier_get(store, id, &dossier, NULL));
			g_assert_cmpint(dossier.state, ==, STORE_ACCEPTED);
		}
	}
	g_test_message("%u dossiers", next);
	g_assert_cmpuint(next, >, 0);
}

static void
damage(const char *path, goffset from, goffset size, guint8 value)
{
	int fd = g_open(path, O_RDWR | O_CLOEXEC, 0);
	g_assert_cmpint(fd, >=, 0);
	g_autofree guint8 *noise = g_malloc((gsize)size);
	memset(noise, value, (gsize)size);
	g_assert_cmpint(pwrite(fd, noise, (gsize)size, from), ==, size);
	close(fd);
}

static void
a_damaged_file_gets_one_clear_sentence(void)
{
	g_autofree char *path = g_build_filename(folder, "station.db", NULL);
	struct {
		goffset from, size;
	} wounds[] = {{0, 100}, {0, 16384}, {16384, 4096}, {3 * 16384, 4096}, {100, 16000}};
	for (guint i = 0; i < G_N_ELEMENTS(wounds); i++) {
		g_autoptr(GError) error = NULL;
		folder_empty(folder);
		g_assert_true(work("123456789", NULL));
		damage(path, wounds[i].from, wounds[i].size, 0x5a);
		g_assert_null(store_open(folder, NULL, STORE_CHECK, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE_DAMAGED);
		g_assert_nonnull(strstr(error->message, path));
		g_assert_null(strchr(error->message, '\n'));
	}
	g_autoptr(GError) error = NULL;
	folder_empty(folder);
	g_assert_true(work("123456789", NULL));
	g_assert_cmpint(truncate(path, 40000), ==, 0);
	g_assert_null(store_open(folder, NULL, STORE_CHECK, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_STORAGE_DAMAGED);
}

static void
a_folder_that_cannot_be_made_is_named(void)
{
	g_autofree char *file = g_build_filename(enrolment, ENROLMENT_SEAL_KEY, NULL);
	g_autofree char *below = g_build_filename(file, "state", NULL);
	g_autoptr(GError) error = NULL;
	g_assert_null(store_open(below, NULL, 0, &error));
	g_assert_nonnull(error);
	g_assert_nonnull(strstr(error->message, file));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	fault_disk_install();
	/* thousands of flushes: in memory, where there is a file system there */
	folder = g_strdup("/dev/shm/faults-XXXXXX");
	if (g_mkdtemp(folder) == NULL) {
		g_free(folder);
		folder = g_dir_make_tmp("faults-XXXXXX", NULL);
	}
	enrolment = g_dir_make_tmp("enrol-XXXXXX", NULL);
	g_autoptr(SealKey) secret = seal_key_new(SEAL_KEY_BOX_SECRET), public_key = seal_key_public(secret);
	g_autofree char *path = g_build_filename(enrolment, ENROLMENT_SEAL_KEY, NULL);
	g_assert_true(seal_key_save(public_key, path, NULL));
#define TEST(f) g_test_add_func("/store-faults/" #f, f)
	TEST(a_disk_full_at_any_write_loses_nothing);
	TEST(a_disk_broken_at_any_write_loses_nothing);
	TEST(a_writer_killed_at_any_moment_leaves_whole_dossiers);
	TEST(a_damaged_file_gets_one_clear_sentence);
	TEST(a_folder_that_cannot_be_made_is_named);
	int status = g_test_run();
	folder_empty(folder);
	g_rmdir(folder);
	folder_empty(enrolment);
	g_rmdir(enrolment);
	return status;
}
