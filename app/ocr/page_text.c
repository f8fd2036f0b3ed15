#include "app/ocr/page_text.h"
#include <math.h>
#include <string.h>

enum { TRIAL_LINES = 4, TRIAL_LETTERS = 24, MAX_REREADS = 80 };
static const double beyond_doubt = 0.86, doubtful = 0.60;

static gboolean
is_allowed(const Model *model, const char *const *allowed)
{
	return allowed == NULL || allowed[0] == NULL || g_strv_contains(allowed, model->name);
}

/* A number's distance from what makes a good sample: wide, but one line high. */
static double
sample_value(const Box *box)
{
	double shape = (double)box->width / MAX(box->height, 1);
	return shape < 4 ? 0 : MIN(shape, 25);
}

/* The best samples among the lines, spread over the page by taking the best of each part. */
static GArray *
sample_lines(const GArray *lines)
{
	GArray *samples = g_array_new(FALSE, FALSE, sizeof(Box));
	guint parts = MIN(lines->len, (guint)TRIAL_LINES);
	for (guint part = 0; part < parts; part++) {
		const Box *best = NULL;
		for (guint i = lines->len * part / parts; i < lines->len * (part + 1) / parts; i++) {
			const Box *box = &g_array_index(lines, Box, i);
			if (best == NULL || sample_value(box) > sample_value(best))
				best = box;
		}
		if (best != NULL)
			g_array_append_vals(samples, best, 1);
	}
	return samples;
}

static Box
with_margin(Box box)
{
	int margin = MAX(box.height / 4, 4);
	return (Box){box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
}

/* Letters of the model's script, and confidence where letters of another script count as misread. */
static void
weigh(const Model *model, const GPtrArray *words, TextTrial *trial)
{
	double sum = 0;
	int all = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		int letters = 0;
		for (const char *p = word->text; *p != '\0'; p = g_utf8_next_char(p))
			letters += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
		all += letters;
		if (strcmp(word->script, model->script) != 0)
			continue;
		trial->letters += letters;
		sum += letters * word->confidence;
	}
	trial->confidence = all > 0 ? sum / all : 0;
}

/* Reads line after line until there are letters enough to judge by. */
static TextTrial
try_model(Engines *engines, const Model *model, const Image *level, const GArray *samples, GPtrArray *words)
{
	TextTrial trial = {model, 0, 0};
	int line = 0;
	for (guint i = 0; i < samples->len; i++) {
		if (!engines_read(engines, model->name, level, with_margin(g_array_index(samples, Box, i)), LAYOUT_LINE,
			    words, &line))
			continue;
		trial.letters = 0;
		weigh(model, words, &trial);
		if (trial.letters >= 4 * TRIAL_LETTERS)
			break;
	}
	return trial;
}

/* A few letters prove little. */
static double
merit(const TextTrial *trial)
{
	return trial->confidence * MIN(1.0, sqrt(trial->letters / (double)TRIAL_LETTERS));
}

TextTrial
text_try(Engines *engines, const Image *level, const GArray *lines, const char *const *allowed)
{
	TextTrial best = {NULL, 0, 0};
	g_autoptr(GArray) samples = sample_lines(lines);
	g_autoptr(GHashTable) tried = g_hash_table_new(g_str_hash, g_str_equal);
	const Models *models = engines_models(engines);
	for (guint i = 0; samples->len > 0 && i < models->models->len; i++) {
		const Model *model = g_ptr_array_index(models->models, i);
		if (!is_allowed(model, allowed) || !g_hash_table_add(tried, model->script))
			continue;
		g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
		TextTrial trial = try_model(engines, model, level, samples, words);
		if (merit(&trial) > merit(&best))
			best = trial;
		if (trial.letters >= TRIAL_LETTERS && trial.confidence >= beyond_doubt)
			break;
	}
	return best;
}

/* Share of the words that are common ones of the language, and of its own letters. */
static double
familiar(const Model *model, const GPtrArray *words)
{
	double hits = 0, n = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		g_autofree char *folded = g_utf8_casefold(word->text, -1);
		gboolean letters = FALSE, own = FALSE;
		for (const char *p = folded; *p != '\0'; p = g_utf8_next_char(p)) {
			gunichar c = g_utf8_get_char(p);
			letters |= g_unichar_isalpha(c);
			own |= g_utf8_strchr(model->letters, -1, c) != NULL;
		}
		n += letters;
		hits += g_hash_table_contains(model->words, folded) ? 1 : own ? 0.5 : 0;
	}
	return n > 0 ? hits / n : 0;
}

const Model *
text_language(
	Engines *engines, const Image *level, const GArray *lines, const char *const *allowed, const TextTrial *trial)
{
	const Model *best = trial->model;
	double best_value = -1;
	g_autoptr(GArray) samples = sample_lines(lines);
	const Models *models = engines_models(engines);
	for (guint i = 0; best != NULL && i < models->models->len; i++) {
		const Model *model = g_ptr_array_index(models->models, i);
		if (!is_allowed(model, allowed) || strcmp(model->script, trial->model->script) != 0)
			continue;
		g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
		TextTrial own = try_model(engines, model, level, samples, words);
		double value = own.confidence + familiar(model, words);
		if (value > best_value) {
			best_value = value;
			best = model;
		}
	}
	return best;
}

