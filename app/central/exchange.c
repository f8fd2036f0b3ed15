#include "app/central/exchange.h"
#include "app/seal/receipt.h"
#include "firmware/base/error.h"
#include <jansson.h>
#include <string.h>

static const char type_json[] = "application/json", type_problem[] = "application/problem+json",
		  type_receipt[] = "application/vnd.civilia.receipt";

typedef json_t Json;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_decref)

typedef struct {
	Ledger *ledger;
	const SealKey *receipt_key;
	gint64 now_s;
	const ExchangeRequest *request;
	ExchangeReply *reply;
} Exchange;

void
exchange_reply_clear(ExchangeReply *reply)
{
	g_clear_pointer(&reply->body, g_bytes_unref);
	*reply = (ExchangeReply){.offset = -1};
}

gsize
exchange_max_body(const char *method)
{
	if (g_str_equal(method, "PATCH"))
		return EXCHANGE_MAX_CHUNK_BYTES;
	return g_str_equal(method, "PUT") ? EXCHANGE_MAX_HEADER_BYTES : 0;
}

static void
reply_json(ExchangeReply *reply, guint status, const char *type, Json *json)
{
	char *text = json_dumps(json, JSON_COMPACT);
	gsize size = strlen(text);
	exchange_reply_clear(reply);
	reply->status = status;
	reply->type = type;
	reply->body = g_bytes_new_with_free_func(text, size, free, text);
}

void
exchange_problem(ExchangeReply *reply, guint status, const char *name, const char *detail)
{
	g_autofree char *type = g_strconcat("urn:civilia:problem:", name, NULL);
	g_autoptr(Json) json =
		json_pack("{s:s, s:s, s:i, s:s}", "type", type, "title", name, "status", (int)status, "detail", detail);
	reply_json(reply, status, type_problem, json);
}

static void
storage_problem(const Exchange *exchange, const GError *error)
{
	/* ids and causes only: an error of the storage names a file of ours, never a content */
	g_warning("%s %s: %s", exchange->request->method, exchange->request->path, error->message);
	if (station_error_code(error) == STATION_ERROR_STORAGE_FULL)
		exchange_problem(exchange->reply, 507, "full", "the storage is full; nothing was changed");
	else if (station_error_code(error) == STATION_ERROR_STORAGE_LOCKED)
		exchange_problem(exchange->reply, 503, "busy", "the storage is busy; repeat the request");
	else
		exchange_problem(exchange->reply, 500, "storage", "the storage failed; nothing was changed");
}

/* Who may see an act: the station that began it. To others it does not exist. */
static LedgerAct *
act_of(const Exchange *exchange, const char *id)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(LedgerAct) act = ledger_act_get(exchange->ledger, id, &error);
	if (act != NULL && g_str_equal(act->station, exchange->request->station))
		return g_steal_pointer(&act);
	if (act == NULL && station_error_code(error) != STATION_ERROR_NOT_FOUND)
		storage_problem(exchange, error);
	else
		exchange_problem(exchange->reply, 404, "unknown-act", "no act of this id was begun by this station");
	return NULL;
}

static void
reply_act(const Exchange *exchange, const LedgerAct *act, guint status)
{
	g_autoptr(Json) parts = json_array();
	for (guint i = 0; i < act->parts->len; i++) {
		const LedgerPart *part = g_ptr_array_index(act->parts, i);
		json_array_append_new(parts, json_pack("{s:s, s:I, s:I}", "name", part->part->name, "size",
						     (json_int_t)part->part->size, "offset", (json_int_t)part->offset));
	}
	g_autoptr(Json) json = json_pack("{s:s, s:s, s:s, s:O}", "act", act->id, "state",
		act->received_s > 0 ? "accepted" : "open", "manifest", act->digest, "parts", parts);
	reply_json(exchange->reply, status, type_json, json);
}

