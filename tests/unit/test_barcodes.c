/* links: app/codes app/glyphs app/samples app/dossier firmware/base */
#include "app/codes/barcode_read.h"
#include "app/codes/code_gate.h"
#include "app/samples/code_modules.h"
#include <string.h>

/* A page at 200 dpi, white or with lines that look like print. */
typedef struct {
	int width, height;
	guint8 *pixels;
} Paper;

static const BarcodeRules rules = {NULL, NULL};

static Paper
paper_new(gboolean printed)
{
	Paper paper = {1654, 2339, g_malloc(1654 * 2339)};
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	memset(paper.pixels, 245, 1654 * 2339);
	for (int top = 150; printed && top < 2150; top += 34)
		for (int x = 150; x < 1500; x += g_rand_int_range(random, 4, 14)) {
			int height = g_rand_int_range(random, 8, 18), width = g_rand_int_range(random, 2, 9);
			if (width > 4)
				height = 3;
			for (int y = top; y < top + height; y++)
				memset(paper.pixels + y * paper.width + x, 30, (gsize)width);
		}
	return paper;
}

static void
paper_clear(Paper *paper)
{
	g_clear_pointer(&paper->pixels, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Paper, paper_clear)

static void
fill(Paper *paper, int x, int y, int width, int height, guint8 value)
{
	for (int row = y; row < y + height; row++)
		memset(paper->pixels + row * paper->width + x, value, (gsize)width);
}

static void
print_code(Paper *paper, CodeKind kind, const char *text, int x, int y, int module)
{
	g_autoptr(CodeModules) code = code_modules(kind, text);
	int bar = kind == CODE_128 ? 80 : module, quiet = 10 * module;
	g_assert_nonnull(code);
	fill(paper, x - quiet, y - quiet, code->width * module + 2 * quiet, code->height * bar + 2 * quiet, 245);
	for (int j = 0; j < code->height; j++)
		for (int i = 0; i < code->width; i++)
			if (code->dark[j * code->width + i])
				fill(paper, x + i * module, y + j * bar, module, bar, 25);
}

static void
paper_turn(Paper *paper)
{
	Paper turned = {paper->height, paper->width, g_malloc((gsize)paper->width * (gsize)paper->height)};
	for (int y = 0; y < paper->height; y++)
		for (int x = 0; x < paper->width; x++)
			turned.pixels[x * turned.width + turned.width - 1 - y] = paper->pixels[y * paper->width + x];
	paper_clear(paper);
	*paper = turned;
}

static GPtrArray *
read_paper(const Paper *paper)
{
	return barcodes_read(&rules, paper->pixels, paper->width, paper->height, paper->width, 200);
}

static void
assert_one(const Paper *paper, BarcodeSymbology symbology, const char *text)
{
	g_autoptr(GPtrArray) codes = read_paper(paper);
	g_assert_cmpuint(codes->len, ==, 1);
	const Barcode *code = codes->pdata[0];
	g_assert_cmpint(code->symbology, ==, symbology);
	g_assert_cmpstr(code->text, ==, text);
	g_assert_cmpint(code->page, ==, 1);
}

static void
each_kind_is_read_in_any_of_four_turns(void)
{
	static const struct {
		CodeKind kind;
		BarcodeSymbology symbology;
		const char *text;
	} all[] = {{CODE_QR, BARCODE_QR, "https://verif.example.fr/é?n=12"}, {CODE_128, BARCODE_CODE_128, "AB-1234567"},
		{CODE_128, BARCODE_CODE_128, "004512007788"},
		{CODE_DATA_MATRIX, BARCODE_DATA_MATRIX, "ATTESTATION 0045127 DELIVREE A ROUEN LE 12 NOVEMBRE 2026"}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		g_auto(Paper) paper = paper_new(TRUE);
		print_code(&paper, all[i].kind, all[i].text, 700, 1200, 4);
		for (int turn = 0; turn < 4; turn++) {
			assert_one(&paper, all[i].symbology, all[i].text);
			paper_turn(&paper);
		}
	}
}

static void
the_box_is_where_the_code_is(void)
{
	g_auto(Paper) paper = paper_new(FALSE);
	print_code(&paper, CODE_QR, "BOX", 600, 900, 5);
	g_autoptr(GPtrArray) codes = read_paper(&paper);
	g_assert_cmpuint(codes->len, ==, 1);
	g_assert_cmpfloat(box_overlap(((Barcode *)codes->pdata[0])->box, (Box){600, 900, 105, 105}), >, 0.9);
	g_assert_cmpint(((Barcode *)codes->pdata[0])->box.width, <, 140);
}

static void
several_codes_are_told_apart(void)
{
	g_auto(Paper) paper = paper_new(TRUE);
	print_code(&paper, CODE_QR, "first", 300, 400, 5);
	print_code(&paper, CODE_QR, "second", 1100, 400, 5);
	print_code(&paper, CODE_128, "THIRD-3", 500, 1600, 3);
	g_autoptr(GPtrArray) codes = read_paper(&paper);
	g_assert_cmpuint(codes->len, ==, 3);
}

static void
print_holds_no_code_and_is_not_searched(void)
{
	g_auto(Paper) paper = paper_new(TRUE);
	CodePlace places[CODE_PLACES_MAX];
	g_assert_cmpint(code_gate(paper.pixels, paper.width, paper.height, paper.width, 200, places), ==, 0);
	g_autoptr(GPtrArray) codes = read_paper(&paper);
	g_assert_cmpuint(codes->len, ==, 0);
}

/* Looks like a code to the gate; decoding must end in time and make nothing up. */
static void
a_field_of_noise_ends_in_time(void)
{
	g_auto(Paper) paper = paper_new(FALSE);
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	for (int y = 300; y < 2000; y += 4)
		for (int x = 300; x < 1300; x += 4)
			if (g_rand_boolean(random) && (x / 250 + y / 250) % 2 == 0)
				fill(&paper, x, y, 4, 4, 20);
	gint64 start = g_get_monotonic_time();
	g_autoptr(GPtrArray) codes = read_paper(&paper);
	g_assert_cmpuint(codes->len, ==, 0);
	g_assert_cmpint(
		g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC); /* a busy machine: the limit is 0.6 s */
}

/* Nothing, a sliver, one grey, a lying resolution. */
static void
odd_pictures_hold_no_code(void)
{
	static const struct {
		int width, height, dpi;
	} odd[] = {{1, 1, 300}, {16, 16, 0}, {15, 4000, 300}, {4000, 15, 300}, {700, 700, 10000}, {700, 700, 1}};
	guint8 *grey = g_malloc(4000 * 4000);
	for (int value = 0; value < 256; value += 85) {
		memset(grey, value, 4000 * 4000);
		for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
			g_autoptr(GPtrArray) codes =
				barcodes_read(&rules, grey, odd[i].width, odd[i].height, odd[i].width, odd[i].dpi);
			g_assert_cmpuint(codes->len, ==, 0);
		}
	}
	g_free(grey);
}

