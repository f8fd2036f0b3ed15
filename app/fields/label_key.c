#include "app/fields/label_key.h"
#include "app/dossier/field.h"
#include <string.h>

gboolean
label_key_is_known(const char *key)
{
	static const char *const words[] = {LABEL_IGNORE, LABEL_NAME, LABEL_BIRTH, LABEL_GIVEN_PATRONYMIC, LABEL_AGE,
		LABEL_MARRIAGE, LABEL_DEATH, LABEL_CAPTION, NULL};
	if (g_strv_contains(words, key) || field_is_known(key))
		return TRUE;
	const char *point = strchr(key, '.');
	if (point != NULL) { /* "father.birth": a word of ours for one person */
		g_autofree char *subject = g_strndup(key, (gsize)(point - key));
		return subject_is_known(subject) && strchr(point + 1, '.') == NULL && label_key_is_known(point + 1);
	}
	g_autofree char *field = g_strconcat("person.", key, NULL);
	return field_is_known(field);
}

gboolean
label_key_is_absolute(const char *key)
{
	return strchr(key, '.') != NULL || g_str_equal(key, LABEL_IGNORE) || g_str_equal(key, LABEL_CAPTION) ||
	       g_str_equal(key, LABEL_MARRIAGE) || g_str_equal(key, LABEL_DEATH);
}
