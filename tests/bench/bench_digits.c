/* links: app/glyphs app/image app/dossier app/data/build/glyphs firmware/base */
/* Reads dates and numbers in eastern digits on pages drawn in faces that were held back from the training and spoiled
 * by other code, and counts what it makes up on pages of letters alone: bench_digits DATA-FOLDER [PAGES [SEED [SCRIPT
 * [FOLDER [CROPS]]]]] FOLDER: lines that went wrong are written there as PGM, and, as crop-*.pgm with crops.txt, the
 * first CROPS dates of every level for another reader. */
#include "app/glyphs/digits.h"
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/image/text_structure.h"
#include <locale.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>
#include <sys/resource.h>

typedef struct {
	const char *name;
	int dpi;
	double skew_degrees, blur_px, noise, faint, stamp;
	int jpeg;
} Level;

static const Level levels[] = {{"clean", 300, 0, 0, 0, 0, 0, 0}, {"good", 300, 0.25, 0.5, 7, 0.25, 0.1, 75},
	{"poor", 200, 0.35, 0.8, 11, 0.45, 0.5, 60}};

typedef struct {
	const char *name, *file, *language;
	gunichar zero;
	gboolean is_rtl;
	const char *faces[10];
	const char *words[24];
	const char *models; /* of the tesseract command line */
} Script;

#define ARABIC_WORDS                                                                                                   \
	{                                                                                                              \
		"تاريخ", "الميلاد:", "رقم", "القيد", "محل", "الولادة", "اسم", "الأب", "الأم:", "الجمهورية", "العربية", \
			"وزارة", "الداخلية", "سنة", "هـ", "م", "إصدار", "مدني", "أحوال", "دار", "وا", "ذو", "لا", NULL \
	}
#define PERSIAN_WORDS                                                                                              \
	{                                                                                                          \
		"تاریخ", "تولد:", "شماره", "تذکره", "محل", "صدور", "نام", "پدر", "ولایت", "کابل", "سال", "هش",     \
			"ریاست", "عمومی", "ثبت", "احوال", "نفوس", "درج", "دارد", "گردید", "روز", "ماه", "را", NULL \
	}

static const Script scripts[] = {
	{"Arabic", "arab", "ar", 0x660, TRUE,
		{"Scheherazade", "DejaVu Sans", "Harmattan", "Noto Sans Arabic", "KacstOffice", "PakType Tehreer",
			"Tholoth"},
		ARABIC_WORDS, "ara"},
	{"Persian", "arab", "fa", 0x6f0, TRUE,
		{"Scheherazade", "DejaVu Sans", "Harmattan", "Noto Sans Arabic", "PakType Tehreer"}, PERSIAN_WORDS,
		"fas"},
};

/* --- a page --- */

typedef struct {
	Box box;
	char *text; /* from left to right */
	gboolean is_date;
} Truth;

static void
truth_clear(gpointer truth)
{
	g_free(((Truth *)truth)->text);
}

typedef struct {
	cairo_t *cairo;
	PangoLayout *layout;
	const Script *script;
	const char *face;
	GRand *random;
	double scale; /* pixels a point */
	GArray *truths;
} Drawing;

static void
put_number(GString *text, gunichar zero, int value, int width)
{
	char digits[16];
	g_snprintf(digits, sizeof digits, "%0*d", width, value);
	for (const char *p = digits; *p != '\0'; p++)
		g_string_append_unichar(text, zero + (gunichar)(*p - '0'));
}

static void
put_date(GString *text, gunichar zero, GRand *random)
{
	static const char signs[] = "////--.";
	char sign = signs[g_rand_int_range(random, 0, 7)];
	int year = g_rand_boolean(random) ? g_rand_int_range(random, 1300, 1410) : g_rand_int_range(random, 1930, 2027);
	int month = g_rand_int_range(random, 1, 13), day = g_rand_int_range(random, 1, 32);
	int width = g_rand_boolean(random) ? 2 : 1;
	gboolean year_first = g_rand_boolean(random);
	if (year_first)
		put_number(text, zero, year, 4);
	else
		put_number(text, zero, day, width);
	g_string_append_c(text, sign);
	put_number(text, zero, month, width);
	g_string_append_c(text, sign);
	if (year_first)
		put_number(text, zero, day, width);
	else
		put_number(text, zero, year, 4);
}

