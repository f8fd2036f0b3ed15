#include "app/dossier/mrz.h"

static const char *const format_names[MRZ_N_FORMATS] = {"TD1", "TD2", "TD3", "MRV-A", "MRV-B", "FRID"};
static const char *const check_names[MRZ_CHECK_N] = {"absent", "valid", "invalid", "repaired"};
static const char *const digit_names[MRZ_N_DIGITS] = {
	"document_number", "birth_date", "expiry_date", "optional", "composite"};

static void
doubt_free(gpointer data)
{
	MrzDoubt *doubt = data;
	g_free(doubt->candidates);
	g_free(doubt);
}

Mrz *
mrz_new(void)
{
	Mrz *mrz = g_new0(Mrz, 1);
	mrz->page = 1;
	mrz->repaired = g_array_new(FALSE, FALSE, sizeof(MrzRepair));
	mrz->uncertain = g_ptr_array_new_with_free_func(doubt_free);
	return mrz;
}

void
mrz_free(Mrz *mrz)
{
	if (mrz == NULL)
		return;
	g_strfreev(mrz->lines);
	char *fields[] = {mrz->code, mrz->issuer, mrz->document_number, mrz->nationality, mrz->birth_date, mrz->sex,
		mrz->expiry_date, mrz->surname, mrz->given_names, mrz->optional};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
		g_free(fields[i]);
	g_array_unref(mrz->repaired);
	g_ptr_array_unref(mrz->uncertain);
	g_free(mrz);
}

void
mrz_doubt(Mrz *mrz, int line, int position, const char *candidates)
{
	MrzDoubt *doubt = g_new(MrzDoubt, 1);
	*doubt = (MrzDoubt){line, position, g_strdup(candidates)};
	g_ptr_array_add(mrz->uncertain, doubt);
}

static gboolean
parse(const char *const *names, guint n, const char *name, guint *found)
{
	for (guint i = 0; i < n; i++) {
		if (g_strcmp0(names[i], name) == 0) {
			*found = i;
			return TRUE;
		}
	}
	return FALSE;
}

const char *
mrz_format_name(MrzFormat format)
{
	return (guint)format < MRZ_N_FORMATS ? format_names[format] : NULL;
}

gboolean
mrz_format_parse(const char *name, MrzFormat *format)
{
	guint found;
	if (!parse(format_names, MRZ_N_FORMATS, name, &found))
		return FALSE;
	*format = (MrzFormat)found;
	return TRUE;
}

const char *
mrz_check_name(MrzCheck check)
{
	return (guint)check < MRZ_CHECK_N ? check_names[check] : NULL;
}

gboolean
mrz_check_parse(const char *name, MrzCheck *check)
{
	guint found;
	if (!parse(check_names, MRZ_CHECK_N, name, &found))
		return FALSE;
	*check = (MrzCheck)found;
	return TRUE;
}

const char *
mrz_digit_name(MrzDigit digit)
{
	return (guint)digit < MRZ_N_DIGITS ? digit_names[digit] : NULL;
}
