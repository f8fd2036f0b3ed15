/* links: app/codes app/glyphs app/dossier app/image tests/bench/zones firmware/base */
/* Reads machine-readable zones on pages drawn and spoiled by other means than the training's, and pages without one:
 *   bench_mrz WEIGHTS levels [PAGES [SEED [LEVEL [FOLDER]]]]   FOLDER: pages that went wrong, as PGM
 *   bench_mrz WEIGHTS plain [PAGES [SEED [FOLDER]]]            pages without a zone
 *   bench_mrz WEIGHTS files PATH...                            files without one; names those where one was found
 *   bench_mrz WEIGHTS crops PAGES SEED LEVEL FOLDER            cut-out zones and their text, for other readers */
#include "app/codes/mrz_layout.h"
#include "app/codes/mrz_read.h"
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "tests/bench/zones/zone_page.h"
#include <math.h>
#include <string.h>
#include <sys/resource.h>

static const BenchLevel levels[] = {
	{.name = "clean 300 dpi", .pitch_px = {29.5, 30.5}, .skew_degrees = 0.5, .faint = 1},
	{.name = "good 300 dpi",
		.pitch_px = {29, 31},
		.skew_degrees = 3,
		.blur_px = 1,
		.noise = 8,
		.shade = 0.15,
		.guilloche = 0.5,
		.stamp = 0.2,
		.weight_px = {-0.02, 0.03},
		.faint = 0.7,
		.is_turned = TRUE},
	{.name = "poor 300 dpi",
		.pitch_px = {28, 31},
		.skew_degrees = 5,
		.blur_px = 2,
		.noise = 10,
		.shade = 0.4,
		.guilloche = 0.8,
		.stamp = 0.6,
		.signature = 0.2,
		.weight_px = {-0.03, 0.06},
		.faint = 0.45,
		.jpeg_quality = 60,
		.is_turned = TRUE},
	{.name = "poor 200 dpi",
		.pitch_px = {19, 21},
		.skew_degrees = 5,
		.blur_px = 1.4,
		.noise = 9,
		.shade = 0.4,
		.guilloche = 0.7,
		.stamp = 0.5,
		.weight_px = {-0.03, 0.05},
		.faint = 0.5,
		.jpeg_quality = 60,
		.is_turned = TRUE},
	{.name = "askew 10-45",
		.pitch_px = {20, 31},
		.askew_degrees = 45,
		.blur_px = 1,
		.noise = 8,
		.shade = 0.15,
		.guilloche = 0.5,
		.stamp = 0.2,
		.weight_px = {-0.02, 0.04},
		.faint = 0.6,
		.is_turned = TRUE},
	{.name = "phone",
		.pitch_px = {13, 32},
		.skew_degrees = 5,
		.tilt_degrees = 10,
		.blur_px = 1.2,
		.noise = 8,
		.shade = 0.6,
		.guilloche = 0.5,
		.weight_px = {-0.02, 0.04},
		.faint = 0.6,
		.jpeg_quality = 50,
		.is_turned = TRUE},
	{.name = "small 12 px",
		.pitch_px = {12, 13.5},
		.skew_degrees = 3,
		.blur_px = 0.7,
		.noise = 6,
		.shade = 0.2,
		.guilloche = 0.3,
		.faint = 0.6,
		.is_turned = TRUE},
	{.name = "stamped, signed",
		.pitch_px = {20, 31},
		.skew_degrees = 3,
		.blur_px = 1,
		.noise = 8,
		.shade = 0.15,
		.guilloche = 0.5,
		.stamp = 1,
		.signature = 0.7,
		.faint = 0.7},
	{.name = "glare stripe",
		.pitch_px = {20, 31},
		.skew_degrees = 3,
		.blur_px = 1,
		.noise = 6,
		.shade = 0.4,
		.glare = 1,
		.faint = 0.7},
	{.name = "faint thermal",
		.pitch_px = {20, 31},
		.skew_degrees = 3,
		.blur_px = 0.8,
		.noise = 8,
		.shade = 0.2,
		.weight_px = {-0.04, 0.02},
		.faint = 0.3,
		.is_thermal = TRUE},
	{.name = "bold, bleeding",
		.pitch_px = {20, 31},
		.skew_degrees = 3,
		.blur_px = 1.6,
		.noise = 6,
		.shade = 0.2,
		.weight_px = {0.06, 0.12},
		.faint = 0.8},
	{.name = "copies of copies",
		.pitch_px = {19, 31},
		.skew_degrees = 3,
		.blur_px = 1,
		.noise = 5,
		.shade = 0.2,
		.guilloche = 0.3,
		.stamp = 0.2,
		.weight_px = {-0.02, 0.05},
		.faint = 0.7,
		.n_copies = 2},
	{.name = "like OCR-B",
		.faces = FACE_OCR_B_LIKE,
		.pitch_px = {20, 31},
		.skew_degrees = 3,
		.blur_px = 1,
		.noise = 6,
		.faint = 0.7},
	{.name = "faces taught",
		.faces = FACE_MONO_TAUGHT,
		.pitch_px = {20, 31},
		.skew_degrees = 3,
		.blur_px = 1,
		.noise = 6,
		.faint = 0.7},
	{.name = "faces untaught",
		.faces = FACE_MONO_OTHER,
		.pitch_px = {20, 31},
		.skew_degrees = 3,
		.blur_px = 1,
		.noise = 6,
		.faint = 0.7},
	{.name = "clipped",
		.pitch_px = {20, 31},
		.skew_degrees = 2,
		.blur_px = 1,
		.noise = 6,
		.guilloche = 0.3,
		.faint = 0.7,
		.is_clipped = TRUE},
};

