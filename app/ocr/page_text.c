#include "app/ocr/page_text.h"
#include "app/ocr/page_lines.h"
#include <string.h>

enum { LETTERS_OF_A_SCRIPT = 12, MAX_REREADS = 40, FIRST_RUNS = 5 };
static const double nonsense = 0.35, drawing = 0.55;
static const double unsure = 0.9; /* on a page in two scripts, words of one are often read into the other */

/* Words from..to of a line: consecutive doubtful ones, and what a model of another script made of them. */
typedef struct {
	GPtrArray *line;
	guint from, to;
	Box box;
	int letters;
	double confidence;
	GPtrArray *better; /* NULL: nothing */
} Run;

static void
run_clear(Run *run)
{
	g_clear_pointer(&run->better, g_ptr_array_unref);
}

/* The run that begins at a word, if that is below the limit. */
static Run
run_at(GPtrArray *line, guint from, double limit)
{
	Run run = {.line = line, .from = from, .to = from};
	double sum = 0;
	for (; run.to < line->len; run.to++) {
		const Word *word = g_ptr_array_index(line, run.to);
		if (word->confidence >= limit)
			break;
		run.box = box_union(run.box, word->box);
		int letters = MAX(text_letters_in(word->text), 1);
		run.letters += letters;
		sum += letters * word->confidence;
	}
	run.confidence = sum / MAX(run.letters, 1);
	return run;
}

static GArray *
runs_below(const GPtrArray *lines, double limit)
{
	GArray *runs = g_array_new(FALSE, FALSE, sizeof(Run));
	g_array_set_clear_func(runs, (GDestroyNotify)run_clear);
	for (guint l = 0; l < lines->len; l++) {
		GPtrArray *line = g_ptr_array_index(lines, l);
		for (guint at = 0; at < line->len && runs->len < MAX_REREADS;) {
			Run run = run_at(line, at, limit);
			at = MAX(run.to, at + 1);
			if (run.letters >= 2 && run.box.width > run.box.height)
				g_array_append_val(runs, run);
		}
	}
	return runs;
}

/* Mean confidence of what a model of another script read, where it is in that script. */
static double
soundness(const Model *model, const GPtrArray *words)
{
	double sum = 0;
	int letters = 0, own = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		int n = text_letters_in(word->text);
		letters += n;
		if (strcmp(word->script, model->script) != 0)
			continue;
		own += n;
		sum += n * word->confidence;
	}
	return own >= 2 ? sum / letters : 0;
}

/* Letters that words have in the script. */
static int
letters_of_script(const GPtrArray *words, const char *script)
{
	int n = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		if (strcmp(word->script, script) == 0)
			n += text_letters_in(word->text);
	}
	return n;
}

/* What a model made of the runs, where it is better than what stands there. */
typedef struct {
	GPtrArray *read; /* words of each run */
	int letters;     /* in the model's script, of the better ones */
	double value;    /* how sound they are, and how familiar */
} Rereading;

