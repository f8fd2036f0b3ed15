/* links: app/central app/seal app/db firmware/base */
#include "app/central/exchange.h"
#include "app/central/office.h"
#include "app/central/office_show.h"
#include "app/seal/enrolment.h"
#include "app/seal/envelope.h"
#include "app/seal/receipt.h"
#include "app/seal/seal_key.h"
#include "firmware/base/error.h"
#include <glib/gstdio.h>
#include <string.h>

#define ACT "6f0c1e0a-0000-4000-8000-00000000abcd"

typedef struct {
	char *folder;
	Ledger *ledger;
	SealKey *sign;
	ExchangeReply reply;
} Place;

static void
place_init(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	place->folder = g_dir_make_tmp("central-XXXXXX", NULL);
	place->ledger = ledger_open(place->folder, &error);
	g_assert_no_error(error);
	place->sign = seal_key_new(SEAL_KEY_SIGN_SECRET);
	place->reply = (ExchangeReply){.offset = -1};
}

static void
folder_empty(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
}

static void
place_clear(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	exchange_reply_clear(&place->reply);
	ledger_close(place->ledger);
	seal_key_free(place->sign);
	folder_empty(place->folder);
	g_rmdir(place->folder);
	g_free(place->folder);
}

/* The status of the answer, which stays in place->reply. */
static guint
ask_as(Place *place, const char *station, const char *method, const char *path, gint64 offset, const char *body,
	gsize size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(body, size);
	const ExchangeRequest request = {method, path, station, offset, bytes};
	exchange_handle(place->ledger, place->sign, 1790000000, &request, &place->reply);
	return place->reply.status;
}

static guint
ask(Place *place, const char *method, const char *path, gint64 offset, const char *body)
{
	return ask_as(place, "guichet-1", method, path, offset, body, strlen(body));
}

static void
assert_problem(Place *place, const char *name)
{
	g_autofree char *type = g_strdup_printf("\"urn:civilia:problem:%s\"", name);
	g_assert_cmpstr(place->reply.type, ==, "application/problem+json");
	g_autofree char *text =
		g_strndup(g_bytes_get_data(place->reply.body, NULL), g_bytes_get_size(place->reply.body));
	if (strstr(text, type) == NULL)
		g_error("not %s but %s", name, text);
}

static char *
header_of(const char *part, gint64 size, const char *content)
{
	g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, content, -1);
	return g_strdup_printf(
		"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"%s\",\"size\":%" G_GINT64_FORMAT
		",\"sha256\":\"%s\"}]}",
		part, size, sha256);
}

static void
an_act_is_accepted_once_whatever_is_repeated(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *header = header_of("act", 10, "helloworld");
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, header), ==, 201);
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, header), ==, 200);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 0, "hello"), ==, 200);
	g_assert_cmpint(place->reply.offset, ==, 5);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 0, "hello"), ==, 409);
	g_assert_cmpint(place->reply.offset, ==, 5);
	assert_problem(place, "offset");
	g_assert_cmpuint(ask(place, "HEAD", "/v1/acts/" ACT "/parts/act", -1, ""), ==, 200);
	g_assert_cmpint(place->reply.offset, ==, 5);
	g_assert_cmpuint(ask(place, "POST", "/v1/acts/" ACT "/commit", -1, ""), ==, 409);
	assert_problem(place, "incomplete");
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 5, "world"), ==, 200);
	g_assert_cmpuint(ask(place, "POST", "/v1/acts/" ACT "/commit", -1, ""), ==, 200);
	g_autoptr(GBytes) first = g_bytes_ref(place->reply.body);
	g_autoptr(SealKey) public_key = seal_key_public(place->sign);
	g_autoptr(Receipt) receipt = receipt_open(public_key, first, NULL);
	g_assert_nonnull(receipt);
	g_assert_cmpstr(receipt->act, ==, ACT);
	g_assert_cmpstr(receipt->station, ==, "guichet-1");
	g_assert_cmpuint(ask(place, "POST", "/v1/acts/" ACT "/commit", -1, ""), ==, 200);
	g_assert_true(g_bytes_equal(first, place->reply.body)); /* the same for ever */
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 10, "more"), ==, 409);
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, header), ==, 200);
	g_assert_nonnull(strstr(g_bytes_get_data(place->reply.body, NULL), "\"accepted\""));
	g_autoptr(GPtrArray) acts = ledger_act_list(place->ledger, NULL);
	g_assert_cmpuint(acts->len, ==, 1);
}