static double
cpu_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static Mrz *
read_page(const Glyphs *glyphs, const BenchPage *page, int *rotation)
{
	return mrz_read_turned(
		glyphs, page->pixels, page->width_px, page->height_px, page->width_px, rotation, 2026, 11, 23);
}

/* --- counting --- */

typedef struct {
	int n, exact, lines, lines_exact, missed, turned_wrong;
	int silent_zones, silent, said; /* zones with a wrong character that nothing betrays; such characters; others */
	int marks, marks_right;         /* places under uncertain; those that are right as they stand */
	double ms;
} Count;

static gboolean
is_doubted(const Mrz *mrz, int line, int position)
{
	for (guint i = 0; i < mrz->uncertain->len; i++) {
		const MrzDoubt *doubt = g_ptr_array_index(mrz->uncertain, i);
		if (doubt->line == line && doubt->position == position)
			return TRUE;
	}
	return FALSE;
}

/* Whether a check digit that does not hold speaks of this cell. */
static gboolean
is_refuted(const Mrz *mrz, int cell)
{
	MrzLayout layout;
	mrz_layout_init(&layout, mrz->format, 0);
	int digit = layout.cells[cell].sum >= 0 ? layout.cells[cell].sum : layout.cells[cell].check;
	return (digit >= 0 && mrz->checks[digit] == MRZ_CHECK_INVALID) ||
	       (layout.cells[cell].in_composite && mrz->checks[MRZ_DIGIT_COMPOSITE] == MRZ_CHECK_INVALID);
}

static void
count_characters(const Mrz *mrz, const ZoneText *zone, Count *count)
{
	int silent = 0;
	gboolean same_shape = (int)g_strv_length(mrz->lines) == zone->n_lines &&
			      (int)strlen(mrz->lines[0]) == zone->n_columns && mrz->format == zone->format;
	if (!same_shape) {
		count->silent_zones++;
		return;
	}
	for (int line = 0; line < zone->n_lines; line++) {
		for (int k = 0; k < zone->n_columns; k++) {
			gboolean right = mrz->lines[line][k] == zone->lines[line][k];
			gboolean doubted = is_doubted(mrz, line + 1, k + 1);
			gboolean said = doubted || is_refuted(mrz, line * zone->n_columns + k);
			count->marks += doubted;
			count->marks_right += doubted && right;
			count->said += !right && said;
			silent += !right && !said;
		}
	}
	count->silent += silent;
	count->silent_zones += silent > 0;
}

static gboolean
judge(const Mrz *mrz, const ZoneText *zone, Count *count)
{
	gboolean exact = mrz != NULL;
	for (int i = 0; i < zone->n_lines; i++) {
		gboolean same = mrz != NULL && g_strv_length(mrz->lines) > (guint)i &&
				g_str_equal(mrz->lines[i], zone->lines[i]);
		count->lines++;
		count->lines_exact += same;
		exact = exact && same;
	}
	count->n++;
	count->missed += mrz == NULL;
	count->exact += exact;
	if (mrz != NULL)
		count_characters(mrz, zone, count);
	return exact;
}

static void
write_pgm(const char *path, const guint8 *pixels, int width, int height, int stride)
{
	g_autofree char *head = g_strdup_printf("P5\n%d %d\n255\n", width, height);
	GString *out = g_string_new(head);
	for (int y = 0; y < height; y++)
		g_string_append_len(out, (const char *)pixels + (gsize)y * (gsize)stride, width);
	g_file_set_contents(path, out->str, (gssize)out->len, NULL);
	g_string_free(out, TRUE);
}

