#include "drivers/scan/scan_query.h"
#include "drivers/scan/scan_sentence.h"
#include <unistd.h>

enum { CLOSE_MS = 5000 };

struct ScanQuery {
	ScannerChild *child;
	GVariant *answer;
	gboolean is_done;
	StationError code;
	ScanQueryAnswer told;
	gpointer data;
};

void
scan_query_free(ScanQuery *query)
{
	scanner_child_free(query->child);
	g_clear_pointer(&query->answer, g_variant_unref);
	g_free(query);
}

static void
message(const char *verb, GVariant *arguments, int pixels, gpointer data)
{
	ScanQuery *query = data;
	const char *code = "";
	if (pixels >= 0)
		close(pixels);
	if (g_str_equal(verb, "over")) {
		g_variant_lookup(arguments, "code", "&s", &code);
		query->is_done = g_str_equal(code, "done") && query->answer != NULL;
		if (!query->is_done && !station_error_parse(code, &query->code))
			query->code = STATION_ERROR_FAILED;
		scanner_child_watch(query->child, CLOSE_MS);
	} else if (query->answer == NULL) {
		query->answer = g_variant_ref(arguments);
	}
}

/* Answered only now, when the device is closed: whoever asked may scan with it at once. */
static void
gone(ScannerChildEnd end, gpointer data)
{
	ScanQuery *query = data;
	g_autoptr(GError) error = NULL;
	if (!query->is_done) {
		if (query->code == STATION_ERROR_CRASHED && end == SCANNER_CHILD_SILENT)
			query->code = STATION_ERROR_STALLED;
		g_autofree char *sentence = scan_sentence(query->code, 0, 0);
		error = g_error_new_literal(STATION_ERROR, (gint)query->code, sentence);
	}
	query->told(query, query->is_done ? query->answer : NULL, error, query->data);
	scan_query_free(query);
}

ScanQuery *
scan_query_start(const ScannerLaunch *launch, const char *verb, GVariant *arguments, int timeout_ms,
	ScanQueryAnswer answer, gpointer data, GError **error)
{
	static const ScannerChildEvents events = {message, gone};
	g_autoptr(GVariant) kept = arguments != NULL ? g_variant_ref_sink(arguments) : NULL;
	ScanQuery *query = g_new0(ScanQuery, 1);
	query->code = STATION_ERROR_CRASHED;
	query->told = answer;
	query->data = data;
	query->child = scanner_child_start(launch, &events, query, error);
	if (query->child == NULL) {
		scan_query_free(query);
		return NULL;
	}
	scanner_child_send(query->child, verb, kept);
	scanner_child_watch(query->child, timeout_ms);
	return query;
}