static void
the_same_id_with_other_contents_is_a_conflict(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *one = header_of("act", 10, "helloworld"), *two = header_of("act", 10, "otherworld");
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, one), ==, 201);
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, two), ==, 409);
	assert_problem(place, "conflict");
	g_assert_cmpuint(ask_as(place, "guichet-2", "PUT", "/v1/acts/" ACT, -1, one, strlen(one)), ==, 409);
}

static void
another_station_sees_nothing_of_it(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *header = header_of("act", 5, "hello");
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, header), ==, 201);
	g_assert_cmpuint(ask_as(place, "guichet-2", "GET", "/v1/acts/" ACT, -1, "", 0), ==, 404);
	g_assert_cmpuint(ask_as(place, "guichet-2", "PATCH", "/v1/acts/" ACT "/parts/act", 0, "hello", 5), ==, 404);
	g_assert_cmpuint(ask_as(place, "guichet-2", "POST", "/v1/acts/" ACT "/commit", -1, "", 0), ==, 404);
	g_assert_cmpuint(ask(place, "GET", "/v1/acts/" ACT, -1, ""), ==, 200);
}

static void
a_part_that_is_not_what_was_announced_comes_again(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *header = header_of("act", 5, "hello");
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, header), ==, 201);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 0, "hellp"), ==, 200);
	g_assert_cmpuint(ask(place, "POST", "/v1/acts/" ACT "/commit", -1, ""), ==, 422);
	assert_problem(place, "damaged");
	g_assert_cmpuint(ask(place, "HEAD", "/v1/acts/" ACT "/parts/act", -1, ""), ==, 200);
	g_assert_cmpint(place->reply.offset, ==, 0);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 0, "hello"), ==, 200);
	g_assert_cmpuint(ask(place, "POST", "/v1/acts/" ACT "/commit", -1, ""), ==, 200);
}

static void
bytes_past_the_announced_size_are_refused(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *header = header_of("act", 5, "hello");
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, header), ==, 201);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 0, "hello!"), ==, 409);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", G_MAXINT64 / 2, "h"), ==, 409);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", -1, "h"), ==, 400);
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/other", 0, "h"), ==, 404);
	assert_problem(place, "unknown-part");
	g_autofree char *big = g_strnfill(EXCHANGE_MAX_CHUNK_BYTES + 1, 'x');
	g_assert_cmpuint(ask(place, "PATCH", "/v1/acts/" ACT "/parts/act", 0, big), ==, 413);
}

