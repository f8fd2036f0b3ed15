#include "tests/bench/zones/zone_draw.h"
#include "tests/bench/zones/zone_wear.h"
#include <math.h>
#include <string.h>

/* Pages that bear no zone, but much of what a zone is made of. */

enum { COLUMNS = 82, ROWS = 117 }; /* pitches of a sheet of A4 */

typedef struct {
	cairo_t *cairo;
	double pitch;
	GRand *random;
} Pen;

static const char *
mono_face(GRand *random)
{
	static const char *const faces[] = {"OCR B", "OCR B", "Liberation Mono", "DejaVu Sans Mono", "Nimbus Mono PS",
		"Courier Prime", "FreeMono", "Noto Sans Mono"};
	return faces[g_rand_int_range(random, 0, G_N_ELEMENTS(faces))];
}

/* n characters of an alphabet, with a blank about every so many (0: none). */
static char *
random_line(GRand *random, int n, const char *alphabet, int blank_every)
{
	char *line = g_malloc((gsize)n + 1);
	for (int i = 0; i < n; i++) {
		gboolean blank = blank_every > 0 && g_rand_int_range(random, 0, blank_every) == 0;
		line[i] = blank ? ' ' : alphabet[g_rand_int_range(random, 0, (gint32)strlen(alphabet))];
	}
	line[n] = '\0';
	return line;
}

static void
fixed_lines(const Pen *pen, const char *alphabet, int blank_every, int n_columns, double spacing)
{
	const char *face = mono_face(pen->random);
	int n = g_rand_int_range(pen->random, 2, 50);
	double x = g_rand_double_range(pen->random, 2, MAX(3, COLUMNS - n_columns - 2)) * pen->pitch;
	for (int i = 0; i < n && (4 + i * spacing) < ROWS; i++) {
		g_autofree char *line = random_line(pen->random, n_columns, alphabet, blank_every);
		zone_draw_fixed(pen->cairo, face, line, x, (4 + i * spacing) * pen->pitch, pen->pitch, 0);
	}
}

static void
code_listing(const Pen *pen)
{
	static const char *const rows[] = {"static int", "{", "\tfor (int i = 0; i < n; i++)", "\t\tsum += a[i] << 4;",
		"\tif (x<<2 > MAX_LENGTH && y >= 0x7F)", "\treturn sum;", "}", "#include <stdio.h>",
		"/* ======================================== */", "P<UTO = read(fd, buffer, 44);"};
	const char *face = mono_face(pen->random);
	for (int i = 0; i < 60; i++)
		zone_draw_fixed(pen->cairo, face, rows[g_rand_int_range(pen->random, 0, G_N_ELEMENTS(rows))],
			6 * pen->pitch, (4 + i * 1.7) * pen->pitch, pen->pitch, 0);
}

static void
payment_slip(const Pen *pen)
{
	static const char *const parts[] = {"0100003949753>", "120000000000234478943216899+", "010001628>",
		"<4512  0000000000>", "000000000123456>", "+ 010521346>", "FR76 3000 6000 0112 3456 7890 189",
		"123456789012345678901234567890", "<<<<<<<<"};
	zone_draw_prose(pen->cairo, 4 * pen->pitch, 8 * pen->pitch, 60 * pen->pitch, 20, pen->pitch * 1.2, pen->random);
	for (int i = 0; i < g_rand_int_range(pen->random, 2, 4); i++) {
		g_autoptr(GString) line = g_string_new(NULL);
		while (line->len < 40)
			g_string_append(line, parts[g_rand_int_range(pen->random, 0, G_N_ELEMENTS(parts))]);
		g_string_truncate(line, (gsize)g_rand_int_range(pen->random, 28, 60));
		zone_draw_fixed(
			pen->cairo, "OCR B", line->str, 6 * pen->pitch, (80 + i * 1.8) * pen->pitch, pen->pitch, 0);
	}
}

