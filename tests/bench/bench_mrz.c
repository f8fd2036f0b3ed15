/* links: app/codes app/glyphs app/dossier app/data/build/glyphs firmware/base */
/* Reads machine-readable zones on pages drawn and spoiled by other means than the training's, and pages without one:
 *   bench_mrz WEIGHTS [PAGES [SEED [LEVEL [FOLDER]]]]
 * FOLDER: pages that went wrong are written there as PGM. */
#include "app/codes/mrz_read.h"
#include <cairo.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>

typedef struct {
	const char *name, *face; /* NULL: any of the faces of the level "faces" */
	gboolean has_zone, is_turned;
	double pitch_px[2], skew_degrees, blur_px, noise, guilloche, stamp, perspective, faint;
} Level;

static const Level levels[] = {
	{"clean 300 dpi", "OCR B", TRUE, FALSE, {29.5, 30.5}, 0.3, 0, 0, 0, 0, 0, 0},
	{"good 300 dpi", "OCR B", TRUE, FALSE, {29, 31}, 3, 0.7, 8, 0.2, 0.2, 0, 0.2},
	{"good turned", "OCR B", TRUE, TRUE, {29, 31}, 3, 0.7, 8, 0.2, 0.2, 0, 0.2},
	{"poor 200 dpi", "OCR B", TRUE, FALSE, {19, 21}, 5, 0.9, 16, 0.4, 0.6, 0, 0.5},
	{"poor turned", "OCR B", TRUE, TRUE, {19, 21}, 5, 0.9, 16, 0.4, 0.6, 0, 0.5},
	{"phone", "OCR B", TRUE, FALSE, {13, 30}, 4, 0.9, 10, 0.3, 0.1, 0.12, 0.4},
	{"small 12 px", "OCR B", TRUE, FALSE, {12, 13.5}, 2, 0.5, 6, 0.1, 0, 0, 0.2},
	{"other faces", NULL, TRUE, FALSE, {26, 31}, 1, 0.5, 5, 0, 0, 0, 0.1},
	{"no zone", "OCR B", FALSE, TRUE, {20, 31}, 3, 0.7, 8, 0.2, 0.3, 0, 0.2},
};
static const char *const faces[] = {
	"Liberation Mono", "DejaVu Sans Mono", "Nimbus Mono PS", "Courier Prime", "Noto Sans Mono", "FreeMono"};

/* --- a zone of an invented person --- */

static const char *const surnames[] = {"AHMADI", "DIALLO", "TRAORE", "KOVALENKO", "GEBREMEDHIN", "RAHMAN", "SIVAKUMAR",
	"OEZDEMIR", "HAXHIU", "MUKENDI<KALALA", "AL<HASSAN", "TSERING", "ZHUKOVA", "QADERI"};
static const char *const given[] = {"FERESHTA", "MOHAMMAD<ZAMAN", "AICHA", "OLEKSANDR", "SELAM<TESFAY", "MD<JAHANGIR",
	"KAVITHA", "YUSUF<KEMAL", "VJOSA", "GRACE<WIVINE", "XHEVAHIR", "LOBSANG<DORJE"};
static const char *const states[] = {
	"AFG", "GIN", "MLI", "UKR", "ERI", "BGD", "LKA", "TUR", "ALB", "COD", "SYR", "D<<"};

static void
put(char *line, int from, const char *text)
{
	memcpy(line + from - 1, text, strlen(text));
}

static void
put_check(char *line, int from, int to, int at)
{
	line[at - 1] = (char)('0' + mrz_check_digit(line + from - 1, (gsize)(to - from + 1)));
}

static void
put_random(char *line, int from, int n, const char *alphabet, GRand *random)
{
	for (int i = 0; i < n; i++)
		line[from - 1 + i] = alphabet[g_rand_int_range(random, 0, (gint32)strlen(alphabet))];
}

