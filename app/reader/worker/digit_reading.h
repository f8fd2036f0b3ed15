/* Eastern digits: the text engine's models misread them, so on pages with such a script the lines are looked at again
 * by a reader of our own (docs/digits.md). */
#pragma once
#include "app/dossier/image.h"
#include "app/dossier/word.h"
#include "app/glyphs/digits.h"
#include "app/image/form_marks.h"

enum { DIGIT_READERS = 1 };

typedef struct {
	Digits *by_script[DIGIT_READERS];
} DigitReaders;

/* Loads the weights below data_folder. */
gboolean digit_readers_load(DigitReaders *readers, const char *data_folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void digit_readers_clear(DigitReaders *readers);

/* Finds strings of digits on the lines (Box) of a level page and on those that its words stand on, and puts them in the
 * place of what the engine made of them; a line's words keep their order. Does nothing where no word is in a script
 * that has digits of its own. */
void digit_words_read(const DigitReaders *readers, const Image *level, const GArray *lines, GPtrArray *words);

/* The same for rows of letter boxes. marks NULL: there are none. */
void digit_combs_read(const DigitReaders *readers, const Image *level, const FormMarks *marks, GPtrArray *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DigitReaders, digit_readers_clear)
