/* links: app/central app/seal app/db firmware/base tests/fakes/disk */
#include "app/central/exchange.h"
#include "app/seal/receipt.h"
#include "firmware/base/error.h"
#include "tests/fakes/disk/fault_disk.h"
#include <glib/gstdio.h>
#include <string.h>

#define ACT "6f0c1e0a-0000-4000-8000-00000000abcd"
enum { PART_BYTES = 60000, CHUNK_BYTES = 20000 };

static char *folder;
static SealKey *sign;
static GBytes *part;

static void
folder_empty(void)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
}

static guint
ask(Ledger *ledger, const char *method, const char *path, gint64 offset, GBytes *body, ExchangeReply *reply)
{
	const ExchangeRequest request = {method, path, "guichet-1", offset, body};
	exchange_handle(ledger, sign, 1790000000, &request, reply);
	if (reply->status >= 500)
		g_assert_cmpstr(reply->type, ==, "application/problem+json");
	return reply->status;
}

/* All of one act, as a station sends it; the status at which it ended, and the receipt when it is 200. */
static guint
hand_over(GBytes **receipt)
{
	g_autoptr(Ledger) ledger = ledger_open(folder, NULL);
	g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, part);
	g_autofree char *text = g_strdup_printf(
		"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"act\",\"size\":%d,\"sha256\":\"%s\"}]}",
		PART_BYTES, sha256);
	g_autoptr(GBytes) header = g_bytes_new(text, strlen(text)), none = g_bytes_new(NULL, 0);
	ExchangeReply reply = {.offset = -1};
	if (ledger == NULL)
		return 500;
	guint status = ask(ledger, "PUT", "/v1/acts/" ACT, -1, header, &reply);
	if (status < 300)
		status = ask(ledger, "HEAD", "/v1/acts/" ACT "/parts/act", -1, none, &reply);
	for (gint64 at = reply.offset; status < 300 && at < PART_BYTES; at = reply.offset) {
		g_autoptr(GBytes) chunk = g_bytes_new_from_bytes(part, (gsize)at, CHUNK_BYTES);
		status = ask(ledger, "PATCH", "/v1/acts/" ACT "/parts/act", at, chunk, &reply);
	}
	if (status < 300)
		status = ask(ledger, "POST", "/v1/acts/" ACT "/commit", -1, none, &reply);
	if (status == 200)
		*receipt = g_bytes_ref(reply.body);
	exchange_reply_clear(&reply);
	return status;
}

/* Whatever write fails: the station hears of it, and when the disk is well again the act is accepted once, and a
 * receipt that was given out before is the one that stays. */
static void
a_disk_full_at_any_write_costs_no_act(void)
{
	guint n = 1;
	for (gboolean over = FALSE; !over; n++) {
		g_autoptr(GBytes) first = NULL, second = NULL;
		folder_empty();
		fault_disk_arm(n, TRUE);
		guint status = hand_over(&first);
		over = !fault_disk_has_struck();
		fault_disk_arm(0, FALSE);
		g_assert_true(status == 200 || status == 500 || status == 507);
		g_assert_cmpuint(hand_over(&second), ==, 200);
		if (first != NULL)
			g_assert_true(g_bytes_equal(first, second));
		g_autoptr(Ledger) ledger = ledger_open(folder, NULL);
		g_autoptr(GPtrArray) acts = ledger_act_list(ledger, NULL);
		g_assert_cmpuint(acts->len, ==, 1);
		g_autoptr(GBytes) kept = ledger_part_read(ledger, ACT, "act", NULL);
		g_assert_true(g_bytes_equal(kept, part));
	}
	g_test_message("%u writes", n - 2);
	g_assert_cmpuint(n, >, 30);
}

static void
a_full_disk_is_called_full(void)
{
	folder_empty();
	g_autoptr(Ledger) ledger = ledger_open(folder, NULL);
	static const char text[] =
		"{\"protocol\":1,\"kind\":\"birth\",\"parts\":[{\"name\":\"act\",\"size\":5,\"sha256\":"
		"\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}]}";
	g_autoptr(GBytes) header = g_bytes_new_static(text, strlen(text));
	ExchangeReply reply = {.offset = -1};
	fault_disk_arm(1, TRUE);
	g_assert_cmpuint(ask(ledger, "PUT", "/v1/acts/" ACT, -1, header, &reply), ==, 507);
	fault_disk_arm(0, FALSE);
	g_assert_cmpuint(ask(ledger, "PUT", "/v1/acts/" ACT, -1, header, &reply), ==, 201);
	exchange_reply_clear(&reply);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	/* warnings of failed writes are what this is about */
	g_log_set_always_fatal(G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
	fault_disk_install();
	folder = g_strdup("/dev/shm/central-XXXXXX");
	if (g_mkdtemp(folder) == NULL) {
		g_free(folder);
		folder = g_dir_make_tmp("central-XXXXXX", NULL);
	}
	sign = seal_key_new(SEAL_KEY_SIGN_SECRET);
	part = g_bytes_new_take(g_strnfill(PART_BYTES, 'e'), PART_BYTES);
	g_test_add_func("/central-faults/a_disk_full_at_any_write_costs_no_act", a_disk_full_at_any_write_costs_no_act);
	g_test_add_func("/central-faults/a_full_disk_is_called_full", a_full_disk_is_called_full);
	int status = g_test_run();
	folder_empty();
	g_rmdir(folder);
	g_free(folder);
	seal_key_free(sign);
	g_bytes_unref(part);
	return status;
}