/* The parts of a PUT; NULL with a sentence that names the field. */
static GPtrArray *
parts_parse(Json *json, const char **kind, char **detail)
{
	Json *parts = json_object_get(json, "parts");
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)manifest_part_free);
	*kind = json_string_value(json_object_get(json, "kind"));
	if (json_integer_value(json_object_get(json, "protocol")) != 1)
		*detail = g_strdup("protocol: must be 1");
	else if (*kind == NULL)
		*detail = g_strdup("kind: missing or not a text");
	else if (!json_is_array(parts) || json_array_size(parts) > MANIFEST_MAX_PARTS)
		*detail = g_strdup("parts: missing, not a list, or too long");
	for (gsize i = 0; *detail == NULL && i < json_array_size(parts); i++) {
		Json *part = json_array_get(parts, i), *size = json_object_get(part, "size");
		const char *name = json_string_value(json_object_get(part, "name"));
		const char *sha256 = json_string_value(json_object_get(part, "sha256"));
		if (name == NULL || sha256 == NULL || strlen(sha256) != MANIFEST_SHA256_HEX || !json_is_integer(size) ||
			json_integer_value(size) < 0)
			*detail = g_strdup_printf(
				"parts[%zu]: name, size and sha256 are a text, a number, 64 hex digits", i);
		else
			g_ptr_array_add(list, manifest_part_new(name, (guint64)json_integer_value(size), sha256));
	}
	return *detail == NULL ? g_steal_pointer(&list) : NULL;
}

static void
act_put(const Exchange *exchange, const char *id)
{
	gsize size;
	const char *text = g_bytes_get_data(exchange->request->body, &size);
	g_autofree char *detail = NULL;
	g_autoptr(GError) error = NULL;
	const char *kind = NULL;
	g_autoptr(Json) json = json_loadb(text != NULL ? text : "", size, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(json))
		detail = g_strdup("the body is not a JSON object");
	g_autoptr(GPtrArray) parts = detail == NULL ? parts_parse(json, &kind, &detail) : NULL;
	if (parts != NULL && !manifest_check(id, kind, parts, &error))
		detail = g_strdup(error->message);
	if (detail != NULL) {
		gboolean large = station_error_code(error) == STATION_ERROR_TOO_LARGE;
		exchange_problem(exchange->reply, large ? 413 : 400, large ? "too-large" : "bad-request", detail);
		return;
	}
	g_autoptr(LedgerAct) before = ledger_act_get(exchange->ledger, id, NULL);
	if (!ledger_act_add(exchange->ledger, id, exchange->request->station, kind, parts, &error)) {
		storage_problem(exchange, error);
		return;
	}
	g_autoptr(LedgerAct) act = ledger_act_get(exchange->ledger, id, &error);
	g_autofree char *digest = manifest_digest(id, kind, parts);
	if (act == NULL)
		storage_problem(exchange, error);
	else if (!g_str_equal(act->station, exchange->request->station) || !g_str_equal(act->digest, digest))
		exchange_problem(exchange->reply, 409, "conflict", "an act of this id with other contents is there");
	else
		reply_act(exchange, act, before != NULL ? 200 : 201);
}

static const LedgerPart *
part_of(const LedgerAct *act, const char *name)
{
	for (guint i = 0; i < act->parts->len; i++) {
		const LedgerPart *part = g_ptr_array_index(act->parts, i);
		if (g_str_equal(part->part->name, name))
			return part;
	}
	return NULL;
}

static void
part_patch(const Exchange *exchange, const LedgerAct *act, const LedgerPart *part)
{
	const ExchangeRequest *request = exchange->request;
	g_autoptr(GError) error = NULL;
	gboolean appended = FALSE;
	gsize size = g_bytes_get_size(request->body);
	if (request->offset < 0) {
		exchange_problem(exchange->reply, 400, "bad-request", "Upload-Offset: missing or not a number");
		return;
	}
	if (!ledger_part_append(exchange->ledger, act->id, part->part->name, (guint64)request->offset, request->body,
		    &appended, &error)) {
		storage_problem(exchange, error);
		return;
	}
	if (appended) {
		/* not 204: libsoup's server closes the connection after one */
		exchange_reply_clear(exchange->reply);
		exchange->reply->status = 200;
		exchange->reply->offset = request->offset + (gint64)size;
		return;
	}
	exchange_problem(exchange->reply, 409, "offset", "the part does not go on there; Upload-Offset says where");
	exchange->reply->offset = (gint64)part->offset;
}

static void
part_handle(const Exchange *exchange, const char *id, const char *name)
{
	g_autoptr(LedgerAct) act = act_of(exchange, id);
	const LedgerPart *part = act != NULL ? part_of(act, name) : NULL;
	if (act == NULL)
		return;
	if (part == NULL)
		exchange_problem(exchange->reply, 404, "unknown-part", "the act has no part of this name");
	else if (g_str_equal(exchange->request->method, "PATCH"))
		part_patch(exchange, act, part);
	else {
		exchange_reply_clear(exchange->reply);
		exchange->reply->status = 200;
		exchange->reply->offset = (gint64)part->offset;
	}
}