static void
rereading_clear(Rereading *rereading)
{
	g_clear_pointer(&rereading->read, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rereading, rereading_clear)

/* Reads the first n runs with a model. It must be surer than what stands there by a margin. */
static Rereading
reread_with(PageText *text, const Model *model, const GArray *runs, guint n, double margin)
{
	g_autofree Box *boxes = g_new(Box, n + 1);
	for (guint i = 0; i < n; i++)
		boxes[i] = page_lines_margin(g_array_index(runs, Run, i).box);
	Rereading rereading = {.read = engines_read(text->engines, model->name, text->level, boxes, n)};
	double sound = 0;
	for (guint i = 0; rereading.read != NULL && i < n; i++) {
		const Run *run = &g_array_index(runs, Run, i);
		GPtrArray *words = g_ptr_array_index(rereading.read, i);
		double value = soundness(model, words);
		if (value <= MAX(run->confidence + margin, TEXT_SOUND)) {
			g_ptr_array_set_size(words, 0);
			continue;
		}
		int letters = letters_of_script(words, model->script);
		rereading.letters += letters;
		sound += letters * value;
	}
	if (rereading.letters > 0)
		rereading.value = sound / rereading.letters +
				  2 * text_familiar(model, (GPtrArray *const *)rereading.read->pdata, n);
	return rereading;
}

/* Keeps what is better than another script's rereading. */
static void
keep_better(GArray *runs, const GPtrArray *read)
{
	for (guint i = 0; i < runs->len && i < read->len; i++) {
		Run *run = &g_array_index(runs, Run, i);
		GPtrArray *words = g_ptr_array_index(read, i);
		if (words->len == 0 || (run->better != NULL && words_summary(run->better, 0).confidence >=
								       words_summary(words, 0).confidence))
			continue;
		g_clear_pointer(&run->better, g_ptr_array_unref);
		run->better = g_ptr_array_ref(words);
	}
}

/* The best of the models of one script. A word or two read in another script may be the same letters in another dress;
 * a page that is in two scripts shows it more than once. A few runs say whether it is worth looking at all. Returns the
 * model, NULL: none. */
static const Model *
reread_in_script(PageText *text, const char *script, GArray *runs)
{
	const double MARGIN = 0.15;
	g_auto(Rereading) best = {0};
	const Model *chosen = NULL;
	const GPtrArray *models = engines_models(text->engines)->models;
	for (guint i = 0; i < models->len; i++) {
		const Model *model = g_ptr_array_index(models, i);
		if (!page_lines_allowed(text, model) || strcmp(model->script, script) != 0)
			continue;
		if (best.read == NULL && runs->len > FIRST_RUNS) {
			g_auto(Rereading) few = reread_with(text, model, runs, FIRST_RUNS, MARGIN);
			if (few.letters < 2)
				return NULL;
		}
		g_auto(Rereading) rereading = reread_with(text, model, runs, runs->len, MARGIN);
		if (best.read == NULL && rereading.letters < LETTERS_OF_A_SCRIPT / 2)
			return NULL;
		if (best.read == NULL || rereading.value > best.value) {
			Rereading swap = best;
			best = rereading;
			rereading = swap;
			chosen = model;
		}
	}
	if (best.read == NULL || best.letters < LETTERS_OF_A_SCRIPT)
		return NULL;
	keep_better(runs, best.read);
	return chosen;
}

/* Puts the better words in the places of the runs; the last run first, so that places hold. */
static void
replace_runs(GArray *runs)
{
	for (guint i = runs->len; i > 0; i--) {
		Run *run = &g_array_index(runs, Run, i - 1);
		if (run->better == NULL)
			continue;
		int line = ((const Word *)g_ptr_array_index(run->line, run->from))->line;
		g_ptr_array_remove_range(run->line, run->from, run->to - run->from);
		for (guint k = 0; k < run->better->len; k++) {
			const Word *word = g_ptr_array_index(run->better, k);
			Word *copy = word_copy(word);
			copy->line = line;
			g_ptr_array_insert(run->line, (int)(run->from + k), copy);
		}
	}
}

/* The words that the main model is not sure of, with the model of a script that the page bears. */
static void
reread_unsure(PageText *text, const Model *model, const GPtrArray *lines)
{
	const double MARGIN = 0.03;
	g_autoptr(GArray) runs = runs_below(lines, unsure);
	g_auto(Rereading) again = reread_with(text, model, runs, runs->len, MARGIN);
	if (again.read == NULL)
		return;
	keep_better(runs, again.read);
	replace_runs(runs);
}

static int
longer_run(gconstpointer a, gconstpointer b)
{
	return ((const Run *)b)->letters - ((const Run *)a)->letters;
}

static int
compare_places(gconstpointer a, gconstpointer b)
{
	const Run *p = a, *q = b;
	return p->line != q->line ? (p->line < q->line ? -1 : 1) : (int)p->from - (int)q->from;
}

static void
reread_doubtful(PageText *text, const Model *main_model, const GPtrArray *lines)
{
	g_autoptr(GArray) runs = runs_below(lines, TEXT_DOUBTFUL);
	int letters = 0;
	for (guint i = 0; i < runs->len; i++)
		letters += g_array_index(runs, Run, i).letters;
	if (letters < LETTERS_OF_A_SCRIPT)
		return;
	g_array_sort(runs, longer_run);
	const GPtrArray *models = engines_models(text->engines)->models;
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_add(seen, main_model->script);
	g_autoptr(GPtrArray) second = g_ptr_array_new();
	for (guint i = 0; i < models->len; i++) {
		const Model *model = g_ptr_array_index(models, i);
		const Model *found = page_lines_allowed(text, model) && g_hash_table_add(seen, model->script)
					     ? reread_in_script(text, model->script, runs)
					     : NULL;
		if (found != NULL)
			g_ptr_array_add(second, (gpointer)found);
	}
	g_array_sort(runs, compare_places);
	replace_runs(runs);
	for (guint i = 0; i < second->len; i++)
		reread_unsure(text, second->pdata[i], lines);
}

/* A line that no model made sense of is a drawing, a stamp or a photograph; where a word of it stands out, a text. */
static gboolean
is_drawing(const GPtrArray *line)
{
	for (guint i = 0; i < line->len; i++) {
		const Word *word = g_ptr_array_index(line, i);
		if (word->confidence >= TEXT_SOUND && g_utf8_strlen(word->text, -1) >= 3)
			return FALSE;
	}
	return words_summary(line, 0).confidence < drawing;
}

/* The main model's words of each line of the page. */
static GPtrArray **
read_all(PageText *text, const Model *main_model)
{
	g_autofree guint *all = g_new(guint, text->lines->len + 1);
	GPtrArray **lines = g_new0(GPtrArray *, text->lines->len + 1);
	for (guint i = 0; i < text->lines->len; i++)
		all[i] = i;
	page_lines_read(text, main_model, all, text->lines->len);
	for (guint i = 0; i < text->lines->len; i++)
		lines[i] = page_lines_words(text, main_model, i);
	return lines;
}

void
page_text_read(PageText *text, const Model *main_model, GPtrArray *words)
{
	const Model *second = page_language_beside(text, main_model);
	g_autofree GPtrArray **read = read_all(text, main_model);
	if (second != NULL)
		page_mixed_merge(text, second, read);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	double confidence = 0;
	int letters = 0;
	for (guint i = 0; i < text->lines->len; i++) {
		if (read[i] == NULL || read[i]->len == 0)
			continue;
		WordsSummary summary = words_summary(read[i], 0);
		letters += summary.letters;
		confidence += summary.letters * summary.confidence;
		for (guint k = 0; k < read[i]->len; k++)
			((Word *)g_ptr_array_index(read[i], k))->line = (int)lines->len;
		g_ptr_array_add(lines, g_ptr_array_ref(read[i]));
	}
	/* a page of drawings or noise costs no second look */
	if (letters > 0 && confidence >= nonsense * letters)
		reread_doubtful(text, main_model, lines);
	for (guint i = 0; i < lines->len; i++) {
		GPtrArray *line = g_ptr_array_index(lines, i);
		for (guint k = 0; !is_drawing(line) && k < line->len; k++) {
			g_ptr_array_add(words, word_copy(g_ptr_array_index(line, k)));
		}
	}
}
