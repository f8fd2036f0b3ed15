/* links: app/values app/dossier firmware/base */
#include "app/values/date.h"
#include "firmware/base/paths.h"
#include <string.h>

static Values *values;

/* Lines of "text<TAB>options<TAB>edtf<TAB>calendar"; options: "-" or calendar name or "month-first". The day of
 * reading is 2026-06-15. */
static void
check_line(const char *path, guint number, const char *line)
{
	g_auto(GStrv) cell = g_strsplit(line, "\t", -1);
	if (g_strv_length(cell) != 4)
		g_error("%s:%u: four cells are expected", path, number);
	DateContext context = {.on_year = 2026, .on_month = 6, .on_day = 15};
	if (g_str_equal(cell[1], "month-first"))
		context.month_first = TRUE;
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

static void
test_every_line_of_the_table_is_read_as_it_says(void)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "golden", "values", "dates.tsv", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint n = 0;
	for (guint i = 0; lines[i] != NULL; i++) {
		if (lines[i][0] != '\0' && lines[i][0] != '#') {
			check_line("dates.tsv", i + 1, lines[i]);
			n++;
		}
	}
	g_assert_cmpuint(n, >=, 150);
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
	int status = g_test_run();
	values_free(values);
	return status;
}