/* The words of one line, in order: a run of the array. */
typedef struct {
	guint from, to;
	Box box;
	WordsSummary summary;
} Run;

static Run
run_at(const GPtrArray *words, guint from)
{
	Run run = {.from = from, .to = from};
	const Word *first = g_ptr_array_index(words, from);
	double sum = 0;
	for (; run.to < words->len; run.to++) {
		const Word *word = g_ptr_array_index(words, run.to);
		if (word->line != first->line)
			break;
		run.box = box_union(run.box, word->box);
		int letters = (int)g_utf8_strlen(word->text, -1);
		run.summary.letters += letters;
		sum += letters * word->confidence;
	}
	run.summary.confidence = run.summary.letters > 0 ? sum / run.summary.letters : 0;
	return run;
}

/* Reads one box as a line with each model of another script; the best reading, if it beats floor. */
static GPtrArray *
read_otherwise(Engines *engines, const Image *level, Box box, const char *const *allowed, const Model *not_script,
	double floor)
{
	GPtrArray *best = NULL;
	const Models *models = engines_models(engines);
	for (guint i = 0; i < models->models->len; i++) {
		const Model *model = g_ptr_array_index(models->models, i);
		if (!is_allowed(model, allowed) || strcmp(model->script, not_script->script) == 0)
			continue;
		g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
		int line = 0;
		if (!engines_read(engines, model->name, level, with_margin(box), LAYOUT_LINE, words, &line))
			continue;
		TextTrial trial = {model, 0, 0};
		weigh(model, words, &trial);
		if (trial.letters < 3 || trial.confidence <= floor)
			continue;
		floor = trial.confidence;
		if (best != NULL)
			g_ptr_array_unref(best);
		best = g_steal_pointer(&words);
	}
	return best;
}

/* Lines that made little sense are tried with the other scripts. */
static GPtrArray *
reread_doubtful(
	Engines *engines, const Image *level, const char *const *allowed, const Model *main_model, GPtrArray *words)
{
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	g_ptr_array_set_free_func(words, NULL);
	int line = 0, rereads = 0;
	for (guint at = 0; at < words->len; line++) {
		Run run = run_at(words, at);
		g_autoptr(GPtrArray) better = NULL;
		if (run.summary.confidence < doubtful && run.summary.letters >= 3 && rereads++ < MAX_REREADS)
			better = read_otherwise(
				engines, level, run.box, allowed, main_model, run.summary.confidence + 0.15);
		for (guint i = run.from; i < run.to; i++) {
			Word *word = g_ptr_array_index(words, i);
			word->line = line;
			if (better == NULL)
				g_ptr_array_add(out, word);
			else
				word_free(word);
		}
		for (guint i = 0; better != NULL && i < better->len; i++)
			((Word *)g_ptr_array_index(better, i))->line = line;
		if (better != NULL)
			g_ptr_array_extend_and_steal(out, g_steal_pointer(&better));
		at = run.to;
	}
	g_ptr_array_unref(words);
	return out;
}

/* Share of a line's box that words cover. */
static double
covered(Box line, const GPtrArray *words)
{
	double area = 0;
	for (guint i = 0; i < words->len; i++) {
		Box both = box_intersect(line, ((const Word *)g_ptr_array_index(words, i))->box);
		area += (double)both.width * both.height;
	}
	return area / ((double)line.width * line.height);
}

/* Lines of the page that the engine's layout left out (dotted leaders, boxes, typewriter faces). */
static void
read_left_out(Engines *engines, const Image *level, const GArray *lines, const Model *main_model, GPtrArray *words)
{
	guint known = words->len;
	int line = known > 0 ? ((Word *)g_ptr_array_index(words, known - 1))->line + 1 : 0;
	int rereads = 0;
	for (guint i = 0; i < lines->len && rereads < MAX_REREADS; i++) {
		Box box = g_array_index(lines, Box, i);
		if (covered(box, words) > 0.15)
			continue;
		rereads++;
		guint before = words->len;
		if (!engines_read(engines, main_model->name, level, with_margin(box), LAYOUT_LINE, words, &line))
			continue;
		if (words_summary(words, before).confidence < doubtful)
			g_ptr_array_set_size(words, (int)before);
	}
}

gboolean
text_read(Engines *engines, const Image *level, const GArray *lines, const char *const *allowed,
	const Model *main_model, GPtrArray *words)
{
	g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	int line = 0;
	if (!engines_read(engines, main_model->name, level, (Box){0}, LAYOUT_PAGE, read, &line))
		return FALSE;
	read = reread_doubtful(engines, level, allowed, main_model, g_steal_pointer(&read));
	read_left_out(engines, level, lines, main_model, read);
	g_ptr_array_extend_and_steal(words, g_steal_pointer(&read));
	return TRUE;
}