static void
texts_show_their_control_characters(void)
{
	g_autoptr(Barcode) code = barcode_new(BARCODE_DATA_MATRIX, "A\x1d\x1f\x7f", 4, (Box){0});
	g_assert_cmpstr(code->text, ==, "A\u241d\u241f\u2421");
	static const struct {
		const char *bytes;
		gsize n;
	} bad[] = {{"\xff\xfe", 2}, {"a\0b", 3}, {"\xc2\x85", 2}, {NULL, 0}};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(Barcode) none = barcode_new(BARCODE_QR, bad[i].bytes, bad[i].n, (Box){0});
		g_assert_null(none->text);
	}
	g_autofree char *much = g_strnfill(BARCODE_MAX_TEXT, '\x1d'); /* fits, but not when shown */
	g_autoptr(Barcode) none = barcode_new(BARCODE_QR, much, BARCODE_MAX_TEXT, (Box){0});
	g_assert_null(none->text);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/codes/each kind is read in any of four turns", each_kind_is_read_in_any_of_four_turns);
	g_test_add_func("/codes/the box is where the code is", the_box_is_where_the_code_is);
	g_test_add_func("/codes/several codes are told apart", several_codes_are_told_apart);
	g_test_add_func("/codes/print holds no code and is not searched", print_holds_no_code_and_is_not_searched);
	g_test_add_func("/codes/a field of noise ends in time", a_field_of_noise_ends_in_time);
	g_test_add_func("/codes/odd pictures hold no code", odd_pictures_hold_no_code);
	g_test_add_func("/codes/texts show their control characters", texts_show_their_control_characters);
	return g_test_run();
}
