/* The pool of worker processes that decode and read pages. A page from a stranger is hostile input: only workers touch
 * its bytes, and each can do nothing but read and answer. */
#pragma once
#include "app/dossier/dossier.h"
#include "app/dossier/image.h"
#include <gio/gio.h>

typedef struct Reader Reader;

/* A paper was looked at but its text not yet read: index and image as in the result that follows; document (the
 * callee's only during the call) has one page with its quality verdict, turn and sides, and the facts of its zone and
 * codes where it has any; its kind is what the zone says. Called once for each paper on the glass, some tenths of a
 * second after the page came in. The result overrules it. */
typedef void (*ReaderEarly)(guint index, int image, const Document *document, gpointer user_data);

typedef struct {
	int workers;         /* 0: one per core */
	int page_timeout_ms; /* of one paper on the glass; 0: 60 000; a worker that takes longer is killed, the page
				reported as timeout */
	char *state;      /* folder that holds the certificates of 2D-Docs; NULL: their signatures are not verifiable */
	char **languages; /* of the papers, {"fra", "ara", NULL}; NULL: found on the page */
	gboolean
		zones_only; /* machine-readable zones only: a document for each, a page without one gives one without */
	gboolean want_words; /* keep the words in the result's pages */
	gboolean want_jpeg;  /* encode each page as JPEG for the store */
	ReaderEarly early;   /* NULL: not wanted; the user_data is reader_new's */
} ReaderOptions;

/* What became of one page. One of documents, image_given and error is set. */
typedef struct {
	char *path;           /* as submitted; NULL for pixels */
	int image;            /* page inside the file, from 1 */
	int n_images;         /* pages in the file */
	GPtrArray *documents; /* Document, owned: one for each paper that lay on the glass, each of one page, not
				 numbered, boxes on the page as given; at least one */
	GBytes *jpeg; /* with want_jpeg; also beside WORKER_FAILED or TIMEOUT, when only the reading failed: the page is
			 kept though it could not be read (a worker sends the JPEG before it starts to read) */
	Image *image_given; /* of reader_submit_decode(): the pixels as given */
	GError *error;      /* STATION_ERROR MISSING ... TIMEOUT */
} ReaderResult;

/* Called on the thread-default main context of reader_new, in the order in which results come; index is the one that
 * submit returned. A multi-page file brings several calls. The result is the callee's only during the call: take what
 * is kept with g_steal_pointer. done: the last call for this index. */
typedef void (*ReaderCallback)(guint index, ReaderResult *result, gboolean done, gpointer user_data);

/* Workers start at once and warm up while the first page comes. */
Reader *reader_new(const ReaderOptions *options, ReaderCallback callback, gpointer user_data,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reader_free(Reader *reader); /* kills what still runs */

/* A file: opened here, decoded in a worker. Errors come as results. */
guint reader_submit_file(Reader *reader, const char *path);
/* Pixels of a scanner: a sealed memfd of image_size() bytes (the fd stays the caller's). */
guint reader_submit_pixels(Reader *reader, int fd, int width_px, int height_px, int channels, int dpi);
/* An encoded page held in memory (a stored JPEG). */
guint reader_submit_bytes(Reader *reader, GBytes *bytes);
/* Only decodes such a page: the result bears image_given and no document. For showing stored pages: even our own JPEG
 * came out of a process that reads strangers' pages. */
guint reader_submit_decode(Reader *reader, GBytes *bytes);
guint reader_pending(const Reader *reader);

/* The whole way for programs that wait: files and folders (their files in name order) -> documents grouped and
 * numbered, problems. progress (may be NULL) hears pages done and known so far. Runs its own main context. */
typedef void (*ReaderProgress)(guint done, guint known, gpointer user_data);
Dossier *reader_read_paths(const char *const *paths, const ReaderOptions *options, ReaderProgress progress,
	gpointer user_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)
