/* links: app/dossier firmware/base */
#include "app/dossier/dossier.h"
#include "app/dossier/field.h"
#include "app/dossier/image.h"
#include "app/dossier/word.h"

/* A point drawn on the page as given, turned upright by hand, must come back to where it was. */
static void
a_box_of_the_upright_page_finds_its_place_on_the_page_as_given(void)
{
	const struct {
		int rotation;
		Box upright, given;
	} cases[] = {
		{0, {10, 20, 30, 5}, {10, 20, 30, 5}},
		/* given 100 x 200; turned 90 clockwise it is 200 x 100, and the given left edge is on top */
		{90, {10, 20, 30, 5}, {20, 160, 5, 30}},
		{180, {10, 20, 30, 5}, {60, 175, 30, 5}},
		{270, {10, 20, 30, 5}, {75, 10, 5, 30}},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		PageTransform t = {
			.given_width_px = 100, .given_height_px = 200, .rotation = cases[i].rotation, .scale = 1};
		Box box = box_to_given(cases[i].upright, &t);
		g_assert_cmpint(box.x, ==, cases[i].given.x);
		g_assert_cmpint(box.y, ==, cases[i].given.y);
		g_assert_cmpint(box.width, ==, cases[i].given.width);
		g_assert_cmpint(box.height, ==, cases[i].given.height);
	}
	PageTransform half = {.given_width_px = 100, .given_height_px = 200, .scale = 0.5};
	Box box = box_to_given((Box){10, 20, 5, 5}, &half);
	g_assert_cmpint(box.x, ==, 20);
	g_assert_cmpint(box.width, ==, 10);
	PageTransform edge = {.given_width_px = 100, .given_height_px = 200, .scale = 1};
	box = box_to_given((Box){90, 190, 50, 50}, &edge);
	g_assert_cmpint(box.width, ==, 10);
	g_assert_cmpint(box.height, ==, 10);
	g_assert_true(box_is_empty(box_to_given((Box){0}, &edge)));
}

static void
an_image_outside_the_limits_is_none(void)
{
	g_autoptr(GBytes) small = g_bytes_new_take(g_malloc0(16 * 16), 16 * 16);
	g_autoptr(Image) good = image_new(16, 16, 1, 300, small);
	g_assert_nonnull(good);
	g_assert_null(image_new(16, 17, 1, 300, small));
	g_assert_null(image_new(16, 16, 2, 300, small));
	g_assert_null(image_new(-16, -16, 1, 300, small));
	g_assert_cmpuint(image_size(20000, 20000, 3), ==, 0);
	g_assert_cmpuint(image_size(1 << 30, 1 << 30, 3), ==, 0);
	g_assert_cmpuint(image_size(4960, 7016, 3), ==, 4960ul * 7016 * 3);
}

static void
field_keys_are_a_closed_list(void)
{
	static const char *const known[] = {"person.surname", "mother.birth_date", "child12.given_names",
		"spouse.nationality", "grandfather.given_names", "marriage.date", "document.issuing_authority",
		"file.foreigner_number"};
	static const char *const unknown[] = {"", ".", "person", "person.", "person.religion", "child.surname",
		"child0.surname", "child123.surname", "uncle.surname", "document.surname", "Person.surname"};
	for (guint i = 0; i < G_N_ELEMENTS(known); i++)
		g_assert_true(field_is_known(known[i]));
	for (guint i = 0; i < G_N_ELEMENTS(unknown); i++)
		g_assert_false(field_is_known(unknown[i]));
	g_assert_cmpint(field_value("father.birth_date"), ==, FIELD_VALUE_DATE);
}

static void
a_paper_of_another_person_is_read_as_that_persons(void)
{
	const struct {
		const char *field, *subject, *seen;
	} cases[] = {{"person.surname", "person", "person.surname"}, {"person.surname", "spouse", "spouse.surname"},
		{"spouse.surname", "spouse", "person.surname"}, {"marriage.date", "spouse", "marriage.date"},
		{"father.surname", "spouse", NULL}, {"person.birth_date", "child2", "child2.birth_date"},
		{"document.number", "mother", NULL}, {"person.surname", "other", NULL}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *seen = field_seen_from(cases[i].field, cases[i].subject);
		g_assert_cmpstr(seen, ==, cases[i].seen);
	}
}

static void
labels_name_field_and_person(void)
{
	g_autofree char *own = field_label("person.birth_date"), *mother = field_label("mother.birth_date");
	g_autofree char *child = field_label("child3.sex");
	g_assert_cmpstr(own, ==, "date de naissance");
	g_assert_cmpstr(mother, ==, "date de naissance de la mère");
	g_assert_cmpstr(child, ==, "sexe de l’enfant 3");
}

static void
every_closed_list_reads_back_what_it_writes(void)
{
	for (int i = 0; i < KIND_N; i++) {
		DocumentKind kind;
		g_assert_true(document_kind_parse(document_kind_name((DocumentKind)i), &kind));
		g_assert_cmpint(kind, ==, i);
	}
	for (int i = 0; i < REASON_N; i++) {
		Reason reason;
		g_assert_true(reason_parse(reason_name((Reason)i), &reason));
		g_assert_cmpint(reason, ==, i);
	}
	for (int i = 0; i < STATION_ERROR_N_CODES; i++) {
		StationError error;
		g_assert_true(station_error_parse(station_error_name((StationError)i), &error));
		g_assert_cmpint(error, ==, i);
	}
	DocumentKind kind = KIND_OTHER;
	g_assert_false(document_kind_parse("menu", &kind));
	g_assert_false(document_kind_parse(NULL, &kind));
}

static void
the_script_of_a_word_is_that_of_its_first_letter(void)
{
	g_assert_cmpstr(script_of("12 Ünal"), ==, "Latn");
	g_assert_cmpstr(script_of("۱۳۷۰ محمد"), ==, "Arab");
	g_assert_cmpstr(script_of("Иван"), ==, "Cyrl");
	g_assert_cmpstr(script_of("12/03"), ==, "Zyyy");
	g_assert_cmpstr(script_of(""), ==, "Zyyy");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/nouns/a_box_of_the_upright_page_finds_its_place_on_the_page_as_given",
		a_box_of_the_upright_page_finds_its_place_on_the_page_as_given);
	g_test_add_func("/nouns/an_image_outside_the_limits_is_none", an_image_outside_the_limits_is_none);
	g_test_add_func("/nouns/field_keys_are_a_closed_list", field_keys_are_a_closed_list);
	g_test_add_func("/nouns/a_paper_of_another_person_is_read_as_that_persons",
		a_paper_of_another_person_is_read_as_that_persons);
	g_test_add_func("/nouns/labels_name_field_and_person", labels_name_field_and_person);
	g_test_add_func(
		"/nouns/every_closed_list_reads_back_what_it_writes", every_closed_list_reads_back_what_it_writes);
	g_test_add_func("/nouns/the_script_of_a_word_is_that_of_its_first_letter",
		the_script_of_a_word_is_that_of_its_first_letter);
	return g_test_run();
}
