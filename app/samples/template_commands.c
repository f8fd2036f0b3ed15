#include "app/samples/template_commands.h"
#include "app/samples/code_draw.h"
#include "app/samples/expand.h"
#include "app/samples/mrz_write.h"
#include "app/samples/ornament.h"
#include "app/samples/template_rows.h"
#include "firmware/base/error.h"
#include <math.h>
#include <string.h>

double
drawing_number(Drawing *drawing, guint i)
{
	const char *word = drawing->words[i];
	const char *figures = word[0] == '+' ? word + 1 : word;
	char *end = NULL;
	double value = g_ascii_strtod(figures, &end);
	if (word[0] == '+')
		value += drawing->sheet->y;
	if (end == figures || *end != '\0' || !isfinite(value) || fabs(value) > 1000)
		drawing->failed = TRUE;
	return drawing->failed ? 0 : value;
}

static guint32
colour(Drawing *drawing, guint i)
{
	const char *word = drawing->words[i];
	if (word[0] != '#' || strlen(word) != 7)
		drawing->failed = TRUE;
	return drawing->failed ? 0 : (guint32)g_ascii_strtoull(word + 1, NULL, 16);
}

const char *
drawing_style(Drawing *drawing, guint i)
{
	if (g_hash_table_contains(drawing->sheet->styles, drawing->words[i]))
		return drawing->words[i];
	drawing->failed = TRUE;
	return NULL;
}

static Align
align(Drawing *drawing, guint i)
{
	static const char *const names[] = {"start", "center", "end", "justify"};
	for (guint n = 0; n < G_N_ELEMENTS(names); n++)
		if (g_str_equal(drawing->words[i], names[n]))
			return (Align)n;
	drawing->failed = TRUE;
	return ALIGN_START;
}

char *
drawing_text(Drawing *drawing, guint i)
{
	char *out = NULL;
	if (drawing->error == NULL && !drawing->failed)
		out = expand(drawing->texts[i], drawing->values, drawing->wording, drawing->sheet, &drawing->error);
	return out != NULL ? out : g_strdup("");
}

static void
do_kind(Drawing *d)
{
	g_free(d->sheet->kind);
	d->sheet->kind = g_strdup(d->words[0]);
}

static void
do_country(Drawing *d)
{
	g_free(d->sheet->country);
	d->sheet->country = g_strdup(d->n_words > 0 ? d->words[0] : "");
}

static void
do_languages(Drawing *d)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	for (guint i = 0; i < d->n_words; i++)
		g_strv_builder_add(builder, d->words[i]);
	g_strfreev(d->sheet->languages);
	d->sheet->languages = g_strv_builder_end(builder);
}

static void
do_colour(Drawing *d)
{
	d->sheet->coloured = TRUE;
}

static void
do_rtl(Drawing *d)
{
	pango_context_set_base_dir(d->sheet->pango, PANGO_DIRECTION_RTL);
	pango_context_set_language(d->sheet->pango, pango_language_from_string(d->words[0]));
}

/* pick NAME | a;b;c: gives a value of the layout's own one of these texts. Of the contract's fields only the authority
 * may be given, since no plan of differences speaks of it. */
static void
do_pick(Drawing *d)
{
	const char *name = d->words[0];
	g_auto(GStrv) choices = g_strsplit(d->texts[0], ";", -1);
	guint n = g_strv_length(choices);
	if (n == 0 || (field_is_known(name) && !g_str_equal(name, "document.issuing_authority"))) {
		d->failed = TRUE;
		return;
	}
	char *chosen = expand(g_strstrip(choices[chance_below(d->chance, n)]), d->values, d->wording, NULL, &d->error);
	if (chosen != NULL)
		g_hash_table_replace(d->values, g_strdup(name), chosen);
}

/* style NAME SIZE COLOUR FAMILY... */
static void
do_style(Drawing *d)
{
	double size = drawing_number(d, 1);
	guint32 ink = colour(d, 2);
	g_autofree char *missing = NULL;
	g_autofree char *font = g_strjoinv(" ", d->words + 3);
	if (!d->failed && !sheet_style(d->sheet, d->words[0], font, size, ink, &missing))
		g_set_error(
			&d->error, STATION_ERROR, STATION_ERROR_MISSING, "the font \"%s\" is not installed", missing);
}

