/* Words of one language make a part; what a part announces follows from the set of its concepts, whatever their order.
 * Parts of several languages ("Nom / Surname") say the same: the one that says more counts. */
#include "app/fields/label_meaning.h"
#include "app/fields/label_key.h"
#include <string.h>

#define BIT(c) (G_GUINT64_CONSTANT(1) << CONCEPT_##c)
#define HAS(c) ((has & BIT(c)) != 0)

static const guint64 PERSONS = BIT(PERSON) | BIT(INFANT) | BIT(FATHER) | BIT(MOTHER) | BIT(PARENTS) | BIT(GRANDFATHER) |
			       BIT(SPOUSE) | BIT(PARTNER) | BIT(CHILD) | BIT(OFFSPRING) | BIT(OTHER);
static const guint64 NAMES =
	BIT(NAME) | BIT(SURNAME) | BIT(GIVEN) | BIT(PATRONYMIC) | BIT(USAGE) | BIT(FULL) | BIT(CALL) | BIT(WHO);
static const guint64 WHENS = BIT(DATE) | BIT(YEAR) | BIT(AGE);

/* Whose the label is, when all its persons are laid together: the applicant's father is the father. */
static const char *
subject_of(guint64 has, DocumentKind kind, gboolean *partner)
{
	*partner = HAS(PARTNER) && (HAS(FATHER) || HAS(MOTHER));
	if (HAS(OTHER))
		return "other";
	if (HAS(GRANDFATHER))
		return HAS(MOTHER) ? "other" : "grandfather";
	if (HAS(PARENTS) || (HAS(FATHER) && HAS(MOTHER)))
		return "parents";
	if (HAS(FATHER) || HAS(MOTHER))
		return HAS(SPOUSE) ? "other" : HAS(FATHER) ? "father" : "mother";
	if (HAS(PARTNER))
		return "partner";
	if (HAS(SPOUSE))
		return "spouse";
	if (HAS(CHILD))
		return "child";
	if (HAS(INFANT))
		return kind == KIND_FAMILY_FORM || kind == KIND_ASYLUM_FORM || kind == KIND_FAMILY_BOOKLET ||
				       kind == KIND_INTERVIEW || kind == KIND_REGISTRY_EXTRACT
			       ? "child"
			       : "person";
	return HAS(PERSON) ? "person" : NULL;
}

static const char *
key_of_number(guint64 has)
{
	if (HAS(REGISTER) || HAS(HOUR))
		return LABEL_IGNORE;
	if (HAS(FOREIGNER))
		return "file.foreigner_number";
	if (HAS(FILE))
		return "file.number";
	if (HAS(NATIONAL))
		return "national_number";
	if (HAS(DOCUMENT) || HAS(BIRTH) || HAS(MARRIAGE) || HAS(DEATH) || HAS(EVENT) || HAS(ISSUE))
		return "document.number";
	return NULL;
}

static const char *
key_of_name(guint64 has)
{
	gboolean names = HAS(NAME) || HAS(SURNAME);
	if (HAS(AUTHORITY) || HAS(OFFICE))
		return HAS(ISSUE) || HAS(AUTHORITY) ? "document.issuing_authority" : LABEL_IGNORE;
	if (!HAS(BIRTH) && !HAS(BORN) && (HAS(PLACE) || HAS(REGION) || HAS(COUNTRY)))
		return LABEL_IGNORE;
	if (HAS(GIVEN) && names)
		return "full_name";
	if (HAS(GIVEN))
		return HAS(PATRONYMIC) ? LABEL_GIVEN_PATRONYMIC : "given_names";
	if (HAS(USAGE))
		return "usage_name";
	if (HAS(PATRONYMIC))
		return "patronymic";
	if (HAS(SURNAME))
		return "surname";
	if (HAS(FULL))
		return "full_name";
	if (HAS(NAME) && (HAS(BIRTH) || HAS(BORN)))
		return (has & (WHENS | BIT(PLACE))) != 0 ? "full_name" : "surname";
	if (HAS(NAME))
		return LABEL_NAME;
	if (HAS(CALL))
		return "full_name";
	return HAS(WHO) && (has & PERSONS) != 0 ? "full_name" : NULL;
}

/* Date, place or both of an event: keys of both, of the date, of the place. */
static const char *
key_of_event(guint64 has, const char *both, const char *date, const char *place)
{
	gboolean when = (has & WHENS) != 0;
	if (when && (HAS(PLACE) || HAS(COUNTRY)))
		return both;
	if (when)
		return date;
	return HAS(PLACE) ? place : NULL;
}

