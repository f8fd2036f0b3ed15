/* links: app/codes app/glyphs app/samples app/image app/dossier firmware/base */
/* Reads codes on pages drawn and spoiled here, and looks for them on pages without one:
 *   bench_codes PAGES SEED [FILE...]
 * PAGES drawn pages a level and kind; each FILE is a page image, on which what is found is printed. */
#include "app/codes/code_decode.h"
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/samples/code_modules.h"
#include <cairo.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>

enum { LIMIT_MS = 150 };

typedef struct {
	const char *name;
	int dpi;
	gboolean is_turned;
	double skew_degrees, blur_px, noise, faint, shade;
	int jpeg;
} Level;

static const Level levels[] = {
	{"clean 300 dpi", 300, FALSE, 0, 0, 0, 0, 0, 0},
	{"good 300 dpi", 300, FALSE, 2, 0.6, 6, 0.15, 0.1, 75},
	{"good turned", 300, TRUE, 2, 0.6, 6, 0.15, 0.1, 75},
	{"good 200 dpi", 200, TRUE, 2, 0.4, 6, 0.15, 0.1, 75},
	{"poor 300 dpi", 300, TRUE, 2, 1.2, 14, 0.5, 0.3, 60},
	{"poor 200 dpi", 200, TRUE, 2, 0.8, 14, 0.5, 0.3, 60},
};
static const char *const kind_names[] = {"QR", "Code 128", "DataMatrix"};

typedef struct {
	int n, placed, read, wrong, extra;
	double gate_ms, decode_ms, worst_ms;
} Count;

static double
cpu_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec * 1e3 + (double)usage.ru_utime.tv_usec / 1e3;
}

/* --- drawing --- */

static char *
random_text(CodeKind kind, GRand *random)
{
	static const char *const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	GString *text = g_string_new(kind == CODE_QR    ? "https://verif.example.fr/"
				     : kind == CODE_128 ? "AB"
							: "DC04ZZ010001FFFF1EBE1601FR62SPECIMEN\x1d");
	int n = kind == CODE_QR    ? g_rand_int_range(random, 4, 60)
		: kind == CODE_128 ? g_rand_int_range(random, 6, 14)
				   : g_rand_int_range(random, 130, 260);
	for (int i = 0; i < n; i++)
		g_string_append_c(text, alphabet[g_rand_int_range(random, 0, 32)]);
	return g_string_free(text, FALSE);
}

static void
draw_text(cairo_t *cairo, double width, double height, double size, GRand *random)
{
	static const char *const words[] = {"attestation", "de", "demande", "PREFECTURE", "l’intéressé", "est",
		"12/04/1991", "le", "présent", "document", "N° 004512", "vaut", "jusqu’au", "MINISTERE", "titre"};
	cairo_select_font_face(cairo, g_rand_boolean(random) ? "Liberation Serif" : "Liberation Sans",
		CAIRO_FONT_SLANT_NORMAL,
		g_rand_int_range(random, 0, 4) == 0 ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cairo, size);
	for (double y = height * 0.08; y < height * 0.93; y += size * 1.25) {
		double x = width * 0.09, ignored;
		cairo_move_to(cairo, x, y);
		while (x < width * 0.85) {
			cairo_show_text(cairo, words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]);
			cairo_show_text(cairo, " ");
			cairo_get_current_point(cairo, &x, &ignored);
		}
	}
}

static void
draw_code(cairo_t *cairo, const CodeModules *code, CodeKind kind, double width, double height, double mm, GRand *random)
{
	double module = mm * (kind == CODE_128         ? g_rand_double_range(random, 0.3, 0.45)
				     : kind == CODE_QR ? g_rand_double_range(random, 0.4, 0.7)
						       : g_rand_double_range(random, 0.4, 0.55));
	double bar = kind == CODE_128 ? g_rand_double_range(random, 9, 15) * mm : module,
	       quiet = code_quiet_zone(kind) * module + mm;
	double w = code->width * module, h = code->height * bar;
	double x = g_rand_double_range(random, 0.08 * width, 0.92 * width - w);
	double y = g_rand_double_range(random, 0.06 * height, 0.94 * height - h);
	cairo_set_operator(cairo, CAIRO_OPERATOR_CLEAR);
	cairo_rectangle(cairo, x - quiet, y - quiet, w + 2 * quiet, h + 2 * quiet);
	cairo_fill(cairo);
	cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
	for (int j = 0; j < code->height; j++)
		for (int i = 0; i < code->width; i++)
			if (code->dark[j * code->width + i])
				cairo_rectangle(cairo, x + i * module, y + j * bar, module, bar);
	cairo_fill(cairo);
}

