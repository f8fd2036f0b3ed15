/* links: app/values app/dossier firmware/base */
#include "app/values/name.h"
#include "firmware/base/paths.h"
#include <string.h>

static Values *values;

static NameRole
role_of(const char *text)
{
	return text[0] == 'g' ? NAME_GIVEN : text[0] == 's' ? NAME_SURNAME : NAME_FULL;
}

static char *
reasons_text(ReasonSet reasons)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < REASON_N; i++) {
		if (reasons & REASON_BIT(i))
			g_string_append_printf(out, "%s%s", out->len > 0 ? "," : "", reason_name((Reason)i));
	}
	return g_string_free(out, FALSE);
}

static void
check_line(guint number, char **cell)
{
	g_auto(ValueComparison) got = {0};
	name_compare(values, cell[0], cell[1], role_of(cell[2]), &got);
	g_autofree char *reasons = reasons_text(got.reasons);
	Reason wanted;
	gboolean good = g_str_equal(match_name(got.match), cell[3]);
	if (g_str_equal(cell[4], "-"))
		good = good && got.reasons == 0;
	else if (!g_str_equal(cell[4], "*"))
		good = good && reason_parse(cell[4], &wanted) && (got.reasons & REASON_BIT(wanted));
	if (!good) {
		g_test_message("names.tsv:%u: \"%s\" | \"%s\": %s %s, expected %s %s", number, cell[0], cell[1],
			match_name(got.match), reasons, cell[3], cell[4]);
		g_test_fail();
	}
}

static char **
read_table(void)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "golden", "values", "names.tsv", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	return g_strsplit(text, "\n", -1);
}

static void
for_each_pair(void (*check)(guint number, char **cell), guint least)
{
	g_auto(GStrv) lines = read_table();
	guint n = 0;
	for (guint i = 0; lines[i] != NULL; i++) {
		if (lines[i][0] == '\0' || lines[i][0] == '#')
			continue;
		g_auto(GStrv) cell = g_strsplit(lines[i], "\t", -1);
		if (g_strv_length(cell) != 5)
			g_error("names.tsv:%u: five cells are expected", i + 1);
		check(i + 1, cell);
		n++;
	}
	g_assert_cmpuint(n, >=, least);
}

static void
test_every_pair_of_the_table_is_judged_as_it_says(void)
{
	for_each_pair(check_line, 200);
}

static void
check_symmetry(guint number, char **cell)
{
	g_auto(ValueComparison) there = {0}, back = {0};
	name_compare(values, cell[0], cell[1], role_of(cell[2]), &there);
	name_compare(values, cell[1], cell[0], role_of(cell[2]), &back);
	ReasonSet sides = REASON_BIT(REASON_MISSING_PART) | REASON_BIT(REASON_EXTRA_PART);
	if (there.match != back.match || (there.reasons & ~sides) != (back.reasons & ~sides)) {
		g_test_message("names.tsv:%u: \"%s\" | \"%s\": %s one way, %s the other", number, cell[0], cell[1],
			match_name(there.match), match_name(back.match));
		g_test_fail();
	}
}

static void
test_both_directions_give_the_same_verdict(void)
{
	for_each_pair(check_symmetry, 200);
}

static void
check_forms(guint number, char **cell)
{
	g_autofree char *upper = g_utf8_strup(cell[0], -1), *nfd = g_utf8_normalize(cell[1], -1, G_NORMALIZE_NFD);
	g_autofree char *back = g_utf8_strdown(upper, -1), *lower = g_utf8_strdown(cell[0], -1);
	if (!g_str_equal(back, lower)) /* capitals lose the dot of i and the ß */
		return;
	g_auto(ValueComparison) plain = {0}, other = {0};
	name_compare(values, cell[0], cell[1], role_of(cell[2]), &plain);
	name_compare(values, upper, nfd, role_of(cell[2]), &other);
	if (plain.match != other.match) {
		g_test_message("names.tsv:%u: \"%s\" | \"%s\": %s, but %s in capitals and NFD", number, cell[0],
			cell[1], match_name(plain.match), match_name(other.match));
		g_test_fail();
	}
}

static void
test_case_and_normal_form_change_no_verdict(void)
{
	for_each_pair(check_forms, 200);
}

static void
check_marks(guint number, char **cell)
{
	g_auto(ValueComparison) got = {0};
	name_compare(values, cell[0], cell[1], role_of(cell[2]), &got);
	const char *text[] = {cell[0], cell[1]};
	const GArray *marks[] = {got.marks_a, got.marks_b};
	for (guint side = 0; side < 2; side++) {
		glong n = g_utf8_strlen(text[side], -1);
		for (guint i = 0; i < marks[side]->len; i++) {
			const Mark *mark = &g_array_index(marks[side], Mark, i);
			if (mark->start < 0 || mark->length < 1 || mark->start + mark->length > n)
				g_error("names.tsv:%u: mark %d+%d of %ld", number, mark->start, mark->length, n);
		}
	}
}

static void
test_marks_lie_within_the_names(void)
{
	for_each_pair(check_marks, 200);
}

