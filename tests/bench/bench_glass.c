/* links: app/dossier app/image app/values app/fields app/reader firmware/base */
/* Lays passport pages of the sample dossiers on a glass, one to four at a time, at any angle, on a white, grey or black
 * lid, and reads them: how many papers come out, and whose zone is the one that its own page gave. */
#include "app/image/image_decode.h"
#include "app/image/image_change.h"
#include "app/image/page_items.h"
#include "app/reader/reader.h"
#include "firmware/base/sealed.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 2480, HEIGHT = 3508, DPI = 300 };

typedef struct {
	Image *picture;
	char *zone; /* its lines, joined */
} Card;

typedef struct {
	GMainLoop *loop;
	GPtrArray *documents; /* of the last page */
} Reply;

static void
on_result(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	Reply *reply = data;
	(void)index;
	(void)done;
	g_clear_pointer(&reply->documents, g_ptr_array_unref);
	reply->documents = g_steal_pointer(&result->documents);
	g_main_loop_quit(reply->loop);
}

static GPtrArray *
read_pixels(Reader *reader, Reply *reply, const Image *image)
{
	gsize n;
	const void *pixels = g_bytes_get_data(image->pixels, &n);
	int fd = sealed_new(pixels, n, NULL);
	reader_submit_pixels(reader, fd, image->width_px, image->height_px, image->channels, DPI);
	close(fd);
	g_main_loop_run(reply->loop);
	return reply->documents;
}

/* The passport of a sample page, cut out, with the zone that the page as a whole gives. */
static void
add_card(GPtrArray *cards, Reader *reader, Reply *reply, const char *path)
{
	g_autofree char *data = NULL;
	gsize size;
	if (!g_file_get_contents(path, &data, &size, NULL))
		return;
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(Image) page = image_decode(bytes, 1, NULL, NULL);
	g_autoptr(Image) grey = page != NULL ? image_grey(page) : NULL;
	g_autoptr(PageItems) found = grey != NULL ? page_items_find(page) : NULL;
	if (found == NULL || found->items->len != 1)
		return;
	GPtrArray *documents = read_pixels(reader, reply, grey);
	const Document *d = documents != NULL ? g_ptr_array_index(documents, 0) : NULL;
	if (d == NULL || d->mrz == NULL)
		return;
	TurnedBox box = g_array_index(found->items, TurnedBox, 0);
	box.width -= 40; /* the paper alone */
	box.height -= 40;
	Card *card = g_new0(Card, 1);
	card->picture = page_item_cut(grey, &box);
	card->zone = g_strjoinv("", d->mrz->lines);
	g_ptr_array_add(cards, card);
}

static void
lay(guint8 *glass, const Image *card, TurnedBox at, double scale)
{
	const guint8 *from = g_bytes_get_data(card->pixels, NULL);
	double a = at.degrees * G_PI / 180, reach = hypot(at.width, at.height) / 2;
	for (int y = MAX(0, (int)(at.y - reach)); y < MIN(HEIGHT, at.y + reach); y++)
		for (int x = MAX(0, (int)(at.x - reach)); x < MIN(WIDTH, at.x + reach); x++) {
			double dx = x - at.x, dy = y - at.y;
			double u = ((dx * cos(a) + dy * sin(a)) + at.width / 2) / scale,
			       v = ((dy * cos(a) - dx * sin(a)) + at.height / 2) / scale;
			int iu = (int)floor(u), iv = (int)floor(v);
			if (iu < 0 || iv < 0 || iu + 1 >= card->width_px || iv + 1 >= card->height_px)
				continue;
			const guint8 *p = from + (gsize)iv * (gsize)card->width_px + iu;
			double fu = u - iu, fv = v - iv;
			glass[y * WIDTH + x] =
				(guint8)((p[0] * (1 - fu) + p[1] * fu) * (1 - fv) +
					 (p[card->width_px] * (1 - fu) + p[card->width_px + 1] * fu) * fv);
		}
}

static void
add_noise(guint8 *glass, GRand *chance)
{
	for (gsize i = 0; i < (gsize)WIDTH * HEIGHT; i++) {
		guint32 r = g_rand_int(chance);
		int noise = (int)((r & 15) + (r >> 4 & 15) + (r >> 8 & 15)) - 22;
		glass[i] = (guint8)CLAMP(glass[i] + noise / 3, 0, 255);
	}
}

typedef struct {
	int scenes, laid, papers_right, zones_right;
} Score;