static double
gauss(GRand *random)
{
	return g_rand_double(random) + g_rand_double(random) + g_rand_double(random) + g_rand_double(random) - 2;
}

static void
blur(float *row_of, int width, int height, double sigma)
{
	if (sigma <= 0)
		return;
	float kernel[9], sum = 0;
	for (int i = -4; i <= 4; i++)
		sum += kernel[i + 4] = (float)exp(-i * i / (2 * sigma * sigma));
	g_autofree float *copy = g_new(float, (gsize)width *(gsize)height);
	for (int pass = 0; pass < 2; pass++) {
		int step = pass == 0 ? 1 : width;
		memcpy(copy, row_of, (gsize)width * (gsize)height * sizeof *copy);
		for (int at = 4 * width + 4; at < width * height - 4 * width - 4; at++) {
			float value = 0;
			for (int i = -4; i <= 4; i++)
				value += kernel[i + 4] * copy[at + i * step];
			row_of[at] = value / sum;
		}
	}
}

static Image *
spoil(cairo_surface_t *surface, const Level *level, GRand *random)
{
	int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
	int stride = cairo_image_surface_get_stride(surface);
	const guint8 *ink = cairo_image_surface_get_data(surface);
	g_autofree float *light = g_new(float, (gsize)width *(gsize)height);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			light[y * width + x] = 1 - ink[y * stride + x] / 255.0f;
	blur(light, width, height, level->blur_px * g_rand_double_range(random, 0.6, 1));
	double paper = level->noise > 0 ? g_rand_double_range(random, 210, 250) : 255;
	double dark = paper * level->faint * g_rand_double(random),
	       shade = level->shade * g_rand_double_range(random, -1, 1);
	guint8 *pixels = g_malloc((gsize)width * (gsize)height);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			double value = dark + (paper - dark) * light[y * width + x];
			value *= 1 - fabs(shade) * (shade > 0 ? x : width - x) / width;
			value += level->noise > 0 ? level->noise * 1.7 * gauss(random) : 0;
			pixels[y * width + x] = (guint8)CLAMP(value, 0, 255);
		}
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, (gsize)width * (gsize)height);
	g_autoptr(Image) image = image_new(width, height, 1, level->dpi, bytes);
	int turn = level->is_turned ? g_rand_int_range(random, 0, 4) * 90 : 0;
	Image *turned = image_turn(image, turn);
	if (level->jpeg == 0)
		return turned;
	g_autoptr(GBytes) jpeg = image_to_jpeg(turned, level->jpeg);
	image_free(turned);
	return image_decode(jpeg, 1, NULL, NULL);
}

/* code NULL: a page of text alone. */
static Image *
make_page(const Level *level, const CodeModules *code, CodeKind kind, GRand *random)
{
	double mm = level->dpi / 25.4;
	int width = (int)(210 * mm), height = (int)(297 * mm);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	cairo_t *cairo = cairo_create(surface);
	cairo_translate(cairo, width / 2.0, height / 2.0);
	cairo_rotate(cairo, level->skew_degrees * g_rand_double_range(random, -1, 1) * G_PI / 180);
	cairo_translate(cairo, -width / 2.0, -height / 2.0);
	cairo_set_source_rgba(cairo, 0, 0, 0, 1);
	draw_text(cairo, width, height, g_rand_double_range(random, 8, 13) * level->dpi / 72, random);
	if (code != NULL)
		draw_code(cairo, code, kind, width, height, mm, random);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	Image *image = spoil(surface, level, random);
	cairo_surface_destroy(surface);
	image->dpi = level->dpi;
	return image;
}

