/* links: app/fields app/values app/dossier firmware/base */
#include "app/fields/confidence.h"
#include "app/fields/fields.h"
#include "firmware/base/error.h"
#include "firmware/base/paths.h"
#include "tests/unit/test_fields_layout.h"

static Values *values;
static Fields *fields;

/* A file with every weight, `one` first. */
static char *
weights_text(const char *one, const char *sure)
{
	GString *text = g_string_new("# a comment\n");
	for (guint i = 0; i < EVIDENCE_N; i++)
		g_string_append_printf(text, "%s %s\n", evidence_name((EvidenceKind)i), i == 0 ? one : "-1.5");
	g_string_append_printf(text, "sure %s\n", sure);
	return g_string_free(text, FALSE);
}

static void
a_file_of_weights_is_read(void)
{
	g_autofree char *text = weights_text("4", "0.98");
	ConfidenceWeights weights;
	g_autoptr(GError) error = NULL;
	g_assert_true(confidence_weights_read(&weights, "w", text, &error));
	g_assert_no_error(error);
	g_assert_cmpfloat(weights.of[EVIDENCE_ONE], ==, 4);
	g_assert_cmpfloat(weights.sure, ==, 0.98);
	Evidence plain = {0}, doubtful = {0};
	plain.of[EVIDENCE_ONE] = doubtful.of[EVIDENCE_ONE] = 1;
	doubtful.of[EVIDENCE_LEAST] = 0.7;
	g_assert_cmpfloat(confidence_weigh(&weights, &doubtful), <, confidence_weigh(&weights, &plain));
	g_assert_cmpfloat(confidence_weigh(&weights, &plain), >, 0.9);
	g_assert_cmpfloat(confidence_weigh(&weights, &plain), <, 1);
	g_assert_cmpfloat(confidence_weigh(&weights, &doubtful), >, 0);
}

static void
a_wrong_file_of_weights_names_its_line(void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {{"one\n", "w:1: a name and a number"}, {"# x\n\none 4x\n", "w:3: not a number"},
		{"one 4\nwisdom 2\n", "w:2: unknown evidence"}, {"one nan\n", "w:1: not a number"},
		{"one 1e9\n", "w:1: not a number"}, {"sure 1.5\n", "w:1: a chance between 0 and 1"},
		{"one 4\n", "a weight is missing"}, {"", "a weight is missing"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		ConfidenceWeights weights;
		g_autoptr(GError) error = NULL;
		g_assert_false(confidence_weights_read(&weights, "w", cases[i].text, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
		g_test_message("%s", error->message);
		g_assert_nonnull(strstr(error->message, cases[i].says));
	}
}

static Document *
read_words(const char *text, double confidence, Mrz *mrz)
{
	g_autoptr(GPtrArray) words = layout_words(text);
	for (guint i = 0; i < words->len; i++)
		((Word *)words->pdata[i])->confidence = confidence;
	return fields_read(fields, words, NULL, LAYOUT_WIDTH_PX, 2800, mrz, NULL, 2026, 11, 23);
}

static const char page[] = "REPUBLIQUE DU MALI\n\nPASSEPORT\n\nNom :  DIALLO\nPrénoms :  Aminata\n"
			   "Date de naissance :  14/05/1996\nLieu de naissance :  Kayes\n";

static double
of(const Document *document, const char *field)
{
	const Fact *fact = document_fact(document, field);
	g_assert_nonnull(fact);
	return fact->confidence;
}

static void
badly_read_words_are_no_sure_facts(void)
{
	g_autoptr(Document) good = read_words(page, 1, NULL), bad = read_words(page, 0.6, NULL);
	g_assert_cmpfloat(of(good, "person.birth_date"), >=, 0.8);
	g_assert_cmpfloat(of(bad, "person.surname"), <, 0.9);
	g_assert_cmpfloat(of(bad, "person.birth_date"), <, of(good, "person.birth_date"));
	g_assert_cmpfloat(of(bad, "person.surname"), <, of(good, "person.surname"));
}

static Mrz *
zone(const char *surname)
{
	Mrz *mrz = mrz_new();
	mrz->format = MRZ_TD3;
	mrz->code = g_strdup("P");
	mrz->surname = g_strdup(surname);
	mrz->birth_date = g_strdup("1996-05-14");
	mrz->checks[MRZ_DIGIT_BIRTH_DATE] = MRZ_CHECK_VALID;
	mrz->box = (Box){0, 2000, 1500, 200};
	return mrz;
}

static double
printed(const Document *document, const char *field)
{
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (g_str_equal(fact->field, field) && fact->source != FACT_SOURCE_MRZ)
			return fact->confidence;
	}
	g_assert_not_reached();
}

static void
the_zone_speaks_for_what_is_printed_and_against_it(void)
{
	g_autoptr(Document) alone = read_words(page, 0.8, NULL), agrees = read_words(page, 0.8, zone("DIALLO")),
			    differs = read_words(page, 0.8, zone("TRAORE"));
	g_assert_cmpfloat(printed(agrees, "person.surname"), >=, printed(alone, "person.surname"));
	g_assert_cmpfloat(printed(differs, "person.surname"), <, printed(alone, "person.surname"));
	const Fact *fact = document_fact(agrees, "person.surname");
	g_assert_cmpfloat(fact->confidence, >=, 0.9);
	/* No check digit stands over the name: alone the zone is not sure of it. */
	for (guint i = 0; i < differs->facts->len; i++) {
		const Fact *other = differs->facts->pdata[i];
		if (g_str_equal(other->field, "person.surname"))
			g_assert_cmpfloat(other->confidence, <, 0.9);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *data = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(data, &error);
	g_assert_no_error(error);
	fields = fields_load(data, values, &error);
	g_assert_no_error(error);
	g_test_add_func("/confidence/a file of weights is read", a_file_of_weights_is_read);
	g_test_add_func("/confidence/a wrong file of weights names its line", a_wrong_file_of_weights_names_its_line);
	g_test_add_func("/confidence/badly read words are no sure facts", badly_read_words_are_no_sure_facts);
	g_test_add_func("/confidence/the zone speaks for what is printed and against it",
		the_zone_speaks_for_what_is_printed_and_against_it);
	int status = g_test_run();
	fields_free(fields);
	values_free(values);
	return status;
}