/* The characters from..to of the layout as they stand from left to right, and their box on the page. */
static Truth
truth_of(Drawing *d, int from, int to, int x, int y)
{
	typedef struct {
		int x;
		gunichar c;
	} Placed;
	Placed placed[64];
	int n = 0;
	Truth truth = {0};
	const char *text = pango_layout_get_text(d->layout);
	PangoLayoutIter *iter = pango_layout_get_iter(d->layout);
	do {
		int at = pango_layout_iter_get_index(iter);
		PangoRectangle ink, logical;
		pango_layout_iter_get_cluster_extents(iter, &ink, &logical);
		if (at < from || at >= to || n == 64)
			continue;
		placed[n++] = (Placed){logical.x, g_utf8_get_char(text + at)};
		Box box = {x + ink.x / PANGO_SCALE, y + ink.y / PANGO_SCALE, ink.width / PANGO_SCALE + 1,
			ink.height / PANGO_SCALE + 1};
		truth.box = box_union(truth.box, box);
	} while (pango_layout_iter_next_cluster(iter));
	pango_layout_iter_free(iter);
	GString *out = g_string_new(NULL);
	while (n > 0) {
		int least = 0;
		for (int i = 1; i < n; i++)
			least = placed[i].x < placed[least].x ? i : least;
		g_string_append_unichar(out, placed[least].c);
		placed[least] = placed[--n];
	}
	truth.text = g_string_free(out, FALSE);
	return truth;
}

static const char *
random_word(Drawing *d)
{
	int n = 0;
	while (d->script->words[n] != NULL)
		n++;
	return d->script->words[g_rand_int_range(d->random, 0, n)];
}

static void
put_words(Drawing *d, GString *text, int n)
{
	for (int i = 0; i < n; i++) {
		g_string_append(text, random_word(d));
		g_string_append_c(text, ' ');
	}
}

/* A line of words, with a date or a number among them; leaders, a rule below, a frame around. */
static void
draw_line(Drawing *d, int x, int y, int width, int row_height, gboolean has_digits)
{
	g_autoptr(GString) text = g_string_new(NULL);
	gboolean is_date = g_rand_double(d->random) < 0.7;
	double look = g_rand_double(d->random);
	put_words(d, text, look < 0.15 && has_digits ? 0 : g_rand_int_range(d->random, 1, 4));
	if (look > 0.85)
		g_string_append(text, "............ ");
	int from = (int)text->len;
	if (has_digits && is_date)
		put_date(text, d->script->zero, d->random);
	for (int n = g_rand_int_range(d->random, 2, 10); has_digits && !is_date && n > 0; n--)
		put_number(text, d->script->zero, g_rand_int_range(d->random, 0, 10), 1);
	int to = (int)text->len;
	if (g_rand_boolean(d->random) || !has_digits) {
		g_string_append_c(text, ' ');
		put_words(d, text, g_rand_int_range(d->random, 1, 4));
	}
	pango_layout_set_text(d->layout, text->str, -1);
	PangoRectangle logical;
	pango_layout_get_pixel_extents(d->layout, NULL, &logical);
	int at_x = d->script->is_rtl ? x + width - logical.width - row_height / 2 : x + row_height / 2;
	cairo_move_to(d->cairo, at_x, y);
	pango_cairo_show_layout(d->cairo, d->layout);
	if (has_digits) {
		Truth truth = truth_of(d, from, to, at_x, y);
		truth.is_date = is_date;
		g_array_append_val(d->truths, truth);
	}
	cairo_set_line_width(d->cairo, MAX(1, 0.5 * d->scale));
	if (look > 0.7 && look < 0.85) {
		cairo_rectangle(d->cairo, x, y - row_height * 0.1, width, row_height * 1.25);
		cairo_stroke(d->cairo);
	} else if (look > 0.55 && look < 0.7) {
		cairo_move_to(d->cairo, x, y + logical.height * 0.97);
		cairo_line_to(d->cairo, x + width, y + logical.height * 0.97);
		cairo_stroke(d->cairo);
	}
}

