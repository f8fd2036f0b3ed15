/* PUT the header, PATCH each part from the offset that the central names, POST the commit, verify and store the
 * receipt. Each step may be repeated, so an attempt begins at the header every time and skips what is already there. */
#include "app/sync/handover.h"
#include "app/seal/manifest.h"
#include "app/seal/receipt.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <jansson.h>
#include <string.h>

enum {
	CHUNK_BYTES = 256 * 1024, /* at the default 30 s a request, 9 kB/s still get through */
	MAX_ROUNDS = 3,           /* of parts that the central did not find whole */
	MAX_STRIKES = 8,          /* corrections of an offset that lead nowhere */
};

typedef json_t Json;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_decref)

typedef struct {
	Store *store;
	Carrier *carrier;
	const StoreAct *act;
	const char *kind;
	GPtrArray *parts; /* ManifestPart */
	guint64 *offsets; /* held by the central, one a part */
	char *digest;
	gint64 deadline_us;
	GCancellable *cancellable;
	HandoverProgress progress;
	gpointer user_data;
} Handover;

static gboolean
fail(GError **error, StationError code, const char *sentence)
{
	g_set_error_literal(error, STATION_ERROR, (gint)code, sentence);
	return FALSE;
}

static gboolean
nonsense(GError **error)
{
	return fail(
		error, STATION_ERROR_PROTOCOL, _("le système central a répondu autre chose que ce qui est convenu"));
}

/* An answer that is not the one hoped for. */
static gboolean
status_fail(const CarrierReply *reply, GError **error)
{
	if (reply->status == 507)
		return fail(error, STATION_ERROR_UNREACHABLE, _("le disque du système central est plein"));
	if (reply->status >= 500) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_UNREACHABLE,
			_("le système central est en panne (erreur %u)"), reply->status);
		return FALSE;
	}
	if (reply->status == 403)
		return fail(error, STATION_ERROR_REFUSED,
			_("le système central ne reconnaît pas ce poste : il faut l’enrôler"));
	if (g_strcmp0(reply->problem, "conflict") == 0)
		return fail(error, STATION_ERROR_REFUSED,
			_("le système central tient déjà un autre contenu sous le numéro de cet acte"));
	if (reply->status >= 400 && reply->problem != NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_REFUSED, _("le système central refuse cet acte (%s)"),
			reply->problem);
		return FALSE;
	}
	return nonsense(error);
}

static gboolean
request(Handover *handover, const char *method, const char *ending, gint64 offset, GBytes *body, CarrierReply *reply,
	GError **error)
{
	if (g_get_monotonic_time() > handover->deadline_us)
		return fail(error, STATION_ERROR_TIMEOUT, _("l’envoi prend trop de temps ; il reprendra où il en est"));
	g_autofree char *path = g_strconcat("/v1/acts/", handover->act->id, ending, NULL);
	return carrier_request(handover->carrier, method, path, offset, body, handover->cancellable, reply, error);
}

static void
tell(const Handover *handover)
{
	guint64 sent = 0, bytes = 0;
	for (guint i = 0; i < handover->parts->len; i++) {
		sent += handover->offsets[i];
		bytes += ((const ManifestPart *)g_ptr_array_index(handover->parts, i))->size;
	}
	if (handover->progress != NULL)
		handover->progress(sent, bytes, handover->user_data);
}

