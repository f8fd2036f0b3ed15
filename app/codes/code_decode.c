#include "app/codes/code_decode.h"
#include <dmtx.h>
#include <iconv.h>
#include <math.h>
#include <string.h>
#include <zbar.h>

enum {
	QR_LONGER_PX = 520, /* a QR is searched in a clip made at most this large: above, time grows and nothing else */
	MATRIX_LONGER_PX = 420, /* likewise */
	CLIP_MAX_PX = 4000,
	MIN_CHARACTERS_1D = 4,
	MIN_LINES_1D = 3, /* scan lines that agree */
	BAR_REACH = 4,
};

/* Grey pixels of a place. */
typedef struct {
	int width, height;
	double shrink; /* pixels of the page a pixel */
	guint8 *pixels;
} Clip;

void
decoded_code_free(gpointer data)
{
	DecodedCode *code = data;
	g_free(code->bytes);
	g_free(code);
}

static void
add(GPtrArray *codes, BarcodeSymbology symbology, const char *bytes, gsize n, Box box)
{
	DecodedCode *code = g_new(DecodedCode, 1);
	*code = (DecodedCode){symbology, g_malloc(n + 1), n, box};
	memcpy(code->bytes, bytes, n);
	code->bytes[n] = '\0';
	g_ptr_array_add(codes, code);
}

