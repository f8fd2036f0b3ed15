/* What an act that is handed over consists of, said the same way by station and central system. */
#pragma once
#include <gio/gio.h>

enum {
	MANIFEST_MAX_PARTS = 256,
	MANIFEST_MAX_NAME = 32,
	MANIFEST_SHA256_HEX = 64,
};
#define MANIFEST_MAX_PART_BYTES ((guint64)40 * 1024 * 1024)
#define MANIFEST_MAX_ACT_BYTES ((guint64)1024 * 1024 * 1024)

typedef struct {
	char *name;                           /* "act", "documents", "page-0001": a-z, 0-9, hyphen */
	guint64 size;                         /* bytes of the sealed part */
	char sha256[MANIFEST_SHA256_HEX + 1]; /* of the sealed part, lower case hex */
} ManifestPart;

ManifestPart *manifest_part_new(const char *name, guint64 size, const char *sha256);
void manifest_part_free(ManifestPart *part);

/* A canonical UUID in lower case: "6f0c1e0a-....". */
gboolean manifest_is_act(const char *act);

/* Whether everything keeps to its bounds: act a UUID, kind and names words of a-z, 0-9 and hyphen, names different, at
 * least one part. parts: ManifestPart. PROTOCOL or TOO_LARGE, naming the part. */
gboolean manifest_check(const char *act, const char *kind, GPtrArray *parts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256, in hex, over the lines "civilia-manifest 1", "act ACT", "kind KIND" and for each part in order "part NAME
 * SIZE SHA256". */
char *manifest_digest(const char *act, const char *kind, GPtrArray *parts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ManifestPart, manifest_part_free)
