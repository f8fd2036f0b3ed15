/* links: firmware/base */
#include "firmware/base/error.h"
#include "firmware/base/packet.h"
#include "firmware/base/sealed.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
	int ends[2];
} Pair;

static void
pair_open(Pair *pair, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_assert_true(packet_pair(pair->ends, &error));
}

static void
pair_close(Pair *pair, gconstpointer data)
{
	(void)data;
	close(pair->ends[0]);
	if (pair->ends[1] >= 0)
		close(pair->ends[1]);
}

static void
a_message_arrives_with_its_descriptors(Pair *pair, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	int fd = sealed_new("hello", 5, &error), got = -1;
	g_assert_no_error(error);
	g_assert_true(packet_send(pair->ends[0], g_variant_new("(si)", "page", 7), &fd, 1, 1000, &error));
	g_autoptr(GVariant) body = NULL;
	g_assert_true(packet_receive(pair->ends[1], G_VARIANT_TYPE("(si)"), &body, &got, 1, 1000, &error));
	const char *word;
	int n;
	g_variant_get(body, "(&si)", &word, &n);
	g_assert_cmpstr(word, ==, "page");
	g_assert_cmpint(n, ==, 7);
	g_autoptr(GBytes) bytes = sealed_map(got, 5, 5, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(g_bytes_get_data(bytes, NULL), 5, "hello", 5);
	close(fd);
	close(got);
}

static void
a_message_larger_than_a_packet_arrives_whole(Pair *pair, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	gsize size = 5 * 1024 * 1024;
	g_autofree char *big = g_strnfill(size, 'x');
	g_assert_true(packet_send(pair->ends[0], g_variant_new("(s)", big), NULL, 0, 1000, &error));
	g_autoptr(GVariant) body = NULL;
	g_assert_true(packet_receive(pair->ends[1], G_VARIANT_TYPE("(s)"), &body, NULL, 0, 1000, &error));
	const char *got;
	g_variant_get(body, "(&s)", &got);
	g_assert_cmpstr(got, ==, big);
}

static void
a_malformed_message_is_refused(Pair *pair, gconstpointer data)
{
	(void)data;
	static const char *const packets[] = {"x", "i", "iabc\xff\xff\xff", "m", "\xff\xff\xff\xff"};
	for (guint i = 0; i < G_N_ELEMENTS(packets); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GVariant) body = NULL;
		g_assert_cmpint(send(pair->ends[0], packets[i], strlen(packets[i]), 0), >, 0);
		g_assert_false(packet_receive(pair->ends[1], G_VARIANT_TYPE("(sas)"), &body, NULL, 0, 1000, &error));
		g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
		g_assert_null(body);
	}
}

static void
unwanted_descriptors_are_closed_and_refused(Pair *pair, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) body = NULL;
	int fds[2] = {0, 1};
	g_assert_true(packet_send(pair->ends[0], g_variant_new("(s)", "x"), fds, 2, 1000, &error));
	int before = dup(0);
	close(before);
	g_assert_false(packet_receive(pair->ends[1], G_VARIANT_TYPE("(s)"), &body, NULL, 0, 1000, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
	int after = dup(0);
	close(after);
	g_assert_cmpint(after, ==, before);
}

static void
silence_and_death_of_the_peer_are_told_apart(Pair *pair, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) body = NULL;
	g_assert_false(packet_receive(pair->ends[0], G_VARIANT_TYPE("(s)"), &body, NULL, 0, 20, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_TIMEOUT);
	g_clear_error(&error);
	close(pair->ends[1]);
	pair->ends[1] = -1;
	g_assert_false(packet_receive(pair->ends[0], G_VARIANT_TYPE("(s)"), &body, NULL, 0, 20, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_CRASHED);
	g_clear_error(&error);
	g_assert_false(packet_send(pair->ends[0], g_variant_new("(s)", "x"), NULL, 0, 20, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_CRASHED);
}

static void
bytes_that_are_not_sealed_or_not_of_the_stated_size_are_refused(void)
{
	g_autoptr(GError) error = NULL;
	int open_fd = sealed_create(100, &error);
	g_assert_null(sealed_map(open_fd, 100, 1000, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
	g_clear_error(&error);
	g_assert_true(sealed_seal(open_fd, &error));
	g_assert_null(sealed_map(open_fd, 101, 1000, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME);
	g_clear_error(&error);
	g_assert_null(sealed_map(open_fd, 0, 99, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE);
	g_clear_error(&error);
	g_assert_cmpint(write(open_fd, "x", 1), <, 0);
	g_autoptr(GBytes) bytes = sealed_map(open_fd, 100, 100, &error);
	g_assert_nonnull(bytes);
	close(open_fd);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define PAIR_TEST(f) g_test_add("/base/" #f, Pair, NULL, pair_open, f, pair_close)
	PAIR_TEST(a_message_arrives_with_its_descriptors);
	PAIR_TEST(a_message_larger_than_a_packet_arrives_whole);
	PAIR_TEST(a_malformed_message_is_refused);
	PAIR_TEST(unwanted_descriptors_are_closed_and_refused);
	PAIR_TEST(silence_and_death_of_the_peer_are_told_apart);
	g_test_add_func("/base/bytes_that_are_not_sealed_or_not_of_the_stated_size_are_refused",
		bytes_that_are_not_sealed_or_not_of_the_stated_size_are_refused);
	return g_test_run();
}
