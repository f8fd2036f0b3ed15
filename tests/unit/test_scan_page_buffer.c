/* links: drivers/scan firmware/base firmware/bus */
#include "drivers/scan/page_buffer.h"
#include "firmware/base/error.h"
#include "firmware/base/sealed.h"
#include <string.h>
#include <unistd.h>

enum { W = 20, H = 16 };

static const ScannerFrame gray = {FRAME_GRAY, TRUE, W, H, W, 8};

static void
add(PageBuffer *page, const guint8 *data, gsize size)
{
	g_autoptr(GError) error = NULL;
	gboolean ok = page_buffer_add(page, data, size, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
}

static void
begin(PageBuffer *page, const ScannerFrame *frame)
{
	g_autoptr(GError) error = NULL;
	gboolean ok = page_buffer_begin(page, frame, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
}

static void
end(PageBuffer *page)
{
	g_autoptr(GError) error = NULL;
	gboolean ok = page_buffer_end(page, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
}

static GBytes *
seal(PageBuffer *page, gboolean turned, PageSize *size)
{
	g_autoptr(GError) error = NULL;
	int fd = page_buffer_seal(page, turned, size, &error);
	g_assert_no_error(error);
	gsize bytes = (gsize)size->width_px * (gsize)size->height_px * (gsize)size->channels;
	GBytes *pixels = sealed_map(fd, bytes, bytes, &error);
	g_assert_no_error(error);
	close(fd);
	return pixels;
}

static guint8
at(GBytes *pixels, gsize index)
{
	return ((const guint8 *)g_bytes_get_data(pixels, NULL))[index];
}

static void
test_gray(void)
{
	g_autoptr(PageBuffer) page = page_buffer_new(FALSE);
	guint8 data[W * H];
	for (int i = 0; i < W * H; i++)
		data[i] = (guint8)i;
	begin(page, &gray);
	g_assert_cmpint(page_buffer_percent(page), ==, 0);
	for (int i = 0; i < W * H; i += 7) /* in crumbs */
		add(page, data + i, (gsize)MIN(7, W * H - i));
	g_assert_cmpint(page_buffer_percent(page), ==, 100);
	end(page);
	PageSize size;
	g_autoptr(GBytes) pixels = seal(page, FALSE, &size);
	g_assert_cmpint(size.width_px, ==, W);
	g_assert_cmpint(size.height_px, ==, H);
	g_assert_cmpint(size.channels, ==, 1);
	g_assert_cmpmem(g_bytes_get_data(pixels, NULL), W * H, data, W * H);
}

static void
test_turned(void)
{
	static const ScannerFrame rgb = {FRAME_RGB, TRUE, W, H, 3 * W, 8};
	g_autoptr(PageBuffer) page = page_buffer_new(FALSE);
	guint8 data[3 * W * H];
	for (int i = 0; i < 3 * W * H; i++)
		data[i] = (guint8)(i % 251);
	begin(page, &rgb);
	add(page, data, sizeof data);
	end(page);
	PageSize size;
	g_autoptr(GBytes) pixels = seal(page, TRUE, &size);
	for (int i = 0; i < W * H; i++) {
		for (int c = 0; c < 3; c++)
			g_assert_cmpuint(at(pixels, (gsize)(3 * i + c)), ==, data[3 * (W * H - 1 - i) + c]);
	}
}

static void
test_padding_and_depths(void)
{
	static const ScannerFrame lineart = {FRAME_GRAY, TRUE, W, H, 3, 1},
				  deep = {FRAME_GRAY, TRUE, W, H, 2 * W + 6, 16};
	PageSize size;
	g_autoptr(PageBuffer) bits = page_buffer_new(FALSE);
	begin(bits, &lineart);
	for (int y = 0; y < H; y++)
		add(bits, (const guint8[]){0x80, 0x01, 0x1f}, 3); /* the last four bits are padding */
	end(bits);
	g_autoptr(GBytes) black = seal(bits, FALSE, &size);
	for (gsize x = 0; x < W; x++)
		g_assert_cmpuint(at(black, x), ==, x == 0 || x == 15 || x == 19 ? 0 : 255);
	g_autoptr(PageBuffer) wide = page_buffer_new(FALSE);
	guint16 line[W + 3];
	for (int x = 0; x < W + 3; x++)
		line[x] = (guint16)(x * 1000 + 77);
	begin(wide, &deep);
	for (int y = 0; y < H; y++)
		add(wide, (const guint8 *)line, sizeof line);
	end(wide);
	g_autoptr(GBytes) upper = seal(wide, FALSE, &size);
	for (gsize x = 0; x < W; x++)
		g_assert_cmpuint(at(upper, x), ==, line[x] >> 8);
}

static void
test_three_passes(void)
{
	static const FrameFormat order[] = {FRAME_GREEN, FRAME_BLUE, FRAME_RED};
	g_autoptr(PageBuffer) page = page_buffer_new(FALSE);
	guint8 data[W * H];
	for (int pass = 0; pass < 3; pass++) {
		ScannerFrame frame = {order[pass], pass == 2, W, H, W, 8};
		begin(page, &frame);
		memset(data, 100 + (int)order[pass], sizeof data);
		add(page, data, sizeof data);
		end(page);
	}
	PageSize size;
	g_autoptr(GBytes) pixels = seal(page, FALSE, &size);
	g_assert_cmpint(size.channels, ==, 3);
	g_assert_cmpuint(at(pixels, 0), ==, 100 + FRAME_RED);
	g_assert_cmpuint(at(pixels, 1), ==, 100 + FRAME_GREEN);
	g_assert_cmpuint(at(pixels, 3 * W * H - 1), ==, 100 + FRAME_BLUE);
}

static void
test_unknown_length(void)
{
	enum { LONG = 3000 };
	ScannerFrame frame = gray;
	frame.lines = -1;
	g_autoptr(PageBuffer) page = page_buffer_new(FALSE);
	begin(page, &frame);
	guint8 line[W];
	for (int y = 0; y < LONG; y++) {
		memset(line, y % 256, W);
		add(page, line, W);
	}
	end(page);
	PageSize size;
	g_autoptr(GBytes) pixels = seal(page, FALSE, &size);
	g_assert_cmpint(size.height_px, ==, LONG);
	for (gsize y = 0; y < LONG; y++)
		g_assert_cmpuint(at(pixels, y * W), ==, y % 256);
}

static void
test_shorter_than_estimated(void)
{
	guint8 data[W * H] = {0};
	g_autoptr(PageBuffer) page = page_buffer_new(TRUE);
	ScannerFrame frame = gray;
	frame.lines = 100;
	begin(page, &frame);
	add(page, data, sizeof data);
	end(page);
	PageSize size;
	g_autoptr(GBytes) pixels = seal(page, FALSE, &size);
	g_assert_cmpint(size.height_px, ==, H);
	g_assert_cmpuint(at(pixels, W * H - 1), ==, 0);
}

static void
test_refused_frames(void)
{
	static const struct {
		ScannerFrame frame;
		StationError code;
	} cases[] = {
		{{FRAME_GRAY, TRUE, 0, H, 0, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, -5, H, W, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, 15, H, 15, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, W, 0, W, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, W, -2, W, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, W, H, W - 1, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, W, H, W + 5000, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, W, H, -1, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_RGB, TRUE, W, H, W, 8}, STATION_ERROR_BAD_FRAME},
		{{FRAME_GRAY, TRUE, 20001, H, 20001, 8}, STATION_ERROR_TOO_LARGE},
		{{FRAME_GRAY, TRUE, W, 20001, W, 8}, STATION_ERROR_TOO_LARGE},
		{{FRAME_GRAY, TRUE, 6001, 6000, 6001, 8}, STATION_ERROR_TOO_LARGE},
		{{FRAME_GRAY, TRUE, G_MAXINT, G_MAXINT, G_MAXINT, 8}, STATION_ERROR_TOO_LARGE},
		{{FRAME_GRAY, TRUE, W, H, W, 4}, STATION_ERROR_UNSUPPORTED},
		{{FRAME_GRAY, TRUE, W, H, W, 0}, STATION_ERROR_UNSUPPORTED},
		{{FRAME_RGB, TRUE, W, H, 3 * W, 1}, STATION_ERROR_UNSUPPORTED},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(PageBuffer) page = page_buffer_new(FALSE);
		g_autoptr(GError) error = NULL;
		g_assert_false(page_buffer_begin(page, &cases[i].frame, &error));
		g_assert_error(error, STATION_ERROR, (gint)cases[i].code);
	}
}

static void
test_wrong_amounts(void)
{
	guint8 data[W * (H + 1)] = {0};
	g_autoptr(GError) error = NULL;
	g_autoptr(PageBuffer) shorter = page_buffer_new(FALSE);
	begin(shorter, &gray);
	add(shorter, data, W * H - 1);
	g_assert_false(page_buffer_end(shorter, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME);
	g_clear_error(&error);
	g_autoptr(PageBuffer) longer = page_buffer_new(TRUE);
	begin(longer, &gray);
	g_assert_false(page_buffer_add(longer, data, sizeof data, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME);
	g_clear_error(&error);
	g_autoptr(PageBuffer) none = page_buffer_new(FALSE);
	g_assert_false(page_buffer_add(none, data, 1, &error));
	g_clear_error(&error);
	g_assert_false(page_buffer_end(none, &error));
	g_clear_error(&error);
	PageSize size;
	g_assert_cmpint(page_buffer_seal(none, FALSE, &size, &error), ==, -1);
	g_assert_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME);
}

static void
test_endless_unknown_length(void)
{
	enum { WIDE = 20000 };
	static guint8 line[WIDE];
	ScannerFrame frame = {FRAME_GRAY, TRUE, WIDE, -1, WIDE, 8};
	g_autoptr(PageBuffer) page = page_buffer_new(FALSE);
	g_autoptr(GError) error = NULL;
	begin(page, &frame);
	int lines = 0;
	while (lines < 20000 && page_buffer_add(page, line, WIDE, &error))
		lines++;
	g_assert_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE);
	g_assert_cmpint(lines, ==, SCANNER_MAX_PIXELS / WIDE);
}

static void
test_mixed_passes(void)
{
	guint8 data[W * H] = {0};
	static const ScannerFrame red = {FRAME_RED, FALSE, W, H, W, 8}, last_green = {FRAME_GREEN, TRUE, W, H, W, 8},
				  wider = {FRAME_GREEN, FALSE, W + 1, H, W + 1, 8};
	g_autoptr(GError) error = NULL;
	g_autoptr(PageBuffer) page = page_buffer_new(FALSE);
	begin(page, &red);
	g_assert_false(page_buffer_begin(page, &last_green, &error)); /* red is not over */
	g_clear_error(&error);
	add(page, data, sizeof data);
	end(page);
	const ScannerFrame *const wrong[] = {&gray, &red, &wider};
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_assert_false(page_buffer_begin(page, wrong[i], &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME);
		g_clear_error(&error);
	}
	begin(page, &last_green);
	add(page, data, sizeof data);
	g_assert_false(page_buffer_end(page, &error)); /* blue is missing */
	g_assert_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME);
}

static int
odd(int low, int high)
{
	static const int corners[] = {-1, 0, 1, 7, 8, 15, 16, 17, 255, 19999, 20000, 20001, G_MAXINT, G_MININT};
	return g_test_rand_int_range(0, 3) == 0 ? corners[g_test_rand_int_range(0, G_N_ELEMENTS(corners))]
						: g_test_rand_int_range(low, high);
}

/* Whatever comes in whatever order: it is refused, or a page comes out that keeps to the limits. */
static void
test_anything(void)
{
	static guint8 data[4096];
	int pages = 0;
	for (int i = 0; i < 20000; i++) {
		g_autoptr(PageBuffer) page = page_buffer_new(g_test_rand_bit());
		for (int step = g_test_rand_int_range(1, 8); step > 0; step--) {
			int width = odd(16, 40), depth = g_test_rand_int_range(0, 4) * 8;
			ScannerFrame frame = {(FrameFormat)g_test_rand_int_range(FRAME_GRAY, FRAME_BLUE + 1),
				g_test_rand_bit(), width, odd(16, 40), odd(16, 120), depth == 0 ? 1 : depth};
			(void)!page_buffer_begin(page, &frame, NULL);
			for (int k = g_test_rand_int_range(0, 4); k > 0; k--)
				(void)!page_buffer_add(page, data, (gsize)g_test_rand_int_range(0, sizeof data), NULL);
			g_assert_cmpint(page_buffer_percent(page), <=, 100);
			(void)!page_buffer_end(page, NULL);
		}
		PageSize size;
		int fd = page_buffer_seal(page, g_test_rand_bit(), &size, NULL);
		if (fd < 0)
			continue;
		pages++;
		gsize bytes = (gsize)size.width_px * (gsize)size.height_px * (gsize)size.channels;
		g_autoptr(GBytes) pixels = sealed_map(fd, bytes, 3u * SCANNER_MAX_PIXELS, NULL);
		g_assert_nonnull(pixels);
		close(fd);
	}
	g_test_message("%d pages", pages);
	g_assert_cmpint(pages, >, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/page_buffer/a grey page comes out as it went in", test_gray);
	g_test_add_func("/page_buffer/a page can be turned", test_turned);
	g_test_add_func("/page_buffer/one bit, sixteen bits, padded lines", test_padding_and_depths);
	g_test_add_func("/page_buffer/three passes are woven in any order", test_three_passes);
	g_test_add_func("/page_buffer/an unknown length is found out", test_unknown_length);
	g_test_add_func("/page_buffer/an estimated length may be shorter", test_shorter_than_estimated);
	g_test_add_func("/page_buffer/impossible frames are refused before memory is taken", test_refused_frames);
	g_test_add_func("/page_buffer/too little and too much are refused", test_wrong_amounts);
	g_test_add_func("/page_buffer/an endless page ends at the limit", test_endless_unknown_length);
	g_test_add_func("/page_buffer/passes that do not fit are refused", test_mixed_passes);
	g_test_add_func("/page_buffer/anything at all is refused or makes a sound page", test_anything);
	return g_test_run();
}