static void
put_dates(char *line, int birth, int sex, int expiry, GRand *random)
{
	g_autofree char *born = g_strdup_printf("%02d%02d%02d", g_rand_int_range(random, 0, 100),
		g_rand_int_range(random, 1, 13), g_rand_int_range(random, 1, 29));
	g_autofree char *until = g_strdup_printf("%02d%02d%02d", g_rand_int_range(random, 10, 36),
		g_rand_int_range(random, 1, 13), g_rand_int_range(random, 1, 29));
	put(line, birth, born);
	put_check(line, birth, birth + 5, birth + 6);
	line[sex - 1] = "MF<"[g_rand_int_range(random, 0, 3)];
	put(line, expiry, until);
	put_check(line, expiry, expiry + 5, expiry + 6);
}

static void
compose(MrzFormat format, GRand *random, char lines[3][64])
{
	const char *digits = "0123456789", *any = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const char *state = states[g_rand_int_range(random, 0, G_N_ELEMENTS(states))];
	int n_columns = format == MRZ_TD1 ? 30 : format == MRZ_TD2 ? 36 : 44;
	g_autofree char *name = g_strdup_printf("%s<<%s", surnames[g_rand_int_range(random, 0, G_N_ELEMENTS(surnames))],
		given[g_rand_int_range(random, 0, G_N_ELEMENTS(given))]);
	for (int i = 0; i < 3; i++) {
		memset(lines[i], '<', (gsize)n_columns);
		lines[i][n_columns] = '\0';
	}
	if (format == MRZ_TD1) {
		put(lines[0], 1, "I<");
		put(lines[0], 3, state);
		put_random(lines[0], 6, 9, g_rand_boolean(random) ? digits : any, random);
		put_check(lines[0], 6, 14, 15);
		if (g_rand_boolean(random))
			put_random(lines[0], 16, 10, digits, random);
		put_dates(lines[1], 1, 8, 9, random);
		put(lines[1], 16, state);
		g_autofree char *covered =
			g_strdup_printf("%.25s%.7s%.7s%.11s", lines[0] + 5, lines[1], lines[1] + 8, lines[1] + 18);
		lines[1][29] = (char)('0' + mrz_check_digit(covered, strlen(covered)));
		put(lines[2], 1, name);
		return;
	}
	lines[2][0] = '\0';
	put(lines[0], 1, format == MRZ_TD2 ? "I<" : format == MRZ_TD3 ? "P<" : "VC");
	put(lines[0], 3, state);
	put(lines[0], 6, name);
	put_random(lines[1], 1, 9, g_rand_boolean(random) ? digits : any, random);
	put_check(lines[1], 1, 9, 10);
	put(lines[1], 11, state);
	put_dates(lines[1], 14, 21, 22, random);
	if (format == MRZ_TD3 && g_rand_boolean(random))
		put_random(lines[1], 29, 9, any, random);
	if (format == MRZ_TD3)
		put_check(lines[1], 29, 42, 43);
	g_autofree char *covered =
		g_strdup_printf("%.10s%.7s%.*s", lines[1], lines[1] + 13, n_columns - 22, lines[1] + 21);
	if (format != MRZ_MRV_A)
		lines[1][n_columns - 1] = (char)('0' + mrz_check_digit(covered, strlen(covered)));
}

/* --- a page around it --- */

typedef struct {
	int width, height, rotation;
	guint8 *pixels;
} Page;

static void
draw_prose(cairo_t *cairo, double x, double y, double width, int n_lines, double size, GRand *random)
{
	static const char *const text_faces[] = {
		"Liberation Serif", "Liberation Sans", "DejaVu Sans Mono", "Noto Sans"};
	static const char *const words[] = {"acte", "de", "naissance", "REPUBLIQUE", "l’an", "deux", "mille", "le",
		"né(e)", "fils", "12/04/1991", "commune", "........................", "officier", "N° 004512", "<<<<",
		"PASSPORT", "|", "____________", "свидетельство", "о", "рождении", "MINISTERE", "DE L’INTERIEUR",
		"0000000", "A"};
	cairo_select_font_face(cairo, text_faces[g_rand_int_range(random, 0, G_N_ELEMENTS(text_faces))],
		CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, size);
	for (int i = 0; i < n_lines; i++) {
		double at = x, bottom = y + i * size * 1.35;
		cairo_move_to(cairo, x, bottom);
		while (at < x + width) {
			cairo_show_text(cairo, words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]);
			cairo_show_text(cairo, " ");
			double ignored;
			cairo_get_current_point(cairo, &at, &ignored);
		}
	}
}