/* hand NAME SIZE COLOUR FAMILY...: a style of handwriting */
static void
do_hand(Drawing *d)
{
	do_style(d);
	if (!d->failed && d->error == NULL)
		sheet_style_is_hand(d->sheet, d->words[0]);
}

/* column X WIDTH */
static void
do_column(Drawing *d)
{
	d->sheet->left = drawing_number(d, 0);
	d->sheet->width = drawing_number(d, 1);
}

static void
do_at(Drawing *d)
{
	d->sheet->y = drawing_number(d, 0);
}

static void
do_gap(Drawing *d)
{
	d->sheet->y += drawing_number(d, 0);
}

/* text STYLE X Y WIDTH ALIGN | text */
static void
do_text(Drawing *d)
{
	const char *name = drawing_style(d, 0);
	double x = drawing_number(d, 1), y = drawing_number(d, 2), width = drawing_number(d, 3);
	Align where = align(d, 4);
	g_autofree char *what = drawing_text(d, 0);
	if (!d->failed)
		sheet_text(d->sheet, name, x, y, width, where, what);
}

/* next STYLE ALIGN | text: below the last, in the column */
static void
do_next(Drawing *d)
{
	const char *name = drawing_style(d, 0);
	Align where = align(d, 1);
	g_autofree char *what = drawing_text(d, 0);
	if (!d->failed)
		sheet_text(d->sheet, name, d->sheet->left, d->sheet->y, d->sheet->width, where, what);
}

/* box LABEL_STYLE VALUE_STYLE X Y WIDTH HEIGHT | label | value: a box with its title inside */
static void
do_box(Drawing *d)
{
	const char *label_style = drawing_style(d, 0), *value_style = drawing_style(d, 1);
	double x = drawing_number(d, 2), y = drawing_number(d, 3), w = drawing_number(d, 4), h = drawing_number(d, 5);
	g_autofree char *label = drawing_text(d, 0);
	if (d->failed)
		return;
	ornament_rect(d->sheet, x, y, w, h, 0.25, 0x333333);
	sheet_text(d->sheet, label_style, x + 1.2, y + 0.6, w - 2.4, ALIGN_START, label);
	double below = d->sheet->y;
	g_autofree char *value = drawing_text(d, 1);
	sheet_text(d->sheet, value_style, x + 2.5, below + 0.4, w - 5, ALIGN_START, value);
	d->sheet->y = y + h;
}

/* under LABEL_STYLE VALUE_STYLE X Y WIDTH | label | value: the value on a rule, its label small below */
static void
do_under(Drawing *d)
{
	const char *label_style = drawing_style(d, 0), *value_style = drawing_style(d, 1);
	double x = drawing_number(d, 2), y = drawing_number(d, 3), w = drawing_number(d, 4);
	g_autofree char *value = d->failed ? NULL : drawing_text(d, 1);
	if (d->failed || value == NULL)
		return;
	sheet_text(d->sheet, value_style, x, y, w, ALIGN_CENTER, value);
	double below = d->sheet->y + 0.3;
	ornament_line(d->sheet, x, below, x + w, below, 0.2, 0x444444);
	g_autofree char *label = drawing_text(d, 0);
	sheet_text(d->sheet, label_style, x, below + 0.4, w, ALIGN_CENTER, label);
}

/* comb STYLE X Y PITCH HEIGHT CELLS | text: one character a box */
static void
do_comb(Drawing *d)
{
	const char *name = drawing_style(d, 0);
	double x = drawing_number(d, 1), y = drawing_number(d, 2), pitch = drawing_number(d, 3),
	       height = drawing_number(d, 4), n = drawing_number(d, 5);
	g_autofree char *what = drawing_text(d, 0);
	if (d->failed || n < 1 || n > 60) {
		d->failed = TRUE;
		return;
	}
	for (int i = 0; i < (int)n; i++)
		ornament_rect(d->sheet, x + i * pitch, y, pitch, height, 0.18, 0x555555);
	if (g_utf8_strlen(what, -1) > (glong)n && d->error == NULL)
		g_set_error(
			&d->error, STATION_ERROR, STATION_ERROR_FAILED, "the text has more than %d characters", (int)n);
	else
		sheet_cells(d->sheet, name, x, y, pitch, height, what);
}

