#include "app/central/server.h"
#include "app/central/exchange.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <libsoup/soup.h>
#include <string.h>

struct Server {
	SoupServer *soup;
	Ledger *ledger;
	const SealKey *receipt_key;
	char *url;
};

/* "-1" unless the header is a plain number that fits. */
static gint64
offset_of(SoupServerMessage *message)
{
	const char *text =
		soup_message_headers_get_one(soup_server_message_get_request_headers(message), "Upload-Offset");
	guint64 offset = 0;
	return text != NULL && g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64 / 2, &offset, NULL) ? (gint64)offset
												      : -1;
}

static void
reply_send(SoupServerMessage *message, const ExchangeReply *reply)
{
	SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
	soup_server_message_set_status(message, reply->status, NULL);
	soup_message_headers_replace(headers, "Cache-Control", "no-store");
	if (reply->offset >= 0) {
		g_autofree char *offset = g_strdup_printf("%" G_GINT64_FORMAT, reply->offset);
		soup_message_headers_replace(headers, "Upload-Offset", offset);
	}
	if (reply->body == NULL) {
		soup_message_headers_set_content_length(headers, 0);
		return;
	}
	gsize size;
	const char *data = g_bytes_get_data(reply->body, &size);
	soup_server_message_set_response(message, reply->type, SOUP_MEMORY_COPY, data, size);
}

static void
refuse(SoupServerMessage *message, guint status, const char *name, const char *detail)
{
	ExchangeReply reply = {.offset = -1};
	exchange_problem(&reply, status, name, detail);
	reply_send(message, &reply);
	exchange_reply_clear(&reply);
}

/* Before the body is read: its size must be stated, and within bounds, or none of it is kept. */
static void
headers_arrived(SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, const char *path G_GNUC_UNUSED,
	GHashTable *query G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
	SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
	SoupEncoding encoding = soup_message_headers_get_encoding(headers);
	goffset maximum = (goffset)exchange_max_body(soup_server_message_get_method(message));
	gboolean too_large =
		encoding == SOUP_ENCODING_CONTENT_LENGTH && soup_message_headers_get_content_length(headers) > maximum;
	gboolean unstated = encoding != SOUP_ENCODING_CONTENT_LENGTH && encoding != SOUP_ENCODING_NONE;
	if (!too_large && !unstated)
		return;
	soup_message_body_set_accumulate(soup_server_message_get_request_body(message), FALSE);
	soup_message_headers_replace(soup_server_message_get_response_headers(message), "Connection", "close");
	if (too_large)
		refuse(message, 413, "too-large", "the body is larger than this request may be");
	else
		refuse(message, 411, "length-required", "the size of the body must be stated");
}

/* libsoup (3.2 to 3.6) tells the certificate to the first message of a connection only; we keep it at the connection.
 */
static const char socket_key[] = "civilia-certificate";

static char *
station_of(Server *server, SoupServerMessage *message, GError **error)
{
	GSocket *connection = soup_server_message_get_socket(message);
	GTlsCertificate *certificate = connection != NULL ? g_object_get_data(G_OBJECT(connection), socket_key) : NULL;
	g_autoptr(GByteArray) der = NULL;
	if (certificate != NULL)
		g_object_get(certificate, "certificate", &der, NULL);
	if (der == NULL) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_NOT_FOUND, "no client certificate");
		return NULL;
	}
	g_autofree char *fingerprint = g_compute_checksum_for_data(G_CHECKSUM_SHA256, der->data, der->len);
	return ledger_station_find(server->ledger, fingerprint, error);
}

static void
request_arrived(SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, const char *path,
	GHashTable *query G_GNUC_UNUSED, gpointer user_data)
{
	Server *server = user_data;
	g_autoptr(GError) error = NULL;
	g_autofree char *station = station_of(server, message, &error);
	if (station == NULL && station_error_code(error) == STATION_ERROR_NOT_FOUND) {
		refuse(message, 403, "not-enrolled", "this certificate is not of an enrolled station");
		return;
	}
	if (station == NULL) {
		g_warning("%s", error->message);
		refuse(message, 503, "busy", "the storage does not answer; repeat the request");
		return;
	}
	g_autoptr(GBytes) body = soup_message_body_flatten(soup_server_message_get_request_body(message));
	const ExchangeRequest request = {
		.method = soup_server_message_get_method(message),
		.path = path,
		.station = station,
		.offset = offset_of(message),
		.body = body,
	};
	ExchangeReply reply = {.offset = -1};
	exchange_handle(server->ledger, server->receipt_key, g_get_real_time() / G_USEC_PER_SEC, &request, &reply);
	reply_send(message, &reply);
	exchange_reply_clear(&reply);
}

