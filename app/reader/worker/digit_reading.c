#include "app/reader/worker/digit_reading.h"
#include "app/reader/worker/form_reading.h"
#include <string.h>

enum { LETTERS_OF_A_SCRIPT = 3 };
static const double sure_word = 0.85, sure_letters = 0.9, sure_other = 0.75, sound_other = 0.6, sure_guest = 0.75;

static const struct {
	const char *script; /* ISO 15924 */
	const char *file;
} readers_known[DIGIT_READERS] = {{"Arab", "arab"}};

gboolean
digit_readers_load(DigitReaders *readers, const char *data_folder, GError **error)
{
	g_auto(DigitReaders) loaded = {{NULL}};
	for (gsize i = 0; i < DIGIT_READERS; i++) {
		g_autofree char *file = g_strdup_printf(DIGITS_WEIGHTS, readers_known[i].file);
		g_autofree char *path = g_build_filename(data_folder, file, NULL);
		if ((loaded.by_script[i] = digits_load(path, error)) == NULL)
			return FALSE;
	}
	*readers = loaded;
	loaded = (DigitReaders){{NULL}};
	return TRUE;
}

void
digit_readers_clear(DigitReaders *readers)
{
	for (gsize i = 0; i < DIGIT_READERS; i++)
		g_clear_pointer(&readers->by_script[i], digits_free);
}

static int
letters_in(const char *text)
{
	int n = 0;
	for (; *text != '\0'; text = g_utf8_next_char(text))
		n += g_unichar_isalpha(g_utf8_get_char(text)) != 0;
	return n;
}

static gboolean
has_digit(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (g_unichar_isdigit(g_utf8_get_char(text)))
			return TRUE;
	return FALSE;
}

static Word *
word_at(const GPtrArray *words, guint i)
{
	return g_ptr_array_index(words, i);
}

/* Share of the word that lies in the box. */
static double
share_in(const Word *word, Box box)
{
	Box both = box_intersect(word->box, box);
	return (double)both.width * both.height / MAX((double)word->box.width * word->box.height, 1);
}

static int
letters_of_script(const GPtrArray *words, const char *script)
{
	int n = 0;
	for (guint i = 0; i < words->len; i++)
		if (strcmp(word_at(words, i)->script, script) == 0)
			n += letters_in(word_at(words, i)->text);
	return n;
}

/* The lines found on the page, and the places of the engine's own lines that are not among them. */
static GArray *
lines_of(const GArray *found, const GPtrArray *words)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Box));
	g_array_append_vals(lines, found->data, found->len);
	for (guint i = 0; i < words->len;) {
		Box box = {0};
		guint first = i;
		for (; i < words->len && word_at(words, i)->line == word_at(words, first)->line; i++)
			box = box_union(box, word_at(words, i)->box);
		gboolean known = FALSE;
		for (guint k = 0; k < found->len && !known; k++)
			known = box_overlap(box, g_array_index(found, Box, k)) > 0.5 &&
				g_array_index(found, Box, k).width > box.width / 2;
		if (!known)
			g_array_append_val(lines, box);
	}
	GArray *joined = digits_join_lines(lines);
	g_array_unref(lines);
	return joined;
}

/* Whether all that stands on the line was read soundly as words of other scripts. */
static gboolean
is_foreign(const GPtrArray *words, Box line, const char *script)
{
	double covered = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = word_at(words, i);
		if (share_in(word, line) < 0.5)
			continue;
		gboolean other = strcmp(word->script, script) != 0 && strcmp(word->script, "Zyyy") != 0;
		if (!other || word->confidence < sure_other)
			return FALSE;
		covered += word->box.width;
	}
	return covered > 0.5 * line.width;
}

/* Eastern digits stand in texts of other languages than Arabic. */
static gunichar
preferred_zero(const GPtrArray *words)
{
	int arabic = 0, others = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = word_at(words, i);
		if (strcmp(word->script, "Arab") == 0)
			*(strcmp(word->language, "ara") == 0 ? &arabic : &others) += 1;
	}
	return others > arabic ? 0x6f0 : 0x660;
}

/* Letters that look like digits are not, where the engine soundly read a longer word or one of another script or, for
 * one digit alone, any. */