static void
scene(Reader *reader, Reply *reply, const GPtrArray *cards, GRand *chance, int n, guint8 lid, Score *score)
{
	static const double middles[4][2] = {{0.27, 0.25}, {0.73, 0.27}, {0.27, 0.75}, {0.73, 0.73}};
	guint8 *glass = memset(g_malloc((gsize)WIDTH * HEIGHT), lid, (gsize)WIDTH * HEIGHT);
	g_autoptr(GPtrArray) zones = g_ptr_array_new();
	for (int i = 0; i < n; i++) {
		const Card *card = g_ptr_array_index(cards, (guint)g_rand_int_range(chance, 0, (gint32)cards->len));
		double scale = n == 1 ? 0.9 : 0.7, turn = n == 1 ? 180 : n == 2 ? 25 : 12;
		double x = n <= 2 ? 0.5 : middles[i][0], y = n == 1 ? 0.5 : n == 2 ? 0.24 + 0.52 * i : middles[i][1];
		if (n > 2)
			scale = 0.95 * WIDTH / 2.2 / hypot(card->picture->width_px, card->picture->height_px);
		TurnedBox at = {x * WIDTH + g_rand_double_range(chance, -30, 30),
			y * HEIGHT + g_rand_double_range(chance, -30, 30), card->picture->width_px * scale,
			card->picture->height_px * scale, g_rand_double_range(chance, -turn, turn)};
		lay(glass, card->picture, at, scale);
		g_ptr_array_add(zones, card->zone);
	}
	add_noise(glass, chance);
	g_autoptr(GBytes) bytes = g_bytes_new_take(glass, (gsize)WIDTH * HEIGHT);
	g_autoptr(Image) image = image_new(WIDTH, HEIGHT, 1, DPI, bytes);
	GPtrArray *documents = read_pixels(reader, reply, image);
	score->scenes++;
	score->laid += n;
	score->papers_right += documents != NULL && (int)documents->len == n;
	for (guint i = 0; documents != NULL && i < documents->len; i++) {
		const Document *d = g_ptr_array_index(documents, i);
		g_autofree char *zone = d->mrz != NULL ? g_strjoinv("", d->mrz->lines) : NULL;
		for (guint k = 0; zone != NULL && k < zones->len; k++)
			if (g_str_equal(zone, g_ptr_array_index(zones, k))) {
				score->zones_right++;
				g_ptr_array_remove_index_fast(zones, k);
				break;
			}
	}
}

int
main(int argc, char **argv)
{
	const char *samples = argc > 1 ? argv[1] : "build/samples/clean";
	int rounds = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 2;
	static const guint8 lids[] = {252, 225, 18};
	Reply reply = {.loop = g_main_loop_new(NULL, FALSE)};
	const ReaderOptions options = {.workers = 1, .page_timeout_ms = 600000};
	g_autoptr(Reader) reader = reader_new(&options, on_result, &reply, NULL);
	g_autoptr(GPtrArray) cards = g_ptr_array_new();
	g_autoptr(GDir) dossiers = g_dir_open(samples, 0, NULL);
	for (const char *name; dossiers != NULL && (name = g_dir_read_name(dossiers)) != NULL;) {
		g_autofree char *folder = g_build_filename(samples, name, NULL);
		g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
		for (const char *file; files != NULL && (file = g_dir_read_name(files)) != NULL;) {
			g_autofree char *path = g_build_filename(folder, file, NULL);
			if (strstr(file, "passport") != NULL)
				add_card(cards, reader, &reply, path);
		}
	}
	if (cards->len == 0) {
		fprintf(stderr, "bench_glass: no passport pages with a zone below %s\n", samples);
		return 1;
	}
	g_autoptr(GRand) chance = g_rand_new_with_seed(argc > 3 ? (guint32)g_ascii_strtoll(argv[3], NULL, 10) : 1);
	for (guint lid = 0; lid < G_N_ELEMENTS(lids); lid++)
		for (int n = 1; n <= 4; n++) {
			Score score = {0};
			for (int i = 0; i < rounds; i++)
				scene(reader, &reply, cards, chance, n, lids[lid], &score);
			printf("lid %3u, %d on the glass: papers counted right %d/%d, zones exact %d/%d\n", lids[lid],
				n, score.papers_right, score.scenes, score.zones_right, score.laid);
			fflush(stdout);
		}
	return 0;
}
