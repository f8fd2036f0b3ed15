/* Text brought to the form in which words are looked up: decomposed, lower case, without accents and vowel points,
 * every digit as 0-9, and without the variants that one letter has from keyboard to keyboard. Pure. */
#pragma once
#include <glib.h>

enum { TEXT_KEY_MAX = 10000 }; /* characters read of one text; what follows is not looked at */

typedef struct {
	gunichar letter;
	guint index; /* character of the original text it comes from */
	guint byte;  /* where that character begins */
} KeyChar;

typedef struct {
	KeyChar *chars;
	guint n;
	guint n_bytes;    /* of the original, as far as it was read */
	gboolean eastern; /* Persian digits were seen */
} TextKey;

/* Invalid UTF-8 is read as far as it is valid. */
void text_key_init(TextKey *key, const char *text);
void text_key_clear(TextKey *key);

/* Letters, marks that make syllables, and digits; the rest separates. */
gboolean text_key_is_letter(gunichar letter);

/* One word or phrase as UTF-8: words of letters and digits with one space between, what separates dropped
 * ("  Ville-de  PARIS " -> "ville de paris"). "" when nothing is left. */
char *text_phrase(const char *text);

/* Writes the phrase form of chars [from, to) into out, cut when it is full; returns its length. */
gsize text_key_phrase(const TextKey *key, guint from, guint to, char *out, gsize size);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TextKey, text_key_clear)
