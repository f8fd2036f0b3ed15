/* Which script, by how much sense the first model of each makes of a few lines; then which language of the script, by
 * words and letters that only it has. */
#include "app/ocr/page_lines.h"
#include <math.h>
#include <string.h>

enum { TRIAL_LINES = 6, FIRST_LINES = 3, MORE_LINES = 18, TRIAL_LETTERS = 24 };
static const double beyond_doubt = 0.84, hopeless = 0.10, certain = 0.9;

/* Lines that a trial reads. */
typedef struct {
	guint lines[MORE_LINES];
	guint n;
} Samples;

/* What makes a good sample: wide, but one line high. */
static double
sample_value(const Box *box)
{
	double shape = (double)box->width / MAX(box->height, 1);
	return shape < 4 ? 0 : MIN(shape, 25);
}

/* The best samples among the lines, spread over the page by taking the best of each part; the best of all come first.
 */
static Samples
samples_take(const GArray *lines, guint n)
{
	Samples samples = {0};
	guint parts = MIN(lines->len, n);
	for (guint part = 0; part < parts; part++) {
		guint best = 0;
		double most = -1;
		for (guint i = lines->len * part / parts; i < lines->len * (part + 1) / parts; i++) {
			const Box *box = &g_array_index(lines, Box, i);
			if (!box_is_empty(*box) && sample_value(box) > most) {
				most = sample_value(box);
				best = i;
			}
		}
		guint at = samples.n;
		if (most < 0)
			continue;
		while (at > 0 && sample_value(&g_array_index(lines, Box, samples.lines[at - 1])) < most) {
			samples.lines[at] = samples.lines[at - 1];
			at--;
		}
		samples.lines[at] = best;
		samples.n++;
	}
	return samples;
}

static guint
words_of_samples(const PageText *text, const Model *model, const Samples *samples, GPtrArray **words)
{
	guint n = 0;
	for (guint i = 0; i < samples->n; i++) {
		GPtrArray *line = page_lines_words(text, model, samples->lines[i]);
		if (line != NULL)
			words[n++] = line;
	}
	return n;
}

/* Letters in words that the model read soundly in its own script, against all it made of the ink. A few letters prove
 * little. */
static void
weigh(const Model *model, GPtrArray *const *lines, guint n, TextTrial *trial)
{
	int all = 0, proven = 0;
	double confidence = 0;
	trial->letters = 0;
	for (guint l = 0; l < n; l++) {
		for (guint i = 0; i < lines[l]->len; i++) {
			const Word *word = g_ptr_array_index(lines[l], i);
			int letters = text_letters_in(word->text);
			all += letters;
			if (strcmp(word->script, model->script) != 0 || word->confidence < TEXT_SOUND)
				continue;
			trial->letters += letters;
			proven += word->confidence >= certain ? letters : 0;
			confidence += letters * word->confidence;
		}
	}
	trial->proof = all > 0 ? (double)proven / all : 0;
	trial->merit = all > 0 ? confidence / all * MIN(1.0, sqrt(trial->letters / (double)TRIAL_LETTERS)) : 0;
}

/* The one language of the script whose common words these are; NULL: it cannot be told from them. */
static const Model *
language_of_words(const PageText *text, const char *script, GPtrArray *const *lines, guint n)
{
	const Model *best = NULL;
	double first = 0, second = 0;
	const GPtrArray *models = engines_models(text->engines)->models;
	for (guint i = 0; i < models->len; i++) {
		const Model *model = g_ptr_array_index(models, i);
		if (!page_lines_allowed(text, model) || strcmp(model->script, script) != 0)
			continue;
		double value = text_familiar(model, lines, n);
		if (value > first) {
			second = first;
			first = value;
			best = model;
		} else {
			second = MAX(second, value);
		}
	}
	return first >= 0.2 && first >= 2 * second ? best : NULL;
}

/* Reads a few of the samples, and the others where these left something open. */
static TextTrial
try_model(PageText *text, const Model *model, const Samples *samples)
{
	TextTrial trial = {.model = model};
	GPtrArray *words[MORE_LINES];
	guint n = MIN(samples->n, FIRST_LINES);
	page_lines_read(text, model, samples->lines, n);
	weigh(model, words, words_of_samples(text, model, samples, words), &trial);
	gboolean clear = trial.letters == 0 || (trial.letters >= 4 * TRIAL_LETTERS && trial.merit >= beyond_doubt);
	if (!clear && samples->n > n) {
		page_lines_read(text, model, samples->lines + n, samples->n - n);
		weigh(model, words, words_of_samples(text, model, samples, words), &trial);
	}
	return trial;
}