static void
keep(const char *folder, const char *level, int i, const BenchPage *page)
{
	g_autofree char *path = g_strdup_printf("%s/%s-%d.pgm", folder, level, i);
	g_strdelimit(path, " ,", '-');
	write_pgm(path, page->pixels, page->width_px, page->height_px, page->width_px);
}

static void
show_wrong(int i, const ZoneText *zone, const Mrz *mrz)
{
	for (int k = 0; k < zone->n_lines; k++) {
		const char *read = mrz == NULL || g_strv_length(mrz->lines) <= (guint)k ? "-" : mrz->lines[k];
		if (!g_str_equal(read, zone->lines[k]))
			g_print("# %d %s\n#   %s\n", i, zone->lines[k], read);
	}
	for (guint k = 0; mrz != NULL && k < mrz->uncertain->len; k++) {
		const MrzDoubt *doubt = g_ptr_array_index(mrz->uncertain, k);
		g_print("#   %d:%d %s", doubt->line, doubt->position, doubt->candidates);
	}
	g_print("\n");
}

/* Whether the turn found is the quarter nearest the true one. */
static gboolean
is_turn_right(int rotation, double truth)
{
	double apart = fabs(fmod(rotation - truth + 540, 360) - 180);
	return apart <= 46;
}

static void
run_level(const BenchLevel *level, const Glyphs *glyphs, int n_pages, guint32 seed, const char *folder)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	Count count = {0};
	for (int i = 0; i < n_pages; i++) {
		ZoneText zone;
		g_auto(BenchPage) page = {0};
		double truth, box[4];
		zone_text_make(&zone, random);
		zone_page_make(&page, level, &zone, random, &truth, box);
		int rotation = 0;
		double start = cpu_ms();
		g_autoptr(Mrz) mrz = read_page(glyphs, &page, &rotation);
		count.ms += cpu_ms() - start;
		gboolean right = judge(mrz, &zone, &count);
		count.turned_wrong += mrz != NULL && !is_turn_right(rotation, truth);
		if (!right && folder != NULL) {
			keep(folder, level->name, i, &page);
			show_wrong(i, &zone, mrz);
		}
	}
	g_print("%-16s zones %3d/%d  lines %3d/%d  none %d  wrong unmarked %d (%d)  wrong marked %d  "
		"marked though right %d  wrong turn %d  %.1f ms\n",
		level->name, count.exact, count.n, count.lines_exact, count.lines, count.missed, count.silent_zones,
		count.silent, count.said, count.marks_right, count.turned_wrong, count.ms / n_pages);
}

static void
run_plain(const Glyphs *glyphs, int n_pages, guint32 seed, const char *folder)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	int n_made_up = 0;
	double turned_ms = 0, upright_ms = 0, kind_ms[PLAIN_N_KINDS] = {0};
	for (int i = 0; i < n_pages; i++) {
		g_auto(BenchPage) page = {0};
		plain_page_make(&page, i % PLAIN_N_KINDS, random);
		int rotation;
		double start = cpu_ms();
		g_autoptr(Mrz) mrz = read_page(glyphs, &page, &rotation);
		double middle = cpu_ms();
		g_autoptr(Mrz) upright = mrz_read_page(
			glyphs, page.pixels, page.width_px, page.height_px, page.width_px, NULL, 2026, 11, 23);
		upright_ms += cpu_ms() - middle;
		turned_ms += middle - start;
		kind_ms[i % PLAIN_N_KINDS] += middle - start;
		n_made_up += mrz != NULL || upright != NULL;
		if (mrz != NULL && folder != NULL) {
			keep(folder, "plain", i, &page);
			g_print("# %d kind %d %s\n#   %s\n", i, i % PLAIN_N_KINDS, mrz->lines[0], mrz->lines[1]);
		}
	}
	g_print("no zone          made up %d/%d  any turn %.1f ms  upright %.1f ms\n", n_made_up, n_pages,
		turned_ms / n_pages, upright_ms / n_pages);
	for (int kind = 0; kind < PLAIN_N_KINDS && folder != NULL; kind++)
		g_print("# kind %d: %.1f ms\n", kind, kind_ms[kind] * PLAIN_N_KINDS / n_pages);
}

