#include "app/central/office_show.h"
#include "app/central/ledger.h"
#include "app/central/office.h"
#include "app/seal/durable.h"
#include "app/seal/envelope.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <jansson.h>
#include <string.h>

typedef json_t Json;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_decref)

static char *
dump(Json *json)
{
	char *text = json_dumps(json, JSON_INDENT(1));
	char *copy = g_strconcat(text, "\n", NULL);
	free(text);
	return copy;
}

static char *
time_text(gint64 seconds)
{
	if (seconds == 0)
		return NULL;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
	return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

static guint64
act_bytes(const LedgerAct *act, gboolean received)
{
	guint64 sum = 0;
	for (guint i = 0; i < act->parts->len; i++) {
		const LedgerPart *part = g_ptr_array_index(act->parts, i);
		sum += received ? part->offset : part->part->size;
	}
	return sum;
}

static Json *
act_json(const LedgerAct *act)
{
	g_autofree char *received = time_text(act->received_s);
	return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:i, s:I}", "id", act->id, "station", act->station, "kind",
		act->kind, "state", act->received_s > 0 ? "accepted" : "open", "received", received, "parts",
		(int)act->parts->len, "bytes", (json_int_t)act_bytes(act, TRUE));
}

char *
office_list(const char *folder, gboolean json, GError **error)
{
	g_autoptr(Ledger) ledger = ledger_open(folder, error);
	g_autoptr(GPtrArray) acts = ledger != NULL ? ledger_act_list(ledger, error) : NULL;
	if (acts == NULL)
		return NULL;
	g_autoptr(Json) list = json_array();
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < acts->len; i++) {
		const LedgerAct *act = g_ptr_array_index(acts, i);
		g_autofree char *received = time_text(act->received_s);
		json_array_append_new(list, act_json(act));
		g_string_append_printf(text, "%s  %-12s %-9s %-9s %3u  %10" G_GUINT64_FORMAT "  %s\n", act->id,
			act->station, act->kind, act->received_s > 0 ? "accepted" : "open", act->parts->len,
			act_bytes(act, FALSE), received != NULL ? received : "-");
	}
	if (!json)
		return g_string_free(g_steal_pointer(&text), FALSE);
	g_autoptr(Json) whole = json_pack("{s:O}", "acts", list);
	return dump(whole);
}

static gboolean
part_save(const char *to, const char *name, GBytes *plain, GError **error)
{
	const char *ending = g_str_has_prefix(name, "page-") ? ".jpg" : ".json";
	g_autofree char *file = g_strconcat(name, ending, NULL);
	g_autofree char *path = g_build_filename(to, file, NULL);
	/* Replaces what an earlier show wrote. */
	return g_file_set_contents_full(path, g_bytes_get_data(plain, NULL), (gssize)g_bytes_get_size(plain),
		G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* Each part opened, into shown; the act's own text goes to *text. */
static gboolean
parts_open(Ledger *ledger, const LedgerAct *act, const SealKey *secret, const char *to, Json *shown, GBytes **text,
	GError **error)
{
	for (guint i = 0; i < act->parts->len; i++) {
		const char *name = ((const LedgerPart *)g_ptr_array_index(act->parts, i))->part->name;
		g_autofree char *context = g_strconcat(act->id, "/", name, NULL);
		g_autoptr(GBytes) sealed = ledger_part_read(ledger, act->id, name, error);
		g_autoptr(GBytes) plain = sealed != NULL ? envelope_open(secret, sealed, context, error) : NULL;
		if (plain == NULL) {
			g_prefix_error(error, "%s : ", name);
			return FALSE;
		}
		if (to != NULL && !part_save(to, name, plain, error))
			return FALSE;
		g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, plain);
		json_array_append_new(shown, json_pack("{s:s, s:I, s:s}", "name", name, "bytes",
						     (json_int_t)g_bytes_get_size(plain), "sha256", sha256));
		if (g_str_equal(name, "act"))
			*text = g_steal_pointer(&plain);
	}
	return TRUE;
}

static char *
show_text(const LedgerAct *act, Json *parts, const char *receipt, GBytes *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_string_append_printf(out, "%s  %s  %s\n", act->id, act->station, act->kind);
	for (gsize i = 0; i < json_array_size(parts); i++) {
		Json *part = json_array_get(parts, i);
		g_string_append_printf(out, "  %-12s %10lld  %s\n", json_string_value(json_object_get(part, "name")),
			(long long)json_integer_value(json_object_get(part, "bytes")),
			json_string_value(json_object_get(part, "sha256")));
	}
	if (receipt != NULL)
		g_string_append_printf(out, "\n%s", receipt);
	if (text != NULL) {
		g_string_append_c(out, '\n');
		g_string_append_len(out, g_bytes_get_data(text, NULL), (gssize)g_bytes_get_size(text));
		g_string_append_c(out, '\n');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
show_json(const LedgerAct *act, Json *parts, const char *receipt, GBytes *text)
{
	/* the act is the station's text; one that is no JSON is shown as null, its bytes are among the parts */
	g_autoptr(Json) content =
		text != NULL ? json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL) : NULL;
	g_autoptr(Json) whole = act_json(act);
	json_object_set_new(whole, "receipt", receipt != NULL ? json_string(receipt) : json_null());
	json_object_set(whole, "parts", parts);
	json_object_set_new(whole, "act", content != NULL ? json_incref(content) : json_null());
	return dump(whole);
}

char *
office_show(const char *folder, const char *id, const char *to, gboolean json, GError **error)
{
	g_autofree char *path = g_build_filename(folder, OFFICE_SEAL_KEY, NULL);
	g_autoptr(Ledger) ledger = ledger_open(folder, error);
	g_autoptr(SealKey) secret = ledger != NULL ? seal_key_load(path, SEAL_KEY_BOX_SECRET, error) : NULL;
	g_autoptr(LedgerAct) act = secret != NULL ? ledger_act_get(ledger, id, error) : NULL;
	if (act == NULL)
		return NULL;
	if (act->received_s == 0) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_NOT_FOUND,
			_("l’acte %s n’est pas encore arrivé en entier"), id);
		return NULL;
	}
	if (to != NULL && !durable_folder(to, error))
		return NULL;
	g_autoptr(Json) parts = json_array();
	g_autoptr(GBytes) text = NULL;
	g_autoptr(GBytes) receipt = ledger_receipt_get(ledger, id, error);
	if (receipt == NULL || !parts_open(ledger, act, secret, to, parts, &text, error))
		return NULL;
	g_autofree char *receipt_text = g_strndup(g_bytes_get_data(receipt, NULL), g_bytes_get_size(receipt));
	return json ? show_json(act, parts, receipt_text, text) : show_text(act, parts, receipt_text, text);
}