static void
draw_stamp(Drawing *d, int width, int height)
{
	cairo_set_source_rgba(d->cairo, 0, 0, 0, 0.4);
	cairo_set_line_width(d->cairo, 1.5 * d->scale);
	cairo_new_path(d->cairo);
	cairo_arc(d->cairo, width * g_rand_double(d->random), height * g_rand_double(d->random), 45 * d->scale, 0,
		2 * G_PI);
	cairo_stroke(d->cairo);
	cairo_set_source_rgba(d->cairo, 0, 0, 0, 1);
}

static double
noise_of(GRand *random)
{
	return g_rand_double(random) + g_rand_double(random) + g_rand_double(random) - 1.5;
}

/* Scanned: turned a little, out of focus, faint, in noise. */
static Image *
scan(cairo_surface_t *surface, int width, int height, const Level *level, GRand *random)
{
	cairo_surface_flush(surface);
	const guint8 *from = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	double angle = g_rand_double_range(random, -1, 1) * level->skew_degrees * G_PI / 180, c = cos(angle),
	       s = sin(angle);
	double paper = level->noise > 0 ? g_rand_double_range(random, 215, 255) : 255;
	double ink = paper * level->faint * g_rand_double(random), blur = level->blur_px;
	guint8 *pixels = g_malloc((gsize)width * (gsize)height);
	int samples = blur > 0 ? 9 : 1;
	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width; x++) {
			double dx = x - width / 2.0, dy = y - height / 2.0, sum = 0;
			for (int k = 0; k < samples; k++) {
				double qx = c * dx - s * dy + width / 2.0 + (samples > 1 ? (k % 3 - 1) * blur : 0);
				double qy = s * dx + c * dy + height / 2.0 + (samples > 1 ? (k / 3 - 1) * blur : 0);
				int ix = (int)floor(qx), iy = (int)floor(qy);
				if (ix < 0 || iy < 0 || ix + 1 >= width || iy + 1 >= height)
					continue;
				const guint8 *at = from + iy * stride + ix;
				double fx = qx - ix, fy = qy - iy;
				sum += (at[0] * (1 - fx) + at[1] * fx) * (1 - fy) +
				       (at[stride] * (1 - fx) + at[stride + 1] * fx) * fy;
			}
			double grey = paper - (paper - ink) * sum / samples / 255;
			if (level->noise > 0)
				grey += 2 * level->noise * noise_of(random);
			pixels[(gsize)y * (gsize)width + (gsize)x] = (guint8)CLAMP(grey, 0, 255);
		}
	}
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, (gsize)width * (gsize)height);
	Image *image = image_new(width, height, 1, level->dpi, bytes);
	if (level->jpeg == 0)
		return image;
	g_autoptr(GBytes) jpeg = image_to_jpeg(image, level->jpeg);
	image_free(image);
	return image_decode(jpeg, 1, NULL, NULL);
}

static Image *
make_page(const Script *script, const Level *level, gboolean has_digits, GRand *random, GArray *truths)
{
	int width = (int)(7.2 * level->dpi), height = (int)(5.0 * level->dpi), n_faces = 0;
	while (script->faces[n_faces] != NULL)
		n_faces++;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	Drawing d = {cairo_create(surface), NULL, script, script->faces[g_rand_int_range(random, 0, n_faces)], random,
		level->dpi / 72.0, truths};
	d.layout = pango_cairo_create_layout(d.cairo);
	pango_context_set_base_dir(
		pango_layout_get_context(d.layout), script->is_rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_layout_set_auto_dir(d.layout, FALSE);
	pango_layout_context_changed(d.layout);
	double points = g_rand_double_range(random, 11, 16);
	/* what the face lacks comes from a common one, as on real papers */
	g_autofree char *families = g_strdup_printf("%s,Liberation Serif", d.face);
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family(font, families);
	pango_font_description_set_absolute_size(font, points * d.scale * PANGO_SCALE);
	if (g_rand_double(random) < 0.25)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(d.layout, font);
	pango_font_description_free(font);
	PangoAttrList *attributes = pango_attr_list_new();
	pango_attr_list_insert(attributes, pango_attr_language_new(pango_language_from_string(script->language)));
	pango_layout_set_attributes(d.layout, attributes);
	pango_attr_list_unref(attributes);
	int logical_height, row, margin = (int)(0.4 * level->dpi);
	pango_layout_set_text(d.layout, random_word(&d), -1);
	pango_layout_get_pixel_size(d.layout, NULL, &logical_height);
	row = (int)(MAX(logical_height, points * d.scale) * 1.35);
	for (int y = margin / 2; y + row < height - margin / 2; y += row)
		draw_line(&d, margin, y, width - 2 * margin, (int)(row / 1.35), has_digits);
	if (g_rand_double(random) < level->stamp)
		draw_stamp(&d, width, height);
	g_object_unref(d.layout);
	cairo_destroy(d.cairo);
	Image *image = scan(surface, width, height, level, random);
	cairo_surface_destroy(surface);
	return image;
}

/* --- reading and counting --- */

static double
cpu_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec * 1e3 + (double)usage.ru_utime.tv_usec / 1e3;
}

