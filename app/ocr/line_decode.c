/* A search along the steps with a few open texts (Graves, connectionist temporal classification: prefix search). A text
 * is a node of a tree: its last class and the text before it. At each step a text is as likely as the sum of the ways
 * that lead to it, those that end in its last class and those that end in the blank told apart: only after a blank does
 * the same class mean the letter twice. */
#include "app/ocr/line_decode.h"
#include <math.h>

enum { OPEN_TEXTS = 6, MAX_CHOICES = 6 };
static const float least_likely = 0.003f, hopeless_share = 0.0005f;
static const float second_least = 0.08f; /* of the first letter's likelihood: below it another letter is no doubt */
static const float space_favour = 8;     /* networks see gaps late, and a word run into the next is lost */

typedef struct {
	int parent, sibling, child; /* places in the tree; -1: none */
	int class;                  /* -1: the empty text */
	float in_class, in_blank;   /* likelihood now, by how the ways to it end */
	float next_class, next_blank;
	float peak;
	int peak_step, touched; /* the step it was last reached at */
} Text;

typedef struct {
	int blank, space;
} Alphabet;

typedef struct {
	GArray *tree;    /* Text */
	GArray *reached; /* int: texts that the step leads to */
	int open[OPEN_TEXTS], n_open;
} Search;

static Text *
text_at(const Search *search, int i)
{
	return &g_array_index(search->tree, Text, (guint)i);
}

static int
text_longer(Search *search, int parent, int class)
{
	for (int i = text_at(search, parent)->child; i >= 0; i = text_at(search, i)->sibling)
		if (text_at(search, i)->class == class)
			return i;
	Text text = {.parent = parent,
		.sibling = text_at(search, parent)->child,
		.child = -1,
		.class = class,
		.touched = -1};
	g_array_append_val(search->tree, text);
	int place = (int)search->tree->len - 1;
	text_at(search, parent)->child = place;
	return place;
}

/* A text that this step leads to. */
static Text *
reach(Search *search, int place, int step)
{
	Text *text = text_at(search, place);
	if (text->touched != step) {
		text->touched = step;
		text->next_class = text->next_blank = 0;
		g_array_append_val(search->reached, place);
	}
	return text;
}

/* The likeliest classes of a row, without the blank. */
static int
choices_of(const float *row, int n_classes, int blank, int *choices)
{
	int n = 0;
	for (int c = 0; c < n_classes; c++) {
		if (row[c] < least_likely || c == blank)
			continue;
		int at = n < MAX_CHOICES ? n++ : row[choices[MAX_CHOICES - 1]] < row[c] ? MAX_CHOICES - 1 : -1;
		if (at < 0)
			continue;
		for (; at > 0 && row[choices[at - 1]] < row[c]; at--)
			choices[at] = choices[at - 1];
		choices[at] = c;
	}
	return n;
}

static void
extend(Search *search, int place, const float *row, int step, const Alphabet *alphabet, const int *choices,
	int n_choices)
{
	Text *text = reach(search, place, step);
	float in_class = text->in_class, in_blank = text->in_blank, both = in_class + in_blank;
	int class = text->class;
	text->next_blank += both * row[alphabet->blank];
	if (class >= 0)
		text->next_class += in_class * row[class];
	for (int i = 0; i < n_choices; i++) {
		int c = choices[i];
		float share = (c == class ? in_blank : both) * row[c];
		if (c == alphabet->space)
			share *= space_favour;
		if (share < hopeless_share)
			continue;
		int longer = text_longer(search, place, c);
		reach(search, longer, step)->next_class += share;
	}
}

/* Keeps the likeliest of the texts reached; the likeliest of all counts as 1. */
static void
keep_best(Search *search, const float *row, int step)
{
	int n = 0;
	for (guint i = 0; i < search->reached->len; i++) {
		int place = g_array_index(search->reached, int, i);
		Text *text = text_at(search, place);
		float value = text->next_class + text->next_blank;
		int at = n;
		while (at > 0) {
			const Text *other = text_at(search, search->open[at - 1]);
			if (other->next_class + other->next_blank >= value)
				break;
			at--;
		}
		if (at >= OPEN_TEXTS)
			continue;
		n = MIN(n + 1, OPEN_TEXTS);
		for (int k = n - 1; k > at; k--)
			search->open[k] = search->open[k - 1];
		search->open[at] = place;
	}
	const Text *first = text_at(search, search->open[0]);
	float most = first->next_class + first->next_blank;
	search->n_open = n;
	for (int i = 0; i < n; i++) {
		Text *text = text_at(search, search->open[i]);
		text->in_class = text->next_class / most;
		text->in_blank = text->next_blank / most;
		if (text->class >= 0 && row[text->class] > text->peak && text->in_class > text->in_blank / 4) {
			text->peak = row[text->class];
			text->peak_step = step;
		}
	}
}

