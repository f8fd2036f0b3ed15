/* Words of a page -> kind of document and facts. Pure once its data are loaded; kinds are data files (kinds/). */
#pragma once
#include "app/dossier/document.h"
#include "app/values/values.h"

typedef struct Fields Fields;

/* Reads every file of the folder kinds/ below data_folder. values must outlive the result. An unknown key or a
 * malformed file is an error with file and line. */
Fields *fields_load(const char *data_folder, const Values *values, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fields_free(Fields *fields);

/* One page, upright: words with boxes in pixels of the upright page of width_px x height_px. ink (may be NULL): Box of
 * every line of ink that was found, read or not: what no word covers in the place of a value is a fact without raw and
 * value. mrz (taken over; may be NULL) was read from it, and so were codes (Barcode, boxes in the same pixels; may be
 * NULL; they stay the caller's). The result is a document without pages and codes: kind, country, languages, subject,
 * mrz and facts with page 1 and boxes in the same pixels. on_*: the day of reading. */
Document *fields_read(const Fields *fields, const GPtrArray *words, const GArray *ink, int width_px, int height_px,
	Mrz *mrz, const GPtrArray *codes, int on_year, int on_month, int on_day);

/* The same for whoever fits the weights of confidence: *evidence (the caller's, may be NULL) receives what spoke for
 * each fact that was read as text: Fact -> Evidence (confidence.h), as long as the document lives. */
Document *fields_read_evidence(const Fields *fields, const GPtrArray *words, const GArray *ink, int width_px,
	int height_px, Mrz *mrz, const GPtrArray *codes, int on_year, int on_month, int on_day, GHashTable **evidence);

/* Puts the pages of one paper together: consecutive single-page documents (array of Document, in scan order, taken
 * over) where the next page is a continuation (page 2 of 2, no title of its own, back of a card). Pages' facts get
 * their page number. Papers that shared a glass are papers of their own, but for the two sides of a card, in whatever
 * order. Blank sides are dropped, unless there is nothing else. Returns the documents, numbered. */
GPtrArray *fields_group(GPtrArray *pages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fields, fields_free)