static void
test_marks_show_the_letters_that_differ(void)
{
	g_auto(ValueComparison) got = {0};
	name_compare(values, "Coulibaly", "Koulibali", NAME_SURNAME, &got);
	g_assert_cmpuint(got.marks_a->len, ==, 2);
	g_assert_cmpint(g_array_index(got.marks_a, Mark, 0).start, ==, 0);
	g_assert_cmpint(g_array_index(got.marks_a, Mark, 0).length, ==, 1);
	g_assert_cmpint(g_array_index(got.marks_b, Mark, 1).start, ==, 8);
}

static void
test_long_and_odd_text_is_answered_in_bounded_time(void)
{
	g_autoptr(GString) long_a = g_string_new(NULL), long_b = g_string_new(NULL);
	for (guint i = 0; i < 5000; i++) {
		g_string_append(long_a, i % 7 ? "ou" : " ");
		g_string_append(long_b, i % 11 ? "w" : "-");
	}
	static const char *const odd[] = {"", " ", "\xff\xfe", "a\xcc", "🙂🙂", "\xe2\x80\xae\xd9\x85", "<<<<<",
		"ﷺ", "ｆｕｌｌ", "A\xcc\x8a\xcc\x8a\xcc\x8a", "אברהם", "ไทย", "𐐀𐐁", "ǅ", "İI", "ß"};
	gint64 start = g_get_monotonic_time();
	for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
		for (guint k = 0; k < G_N_ELEMENTS(odd); k++) {
			g_auto(ValueComparison) got = {0};
			name_compare(values, odd[i], odd[k], NAME_FULL, &got);
		}
		g_auto(ValueComparison) got = {0};
		name_compare(values, long_a->str, odd[i], NAME_FULL, &got);
	}
	g_auto(ValueComparison) got = {0};
	name_compare(values, long_a->str, long_b->str, NAME_FULL, &got);
	g_assert_cmpint(got.match, ==, MATCH_CANNOT_TELL);
	g_auto(ValueComparison) none = {0};
	name_compare(values, NULL, "Ahmadi", NAME_FULL, &none);
	g_assert_cmpint(none.match, ==, MATCH_CANNOT_TELL);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_a_spelling_is_never_invented(void)
{
	static const struct {
		const char *raw, *language, *value;
	} cases[] = {
		{"  Ahmad   KHAN ", NULL, "Ahmad KHAN"},
		{"Сергей Щербаков", "rus", "Sergey Shcherbakov"},
		{"Микола Іванович", "ukr", "Mykola Ivanovych"},
		{"Юлія", NULL, "Yuliya"},
		{"ተስፋይ", NULL, "Tesfay"},
		{"ሰላም", NULL, "Selam"},
		{"გიორგი ბერიძე", NULL, "Giorgi Beridze"},
		{"Γεώργιος", NULL, "Georgios"},
		{"محمد", "ara", NULL},
		{"فرشته", "fas", NULL},
		{"אברהם", NULL, NULL},
		{"মোহাম্মদ", NULL, NULL},
		{"123", NULL, NULL},
		{"", NULL, NULL},
		{"sans prénom", NULL, NULL},
		{NULL, NULL, NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *value = name_normalise(values, cases[i].raw, cases[i].language);
		g_assert_cmpstr(value, ==, cases[i].value);
	}
}

static void
test_an_act_takes_sixteen_accented_letters(void)
{
	static const struct {
		const char *value, *replacement;
	} cases[] = {{"Zoë Müller", NULL}, {"Œdipe d’Ys", NULL}, {"ÀÂÄÉÈÊËÏÎÔÖÙÛÜŸÇ", NULL}, {"Şahin", "Sahin"},
		{"Muñoz", "Munoz"}, {"Łukasz Wójcik", "Lukasz Wojcik"}, {"Đặng", "Dang"}, {"Yıldız", "Yildiz"},
		{"Groß", "Gross"}, {"Ðór", "Dor"}, {"Ø", "O"}};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *replacement = NULL;
		g_assert_cmpint(name_fits_act(cases[i].value, &replacement), ==, cases[i].replacement == NULL);
		g_assert_cmpstr(replacement, ==, cases[i].replacement);
	}
	g_assert_false(name_fits_act("Ñ", NULL));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(folder, &error);
	g_assert_no_error(error);
	g_test_add_func("/names/every_pair_of_the_table_is_judged_as_it_says",
		test_every_pair_of_the_table_is_judged_as_it_says);
	g_test_add_func("/names/both_directions_give_the_same_verdict", test_both_directions_give_the_same_verdict);
	g_test_add_func("/names/case_and_normal_form_change_no_verdict", test_case_and_normal_form_change_no_verdict);
	g_test_add_func("/names/marks_lie_within_the_names", test_marks_lie_within_the_names);
	g_test_add_func("/names/marks_show_the_letters_that_differ", test_marks_show_the_letters_that_differ);
	g_test_add_func("/names/long_and_odd_text_is_answered_in_bounded_time",
		test_long_and_odd_text_is_answered_in_bounded_time);
	g_test_add_func("/names/a_spelling_is_never_invented", test_a_spelling_is_never_invented);
	g_test_add_func("/names/an_act_takes_sixteen_accented_letters", test_an_act_takes_sixteen_accented_letters);
	int status = g_test_run();
	values_free(values);
	return status;
}