static void
a_bad_header_gets_a_problem_that_names_the_field(Place *place, gconstpointer data G_GNUC_UNUSED)
{
#define SHA "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\""
	static const struct {
		const char *body, *field;
		guint status;
	} bad[] = {
		{"", "JSON", 400},
		{"nonsense", "JSON", 400},
		{"[]", "JSON", 400},
		{"{\"protocol\":1,", "JSON", 400},
		{"{}", "protocol", 400},
		{"{\"protocol\":2,\"kind\":\"birth\",\"parts\":[]}", "protocol", 400},
		{"{\"protocol\":1,\"parts\":[]}", "kind", 400},
		{"{\"protocol\":1,\"kind\":7,\"parts\":[]}", "kind", 400},
		{"{\"protocol\":1,\"kind\":\"../x\",\"parts\":[{\"name\":\"a\",\"size\":1,\"sha256\":" SHA "}]}",
			"kind", 400},
		{"{\"protocol\":1,\"kind\":\"birth\"}", "parts", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":{}}", "parts", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[]}", "parts", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[7]}", "parts[0]", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"a\",\"size\":1,\"sha256\":\"00\"}]}",
			"parts[0]", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"a\",\"size\":-1,\"sha256\":" SHA "}]}",
			"parts[0]", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"A/B\",\"size\":1,\"sha256\":" SHA "}]}",
			"part 1", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"a\",\"size\":1,\"sha256\":" SHA
		 "},{\"name\":\"a\",\"size\":1,\"sha256\":" SHA "}]}",
			"part a", 400},
		{"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"a\",\"size\":99999999999,\"sha256\":" SHA
		 "}]}",
			"part a", 413},
		{"{\"protocol\":1,\"protocol\":1}", "JSON", 400},
	};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, bad[i].body), ==, bad[i].status);
		g_autofree char *text =
			g_strndup(g_bytes_get_data(place->reply.body, NULL), g_bytes_get_size(place->reply.body));
		if (strstr(text, bad[i].field) == NULL)
			g_error("%s: %s", bad[i].body, text);
	}
	g_autofree char *big = g_strnfill(EXCHANGE_MAX_HEADER_BYTES + 1, ' '), *deep = g_strnfill(60000, '[');
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, big), ==, 413);
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, deep), ==, 400);
	g_autoptr(GPtrArray) acts = ledger_act_list(place->ledger, NULL);
	g_assert_cmpuint(acts->len, ==, 0);
}

static void
other_paths_and_methods_are_nothing(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	static const char *const asked[][2] = {{"GET", ""}, {"GET", "/"}, {"GET", "/v1"}, {"GET", "/v1/acts"},
		{"GET", "/v1/acts/"}, {"PUT", "/v1/acts/x"}, {"GET", "/v2/acts/" ACT}, {"DELETE", "/v1/acts/" ACT},
		{"GET", "/v1/acts/" ACT "/../x"}, {"POST", "/v1/acts/" ACT "/commit/x"},
		{"PATCH", "/v1/acts/" ACT "/parts"}, {"PATCH", "/v1/acts/" ACT "/parts/a/b"},
		{"GET", "/v1/acts/" ACT "/parts/act"}, {"get", "/v1/acts/" ACT}, {"GET", "/etc/passwd"},
		{"GET", "///////////////////"}};
	for (guint i = 0; i < G_N_ELEMENTS(asked); i++)
		g_assert_cmpuint(ask(place, asked[i][0], asked[i][1], -1, ""), ==, 404);
	g_assert_cmpuint(ask(place, "GET", "/v1/acts/" ACT, -1, "a body"), ==, 413);
}

static void
an_office_is_made_once_and_enrols_again(void)
{
	g_autofree char *folder = g_dir_make_tmp("office-XXXXXX", NULL), *to = g_dir_make_tmp("to-XXXXXX", NULL);
	g_autofree char *other = g_dir_make_tmp("other-XXXXXX", NULL), *before = NULL, *after = NULL;
	g_autofree char *certificate = g_build_filename(to, ENROLMENT_CERTIFICATE, NULL);
	g_autoptr(GError) error = NULL;
	g_assert_false(office_enrol(folder, "guichet-1", to, &error)); /* before init */
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_assert_true(office_init(folder, NULL, &error));
	g_assert_true(office_init(folder, NULL, &error));
	g_assert_true(office_enrol(folder, "guichet-1", to, &error));
	g_assert_true(g_file_get_contents(certificate, &before, NULL, NULL));
	g_assert_true(office_enrol(folder, "guichet-1", to, &error));
	g_assert_true(g_file_get_contents(certificate, &after, NULL, NULL));
	g_assert_cmpstr(before, ==, after);
	g_assert_false(office_enrol(folder, "guichet-2", to, &error)); /* the folder of another */
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	g_clear_error(&error);
	static const char *const names[] = {
		"", "A", "a b", "../x", "é", "a-name-that-is-longer-than-thirty-two-characters"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_assert_false(office_enrol(folder, names[i], to, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_USAGE);
		g_clear_error(&error);
	}
	g_assert_true(office_init(other, NULL, &error));
	g_assert_false(office_enrol(other, "guichet-1", to, &error)); /* the folder of another central */
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
	/* what was lost on the way is completed */
	g_unlink(certificate);
	g_clear_error(&error);
	g_assert_true(office_enrol(folder, "guichet-1", to, &error));
	g_assert_true(g_file_test(certificate, G_FILE_TEST_EXISTS));
	const char *const folders[] = {folder, to, other};
	for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
		folder_empty(folders[i]);
		g_rmdir(folders[i]);
	}
}