static void
clip_clear(Clip *clip)
{
	g_clear_pointer(&clip->pixels, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Clip, clip_clear)

/* Each pixel is the mean of shrink x shrink. */
static Clip
clip_cut(const guint8 *gray, int stride, Box box, int longer_px)
{
	int shrink = MAX(1, (MAX(box.width, box.height) + longer_px / 2) / longer_px);
	Clip clip = {box.width / shrink, box.height / shrink, shrink, NULL};
	clip.pixels = g_malloc((gsize)clip.width * (gsize)clip.height);
	for (int y = 0; y < clip.height; y++) {
		const guint8 *row = gray + (gsize)(box.y + y * shrink) * (gsize)stride + box.x;
		for (int x = 0; x < clip.width; x++) {
			int sum = 0;
			for (int v = 0; v < shrink; v++)
				for (int u = 0; u < shrink; u++)
					sum += row[(gsize)v * (gsize)stride + (gsize)(x * shrink + u)];
			clip.pixels[y * clip.width + x] = (guint8)(sum / (shrink * shrink));
		}
	}
	return clip;
}

static Clip
clip_copy(const Clip *clip)
{
	return (Clip){clip->width, clip->height, clip->shrink,
		g_memdup2(clip->pixels, (gsize)clip->width * (gsize)clip->height)};
}

/* Twice as large, values between pixels in between. */
static Clip
clip_double(const Clip *clip)
{
	int w = clip->width, h = clip->height;
	Clip big = {2 * w, 2 * h, clip->shrink / 2.0, g_malloc(4 * (gsize)w * (gsize)h)};
	for (int y = 0; y < 2 * h; y++) {
		const guint8 *upper = clip->pixels + y / 2 * w, *lower = clip->pixels + MIN((y + 1) / 2, h - 1) * w;
		for (int x = 0; x < 2 * w; x++) {
			int left = x / 2, right = MIN((x + 1) / 2, w - 1);
			big.pixels[y * 2 * w + x] =
				(guint8)((upper[left] + upper[right] + lower[left] + lower[right] + 2) / 4);
		}
	}
	return big;
}

/* Noise is averaged away along the bars, over as many pixels as a page that leans leaves in one bar. */
static void
clip_smooth_bars(Clip *clip, gboolean upright)
{
	int n = upright ? clip->height : clip->width, others = upright ? clip->width : clip->height;
	int step = upright ? clip->width : 1, other_step = upright ? 1 : clip->width;
	g_autofree guint8 *line = g_malloc((gsize)n);
	for (int i = 0; i < others; i++) {
		guint8 *pixels = clip->pixels + i * other_step;
		for (int k = 0; k < n; k++)
			line[k] = pixels[k * step];
		int sum = 0;
		for (int k = -BAR_REACH; k < n; k++) {
			sum += k + BAR_REACH < n ? line[k + BAR_REACH] : 0;
			sum -= k - BAR_REACH - 1 >= 0 ? line[k - BAR_REACH - 1] : 0;
			if (k >= 0)
				pixels[k * step] =
					(guint8)(sum / (MIN(k + BAR_REACH, n - 1) - MAX(k - BAR_REACH, 0) + 1));
		}
	}
}

/* Paper and ink become white and black, and only what lies between stays grey: a decoder that looks for edges finds
 * none in the noise of either. */
static void
clip_harden(Clip *clip)
{
	gsize n = (gsize)clip->width * (gsize)clip->height, counts[256] = {0}, below = 0;
	int dark = -1, light = 0;
	for (gsize i = 0; i < n; i++)
		counts[clip->pixels[i]]++;
	for (int v = 0; v < 256; v++) {
		below += counts[v];
		if (dark < 0 && below >= n / 12)
			dark = v;
		if (below <= n * 3 / 4)
			light = v;
	}
	int range = light - dark;
	guint8 map[256];
	for (int v = 0; v < 256; v++)
		map[v] = (guint8)CLAMP(range > 0 ? (4 * (v - dark) - range) * 255 / (2 * range) : v, 0, 255);
	for (gsize i = 0; i < n; i++)
		clip->pixels[i] = map[clip->pixels[i]];
}

/* Each pixel becomes the mean of itself and its neighbours, weighted 1 2 1. */
static void
clip_smooth(Clip *clip)
{
	int w = clip->width;
	g_autofree guint8 *from = g_memdup2(clip->pixels, (gsize)w * (gsize)clip->height);
	for (int y = 1; y < clip->height - 1; y++)
		for (int x = 1; x < w - 1; x++) {
			const guint8 *p = from + y * w + x;
			int sides = p[-1] + p[1] + p[-w] + p[w], corners = p[-w - 1] + p[-w + 1] + p[w - 1] + p[w + 1];
			clip->pixels[y * w + x] = (guint8)((4 * p[0] + 2 * sides + corners + 8) / 16);
		}
}

static Box
on_page(const Clip *clip, Box place, double x0, double y0, double x1, double y1)
{
	int left = place.x + (int)floor(x0 * clip->shrink), top = place.y + (int)floor(y0 * clip->shrink);
	Box box = {left, top, (int)ceil((x1 - x0) * clip->shrink) + 1, (int)ceil((y1 - y0) * clip->shrink) + 1};
	return box_intersect(box, place);
}

static gboolean
symbology_of(zbar_symbol_type_t type, BarcodeSymbology *symbology)
{
	static const struct {
		zbar_symbol_type_t type;
		BarcodeSymbology symbology;
	} all[] = {{ZBAR_QRCODE, BARCODE_QR}, {ZBAR_CODE128, BARCODE_CODE_128}, {ZBAR_CODE39, BARCODE_CODE_39},
		{ZBAR_I25, BARCODE_INTERLEAVED_2_OF_5}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		if (all[i].type == type) {
			*symbology = all[i].symbology;
			return TRUE;
		}
	}
	return FALSE;
}

static void
take_symbol(const zbar_symbol_t *symbol, const Clip *clip, Box place, GPtrArray *codes)
{
	BarcodeSymbology symbology;
	unsigned int n = zbar_symbol_get_data_length(symbol);
	if (!symbology_of(zbar_symbol_get_type(symbol), &symbology) || n == 0 || n > BARCODE_MAX_TEXT)
		return;
	/* stripes of anything make a short code now and then, on one scan line */
	if (symbology != BARCODE_QR && (n < MIN_CHARACTERS_1D || zbar_symbol_get_quality(symbol) < MIN_LINES_1D))
		return;
	double x0 = clip->width, y0 = clip->height, x1 = 0, y1 = 0;
	for (unsigned int i = 0; i < zbar_symbol_get_loc_size(symbol); i++) {
		double x = zbar_symbol_get_loc_x(symbol, i), y = zbar_symbol_get_loc_y(symbol, i);
		x0 = MIN(x0, x), y0 = MIN(y0, y), x1 = MAX(x1, x), y1 = MAX(y1, y);
	}
	Box box = x1 >= x0 && y1 >= y0 ? on_page(clip, place, x0, y0, x1, y1) : place;
	add(codes, symbology, zbar_symbol_get_data(symbol), n, box);
}

static void
zbar_decode(const Clip *clip, Box place, gboolean square, GPtrArray *codes)
{
	static const zbar_symbol_type_t linear[] = {ZBAR_CODE128, ZBAR_CODE39, ZBAR_I25};
	zbar_image_scanner_t *scanner = zbar_image_scanner_create();
	zbar_image_t *image = zbar_image_create();
	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	if (square) {
		zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
		zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
	}
	for (guint i = 0; !square && i < G_N_ELEMENTS(linear); i++)
		zbar_image_scanner_set_config(scanner, linear[i], ZBAR_CFG_ENABLE, 1);
	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_POSITION, 1);
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, (unsigned int)clip->width, (unsigned int)clip->height);
	zbar_image_set_data(image, clip->pixels, (unsigned long)clip->width * (unsigned long)clip->height, NULL);
	if (zbar_scan_image(scanner, image) > 0)
		for (const zbar_symbol_t *s = zbar_image_first_symbol(image); s != NULL; s = zbar_symbol_next(s))
			take_symbol(s, clip, place, codes);
	zbar_image_destroy(image);
	zbar_image_scanner_destroy(scanner);
}

