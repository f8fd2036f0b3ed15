/* One act from the outbox to its stored receipt, from wherever the last attempt ended. */
#pragma once
#include "app/store/store.h"
#include "app/sync/carrier.h"

/* Bytes of this act that the central holds, and all of them. */
typedef void (*HandoverProgress)(guint64 sent, guint64 bytes, gpointer user_data);

/* deadline_us of g_get_monotonic_time(). Errors of the other side: UNREACHABLE, TIMEOUT, REFUSED, PROTOCOL, KEY (a
 * receipt that is not the central's word for these bytes), CANCELLED; of ours: STORAGE_* and NOT_FOUND. */
gboolean
handover_run(Store *store, Carrier *carrier, const StoreAct *act, gint64 deadline_us, GCancellable *cancellable,
	HandoverProgress progress, gpointer user_data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
