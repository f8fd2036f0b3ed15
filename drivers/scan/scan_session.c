#include "drivers/scan/scan_session.h"
#include "drivers/scan/child_words.h"
#include "drivers/scan/page_buffer.h"
#include "drivers/scan/quirks.h"
#include "firmware/base/error.h"
#include <unistd.h>

/* Small reads keep cancelling quick: the socket is looked at between two of them. */
enum { SEND_MS = 5000, READ_BYTES = 64 * 1024, PROGRESS_US = 100 * 1000, NAP_US = 2000 };

typedef struct {
	int socket;
	const ScannerDriver *driver;
	ScannerDevice *device;
	Quirks *quirks;
	ScannerRequest request;
	guint page;     /* in flight, from 1 */
	gint64 told_us; /* when progress was told last */
} Session;

/* Waits up to timeout_ms (-1: for ever) for a word of the service. *verb stays NULL when none came. */
static gboolean
hear(Session *s, int timeout_ms, char **verb, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GVariant) arguments = NULL;
	if (child_words_receive(s->socket, timeout_ms, FALSE, verb, &arguments, NULL, &cause))
		return TRUE;
	if (g_error_matches(cause, STATION_ERROR, STATION_ERROR_TIMEOUT))
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&cause));
	return FALSE;
}

static gboolean
cancelled(GError **error)
{
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_CANCELLED, "cancelled");
	return FALSE;
}

static gboolean
tell_progress(Session *s, guint percent, GError **error)
{
	gint64 now = g_get_monotonic_time();
	if (now - s->told_us < PROGRESS_US)
		return TRUE;
	s->told_us = now;
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	g_variant_dict_insert(&dict, "page", "u", s->page);
	g_variant_dict_insert(&dict, "percent", "u", percent);
	return child_words_send(s->socket, "progress", g_variant_dict_end(&dict), -1, SEND_MS, error);
}

static gboolean
read_frame(Session *s, PageBuffer *page, GError **error)
{
	g_autofree guint8 *data = g_malloc(READ_BYTES);
	for (;;) {
		g_autofree char *verb = NULL;
		if (!hear(s, 0, &verb, error))
			return FALSE;
		if (g_strcmp0(verb, "cancel") == 0)
			return cancelled(error);
		gsize n = 0;
		gboolean at_end = FALSE;
		if (!s->driver->read(s->device, data, READ_BYTES, &n, &at_end, error))
			return FALSE;
		if (at_end)
			return page_buffer_end(page, error);
		if (n == 0) {
			g_usleep(NAP_US);
			continue;
		}
		if (!page_buffer_add(page, data, n, error) ||
			!tell_progress(s, (guint)page_buffer_percent(page), error))
			return FALSE;
	}
}

static gboolean
send_page(Session *s, PageBuffer *page, GError **error)
{
	gboolean duplex = s->request.source == SCANNER_DUPLEX;
	gboolean is_back = duplex && s->page % 2 == 0;
	PageSize size;
	int fd = page_buffer_seal(page, is_back && s->quirks->back_turned, &size, error);
	if (fd < 0)
		return FALSE;
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	g_variant_dict_insert(&dict, "number", "u", s->page);
	g_variant_dict_insert(&dict, "width-px", "i", size.width_px);
	g_variant_dict_insert(&dict, "height-px", "i", size.height_px);
	g_variant_dict_insert(&dict, "channels", "i", size.channels);
	g_variant_dict_insert(&dict, "dpi", "i", s->request.dpi);
	g_variant_dict_insert(&dict, "side", "s", is_back ? "back" : "front");
	g_variant_dict_insert(&dict, "sheet", "u", duplex ? (s->page + 1) / 2 : s->page);
	gboolean ok = child_words_send(s->socket, "page", g_variant_dict_end(&dict), -1, SEND_MS, error) &&
		      child_words_send(s->socket, "pixels", NULL, fd, SEND_MS, error);
	close(fd);
	return ok;
}

static gboolean
scan_page(Session *s, GError **error)
{
	g_autoptr(PageBuffer) page = page_buffer_new(s->quirks->lines_estimated);
	ScannerFrame frame;
	s->told_us = 0;
	do {
		if (!s->driver->start(s->device, &frame, error) || !page_buffer_begin(page, &frame, error) ||
			!read_frame(s, page, error))
			return FALSE;
	} while (!frame.is_last);
	return send_page(s, page, error);
}

