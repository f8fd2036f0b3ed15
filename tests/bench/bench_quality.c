/* links: app/dossier app/values app/fields app/reader app/image firmware/base */
/* How well the verdict on a page as a picture holds: pages that have nothing wrong with them are spoiled in one known
 * way, read through the pool, and the verdicts counted: bench_quality PAGE... (drawn at 300 dpi, upright, as
 * `civilia-samples --level clean` draws them) */
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/reader/reader.h"
#include "firmware/base/sealed.h"
#include <math.h>
#include <string.h>
#include <unistd.h>

enum { GIVE_UP_SECONDS = 600, PAPER = 238 };

/* A grey page being spoiled. */
typedef struct {
	guint8 *pixels;
	int width, height, dpi;
} Sheet;

typedef struct {
	const char *name;
	void (*spoil)(Sheet *sheet, double strength);
	double strength;
	PageQuality wanted; /* 0: nothing is wrong with it */
} Case;

/* Three means in a row come near to a lens. */
static void
blur(Sheet *s, double radius_px)
{
	int reach = MAX((int)radius_px, 1);
	g_autofree guint8 *line = g_malloc((gsize)MAX(s->width, s->height));
	for (int pass = 0; pass < 6; pass++) {
		gboolean across = pass % 2 == 0;
		int n = across ? s->width : s->height, lines = across ? s->height : s->width;
		gsize step = across ? 1 : (gsize)s->width;
		for (int l = 0; l < lines; l++) {
			guint8 *at = s->pixels + (across ? (gsize)l * (gsize)s->width : (gsize)l);
			int sum = 0;
			for (int i = 0; i < n; i++)
				line[i] = at[(gsize)i * step];
			for (int i = -reach; i <= reach; i++)
				sum += line[CLAMP(i, 0, n - 1)];
			for (int i = 0; i < n; i++) {
				at[(gsize)i * step] = (guint8)(sum / (2 * reach + 1));
				sum += line[MIN(i + reach + 1, n - 1)] - line[MAX(i - reach, 0)];
			}
		}
	}
}

static void
tone(Sheet *s, double black, double white)
{
	for (gsize i = 0; i < (gsize)s->width * (gsize)s->height; i++)
		s->pixels[i] = (guint8)(black + (white - black) * s->pixels[i] / 255);
}

static void
darken(Sheet *s, double paper)
{
	tone(s, paper * 0.15, paper);
}

static void
fade(Sheet *s, double ink)
{
	tone(s, ink, PAPER);
}

/* A lamp's burnt spots on a page that is not white. */
static void
glare(Sheet *s, double share)
{
	tone(s, 20, 200);
	double radius = sqrt(share * s->width * s->height / 2 / G_PI);
	const double at[2][2] = {{0.35, 0.3}, {0.6, 0.65}};
	for (int y = 0; y < s->height; y++)
		for (int x = 0; x < s->width; x++)
			for (int i = 0; i < 2; i++) {
				double away = hypot(x - at[i][0] * s->width, y - at[i][1] * s->height) / radius;
				guint8 *pixel = &s->pixels[(gsize)y * (gsize)s->width + (gsize)x];
				double more = away < 1 ? 255 : 255 * (1.3 - away) / 0.3;
				*pixel = (guint8)MIN(255, *pixel + MAX(more, 0));
			}
}

/* Off the glass to the left by a share of the width. */
static void
clip(Sheet *s, double share)
{
	int off = (int)(share * s->width), width = s->width - off;
	for (int y = 0; y < s->height; y++)
		memmove(s->pixels + (gsize)y * (gsize)width, s->pixels + (gsize)y * (gsize)s->width + off,
			(gsize)width);
	s->width = width;
}

static void
blank(Sheet *s, double grain)
{
	guint32 at = 12345;
	for (gsize i = 0; i < (gsize)s->width * (gsize)s->height; i++) {
		at = at * 1664525U + 1013904223U;
		s->pixels[i] = (guint8)(PAPER - (at >> 16) % (guint)(grain + 1));
	}
}

/* Scanned at so many dots per inch. */
static void
reduce(Sheet *s, double dpi)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(s->pixels, (gsize)s->width * (gsize)s->height);
	g_autoptr(Image) image = image_new(s->width, s->height, 1, s->dpi, bytes);
	g_autoptr(Image) less = image_scale(image, dpi / s->dpi);
	gsize size;
	const guint8 *pixels = g_bytes_get_data(less->pixels, &size);
	*s = (Sheet){g_memdup2(pixels, size), less->width_px, less->height_px, (int)dpi};
}

/* Paper on a white lid, a shadow along its edge. */
static void
put_on_lid(Sheet *s, double share)
{
	int x = (int)(share * s->width), y = (int)(share * s->height);
	for (int row = s->height - 1; row >= 0; row--)
		for (int column = s->width - 1; column >= 0; column--) {
			guint8 *to = &s->pixels[(gsize)row * (gsize)s->width + (gsize)column];
			if (row < y || column < x)
				*to = 252;
			else if (row < y + 3 || column < x + 3)
				*to = 190;
		}
}

