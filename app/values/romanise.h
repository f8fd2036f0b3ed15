/* Other scripts in Latin letters, by ICU's named tables. */
#pragma once
#include <glib.h>

typedef enum {
	SCRIPT_NONE, /* no letter */
	SCRIPT_LATIN,
	SCRIPT_ARABIC,
	SCRIPT_CYRILLIC,
	SCRIPT_GREEK,
	SCRIPT_GEORGIAN,
	SCRIPT_ARMENIAN,
	SCRIPT_ETHIOPIC,
	SCRIPT_HANGUL,
	SCRIPT_KANA,
	SCRIPT_HAN,
	SCRIPT_BENGALI,
	SCRIPT_TAMIL,
	SCRIPT_DEVANAGARI,
	SCRIPT_HEBREW,
	SCRIPT_OTHER,
	SCRIPT_N
} Script;

typedef struct Romanise Romanise;

/* Opens the tables; none opens a file later. */
Romanise *romanise_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;
void romanise_free(Romanise *romanise);

/* The script of most letters. */
Script script_of_text(const char *text);
Script script_of_letter(gunichar letter);

/* The script's table writes every vowel that is spoken, so that its result can stand as a spelling. */
gboolean script_gives_spelling(Script script);

/* Latin letters without marks; NULL: there is no table for this script. language ("rus", "ukr"...) may be NULL. May be
 * called from several threads. */
char *romanise_text(const Romanise *romanise, const char *text, Script script, const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Romanise, romanise_free)