static void
take_region(DmtxDecode *decode, DmtxRegion *region, const Clip *clip, Box place, GPtrArray *codes)
{
	DmtxMessage *message = dmtxDecodeMatrixRegion(decode, region, DmtxUndefined);
	if (message == NULL)
		return;
	double x0 = clip->width, y0 = clip->height, x1 = 0, y1 = 0;
	for (int i = 0; i < 4; i++) {
		DmtxVector2 corner = {i & 1, i >> 1};
		dmtxMatrix3VMultiplyBy(&corner, region->fit2raw);
		double y = clip->height - 1 - corner.Y;
		x0 = MIN(x0, corner.X), y0 = MIN(y0, y), x1 = MAX(x1, corner.X), y1 = MAX(y1, y);
	}
	if (message->outputIdx > 0 && message->outputIdx <= BARCODE_MAX_TEXT && x1 > x0 && y1 > y0)
		add(codes, BARCODE_DATA_MATRIX, (const char *)message->output, (gsize)message->outputIdx,
			on_page(clip, place, CLAMP(x0, 0, clip->width), CLAMP(y0, 0, clip->height),
				CLAMP(x1, 0, clip->width), CLAMP(y1, 0, clip->height)));
	dmtxMessageDestroy(&message);
}

/* Until a code is read, or the time is up. */
static void
matrix_decode(const Clip *clip, Box place, int limit_ms, GPtrArray *codes)
{
	DmtxImage *image = dmtxImageCreate(clip->pixels, clip->width, clip->height, DmtxPack8bppK);
	DmtxDecode *decode = image != NULL ? dmtxDecodeCreate(image, 1) : NULL;
	if (decode != NULL) {
		guint before = codes->len;
		DmtxTime end = dmtxTimeAdd(dmtxTimeNow(), limit_ms);
		dmtxDecodeSetProp(decode, DmtxPropSymbolSize, DmtxSymbolSquareAuto);
		dmtxDecodeSetProp(decode, DmtxPropSquareDevn, 20);
		DmtxRegion *region;
		while (codes->len == before && (region = dmtxRegionFindNext(decode, &end)) != NULL) {
			take_region(decode, region, clip, place, codes);
			dmtxRegionDestroy(&region);
		}
		dmtxDecodeDestroy(&decode);
	}
	if (image != NULL)
		dmtxImageDestroy(&image);
}

/* libdmtx follows edges, and loses one now and then on a print that is plain to see; it rarely loses it in every
 * rendering of the same print. */
static void
square_decode(const guint8 *gray, int stride, Box box, int limit_ms, GPtrArray *codes)
{
	guint before = codes->len;
	g_auto(Clip) clip = clip_cut(gray, stride, box, QR_LONGER_PX);
	zbar_decode(&clip, box, TRUE, codes);
	if (codes->len > before)
		return;
	g_auto(Clip) small = clip_cut(gray, stride, box, MATRIX_LONGER_PX);
	matrix_decode(&small, box, limit_ms / 4, codes);
	if (codes->len > before)
		return;
	g_auto(Clip) hard = clip_copy(&clip);
	clip_harden(&hard);
	matrix_decode(&hard, box, limit_ms / 4, codes);
	if (codes->len > before)
		return;
	clip_smooth(&clip);
	matrix_decode(&clip, box, limit_ms / 4, codes);
	if (codes->len > before)
		return;
	clip_harden(&clip);
	zbar_decode(&clip, box, TRUE, codes);
	if (codes->len > before)
		return;
	g_auto(Clip) twice = clip_double(&clip);
	matrix_decode(&twice, box, limit_ms / 4, codes);
}

void
code_decode(const guint8 *gray, int stride, const CodePlace *place, int limit_ms, GPtrArray *codes)
{
	Box box = place->box;
	box.width = MIN(box.width, CLIP_MAX_PX);
	box.height = MIN(box.height, CLIP_MAX_PX);
	if (place->kind == CODE_PLACE_SQUARE) {
		square_decode(gray, stride, box, limit_ms, codes);
		return;
	}
	g_auto(Clip) clip = clip_cut(gray, stride, box, CLIP_MAX_PX);
	clip_smooth_bars(&clip, place->kind == CODE_PLACE_BARS);
	clip_harden(&clip);
	zbar_decode(&clip, box, FALSE, codes);
}

void
code_decode_warm_up(void)
{
	static const char *const tables[] = {"CP437", "ISO8859-1", "SJIS", "BIG5"};
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		iconv_open("UTF-8", tables[i]); /* never closed: that would unload it */
}