static gboolean
scan_pages(Session *s, GError **error)
{
	guint last = s->request.max_pages > 0 ? (guint)s->request.max_pages : SCANNER_MAX_PAGES;
	if (s->request.source == SCANNER_FLATBED)
		last = 1;
	for (s->page = 1; s->page <= last; s->page++) {
		g_autofree char *verb = NULL;
		if (!child_words_send(s->socket, "ready", NULL, -1, SEND_MS, error) || !hear(s, -1, &verb, error))
			return FALSE;
		if (g_strcmp0(verb, "cancel") == 0)
			return cancelled(error);
		g_autoptr(GError) cause = NULL;
		if (scan_page(s, &cause))
			continue;
		if (s->page > 1 && g_error_matches(cause, STATION_ERROR, STATION_ERROR_NO_PAPER))
			return TRUE;
		g_propagate_error(error, g_steal_pointer(&cause));
		return FALSE;
	}
	return TRUE;
}

static gboolean
open_device(Session *s, GVariant *arguments, GError **error)
{
	const char *name = NULL;
	g_autoptr(GVariant) quirks = g_variant_lookup_value(arguments, "quirks", G_VARIANT_TYPE_VARDICT);
	if (quirks == NULL || !g_variant_lookup(arguments, "device", "&s", &name)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "a request without device or quirks");
		return FALSE;
	}
	s->quirks = quirks_from_variant(quirks);
	s->device = s->driver->open(name, s->quirks, error);
	return s->device != NULL;
}

static gboolean
scan(Session *s, GVariant *arguments, GError **error)
{
	g_autoptr(GVariant) options = g_variant_lookup_value(arguments, "options", G_VARIANT_TYPE_VARDICT);
	if (options == NULL) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "a scan without options");
		return FALSE;
	}
	if (!scanner_request_parse(options, &s->request, error) || !open_device(s, arguments, error) ||
		!s->driver->prepare(s->device, &s->request, error))
		return FALSE;
	gboolean ok = scan_pages(s, error);
	s->driver->cancel(s->device);
	return ok;
}

static gboolean
carry_out(Session *s, const char *verb, GVariant *arguments, GVariant **answer, GError **error)
{
	if (g_str_equal(verb, "scan"))
		return scan(s, arguments, error);
	if (g_str_equal(verb, "list")) {
		g_autoptr(GVariant) devices = s->driver->list(error);
		if (devices == NULL)
			return FALSE;
		g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
		g_variant_dict_insert_value(&dict, "devices", devices);
		*answer = g_variant_ref_sink(g_variant_dict_end(&dict));
		return TRUE;
	}
	if (g_str_equal(verb, "capabilities")) {
		if (!open_device(s, arguments, error))
			return FALSE;
		*answer = s->driver->capabilities(s->device, error);
		return *answer != NULL;
	}
	g_set_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "unknown request %s", verb);
	return FALSE;
}

static gboolean
tell_over(Session *s, const GError *cause, GError **error)
{
	g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
	g_variant_dict_insert(
		&dict, "code", "s", cause == NULL ? "done" : station_error_name(station_error_code(cause)));
	g_autofree char *detail = g_utf8_make_valid(cause != NULL ? cause->message : "", -1);
	g_variant_dict_insert(&dict, "detail", "s", detail);
	return child_words_send(s->socket, "over", g_variant_dict_end(&dict), -1, SEND_MS, error);
}

gboolean
scan_session_run(int socket, const ScannerDriver *driver, GError **error)
{
	Session s = {.socket = socket, .driver = driver};
	g_autofree char *verb = NULL;
	g_autoptr(GVariant) arguments = NULL;
	if (!child_words_receive(socket, -1, FALSE, &verb, &arguments, NULL, error))
		return FALSE;
	g_autoptr(GError) cause = NULL;
	g_autoptr(GVariant) answer = NULL;
	gboolean done = carry_out(&s, verb, arguments, &answer, &cause);
	gboolean told = (answer == NULL || child_words_send(socket, g_str_equal(verb, "list") ? "devices" : verb,
						   answer, -1, SEND_MS, error)) &&
			tell_over(&s, done ? NULL : cause, error);
	if (s.device != NULL)
		driver->close(s.device);
	quirks_free(s.quirks);
	return told;
}
