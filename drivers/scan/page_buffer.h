/* One page put together from a scanner's frames, in a memfd that is sealed in the end: 8 bits a channel, grey or red
 * green blue, rows from the top. Whatever the device announces or sends is checked against the limits of scanner.h and
 * against what it announced; more, less or other data are STATION_ERROR_BAD_FRAME. Lineart becomes 0 and 255, of 16
 * bits the upper 8 are kept, the three frames of a three-pass device are woven together. */
#pragma once
#include "drivers/scan/scanner.h"

typedef struct PageBuffer PageBuffer;

typedef struct {
	int width_px, height_px;
	int channels; /* 1 or 3 */
} PageSize;

/* lines_estimated: an announced height is an upper bound only. */
PageBuffer *page_buffer_new(gboolean lines_estimated);
void page_buffer_free(PageBuffer *page);

/* Another frame. Errors: BAD_FRAME, TOO_LARGE, UNSUPPORTED (a depth or format that no page can come of). */
gboolean page_buffer_begin(PageBuffer *page, const ScannerFrame *frame, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean page_buffer_add(PageBuffer *page, const guint8 *data, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean page_buffer_end(PageBuffer *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 0 to 100 of the page; 0 as long as its height is not known. */
int page_buffer_percent(const PageBuffer *page);

/* After the last frame: the sealed memfd, which becomes the caller's. turned: turn the page by 180 degrees first. */
int page_buffer_seal(PageBuffer *page, gboolean turned, PageSize *size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PageBuffer, page_buffer_free)
