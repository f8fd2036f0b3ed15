/* Two things speak for a hand: the look of the ink (a small classifier of windows cut from the word), and an engine,
 * taught on print, that is less sure of a word than of the page's others. One word proves little, a short one nothing.
 * So the evidence of neighbours is joined: along a line, writing and print change places seldom, and each change has
 * its price; how much a page is written on at all is told by its own words. Evidence is a natural logarithm of how much
 * likelier a hand makes what is seen than print does. */
#include "app/reader/worker/hand_reading.h"
#include "app/dossier/word.h"
#include "app/glyphs/hand_cell.h"
#include <math.h>

enum {
	LEAST_HEIGHT_PX = 12, /* below, a mark and no word */
	ROUNDS = 6,
};

/* Fitted on words of pages in faces that the classifier was not trained in. */
static const double start = 14.732, by_look = 0.364, by_look_and_width = 0.142, by_confidence = -13.474,
		    by_certainty = -4.66, by_width = -1.125;
static const double certain = 0.9, widest = 2, most_look = 5;

static const double sure_of = 0.97; /* of the page's usual confidence: such a word is looked at on written pages only */
static const double as_print = -1.5; /* evidence of a word that was not looked at */
static const double no_word = -0.7;  /* of dots and dashes: they end writing, but prove nothing */
static const double least_share = 0.004, most_share = 0.5, first_share = 0.05;
static const double written_share = 0.04; /* above it, every word of the page is looked at */
static const double filled_share = 0.1;   /* above it, the page is a form that was filled in by hand */
static const double short_most = 1.5;     /* evidence of a letter or two */
static const double less_sure = 1;        /* of the look alone than of both */
static const double near_change = 1.2, far_change = 0.3;

typedef struct {
	double evidence;
	int letters;
	gboolean looked, is_word, by_hand;
} Judgement;

