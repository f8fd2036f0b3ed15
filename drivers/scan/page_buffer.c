#include "drivers/scan/page_buffer.h"
#include "firmware/base/error.h"
#include "firmware/base/sealed.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Some devices pad their lines; more than this is no padding. */
enum { MAX_PADDING_BYTES = 4096, GROW_LINES = 1024, N_PASSES = 3 };

struct PageBuffer {
	gboolean lines_estimated;
	int fd;         /* -1 before the first frame */
	guint8 *pixels; /* the mapped memfd */
	int room;       /* rows it holds */
	int width, channels;
	int height;         /* announced, or of the first pass once it ended; -1: not known */
	int max_height;     /* by the limits */
	ScannerFrame frame; /* in flight */
	gboolean in_frame, is_complete;
	int passes; /* of a three-pass page: bits by colour */
	int y;      /* whole rows of this frame */
	guint8 *line;
	gsize filled; /* bytes of line */
};

static gboolean fail(GError **error, StationError code, const char *format, ...) G_GNUC_PRINTF(3, 4);

static gboolean
fail(GError **error, StationError code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, STATION_ERROR, (gint)code, message);
	return FALSE;
}

PageBuffer *
page_buffer_new(gboolean lines_estimated)
{
	PageBuffer *page = g_new0(PageBuffer, 1);
	page->fd = -1;
	page->height = -1;
	page->lines_estimated = lines_estimated;
	return page;
}

static gsize
row_bytes(const PageBuffer *page)
{
	return (gsize)page->width * (gsize)page->channels;
}

static void
unmap(PageBuffer *page)
{
	if (page->pixels != NULL)
		munmap(page->pixels, (gsize)page->room * row_bytes(page));
	page->pixels = NULL;
}

void
page_buffer_free(PageBuffer *page)
{
	if (page == NULL)
		return;
	unmap(page);
	if (page->fd >= 0)
		close(page->fd);
	g_free(page->line);
	g_free(page);
}

/* Makes the memfd hold this many rows, and maps them. */
static gboolean
set_rows(PageBuffer *page, int rows, GError **error)
{
	gsize size = (gsize)rows * row_bytes(page);
	unmap(page);
	if (page->fd < 0)
		page->fd = sealed_create(size, error);
	else if (ftruncate(page->fd, (off_t)size) < 0)
		return fail(error, STATION_ERROR_FAILED, "memfd size: %s", g_strerror(errno));
	if (page->fd < 0)
		return FALSE;
	void *address = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, page->fd, 0);
	if (address == MAP_FAILED)
		return fail(error, STATION_ERROR_FAILED, "memfd map: %s", g_strerror(errno));
	page->pixels = address;
	page->room = rows;
	return TRUE;
}

static gboolean
check_frame(const ScannerFrame *f, GError **error)
{
	guint64 samples = (guint64)f->width_px * (f->format == FRAME_RGB ? 3 : 1);
	if (f->width_px < SCANNER_MIN_SIDE_PX || f->width_px > SCANNER_MAX_SIDE_PX)
		return fail(error,
			f->width_px > SCANNER_MAX_SIDE_PX ? STATION_ERROR_TOO_LARGE : STATION_ERROR_BAD_FRAME,
			"a page %d pixels wide", f->width_px);
	if (f->lines != -1 && f->lines < SCANNER_MIN_SIDE_PX)
		return fail(error, STATION_ERROR_BAD_FRAME, "a page of %d lines", f->lines);
	if (f->lines > SCANNER_MAX_SIDE_PX || (gint64)f->lines * f->width_px > SCANNER_MAX_PIXELS)
		return fail(error, STATION_ERROR_TOO_LARGE, "a page of %d x %d pixels, at most %d are taken",
			f->width_px, f->lines, SCANNER_MAX_PIXELS);
	if (f->depth != 8 && f->depth != 16 && !(f->depth == 1 && f->format == FRAME_GRAY))
		return fail(error, STATION_ERROR_UNSUPPORTED, "%d bits a channel in frames of format %d", f->depth,
			(int)f->format);
	guint64 needed = (samples * (guint64)f->depth + 7) / 8;
	if (f->bytes_per_line < 0 || (guint64)f->bytes_per_line < needed ||
		(guint64)f->bytes_per_line > needed + MAX_PADDING_BYTES)
		return fail(
			error, STATION_ERROR_BAD_FRAME, "%d bytes a line of %d pixels", f->bytes_per_line, f->width_px);
	return TRUE;
}

static gboolean
is_pass(FrameFormat format)
{
	return format == FRAME_RED || format == FRAME_GREEN || format == FRAME_BLUE;
}

static gboolean
begin_page(PageBuffer *page, const ScannerFrame *frame, GError **error)
{
	page->width = frame->width_px;
	page->channels = frame->format == FRAME_GRAY ? 1 : 3;
	page->height = frame->lines;
	page->max_height = MIN(SCANNER_MAX_SIDE_PX, SCANNER_MAX_PIXELS / page->width);
	return set_rows(page, frame->lines > 0 ? frame->lines : MIN(GROW_LINES, page->max_height), error);
}

