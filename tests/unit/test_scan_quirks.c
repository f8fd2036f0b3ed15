/* links: drivers/scan firmware/base firmware/bus */
#include "drivers/scan/job_flow.h"
#include "drivers/scan/quirks.h"
#include "drivers/scan/scan_sentence.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <glib/gstdio.h>
#include <string.h>

static QuirkTable *
load(const char *text, GError **error)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("civilia-quirks-XXXXXX", &path, NULL);
	g_assert_cmpint(fd, >=, 0);
	g_close(fd, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	QuirkTable *table = quirk_table_new();
	gboolean ok = quirk_table_load(table, path, error);
	g_unlink(path);
	if (ok)
		return table;
	quirk_table_free(table);
	return NULL;
}

static void
test_stacked(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(QuirkTable) table = load("[default]\nstall-ms=4000\n"
					   "[a]\ndevice=acme:*\nstall-ms=9000\nsource-adf=Tray\n"
					   "[b]\nvendor=ACME\nmodel=x-?\nback-turned=true\n",
		&error);
	g_assert_no_error(error);
	g_autoptr(Quirks) other = quirk_table_find(table, "other:1", NULL, NULL);
	g_assert_cmpint(other->stall_ms, ==, 4000);
	g_assert_cmpint(other->first_byte_ms, ==, 60000);
	g_assert_null(other->sources[SCANNER_ADF]);
	g_autoptr(Quirks) acme = quirk_table_find(table, "acme:usb:1", "Acme", "X-5");
	g_assert_cmpint(acme->stall_ms, ==, 9000);
	g_assert_cmpstr(acme->sources[SCANNER_ADF], ==, "Tray");
	g_assert_true(acme->back_turned);
	g_autoptr(Quirks) unknown_model = quirk_table_find(table, "acme:usb:1", NULL, NULL);
	g_assert_false(unknown_model->back_turned);
	g_autoptr(GVariant) v = g_variant_ref_sink(quirks_to_variant(acme));
	g_autoptr(Quirks) back = quirks_from_variant(v);
	g_assert_cmpint(back->stall_ms, ==, 9000);
	g_assert_cmpstr(back->sources[SCANNER_ADF], ==, "Tray");
	g_assert_true(back->back_turned);
}