/* Texts from the first letter to the last. */
static GArray *
path_to(const Search *search, int place)
{
	GArray *path = g_array_new(FALSE, FALSE, sizeof(Text));
	for (int i = place; i > 0; i = text_at(search, i)->parent)
		g_array_append_vals(path, text_at(search, i), 1);
	for (guint i = 0; i < path->len / 2; i++) {
		Text *a = &g_array_index(path, Text, i), *b = &g_array_index(path, Text, path->len - 1 - i);
		Text swap = *a;
		*a = *b;
		*b = swap;
	}
	return path;
}

/* The least that blank, the class before and the class after explain of a step between two letters: ink that the text
 * says nothing of. */
static float
least_explained(const NetAnswer *answer, int n_classes, int blank, const Text *before, const Text *after)
{
	float least = 1;
	for (int t = before->peak_step; t <= after->peak_step; t++) {
		const float *row = answer->likelihoods + (gsize)t * (gsize)n_classes;
		float sum = row[blank] + row[before->class] + (after->class != before->class ? row[after->class] : 0);
		least = MIN(least, sum);
	}
	return least;
}

/* The letter that the network thinks next likely where this one is surest. */
static void
find_second(ReadLetter *letter, const Text *first, const NetAnswer *answer, int n_classes, int blank,
	const Letters *letters)
{
	const float *row = answer->likelihoods + (gsize)first->peak_step * (gsize)n_classes;
	int best = -1, taken;
	for (int c = 0; c < n_classes; c++)
		if (c != blank && c != first->class && c != letters_space(letters) && (best < 0 || row[c] > row[best]))
			best = c;
	if (best < 0 || row[best] < second_least * row[first->class])
		return;
	letter->second = letters_find(letters, &best, 1, &taken);
	letter->second_share = letter->second != NULL ? row[best] / row[first->class] : 0;
}

static GArray *
letters_of(const GArray *path, const NetAnswer *answer, int n_classes, int blank, const Letters *letters)
{
	GArray *read = g_array_new(FALSE, FALSE, sizeof(ReadLetter));
	g_autofree int *classes = g_new(int, path->len + 1);
	for (guint i = 0; i < path->len; i++)
		classes[i] = g_array_index(path, Text, i).class;
	for (guint i = 0; i < path->len;) {
		int taken = 1;
		const char *text = letters_find(letters, classes + i, (int)(path->len - i), &taken);
		const Text *first = &g_array_index(path, Text, i);
		const Text *last = &g_array_index(path, Text, i + (guint)taken - 1);
		float least = first->peak;
		for (guint k = i; k < i + (guint)taken; k++) {
			const Text *here = &g_array_index(path, Text, k);
			least = MIN(least, here->peak);
			if (k + 1 < path->len)
				least = MIN(least, least_explained(answer, n_classes, blank, here, here + 1));
		}
		ReadLetter letter = {.text = text,
			.middle = (first->peak_step + last->peak_step) / 2.0,
			.certainty = log(MAX((double)least, 1e-9))};
		if (taken == 1 && text != NULL)
			find_second(&letter, first, answer, n_classes, blank, letters);
		if (text != NULL)
			g_array_append_val(read, letter);
		i += (guint)taken;
	}
	return read;
}

GArray *
line_decode(const NetAnswer *answer, int n_classes, int blank, const Letters *letters)
{
	g_autoptr(GArray) tree = g_array_new(FALSE, FALSE, sizeof(Text));
	g_autoptr(GArray) reached = g_array_new(FALSE, FALSE, sizeof(int));
	Alphabet alphabet = {blank, letters_space(letters)};
	Search search = {.tree = tree, .reached = reached, .n_open = 1};
	Text nothing = {.parent = -1, .sibling = -1, .child = -1, .class = -1, .in_blank = 1, .touched = -1};
	g_array_append_val(tree, nothing);
	for (int t = 0; t < answer->n_steps; t++) {
		const float *row = answer->likelihoods + (gsize)t * (gsize)n_classes;
		int choices[MAX_CHOICES], n_choices = choices_of(row, n_classes, blank, choices);
		g_array_set_size(reached, 0);
		for (int i = 0; i < search.n_open; i++)
			extend(&search, search.open[i], row, t, &alphabet, choices, n_choices);
		keep_best(&search, row, t);
	}
	g_autoptr(GArray) path = path_to(&search, search.open[0]);
	return letters_of(path, answer, n_classes, blank, letters);
}
