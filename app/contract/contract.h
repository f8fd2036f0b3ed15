/* The nouns as the command line's JSON, and back: one object, stable keys (docs/contract.schema.json). The same form,
 * sealed, is what the store keeps of a dossier and what travels to the central system. */
#pragma once
#include "app/dossier/dossier.h"

enum { CONTRACT_MAX_BYTES = 64 * 1024 * 1024 }; /* of one JSON text that is taken */

typedef enum {
	CONTRACT_WORDS = 1 << 0,      /* each page's words */
	CONTRACT_COMPARISON = 1 << 1, /* comparison, findings, drafts */
	CONTRACT_COMPACT = 1 << 2,    /* one line */
} ContractFlags;

/* {"documents", "problems"} and, as asked, {"comparison", "findings", "drafts"}. UTF-8 without a final newline. */
GBytes *contract_dossier(const Dossier *dossier, ContractFlags flags);

/* One draft with all that stands behind it: documents, comparison, findings, and "drafts" with this act alone. */
GBytes *contract_act(const Dossier *dossier, const Act *act);

/* What contract_dossier wrote, comparison and all, or any text that keeps to the contract's `read`. Ids are kept.
 * Errors say where: "documents[2].facts[0].field: ...". STATION_ERROR_TOO_LARGE or _PROTOCOL. */
Dossier *contract_dossier_parse(GBytes *json, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* {"mrz": [...], "problems": [...]} of every document that has one. */
GBytes *contract_mrz_list(const Dossier *dossier);

/* One MRZ as a line of `civilia mrz --batch`. */
GBytes *contract_mrz(const Mrz *mrz);

/* What `civilia name` and `place` print: {"verdict", "reasons", "explanation", "marks"}. */
GBytes *contract_pair(const ValueComparison *comparison, const char *explanation);

/* What `civilia date` prints: {"edtf", "calendar", "raw", "alternatives", "invalid"}. edtf and calendar may be NULL (no
 * date, or an impossible one: invalid); alternatives never. */
GBytes *contract_date(
	const char *edtf, const char *calendar, const char *raw, const char *const *alternatives, gboolean invalid);

/* What `civilia demo`, `dossier`, `queue` print: an object of strings and numbers, built key by key. */
typedef struct ContractObject ContractObject;
ContractObject *contract_object_new(void);
void contract_object_free(ContractObject *object);
void contract_object_text(ContractObject *object, const char *key, const char *value); /* NULL: null */
void contract_object_number(ContractObject *object, const char *key, gint64 value);
void contract_object_seconds(ContractObject *object, const char *key, double value); /* two decimals */
void contract_object_flag(ContractObject *object, const char *key, gboolean value);
/* Appends child (taken over) to the array at key, made when it is not there. */
void contract_object_append(ContractObject *object, const char *key, ContractObject *child);
/* An empty array at key, if there is none. */
void contract_object_list(ContractObject *object, const char *key);
GBytes *contract_object_bytes(const ContractObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ContractObject, contract_object_free)