typedef struct {
	int dates, dates_exact, numbers, numbers_exact, sure, sure_wrong, invented, invented_pure, alone, pure_pages,
		lines;
	double ms, pages;
	int n_crops;
} Count;

static void
keep(const char *folder, const char *name, const Image *image, Box box)
{
	Box around = box_intersect((Box){box.x - 12, box.y - 12, box.width + 24, box.height + 24},
		(Box){0, 0, image->width_px, image->height_px});
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	g_autofree char *path = g_strdup_printf("%s/%s.pgm", folder, name);
	g_autoptr(GString) out = g_string_new(NULL);
	g_string_printf(out, "P5\n%d %d\n255\n", around.width, around.height);
	for (int y = around.y; y < around.y + around.height; y++)
		g_string_append_len(
			out, (const char *)pixels + (gsize)y * (gsize)image->width_px + around.x, around.width);
	g_file_set_contents(path, out->str, (gssize)out->len, NULL);
}

static GPtrArray *
read_page(const Digits *digits, gunichar preferred, const Image *image, Count *count)
{
	double start = cpu_ms();
	g_autoptr(Image) even = image_even_ground(image);
	g_autoptr(GArray) found = text_lines_find(even);
	count->ms -= cpu_ms() - start; /* others need these too */
	GrayView view = {g_bytes_get_data(even->pixels, NULL), even->width_px, even->height_px, even->width_px};
	g_autoptr(GArray) lines = digits_join_lines(found);
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)digit_string_free);
	for (guint i = 0; i < lines->len; i++)
		digits_read(digits, &view, g_array_index(lines, Box, i), all);
	digits_agree(all, preferred);
	count->ms += cpu_ms() - start;
	count->pages++;
	count->lines += (int)lines->len;
	return all;
}

static void
judge(const GPtrArray *strings, const GArray *truths, const Image *image, const char *folder, const char *level,
	Count *count)
{
	for (guint i = 0; i < truths->len; i++) {
		const Truth *truth = &g_array_index(truths, Truth, i);
		gboolean exact = FALSE;
		g_autoptr(GString) seen = g_string_new(NULL);
		for (guint k = 0; k < strings->len; k++) {
			const DigitString *string = g_ptr_array_index(strings, k);
			if (box_overlap(string->box, truth->box) < 0.4)
				continue;
			gboolean same = g_str_equal(string->text, truth->text);
			exact |= same;
			count->sure += string->confidence >= 0.9;
			count->sure_wrong += string->confidence >= 0.9 && !same;
			g_string_append_printf(seen, "%s (%.2f) ", string->text, string->confidence);
		}
		count->dates += truth->is_date;
		count->dates_exact += truth->is_date && exact;
		count->numbers += !truth->is_date;
		count->numbers_exact += !truth->is_date && exact;
		if (!exact && folder != NULL) {
			static int n;
			g_autofree char *name = g_strdup_printf("wrong-%s-%d", level, ++n);
			keep(folder, name, image, truth->box);
			g_print("# %s %s: %s\n", name, truth->text, seen->str);
		}
	}
	for (guint k = 0; k < strings->len; k++) {
		const DigitString *string = g_ptr_array_index(strings, k);
		gboolean known = FALSE;
		for (guint i = 0; i < truths->len; i++)
			known |= box_overlap(string->box, g_array_index(truths, Truth, i).box) >= 0.4;
		if (!known && string->chars->len == 1) {
			count->alone++; /* for the caller to prove: rings and strokes are letters too */
			continue;
		}
		count->invented += !known;
		if (!known && folder != NULL) {
			static int n;
			g_autofree char *name = g_strdup_printf("invented-%s-%d", level, ++n);
			keep(folder, name, image, string->box);
			g_print("# %s %s (%.2f)\n", name, string->text, string->confidence);
		}
	}
}