/* GLib asks for every client certificate, the good ones too: those are the ones without a flaw. */
static gboolean
certificate_arrived(SoupServerMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags flaws,
	gpointer user_data G_GNUC_UNUSED)
{
	GSocket *connection = soup_server_message_get_socket(message);
	if (flaws != G_TLS_CERTIFICATE_NO_FLAGS || connection == NULL)
		return FALSE;
	g_object_set_data_full(G_OBJECT(connection), socket_key, g_object_ref(certificate), g_object_unref);
	return TRUE;
}

static void
connection_arrived(SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, gpointer user_data G_GNUC_UNUSED)
{
	g_signal_connect(message, "accept-certificate", G_CALLBACK(certificate_arrived), NULL);
}

static gboolean
tls_set(SoupServer *soup, const char *folder, GError **error)
{
	g_autofree char *certificate_path = g_build_filename(folder, "server.pem", NULL);
	g_autofree char *key_path = g_build_filename(folder, "server.key", NULL);
	g_autofree char *ca_relative = g_build_filename(folder, "ca.pem", NULL);
	g_autofree char *ca_path = g_canonicalize_filename(ca_relative, NULL); /* a relative one is refused */
	g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_files(certificate_path, key_path, error);
	g_autoptr(GTlsDatabase) authorities = certificate != NULL ? g_tls_file_database_new(ca_path, error) : NULL;
	if (authorities == NULL) {
		g_prefix_error(error, "%s : ", folder);
		return FALSE;
	}
	soup_server_set_tls_certificate(soup, certificate);
	soup_server_set_tls_database(soup, authorities);
	soup_server_set_tls_auth_mode(soup, G_TLS_AUTHENTICATION_REQUIRED);
	return TRUE;
}

static GSocketAddress *
address_parse(const char *text, GError **error)
{
	g_autoptr(GSocketConnectable) parsed = g_network_address_parse(text, 0, NULL);
	g_autoptr(GInetAddress) host =
		parsed != NULL
			? g_inet_address_new_from_string(g_network_address_get_hostname(G_NETWORK_ADDRESS(parsed)))
			: NULL;
	if (host != NULL)
		return g_inet_socket_address_new(host, g_network_address_get_port(G_NETWORK_ADDRESS(parsed)));
	g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE,
		_("« %s » n’est pas une adresse et un port, comme 127.0.0.1:8443"), text);
	return NULL;
}

Server *
server_new(const char *folder, const char *address, Ledger *ledger, const SealKey *receipt_key, GError **error)
{
	g_autoptr(Server) server = g_new0(Server, 1);
	server->ledger = ledger;
	server->receipt_key = receipt_key;
	server->soup = soup_server_new("server-header", "civilia-central", NULL);
	g_autoptr(GSocketAddress) listen = address_parse(address, error);
	if (listen == NULL || !tls_set(server->soup, folder, error))
		return NULL;
	g_signal_connect(server->soup, "request-started", G_CALLBACK(connection_arrived), NULL);
	soup_server_add_early_handler(server->soup, NULL, headers_arrived, server, NULL);
	soup_server_add_handler(server->soup, NULL, request_arrived, server, NULL);
	if (!soup_server_listen(server->soup, listen, SOUP_SERVER_LISTEN_HTTPS, error)) {
		g_prefix_error(error, "%s : ", address);
		return NULL;
	}
	GSList *uris = soup_server_get_uris(server->soup);
	GUri *uri = uris->data;
	gboolean six = strchr(g_uri_get_host(uri), ':') != NULL;
	server->url =
		g_strdup_printf(six ? "https://[%s]:%d" : "https://%s:%d", g_uri_get_host(uri), g_uri_get_port(uri));
	g_slist_free_full(uris, (GDestroyNotify)g_uri_unref);
	return g_steal_pointer(&server);
}

void
server_free(Server *server)
{
	if (server == NULL)
		return;
	if (server->soup != NULL)
		soup_server_disconnect(server->soup);
	g_clear_object(&server->soup);
	g_free(server->url);
	g_free(server);
}

const char *
server_url(const Server *server)
{
	return server->url;
}