static void
an_act_is_shown_when_it_opens_and_only_then(Place *place, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	g_assert_true(office_init(place->folder, NULL, &error));
	g_autofree char *path = g_build_filename(place->folder, OFFICE_SEAL_KEY, NULL);
	g_autoptr(SealKey) secret = seal_key_load(path, SEAL_KEY_BOX_SECRET, &error);
	g_autoptr(SealKey) public_key = seal_key_public(secret);
	g_autoptr(GBytes) plain = g_bytes_new_static("{\"a\": \"b\"}", 10);
	g_autoptr(GBytes) envelope = envelope_seal(public_key, plain, ACT "/act");
	g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, envelope);
	gsize size = g_bytes_get_size(envelope);
	g_autofree char *header =
		g_strdup_printf("{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"act\",\"size\":%zu,"
				"\"sha256\":\"%s\"}]}",
			size, sha256);
	g_assert_cmpuint(ask(place, "PUT", "/v1/acts/" ACT, -1, header), ==, 201);
	g_assert_null(office_show(place->folder, ACT, NULL, FALSE, &error)); /* not whole yet */
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	g_assert_cmpuint(ask_as(place, "guichet-1", "PATCH", "/v1/acts/" ACT "/parts/act", 0,
				 g_bytes_get_data(envelope, NULL), size),
		==, 200);
	g_assert_cmpuint(ask(place, "POST", "/v1/acts/" ACT "/commit", -1, ""), ==, 200);
	g_autofree char *shown = office_show(place->folder, ACT, NULL, TRUE, &error);
	g_assert_no_error(error);
	g_assert_nonnull(strstr(shown, "\"a\": \"b\""));
	g_autofree char *listed = office_list(place->folder, FALSE, &error);
	g_assert_nonnull(strstr(listed, ACT));
	g_assert_null(strstr(listed, "\"b\""));
	g_assert_null(office_show(place->folder, "unknown", NULL, FALSE, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND);
	g_clear_error(&error);
	/* another office's key does not open it */
	g_autoptr(SealKey) wrong = seal_key_new(SEAL_KEY_BOX_SECRET);
	g_unlink(path);
	g_assert_true(seal_key_save(wrong, path, &error));
	g_assert_null(office_show(place->folder, ACT, NULL, FALSE, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_KEY);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/central/an_office_is_made_once_and_enrols_again", an_office_is_made_once_and_enrols_again);
#define TEST(f) g_test_add("/central/" #f, Place, NULL, place_init, f, place_clear)
	TEST(an_act_is_accepted_once_whatever_is_repeated);
	TEST(the_same_id_with_other_contents_is_a_conflict);
	TEST(another_station_sees_nothing_of_it);
	TEST(a_part_that_is_not_what_was_announced_comes_again);
	TEST(bytes_past_the_announced_size_are_refused);
	TEST(a_bad_header_gets_a_problem_that_names_the_field);
	TEST(other_paths_and_methods_are_nothing);
	TEST(an_act_is_shown_when_it_opens_and_only_then);
	return g_test_run();
}