static const char *
key_of_birth(guint64 has, gboolean *bare)
{
	if (HAS(DOCUMENT))
		return NULL;
	if (HAS(EVENT))
		return (has & (WHENS | BIT(PLACE))) != 0 ? LABEL_IGNORE : NULL;
	const char *key = key_of_event(has, LABEL_BIRTH, "birth_date", "birth_place");
	if (key != NULL)
		return key;
	if (HAS(COUNTRY))
		return "birth_country";
	if (HAS(REGION) || HAS(HOUR))
		return LABEL_IGNORE;
	*bare = TRUE;
	return LABEL_BIRTH;
}

/* Marriages and deaths are the person's: those of the parents are no field. */
static const char *
key_of_life(guint64 has, const char *subject, gboolean *bare)
{
	gboolean own = subject == NULL || g_str_equal(subject, "person") || g_str_equal(subject, "partner") ||
		       g_str_equal(subject, "spouse");
	gboolean death = HAS(DEATH) || HAS(DIED);
	if (HAS(DOCUMENT) || HAS(EVENT))
		return (has & (WHENS | BIT(PLACE))) != 0 ? LABEL_IGNORE : NULL;
	if (!own)
		return LABEL_IGNORE;
	const char *key = death ? key_of_event(has, LABEL_DEATH, "death.date", "death.place")
				: key_of_event(has, LABEL_MARRIAGE, "marriage.date", "marriage.place");
	if (key != NULL)
		return key;
	if (HAS(COUNTRY) || HAS(REGION) || HAS(HOUR))
		return LABEL_IGNORE;
	*bare = TRUE;
	return death ? LABEL_DEATH : LABEL_MARRIAGE;
}

static const char *
key_of_paper(guint64 has, gboolean *bare)
{
	if (HAS(EXPIRY))
		return "document.expiry_date";
	if (HAS(ISSUE) || HAS(AUTHORITY)) {
		if ((HAS(DATE) || HAS(YEAR)) && HAS(AUTHORITY)) /* two labels */
			return NULL;
		if (HAS(DATE) || HAS(YEAR))
			return "document.issue_date";
		if (HAS(AUTHORITY) || HAS(PLACE) || HAS(OFFICE))
			return "document.issuing_authority";
		if (HAS(COUNTRY) || HAS(REGION))
			return LABEL_IGNORE;
		*bare = TRUE;
		return "document.issue_date";
	}
	if (HAS(DATE) && HAS(EVENT))
		return LABEL_IGNORE;
	return HAS(DATE) && HAS(DOCUMENT) ? "document.issue_date" : NULL;
}

/* Sex and birth, status and nationality: a head over several facts, which no value answers. */
static gboolean
is_several(guint64 has)
{
	guint n = HAS(SEX) + HAS(NATIONALITY) + HAS(STATUS) + (HAS(EXPIRY) || HAS(ISSUE) || HAS(AUTHORITY)) +
		  (HAS(BIRTH) || HAS(BORN));
	return n > 1 && !HAS(NUMBER) && !HAS(COUNTRY);
}

static const char *
key_of(guint64 has, const char *subject, gboolean question, gboolean *bare)
{
	if (HAS(IGNORE))
		return LABEL_IGNORE;
	if (HAS(NUMBER) && (has & NAMES) == 0)
		return key_of_number(has);
	if (is_several(has))
		return NULL;
	if (HAS(STATUS)) /* "Situation de famille marié": a value stands behind it */
		return HAS(MARRIED) || HAS(EVENT) ? NULL : "marital_status";
	if ((has & NAMES) != 0) {
		const char *key = key_of_name(has);
		if (key != NULL)
			return key;
	}
	if (HAS(EXPIRY) || HAS(ISSUE) || HAS(AUTHORITY))
		return key_of_paper(has, bare);
	if (HAS(NATIONALITY))
		return HAS(DOCUMENT) ? NULL : "nationality";
	if (HAS(SEX))
		return "sex";
	if (HAS(BIRTH) || HAS(BORN))
		return key_of_birth(has, bare);
	if (HAS(MARRIAGE) || HAS(MARRIED)) {
		gboolean told = (has & (WHENS | BIT(PLACE))) != 0;
		return question && !told ? "marital_status" : key_of_life(has, subject, bare);
	}
	if (HAS(DEATH) || HAS(DIED))
		return key_of_life(has, subject, bare);
	if (HAS(AGE))
		return LABEL_AGE;
	return key_of_paper(has, bare);
}

