/* links: app/sync app/central app/store app/seal app/db app/dossier firmware/base firmware/bus tests/fakes/exchange */
#include "app/central/exchange.h"
#include "app/central/office.h"
#include "app/seal/receipt.h"
#include "app/sync/sync.h"
#include "firmware/base/error.h"
#include "tests/fakes/exchange/central_process.h"
#include <libsoup/soup.h>
#include <string.h>

/* A central with the right certificate that is ill or lies. */
typedef enum {
	ILL_500,
	ILL_503_BUSY,
	ILL_507_FULL,
	ILL_REDIRECT,
	ILL_HTML,
	ILL_EMPTY,
	ILL_DEEP_JSON,
	ILL_HUGE,
	ILL_OTHER_MANIFEST,
	ILL_OFFSET_BEYOND,
	ILL_SAME_OFFSET_FOR_EVER,
	ILL_COMMIT_500,
	ILL_INCOMPLETE_FOR_EVER,
	ILL_FORGED_RECEIPT,
	ILL_RECEIPT_OF_ANOTHER_STATION,
	ILL_RECEIPT_OF_ANOTHER_ACT,
	ILL_RECEIPT_GARBAGE,
	ILL_N
} Illness;

typedef struct {
	Illness illness;
	CentralProcess *office; /* its folder, certificates and keys; the process itself is stopped */
	Ledger *ledger;
	SealKey *key;
	GMainContext *context;
	GMainLoop *loop;
	GThread *thread;
	char *url;
	gint requests;
} Fake;

static void
answer(SoupServerMessage *message, guint status, const char *type, const char *text)
{
	soup_server_message_set_status(message, status, NULL);
	soup_server_message_set_response(message, type, SOUP_MEMORY_COPY, text, strlen(text));
}

/* As the true one would, with another key or name where it is to lie. */
static void
answer_truly(Fake *fake, SoupServerMessage *message, const char *path)
{
	const char *text =
		soup_message_headers_get_one(soup_server_message_get_request_headers(message), "Upload-Offset");
	g_autoptr(GBytes) body = soup_message_body_flatten(soup_server_message_get_request_body(message));
	const ExchangeRequest request = {soup_server_message_get_method(message), path,
		fake->illness == ILL_RECEIPT_OF_ANOTHER_STATION ? "guichet-9" : "guichet-1",
		text != NULL ? g_ascii_strtoll(text, NULL, 10) : -1, body};
	ExchangeReply reply = {.offset = -1};
	exchange_handle(fake->ledger, fake->key, 1790000000, &request, &reply);
	soup_server_message_set_status(message, reply.status, NULL);
	if (reply.offset >= 0) {
		g_autofree char *offset = g_strdup_printf("%" G_GINT64_FORMAT, reply.offset);
		soup_message_headers_replace(
			soup_server_message_get_response_headers(message), "Upload-Offset", offset);
	}
	if (reply.body != NULL)
		soup_server_message_set_response(message, reply.type, SOUP_MEMORY_COPY,
			g_bytes_get_data(reply.body, NULL), g_bytes_get_size(reply.body));
	exchange_reply_clear(&reply);
}

