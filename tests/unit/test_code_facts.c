/* links: app/dossier app/values app/fields firmware/base */
#include "app/fields/fields.h"
#include "firmware/base/paths.h"
#include <string.h>

static Values *values;
static Fields *fields;

/* A code's seal from "ID=value" pairs; "~" at the end: truncated. */
static Barcode *
code_new(const char *type, BarcodeSignature signature, const char *const *pairs)
{
	Barcode *code = barcode_new(BARCODE_2D_DOC, "DC04", 4, (Box){100, 200, 300, 300});
	code->signature = signature;
	code->seal = barcode_seal_new();
	code->seal->version = 4;
	code->seal->whole = TRUE;
	g_strlcpy(code->seal->type, type, 3);
	g_strlcpy(code->seal->country, "FR", 3);
	for (; *pairs != NULL; pairs++) {
		g_autofree char *id = g_strndup(*pairs, 2);
		g_autofree char *value = g_strdup(*pairs + 3);
		gboolean cut = g_str_has_suffix(value, "~");
		if (cut)
			value[strlen(value) - 1] = '\0';
		barcode_seal_add(code->seal, id, NULL, value, cut);
	}
	return code;
}

static Document *
read_code(Barcode *code)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new(),
			     codes = g_ptr_array_new_with_free_func((GDestroyNotify)barcode_free);
	g_ptr_array_add(codes, code);
	return fields_read(fields, words, NULL, 2480, 3508, NULL, codes, 2026, 11, 24);
}

static void
assert_fact(const Document *d, const char *field, const char *raw, const char *value)
{
	const Fact *fact = document_fact(d, field);
	g_test_message("%s", field);
	g_assert_nonnull(fact);
	g_assert_cmpint(fact->source, ==, FACT_SOURCE_BARCODE);
	g_assert_cmpstr(fact->raw, ==, raw);
	g_assert_cmpstr(fact->value, ==, value);
	g_assert_cmpint(fact->box.x, ==, 100);
}

static const char *const attestation[] = {"62=SPECIMEN", "60=NATACHA/CORINNE", "6Q=7503120521", "6O=30072027",
	"69=12071973", "G0=PN", "G1=BR", "67=AF", "G2=0782614686ABFG", "68=F", "6A=KABOUL", "6C=AF", NULL};

static void
an_asylum_attestation_gives_its_facts_and_its_kind(void)
{
	g_autoptr(Document) d = read_code(code_new("16", BARCODE_SIGNATURE_VALID, attestation));
	g_assert_cmpint(d->kind, ==, KIND_ASYLUM_ATTESTATION);
	g_assert_cmpfloat(d->kind_confidence, >, 0.5);
	g_assert_cmpstr(d->country, ==, "FRA");
	assert_fact(d, "person.surname", "SPECIMEN", "SPECIMEN");
	assert_fact(d, "person.given_names", "NATACHA CORINNE", "NATACHA CORINNE");
	assert_fact(d, "file.foreigner_number", "7503120521", "7503120521");
	assert_fact(d, "document.expiry_date", "30072027", "2027-07-30");
	assert_fact(d, "person.birth_date", "12071973", "1973-07-12");
	assert_fact(d, "person.nationality", "AF", "AFG");
	assert_fact(d, "person.birth_country", "AF", "AFG");
	assert_fact(d, "person.sex", "F", "F");
	g_assert_nonnull(document_fact(d, "person.birth_place"));
	g_assert_cmpfloat(document_fact(d, "person.birth_date")->confidence, >=, 0.98);
	g_assert_cmpint(document_fact(d, "person.birth_date")->calendar, ==, CALENDAR_GREGORIAN);
}

static void
stateless_is_a_nationality(void)
{
	static const char *const stateless[] = {"62=SPECIMEN", "67=XX", NULL};
	g_autoptr(Document) d = read_code(code_new("16", BARCODE_SIGNATURE_VALID, stateless));
	assert_fact(d, "person.nationality", "XX", "XXA");
}

static void
an_invalid_signature_gives_nothing_sure(void)
{
	g_autoptr(Document) d = read_code(code_new("16", BARCODE_SIGNATURE_INVALID, attestation));
	g_assert_cmpint(d->kind, ==, KIND_OTHER);
	g_assert_cmpuint(d->facts->len, >, 0);
	for (guint i = 0; i < d->facts->len; i++)
		g_assert_cmpfloat(((const Fact *)d->facts->pdata[i])->confidence, <, 0.5);
}

