/* Everything a worker does with one page: decode, turn, judge, read. */
#pragma once
#include "app/codes/barcode_read.h"
#include "app/codes/mrz_read.h"
#include "app/fields/fields.h"
#include "app/ocr/page_text.h"
#include "app/reader/reader_message.h"
#include "app/reader/worker/digit_reading.h"

/* Loaded before the sandbox closes. */
typedef struct {
	Models *models;
	Engines *engines;
	Glyphs *mrz_glyphs, *hand_glyphs;
	DigitReaders digits;
	Values *values;
	TwoDDocTable *seals;
	CodeCertificates *certificates; /* NULL: none held */
	Fields *fields;
} ReadingTools;

/* Reads the data below data_folder (paths_data("")), the certificates in the state folder (NULL: none), the models, and
 * warms up what opens files when first used. */
gboolean reading_tools_load(
	ReadingTools *tools, const char *data_folder, const char *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reading_tools_clear(ReadingTools *tools);

/* The page's pixels. n_images as in image_decode(). bytes: the file, or the pixels that the request describes. */
Image *page_decode(const PageRequest *request, GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a paper was cut from the glass; item.width 0: it is the whole page as given. */
typedef struct {
	TurnedBox item;
	int width_px, height_px; /* of the glass */
} GlassPlace;

/* Hears of each paper before its text is read: a document of one page, the caller's again after the call. FALSE: nobody
 * listens any more. */
typedef struct {
	gboolean (*send)(const Document *document, gpointer data, GError **error);
	gpointer data;
} EarlyReport;

/* Reads one paper. Takes given over and frees it as soon as its colours are not needed any more. The result has one
 * page, boxes on the glass. early may be NULL. glass_read() finds the papers on a page. */
Document *page_read(const ReadingTools *tools, const PageRequest *request, Image *given, const GlassPlace *place,
	const EarlyReport *early, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ReadingTools, reading_tools_clear)