static void
test_refused(void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"[a]\ndevice=x:*\n\n# comment\nstal-ms=5\n", ":5: [a] stal-ms"},
		{"[a]\ndevice=x:*\nstall-ms=soon\n", ":3: [a] stall-ms"},
		{"[a]\ndevice=x:*\nstall-ms=-1\n", ":3: [a] stall-ms"},
		{"[a]\ndevice=x:*\nstall-ms=99999999\n", ":3: [a] stall-ms"},
		{"[a]\ndevice=x:*\nback-turned=perhaps\n", ":3: [a] back-turned"},
		{"[a]\ndevice=\n", ":2: [a] device"},
		{"[b]\n\n[a]\nstall-ms=100\n", ":1: [b] names no"},
		{"no key file", "ini"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(load(cases[i].text, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
		if (i + 1 < G_N_ELEMENTS(cases))
			g_assert_nonnull(strstr(error->message, cases[i].says));
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(QuirkTable) table = quirk_table_new();
	g_assert_false(quirk_table_load(table, "/no/such/file", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_MISSING);
}

static void
test_packaged(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = paths_data("scanners/quirks.ini");
	g_autoptr(QuirkTable) table = quirk_table_new();
	gboolean ok = quirk_table_load(table, path, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
	g_autoptr(Quirks) any = quirk_table_find(table, "folder:/x", NULL, NULL);
	g_assert_cmpint(any->first_byte_ms, ==, 60000);
	g_assert_cmpint(any->stall_ms, ==, 5000);
}

static void
test_flow(void)
{
	static const JobEvent good[] = {JOB_EVENT_READY, JOB_EVENT_GO, JOB_EVENT_BYTES, JOB_EVENT_PAGE, JOB_EVENT_READY,
		JOB_EVENT_GO, JOB_EVENT_OUTCOME, JOB_EVENT_GONE};
	static const JobState states[] = {
		JOB_PAUSED, JOB_FEEDING, JOB_SCANNING, JOB_SCANNING, JOB_PAUSED, JOB_FEEDING, JOB_CLOSING, JOB_OVER};
	JobState state = JOB_OPENING;
	for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
		state = job_step(state, good[i]);
		g_assert_cmpstr(job_state_name(state), ==, job_state_name(states[i]));
	}
	for (int s = 0; s < JOB_N_STATES; s++) {
		g_assert_cmpint(job_step((JobState)s, JOB_EVENT_GONE), ==, JOB_OVER);
		/* nothing wakes what is over, and a cancelled job never scans on */
		for (int e = 0; e < JOB_EVENT_GONE; e++) {
			g_assert_cmpint(job_step(JOB_OVER, (JobEvent)e), ==, JOB_OVER);
			JobState after = job_step(JOB_CANCELLING, (JobEvent)e);
			g_assert_true(after == JOB_CANCELLING || after == JOB_RECOVERING);
		}
	}
	g_assert_cmpint(job_step(JOB_SCANNING, JOB_EVENT_CANCEL), ==, JOB_CANCELLING);
	g_assert_cmpint(job_step(JOB_CLOSING, JOB_EVENT_CANCEL), ==, JOB_CLOSING);
}

static void
test_sentences(void)
{
	for (int code = 0; code < STATION_ERROR_N_CODES; code++) {
		g_autofree char *sentence = scan_sentence((StationError)code, 0, 0);
		g_assert_true(g_utf8_validate(sentence, -1, NULL));
		g_assert_true(g_str_has_suffix(sentence, "."));
	}
	g_autofree char *jam = scan_sentence(STATION_ERROR_JAMMED, 3, 2);
	g_assert_true(g_str_has_prefix(jam, "Feuille 3 : Bourrage papier."));
	g_assert_nonnull(strstr(jam, "Les 2 pages déjà numérisées sont conservées."));
	g_autofree char *one = scan_sentence(STATION_ERROR_JAMMED, 2, 1);
	g_assert_nonnull(strstr(one, "La page déjà numérisée est conservée."));
}

static GVariant *
options(const char *text)
{
	return g_variant_ref_sink(g_variant_parse(G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL));
}

static void
test_requests(void)
{
	g_autoptr(GError) error = NULL;
	ScannerRequest r;
	g_autoptr(GVariant) good = options("{'source': <'duplex'>, 'mode': <'gray'>, 'dpi': <200>, 'left-mm': <1.5>, "
					   "'width-mm': <100.0>, 'height-mm': <50.0>, 'max-pages': <3>}");
	gboolean ok = scanner_request_parse(good, &r, &error);
	g_assert_no_error(error);
	g_assert_true(ok && r.has_source && r.source == SCANNER_DUPLEX && r.mode == SCANNER_GRAY && r.dpi == 200);
	g_assert_true(r.has_window && r.left_mm > 1 && r.max_pages == 3);
	static const char *const wrong[] = {"{'colour': <'red'>}", "{'dpi': <'300'>}", "{'dpi': <49>}",
		"{'source': <'ADF'>}", "{'mode': <1>}", "{'width-mm': <10.0>}", "{'left-mm': <10.0>}",
		"{'width-mm': <-1.0>, 'height-mm': <10.0>}", "{'width-mm': <1e300>, 'height-mm': <10.0>}",
		"{'max-pages': <0>}"};
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GVariant) v = options(wrong[i]);
		g_assert_false(scanner_request_parse(v, &r, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
		g_clear_error(&error);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
	g_test_add_func("/quirks/groups that fit are laid over each other", test_stacked);
	g_test_add_func("/quirks/a wrong file is refused with its line", test_refused);
	g_test_add_func("/quirks/the packaged file is sound", test_packaged);
	g_test_add_func("/job_flow/every event leads somewhere sound", test_flow);
	g_test_add_func("/scan_sentence/every outcome has a sentence", test_sentences);
	g_test_add_func("/scanner/requests are checked", test_requests);
	return g_test_run();
}