static gboolean
is_letters(const DigitString *string, const GPtrArray *words, const char *script)
{
	for (guint i = 0; i < words->len; i++) {
		const Word *word = word_at(words, i);
		Box both = box_intersect(word->box, string->box);
		if (box_overlap(word->box, string->box) < 0.4 || has_digit(word->text))
			continue;
		int letters = letters_in(word->text);
		gboolean other = strcmp(word->script, script) != 0 && strcmp(word->script, "Zyyy") != 0;
		if (other && letters >= 1 && word->confidence >= sound_other)
			return TRUE;
		if (string->chars->len == 1 && letters >= 1 && word->confidence >= sure_word)
			return TRUE;
		if (string->chars->len == 2 && letters >= 2 && word->confidence >= sure_word)
			return TRUE;
		if (letters >= 3 && word->confidence >= sure_word && both.width < 0.6 * word->box.width)
			return TRUE;
	}
	return FALSE;
}

/* A short word of strokes and rings at an end of a string, soundly read, is not part of it. */
static void
cut_words(DigitString *string, const GPtrArray *words)
{
	for (guint i = 0; i < words->len; i++) {
		const Word *word = word_at(words, i);
		if (word->confidence < sure_letters || letters_in(word->text) < 2 || has_digit(word->text) ||
			share_in(word, string->box) < 0.5)
			continue;
		guint from = 0, to = string->chars->len;
		int left = word->box.x, right = word->box.x + word->box.width;
		for (; from < to; from++) {
			Box box = g_array_index(string->chars, DigitChar, from).box;
			if (box.x + box.width / 2 < left || box.x + box.width / 2 >= right)
				break;
		}
		for (; to > from; to--) {
			Box box = g_array_index(string->chars, DigitChar, to - 1).box;
			if (box.x + box.width / 2 < left || box.x + box.width / 2 >= right)
				break;
		}
		if (to - from >= 2 && to - from < string->chars->len)
			digit_string_keep(string, from, to);
	}
}

/* A word that reaches beyond the string keeps its letters and the part of its place that is its own. */
static gboolean
trim_word(Word *word, Box string)
{
	g_autoptr(GString) rest = g_string_new(NULL);
	for (const char *p = word->text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isdigit(c) && (!g_unichar_ispunct(c) || rest->len > 0))
			g_string_append_unichar(rest, c);
	}
	if (letters_in(rest->str) == 0)
		return FALSE;
	int left = string.x - word->box.x, right = word->box.x + word->box.width - (string.x + string.width);
	if (left > right)
		word->box.width = MAX(left, 1);
	else if (right > 0) {
		word->box.x += word->box.width - right;
		word->box.width = right;
	}
	g_free(word->text);
	word->text = g_strdup(rest->str);
	return TRUE;
}

/* The word beside which the string stands on its line, and whether before it in reading order; -1: none. */
static int
neighbour_of(const GPtrArray *words, Box string, gboolean *before)
{
	int best = -1, nearest = G_MAXINT;
	for (guint i = 0; i < words->len; i++) {
		Box box = word_at(words, i)->box;
		int shared = MIN(box.y + box.height, string.y + string.height) - MAX(box.y, string.y);
		int away = MAX(box.x - (string.x + string.width), string.x - (box.x + box.width));
		if (2 * shared < MIN(box.height, string.height) || away >= nearest)
			continue;
		nearest = away;
		best = (int)i;
	}
	if (best < 0)
		return -1;
	const Word *word = word_at(words, (guint)best);
	gboolean is_rtl = strcmp(word->script, "Arab") == 0;
	gboolean is_left = string.x + string.width / 2 < word->box.x + word->box.width / 2;
	*before = is_left != is_rtl;
	return best;
}

