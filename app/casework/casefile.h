/* A dossier in the store, led from pages to acts in the outbox. Every step is durable and may be taken again after a
 * power cut: what is there already is not done twice. Errors are those of the store and the reader, as sentences. */
#pragma once
#include "app/casework/casework.h"
#include "app/store/store.h"

/* Pages done and known; may be NULL wherever it is asked for. */
typedef void (*CasefileProgress)(guint done, guint known, gpointer user_data);

/* The text of one page's reading: its one-page documents (array of Document, taken over; NULL when the page could not
 * be read, then problem says why), named after its place in the dossier. For store_reading_put(). */
GBytes *casefile_reading(GPtrArray *documents, StationError problem, guint sequence);

/* Reads the pages that have no reading yet (workers), then groups the pages into documents and stores them: SCANNED or
 * later -> READ. A page that cannot be read stays, as a document of its own, and is named among the problems. */
gboolean casefile_read(Store *store, gint64 id, CasefileProgress progress, gpointer user_data,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Documents, problems and, once judged, comparison and drafts. */
Dossier *casefile_load(Store *store, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Compares and drafts: READ -> DRAFTED. A draft that is there already keeps its id. */
gboolean casefile_judge(const Casework *casework, Store *store, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes for a person: each draft as PDF, each page as PNG with its facts boxed, and dossier.json. The folder is made;
 * files of an earlier export are replaced. Nothing once the dossier has been accepted: its contents are gone. */
gboolean casefile_export(const Casework *casework, Store *store, gint64 id, const char *folder,
	CasefileProgress progress, gpointer user_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts every draft of the dossier into the outbox, sealed to the central system. */
gboolean
casefile_queue(Store *store, gint64 id, const char *enrolment_folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
