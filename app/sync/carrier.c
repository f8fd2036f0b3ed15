#include "app/sync/carrier.h"
#include "app/seal/enrolment.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <libsoup/soup.h>
#include <jansson.h>
#include <string.h>

static const char problem_prefix[] = "urn:civilia:problem:";

struct Carrier {
	SoupSession *session;
	GTlsCertificate *certificate;
	SealKey *verify_key;
	char *station, *base;
	int timeout_ms;
};

/* One request under way on the carrier's own loop. */
typedef struct {
	GMainLoop *loop;
	GCancellable *cancellable;
	GInputStream *stream;
	GByteArray *body;
	GError *error;
	gboolean late, large;
	guint8 buffer[16384];
} Transfer;

void
carrier_reply_clear(CarrierReply *reply)
{
	g_clear_pointer(&reply->body, g_bytes_unref);
	g_clear_pointer(&reply->problem, g_free);
	*reply = (CarrierReply){.offset = -1};
}

static gboolean
enrolment_missing(const char *enrolment, GError *why, GError **error)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND,
		_("%s : le dossier d’enrôlement de ce poste est incomplet ou illisible (%s)"), enrolment, why->message);
	return FALSE;
}

static gboolean
session_open(Carrier *carrier, const char *enrolment, GError **error)
{
	g_autofree char *folder = g_canonicalize_filename(enrolment, NULL); /* GLib refuses a relative CA file */
	g_autofree char *ca = g_build_filename(folder, ENROLMENT_CA, NULL);
	g_autofree char *certificate = g_build_filename(folder, ENROLMENT_CERTIFICATE, NULL);
	g_autofree char *key = g_build_filename(folder, ENROLMENT_PRIVATE_KEY, NULL);
	g_autofree char *verify = g_build_filename(folder, ENROLMENT_VERIFY_KEY, NULL);
	g_autoptr(GError) why = NULL;
	carrier->verify_key = seal_key_load(verify, SEAL_KEY_SIGN_PUBLIC, error);
	if (carrier->verify_key == NULL)
		return FALSE;
	carrier->certificate = g_tls_certificate_new_from_files(certificate, key, &why);
	g_autoptr(GTlsDatabase) authorities = why == NULL ? g_tls_file_database_new(ca, &why) : NULL;
	if (authorities == NULL)
		return enrolment_missing(enrolment, why, error);
	g_autofree char *subject = g_tls_certificate_get_subject_name(carrier->certificate);
	carrier->station = g_strdup(subject != NULL && g_str_has_prefix(subject, "CN=") ? subject + 3 : "");
	guint timeout_s = (guint)(carrier->timeout_ms + 999) / 1000;
	carrier->session = soup_session_new_with_options("tls-database", authorities, "timeout", timeout_s, "max-conns",
		1, "max-conns-per-host", 1, "user-agent", "civilia-syncd", NULL);
	soup_session_set_proxy_resolver(carrier->session, NULL);
	return TRUE;
}

static char *
base_parse(const char *central, GError **error)
{
	g_autoptr(GUri) uri = g_uri_parse(central, G_URI_FLAGS_NONE, NULL);
	if (uri != NULL && g_str_equal(g_uri_get_scheme(uri), "https") && g_uri_get_host(uri) != NULL &&
		g_uri_get_host(uri)[0] != '\0' && g_uri_get_userinfo(uri) == NULL &&
		(g_uri_get_path(uri)[0] == '\0' || g_str_equal(g_uri_get_path(uri), "/")) &&
		g_uri_get_query(uri) == NULL) {
		g_autofree char *base = g_uri_join(
			G_URI_FLAGS_NONE, "https", NULL, g_uri_get_host(uri), g_uri_get_port(uri), "", NULL, NULL);
		return g_steal_pointer(&base);
	}
	g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE,
		_("« %s » n’est pas l’adresse d’un système central, comme https://central.exemple:8443"), central);
	return NULL;
}

Carrier *
carrier_new(const char *enrolment, const char *central, int timeout_ms, GError **error)
{
	g_autoptr(Carrier) carrier = g_new0(Carrier, 1);
	carrier->timeout_ms = timeout_ms;
	carrier->base = base_parse(central, error);
	if (carrier->base == NULL || !session_open(carrier, enrolment, error))
		return NULL;
	return g_steal_pointer(&carrier);
}

void
carrier_free(Carrier *carrier)
{
	if (carrier == NULL)
		return;
	if (carrier->session != NULL)
		soup_session_abort(carrier->session);
	g_clear_object(&carrier->session);
	g_clear_object(&carrier->certificate);
	seal_key_free(carrier->verify_key);
	g_free(carrier->station);
	g_free(carrier->base);
	g_free(carrier);
}

const char *
carrier_station(const Carrier *carrier)
{
	return carrier->station;
}

const SealKey *
carrier_verify_key(const Carrier *carrier)
{
	return carrier->verify_key;
}

static void
read_more(GObject *source, GAsyncResult *result, gpointer user_data)
{
	Transfer *transfer = user_data;
	gssize n = result != NULL ? g_input_stream_read_finish(G_INPUT_STREAM(source), result, &transfer->error) : 1;
	if (result != NULL && n > 0)
		g_byte_array_append(transfer->body, transfer->buffer, (guint)n);
	transfer->large = transfer->body->len > CARRIER_MAX_REPLY_BYTES;
	if (n <= 0 || transfer->large) {
		g_main_loop_quit(transfer->loop);
		return;
	}
	g_input_stream_read_async(transfer->stream, transfer->buffer, sizeof transfer->buffer, G_PRIORITY_DEFAULT,
		transfer->cancellable, read_more, transfer);
}