static void
put_word(GPtrArray *words, const DigitString *string, const char *language)
{
	guint at = words->len;
	int line = words->len > 0 ? word_at(words, words->len - 1)->line + 1 : 0;
	gboolean replaced = FALSE, before = FALSE;
	g_autofree char *own_language = g_strdup(language);
	for (guint i = words->len; i > 0; i--) {
		Word *word = word_at(words, i - 1);
		double inside = share_in(word, string->box);
		if (inside < 0.25 && box_overlap(word->box, string->box) < 0.5)
			continue;
		if (inside < 0.6 && trim_word(word, string->box))
			continue;
		at = i - 1;
		line = word->line;
		replaced = TRUE;
		g_free(own_language);
		own_language = g_strdup(word->language);
		g_ptr_array_remove_index(words, at);
	}
	int neighbour = replaced ? -1 : neighbour_of(words, string->box, &before);
	if (neighbour >= 0) {
		const Word *word = word_at(words, (guint)neighbour);
		at = (guint)neighbour + !before;
		line = word->line;
		g_free(own_language);
		own_language = g_strdup(word->language);
	}
	Word *word = word_new(string->text, string->box, string->confidence, own_language, line);
	g_ptr_array_insert(words, (int)at, word);
}

/* Where other scripts lead, their capitals are likelier than a digit alone or a doubtful string. */
static gboolean
is_believed(const DigitString *string, gboolean is_guest)
{
	return !is_guest || (string->chars->len >= 2 && string->confidence >= sure_guest);
}

static void
put_strings(GPtrArray *words, GPtrArray *strings, const char *script)
{
	int own = letters_of_script(words, script), all = 0;
	for (guint i = 0; i < words->len; i++)
		all += letters_in(word_at(words, i)->text);
	digits_agree(strings, strcmp(script, "Arab") == 0 ? preferred_zero(words) : 0);
	const char *language = NULL;
	for (guint i = 0; i < words->len && language == NULL; i++)
		if (strcmp(word_at(words, i)->script, script) == 0)
			language = word_at(words, i)->language;
	g_autofree char *kept = g_strdup(language);
	for (guint i = 0; i < strings->len; i++) {
		DigitString *string = g_ptr_array_index(strings, i);
		cut_words(string, words);
		if (is_believed(string, 2 * own < all) && !is_letters(string, words, script))
			put_word(words, string, kept);
	}
}

static void
read_script(const Digits *digits, const char *script, const Image *level, const GArray *found, GPtrArray *words)
{
	if (letters_of_script(words, script) < LETTERS_OF_A_SCRIPT)
		return;
	g_autoptr(GArray) lines = lines_of(found, words);
	g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func((GDestroyNotify)digit_string_free);
	GrayView view = {g_bytes_get_data(level->pixels, NULL), level->width_px, level->height_px, level->width_px};
	for (guint i = 0; i < lines->len; i++) {
		Box line = g_array_index(lines, Box, i);
		if (!is_foreign(words, line, script))
			digits_read(digits, &view, line, strings);
	}
	put_strings(words, strings, script);
}

void
digit_words_read(const DigitReaders *readers, const Image *level, const GArray *lines, GPtrArray *words)
{
	for (gsize i = 0; i < DIGIT_READERS; i++)
		read_script(readers->by_script[i], readers_known[i].script, level, lines, words);
}

static void
read_comb(const Digits *digits, const Image *level, const Comb *comb, GPtrArray *strings)
{
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Box));
	g_autoptr(Image) strip = comb_to_strip(level, comb, places);
	if (strip == NULL)
		return;
	g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func((GDestroyNotify)digit_string_free);
	GrayView view = {g_bytes_get_data(strip->pixels, NULL), strip->width_px, strip->height_px, strip->width_px};
	digits_read(digits, &view, (Box){0, 0, strip->width_px, strip->height_px}, own);
	for (guint i = 0; i < own->len; i++) {
		DigitString *string = g_ptr_array_index(own, i);
		string->box = form_comb_box(string->box, comb, places);
	}
	g_ptr_array_extend_and_steal(strings, g_steal_pointer(&own));
}

void
digit_combs_read(const DigitReaders *readers, const Image *level, const FormMarks *marks, GPtrArray *words)
{
	for (gsize i = 0; marks != NULL && i < DIGIT_READERS; i++) {
		const char *script = readers_known[i].script;
		if (letters_of_script(words, script) < LETTERS_OF_A_SCRIPT)
			continue;
		g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func((GDestroyNotify)digit_string_free);
		for (guint k = 0; k < marks->combs->len; k++)
			read_comb(readers->by_script[i], level, g_ptr_array_index(marks->combs, k), strings);
		put_strings(words, strings, script);
	}
}
