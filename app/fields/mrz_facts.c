#include "app/fields/mrz_facts.h"
#include "app/values/name.h"
#include "app/values/place.h"
#include <string.h>

/* Where a field's characters stand (ICAO 9303 parts 4 to 7; the old French card), for the raw text: line from 1,
 * position from 0. length 0: the field itself is the raw text. */
typedef struct {
	int line, position, length;
} Slice;

static const Slice birth_slices[MRZ_N_FORMATS] = {[MRZ_TD1] = {2, 0, 6},
	[MRZ_TD2] = {2, 13, 6},
	[MRZ_TD3] = {2, 13, 6},
	[MRZ_MRV_A] = {2, 13, 6},
	[MRZ_MRV_B] = {2, 13, 6},
	[MRZ_FRID] = {2, 27, 6}};
static const Slice expiry_slices[MRZ_N_FORMATS] = {[MRZ_TD1] = {2, 8, 6},
	[MRZ_TD2] = {2, 21, 6},
	[MRZ_TD3] = {2, 21, 6},
	[MRZ_MRV_A] = {2, 21, 6},
	[MRZ_MRV_B] = {2, 21, 6}};

static char *
slice_text(const Mrz *mrz, Slice slice, const char *field)
{
	const char *line = NULL;
	if (slice.length > 0 && mrz->lines != NULL && (int)g_strv_length(mrz->lines) >= slice.line)
		line = mrz->lines[slice.line - 1];
	if (line == NULL || (int)strlen(line) < slice.position + slice.length)
		return g_strdup(field);
	return g_strndup(line + slice.position, (gsize)slice.length);
}

static double
check_confidence(MrzCheck check)
{
	switch (check) {
	case MRZ_CHECK_VALID:
		return 0.99;
	case MRZ_CHECK_REPAIRED:
		return 0.93;
	case MRZ_CHECK_INVALID:
		return 0.4;
	case MRZ_CHECK_ABSENT:
	case MRZ_CHECK_N:
		break;
	}
	return 0.85;
}

static gboolean
is_doubtful_line(const Mrz *mrz, int line)
{
	for (guint i = 0; i < mrz->uncertain->len; i++)
		if (((const MrzDoubt *)mrz->uncertain->pdata[i])->line == line)
			return TRUE;
	return FALSE;
}

static void
add(const FactBuilder *builder, const Mrz *mrz, const char *field, const char *raw, const char *value,
	double confidence)
{
	if (raw == NULL || *raw == '\0' || value == NULL)
		return;
	Fact *fact = fact_new(field, raw, value, confidence, FACT_SOURCE_MRZ, mrz->box);
	if (strstr(field, "date") != NULL)
		fact->calendar = CALENDAR_GREGORIAN;
	fact_add(builder, fact);
}

void
mrz_facts(const FactBuilder *builder, const Mrz *mrz)
{
	int name_line = mrz->format == MRZ_TD1 ? 3 : 1;
	/* The name bears no check digit. */
	double named = mrz->name_truncated ? 0.7 : is_doubtful_line(mrz, name_line) ? 0.6 : 0.92;
	const char *names[2][2] = {{"person.surname", mrz->surname}, {"person.given_names", mrz->given_names}};
	for (guint i = 0; i < 2; i++) {
		g_autofree char *value =
			names[i][1] == NULL ? NULL : name_normalise(builder->values, names[i][1], NULL);
		add(builder, mrz, names[i][0], names[i][1], value, named);
	}
	g_autofree char *birth = slice_text(mrz, birth_slices[mrz->format], mrz->birth_date);
	g_autofree char *expiry = slice_text(mrz, expiry_slices[mrz->format], mrz->expiry_date);
	add(builder, mrz, "person.birth_date", birth, mrz->birth_date,
		check_confidence(mrz->checks[MRZ_DIGIT_BIRTH_DATE]));
	add(builder, mrz, "document.expiry_date", expiry, mrz->expiry_date,
		check_confidence(mrz->checks[MRZ_DIGIT_EXPIRY_DATE]));
	add(builder, mrz, "document.number", mrz->document_number, mrz->document_number,
		check_confidence(mrz->checks[MRZ_DIGIT_DOCUMENT_NUMBER]));
	char code[4];
	if (mrz->nationality != NULL && country_parse(builder->values, mrz->nationality, code))
		add(builder, mrz, "person.nationality", mrz->nationality, code, 0.95);
	const char *sex = mrz->sex != NULL && strchr("MFX", *mrz->sex) != NULL ? mrz->sex : NULL;
	add(builder, mrz, "person.sex", sex, sex, 0.95);
}
