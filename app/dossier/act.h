/* A draft civil status record: every value with the facts it comes from. */
#pragma once
#include <glib.h>

typedef enum { ACT_BIRTH, ACT_MARRIAGE, ACT_DEATH, ACT_N } ActKind;

typedef struct {
	char *field;
	char *value;
	GPtrArray *facts; /* char*, ids of the facts behind it; never empty */
} ActField;

typedef struct {
	ActKind kind;
	GPtrArray *fields;                /* ActField, owned, in the order of the act */
	GPtrArray *open;                  /* char*, fields an agent must decide or type */
	gboolean equivalence_attestation; /* French papers issued during the procedure differ from the act */
} Act;

Act *act_new(ActKind kind);
void act_free(Act *act);
ActField *act_add_field(Act *act, const char *field, const char *value);
const ActField *act_field(const Act *act, const char *field); /* NULL: not there */

const char *act_kind_name(ActKind kind); /* "birth"... */
gboolean act_kind_parse(const char *name, ActKind *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Act, act_free)