/* Of two languages' keys the one that says more. */
static const char *
merge(const char *a, const char *b)
{
	if (a == NULL || b == NULL || g_str_equal(a, b))
		return a == NULL ? b : a;
	if (g_str_equal(a, LABEL_IGNORE) || g_str_equal(b, LABEL_IGNORE))
		return LABEL_IGNORE;
	if (g_str_equal(a, LABEL_NAME) || (g_str_equal(a, LABEL_BIRTH) && g_str_has_prefix(b, LABEL_BIRTH)))
		return b;
	gboolean names = (g_str_equal(a, "surname") && g_str_equal(b, "given_names")) ||
			 (g_str_equal(b, "surname") && g_str_equal(a, "given_names"));
	return names ? "full_name" : a;
}

typedef struct {
	guint64 has;
	const char *language;
} Part;

/* Whether the words from here on are another language's. */
static gboolean
begins_part(const Part *part, const LabelWord *word)
{
	static const guint64 weak = BIT(FILLER) | BIT(UNKNOWN);
	return word->language != NULL && part->language != NULL && word->language != part->language &&
	       (weak >> word->concept & 1) == 0 && (part->has & ~weak) != 0;
}

static void
close_part(LabelMeaning *meaning, const Part *part, const char *subject, gboolean question)
{
	gboolean bare = FALSE;
	const char *key = key_of(part->has, subject, question, &bare);
	meaning->bare = meaning->key == NULL ? bare : meaning->bare && bare;
	meaning->key = merge(meaning->key, key);
}

LabelMeaning
label_meaning(const GArray *words, guint start, guint end, gboolean question, DocumentKind kind)
{
	LabelMeaning meaning = {.person = end};
	guint64 all = 0;
	for (guint i = start; i < end; i++) {
		const LabelWord *word = &g_array_index(words, LabelWord, i);
		all |= G_GUINT64_CONSTANT(1) << word->concept;
		meaning.content += word->concept > CONCEPT_FILLER;
		meaning.unknown += word->concept == CONCEPT_UNKNOWN && !word->bracket;
		meaning.errors += word->errors;
		if (meaning.person == end && (PERSONS >> word->concept & 1) != 0)
			meaning.person = i;
	}
	meaning.subject = subject_of(all, kind, &meaning.partner);
	Part part = {0};
	for (guint i = start; i < end; i++) {
		const LabelWord *word = &g_array_index(words, LabelWord, i);
		if (begins_part(&part, word)) {
			close_part(&meaning, &part, meaning.subject, question);
			part = (Part){0};
		}
		part.has |= G_GUINT64_CONSTANT(1) << word->concept;
		if (word->concept > CONCEPT_FILLER)
			part.language = word->language;
	}
	close_part(&meaning, &part, meaning.subject, question);
	/* "Date / Naissance": neither language's words say enough alone. */
	if (meaning.key == NULL)
		meaning.key = key_of(all, meaning.subject, question, &meaning.bare);
	guint64 rest = all & ~(PERSONS | BIT(FILLER) | BIT(UNKNOWN) | BIT(NUMBER));
	guint64 content = all & ~(BIT(FILLER) | BIT(UNKNOWN));
	if (meaning.key == NULL && (all & BIT(FILLER)) == 0) /* "Ville actuelle" is another */
		meaning.loose = content == BIT(PLACE)     ? "birth_place"
				: content == BIT(COUNTRY) ? "birth_country"
							  : NULL;
	meaning.telling =
		(all & (WHENS | NAMES | BIT(PLACE) | BIT(COUNTRY) | BIT(NUMBER) | BIT(HOUR) | BIT(NATIONALITY))) != 0;
	meaning.verb = (all & (BIT(BORN) | BIT(DIED) | BIT(MARRIED) | BIT(ISSUE))) != 0;
	meaning.heading = meaning.key == NULL && meaning.subject != NULL && rest == 0;
	if (meaning.key != NULL && meaning.subject != NULL &&
		(g_str_equal(meaning.subject, "parents") || g_str_equal(meaning.subject, "other")) &&
		!label_key_is_absolute(meaning.key))
		meaning.key = LABEL_IGNORE;
	return meaning;
}