static void
draw_table(cairo_t *cairo, double x, double y, double width, GRand *random)
{
	int n = g_rand_int_range(random, 4, 40);
	double height = g_rand_double_range(random, 20, 60);
	cairo_set_line_width(cairo, 2);
	for (int i = 0; i <= n; i++) {
		cairo_move_to(cairo, x + width * i / n, y);
		cairo_line_to(cairo, x + width * i / n, y + 3 * height);
	}
	for (int i = 0; i <= 3; i++) {
		cairo_move_to(cairo, x, y + i * height);
		cairo_line_to(cairo, x + width, y + i * height);
	}
	cairo_stroke(cairo);
}

static double
text_pitch(cairo_t *cairo, const char *face, double pitch)
{
	cairo_text_extents_t extents;
	cairo_select_font_face(cairo, face, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, 100);
	cairo_text_extents(cairo, "A", &extents);
	cairo_set_font_size(cairo, 100 * pitch / extents.x_advance);
	return pitch;
}

static void
draw_zone(cairo_t *cairo, const char *face, double x, double y, double pitch, char lines[3][64], GRand *random)
{
	double spacing = g_rand_double_range(random, 1.5, 1.9) * pitch;
	text_pitch(cairo, face, pitch);
	for (int i = 0; i < 3 && lines[i][0] != '\0'; i++) {
		for (int k = 0; lines[i][k] != '\0'; k++) {
			char text[2] = {lines[i][k], 0};
			cairo_move_to(cairo, x + k * pitch, y + i * spacing);
			cairo_show_text(cairo, text);
		}
	}
}

static void
draw_ornament(cairo_t *cairo, const Level *level, double x, double y, double width, double height, GRand *random)
{
	double pitch = level->pitch_px[0];
	if (g_rand_double(random) < level->stamp) {
		cairo_set_source_rgba(cairo, 0, 0, 0, 0.35);
		cairo_set_line_width(cairo, pitch * 0.15);
		cairo_arc(cairo, x + width * g_rand_double(random), y + height * g_rand_double(random), pitch * 5, 0,
			2 * G_PI);
		cairo_stroke(cairo);
	}
	if (level->guilloche <= 0)
		return;
	cairo_set_source_rgba(cairo, 0, 0, 0, level->guilloche * g_rand_double(random));
	cairo_set_line_width(cairo, 1.5);
	for (int wave = 0; wave < 25; wave++) {
		double phase = g_rand_double_range(random, 0, 7);
		cairo_move_to(cairo, x, y + height * wave / 25);
		for (double at = 0; at < width; at += 5)
			cairo_line_to(cairo, x + at, y + height * wave / 25 + pitch * sin(at / pitch / 2 + phase));
		cairo_stroke(cairo);
	}
}

static double
noise_of(GRand *random)
{
	return g_rand_double(random) + g_rand_double(random) + g_rand_double(random) - 1.5;
}

/* Seen through a lens: turned by a few degrees, in perspective, a little out of focus, in uneven light. */
static void
photograph(const guint8 *from, int stride, int width, int height, const Level *level, GRand *random, Page *page)
{
	double angle = g_rand_double_range(random, -1, 1) * level->skew_degrees * G_PI / 180;
	double px = g_rand_double_range(random, -1, 1) * level->perspective / width;
	double py = g_rand_double_range(random, -1, 1) * level->perspective / height;
	double paper = g_rand_double_range(random, 190, 255), ink = paper * level->faint * g_rand_double(random);
	double shade = level->noise > 0 ? g_rand_double_range(random, -40, 40) : 0, c = cos(angle), s = sin(angle);
	page->width = width;
	page->height = height;
	page->pixels = g_malloc((gsize)width * (gsize)height);
	int radius = level->blur_px > 0.6 ? 1 : 0;
	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width; x++) {
			double dx = x - width / 2.0, dy = y - height / 2.0, depth = 1 + px * dx + py * dy;
			double sx = (c * dx - s * dy) / depth + width / 2.0,
			       sy = (s * dx + c * dy) / depth + height / 2.0;
			double sum = 0, weights = 0;
			for (int k = 0; k < (2 * radius + 1) * (2 * radius + 1); k++) {
				double ox = k % (2 * radius + 1) - radius, oy = k / (2 * radius + 1) - radius;
				double qx = sx + ox * level->blur_px, qy = sy + oy * level->blur_px;
				double weight = 1 / (1 + ox * ox + oy * oy);
				int ix = (int)floor(qx), iy = (int)floor(qy);
				double value = 255;
				if (ix >= 0 && iy >= 0 && ix + 1 < width && iy + 1 < height) {
					const guint8 *at = from + iy * stride + ix;
					double fx = qx - ix, fy = qy - iy;
					value = 255 - ((at[0] * (1 - fx) + at[1] * fx) * (1 - fy) +
							      (at[stride] * (1 - fx) + at[stride + 1] * fx) * fy);
				}
				sum += weight * value;
				weights += weight;
			}
			double gray = ink + (paper - ink) * sum / weights / 255 + shade * dx / width;
			if (level->noise > 0)
				gray += 2 * level->noise * noise_of(random);
			page->pixels[(gsize)y * (gsize)width + (gsize)x] = (guint8)CLAMP(gray, 0, 255);
		}
	}
}

