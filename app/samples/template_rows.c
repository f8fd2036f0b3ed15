#include "app/samples/template_rows.h"
#include "app/samples/ornament.h"
#include <string.h>

/* How much lower a value begins than its label for both to stand on one line. */
static double
level(Sheet *sheet, const char *label_style, const char *value_style)
{
	return sheet_baseline(sheet, label_style) - sheet_baseline(sheet, value_style);
}

/* row LABEL_STYLE VALUE_STYLE SPLIT GAP | label | value: side by side in the column; on a right-to-left sheet the label
 * is on the right */
void
row_command(Drawing *d)
{
	Sheet *sheet = d->sheet;
	const char *label_style = drawing_style(d, 0), *value_style = drawing_style(d, 1);
	double split = drawing_number(d, 2), gap = drawing_number(d, 3), y = sheet->y;
	gboolean rtl = pango_context_get_base_dir(sheet->pango) == PANGO_DIRECTION_RTL;
	g_autofree char *label = drawing_text(d, 0);
	if (d->failed)
		return;
	sheet_text(sheet, label_style, rtl ? sheet->left + sheet->width - split : sheet->left, y, split, ALIGN_START,
		label);
	double bottom = sheet->y;
	g_autofree char *value = drawing_text(d, 1);
	sheet_text(sheet, value_style, rtl ? sheet->left : sheet->left + split,
		y + level(sheet, label_style, value_style), sheet->width - split, ALIGN_START, value);
	sheet->y = MAX(bottom, sheet->y) + gap;
}

/* table LABEL_STYLE VALUE_STYLE SPLIT HEIGHT | label | value: a row with its rules */
void
table_command(Drawing *d)
{
	Sheet *sheet = d->sheet;
	const char *label_style = drawing_style(d, 0), *value_style = drawing_style(d, 1);
	double split = drawing_number(d, 2), height = drawing_number(d, 3), y = sheet->y, pad = 1.5;
	gboolean rtl = pango_context_get_base_dir(sheet->pango) == PANGO_DIRECTION_RTL;
	double label_x = rtl ? sheet->left + sheet->width - split : sheet->left;
	double value_x = rtl ? sheet->left : sheet->left + split, value_w = sheet->width - split;
	g_autofree char *label = drawing_text(d, 0);
	if (d->failed)
		return;
	sheet_text(sheet, label_style, label_x + pad, y + pad, split - 2 * pad, ALIGN_START, label);
	double bottom = sheet->y;
	g_autofree char *value = drawing_text(d, 1);
	sheet_text(sheet, value_style, value_x + pad, y + pad + level(sheet, label_style, value_style),
		value_w - 2 * pad, ALIGN_START, value);
	height = MAX(height, MAX(bottom, sheet->y) + pad - y);
	ornament_rect(sheet, label_x, y, split, height, 0.2, 0x222222);
	ornament_rect(sheet, value_x, y, value_w, height, 0.2, 0x222222);
	sheet->y = y + height;
}

/* leader LABEL_STYLE VALUE_STYLE GAP | label | value: the value stands on a dotted line after its label */
void
leader_command(Drawing *d)
{
	Sheet *sheet = d->sheet;
	const char *label_style = drawing_style(d, 0), *value_style = drawing_style(d, 1);
	double gap = drawing_number(d, 2), y = sheet->y;
	g_autofree char *label = drawing_text(d, 0);
	if (d->failed)
		return;
	double label_w = sheet_text_width(sheet, label_style, label) + 1.5;
	double line = y + sheet_baseline(sheet, label_style);
	sheet_text(sheet, label_style, sheet->left, y, sheet->width, ALIGN_START, label);
	double bottom = sheet->y;
	gboolean rtl = pango_context_get_base_dir(sheet->pango) == PANGO_DIRECTION_RTL;
	ornament_dots(sheet, rtl ? sheet->left : sheet->left + label_w,
		sheet->left + sheet->width - (rtl ? label_w : 0), line + 0.5);
	g_autofree char *value = drawing_text(d, 1);
	sheet_text(sheet, value_style, rtl ? sheet->left : sheet->left + label_w + 3,
		line - sheet_baseline(sheet, value_style), sheet->width - label_w - 3, ALIGN_START, value);
	sheet->y = MAX(bottom, sheet->y) + gap;
}

/* cells STYLE GAP X0 X1 ... Xn | text 1 | ... | text n: a row of a table, text i between X(i-1) and Xi; GAP more below
 * it. grid is the same with rules around each text. */
void
cells_command(Drawing *d)
{
	Sheet *sheet = d->sheet;
	const char *name = drawing_style(d, 0);
	double gap = drawing_number(d, 1), y = sheet->y, bottom = y, x[MAX_TEXTS + 1];
	if (d->n_words != d->n_texts + 3)
		d->failed = TRUE;
	for (guint i = 0; i <= d->n_texts && !d->failed; i++)
		x[i] = drawing_number(d, i + 2);
	if (d->failed)
		return;
	gboolean ruled = g_str_equal(d->command, "grid");
	double pad = ruled ? 1.2 : 0;
	for (guint i = 0; i < d->n_texts; i++) {
		g_autofree char *what = drawing_text(d, i);
		sheet_text(sheet, name, x[i] + pad, y + pad, x[i + 1] - x[i] - 2 * pad - 0.5, ALIGN_START, what);
		bottom = MAX(bottom, sheet->y + pad);
	}
	for (guint i = 0; ruled && i < d->n_texts; i++)
		ornament_rect(sheet, x[i], y, x[i + 1] - x[i], bottom + gap - y, 0.2, 0x333333);
	sheet->y = bottom + gap;
}
