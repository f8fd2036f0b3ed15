/* links: app/codes app/glyphs app/dossier firmware/base */
/* The zone's parser over any bytes: as text lines, as cells with alternatives, and as a weights file. */
#include "app/codes/mrz_parse.h"
#include "app/glyphs/glyphs.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check(Mrz *mrz)
{
	if (mrz == NULL)
		return;
	guint n = g_strv_length(mrz->lines);
	g_assert(n == 2 || n == 3);
	for (guint i = 0; i < n; i++)
		g_assert(strlen(mrz->lines[i]) == strlen(mrz->lines[0]));
	for (guint i = 0; i < mrz->uncertain->len; i++) {
		const MrzDoubt *doubt = g_ptr_array_index(mrz->uncertain, i);
		g_assert(doubt->line >= 1 && doubt->line <= (int)n && doubt->position >= 1);
		g_assert(doubt->position <= (int)strlen(mrz->lines[0]) && doubt->candidates[0] != '\0');
	}
	for (guint i = 0; i < mrz->repaired->len; i++) {
		const MrzRepair *repair = &g_array_index(mrz->repaired, MrzRepair, i);
		g_assert(mrz->lines[repair->line - 1][repair->position - 1] == repair->to);
	}
	mrz_free(mrz);
}

static void
parse_text(const guint8 *data, gsize size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_auto(GStrv) lines = g_strsplit(text, "\n", 4);
	check(mrz_parse((const char *const *)lines, (int)MIN(g_strv_length(lines), 4), 2026, 11, 23));
}

static void
parse_cells(const guint8 *data, gsize size)
{
	static const int shapes[3][2] = {{3, 30}, {2, 36}, {2, 44}};
	const int *shape = shapes[data[0] % 3];
	MrzCell cells[90];
	memset(cells, 0, sizeof cells);
	for (int i = 0; i < shape[0] * shape[1]; i++) {
		/* four bytes a cell: three characters and the first one's share */
		for (int k = 0; k < 4; k++) {
			guint8 byte = data[(1 + (gsize)(4 * i + k)) % size];
			if (k < 3)
				cells[i].candidates[k] = (char)byte;
			else
				cells[i].confidence[0] = (float)byte / 255;
		}
		cells[i].confidence[1] = (1 - cells[i].confidence[0]) / 2;
		cells[i].confidence[2] = cells[i].confidence[1];
	}
	check(mrz_parse_cells(&(MrzCells){shape[0], shape[1], cells}, 2026, 11, 23));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	if (size == 0 || size > 1 << 16)
		return 0;
	parse_text(data, size);
	parse_cells(data, size);
	g_autoptr(GError) error = NULL;
	g_autoptr(Glyphs) glyphs = glyphs_parse(data, size, "input", &error);
	g_assert((glyphs == NULL) == (error != NULL));
	return 0;
}