static void
turn_page(Page *page, int rotation)
{
	gsize width = (gsize)page->width, height = (gsize)page->height;
	guint8 *turned = g_malloc(width * height);
	for (gsize y = 0; y < height; y++) {
		for (gsize x = 0; x < width; x++) {
			guint8 value = page->pixels[y * width + x];
			if (rotation == 180)
				turned[(height - 1 - y) * width + width - 1 - x] = value;
			else if (rotation == 90)
				turned[x * height + height - 1 - y] = value;
			else
				turned[(width - 1 - x) * height + y] = value;
		}
	}
	g_free(page->pixels);
	page->pixels = turned;
	page->rotation = rotation;
	if (rotation != 180) {
		page->width = (int)height;
		page->height = (int)width;
	}
}

static void
make_page(const Level *level, GRand *random, char lines[3][64], Page *page)
{
	static const MrzFormat formats[] = {MRZ_TD3, MRZ_TD3, MRZ_TD1, MRZ_TD2, MRZ_MRV_A};
	compose(formats[g_rand_int_range(random, 0, G_N_ELEMENTS(formats))], random, lines);
	double pitch = g_rand_double_range(random, level->pitch_px[0], level->pitch_px[1]),
	       n = (double)strlen(lines[0]);
	gboolean crop = g_rand_double(random) < 0.3;
	int width = (int)(pitch * (crop ? n + 6 : 82)), height = (int)(crop ? width * 0.75 : width * 1.41);
	double x = crop ? 3 * pitch : g_rand_double_range(random, 4, 82 - n - 5) * pitch;
	double y = height * (crop ? 0.8 : g_rand_double_range(random, 0.15, 0.9));
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	cairo_t *cairo = cairo_create(surface);
	double top = y - 3 * pitch;
	draw_ornament(cairo, level, x - 2 * pitch, top - 10 * pitch, (n + 4) * pitch, 16 * pitch, random);
	cairo_set_source_rgba(cairo, 0, 0, 0, g_rand_double_range(random, 0.75, 1));
	double size = pitch * g_rand_double_range(random, 1, 1.8);
	int fit = (int)((top - 3 * pitch) / (size * 1.35));
	if (level->has_zone) {
		const char *face = level->face;
		draw_prose(cairo, x, MAX(top - 12 * pitch, 2 * pitch), n * pitch * 0.8, 5, size, random);
		if (face == NULL)
			face = faces[g_rand_int_range(random, 0, G_N_ELEMENTS(faces))];
		cairo_set_source_rgba(cairo, 0, 0, 0, 1);
		draw_zone(cairo, face, x, y, pitch, lines, random);
	} else {
		draw_prose(cairo, 3 * pitch, 4 * pitch, width - 6 * pitch, MAX(fit, 3), size, random);
		draw_table(cairo, 3 * pitch, top, width - 6 * pitch, random);
	}
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	photograph(cairo_image_surface_get_data(surface), cairo_image_surface_get_stride(surface), width, height, level,
		random, page);
	cairo_surface_destroy(surface);
	page->rotation = 0;
	if (level->is_turned && g_rand_double(random) < 0.75)
		turn_page(page, g_rand_int_range(random, 1, 4) * 90);
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
	int n, exact, lines, lines_exact, missed, sure_wrong, turned_wrong, invented, none;
	double ms;
} Count;

