/* syncd's life: passes over the outbox whenever something is due, and ia.civil.Sync1 on the bus. */
#pragma once
#include "app/sync/sync.h"

typedef struct SyncService SyncService;

/* Runs on the default main context from now on; the passes themselves run in a thread with a store of their own. state
 * and key_path as for store_open(). connection may be NULL: no bus. */
SyncService *sync_service_new(const char *state, const char *key_path, const SyncOptions *options,
	GDBusConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Interrupts a pass that runs and waits for its end. */
void sync_service_free(SyncService *service);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SyncService, sync_service_free)