/* Every part whole and as announced? One that is whole but other is forgotten, so that it comes again. */
static gboolean
parts_verify(const Exchange *exchange, const LedgerAct *act)
{
	for (guint i = 0; i < act->parts->len; i++) {
		const LedgerPart *part = g_ptr_array_index(act->parts, i);
		g_autoptr(GError) error = NULL;
		if (part->offset < part->part->size) {
			g_autofree char *detail = g_strdup_printf("part %s is not complete", part->part->name);
			exchange_problem(exchange->reply, 409, "incomplete", detail);
			return FALSE;
		}
		g_autoptr(GBytes) bytes = ledger_part_read(exchange->ledger, act->id, part->part->name, &error);
		g_autofree char *sha256 = bytes != NULL ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes) : NULL;
		if (g_strcmp0(sha256, part->part->sha256) == 0)
			continue;
		if (sha256 == NULL || !ledger_part_reset(exchange->ledger, act->id, part->part->name, &error)) {
			storage_problem(exchange, error);
			return FALSE;
		}
		g_autofree char *detail =
			g_strdup_printf("part %s is not what was announced; send it again", part->part->name);
		exchange_problem(exchange->reply, 422, "damaged", detail);
		return FALSE;
	}
	return TRUE;
}

static void
act_commit(const Exchange *exchange, const char *id)
{
	g_autoptr(LedgerAct) act = act_of(exchange, id);
	g_autoptr(GError) error = NULL;
	if (act == NULL)
		return;
	if (act->received_s == 0) {
		if (!parts_verify(exchange, act))
			return;
		const Receipt receipt = {act->id, act->station, act->digest, exchange->now_s};
		g_autoptr(GBytes) fresh = receipt_sign(exchange->receipt_key, &receipt);
		if (!ledger_act_accept(exchange->ledger, id, fresh, exchange->now_s, &error)) {
			storage_problem(exchange, error);
			return;
		}
		g_message("act %s of station %s accepted", act->id, act->station);
	}
	/* read back: of two commits at once, both answer with the one receipt that is kept */
	g_autoptr(GBytes) kept = ledger_receipt_get(exchange->ledger, id, &error);
	if (kept == NULL) {
		storage_problem(exchange, error);
		return;
	}
	exchange_reply_clear(exchange->reply);
	exchange->reply->status = 200;
	exchange->reply->type = type_receipt;
	exchange->reply->body = g_steal_pointer(&kept);
}

static void
act_get(const Exchange *exchange, const char *id)
{
	g_autoptr(LedgerAct) act = act_of(exchange, id);
	if (act != NULL)
		reply_act(exchange, act, 200);
}

void
exchange_handle(
	Ledger *ledger, const SealKey *receipt_key, gint64 now_s, const ExchangeRequest *request, ExchangeReply *reply)
{
	const Exchange exchange = {ledger, receipt_key, now_s, request, reply};
	const char *method = request->method;
	g_auto(GStrv) path = g_strsplit(request->path, "/", 8);
	guint depth = g_strv_length(path);
	exchange_reply_clear(reply);
	gboolean ours = depth >= 4 && depth <= 6 && path[0][0] == '\0' && g_str_equal(path[1], "v1") &&
			g_str_equal(path[2], "acts") && manifest_is_act(path[3]);
	if (g_bytes_get_size(request->body) > exchange_max_body(method))
		exchange_problem(reply, 413, "too-large", "the body is larger than this request may be");
	else if (ours && depth == 4 && g_str_equal(method, "PUT"))
		act_put(&exchange, path[3]);
	else if (ours && depth == 4 && g_str_equal(method, "GET"))
		act_get(&exchange, path[3]);
	else if (ours && depth == 5 && g_str_equal(path[4], "commit") && g_str_equal(method, "POST"))
		act_commit(&exchange, path[3]);
	else if (ours && depth == 6 && g_str_equal(path[4], "parts") &&
		 (g_str_equal(method, "PATCH") || g_str_equal(method, "HEAD")))
		part_handle(&exchange, path[3], path[5]);
	else
		exchange_problem(reply, 404, "unknown-resource", "there is nothing here for this method");
}