static void
answered(GObject *source, GAsyncResult *result, gpointer user_data)
{
	Transfer *transfer = user_data;
	transfer->stream = soup_session_send_finish(SOUP_SESSION(source), result, &transfer->error);
	if (transfer->stream == NULL)
		g_main_loop_quit(transfer->loop);
	else
		read_more(NULL, NULL, transfer);
}

static gboolean
time_is_up(gpointer user_data)
{
	Transfer *transfer = user_data;
	transfer->late = TRUE;
	g_cancellable_cancel(transfer->cancellable);
	return G_SOURCE_REMOVE;
}

static void
cancel_too(GCancellable *outer G_GNUC_UNUSED, gpointer user_data)
{
	g_cancellable_cancel(user_data);
}

static gboolean
transfer_judge(const Transfer *transfer, GCancellable *outer, GError **error)
{
	const GError *why = transfer->error;
	StationError code = STATION_ERROR_UNREACHABLE;
	const char *sentence = _("le système central ne répond pas");
	if (why == NULL && !transfer->large)
		return TRUE;
	if (transfer->large) {
		code = STATION_ERROR_PROTOCOL;
		sentence = _("la réponse du système central est démesurée");
	} else if (transfer->late || g_error_matches(why, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
		code = STATION_ERROR_TIMEOUT;
		sentence = _("le système central n’a pas répondu à temps");
	} else if (g_cancellable_is_cancelled(outer)) {
		code = STATION_ERROR_CANCELLED;
		sentence = _("l’envoi a été interrompu");
	} else if (g_error_matches(why, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)) {
		sentence = _("le système central ne prouve pas son identité : son certificat n’est pas celui de "
			     "l’enrôlement");
	} else if (why->domain == G_RESOLVER_ERROR) {
		sentence = _("le nom du système central est introuvable sur le réseau");
	}
	g_set_error_literal(error, STATION_ERROR, (gint)code, sentence);
	return FALSE;
}

static char *
problem_parse(GBytes *body)
{
	gsize size;
	const char *data = g_bytes_get_data(body, &size);
	json_t *json = json_loadb(data != NULL ? data : "", size, 0, NULL);
	const char *type = json_string_value(json_object_get(json, "type"));
	char *problem =
		type != NULL && g_str_has_prefix(type, problem_prefix) ? g_strdup(type + strlen(problem_prefix)) : NULL;
	json_decref(json);
	return problem;
}

static void
reply_fill(CarrierReply *reply, SoupMessage *message, Transfer *transfer)
{
	const char *text = soup_message_headers_get_one(soup_message_get_response_headers(message), "Upload-Offset");
	guint64 offset = 0;
	carrier_reply_clear(reply);
	reply->status = soup_message_get_status(message);
	reply->body = g_byte_array_free_to_bytes(g_steal_pointer(&transfer->body));
	if (text != NULL && g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64 / 2, &offset, NULL))
		reply->offset = (gint64)offset;
	if (reply->status >= 400)
		reply->problem = problem_parse(reply->body);
}

static SoupMessage *
message_new(Carrier *carrier, const char *method, const char *path, gint64 offset, GBytes *body)
{
	g_autofree char *url = g_strconcat(carrier->base, path, NULL);
	SoupMessage *message = soup_message_new(method, url);
	/* idempotent: all of the protocol may be repeated, so one connection serves it all */
	soup_message_set_flags(message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
	soup_message_set_tls_client_certificate(message, carrier->certificate);
	if (offset >= 0) {
		g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, offset);
		soup_message_headers_replace(soup_message_get_request_headers(message), "Upload-Offset", text);
	}
	if (body != NULL)
		soup_message_set_request_body_from_bytes(
			message, offset >= 0 ? "application/octet-stream" : "application/json", body);
	return message;
}

gboolean
carrier_request(Carrier *carrier, const char *method, const char *path, gint64 offset, GBytes *body,
	GCancellable *cancellable, CarrierReply *reply, GError **error)
{
	GMainContext *context = g_main_context_get_thread_default();
	g_autoptr(SoupMessage) message = message_new(carrier, method, path, offset, body);
	g_autoptr(GMainLoop) loop = g_main_loop_new(context, FALSE);
	g_autoptr(GCancellable) inner = g_cancellable_new();
	g_autoptr(GSource) clock = g_timeout_source_new((guint)carrier->timeout_ms);
	Transfer transfer = {.loop = loop, .cancellable = inner, .body = g_byte_array_new()};
	gulong handler =
		cancellable != NULL ? g_cancellable_connect(cancellable, G_CALLBACK(cancel_too), inner, NULL) : 0;
	g_source_set_callback(clock, time_is_up, &transfer, NULL);
	g_source_attach(clock, context);
	soup_session_send_async(carrier->session, message, G_PRIORITY_DEFAULT, inner, answered, &transfer);
	g_main_loop_run(loop);
	g_source_destroy(clock);
	g_cancellable_disconnect(cancellable, handler);
	gboolean ok = transfer_judge(&transfer, cancellable, error);
	if (ok)
		reply_fill(reply, message, &transfer);
	g_clear_error(&transfer.error);
	g_clear_object(&transfer.stream);
	g_clear_pointer(&transfer.body, g_byte_array_unref);
	return ok;
}