/* tick STYLE X Y SIZE FIELD VALUE | label: a box, crossed when the field has this value */
static void
do_tick(Drawing *d)
{
	const char *name = drawing_style(d, 0), *field = d->words[4];
	double x = drawing_number(d, 1), y = drawing_number(d, 2), size = drawing_number(d, 3);
	g_autofree char *label = drawing_text(d, 0);
	if (d->failed)
		return;
	gboolean crossed = g_strcmp0(g_hash_table_lookup(d->values, field), d->words[5]) == 0;
	ornament_rect(d->sheet, x, y, size, size, 0.25, 0x222222);
	sheet_tick(d->sheet, x, y, size, crossed);
	if (crossed) {
		ornament_line(d->sheet, x + 0.5, y + 0.4, x + size - 0.4, y + size - 0.5, 0.5, 0x1a1a50);
		ornament_line(d->sheet, x + size - 0.5, y + 0.4, x + 0.5, y + size - 0.6, 0.5, 0x1a1a50);
		double reach = x + size + 1.2 + sheet_text_width(d->sheet, name, label);
		if (field_is_known(field))
			sheet_fact(d->sheet, field, label, d->words[5], NULL, 0);
		sheet_place_facts(d->sheet, (Box){sheet_px(x), sheet_px(y), sheet_px(reach), sheet_px(y + size)});
	}
	sheet_text(d->sheet, name, x + size + 1.2, y - 0.5, 60, ALIGN_START, label);
}

static const char *
latin(Drawing *d, const char *key)
{
	const char *spec = g_hash_table_lookup(d->values, key);
	const char *bar = spec != NULL ? strchr(spec, '|') : NULL;
	return bar != NULL ? bar + 1 : spec != NULL ? spec : "";
}

/* The name as the paper has it where that is in Latin letters, else the one beside it. */
static const char *
in_latin(Drawing *d, const char *key)
{
	const char *spec = g_hash_table_lookup(d->values, key);
	g_autofree char *other = g_strconcat("latin.", key, NULL);
	gboolean latin_letters = spec == NULL || g_unichar_get_script(g_utf8_get_char(spec)) == G_UNICODE_SCRIPT_LATIN;
	return latin_letters || g_hash_table_lookup(d->values, other) == NULL ? latin(d, key) : latin(d, other);
}

/* mrz X Y [TD1, TD2 or TD3 [CODE]]: lines of OCR-B, size I: 10 characters an inch, lines 6.35 mm apart (ICAO 9303-4
 * §4.2); on a card they are 4.23 mm apart (9303-5 §4.2) */
static void
do_mrz(Drawing *d)
{
	double x = drawing_number(d, 0), y = drawing_number(d, 1);
	g_autofree char *missing = NULL;
	MrzFormat format = MRZ_WRITE_TD3;
	if (d->n_words > 2 && !mrz_write_format(d->words[2], &format))
		d->failed = TRUE;
	if (d->failed)
		return;
	if (!sheet_style(d->sheet, "mrz", "OCR B", 10.2, 0x141414, &missing)) {
		g_set_error(
			&d->error, STATION_ERROR, STATION_ERROR_MISSING, "the font \"%s\" is not installed", missing);
		return;
	}
	const char *nationality = latin(d, "person.nationality"), *optional = latin(d, "mrz_optional");
	MrzHolder holder = {.code = d->n_words > 3 ? d->words[3] : NULL,
		.issuer = *d->sheet->country != '\0' ? d->sheet->country : nationality,
		.nationality = nationality,
		.surname = in_latin(d, "person.surname"),
		.given_names = in_latin(d, "person.given_names"),
		.number = latin(d, "document.number"),
		.birth_date = latin(d, "person.birth_date"),
		.sex = latin(d, "person.sex"),
		.expiry_date = latin(d, "document.expiry_date"),
		.optional = *optional != '\0' ? optional : latin(d, "person.national_number")};
	char lines[MRZ_MAX_LINES][MRZ_MAX_COLUMNS + 1];
	int n = mrz_write(&holder, format, lines);
	for (int i = 0; i < n; i++) {
		double pitch = format == MRZ_WRITE_TD1 ? 4.23 : 6.35;
		g_free(d->sheet->mrz[i]);
		d->sheet->mrz[i] = g_strdup(lines[i]);
		sheet_cells(d->sheet, "mrz", x, y + pitch * i, 2.54, pitch, lines[i]);
	}
}