static void
what_nobody_could_verify_is_less_sure_than_what_is_proven(void)
{
	g_autoptr(Document) d = read_code(code_new("16", BARCODE_SIGNATURE_NOT_VERIFIABLE, attestation));
	g_assert_cmpfloat(document_fact(d, "person.surname")->confidence, <, 0.99);
	g_assert_cmpint(d->kind, ==, KIND_ASYLUM_ATTESTATION);
}

static void
a_truncated_name_is_not_sure(void)
{
	static const char *const cut[] = {"62=SPECIM~", "60=NATACHA", NULL};
	g_autoptr(Document) d = read_code(code_new("16", BARCODE_SIGNATURE_VALID, cut));
	g_assert_cmpfloat(document_fact(d, "person.surname")->confidence, <=, 0.6);
	g_assert_cmpfloat(document_fact(d, "person.given_names")->confidence, >=, 0.98);
}

static void
a_death_certificate_speaks_of_the_deceased(void)
{
	static const char *const death[] = {"70=200420170830", "72=DURAND", "73=NATACHA/CORINNE", "74=SPECIMEN",
		"75=12071973", "76=F", "77=TOULON", NULL};
	g_autoptr(Document) d = read_code(code_new("AE", BARCODE_SIGNATURE_VALID, death));
	assert_fact(d, "person.surname", "SPECIMEN", "SPECIMEN");
	assert_fact(d, "death.date", "200420170830", "2017-04-20");
	assert_fact(d, "person.birth_date", "12071973", "1973-07-12");
	g_assert_nonnull(document_fact(d, "death.place"));
}

static void
values_that_are_none_give_no_fact(void)
{
	static const char *const odd[] = {"69=31021990", "6O=3007202", "67=QQ", "62=", "60=/", "68=9", "6Q=", NULL};
	g_autoptr(Document) d = read_code(code_new("16", BARCODE_SIGNATURE_VALID, odd));
	g_assert_cmpuint(d->facts->len, ==, 0);
	static const char *const partial[] = {"69=00001990", NULL};
	g_autoptr(Document) e = read_code(code_new("16", BARCODE_SIGNATURE_VALID, partial));
	assert_fact(e, "person.birth_date", "00001990", "1990");
}

/* A bill bears somebody's name too, and it is not the holder of a paper of the file. */
static void
other_types_and_plain_codes_give_no_facts(void)
{
	g_autoptr(Document) bill = read_code(code_new("01", BARCODE_SIGNATURE_VALID, attestation));
	g_assert_cmpuint(bill->facts->len, ==, 0);
	g_autoptr(Document) qr =
		read_code(barcode_new(BARCODE_QR, "https://verif.example.fr/7503120521", 35, (Box){1, 1, 9, 9}));
	g_assert_cmpuint(qr->facts->len, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *data = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(data, &error);
	g_assert_no_error(error);
	fields = fields_load(data, values, &error);
	g_assert_no_error(error);
	g_test_add_func("/code-facts/an asylum attestation gives its facts and its kind",
		an_asylum_attestation_gives_its_facts_and_its_kind);
	g_test_add_func("/code-facts/stateless is a nationality", stateless_is_a_nationality);
	g_test_add_func("/code-facts/an invalid signature gives nothing sure", an_invalid_signature_gives_nothing_sure);
	g_test_add_func("/code-facts/what nobody could verify is less sure than what is proven",
		what_nobody_could_verify_is_less_sure_than_what_is_proven);
	g_test_add_func("/code-facts/a truncated name is not sure", a_truncated_name_is_not_sure);
	g_test_add_func(
		"/code-facts/a death certificate speaks of the deceased", a_death_certificate_speaks_of_the_deceased);
	g_test_add_func("/code-facts/values that are none give no fact", values_that_are_none_give_no_fact);
	g_test_add_func(
		"/code-facts/other types and plain codes give no facts", other_types_and_plain_codes_give_no_facts);
	int status = g_test_run();
	fields_free(fields);
	values_free(values);
	return status;
}