/* --- reading and counting --- */

static GPtrArray *
find(const Image *image, Count *count)
{
	CodePlace places[CODE_PLACES_MAX];
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	GPtrArray *codes = g_ptr_array_new_with_free_func(decoded_code_free);
	double start = cpu_ms();
	int n = code_gate(pixels, image->width_px, image->height_px, image->width_px, image->dpi, places);
	double between = cpu_ms();
	for (int i = 0; i < n; i++)
		code_decode(pixels, image->width_px, &places[i], LIMIT_MS, codes);
	double end = cpu_ms();
	count->n++;
	count->placed += n;
	count->gate_ms += between - start;
	count->decode_ms += end - between;
	count->worst_ms = MAX(count->worst_ms, end - start);
	return codes;
}

static void
run_level(const Level *level, int kind, int n_pages, guint32 seed)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	Count count = {0};
	for (int i = 0; i < n_pages; i++) {
		g_autofree char *text = random_text((CodeKind)kind, random);
		g_autoptr(CodeModules) code = kind >= 0 ? code_modules((CodeKind)kind, text) : NULL;
		g_autoptr(Image) image = make_page(level, code, (CodeKind)kind, random);
		g_autoptr(GPtrArray) codes = find(image, &count);
		gboolean read = FALSE;
		for (guint k = 0; k < codes->len; k++) {
			const DecodedCode *decoded = codes->pdata[k];
			gboolean same = kind >= 0 && g_str_equal(decoded->bytes, text);
			read |= same;
			count.wrong += !same;
			count.extra += same && read && k > 0;
		}
		count.read += read;
	}
	g_print("%-14s %-10s read %3d/%d  wrong %d  places %.1f  gate %.1f ms  decode %.1f ms  worst %.0f ms\n",
		level->name, kind >= 0 ? kind_names[kind] : "no code", count.read, count.n, count.wrong,
		(double)count.placed / count.n, count.gate_ms / count.n, count.decode_ms / count.n, count.worst_ms);
}

static void
run_files(char **paths, int n_paths)
{
	Count count = {0};
	for (int i = 0; i < n_paths; i++) {
		g_autofree char *data = NULL;
		gsize size;
		if (!g_file_get_contents(paths[i], &data, &size, NULL))
			continue;
		g_autoptr(GBytes) bytes = g_bytes_new_take(g_steal_pointer(&data), size);
		g_autoptr(Image) given = image_decode(bytes, 1, NULL, NULL);
		g_autoptr(Image) grey = given != NULL ? image_grey(given) : NULL;
		if (grey == NULL)
			continue;
		g_autoptr(GPtrArray) codes = find(grey, &count);
		for (guint k = 0; k < codes->len; k++) {
			const DecodedCode *code = codes->pdata[k];
			g_print("# %s: %s of %zu bytes\n", paths[i], barcode_symbology_name(code->symbology),
				code->length);
		}
		count.read += (int)codes->len;
	}
	if (count.n > 0)
		g_print("%d page files: %d codes  places %.2f  gate %.1f ms  decode %.1f ms  worst %.0f ms\n", count.n,
			count.read, (double)count.placed / count.n, count.gate_ms / count.n, count.decode_ms / count.n,
			count.worst_ms);
}

int
main(int argc, char **argv)
{
	if (argc < 3) {
		g_printerr("usage: bench_codes PAGES SEED [FILE...]\n");
		return 2;
	}
	int n_pages = (int)g_ascii_strtoll(argv[1], NULL, 10);
	guint32 seed = (guint32)g_ascii_strtoull(argv[2], NULL, 10);
	for (guint i = 0; i < G_N_ELEMENTS(levels) && n_pages > 0; i++)
		for (int kind = -1; kind < (int)G_N_ELEMENTS(kind_names); kind++)
			run_level(&levels[i], kind, n_pages, seed + i);
	run_files(argv + 3, argc - 3);
	return 0;
}