static void
do_line(Drawing *d)
{
	ornament_line(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2), drawing_number(d, 3),
		drawing_number(d, 4), colour(d, 5));
}

static void
do_rect(Drawing *d)
{
	ornament_rect(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2), drawing_number(d, 3),
		drawing_number(d, 4), colour(d, 5));
}

static void
do_fill(Drawing *d)
{
	ornament_fill(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2), drawing_number(d, 3),
		colour(d, 4));
}

static void
do_dots(Drawing *d)
{
	ornament_dots(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2));
}

static void
do_guilloche(Drawing *d)
{
	ornament_guilloche(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2),
		drawing_number(d, 3), colour(d, 4));
}

static void
do_photo(Drawing *d)
{
	ornament_photo(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2), drawing_number(d, 3),
		d->chance);
}

static void
do_signature(Drawing *d)
{
	ornament_signature(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2), d->chance);
}

static void
do_emblem(Drawing *d)
{
	ornament_emblem(d->sheet, drawing_number(d, 0), drawing_number(d, 1), drawing_number(d, 2), colour(d, 3));
}

/* seal X Y RADIUS COLOUR | text */
static void
do_seal(Drawing *d)
{
	double turn = chance_real(d->chance, -25, 25), ink = chance_real(d->chance, 0.5, 0.75);
	double x = drawing_number(d, 0), y = drawing_number(d, 1), radius = drawing_number(d, 2);
	guint32 rgb = colour(d, 3);
	g_autofree char *what = drawing_text(d, 0);
	if (!d->failed)
		ornament_seal(d->sheet, x, y, radius, rgb, ink, turn, what);
}

static const Command commands[] = {
	{"kind", 1, 1, 0, do_kind},
	{"country", 0, 1, 0, do_country},
	{"languages", 1, 4, 0, do_languages},
	{"colour", 0, 0, 0, do_colour},
	{"rtl", 1, 1, 0, do_rtl},
	{"pick", 1, 1, 1, do_pick},
	{"style", 4, 9, 0, do_style},
	{"hand", 4, 9, 0, do_hand},
	{"column", 2, 2, 0, do_column},
	{"at", 1, 1, 0, do_at},
	{"gap", 1, 1, 0, do_gap},
	{"text", 5, 5, 1, do_text},
	{"next", 2, 2, 1, do_next},
	{"row", 4, 4, 2, row_command},
	{"table", 4, 4, 2, table_command},
	{"leader", 3, 3, 2, leader_command},
	{"cells", 4, 11, ANY_TEXTS, cells_command},
	{"grid", 4, 11, ANY_TEXTS, cells_command},
	{"box", 6, 6, 2, do_box},
	{"under", 5, 5, 2, do_under},
	{"comb", 6, 6, 1, do_comb},
	{"tick", 6, 6, 1, do_tick},
	{"mrz", 2, 4, 0, do_mrz},
	{"code", 4, 4, 1, code_command},
	{"line", 6, 6, 0, do_line},
	{"rect", 6, 6, 0, do_rect},
	{"fill", 5, 5, 0, do_fill},
	{"dots", 3, 3, 0, do_dots},
	{"guilloche", 5, 5, 0, do_guilloche},
	{"photo", 4, 4, 0, do_photo},
	{"signature", 3, 3, 0, do_signature},
	{"emblem", 4, 4, 0, do_emblem},
	{"seal", 4, 4, 1, do_seal},
};

const Command *
template_command(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		if (g_str_equal(commands[i].name, name))
			return &commands[i];
	return NULL;
}
