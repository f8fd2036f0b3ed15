#include "app/values/romanise.h"
#include "firmware/base/error.h"
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { TEXT_MAX = 600 }; /* UTF-16 units of one name */

/* BGN/PCGN tables (Greek: UNGEGN, which is ELOT 743) where ICU has them; the others serve comparison only. */
static const struct {
	Script script;
	const char *language; /* NULL: whenever no other fits */
	const UChar *table;
} tables[] = {
	{SCRIPT_CYRILLIC, "ukr", u"uk-uk_Latn/BGN"},
	{SCRIPT_CYRILLIC, "bel", u"be-be_Latn/BGN"},
	{SCRIPT_CYRILLIC, "bul", u"bg-bg_Latn/BGN"},
	{SCRIPT_CYRILLIC, "kaz", u"kk-kk_Latn/BGN"},
	{SCRIPT_CYRILLIC, "mkd", u"mk-mk_Latn/BGN"},
	{SCRIPT_CYRILLIC, "srp", u"sr-sr_Latn/BGN"},
	{SCRIPT_CYRILLIC, NULL, u"ru-ru_Latn/BGN; Cyrillic-Latin"},
	{SCRIPT_GREEK, NULL, u"Greek-Latin/UNGEGN"},
	{SCRIPT_GEORGIAN, NULL, u"ka-ka_Latn/BGN"},
	{SCRIPT_ARMENIAN, NULL, u"hy-hy_Latn/BGN"},
	{SCRIPT_ETHIOPIC, NULL, u"am-am_Latn/BGN"},
	{SCRIPT_HANGUL, NULL, u"Hangul-Latin"},
	{SCRIPT_KANA, NULL, u"Hiragana-Katakana; Katakana-Latin"},
	{SCRIPT_HAN, NULL, u"Han-Latin"},
	{SCRIPT_BENGALI, NULL, u"Bengali-Latin"},
	{SCRIPT_TAMIL, NULL, u"Tamil-Latin"},
	{SCRIPT_DEVANAGARI, NULL, u"Devanagari-Latin"},
};

struct Romanise {
	UTransliterator *of[G_N_ELEMENTS(tables)];
	GMutex lock; /* ICU does not promise that one object serves several threads */
};

Romanise *
romanise_new(GError **error)
{
	g_autoptr(Romanise) romanise = g_new0(Romanise, 1);
	g_mutex_init(&romanise->lock);
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
		if (tables[i].script == SCRIPT_HAN)
			continue;
		UErrorCode code = U_ZERO_ERROR;
		UParseError where;
		romanise->of[i] = utrans_openU(tables[i].table, -1, UTRANS_FORWARD, NULL, 0, &where, &code);
		if (U_FAILURE(code)) {
			g_autofree char *name =
				g_utf16_to_utf8((const gunichar2 *)tables[i].table, -1, NULL, NULL, NULL);
			g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "transliterator %s: %s", name,
				u_errorName(code));
			return NULL;
		}
	}
	return g_steal_pointer(&romanise);
}

void
romanise_free(Romanise *romanise)
{
	if (romanise == NULL)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		g_clear_pointer(&romanise->of[i], utrans_close);
	g_mutex_clear(&romanise->lock);
	g_free(romanise);
}

Script
script_of_letter(gunichar letter)
{
	if (letter < 0x80)
		return g_ascii_isalpha((char)letter) ? SCRIPT_LATIN : SCRIPT_NONE;
	if (!u_isalpha((UChar32)letter))
		return SCRIPT_NONE;
	UErrorCode code = U_ZERO_ERROR;
	switch ((int)uscript_getScript((UChar32)letter, &code)) {
	case USCRIPT_LATIN:
		return SCRIPT_LATIN;
	case USCRIPT_ARABIC:
		return SCRIPT_ARABIC;
	case USCRIPT_CYRILLIC:
		return SCRIPT_CYRILLIC;
	case USCRIPT_GREEK:
		return SCRIPT_GREEK;
	case USCRIPT_GEORGIAN:
		return SCRIPT_GEORGIAN;
	case USCRIPT_ARMENIAN:
		return SCRIPT_ARMENIAN;
	case USCRIPT_ETHIOPIC:
		return SCRIPT_ETHIOPIC;
	case USCRIPT_HANGUL:
		return SCRIPT_HANGUL;
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
		return SCRIPT_KANA;
	case USCRIPT_HAN:
		return SCRIPT_HAN;
	case USCRIPT_BENGALI:
		return SCRIPT_BENGALI;
	case USCRIPT_TAMIL:
		return SCRIPT_TAMIL;
	case USCRIPT_DEVANAGARI:
		return SCRIPT_DEVANAGARI;
	case USCRIPT_HEBREW:
		return SCRIPT_HEBREW;
	case USCRIPT_COMMON:
	case USCRIPT_INHERITED:
		return SCRIPT_NONE;
	default:
		return SCRIPT_OTHER;
	}
}

Script
script_of_text(const char *text)
{
	guint count[SCRIPT_N] = {0}, n = 0;
	for (const char *p = text; *p != '\0' && n < 2000; p = g_utf8_next_char(p), n++)
		count[script_of_letter(g_utf8_get_char(p))]++;
	Script best = SCRIPT_NONE;
	for (guint i = SCRIPT_LATIN; i < SCRIPT_N; i++) {
		if (count[i] > (best == SCRIPT_NONE ? 0 : count[best]))
			best = (Script)i;
	}
	return best;
}

