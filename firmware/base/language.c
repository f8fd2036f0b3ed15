#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <locale.h>

static Language current = LANGUAGE_FRENCH;

static gboolean
locale_is_english(void)
{
	const char *const *names = g_get_language_names_with_category("LC_MESSAGES");
	for (; *names != NULL; names++) {
		if (g_str_has_prefix(*names, "en"))
			return TRUE;
		if (g_str_has_prefix(*names, "fr"))
			return FALSE;
	}
	return FALSE;
}

gboolean
language_init(const char *ui)
{
	/* gettext translates in every locale but plain "C"; C.UTF-8 is always there. Numbers stay plain. */
	if (setlocale(LC_ALL, "") == NULL || g_strcmp0(setlocale(LC_CTYPE, NULL), "C") == 0)
		setlocale(LC_ALL, "C.UTF-8");
	if (g_strcmp0(setlocale(LC_MESSAGES, NULL), "C") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
	setlocale(LC_NUMERIC, "C");
	if (ui == NULL)
		current = locale_is_english() ? LANGUAGE_ENGLISH : LANGUAGE_FRENCH;
	else if (g_str_equal(ui, "fr"))
		current = LANGUAGE_FRENCH;
	else if (g_str_equal(ui, "en"))
		current = LANGUAGE_ENGLISH;
	else
		return FALSE;
	g_setenv("LANGUAGE", current == LANGUAGE_ENGLISH ? "en" : "fr", TRUE);
	g_autofree char *folder = paths_locale();
	bindtextdomain("civilia", folder);
	bind_textdomain_codeset("civilia", "UTF-8");
	textdomain("civilia");
	return TRUE;
}

Language
language_current(void)
{
	return current;
}