static GBytes *
header_json(const Handover *handover)
{
	g_autoptr(Json) parts = json_array();
	for (guint i = 0; i < handover->parts->len; i++) {
		const ManifestPart *part = g_ptr_array_index(handover->parts, i);
		json_array_append_new(parts, json_pack("{s:s, s:I, s:s}", "name", part->name, "size",
						     (json_int_t)part->size, "sha256", part->sha256));
	}
	g_autoptr(Json) json = json_pack("{s:i, s:s, s:O}", "protocol", 1, "kind", handover->kind, "parts", parts);
	char *text = json_dumps(json, JSON_COMPACT);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

/* The central's account of what it holds. */
static gboolean
header_read(Handover *handover, GBytes *body, GError **error)
{
	gsize size;
	const char *data = g_bytes_get_data(body, &size);
	g_autoptr(Json) json = json_loadb(data != NULL ? data : "", size, JSON_REJECT_DUPLICATES, NULL);
	Json *parts = json_object_get(json, "parts");
	const char *manifest = json_string_value(json_object_get(json, "manifest"));
	if (g_strcmp0(manifest, handover->digest) != 0 || json_array_size(parts) != handover->parts->len)
		return nonsense(error);
	for (guint i = 0; i < handover->parts->len; i++) {
		const ManifestPart *part = g_ptr_array_index(handover->parts, i);
		Json *told = json_array_get(parts, i), *offset = json_object_get(told, "offset");
		if (g_strcmp0(json_string_value(json_object_get(told, "name")), part->name) != 0 ||
			!json_is_integer(offset) || json_integer_value(offset) < 0 ||
			(guint64)json_integer_value(offset) > part->size)
			return nonsense(error);
		handover->offsets[i] = (guint64)json_integer_value(offset);
	}
	return TRUE;
}

static gboolean
header_send(Handover *handover, GError **error)
{
	g_auto(CarrierReply) reply = {.offset = -1};
	g_autoptr(GBytes) body = header_json(handover);
	if (!request(handover, "PUT", "", -1, body, &reply, error))
		return FALSE;
	if (reply.status != 200 && reply.status != 201)
		return status_fail(&reply, error);
	return header_read(handover, reply.body, error);
}

/* Goes on where the central says. That it says so is normal after an interruption, or beside another sender; that it
 * says so again and again without getting on is not. */
static gboolean
chunk_send(Handover *handover, guint index, guint *strikes, GError **error)
{
	const ManifestPart *part = g_ptr_array_index(handover->parts, index);
	guint64 *offset = &handover->offsets[index];
	g_auto(CarrierReply) reply = {.offset = -1};
	g_autofree char *ending = g_strconcat("/parts/", part->name, NULL);
	g_autoptr(GBytes) chunk =
		store_outbox_read(handover->store, handover->act->id, part->name, *offset, CHUNK_BYTES, error);
	if (chunk == NULL || !request(handover, "PATCH", ending, (gint64)*offset, chunk, &reply, error))
		return FALSE;
	guint64 next = *offset + g_bytes_get_size(chunk);
	if (reply.status == 200 && reply.offset == (gint64)next) {
		*offset = next;
		return TRUE;
	}
	if (reply.status != 409 || g_strcmp0(reply.problem, "offset") != 0)
		return status_fail(&reply, error);
	if (reply.offset < 0 || (guint64)reply.offset > part->size)
		return nonsense(error);
	if ((guint64)reply.offset <= *offset && ++*strikes > MAX_STRIKES)
		return nonsense(error);
	*offset = (guint64)reply.offset;
	return TRUE;
}

static gboolean
parts_send(Handover *handover, GError **error)
{
	tell(handover);
	guint strikes = 0;
	for (guint i = 0; i < handover->parts->len; i++) {
		const ManifestPart *part = g_ptr_array_index(handover->parts, i);
		while (handover->offsets[i] < part->size) {
			if (!chunk_send(handover, i, &strikes, error))
				return FALSE;
			tell(handover);
		}
	}
	return TRUE;
}

/* Only the central's own word for exactly this act, this station and these bytes releases anything. */
static gboolean
receipt_take(Handover *handover, GBytes *bytes, GError **error)
{
	g_autoptr(Receipt) receipt = receipt_open(carrier_verify_key(handover->carrier), bytes, error);
	if (receipt == NULL)
		return FALSE;
	if (!g_str_equal(receipt->act, handover->act->id) || !g_str_equal(receipt->manifest, handover->digest) ||
		!g_str_equal(receipt->station, carrier_station(handover->carrier)))
		return fail(error, STATION_ERROR_KEY, _("l’accusé de réception n’est pas celui de cet acte"));
	return store_outbox_accepted(handover->store, handover->act->id, bytes, error);
}

/* *again: the central did not find every part whole. */
static gboolean
commit(Handover *handover, gboolean *again, GError **error)
{
	g_auto(CarrierReply) reply = {.offset = -1};
	if (!store_outbox_sent(handover->store, handover->act->id, error) ||
		!request(handover, "POST", "/commit", -1, NULL, &reply, error))
		return FALSE;
	*again = (reply.status == 409 && g_strcmp0(reply.problem, "incomplete") == 0) ||
		 (reply.status == 422 && g_strcmp0(reply.problem, "damaged") == 0);
	if (*again)
		return TRUE;
	if (reply.status != 200)
		return status_fail(&reply, error);
	return receipt_take(handover, reply.body, error);
}

static gboolean
rounds(Handover *handover, GError **error)
{
	for (int round = 0; round < MAX_ROUNDS; round++) {
		gboolean again = FALSE;
		if (!header_send(handover, error) || !parts_send(handover, error) || !commit(handover, &again, error))
			return FALSE;
		if (!again)
			return TRUE;
	}
	return fail(error, STATION_ERROR_PROTOCOL, _("les pièces arrivent altérées au système central"));
}

gboolean
handover_run(Store *store, Carrier *carrier, const StoreAct *act, gint64 deadline_us, GCancellable *cancellable,
	HandoverProgress progress, gpointer user_data, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GPtrArray) parts = store_outbox_parts(store, act->id, &why);
	g_autofree guint64 *offsets = parts != NULL ? g_new0(guint64, parts->len) : NULL;
	g_autofree char *digest = parts != NULL ? manifest_digest(act->id, act_kind_name(act->kind), parts) : NULL;
	Handover handover = {store, carrier, act, act_kind_name(act->kind), parts, offsets, digest, deadline_us,
		cancellable, progress, user_data};
	if (parts != NULL && rounds(&handover, &why))
		return TRUE;
	/* another sender may have been faster: then nothing is left to hand over */
	g_autoptr(StoreAct) now = store_act_info(store, act->id, NULL);
	if (now != NULL && now->state == STORE_ACT_ACCEPTED)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&why));
	return FALSE;
}
