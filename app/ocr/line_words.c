#include "app/ocr/line_words.h"
#include "app/ocr/word_tidy.h"
#include <math.h>
#include <string.h>

/* --- order --------------------------------------------------------------------------------------------------- */

typedef enum { WAY_NONE, WAY_RIGHT, WAY_LEFT, WAY_NUMBER } Way;

/* Which way a letter runs: letters of the scripts from right to left, other letters, digits. */
static Way
way_of(const char *text)
{
	gunichar c = g_utf8_get_char(text);
	if (g_unichar_isdigit(c))
		return WAY_NUMBER;
	switch (g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_ARABIC:
	case G_UNICODE_SCRIPT_HEBREW:
	case G_UNICODE_SCRIPT_SYRIAC:
	case G_UNICODE_SCRIPT_THAANA:
	case G_UNICODE_SCRIPT_NKO:
		return g_unichar_isalpha(c) || g_unichar_ismark(c) ? WAY_LEFT : WAY_NONE;
	default:
		return g_unichar_isalpha(c) ? WAY_RIGHT : WAY_NONE;
	}
}

static void
reverse(ReadLetter *letters, guint n)
{
	for (guint i = 0; i < n / 2; i++) {
		ReadLetter swap = letters[i];
		letters[i] = letters[n - 1 - i];
		letters[n - 1 - i] = swap;
	}
}

static gboolean
is_space(const ReadLetter *letter)
{
	return strcmp(letter->text, " ") == 0;
}

/* End of the stretch from i whose letters run one way: what has no way of its own belongs to it between two that do;
 * of numbers, only signs without a space. */
static guint
stretch_end(const ReadLetter *letters, guint n, guint i, gboolean leftward)
{
	guint end = i + 1;
	gboolean spaced = FALSE, number = way_of(letters[i].text) == WAY_NUMBER;
	for (guint k = i + 1; k < n; k++) {
		Way way = way_of(letters[k].text);
		spaced |= is_space(&letters[k]);
		if (way == WAY_NONE)
			continue;
		if (leftward != (way == WAY_LEFT) || (spaced && number && way == WAY_NUMBER))
			break;
		number = way == WAY_NUMBER;
		spaced = FALSE;
		end = k + 1;
	}
	return end;
}

static void
mirror(ReadLetter *letters, guint n)
{
	static const char *const pairs[][2] = {{"(", ")"}, {"[", "]"}, {"{", "}"}, {"<", ">"}, {"«", "»"}, {"‹", "›"}};
	for (guint i = 0; i < n; i++)
		for (guint p = 0; p < G_N_ELEMENTS(pairs); p++) {
			if (strcmp(letters[i].text, pairs[p][0]) == 0)
				letters[i].text = pairs[p][1];
			else if (strcmp(letters[i].text, pairs[p][1]) == 0)
				letters[i].text = pairs[p][0];
		}
}

/* From the order on paper to the order of reading. */
static void
put_in_order(ReadLetter *letters, guint n)
{
	guint left = 0, right = 0;
	for (guint i = 0; i < n; i++) {
		left += way_of(letters[i].text) == WAY_LEFT;
		right += way_of(letters[i].text) == WAY_RIGHT;
	}
	if (left == 0)
		return;
	gboolean leftward = left >= right;
	if (leftward) {
		reverse(letters, n);
		mirror(letters, n);
	}
	for (guint i = 0; i < n;) {
		Way way = way_of(letters[i].text);
		if (way == WAY_NONE || leftward == (way == WAY_LEFT)) {
			i++;
			continue;
		}
		guint end = stretch_end(letters, n, i, !leftward);
		reverse(letters + i, end - i);
		mirror(letters + i, end - i);
		i = end;
	}
}

/* --- places -------------------------------------------------------------------------------------------------- */

/* Where the clip has ink. */
typedef struct {
	Box clip;
	guint8 *dark;   /* clip.width * clip.height: 1 where there is ink */
	guint *columns; /* ink of each column */
} Ink;

static void
ink_clear(Ink *ink)
{
	g_free(ink->dark);
	g_free(ink->columns);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Ink, ink_clear)

/* Half way between the darkest and the lightest twentieth. */
static int
middle_grey(const Image *grey, Box clip)
{
	guint histogram[256] = {0};
	const guint8 *pixels = g_bytes_get_data(grey->pixels, NULL);
	for (int y = 0; y < clip.height; y++) {
		const guint8 *row = pixels + (gsize)(clip.y + y) * (gsize)grey->width_px + clip.x;
		for (int x = 0; x < clip.width; x++)
			histogram[row[x]]++;
	}
	guint all = (guint)clip.width * (guint)clip.height, sum = 0;
	int dark = 0, light = 255;
	while (dark < 255 && (sum += histogram[dark]) * 20 < all)
		dark++;
	for (sum = 0; light > 0 && (sum += histogram[light]) * 20 < all;)
		light--;
	return (dark + light) / 2;
}

static Ink
ink_of(const Image *grey, const LinePlace *place)
{
	Box clip = place->clip;
	Ink ink = {clip, g_malloc((gsize)clip.width * (gsize)clip.height), g_new0(guint, (gsize)clip.width)};
	int middle = middle_grey(grey, clip);
	const guint8 *pixels = g_bytes_get_data(grey->pixels, NULL);
	for (int y = 0; y < clip.height; y++) {
		const guint8 *row = pixels + (gsize)(clip.y + y) * (gsize)grey->width_px + clip.x;
		guint8 *dark = ink.dark + (gsize)y * (gsize)clip.width;
		for (int x = 0; x < clip.width; x++) {
			dark[x] = (row[x] < middle) != place->inverse;
			ink.columns[x] += dark[x];
		}
	}
	return ink;
}

