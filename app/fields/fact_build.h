/* The text behind a label or in a slot -> facts of a document. */
#pragma once
#include "app/fields/confidence.h"
#include "app/fields/lexicon.h"
#include "app/fields/page_layout.h"
#include "app/values/date.h"

typedef struct {
	const Lexicon *lexicon;
	const Values *values;
	const KindRules *rules;
	Document *document;    /* receives the facts */
	DocumentKind original; /* of a translation, else KIND_N */
	DateContext dates;
	GHashTable *evidence; /* Fact -> Evidence, of those that were read as text */
} FactBuilder;

/* Where a text stands, and how sure its place is. */
typedef struct {
	const Segment *segment;
	guint start, end; /* tokens */
	FactSource source;
	double quality; /* of the label or phrase, 0 to 1 */
} FactPlace;

/* Adds what the text says: no fact, one, or several ("né le ... à ..."). subject: "person"..., "other" adds none; key
 * as in Label, LABEL_NAME excepted. Returns the token after the text that was used. */
guint fact_build(const FactBuilder *builder, const char *subject, const char *key, const FactPlace *place);

/* Whether nothing of the place was read: there is ink alone. */
gboolean fact_place_is_ink(const FactPlace *place);

/* The field that a key means for a subject; NULL: none. */
char *fact_field(const char *subject, const char *key);

/* Takes the fact over; drops it when the kind is not trusted for the field, when the document has it already, or when
 * it is weaker than what a label said. */
void fact_add(const FactBuilder *builder, Fact *fact);

/* The same, and keeps what speaks for it. parsed as in evidence_of_text(). */
void fact_add_read(const FactBuilder *builder, Fact *fact, const FactPlace *place, double parsed);

/* Adds the fact of one field from one text; raw NULL: ink that cannot be read. */
void fact_add_text(const FactBuilder *builder, const char *field, const char *raw, const FactPlace *place);

/* Blanks, and signs that belong to no value, off both ends, in place. Returns text. */
char *text_tidy(char *text);