static int
run_files(const Glyphs *glyphs, int n_paths, char **paths)
{
	int n = 0, n_found = 0;
	double ms = 0, upright_ms = 0;
	for (int i = 0; i < n_paths; i++) {
		g_autofree char *contents = NULL;
		gsize size;
		g_autoptr(GError) error = NULL;
		if (!g_file_get_contents(paths[i], &contents, &size, &error)) {
			g_printerr("bench_mrz: %s\n", error->message);
			return 1;
		}
		g_autoptr(GBytes) bytes = g_bytes_new_take(g_steal_pointer(&contents), size);
		g_autoptr(Image) image = image_decode(bytes, 1, NULL, &error);
		g_autoptr(Image) grey = image == NULL ? NULL : image_grey(image);
		if (grey == NULL) {
			g_printerr("bench_mrz: %s: not an image\n", paths[i]);
			return 1;
		}
		double start = cpu_ms();
		int rotation;
		g_autoptr(Mrz) mrz = mrz_read_turned(glyphs, g_bytes_get_data(grey->pixels, NULL), grey->width_px,
			grey->height_px, grey->width_px, &rotation, 2026, 11, 23);
		ms += cpu_ms() - start;
		start = cpu_ms();
		g_autoptr(Mrz) upright = mrz_read_page(glyphs, g_bytes_get_data(grey->pixels, NULL), grey->width_px,
			grey->height_px, grey->width_px, NULL, 2026, 11, 23);
		upright_ms += cpu_ms() - start;
		n++;
		n_found += mrz != NULL || upright != NULL;
		if (mrz != NULL || upright != NULL)
			g_print("# found: %s\n", paths[i]);
	}
	g_print("files            found %d/%d  any turn %.1f ms  upright %.1f ms\n", n_found, n, ms / MAX(n, 1),
		upright_ms / MAX(n, 1));
	return 0;
}

/* The zone with a little paper around it, upright but for the level's skew. */
static void
run_crops(const BenchLevel *from, const Glyphs *glyphs, int n_pages, guint32 seed, const char *folder)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	BenchLevel level = *from;
	level.is_turned = FALSE;
	Count count = {0};
	for (int i = 0; i < n_pages; i++) {
		ZoneText zone;
		g_auto(BenchPage) page = {0};
		double truth, box[4];
		zone_text_make(&zone, random);
		zone_page_make(&page, &level, &zone, random, &truth, box);
		double margin = 0.7 * level.pitch_px[1];
		int x0 = (int)MAX(0, box[0] - margin), y0 = (int)MAX(0, box[1] - margin);
		int x1 = (int)MIN(page.width_px, box[2] + margin), y1 = (int)MIN(page.height_px, box[3] + margin);
		g_autofree char *picture = g_strdup_printf("%s/%03d.pgm", folder, i);
		g_autofree char *text = g_strdup_printf("%s/%03d.truth", folder, i);
		g_autofree char *lines = g_strdup_printf("%s\n%s\n%s%s", zone.lines[0], zone.lines[1],
			zone.n_lines == 3 ? zone.lines[2] : "", zone.n_lines == 3 ? "\n" : "");
		write_pgm(
			picture, page.pixels + (gsize)y0 * (gsize)page.width_px + x0, x1 - x0, y1 - y0, page.width_px);
		g_file_set_contents(text, lines, -1, NULL);
		int rotation;
		double start = cpu_ms();
		g_autoptr(Mrz) mrz = read_page(glyphs, &page, &rotation);
		count.ms += cpu_ms() - start;
		judge(mrz, &zone, &count);
	}
	g_print("%-16s zones %3d/%d  lines %3d/%d  %.1f ms, the whole page\n", level.name, count.exact, count.n,
		count.lines_exact, count.lines, count.ms / n_pages);
}

static guint32
number_at(int argc, char **argv, int i, guint32 otherwise)
{
	return argc > i ? (guint32)g_ascii_strtoull(argv[i], NULL, 10) : otherwise;
}

int
main(int argc, char **argv)
{
	if (argc < 3) {
		g_printerr("usage: bench_mrz WEIGHTS levels|plain|files|crops ...\n");
		return 2;
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(Glyphs) glyphs = glyphs_load(argv[1], &error);
	if (glyphs == NULL) {
		g_printerr("bench_mrz: %s\n", error->message);
		return 1;
	}
	if (g_str_equal(argv[2], "files"))
		return run_files(glyphs, argc - 3, argv + 3);
	int n_pages = (int)number_at(argc, argv, 3, 40);
	guint32 seed = number_at(argc, argv, 4, 20261123);
	if (g_str_equal(argv[2], "plain"))
		run_plain(glyphs, n_pages, seed, argc > 5 ? argv[5] : NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(levels) && !g_str_equal(argv[2], "plain"); i++) {
		if (argc > 5 && !g_str_has_prefix(levels[i].name, argv[5]))
			continue;
		if (g_str_equal(argv[2], "crops") && argc > 6)
			run_crops(&levels[i], glyphs, n_pages, seed, argv[6]);
		else
			run_level(&levels[i], glyphs, n_pages, seed, argc > 6 ? argv[6] : NULL);
	}
	return 0;
}
