/* links: app/values app/dossier firmware/base */
/* Any text as a date: read whole, found in prose, then compared with itself. First byte: calendar. */
#include "app/values/date.h"
#include "firmware/base/paths.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const Values *
load(void)
{
	static Values *values;
	if (values == NULL) {
		g_autofree char *folder = paths_data("");
		g_autoptr(GError) error = NULL;
		values = values_load(folder, &error);
		if (values == NULL)
			g_error("%s", error->message);
	}
	return values;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	const Values *values = load();
	if (size == 0)
		return 0;
	g_autofree char *text = g_strndup((const char *)data + 1, size - 1);
	DateContext context = {.calendar = (Calendar)(data[0] % CALENDAR_N),
		.month_first = data[0] >= 128,
		.on_year = 2026,
		.on_month = 2,
		.on_day = 28};
	g_auto(DateReading) reading = {0};
	date_read(values, text, &context, &reading);
	int first, last;
	if (reading.status == DATE_READ && !date_bounds(reading.edtf, &first, &last))
		g_error("%s is no EDTF", reading.edtf);
	gsize start, end, from = 0, length = strlen(text);
	for (guint i = 0; i < 20; i++) {
		g_auto(DateReading) found = {0};
		if (!date_find(values, text, from, &context, &found, &start, &end))
			break;
		if (start < from || end <= start || end > length)
			g_error("found %zu-%zu from %zu of %zu", start, end, from, length);
		from = end;
	}
	DateSide a = {reading.edtf, text, reading.calendar}, b = {text, NULL, CALENDAR_GREGORIAN};
	g_auto(ValueComparison) one = {0}, two = {0};
	date_compare(values, &a, &b, &one);
	date_compare(values, &a, &a, &two);
	return 0;
}
