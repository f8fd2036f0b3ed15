/* links: app/sync app/store app/seal app/db app/dossier firmware/base firmware/bus tests/fakes/exchange */
#include "app/seal/enrolment.h"
#include "app/seal/receipt.h"
#include "app/store/store.h"
#include "firmware/base/error.h"
#include "firmware/base/paths.h"
#include "tests/fakes/exchange/central_process.h"
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { ACTS = 6, PAGES = 3, PAGE_BYTES = 400000, KILLS = 60 };

static void
die_with_test(gpointer user_data G_GNUC_UNUSED)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static GPid
syncd_start(const char *state, const CentralProcess *central)
{
	g_autofree char *path = paths_program("civilia-syncd");
	const char *argv[] = {
		path, "--once", "--state", state, "--enrolment", central->enrolment, "--central", central->url, NULL};
	GPid pid = 0;
	g_autoptr(GError) error = NULL;
	g_spawn_async(NULL, (char **)argv, NULL,
		G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, die_with_test,
		NULL, &pid, &error);
	g_assert_no_error(error);
	return pid;
}

static GPtrArray *
acts_queue(const char *state, const CentralProcess *central)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = store_open(state, NULL, 0, &error);
	g_assert_no_error(error);
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	for (int a = 0; a < ACTS; a++) {
		g_autofree char *number = g_strdup_printf("%d", a), *text = g_strdup_printf("{\"number\":%d}", a);
		g_autoptr(GBytes) json = g_bytes_new(text, strlen(text));
		gint64 dossier = 0;
		char *id = NULL;
		g_assert_true(store_dossier_ensure(store, number, &dossier, NULL, &error));
		for (int p = 0; p < PAGES; p++) {
			guint8 *data = g_malloc(PAGE_BYTES);
			memset(data, a * PAGES + p, PAGE_BYTES);
			g_autoptr(GBytes) jpeg = g_bytes_new_take(data, PAGE_BYTES);
			g_assert_true(store_page_add(store, dossier, jpeg, NULL, &error));
		}
		g_assert_true(store_act_put(store, dossier, ACT_BIRTH, json, &id, &error));
		g_assert_true(store_act_queue(store, id, central->enrolment, &error));
		g_ptr_array_add(ids, id);
	}
	return ids;
}

/* Whether syncd ended by itself with everything sent. */
static gboolean
reap(GPid pid, gboolean force)
{
	int status = -1;
	if (force)
		kill(pid, SIGKILL);
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
assert_page_bytes(const char *folder, int act, int page)
{
	g_autofree char *path = g_strdup_printf("%s/page-%04d.jpg", folder, page + 1), *data = NULL;
	gsize size = 0;
	g_assert_true(g_file_get_contents(path, &data, &size, NULL));
	g_assert_cmpuint(size, ==, PAGE_BYTES);
	for (gsize i = 0; i < size; i += 4099)
		g_assert_cmpint(data[i], ==, act * PAGES + page);
}

/* Exactly these acts, each with its pages as they were, and each receipt good at the station. */
static void
assert_once_each(const char *state, const CentralProcess *central, GPtrArray *ids)
{
	int status = -1;
	g_autofree char *list = program_output("civilia-central", &status, "list", "--state", central->folder, NULL);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(list), "\n", -1);
	g_assert_cmpuint(g_strv_length(lines), ==, ids->len);
	g_autofree char *verify = g_build_filename(central->enrolment, ENROLMENT_VERIFY_KEY, NULL);
	g_autoptr(SealKey) key = seal_key_load(verify, SEAL_KEY_SIGN_PUBLIC, NULL);
	g_autoptr(Store) store = store_open(state, NULL, STORE_CHECK, NULL);
	for (guint a = 0; a < ids->len; a++) {
		const char *id = g_ptr_array_index(ids, a);
		g_autofree char *folder = g_dir_make_tmp("shown-XXXXXX", NULL);
		g_autofree char *shown = program_output(
			"civilia-central", &status, "show", id, "--state", central->folder, "--to", folder, NULL);
		g_autofree char *text = g_strdup_printf("{\"number\":%u}", a);
		g_assert_cmpint(status, ==, 0);
		g_assert_nonnull(strstr(shown, text));
		for (int p = 0; p < PAGES; p++)
			assert_page_bytes(folder, (int)a, p);
		folder_remove(folder);
		g_autoptr(GBytes) bytes = store_receipt_get(store, id, NULL);
		g_autoptr(Receipt) receipt = bytes != NULL ? receipt_open(key, bytes, NULL) : NULL;
		g_assert_nonnull(receipt);
		g_assert_cmpstr(receipt->act, ==, id);
		/* the very receipt that the central keeps */
		g_assert_nonnull(strstr(shown, receipt->manifest));
	}
}

static void
acts_arrive_once_whoever_is_killed_and_when(void)
{
	CentralProcess *central = central_process_new();
	g_autofree char *state = g_dir_make_tmp("state-XXXXXX", NULL);
	g_autoptr(GPtrArray) ids = acts_queue(state, central);
	guint kills = 0;
	gboolean done = FALSE;
	for (int round = 0; round < KILLS && !done; round++) {
		GPid pid = syncd_start(state, central);
		gboolean central_too = g_random_boolean();
		g_usleep((gulong)g_random_int_range(5000, 90000));
		if (central_too) {
			central_process_kill(central);
			g_usleep((gulong)g_random_int_range(0, 20000));
		}
		done = reap(pid, TRUE);
		kills++;
		if (central_too)
			central_process_start(central);
	}
	for (int round = 0; round < 3 && !done; round++)
		done = reap(syncd_start(state, central), FALSE);
	g_assert_true(done);
	g_test_message("%u kills", kills);
	assert_once_each(state, central, ids);
	folder_remove(state);
	central_process_free(central);
}

static void
two_senders_at_once_hand_over_once(void)
{
	CentralProcess *central = central_process_new();
	g_autofree char *state = g_dir_make_tmp("state-XXXXXX", NULL);
	g_autoptr(GPtrArray) ids = acts_queue(state, central);
	GPid first = syncd_start(state, central), second = syncd_start(state, central);
	gboolean a = reap(first, FALSE), b = reap(second, FALSE);
	if (!a || !b)
		g_test_message("first %d second %d", a, b);
	/* whichever of them ended early, nothing is left */
	g_assert_true(reap(syncd_start(state, central), FALSE));
	assert_once_each(state, central, ids);
	folder_remove(state);
	central_process_free(central);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/sync-kill/acts_arrive_once_whoever_is_killed_and_when", acts_arrive_once_whoever_is_killed_and_when);
	g_test_add_func("/sync-kill/two_senders_at_once_hand_over_once", two_senders_at_once_hand_over_once);
	return g_test_run();
}
