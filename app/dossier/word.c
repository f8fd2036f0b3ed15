#include "app/dossier/word.h"
#include <string.h>

Word *
word_new(const char *text, Box box, double confidence, const char *language, int line)
{
	Word *word = g_new0(Word, 1);
	word->text = g_strdup(text);
	word->box = box;
	word->confidence = CLAMP(confidence, 0, 1);
	g_strlcpy(word->script, script_of(text), sizeof word->script);
	word->language = g_strdup(language);
	word->line = line;
	return word;
}

Word *
word_copy(const Word *word)
{
	Word *copy = word_new(word->text, word->box, word->confidence, word->language, word->line);
	copy->second = g_strdup(word->second);
	return copy;
}

void
word_free(Word *word)
{
	if (word == NULL)
		return;
	g_free(word->text);
	g_free(word->second);
	g_free(word->language);
	g_free(word);
}

const char *
script_of(const char *text)
{
	/* g_unicode_script_to_iso15924 packs the four letters into one number; this keeps the last few as text. */
	static const struct {
		GUnicodeScript script;
		const char *code;
	} known[] = {
		{G_UNICODE_SCRIPT_LATIN, "Latn"},
		{G_UNICODE_SCRIPT_ARABIC, "Arab"},
		{G_UNICODE_SCRIPT_CYRILLIC, "Cyrl"},
		{G_UNICODE_SCRIPT_GREEK, "Grek"},
		{G_UNICODE_SCRIPT_ETHIOPIC, "Ethi"},
		{G_UNICODE_SCRIPT_GEORGIAN, "Geor"},
		{G_UNICODE_SCRIPT_ARMENIAN, "Armn"},
		{G_UNICODE_SCRIPT_HEBREW, "Hebr"},
		{G_UNICODE_SCRIPT_BENGALI, "Beng"},
		{G_UNICODE_SCRIPT_TAMIL, "Taml"},
		{G_UNICODE_SCRIPT_DEVANAGARI, "Deva"},
		{G_UNICODE_SCRIPT_SINHALA, "Sinh"},
		{G_UNICODE_SCRIPT_HAN, "Hani"},
		{G_UNICODE_SCRIPT_HIRAGANA, "Hira"},
		{G_UNICODE_SCRIPT_KATAKANA, "Kana"},
		{G_UNICODE_SCRIPT_HANGUL, "Hang"},
		{G_UNICODE_SCRIPT_THAI, "Thai"},
		{G_UNICODE_SCRIPT_TIBETAN, "Tibt"},
		{G_UNICODE_SCRIPT_MYANMAR, "Mymr"},
		{G_UNICODE_SCRIPT_KHMER, "Khmr"},
		{G_UNICODE_SCRIPT_THAANA, "Thaa"},
		{G_UNICODE_SCRIPT_NKO, "Nkoo"},
		{G_UNICODE_SCRIPT_SYRIAC, "Syrc"},
	};
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(p));
		for (guint i = 0; i < G_N_ELEMENTS(known); i++)
			if (known[i].script == script)
				return known[i].code;
	}
	return "Zyyy";
}