static int
by_size(gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static int
count_letters(const char *text)
{
	int n = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		n += g_unichar_isalnum(g_utf8_get_char(p)) != 0;
	return n;
}

/* How sure the engine is of the better words of this page. */
static double
usual_confidence(const GPtrArray *words)
{
	const double share = 0.7;
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
	for (guint i = 0; i < words->len; i++) {
		const Word *word = words->pdata[i];
		if (count_letters(word->text) >= 2)
			g_array_append_val(all, word->confidence);
	}
	if (all->len == 0)
		return 1;
	g_array_sort(all, by_size);
	return MAX(g_array_index(all, double, (guint)(all->len * share)), 0.1);
}

/* -most_look (print) to most_look (a hand). */
static double
look_at(const Glyphs *glyphs, const GrayView *view, Box box)
{
	float cells[HAND_CELLS_MAX * HAND_CELL_VALUES], scores[HAND_CELLS_MAX * 2];
	int n = hand_cells_cut(view, box, cells);
	if (n == 0)
		return 0;
	glyphs_classify(glyphs, cells, n, scores);
	double look = 0;
	for (int i = 0; i < n; i++)
		look += log(((double)scores[2 * i] + 1e-4) / ((double)scores[2 * i + 1] + 1e-4)) / n;
	return CLAMP(look, -most_look, most_look);
}

static void
look(const Glyphs *glyphs, const GrayView *view, const Word *word, double usual, gboolean filled, Judgement *judgement)
{
	double see = look_at(glyphs, view, word->box), confidence = word->confidence / usual;
	double width = MIN((double)word->box.width / word->box.height, widest);
	judgement->looked = TRUE;
	judgement->evidence = start + by_look * see + by_look_and_width * see * width +
			      by_confidence * MIN(confidence, 1) + by_certainty * MAX(confidence - certain, 0) +
			      by_width * width;
	if (filled) /* some hands are read as surely as print */
		judgement->evidence = MAX(judgement->evidence, see - less_sure);
	if (judgement->letters <= 2)
		judgement->evidence = MIN(judgement->evidence, short_most);
}

/* The share of the words that are written, by what they say together. */
static double
written(const Judgement *judgements, guint n)
{
	double share = first_share;
	for (int round = 0; round < ROUNDS; round++) {
		double sum = 0, prior = log(share / (1 - share));
		guint words = 0;
		for (guint i = 0; i < n; i++) {
			words += judgements[i].is_word;
			sum += judgements[i].is_word ? 1 / (1 + exp(-judgements[i].evidence - prior)) : 0;
		}
		share = CLAMP(sum / MAX(words, 1), least_share, most_share);
	}
	return share;
}

/* What a change costs between two neighbours of a line. */
static double
change(const Word *left, const Word *right)
{
	int gap = MAX(right->box.x - (left->box.x + left->box.width), left->box.x - (right->box.x + right->box.width));
	return gap < MAX(left->box.height, right->box.height) ? near_change : far_change;
}

/* The likeliest course of print and writing over the words [from, to) of one line. */
static void
settle_line(const GPtrArray *words, Judgement *judgements, guint from, guint to, double share)
{
	double begin = log(share / (1 - share)), hand = begin + judgements[from].evidence, print = 0;
	guint n = to - from;
	g_autofree guint8 *came = g_malloc0(n); /* bit 0: print came from a hand, bit 1: a hand from a hand */
	for (guint i = 1; i < n; i++) {
		double price = change(words->pdata[from + i - 1], words->pdata[from + i]);
		double to_print = hand - price, to_hand = print + begin - price;
		came[i] = (guint8)((to_print > print) | (hand >= to_hand) << 1);
		double next = MAX(hand, to_hand) + judgements[from + i].evidence;
		print = MAX(print, to_print);
		hand = next;
	}
	gboolean by_hand = hand > print;
	for (guint i = n; i-- > 0;) {
		judgements[from + i].by_hand = by_hand;
		by_hand = (came[i] >> by_hand & 1) != 0;
	}
}

/* Returns the share of the words that are written. */
static double
judge(const Glyphs *glyphs, const GrayView *view, const GPtrArray *words, Judgement *judgements)
{
	double usual = usual_confidence(words);
	for (guint i = 0; i < words->len; i++) {
		const Word *word = words->pdata[i];
		Judgement *judgement = &judgements[i];
		judgement->letters = count_letters(word->text);
		/* printed Arabic has a pen's forms: the classifier cannot tell it from writing */
		judgement->is_word = judgement->letters > 0 && !g_str_equal(word->script, "Arab") &&
				     word->box.height >= LEAST_HEIGHT_PX;
		judgement->evidence = judgement->is_word ? as_print : no_word;
		if (judgement->is_word && word->confidence < sure_of * usual)
			look(glyphs, view, word, usual, FALSE, judgement);
	}
	double share = written(judgements, words->len);
	for (guint i = 0; share > written_share && i < words->len; i++)
		if (judgements[i].is_word && (share > filled_share || !judgements[i].looked))
			look(glyphs, view, words->pdata[i], usual, share > filled_share, &judgements[i]);
	share = written(judgements, words->len);
	for (guint from = 0, to; from < words->len; from = to) {
		for (to = from + 1; to < words->len &&
				    ((const Word *)words->pdata[to])->line == ((const Word *)words->pdata[from])->line;)
			to++;
		settle_line(words, judgements, from, to, share);
	}
	return share;
}

static void
cut_out(GArray *lines, Box place)
{
	for (guint i = lines->len; i-- > 0;) {
		Box line = g_array_index(lines, Box, i);
		int top = MAX(line.y, place.y), bottom = MIN(line.y + line.height, place.y + place.height);
		int end = place.x + place.width, line_end = line.x + line.width;
		if (2 * (bottom - top) < MIN(line.height, place.height) || place.x >= line_end || end <= line.x)
			continue;
		Box left = line, right = line;
		left.width = MAX(place.x - line.x, 0);
		right.x = MIN(end, line_end);
		right.width = line_end - right.x;
		g_array_index(lines, Box, i) = left;
		g_array_insert_val(lines, i + 1, right);
	}
}

/* The words [from, to) that a hand wrote side by side: an entry is wider than high, and has some letters. */
static gboolean
is_entry(const GPtrArray *words, const Judgement *judgements, guint from, guint to)
{
	const int least_letters = 4, times_wide = 2;
	Box box = {0};
	int letters = 0;
	for (guint i = from; i < to; i++) {
		box = box_union(box, ((const Word *)words->pdata[i])->box);
		letters += judgements[i].letters;
	}
	return letters >= least_letters && box.width >= times_wide * box.height;
}

static void
cut_scraps(const GPtrArray *words, const Judgement *judgements, GArray *lines)
{
	for (guint from = 0, to; from < words->len; from = to) {
		const Word *first = words->pdata[from];
		to = from + 1;
		if (!judgements[from].by_hand)
			continue;
		while (to < words->len && judgements[to].by_hand &&
			((const Word *)words->pdata[to])->line == first->line)
			to++;
		for (guint i = from; i < to && !is_entry(words, judgements, from, to); i++)
			cut_out(lines, ((const Word *)words->pdata[i])->box);
	}
}

void
hand_words_drop(const Glyphs *glyphs, const Image *page, GPtrArray *words, GArray *lines)
{
	const GrayView view = {g_bytes_get_data(page->pixels, NULL), page->width_px, page->height_px, page->width_px};
	g_autofree Judgement *judgements = g_new0(Judgement, MAX(words->len, 1));
	if (judge(glyphs, &view, words, judgements) < filled_share)
		cut_scraps(words, judgements, lines);
	for (guint i = words->len; i-- > 0;)
		if (judgements[i].by_hand)
			g_ptr_array_remove_index(words, i);
}