/* The middle of the widest gap in the ink within reach of x; x where there is none. */
static int
gap_near(const Ink *ink, int x, int reach)
{
	int best = x, widest = 0;
	int from = CLAMP(x - reach, 0, ink->clip.width - 1), to = CLAMP(x + reach, 0, ink->clip.width - 1);
	for (int i = from; i <= to; i++) {
		int start = i;
		while (i <= to && ink->columns[i] == 0)
			i++;
		if (i - start > widest) {
			widest = i - start;
			best = (start + i) / 2;
		}
	}
	return best;
}

/* What ink the stretch from x0 to x1 of the clip holds; all of it when there is none. */
static Box
tight(const Ink *ink, int x0, int x1)
{
	int left = x1, right = x0, top = ink->clip.height, bottom = 0;
	for (int y = 0; y < ink->clip.height; y++) {
		const guint8 *row = ink->dark + (gsize)y * (gsize)ink->clip.width;
		int first = x0, last = x1 - 1;
		while (first < x1 && !row[first])
			first++;
		if (first == x1)
			continue;
		while (!row[last])
			last--;
		left = MIN(left, first);
		right = MAX(right, last + 1);
		top = MIN(top, y);
		bottom = y + 1;
	}
	if (right <= left)
		return (Box){ink->clip.x + x0, ink->clip.y, MAX(x1 - x0, 1), ink->clip.height};
	return (Box){ink->clip.x + left, ink->clip.y + top, right - left, bottom - top};
}

/* --- words --------------------------------------------------------------------------------------------------- */

/* The word with the letter that is most in doubt read the other way; NULL: none is. */
static char *
second_text(const ReadLetter *letters, guint n, const char *language)
{
	guint doubt = 0;
	for (guint i = 1; i < n; i++)
		doubt = letters[i].second_share > letters[doubt].second_share ? i : doubt;
	if (letters[doubt].second == NULL)
		return NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < n; i++)
		g_string_append(text, i == doubt ? letters[i].second : letters[i].text);
	return word_tidy(text->str, language);
}

/* A word from the letters first..last in the order of reading; around it the steps of the spaces on paper. */
static Word *
word_of(const ReadLetter *letters, guint n, const double *spaces, guint n_spaces, const Ink *ink,
	const LinePlace *place, const char *language, int line)
{
	g_autoptr(GString) text = g_string_new(NULL);
	double least = 0, from = G_MAXDOUBLE, to = -1;
	for (guint i = 0; i < n; i++) {
		g_string_append(text, letters[i].text);
		least = MIN(least, letters[i].certainty);
		from = MIN(from, letters[i].middle);
		to = MAX(to, letters[i].middle);
	}
	double before = -1, after = G_MAXDOUBLE;
	for (guint i = 0; i < n_spaces; i++) {
		if (spaces[i] < from)
			before = MAX(before, spaces[i]);
		if (spaces[i] > to)
			after = MIN(after, spaces[i]);
	}
	int reach = ink->clip.height / 2;
	int x0 = 0, x1 = ink->clip.width;
	if (before >= 0)
		x0 = gap_near(ink, (int)((before + 0.5) * place->page_px_a_step - place->margin_px), reach);
	if (after < G_MAXDOUBLE)
		x1 = gap_near(ink, (int)((after + 0.5) * place->page_px_a_step - place->margin_px), reach);
	x0 = CLAMP(x0, 0, ink->clip.width - 1);
	x1 = CLAMP(x1, x0 + 1, ink->clip.width);
	g_autofree char *nfc = word_tidy(text->str, language);
	if (nfc == NULL || *nfc == '\0')
		return NULL;
	Word *word = word_new(nfc, tight(ink, x0, x1), MAX(1 + 0.35 * least, 0), language, line);
	word->second = second_text(letters, n, language);
	if (g_strcmp0(word->second, word->text) == 0)
		g_clear_pointer(&word->second, g_free);
	return word;
}

GPtrArray *
line_words(const GArray *letters, const Image *grey, const LinePlace *place, const char *language, int line)
{
	GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	if (letters->len == 0)
		return words;
	g_autofree ReadLetter *ordered = g_memdup2(letters->data, letters->len * sizeof(ReadLetter));
	g_autofree double *spaces = g_new(double, letters->len);
	guint n_spaces = 0;
	for (guint i = 0; i < letters->len; i++)
		if (is_space(&ordered[i]))
			spaces[n_spaces++] = ordered[i].middle;
	put_in_order(ordered, letters->len);
	g_auto(Ink) ink = ink_of(grey, place);
	for (guint i = 0; i < letters->len;) {
		guint end = i;
		while (end < letters->len && !is_space(&ordered[end]))
			end++;
		Word *word =
			end > i ? word_of(ordered + i, end - i, spaces, n_spaces, &ink, place, language, line) : NULL;
		if (word != NULL)
			g_ptr_array_add(words, word);
		i = end + 1;
	}
	words_off_leader(words);
	return words;
}