gboolean
page_buffer_begin(PageBuffer *page, const ScannerFrame *frame, GError **error)
{
	if (!check_frame(frame, error))
		return FALSE;
	if (page->in_frame || page->is_complete)
		return fail(error, STATION_ERROR_BAD_FRAME, "a frame after the last one");
	gboolean first = page->fd < 0;
	if (first) {
		if (!begin_page(page, frame, error))
			return FALSE;
	} else if (!is_pass(frame->format) || page->passes == 0 || frame->width_px != page->width ||
		   (frame->lines != -1 && frame->lines != page->height)) {
		return fail(error, STATION_ERROR_BAD_FRAME, "a frame that does not fit the one before");
	}
	if (is_pass(frame->format)) {
		int bit = 1 << (frame->format - FRAME_RED);
		if (page->passes & bit)
			return fail(error, STATION_ERROR_BAD_FRAME, "the same colour twice");
		page->passes |= bit;
	}
	g_free(page->line);
	page->line = g_malloc((gsize)frame->bytes_per_line);
	page->filled = 0;
	page->frame = *frame;
	page->in_frame = TRUE;
	page->y = 0;
	return TRUE;
}

/* A whole line into its row. 16-bit samples are in the machine's byte order (SANE 1.06, 3.2.1). */
static void
store_line(PageBuffer *page)
{
	const ScannerFrame *f = &page->frame;
	guint8 *out = page->pixels + (gsize)page->y * row_bytes(page);
	gsize step = is_pass(f->format) ? 3 : 1, n = is_pass(f->format) ? (gsize)page->width : row_bytes(page);
	if (is_pass(f->format))
		out += f->format - FRAME_RED;
	if (f->depth == 8 && step == 1) {
		memcpy(out, page->line, n);
		return;
	}
	for (gsize i = 0; i < n; i++) {
		guint8 value;
		if (f->depth == 1) {
			value = (page->line[i / 8] >> (7 - i % 8)) & 1 ? 0 : 255;
		} else if (f->depth == 16) {
			guint16 wide;
			memcpy(&wide, page->line + 2 * i, 2);
			value = (guint8)(wide >> 8);
		} else {
			value = page->line[i];
		}
		out[i * step] = value;
	}
}

static gboolean
finish_line(PageBuffer *page, GError **error)
{
	if (page->height >= 0 && page->y >= page->height)
		return fail(error, STATION_ERROR_BAD_FRAME, "more than the %d announced lines", page->height);
	if (page->y >= page->max_height)
		return fail(error, STATION_ERROR_TOO_LARGE, "a page of more than %d lines", page->max_height);
	if (page->y >= page->room && !set_rows(page, MIN(page->room + GROW_LINES, page->max_height), error))
		return FALSE;
	store_line(page);
	page->y++;
	page->filled = 0;
	return TRUE;
}

gboolean
page_buffer_add(PageBuffer *page, const guint8 *data, gsize size, GError **error)
{
	if (!page->in_frame)
		return fail(error, STATION_ERROR_BAD_FRAME, "data without a frame");
	gsize whole = (gsize)page->frame.bytes_per_line;
	while (size > 0) {
		gsize n = MIN(size, whole - page->filled);
		memcpy(page->line + page->filled, data, n);
		page->filled += n;
		data += n;
		size -= n;
		if (page->filled == whole && !finish_line(page, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
page_buffer_end(PageBuffer *page, GError **error)
{
	if (!page->in_frame)
		return fail(error, STATION_ERROR_BAD_FRAME, "the end of no frame");
	gboolean later_pass = is_pass(page->frame.format) && (page->passes & (page->passes - 1)) != 0;
	gboolean may_be_short = page->frame.lines == -1 || page->lines_estimated;
	if (page->height >= 0 && page->y < page->height && (!may_be_short || later_pass))
		return fail(error, STATION_ERROR_BAD_FRAME, "%d lines of %d", page->y, page->height);
	if (page->y < SCANNER_MIN_SIDE_PX)
		return fail(error, STATION_ERROR_BAD_FRAME, "a page of %d lines", page->y);
	page->in_frame = FALSE;
	page->height = page->y;
	gboolean all_passes = page->passes == (1 << N_PASSES) - 1;
	if (page->frame.is_last && page->passes != 0 && !all_passes)
		return fail(error, STATION_ERROR_BAD_FRAME, "a colour is missing");
	page->is_complete = page->frame.is_last || page->passes == 0 || all_passes;
	return TRUE;
}

int
page_buffer_percent(const PageBuffer *page)
{
	if (page->height <= 0)
		return 0;
	int done = page->y * 100 / page->height;
	if (page->passes == 0)
		return CLAMP(done, 0, 100);
	int begun = 0;
	for (int i = 0; i < N_PASSES; i++)
		begun += (page->passes >> i) & 1;
	return CLAMP(((begun - 1) * 100 + done) / N_PASSES, 0, 100);
}

static void
turn(PageBuffer *page)
{
	gsize c = (gsize)page->channels, n = (gsize)page->width * (gsize)page->height;
	for (gsize i = 0; i < n / 2; i++) {
		guint8 *a = page->pixels + i * c, *b = page->pixels + (n - 1 - i) * c;
		for (gsize k = 0; k < c; k++) {
			guint8 kept = a[k];
			a[k] = b[k];
			b[k] = kept;
		}
	}
}

int
page_buffer_seal(PageBuffer *page, gboolean turned, PageSize *size, GError **error)
{
	if (!page->is_complete) {
		fail(error, STATION_ERROR_BAD_FRAME, "the page ends before its last frame");
		return -1;
	}
	if (page->room != page->height && !set_rows(page, page->height, error))
		return -1;
	if (turned)
		turn(page);
	unmap(page); /* a writable mapping forbids sealing */
	if (!sealed_seal(page->fd, error))
		return -1;
	*size = (PageSize){page->width, page->height, page->channels};
	int fd = page->fd;
	page->fd = -1;
	return fd;
}