static void
keep_crops(const Script *script, const Level *level, const GArray *truths, const Image *image, const char *folder,
	int n_crops, Count *count)
{
	g_autofree char *path = g_strdup_printf("%s/crops.txt", folder);
	for (guint i = 0; i < truths->len && count->n_crops < n_crops; i++) {
		const Truth *truth = &g_array_index(truths, Truth, i);
		if (!truth->is_date)
			continue;
		g_autofree char *name = g_strdup_printf("crop-%s-%s-%d", script->name, level->name, count->n_crops++);
		keep(folder, name, image, truth->box);
		FILE *file = fopen(path, "ae");
		if (file == NULL)
			continue;
		fprintf(file, "%s\t%s\t%s\t%s\t%s\n", script->name, level->name, script->models, name, truth->text);
		fclose(file);
	}
}

static void
run_level(const Script *script, const Level *level, const Digits *digits, int n_pages, guint32 seed, const char *folder,
	int n_crops)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	Count count = {0};
	for (int i = 0; i < n_pages; i++) {
		gboolean pure = i % 3 == 2;
		g_autoptr(GArray) truths = g_array_new(FALSE, FALSE, sizeof(Truth));
		g_array_set_clear_func(truths, truth_clear);
		g_autoptr(Image) image = make_page(script, level, !pure, random, truths);
		g_autoptr(GPtrArray) strings = read_page(digits, script->zero, image, &count);
		int before = count.invented;
		judge(strings, truths, image, folder, level->name, &count);
		count.pure_pages += pure;
		count.invented_pure += pure ? count.invented - before : 0;
		if (folder != NULL && n_crops > 0)
			keep_crops(script, level, truths, image, folder, n_crops, &count);
	}
	g_print("%-8s %-6s dates exact %4d/%d (%.1f %%)  numbers exact %4d/%d (%.1f %%)  sure %d, of these wrong %d  "
		"made up %d (on %d pages of letters %d), lone digits %d  %.1f ms a page of %d lines\n",
		script->name, level->name, count.dates_exact, count.dates,
		100.0 * count.dates_exact / MAX(count.dates, 1), count.numbers_exact, count.numbers,
		100.0 * count.numbers_exact / MAX(count.numbers, 1), count.sure, count.sure_wrong, count.invented,
		count.pure_pages, count.invented_pure, count.alone, count.ms / count.pages,
		(int)(count.lines / count.pages));
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		g_printerr("usage: bench_digits DATA-FOLDER [PAGES [SEED [SCRIPT [FOLDER [CROPS]]]]]\n");
		return 2;
	}
	setlocale(LC_CTYPE, "C.UTF-8"); /* printing */
	int n_pages = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 30;
	guint32 seed = argc > 3 ? (guint32)g_ascii_strtoull(argv[3], NULL, 10) : 20261124;
	for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
		if (argc > 4 && argv[4][0] != '\0' && !g_str_equal(argv[4], scripts[i].name))
			continue;
		g_autoptr(GError) error = NULL;
		g_autofree char *file = g_strdup_printf(DIGITS_WEIGHTS, scripts[i].file);
		g_autofree char *path = g_build_filename(argv[1], file, NULL);
		g_autoptr(Digits) digits = digits_load(path, &error);
		if (digits == NULL) {
			g_printerr("bench_digits: %s\n", error->message);
			return 1;
		}
		for (gsize k = 0; k < G_N_ELEMENTS(levels); k++)
			run_level(&scripts[i], &levels[k], digits, n_pages, seed, argc > 5 ? argv[5] : NULL,
				argc > 6 ? (int)g_ascii_strtoll(argv[6], NULL, 10) : 0);
	}
	return 0;
}
