/* What the pool and its workers say to each other (packets of firmware/base/packet.h). A worker has read hostile bytes:
 * its answers are GVariants of one fixed type, and every value in them is held against its bounds before use. */
#pragma once
#include "app/dossier/document.h"
#include "app/dossier/image.h"
#include "app/reader/reader_codes.h"

/* Pool -> worker, with one descriptor: the sealed memfd. */
#define MESSAGE_REQUEST_TYPE G_VARIANT_TYPE("(uiiiiiasbbbb(iii))")

/* Worker -> pool: a word that says what it is, and the thing. */
#define MESSAGE_TYPE G_VARIANT_TYPE("(sv)")
/* "ready", once: the languages it has models for; whether the kernel keeps it from files (Landlock). */
#define MESSAGE_READY_TYPE G_VARIANT_TYPE("(asb)")
/* Then for each request: "count", the pages of the file, before any is decoded; "given", the page as given, before it
 * is read (sides, channels, dpi, JPEG; or the pixels where only these were asked for); "early", as soon as a paper on
 * the glass was looked at and before its text is read, what is wrong with it as a picture and what its zone and codes
 * say: a document of one page without words (at most MESSAGE_MAX_EARLY of them); and "page", what was read: a document
 * of one page for each paper on the glass, at least one. In the place of any of them, and ending the request: "error",
 * name and text. */
#define MESSAGE_COUNT_TYPE G_VARIANT_TYPE_INT32
#define MESSAGE_GIVEN_TYPE G_VARIANT_TYPE("(iiiiay)")
#define MESSAGE_PAGE_TYPE                                                                                       \
	G_VARIANT_TYPE("a((iiiidus(iiii))a(s(iiii)dsi)(sdssas)a(smsmssds(iiii)as)a(sas(iiii)amsaya(iiyy)a(iis)" \
		       "b)" MESSAGE_CODES_FORMAT ")")
#define MESSAGE_EARLY_TYPE MESSAGE_PAGE_TYPE
#define MESSAGE_ERROR_TYPE G_VARIANT_TYPE("(ss)")

enum {
	MESSAGE_MAX_IMAGES = 1000,
	MESSAGE_MAX_DPI = 10000,
	MESSAGE_MAX_ITEMS = 8,                     /* papers on one glass */
	MESSAGE_MAX_EARLY = MESSAGE_MAX_ITEMS + 1, /* and the whole page, when none of them bore text */
	MESSAGE_MAX_WORDS = 20000,
	MESSAGE_MAX_FACTS = 1000,
	MESSAGE_MAX_LIST = 64,   /* languages, alternatives, repairs */
	MESSAGE_MAX_TEXT = 2000, /* bytes of one text */
};

typedef enum { INPUT_ENCODED, INPUT_PIXELS } InputKind;

typedef struct {
	InputKind kind;
	int image;                              /* from 1 */
	int width_px, height_px, channels, dpi; /* of pixels; else 0 */
	char **languages;                       /* NULL or empty: found on the page */
	gboolean decode_only;                   /* the pixels are all that is wanted */
	gboolean zones_only;                    /* machine-readable zones are all that is wanted */
	gboolean want_words, want_jpeg;
	int today_year, today_month, today_day;
} PageRequest;

/* The geometry of pixels is one that an image can have; TRUE for other inputs. */
gboolean page_request_geometry_holds(const PageRequest *request);

void page_request_clear(PageRequest *request);
GVariant *page_request_build(const PageRequest *request);
gboolean page_request_parse(GVariant *message, PageRequest *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

GVariant *message_ready(const char *const *languages, gboolean landlocked);
GVariant *message_count(int n_images);
GVariant *message_given(const Image *image, GBytes *jpeg_or_pixels);     /* NULL: nothing was asked for */
GVariant *message_early(const Document *document);                       /* of one page; its codes stay behind */
GVariant *message_page(const GPtrArray *documents, gboolean want_words); /* Document, each of one page */
GVariant *message_error(const GError *error);

/* A parsed message of a worker. */
typedef enum { ANSWER_READY, ANSWER_COUNT, ANSWER_GIVEN, ANSWER_EARLY, ANSWER_PAGE, ANSWER_ERROR } AnswerKind;

typedef struct {
	AnswerKind kind;
	gboolean landlocked;  /* ready */
	char **languages;     /* ready */
	int n_images;         /* count */
	GBytes *jpeg;         /* given; NULL: not asked for */
	Image *image;         /* given, of a request for the pixels */
	GPtrArray *documents; /* page: Document, owned, at least one; early: one, without words and codes */
	GError *error;        /* error: what the worker said of the page */
} Answer;

void answer_clear(Answer *answer);

/* want_pixels: the request was decode_only. FALSE with PROTOCOL: not a message that a sound worker sends. */
gboolean answer_parse(GVariant *message, gboolean want_pixels, Answer *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PageRequest, page_request_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)