/* The best of the scripts on these samples. */
static TextTrial
try_scripts(PageText *text, const Samples *samples)
{
	TextTrial best = {0};
	g_autoptr(GHashTable) tried = g_hash_table_new(g_str_hash, g_str_equal);
	const GPtrArray *models = engines_models(text->engines)->models;
	for (guint i = 0; samples->n > 0 && i < models->len; i++) {
		const Model *model = g_ptr_array_index(models, i);
		if (!page_lines_allowed(text, model) || !g_hash_table_add(tried, model->script))
			continue;
		TextTrial trial = try_model(text, model, samples);
		GPtrArray *words[MORE_LINES];
		trial.language =
			language_of_words(text, model->script, words, words_of_samples(text, model, samples, words));
		if (best.model == NULL || trial.proof > best.proof ||
			(trial.proof == best.proof && trial.merit > best.merit))
			best = trial.merit > 0 ? trial : best;
		if (trial.merit >= beyond_doubt)
			break;
	}
	return best;
}

TextTrial
page_text_try(PageText *text)
{
	Samples samples = samples_take(text->lines, TRIAL_LINES);
	return try_scripts(text, &samples);
}

/* The language of the script that reads the samples best and whose words they are. */
static const Model *
best_in_script(PageText *text, const char *script, const Samples *samples)
{
	const Model *best = NULL;
	double best_value = 0;
	const GPtrArray *models = engines_models(text->engines)->models;
	for (guint i = 0; i < models->len; i++) {
		const Model *model = g_ptr_array_index(models, i);
		if (!page_lines_allowed(text, model) || strcmp(model->script, script) != 0)
			continue;
		GPtrArray *words[MORE_LINES];
		TextTrial own = try_model(text, model, samples);
		guint n = words_of_samples(text, model, samples, words);
		double value = own.merit + 2 * text_familiar(model, words, n); /* words prove more than letters */
		if (best == NULL || value > best_value + 0.05) { /* the order of the file decides a draw */
			best_value = value;
			best = model;
		}
	}
	return best;
}

const Model *
page_text_language(PageText *text, const TextTrial *first)
{
	if (first->language != NULL && first->merit >= TEXT_SOUND)
		return first->language;
	gboolean clear = first->merit >= TEXT_SOUND || first->merit < hopeless;
	Samples samples = samples_take(text->lines, clear ? TRIAL_LINES : MORE_LINES);
	TextTrial trial = *first;
	if (!clear)
		trial = try_scripts(text, &samples);
	const Model *model = trial.model != NULL ? trial.model : first->model;
	return model != NULL ? best_in_script(text, model->script, &samples) : NULL;
}

/* Letters of its script that a model read without any doubt, wherever it was tried. */
static int
proven_letters(const PageText *text, const Model *model)
{
	int n = 0;
	for (guint l = 0; l < text->lines->len; l++) {
		const GPtrArray *words = page_lines_words(text, model, l);
		for (guint i = 0; words != NULL && i < words->len; i++) {
			const Word *word = g_ptr_array_index(words, i);
			if (word->confidence >= certain && strcmp(word->script, model->script) == 0)
				n += text_letters_in(word->text);
		}
	}
	return n;
}

const Model *
page_language_beside(PageText *text, const Model *main_model)
{
	enum { ENOUGH = 12 };
	const Model *second = NULL;
	int most = ENOUGH - 1;
	const GPtrArray *models = engines_models(text->engines)->models;
	for (guint i = 0; i < models->len; i++) {
		const Model *model = g_ptr_array_index(models, i);
		if (strcmp(model->script, main_model->script) == 0 || !page_lines_allowed(text, model))
			continue;
		int n = proven_letters(text, model);
		if (n > most) {
			most = n;
			second = model;
		}
	}
	if (second == NULL)
		return NULL;
	Samples samples = samples_take(text->lines, MORE_LINES);
	return best_in_script(text, second->script, &samples);
}
