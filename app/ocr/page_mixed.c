/* Two scripts on one line: both models read all of it, and each stretch of the line is given to the one that is surer.
 * Letters that look alike in both (Latin and Cyrillic capitals) read a little worse in the wrong one. */
#include "app/ocr/page_lines.h"
#include <string.h>

enum { ENOUGH_LETTERS = 12 };
static const double surer = 0.02, clear = 0.6;

static gboolean
beside(const Word *a, const Word *b)
{
	int both = MIN(a->box.x + a->box.width, b->box.x + b->box.width) - MAX(a->box.x, b->box.x);
	return 2 * both > MIN(a->box.width, b->box.width);
}

/* Confidence of the words over a word of the other reading, by letters. */
static double
confidence_beside(const GPtrArray *words, const Word *other)
{
	double sum = 0;
	int letters = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		int n = MAX((int)g_utf8_strlen(word->text, -1), 1);
		if (!beside(word, other))
			continue;
		letters += n;
		sum += n * word->confidence;
	}
	return letters > 0 ? sum / letters : 0;
}

/* TRUE where the word is made of letters that Latin and Cyrillic share by their looks: they say nothing. */
static gboolean
looks_alike(const char *text)
{
	static const char *const shared = "ABCEHIKMOPTXYacegikmnoprsuxyАВСЕНІКМОРТХУасеікоргпнхуит";
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		if (g_unichar_isalpha(c) && g_utf8_strchr(shared, -1, c) == NULL)
			return FALSE;
	}
	return TRUE;
}

/* Words of the other reading that are to stand: in its script, and surer. */
static GPtrArray *
better_words(const Model *other, const GPtrArray *main_words, const GPtrArray *other_words)
{
	GPtrArray *better = g_ptr_array_new();
	for (guint i = 0; i < other_words->len; i++) {
		Word *word = g_ptr_array_index(other_words, i);
		double now = confidence_beside(main_words, word);
		if (strcmp(word->script, other->script) == 0 && word->confidence >= TEXT_SOUND &&
			word->confidence > now + surer && !(now > clear && looks_alike(word->text)))
			g_ptr_array_add(better, word);
	}
	return better;
}

static int
letters_of(const GPtrArray *words)
{
	int n = 0;
	for (guint i = 0; i < words->len; i++)
		n += text_letters_in(((const Word *)g_ptr_array_index(words, i))->text);
	return n;
}

/* Puts the words where those beside them stood. */
static void
put(GPtrArray *words, const GPtrArray *better, int line)
{
	guint at = words->len;
	for (guint i = words->len; i > 0; i--) {
		const Word *word = g_ptr_array_index(words, i - 1);
		for (guint k = 0; k < better->len; k++) {
			if (!beside(word, g_ptr_array_index(better, k)))
				continue;
			g_ptr_array_remove_index(words, i - 1);
			at = i - 1;
			break;
		}
	}
	for (guint k = 0; k < better->len; k++) {
		Word *copy = word_copy(g_ptr_array_index(better, k));
		copy->line = line;
		g_ptr_array_insert(words, (int)(at + k), copy);
	}
}

void
page_mixed_merge(PageText *text, const Model *other, GPtrArray *const *lines)
{
	g_autofree guint *all = g_new(guint, text->lines->len + 1);
	for (guint i = 0; i < text->lines->len; i++)
		all[i] = i;
	page_lines_read(text, other, all, text->lines->len);
	g_autoptr(GPtrArray) better = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	int letters = 0;
	for (guint i = 0; i < text->lines->len; i++) {
		const GPtrArray *words = page_lines_words(text, other, i);
		GPtrArray *some =
			lines[i] != NULL && words != NULL ? better_words(other, lines[i], words) : g_ptr_array_new();
		letters += letters_of(some);
		g_ptr_array_add(better, some);
	}
	for (guint i = 0; letters >= ENOUGH_LETTERS && i < text->lines->len; i++) {
		const GPtrArray *some = g_ptr_array_index(better, i);
		if (some->len > 0)
			put(lines[i], some, (int)i);
	}
}