static const Case cases[] = {{"good", NULL, 0, 0}, {"good, grey paper", darken, 215, 0}, {"good, soft", blur, 1, 0},
	{"good, 200 dpi", reduce, 200, 0}, {"good, on a white lid", put_on_lid, 0.02, 0},
	{"blurred 4", blur, 4, PAGE_BLURRED}, {"blurred 6", blur, 6, PAGE_BLURRED},
	{"dark 110", darken, 110, PAGE_DARK}, {"dark 70", darken, 70, PAGE_DARK}, {"faint 175", fade, 175, PAGE_FAINT},
	{"glare 6 %", glare, 0.06, PAGE_GLARE}, {"glare 20 %", glare, 0.2, PAGE_GLARE},
	{"clipped 15 %", clip, 0.15, PAGE_CLIPPED}, {"clipped 25 %", clip, 0.25, PAGE_CLIPPED},
	{"100 dpi", reduce, 100, PAGE_LOW_RESOLUTION}, {"150 dpi", reduce, 150, PAGE_LOW_RESOLUTION},
	{"blank", blank, 4, PAGE_BLANK}};

/* What was said of the pages of one case. */
typedef struct {
	guint pages, told, other, counts[PAGE_QUALITY_N];
} Tally;

typedef struct {
	GMainLoop *loop;
	guint quality;
	gboolean failed;
} Wait;

static void
on_result(guint index G_GNUC_UNUSED, ReaderResult *result, gboolean done, gpointer data)
{
	Wait *wait = data;
	wait->failed |= result->error != NULL;
	if (result->documents != NULL) {
		const Document *document = g_ptr_array_index(result->documents, 0);
		wait->quality = ((const Page *)g_ptr_array_index(document->pages, 0))->quality;
	}
	if (done)
		g_main_loop_quit(wait->loop);
}

static gboolean
give_up(gpointer data G_GNUC_UNUSED)
{
	g_error("the reader did not finish in time");
	return G_SOURCE_REMOVE;
}

static Image *
open_page(const char *path, GError **error)
{
	char *data;
	gsize size;
	if (!g_file_get_contents(path, &data, &size, error))
		return NULL;
	g_autoptr(GBytes) bytes = g_bytes_new_take(data, size);
	g_autoptr(Image) image = image_decode(bytes, 1, NULL, error);
	return image != NULL ? image_grey(image) : NULL;
}

static gboolean
judge(Reader *reader, Wait *wait, const Image *page, const Case *c, Tally *tally)
{
	gsize size;
	const guint8 *pixels = g_bytes_get_data(page->pixels, &size);
	Sheet sheet = {g_memdup2(pixels, size), page->width_px, page->height_px, page->dpi > 0 ? page->dpi : 300};
	if (c->spoil != NULL)
		c->spoil(&sheet, c->strength);
	int fd = sealed_new(sheet.pixels, (gsize)sheet.width * (gsize)sheet.height, NULL);
	g_free(sheet.pixels);
	*wait = (Wait){.loop = wait->loop};
	reader_submit_pixels(reader, fd, sheet.width, sheet.height, 1, sheet.dpi);
	close(fd);
	g_main_loop_run(wait->loop);
	if (wait->failed)
		return FALSE;
	tally->pages++;
	tally->told += c->wanted == 0 ? wait->quality == 0 : (wait->quality & c->wanted) != 0;
	tally->other += (wait->quality & ~(guint)c->wanted) != 0;
	for (int i = 0; i < PAGE_QUALITY_N; i++)
		tally->counts[i] += wait->quality >> i & 1;
	return TRUE;
}

static void
say(const Case *c, const Tally *tally)
{
	g_print("%-22s %3u pages, right %3u, something else too %3u:", c->name, tally->pages, tally->told,
		tally->other);
	for (int i = 0; i < PAGE_QUALITY_N; i++)
		if (tally->counts[i] > 0)
			g_print(" %s %u", page_quality_name(i), tally->counts[i]);
	g_print("\n");
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		g_printerr("usage: bench_quality PAGE...\n");
		return 2;
	}
	Wait wait = {.loop = g_main_loop_new(NULL, FALSE)};
	const ReaderOptions options = {.workers = 1};
	g_autoptr(GError) error = NULL;
	g_autoptr(Reader) reader = reader_new(&options, on_result, &wait, &error);
	Tally tallies[G_N_ELEMENTS(cases)] = {0};
	guint guard = g_timeout_add_seconds((guint)argc * GIVE_UP_SECONDS, give_up, NULL);
	for (int i = 1; reader != NULL && i < argc; i++) {
		g_autoptr(Image) page = open_page(argv[i], &error);
		if (page == NULL)
			break;
		for (guint k = 0; k < G_N_ELEMENTS(cases); k++)
			if (!judge(reader, &wait, page, &cases[k], &tallies[k]))
				g_printerr("bench_quality: page %d, %s: not read\n", i, cases[k].name);
	}
	g_source_remove(guard);
	g_main_loop_unref(wait.loop);
	if (error != NULL) {
		g_printerr("bench_quality: %s\n", error->message);
		return 1;
	}
	for (guint k = 0; k < G_N_ELEMENTS(cases); k++)
		say(&cases[k], &tallies[k]);
	return 0;
}
