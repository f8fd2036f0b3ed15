/* Which layouts there are: papers/FAMILY-LETTER.page are seen by everybody, papers/held/FAMILY-LETTER.page are held out
 * for measuring. families.ini says what the layouts of a family have in common. */
#pragma once
#include <glib.h>

typedef enum { SAMPLES_SEEN, SAMPLES_HELD, SAMPLES_ALL, SAMPLES_SET_N } SampleSet;

/* How the paper's own number, dates and people are invented. */
typedef enum {
	OWN_FORM,
	OWN_PASSPORT,
	OWN_CARD,
	OWN_PERMIT,
	OWN_TAZKIRA,
	OWN_TRANSLATION,
	OWN_MARRIAGE,
	OWN_DEATH,
	OWN_DECISION,
	OWN_CERTIFICATE,
	OWN_RECORD,
	OWN_N
} OwnRule;

typedef struct {
	char *name; /* "birth-extract" */
	char *kind; /* the contract's */
	OwnRule own;
	gboolean native;    /* names and places in the country's script */
	gboolean married;   /* only the married have one */
	GPtrArray *layouts; /* char*, sorted: "birth-extract-a", "held/birth-extract-c" */
} Family;

typedef struct Catalogue Catalogue;

/* Reads families.ini and the names of the layouts in the folder samples/. Errors name file and line: an unknown key, a
 * layout of no family, a name that is not FAMILY-LETTER. */
Catalogue *catalogue_load(const char *samples, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void catalogue_free(Catalogue *catalogue);

/* NULL: no such family. */
const Family *catalogue_family(const Catalogue *catalogue, const char *name);

/* The family of a layout ("birth-extract-b", "held/birth-extract-b"); NULL: of none. */
const Family *catalogue_family_of(const Catalogue *catalogue, const char *layout);

/* The family's layouts in a set; char*, not owned. */
GPtrArray *catalogue_layouts(const Family *family, SampleSet set);

/* Every family by name, for whoever goes through all; Family, not owned. */
GPtrArray *catalogue_families(const Catalogue *catalogue);

gboolean layout_is_held(const char *layout);

gboolean sample_set_parse(const char *name, SampleSet *set);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalogue, catalogue_free)
