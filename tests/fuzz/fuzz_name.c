/* links: app/values app/dossier firmware/base */
/* Two texts, the second behind the first line feed, as names and as places, in both directions. First byte: role. */
#include "app/values/name.h"
#include "app/values/place.h"
#include "app/values/sex.h"
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

static void
check_marks(const GArray *marks)
{
	for (guint i = 0; i < marks->len; i++) {
		const Mark *mark = &g_array_index(marks, Mark, i);
		if (mark->start < 0 || mark->length < 0)
			g_error("mark %d+%d", mark->start, mark->length);
	}
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	const Values *values = load();
	if (size == 0)
		return 0;
	g_autofree char *a = g_strndup((const char *)data + 1, size - 1);
	char *feed = strchr(a, '\n');
	g_autofree char *b = g_strdup(feed == NULL ? "" : feed + 1);
	if (feed != NULL)
		*feed = '\0';
	NameRole role = (NameRole)(data[0] % 4);
	g_auto(ValueComparison) there = {0}, back = {0}, places = {0};
	name_compare(values, a, b, role, &there);
	name_compare(values, b, a, role, &back);
	if ((there.match == MATCH_SAME) != (back.match == MATCH_SAME))
		g_error("same one way only");
	check_marks(there.marks_a);
	check_marks(there.marks_b);
	place_compare(values, a, b, &places);
	g_autofree char *name = name_normalise(values, a, NULL), *place = place_normalise(values, a, NULL), *fit = NULL;
	name_fits_act(a, &fit);
	char code[4];
	country_parse(values, a, code);
	place_known(values, a, code);
	sex_parse(values, a);
	marital_status_parse(values, a);
	return 0;
}