static gboolean
judge(const Level *level, const Mrz *mrz, char lines[3][64], Count *count)
{
	if (!level->has_zone) {
		count->none++;
		count->invented += mrz != NULL;
		return mrz == NULL;
	}
	gboolean exact = mrz != NULL;
	for (int i = 0; i < 3 && lines[i][0] != '\0'; i++) {
		gboolean same =
			mrz != NULL && g_strv_length(mrz->lines) > (guint)i && g_str_equal(mrz->lines[i], lines[i]);
		count->lines++;
		count->lines_exact += same;
		exact = exact && same;
	}
	count->n++;
	count->missed += mrz == NULL;
	count->exact += exact;
	gboolean said = mrz != NULL && mrz->uncertain->len > 0;
	for (int i = 0; mrz != NULL && i < MRZ_N_DIGITS; i++)
		said |= mrz->checks[i] == MRZ_CHECK_INVALID;
	count->sure_wrong += mrz != NULL && !exact && !said;
	return exact;
}

static void
keep(const char *folder, const char *level, int i, const Page *page)
{
	g_autofree char *path = g_strdup_printf("%s/%s-%d.pgm", folder, level, i);
	g_autofree char *head = g_strdup_printf("P5\n%d %d\n255\n", page->width, page->height);
	GString *out = g_string_new(head);
	g_string_append_len(out, (const char *)page->pixels, (gssize)page->width * page->height);
	g_file_set_contents(path, out->str, (gssize)out->len, NULL);
	g_string_free(out, TRUE);
}

static void
run_level(const Level *level, const Glyphs *glyphs, int n_pages, guint32 seed, const char *folder)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	Count count = {0};
	for (int i = 0; i < n_pages; i++) {
		char lines[3][64];
		Page page;
		make_page(level, random, lines, &page);
		double start = cpu_ms();
		int rotation = 0;
		g_autoptr(Mrz) mrz = level->is_turned ? mrz_read_turned(glyphs, page.pixels, page.width, page.height,
								page.width, &rotation, 2026, 11, 23)
						      : mrz_read_page(glyphs, page.pixels, page.width, page.height,
								page.width, NULL, 2026, 11, 23);
		count.ms += cpu_ms() - start;
		gboolean right = judge(level, mrz, lines, &count);
		if (mrz != NULL && level->has_zone && rotation != (360 - page.rotation) % 360)
			count.turned_wrong++;
		if (!right && folder != NULL) {
			keep(folder, level->name, i, &page);
			for (int k = 0; k < 3; k++)
				g_print("# %d %s\n#   %s\n", i, lines[k],
					mrz == NULL || g_strv_length(mrz->lines) <= (guint)k ? "-" : mrz->lines[k]);
		}
		g_free(page.pixels);
	}
	if (level->has_zone)
		g_print("%-14s zones exact %3d/%d  lines exact %3d/%d  not found %d  wrong unsaid %d  wrong turn %d  "
			"%.1f ms\n",
			level->name, count.exact, count.n, count.lines_exact, count.lines, count.missed,
			count.sure_wrong, count.turned_wrong, count.ms / n_pages);
	else
		g_print("%-14s zones made up %d/%d  %.1f ms\n", level->name, count.invented, count.none,
			count.ms / n_pages);
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		g_printerr("usage: bench_mrz WEIGHTS [PAGES [SEED [LEVEL [FOLDER]]]]\n");
		return 2;
	}
	int n_pages = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 40;
	guint32 seed = argc > 3 ? (guint32)g_ascii_strtoull(argv[3], NULL, 10) : 20261123;
	g_autoptr(GError) error = NULL;
	g_autoptr(Glyphs) glyphs = glyphs_load(argv[1], &error);
	if (glyphs == NULL) {
		g_printerr("bench_mrz: %s\n", error->message);
		return 1;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(levels); i++) {
		if (argc <= 4 || g_str_has_prefix(levels[i].name, argv[4]))
			run_level(&levels[i], glyphs, n_pages, seed, argc > 5 ? argv[5] : NULL);
	}
	return 0;
}
