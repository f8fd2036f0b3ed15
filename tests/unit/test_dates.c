/* links: app/values app/dossier firmware/base */
#include "app/values/date.h"
#include "firmware/base/paths.h"
#include <string.h>

static Values *values;

/* Lines of "text<TAB>options<TAB>edtf<TAB>calendar"; options: "-", a calendar's name, "month-first" or the country of
 * the paper. The day of reading is 2026-06-15. */
static void
check_line(const char *path, guint number, const char *line)
{
	g_auto(GStrv) cell = g_strsplit(line, "\t", -1);
	if (g_strv_length(cell) != 4)
		g_error("%s:%u: four cells are expected", path, number);
	DateContext context = {.on_year = 2026, .on_month = 6, .on_day = 15};
	if (g_str_equal(cell[1], "month-first"))
		context.month_first = TRUE;
	else if (g_ascii_isupper(cell[1][0]))
		context.country = cell[1];
	else if (!g_str_equal(cell[1], "-"))
		g_assert_true(calendar_parse(cell[1], &context.calendar));
	g_auto(DateReading) reading;
	date_read(values, cell[0], &context, &reading);
	const char *edtf = reading.status == DATE_NONE      ? "-"
			   : reading.status == DATE_INVALID ? "invalid"
							    : reading.edtf;
	const char *calendar = reading.status == DATE_NONE ? "-" : calendar_name(reading.calendar);
	if (!g_str_equal(edtf, cell[2]) || g_strcmp0(calendar, cell[3]) != 0) {
		g_test_message("%s:%u: \"%s\": %s %s, expected %s %s", path, number, cell[0], edtf, calendar, cell[2],
			cell[3]);
		g_test_fail();
	}
}

static guint
check_table(const char *name)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "golden", "values", name, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint n = 0;
	for (guint i = 0; lines[i] != NULL; i++) {
		if (lines[i][0] != '\0' && lines[i][0] != '#') {
			check_line(name, i + 1, lines[i]);
			n++;
		}
	}
	return n;
}

static void
test_every_line_of_the_table_is_read_as_it_says(void)
{
	g_assert_cmpuint(check_table("dates.tsv"), >=, 150);
}

static void
test_dates_are_read_as_the_papers_of_each_language_write_them(void)
{
	g_assert_cmpuint(check_table("dates-world.tsv"), >=, 350);
}

static void
test_the_name_of_a_month_in_both_calendars_of_the_horn_leaves_the_other_open(void)
{
	const DateContext context = {.on_year = 2026, .on_month = 6, .on_day = 15};
	g_auto(DateReading) reading;
	date_read(values, "24 ግንቦት 1993", &context, &reading);
	g_assert_cmpstr(reading.edtf, ==, "2001-06-01");
	g_assert_cmpstr(reading.alternatives[0], ==, "1993-05-24");
}

static void
test_figures_on_a_paper_of_ethiopia_leave_its_calendar_open(void)
{
	const DateContext context = {.country = "ETH", .on_year = 2026, .on_month = 6, .on_day = 15};
	g_auto(DateReading) reading;
	date_read(values, "12/07/1983", &context, &reading);
	g_assert_cmpstr(reading.edtf, ==, "1983-07-12");
	g_assert_true(g_strv_contains((const char *const *)reading.alternatives, "1991-03-21"));
}

static void
test_names_that_look_like_months_are_none(void)
{
	const DateContext context = {.on_year = 2026, .on_month = 6, .on_day = 15};
	static const char *const texts[] = {"رمضانی ۱۳۷۰", "اسدی ۱۳۷۰", "Marta 1991", "Mariana 12", "ناصر 1985",
		"Jana 12 1991", "da 12", "en mil", NULL};
	for (guint i = 0; texts[i] != NULL; i++) {
		g_auto(DateReading) reading;
		gsize start, end;
		if (date_find(values, texts[i], 0, &context, &reading, &start, &end))
			g_test_message("%s: %s", texts[i], reading.edtf);
		g_assert_cmpstr(reading.edtf, ==, "");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *folder = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(folder, &error);
	g_assert_no_error(error);
	g_test_add_func(
		"/dates/every_line_of_the_table_is_read_as_it_says", test_every_line_of_the_table_is_read_as_it_says);
	g_test_add_func("/dates/are_read_as_the_papers_of_each_language_write_them",
		test_dates_are_read_as_the_papers_of_each_language_write_them);
	g_test_add_func("/dates/the_name_of_a_month_in_both_calendars_of_the_horn_leaves_the_other_open",
		test_the_name_of_a_month_in_both_calendars_of_the_horn_leaves_the_other_open);
	g_test_add_func("/dates/figures_on_a_paper_of_ethiopia_leave_its_calendar_open",
		test_figures_on_a_paper_of_ethiopia_leave_its_calendar_open);
	g_test_add_func("/dates/names_that_look_like_months_are_none", test_names_that_look_like_months_are_none);
	int status = g_test_run();
	values_free(values);
	return status;
}