gboolean
script_gives_spelling(Script script)
{
	return script == SCRIPT_LATIN || script == SCRIPT_CYRILLIC || script == SCRIPT_GREEK ||
	       script == SCRIPT_GEORGIAN || script == SCRIPT_ARMENIAN || script == SCRIPT_ETHIOPIC ||
	       script == SCRIPT_HANGUL || script == SCRIPT_KANA;
}

/* Letters that only Ukrainian writes, for a paper whose language nobody told. */
static const char *
guess_language(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_unichar_tolower(g_utf8_get_char(p));
		if (c == 0x456 || c == 0x457 || c == 0x454 || c == 0x491)
			return "ukr";
	}
	return NULL;
}

static int
table_of(Script script, const char *language, const char *text)
{
	int fallback = -1;
	if (script == SCRIPT_CYRILLIC && language == NULL)
		language = guess_language(text);
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
		if (tables[i].script != script)
			continue;
		if (tables[i].language != NULL && g_strcmp0(tables[i].language, language) == 0)
			return (int)i;
		if (tables[i].language == NULL)
			fallback = (int)i;
	}
	return fallback;
}

/* BGN writes every Ethiopic letter of the sixth order with "i". It is spoken only where consonants would pile up: not
 * at the end of a word, nor between a vowel and its consonant and a consonant and its vowel. The third order is "ī". */
static int32_t
drop_sixth_order(UChar *text, int32_t length)
{
	static const UChar vowels[] = u"aeiouāēīōūäəAEIOU";
	int32_t out = 0;
	for (int32_t k = 0; k < length; k++) {
		gboolean sixth = text[k] == 'i' && out > 0 && u_isalpha(text[out - 1]) &&
				 u_strchr(vowels, text[out - 1]) == NULL;
		gboolean last = k + 1 == length || !u_isalpha(text[k + 1]);
		gboolean open = out >= 2 && u_strchr(vowels, text[out - 2]) != NULL && k + 2 < length &&
				u_isalpha(text[k + 1]) && u_strchr(vowels, text[k + 1]) == NULL &&
				u_strchr(vowels, text[k + 2]) != NULL;
		if (!(sixth && (last || open)))
			text[out++] = text[k];
	}
	return out;
}

/* Plain letters: marks and the signs of soft consonants, ayn and glottal stops go. */
static char *
strip_marks(const UChar *text, int32_t length, gboolean capitals)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar nfd[TEXT_MAX * 4];
	int32_t n = unorm2_normalize(unorm2_getNFDInstance(&code), text, length, nfd, G_N_ELEMENTS(nfd), &code);
	if (U_FAILURE(code))
		return NULL;
	GString *out = g_string_new(NULL);
	for (int32_t i = 0; i < n;) {
		UChar32 c;
		U16_NEXT(nfd, i, n, c);
		gboolean first = out->len == 0 || out->str[out->len - 1] == ' ';
		int8_t type = u_charType(c);
		if (type != U_NON_SPACING_MARK && type != U_MODIFIER_LETTER && c != 0x2019 && c != 0x2018 &&
			c != '\'' && c != '`')
			g_string_append_unichar(out, capitals && first ? (gunichar)u_toupper(c) : (gunichar)c);
	}
	return g_string_free(out, FALSE);
}

/* The Han table takes as long to compile as everything else together, and few papers need it. Its rules lie in the same
 * data as the others', so that no file is opened. */
static void
open_late(Romanise *romanise, int table)
{
	UErrorCode code = U_ZERO_ERROR;
	UParseError where;
	UTransliterator *opened = utrans_openU(tables[table].table, -1, UTRANS_FORWARD, NULL, 0, &where, &code);
	if (U_SUCCESS(code))
		romanise->of[table] = opened;
}

char *
romanise_text(const Romanise *romanise, const char *text, Script script, const char *language)
{
	int table = table_of(script, language, text);
	if (table < 0)
		return NULL;
	UErrorCode code = U_ZERO_ERROR;
	UChar wide[TEXT_MAX * 4];
	int32_t length = 0;
	u_strFromUTF8(wide, TEXT_MAX, &length, text, -1, &code);
	if (U_FAILURE(code))
		return NULL;
	int32_t limit = length;
	Romanise *own = (Romanise *)romanise; /* what changes is under the lock */
	GMutex *lock = &own->lock;
	g_mutex_lock(lock);
	if (own->of[table] == NULL)
		open_late(own, table);
	if (own->of[table] == NULL)
		code = U_MISSING_RESOURCE_ERROR;
	utrans_transUChars(own->of[table], wide, &length, (int32_t)G_N_ELEMENTS(wide), 0, &limit, &code);
	g_mutex_unlock(lock);
	if (U_FAILURE(code))
		return NULL;
	if (script == SCRIPT_ETHIOPIC)
		length = drop_sixth_order(wide, length);
	if ((script == SCRIPT_BENGALI || script == SCRIPT_DEVANAGARI) && length > 2 && wide[length - 1] == 'a' &&
		u_strchr(u"aeiouāīū", wide[length - 2]) == NULL)
		length--; /* the vowel that a last consonant bears is not spoken */
	/* scripts without capitals give names that begin with one */
	return strip_marks(
		wide, length, script != SCRIPT_CYRILLIC && script != SCRIPT_GREEK && script != SCRIPT_ARMENIAN);
}
