#include "app/fields/code_facts.h"
#include "app/fields/fact_value.h"
#include "app/values/place.h"
#include <string.h>

typedef enum {
	SEAL_TEXT,
	SEAL_NAMES,   /* "NATACHA/CORINNE" */
	SEAL_DAY,     /* DDMMYYYY */
	SEAL_MOMENT,  /* DDMMYYYYhhmm */
	SEAL_COUNTRY, /* alpha-2 */
	SEAL_NUMBER,
} SealFieldKind;

typedef struct {
	const char *id, *field;
	SealFieldKind kind;
} SealField;

/* Of the specification's chapter 7: identifiers for the holder of a paper... */
static const SealField holder_fields[] = {
	{"62", "person.surname", SEAL_TEXT},
	{"6G", "person.surname", SEAL_TEXT},
	{"63", "person.usage_name", SEAL_TEXT},
	{"60", "person.given_names", SEAL_NAMES},
	{"61", "person.given_names", SEAL_TEXT},
	{"68", "person.sex", SEAL_TEXT},
	{"69", "person.birth_date", SEAL_DAY},
	{"6A", "person.birth_place", SEAL_TEXT},
	{"6C", "person.birth_country", SEAL_COUNTRY},
	{"67", "person.nationality", SEAL_COUNTRY},
	{"6D", "father.full_name", SEAL_TEXT},
	{"6E", "mother.full_name", SEAL_TEXT},
	{"66", "document.number", SEAL_NUMBER},
	{"6Q", "file.foreigner_number", SEAL_NUMBER},
	{"6O", "document.expiry_date", SEAL_DAY},
};

/* ...and in a certificate of death. */
static const SealField death_fields[] = {
	{"72", "person.surname", SEAL_TEXT},
	{"74", "person.surname", SEAL_TEXT}, /* before marriage */
	{"73", "person.given_names", SEAL_NAMES},
	{"75", "person.birth_date", SEAL_DAY},
	{"76", "person.sex", SEAL_TEXT},
	{"70", "death.date", SEAL_MOMENT},
	{"77", "death.place", SEAL_TEXT},
};

static const char *const holder_types[] = {"07", "13", "15", "16", "17", "25", NULL};
static const char *const death_types[] = {"A4", "AE", NULL};

static double
confidence_of(const Barcode *code)
{
	switch (code->signature) {
	case BARCODE_SIGNATURE_VALID:
		return 0.99;
	case BARCODE_SIGNATURE_NOT_VERIFIABLE:
		return 0.95; /* read without an error, and declared by whoever printed it, like the text beside it */
	case BARCODE_SIGNATURE_INVALID:
	case BARCODE_SIGNATURE_NONE:
	case BARCODE_N_SIGNATURES:
		break;
	}
	return 0.3;
}

/* EDTF; NULL: no day that there is. A day or month of 00 is not known. */
static char *
day_value(const char *digits)
{
	if (strspn(digits, "0123456789") < 8)
		return NULL;
	int day = (digits[0] - '0') * 10 + digits[1] - '0', month = (digits[2] - '0') * 10 + digits[3] - '0';
	int year = (int)g_ascii_strtoll(digits + 4, NULL, 10);
	if (strlen(digits) > 8)
		year /= 10000;
	if (year < 1800 || month > 12)
		return NULL;
	if (month == 0)
		return g_strdup_printf("%04d", year);
	if (day == 0)
		return g_strdup_printf("%04d-%02d", year, month);
	if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return NULL;
	return g_strdup_printf("%04d-%02d-%02d", year, month, day);
}

/* XX: stateless, which ICAO 9303-3 §5 writes XXA. */
static char *
country_value(const FactBuilder *builder, const char *text)
{
	char code[4];
	if (g_str_equal(text, "XX"))
		return g_strdup("XXA");
	return strlen(text) == 2 && country_parse(builder->values, text, code) ? g_strdup(code) : NULL;
}

static char *
value_of(const FactBuilder *builder, const SealField *field, const char *raw)
{
	switch (field->kind) {
	case SEAL_DAY:
		return strlen(raw) == 8 ? day_value(raw) : NULL;
	case SEAL_MOMENT:
		return strlen(raw) == 12 ? day_value(raw) : NULL;
	case SEAL_COUNTRY:
		return country_value(builder, raw);
	case SEAL_NUMBER:
		return g_strdup(raw);
	case SEAL_TEXT:
	case SEAL_NAMES:
		break;
	}
	FactValue value;
	fact_value_init(&value);
	fact_value_read(builder, field->field, raw, "fra", &value);
	char *text = value.none ? NULL : g_strdup(value.text);
	fact_value_clear(&value);
	return text;
}

/* Which of two identifiers for one field speaks: a name before marriage is the birth name. */
static gboolean
is_overruled(const BarcodeSeal *seal, const SealField *field)
{
	const char *better = g_str_equal(field->id, "72") ? "74" : g_str_equal(field->id, "61") ? "60" : NULL;
	const char *value = better != NULL ? barcode_seal_value(seal, better) : NULL;
	return value != NULL && *value != '\0';
}

static void
add_field(const FactBuilder *builder, const Barcode *code, const SealField *field, const BarcodeField *from)
{
	g_autofree char *raw = g_strstrip(g_strdup(from->value));
	if (field->kind == SEAL_NAMES)
		g_strdelimit(raw, "/", ' ');
	g_autofree char *value = *raw != '\0' ? value_of(builder, field, raw) : NULL;
	if (value == NULL)
		return;
	double confidence = confidence_of(code);
	Fact *fact = fact_new(field->field, raw, value, from->truncated ? MIN(confidence, 0.6) : confidence,
		FACT_SOURCE_BARCODE, code->box);
	if (field->kind == SEAL_DAY || field->kind == SEAL_MOMENT)
		fact->calendar = CALENDAR_GREGORIAN;
	fact_add(builder, fact);
}

static void
add_fields(const FactBuilder *builder, const Barcode *code, const SealField *fields, gsize n)
{
	for (gsize i = 0; i < n; i++)
		for (guint k = 0; k < code->seal->fields->len; k++) {
			const BarcodeField *from = code->seal->fields->pdata[k];
			if (g_str_equal(from->id, fields[i].id) && !is_overruled(code->seal, &fields[i])) {
				add_field(builder, code, &fields[i], from);
				break;
			}
		}
}

void
code_facts(const FactBuilder *builder, const Barcode *code)
{
	const BarcodeSeal *seal = code->seal;
	if (seal == NULL)
		return;
	if (g_strv_contains(holder_types, seal->type))
		add_fields(builder, code, holder_fields, G_N_ELEMENTS(holder_fields));
	else if (g_strv_contains(death_types, seal->type))
		add_fields(builder, code, death_fields, G_N_ELEMENTS(death_fields));
	else
		return;
	if (seal->issue_date == NULL)
		return;
	Fact *issued = fact_new("document.issue_date", seal->issue_date, seal->issue_date, confidence_of(code),
		FACT_SOURCE_BARCODE, code->box);
	issued->calendar = CALENDAR_GREGORIAN;
	fact_add(builder, issued);
}