static void
rulers(const Pen *pen)
{
	static const char *const marks = "<.-_=*><0|:";
	for (int i = 0; i < 12; i++) {
		char mark = marks[g_rand_int_range(pen->random, 0, 11)];
		int n = g_rand_int_range(pen->random, 20, 70);
		g_autofree char *line = g_strnfill((gsize)n, mark);
		const char *face = mono_face(pen->random);
		for (int k = 0; k < 3; k++)
			zone_draw_fixed(pen->cairo, face, line, 5 * pen->pitch, (6 + i * 8 + k * 1.8) * pen->pitch,
				pen->pitch, 0);
	}
}

static void
leaders(const Pen *pen)
{
	static const char *const labels[] = {"Nom", "Prénoms", "Né(e) le", "à", "de", "Profession", "Domicile"};
	cairo_select_font_face(pen->cairo, "Liberation Serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(pen->cairo, pen->pitch * 1.5);
	for (int i = 0; i < 40; i++) {
		cairo_move_to(pen->cairo, 5 * pen->pitch, (5 + i * 2.6) * pen->pitch);
		cairo_show_text(pen->cairo, labels[g_rand_int_range(pen->random, 0, G_N_ELEMENTS(labels))]);
		cairo_show_text(pen->cairo, " ");
		for (int k = 0; k < 60; k++)
			cairo_show_text(pen->cairo, i % 3 == 0 ? "_" : ".");
	}
}

/* Boxes for a letter each, filled in. */
static void
combs(const Pen *pen)
{
	const char *face = mono_face(pen->random);
	double box = 2.2 * pen->pitch, x = 4 * pen->pitch;
	for (int row = 0; row < 20; row++) {
		double y = (5 + row * 5) * pen->pitch, n = g_rand_int_range(pen->random, 8, 33);
		cairo_set_line_width(pen->cairo, 1.5);
		for (int i = 0; i < n; i++)
			cairo_rectangle(pen->cairo, x + i * box, y, box, box);
		cairo_stroke(pen->cairo);
		g_autofree char *text = random_line(pen->random, (int)n, "ABCDEFGHIKLMNOPRSTU0123456789", 5);
		for (int i = 0; text[i] != '\0'; i++)
			zone_draw_fixed(pen->cairo, face, (char[]){text[i], '\0'}, x + (i + 0.3) * box, y + 0.8 * box,
				pen->pitch * 1.1, 0);
	}
}

static void
staves(const Pen *pen)
{
	double gap = pen->pitch * g_rand_double_range(pen->random, 0.4, 1.2);
	cairo_set_line_width(pen->cairo, 2);
	for (int i = 0; i < 60; i++) {
		double y = 5 * pen->pitch + i * gap + (i / 5) * gap * 4;
		cairo_move_to(pen->cairo, 4 * pen->pitch, y);
		cairo_rel_line_to(pen->cairo, 74 * pen->pitch, 0);
		cairo_stroke(pen->cairo);
		for (int k = 0; k < 12; k++) {
			cairo_arc(
				pen->cairo, g_rand_double_range(pen->random, 5, 76) * pen->pitch, y, gap * 0.45, 0, 7);
			cairo_fill(pen->cairo);
		}
	}
}

static void
arabic(const Pen *pen)
{
	static const char *const rows[] = {"شهادة الميلاد صادرة عن مديرية الأحوال المدنية في دمشق",
		"د افغانستان اسلامی جمهوریت د کورنیو چارو وزارت", "الاسم الكامل محمد أحمد تاريخ الولادة ١٩٩٠/٠٣/١٢",
		"وزارت امور داخله ریاست عمومی ثبت احوال نفوس", "رقم القيد ٠٤١٢ الأمانة مدحت باشا ١٢٣٤٥٦٧٨٩٠"};
	cairo_select_font_face(pen->cairo, "Noto Naskh Arabic", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(pen->cairo, pen->pitch * g_rand_double_range(pen->random, 1, 2.2));
	for (int i = 0; i < 30; i++) {
		cairo_move_to(pen->cairo, 5 * pen->pitch, (6 + i * 3.4) * pen->pitch);
		cairo_show_text(pen->cairo, rows[g_rand_int_range(pen->random, 0, G_N_ELEMENTS(rows))]);
	}
}

/* One line of a zone, twice; lines of a zone with blanks; a zone's upper half. */
static void
zone_pieces(const Pen *pen)
{
	ZoneText zone;
	zone_text_make(&zone, pen->random);
	int way = g_rand_int_range(pen->random, 0, 3);
	for (int i = 0; i < 2; i++) {
		char *line = zone.lines[way == 0 ? 0 : way == 1 ? zone.n_lines - 1 : i];
		for (int k = 0; way == 2 && k < zone.n_columns; k++)
			line[k] = line[k] == '<' ? ' ' : line[k];
		zone_draw_fixed(pen->cairo, "OCR B", line, 6 * pen->pitch, (40 + i * 1.8) * pen->pitch, pen->pitch, 0);
	}
}

static void
draw_kind(const Pen *pen, int kind)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", digits[] = "0123456789";
	static const char zone_like[] = "<<<<<<ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
			  small[] = "abcdefghijklmnopqrstuvwxyz";
	static const int widths[] = {30, 36, 44, 60, 74};
	double p = pen->pitch, spacing = g_rand_double_range(pen->random, 1.4, 2.2);
	int n = widths[g_rand_int_range(pen->random, 0, G_N_ELEMENTS(widths))];
	switch (kind) {
	case 0:
		zone_draw_prose(pen->cairo, 4 * p, 5 * p, 74 * p, 60, 1.3 * p, pen->random);
		break;
	case 1:
		zone_draw_prose(pen->cairo, 4 * p, 5 * p, 74 * p, 20, 1.3 * p, pen->random);
		zone_draw_table(pen->cairo, 4 * p, 50 * p, 74 * p, 50 * p, pen->random);
		break;
	case 2:
		fixed_lines(pen, letters, 6, n, spacing);
		break;
	case 3:
		fixed_lines(pen, small, 6, n, spacing);
		break;
	case 4:
		fixed_lines(pen, digits, g_rand_int_range(pen->random, 0, 6), n, spacing);
		break;
	case 5:
		fixed_lines(pen, zone_like, 0, n, spacing);
		break;
	case 6:
		code_listing(pen);
		break;
	case 7:
		payment_slip(pen);
		break;
	case 8:
		rulers(pen);
		break;
	case 9:
		leaders(pen);
		break;
	case 10:
		combs(pen);
		break;
	case 11:
		staves(pen);
		break;
	case 12:
		arabic(pen);
		break;
	default:
		zone_pieces(pen);
	}
}

void
plain_page_make(BenchPage *page, int kind, GRand *random)
{
	BenchLevel level = {.name = "no zone",
		.skew_degrees = 4,
		.blur_px = 0.8,
		.noise = g_rand_double_range(random, 0, 14),
		.shade = 0.25,
		.faint = 0.4,
		.pitch_px = {20, 30}};
	double pitch = g_rand_double_range(random, 16, 30);
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_A8, (int)(COLUMNS * pitch), (int)(ROWS * pitch));
	cairo_t *cairo = cairo_create(surface);
	if (g_rand_double(random) < 0.3)
		zone_draw_guilloche(cairo, 0, 0, COLUMNS * pitch, ROWS * pitch, pitch, 0.2, random);
	cairo_set_source_rgba(cairo, 0, 0, 0, 1);
	draw_kind(&(Pen){cairo, pitch, random}, kind);
	if (g_rand_double(random) < 0.3)
		zone_draw_stamp(cairo, 40 * pitch, 80 * pitch, pitch, random);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	BenchSheet sheet = {cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
		cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface)};
	page->width_px = sheet.width_px;
	page->height_px = sheet.height_px;
	BenchPlace place = {sheet.width_px / 2.0, sheet.height_px / 2.0,
		g_rand_double_range(random, -1, 1) * level.skew_degrees, 0, 0};
	if (g_rand_double(random) < 0.2)
		place.turn_degrees += 90 * g_rand_int_range(random, 1, 4);
	zone_wear(page, &sheet, &place, &level, random);
	cairo_surface_destroy(surface);
}