static void
answer_commit(Fake *fake, SoupServerMessage *message, const char *path)
{
	const Receipt other = {(char *)"6f0c1e0a-0000-4000-8000-00000000abcd", (char *)"guichet-1",
		(char *)"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 1790000000};
	if (fake->illness == ILL_COMMIT_500)
		answer(message, 500, "text/plain", "");
	else if (fake->illness == ILL_INCOMPLETE_FOR_EVER)
		answer(message, 409, "application/problem+json", "{\"type\":\"urn:civilia:problem:incomplete\"}");
	else if (fake->illness == ILL_RECEIPT_GARBAGE)
		answer(message, 200, "application/vnd.civilia.receipt", "civilia-receipt 1\nact x\n");
	else if (fake->illness == ILL_RECEIPT_OF_ANOTHER_ACT) {
		g_autoptr(GBytes) receipt = receipt_sign(fake->key, &other);
		g_autofree char *text = g_strndup(g_bytes_get_data(receipt, NULL), g_bytes_get_size(receipt));
		answer(message, 200, "application/vnd.civilia.receipt", text);
	} else
		answer_truly(fake, message, path);
}

static void
answer_offset(SoupServerMessage *message, const char *offset)
{
	answer(message, 409, "application/problem+json", "{\"type\":\"urn:civilia:problem:offset\"}");
	soup_message_headers_replace(soup_server_message_get_response_headers(message), "Upload-Offset", offset);
}

static gboolean
answer_ill(Fake *fake, SoupServerMessage *message)
{
	g_autofree char *deep = g_strnfill(100000, '['), *huge = NULL;
	switch (fake->illness) {
	case ILL_500:
		answer(message, 500, "text/html", "<h1>Internal Server Error</h1>");
		return TRUE;
	case ILL_503_BUSY:
		answer(message, 503, "application/problem+json", "{\"type\":\"urn:civilia:problem:busy\"}");
		return TRUE;
	case ILL_507_FULL:
		answer(message, 507, "application/problem+json", "{\"type\":\"urn:civilia:problem:full\"}");
		return TRUE;
	case ILL_REDIRECT:
		soup_message_headers_replace(
			soup_server_message_get_response_headers(message), "Location", "https://127.0.0.1:1/elsewhere");
		answer(message, 307, "text/plain", "");
		return TRUE;
	case ILL_HTML:
		answer(message, 200, "text/html", "<html>Bienvenue sur le portail captif</html>");
		return TRUE;
	case ILL_EMPTY:
		soup_server_message_set_status(message, 200, NULL);
		return TRUE;
	case ILL_DEEP_JSON:
		answer(message, 200, "application/json", deep);
		return TRUE;
	case ILL_HUGE:
		huge = g_strnfill(20 * 1024 * 1024, ' ');
		answer(message, 200, "application/json", huge);
		return TRUE;
	case ILL_OTHER_MANIFEST:
		answer(message, 200, "application/json",
			"{\"act\":\"x\",\"state\":\"open\",\"manifest\":\"00\",\"parts\":[{\"name\":\"act\",\"size\":1,"
			"\"offset\":0}]}");
		return TRUE;
	case ILL_OFFSET_BEYOND:
	case ILL_SAME_OFFSET_FOR_EVER:
	case ILL_COMMIT_500:
	case ILL_INCOMPLETE_FOR_EVER:
	case ILL_FORGED_RECEIPT:
	case ILL_RECEIPT_OF_ANOTHER_STATION:
	case ILL_RECEIPT_OF_ANOTHER_ACT:
	case ILL_RECEIPT_GARBAGE:
	case ILL_N:
		break;
	}
	return FALSE;
}

static void
request_arrived(SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, const char *path,
	GHashTable *query G_GNUC_UNUSED, gpointer user_data)
{
	Fake *fake = user_data;
	g_atomic_int_inc(&fake->requests);
	if (answer_ill(fake, message))
		return;
	if (g_str_has_suffix(path, "/commit"))
		answer_commit(fake, message, path);
	else if (g_str_equal(soup_server_message_get_method(message), "PATCH") &&
		 (fake->illness == ILL_OFFSET_BEYOND || fake->illness == ILL_SAME_OFFSET_FOR_EVER))
		answer_offset(message, fake->illness == ILL_OFFSET_BEYOND ? "99999999999" : "0");
	else
		answer_truly(fake, message, path);
}

static gpointer
fake_run(gpointer data)
{
	Fake *fake = data;
	g_main_context_push_thread_default(fake->context);
	g_autofree char *pem = g_build_filename(fake->office->folder, "server.pem", NULL);
	g_autofree char *key = g_build_filename(fake->office->folder, "server.key", NULL);
	g_autoptr(SoupServer) soup = soup_server_new(NULL, NULL);
	g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_files(pem, key, NULL);
	soup_server_set_tls_certificate(soup, certificate);
	soup_server_add_handler(soup, NULL, request_arrived, fake, NULL);
	g_assert_true(soup_server_listen_local(soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, NULL));
	GSList *uris = soup_server_get_uris(soup);
	char *url = g_strdup_printf("https://127.0.0.1:%d", g_uri_get_port(uris->data));
	g_slist_free_full(uris, (GDestroyNotify)g_uri_unref);
	g_atomic_pointer_set(&fake->url, url);
	g_main_loop_run(fake->loop);
	soup_server_disconnect(soup);
	g_main_context_pop_thread_default(fake->context);
	return NULL;
}

static Fake *
fake_new(CentralProcess *office, Illness illness, const char *folder)
{
	Fake *fake = g_new0(Fake, 1);
	g_autofree char *key = g_build_filename(office->folder, OFFICE_RECEIPT_KEY, NULL);
	fake->illness = illness;
	fake->office = office;
	fake->ledger = ledger_open(folder, NULL);
	fake->key = illness == ILL_FORGED_RECEIPT ? seal_key_new(SEAL_KEY_SIGN_SECRET)
						  : seal_key_load(key, SEAL_KEY_SIGN_SECRET, NULL);
	fake->context = g_main_context_new();
	fake->loop = g_main_loop_new(fake->context, FALSE);
	fake->thread = g_thread_new("fake", fake_run, fake);
	while (g_atomic_pointer_get(&fake->url) == NULL)
		g_usleep(1000);
	return fake;
}

static void
fake_free(Fake *fake)
{
	g_main_loop_quit(fake->loop);
	g_thread_join(fake->thread);
	g_main_loop_unref(fake->loop);
	g_main_context_unref(fake->context);
	ledger_close(fake->ledger);
	seal_key_free(fake->key);
	g_free(fake->url);
	g_free(fake);
}

static const struct {
	Illness illness;
	StationError code;
} expected[] = {
	{ILL_500, STATION_ERROR_UNREACHABLE},
	{ILL_503_BUSY, STATION_ERROR_UNREACHABLE},
	{ILL_507_FULL, STATION_ERROR_UNREACHABLE},
	{ILL_REDIRECT, STATION_ERROR_PROTOCOL},
	{ILL_HTML, STATION_ERROR_PROTOCOL},
	{ILL_EMPTY, STATION_ERROR_PROTOCOL},
	{ILL_DEEP_JSON, STATION_ERROR_PROTOCOL},
	{ILL_HUGE, STATION_ERROR_PROTOCOL},
	{ILL_OTHER_MANIFEST, STATION_ERROR_PROTOCOL},
	{ILL_OFFSET_BEYOND, STATION_ERROR_PROTOCOL},
	{ILL_SAME_OFFSET_FOR_EVER, STATION_ERROR_PROTOCOL},
	{ILL_COMMIT_500, STATION_ERROR_UNREACHABLE},
	{ILL_INCOMPLETE_FOR_EVER, STATION_ERROR_PROTOCOL},
	{ILL_FORGED_RECEIPT, STATION_ERROR_KEY},
	{ILL_RECEIPT_OF_ANOTHER_STATION, STATION_ERROR_KEY},
	{ILL_RECEIPT_OF_ANOTHER_ACT, STATION_ERROR_KEY},
	{ILL_RECEIPT_GARBAGE, STATION_ERROR_PROTOCOL},
};
G_STATIC_ASSERT(G_N_ELEMENTS(expected) == ILL_N);

/* Nothing is released, one sentence says why, and the true central still gets it all. */
static void
an_ill_central_gets_nothing_released(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		CentralProcess *office = central_process_new();
		g_autofree char *state = g_dir_make_tmp("state-XXXXXX", NULL),
				*folder = g_dir_make_tmp("fake-XXXXXX", NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(Store) store = store_open(state, NULL, 0, &error);
		g_autoptr(GBytes) text = g_bytes_new_static("{\"x\":1}", 7);
		g_autofree char *id = NULL;
		gint64 dossier = 0;
		g_assert_true(store_dossier_ensure(store, "1", &dossier, NULL, &error));
		g_assert_true(store_page_add(store, dossier, text, NULL, &error));
		g_assert_true(store_act_put(store, dossier, ACT_BIRTH, text, &id, &error));
		g_assert_true(store_act_queue(store, id, office->enrolment, &error));
		Fake *fake = fake_new(office, expected[i].illness, folder);
		SyncOptions options = {office->enrolment, fake->url, 5000, 20000};
		SyncResult result = {0};
		g_assert_true(sync_run_once(store, &options, TRUE, NULL, NULL, NULL, &result, &error));
		g_test_message("%u: %s", expected[i].illness, result.sentence);
		g_assert_cmpuint(result.left, ==, 1);
		g_assert_cmpstr(station_error_name(result.error), ==, station_error_name(expected[i].code));
		g_assert_cmpint(g_atomic_int_get(&fake->requests), <, 40);
		sync_result_clear(&result);
		fake_free(fake);
		g_autoptr(GBytes) page = store_page_get(store, dossier, 1, &error);
		g_assert_no_error(error);
		options.central = office->url;
		g_assert_true(sync_run_once(store, &options, TRUE, NULL, NULL, NULL, &result, &error));
		g_assert_cmpuint(result.accepted, ==, 1);
		g_clear_pointer(&store, store_close);
		folder_remove(state);
		folder_remove(folder);
		central_process_free(office);
	}
}

int
main(int argc, char **argv)
{
	sync_prepare();
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sync-hostile/an_ill_central_gets_nothing_released", an_ill_central_gets_nothing_released);
	return g_test_run();
}
