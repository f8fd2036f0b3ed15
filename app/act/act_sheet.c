#include "app/act/act_sheet.h"

Sheet *
sheet_new(void)
{
	Sheet *sheet = g_new0(Sheet, 1);
	sheet->blocks = g_ptr_array_new();
	return sheet;
}

void
sheet_free(Sheet *sheet)
{
	if (sheet == NULL)
		return;
	char *texts[] = {sheet->title, sheet->subtitle, sheet->office, sheet->office_line, sheet->file,
		sheet->watermark, sheet->notice};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	for (guint i = 0; i < sheet->blocks->len; i++) {
		Block *block = sheet->blocks->pdata[i];
		g_free(block->label);
		g_free(block->value);
		g_free(block->remark);
		g_free(block->small);
		g_free(block);
	}
	g_ptr_array_unref(sheet->blocks);
	g_free(sheet);
}

/* French signs keep to the word they belong to: no line begins with ":" or ends with "«". NULL stays NULL. */
static char *
with_fixed_spaces(const char *text)
{
	static const struct {
		const char *loose, *fixed;
	} pairs[] = {{" :", "\u00A0:"}, {" ;", "\u00A0;"}, {"« ", "«\u00A0"}, {" »", "\u00A0»"}, {"p. ", "p.\u00A0"}};
	if (text == NULL)
		return NULL;
	g_autoptr(GString) out = g_string_new(text);
	for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
		g_string_replace(out, pairs[i].loose, pairs[i].fixed, 0);
	return g_strdup(out->str);
}

void
sheet_add(Sheet *sheet, BlockKind kind, const char *label, const char *value, const char *remark, const char *small)
{
	Block *block = g_new(Block, 1);
	*block = (Block){kind, g_strdup(label), kind == BLOCK_NOTE ? with_fixed_spaces(value) : g_strdup(value),
		with_fixed_spaces(remark), with_fixed_spaces(small)};
	g_ptr_array_add(sheet->blocks, block);
}
