/* Reads numbers and dates in eastern digits on a level page, line by line: pieces of ink (digit_ink.h), groups of them
 * (digit_group.h), the likeliest path through each (digit_path.h), strings. One weights file a script; its classes say
 * which digits it knows. Pure once loaded. */
#pragma once
#include "app/dossier/geometry.h"
#include "app/glyphs/cell.h"

#define DIGITS_WEIGHTS "glyphs/digits-%s.glyphs" /* below the data folder; the script's ISO 15924 code, lower case */

typedef struct Digits Digits;

enum { DIGITS_MAX_LENGTH = 40 }; /* characters of a string */

typedef struct {
	gunichar character, second; /* second: the likeliest other one; 0 without */
	double confidence, second_confidence;
	Box box;
} DigitChar;

typedef struct {
	char *text;    /* NFC, as printed from left to right, without spaces; signs are / - . */
	gunichar zero; /* first digit of its set: U+0660, U+06F0, U+09E6; U+1369 for Ethiopic numerals */
	Box box;
	double confidence; /* that all of it is right: 0 to 1 */
	/* how much surer its set is than the next one of the same script, as a logarithm; near 0: the shapes do not
	 * tell (digits_agree()) */
	double set_evidence;
	GArray *chars; /* DigitChar */
} DigitString;

/* Reads a weights file (docs/digits.md). Errors name the file and the cause. */
Digits *digits_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void digits_free(Digits *digits);

/* Appends the strings (DigitString, owned) of one line (its box on the page) from the left; of two readings of one
 * place, those already there included, the longer stays. Western digits are left to others. A box that is no line of
 * text has none. A string of one digit is believed only where it stands alone; still a letter may look like it. */
void digits_read(const Digits *digits, const GrayView *page, Box line, GPtrArray *strings);

/* The boxes of text lines (Box), those side by side as one: a zero is a dot, and a line may seem to end at it. */
GArray *digits_join_lines(const GArray *lines);

/* Strings whose shapes do not tell their set take the one that the others show, else preferred (0: stay). */
void digits_agree(GPtrArray *strings, gunichar preferred);

/* The same number in another set of the same length, by value. */
void digit_string_rewrite(DigitString *string, gunichar zero);
/* Keeps the characters from (inclusive) to (exclusive); there must be some. The confidence stays. */
void digit_string_keep(DigitString *string, guint from, guint to);
/* The text from the characters. */
void digit_string_write(DigitString *string);
void digit_string_free(DigitString *string);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digits, digits_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigitString, digit_string_free)
