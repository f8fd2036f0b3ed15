#include "app/ocr/page_text.h"
#include <math.h>
#include <string.h>

enum { TRIAL_LINES = 6, MORE_LINES = 18, LETTERS_OF_A_SCRIPT = 12, TRIAL_LETTERS = 24, MAX_REREADS = 40 };
static const double beyond_doubt = 0.84, doubtful = 0.60, sound = 0.70, hopeless = 0.10;

static gboolean
is_allowed(const Model *model, const char *const *allowed)
{
	return allowed == NULL || allowed[0] == NULL || g_strv_contains(allowed, model->name);
}

static int
letters_in(const char *text)
{
	int n = 0;
	for (; *text != '\0'; text = g_utf8_next_char(text))
		n += g_unichar_isalpha(g_utf8_get_char(text)) != 0;
	return n;
}

/* What makes a good sample: wide, but one line high. */
static double
sample_value(const Box *box)
{
	double shape = (double)box->width / MAX(box->height, 1);
	return shape < 4 ? 0 : MIN(shape, 25);
}

/* The best samples among the lines, spread over the page by taking the best of each part. */
static GArray *
sample_lines(const GArray *lines, guint n)
{
	GArray *samples = g_array_new(FALSE, FALSE, sizeof(Box));
	guint parts = MIN(lines->len, n);
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

/* Letters in words that the model read soundly in its own script, against all it made of the ink. A few letters prove
 * little. */
static void
weigh(const Model *model, const GPtrArray *words, TextTrial *trial)
{
	int all = 0;
	double confidence = 0;
	trial->letters = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		int letters = letters_in(word->text);
		all += letters;
		if (strcmp(word->script, model->script) != 0 || word->confidence < sound)
			continue;
		trial->letters += letters;
		confidence += letters * word->confidence;
	}
	trial->merit = all > 0 ? confidence / all * MIN(1.0, sqrt(trial->letters / (double)TRIAL_LETTERS)) : 0;
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

/* The one language of the script whose common words these are; NULL: it cannot be told from them. */
static const Model *
language_of_words(const Models *models, const char *script, const char *const *allowed, const GPtrArray *words)
{
	const Model *best = NULL;
	double first = 0, second = 0;
	for (guint i = 0; i < models->models->len; i++) {
		const Model *model = g_ptr_array_index(models->models, i);
		if (!is_allowed(model, allowed) || strcmp(model->script, script) != 0)
			continue;
		double value = familiar(model, words);
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

/* Reads line after line until there are letters enough to judge by. */
static TextTrial
try_model(Engines *engines, const Model *model, const Image *level, const GArray *samples, GPtrArray *words)
{
	TextTrial trial = {.model = model};
	int line = 0;
	for (guint i = 0; i < samples->len; i++) {
		if (!engines_read(engines, model->name, level, with_margin(g_array_index(samples, Box, i)), LAYOUT_LINE,
			    words, &line))
			continue;
		weigh(model, words, &trial);
		if (trial.letters >= 4 * TRIAL_LETTERS && trial.merit >= beyond_doubt)
			break;
		if (i >= 2 && trial.letters == 0) /* nothing in three lines: not this script */
			break;
	}
	return trial;
}

/* The best of the scripts on these samples. */
static TextTrial
try_scripts(Engines *engines, const Image *level, const GArray *samples, const char *const *allowed)
{
	TextTrial best = {0};
	g_autoptr(GHashTable) tried = g_hash_table_new(g_str_hash, g_str_equal);
	const Models *models = engines_models(engines);
	for (guint i = 0; samples->len > 0 && i < models->models->len; i++) {
		const Model *model = g_ptr_array_index(models->models, i);
		if (!is_allowed(model, allowed) || !g_hash_table_add(tried, model->script))
			continue;
		g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
		TextTrial trial = try_model(engines, model, level, samples, words);
		trial.language = language_of_words(models, model->script, allowed, words);
		if (trial.merit > best.merit)
			best = trial;
		if (trial.merit >= beyond_doubt)
			break;
	}
	return best;
}

TextTrial
text_try(Engines *engines, const Image *level, const GArray *lines, const char *const *allowed)
{
	g_autoptr(GArray) samples = sample_lines(lines, TRIAL_LINES);
	return try_scripts(engines, level, samples, allowed);
}

const Model *
text_language(
	Engines *engines, const Image *level, const GArray *lines, const char *const *allowed, const TextTrial *first)
{
	if (first->language != NULL && first->merit >= sound)
		return first->language;
	gboolean clear = first->merit >= sound || first->merit < hopeless;
	g_autoptr(GArray) samples = sample_lines(lines, clear ? TRIAL_LINES : MORE_LINES);
	TextTrial trial = *first;
	if (!clear)
		trial = try_scripts(engines, level, samples, allowed);
	const Model *best = trial.model != NULL ? trial.model : first->model;
	const char *script = best != NULL ? best->script : "";
	double best_value = -1;
	const Models *models = engines_models(engines);
	for (guint i = 0; i < models->models->len; i++) {
		const Model *model = g_ptr_array_index(models->models, i);
		if (!is_allowed(model, allowed) || strcmp(model->script, script) != 0)
			continue;
		g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
		TextTrial own = try_model(engines, model, level, samples, words);
		double value = own.merit + 2 * familiar(model, words); /* words of a language prove more than letters */
		if (value > best_value) {
			best_value = value;
			best = model;
		}
	}
	return best;
}

/* Words from..to of a page's words: consecutive doubtful ones of one line. */
typedef struct {
	guint from, to;
	Box box;
	int letters;
	double confidence;
} Run;

/* The run that begins at a doubtful word. */
static Run
run_at(const GPtrArray *words, guint from)
{
	Run run = {.from = from, .to = from};
	const Word *first = g_ptr_array_index(words, from);
	double sum = 0;
	for (; run.to < words->len; run.to++) {
		const Word *word = g_ptr_array_index(words, run.to);
		if (word->line != first->line || word->confidence >= doubtful)
			break;
		run.box = box_union(run.box, word->box);
		int letters = MAX(letters_in(word->text), 1);
		run.letters += letters;
		sum += letters * word->confidence;
	}
	run.confidence = sum / MAX(run.letters, 1);
	return run;
}

/* Mean confidence of what a model of another script read, where it is in that script. */
static double
soundness(const Model *model, const GPtrArray *words)
{
	double sum = 0;
	int letters = 0, own = 0;
	for (guint i = 0; i < words->len; i++) {
		const Word *word = g_ptr_array_index(words, i);
		int n = letters_in(word->text);
		letters += n;
		if (strcmp(word->script, model->script) != 0)
			continue;
		own += n;
		sum += n * word->confidence;
	}
	return own >= 2 ? sum / letters : 0;
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
		double value = soundness(model, words);
		if (value <= floor)
			continue;
		floor = value;
		if (best != NULL)
			g_ptr_array_unref(best);
		best = g_steal_pointer(&words);
	}
	return best;
}

/* A run and what another script's model made of it. */
typedef struct {
	Run run;
	GPtrArray *better; /* NULL: nothing */
} Rereading;

static void
rereading_clear(Rereading *rereading)
{
	g_clear_pointer(&rereading->better, g_ptr_array_unref);
}

static GArray *
reread_runs(Engines *engines, const Image *level, const char *const *allowed, const Model *main_model,
	const GPtrArray *words)
{
	GArray *rereadings = g_array_new(FALSE, FALSE, sizeof(Rereading));
	g_array_set_clear_func(rereadings, (GDestroyNotify)rereading_clear);
	for (guint at = 0; at < words->len && rereadings->len < MAX_REREADS;) {
		Run run = run_at(words, at);
		at = MAX(run.to, at + 1);
		if (run.letters < 2 || run.box.width <= run.box.height)
			continue;
		Rereading rereading = {run, read_otherwise(engines, level, run.box, allowed, main_model,
						    MAX(run.confidence + 0.15, sound))};
		g_array_append_val(rereadings, rereading);
	}
	return rereadings;
}

/* Letters that all rereadings found in the script. */
static int
letters_of_script(const GArray *rereadings, const char *script)
{
	int n = 0;
	for (guint i = 0; i < rereadings->len; i++) {
		const GPtrArray *better = g_array_index(rereadings, Rereading, i).better;
		for (guint j = 0; better != NULL && j < better->len; j++) {
			const Word *word = g_ptr_array_index(better, j);
			if (strcmp(word->script, script) == 0)
				n += letters_in(word->text);
		}
	}
	return n;
}

/* Puts better in the place of a run. Later runs' places move by the result. */
static int
replace_run(GPtrArray *words, const Run *run, int shift, GPtrArray *better)
{
	guint from = (guint)((int)run->from + shift), n = run->to - run->from;
	int line = ((const Word *)g_ptr_array_index(words, from))->line;
	g_ptr_array_remove_range(words, from, n);
	for (guint i = 0; i < better->len; i++) {
		Word *word = g_ptr_array_index(better, i);
		word->line = line;
		g_ptr_array_insert(words, (int)(from + i), word);
	}
	int change = (int)better->len - (int)n;
	g_ptr_array_set_free_func(better, NULL);
	return shift + change;
}

/* Stretches that made little sense are tried with the other scripts. A word or two read in another script may be the
 * same letters in another dress; a page that is in two scripts shows it more than once. */
static void
reread_doubtful(
	Engines *engines, const Image *level, const char *const *allowed, const Model *main_model, GPtrArray *words)
{
	g_autoptr(GArray) rereadings = reread_runs(engines, level, allowed, main_model, words);
	int shift = 0;
	for (guint i = 0; i < rereadings->len; i++) {
		Rereading *r = &g_array_index(rereadings, Rereading, i);
		if (r->better == NULL)
			continue;
		const Model *model =
			models_find(engines_models(engines), ((const Word *)g_ptr_array_index(r->better, 0))->language);
		if (letters_of_script(rereadings, model->script) >= LETTERS_OF_A_SCRIPT)
			shift = replace_run(words, &r->run, shift, r->better);
	}
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
	/* a page of drawings or noise costs no second look */
	gboolean nonsense = read->len > 0 && words_summary(read, 0).confidence < 0.35;
	if (!nonsense)
		reread_doubtful(engines, level, allowed, main_model, read);
	if (!nonsense)
		read_left_out(engines, level, lines, main_model, read);
	g_ptr_array_extend_and_steal(words, g_steal_pointer(&read));
	return TRUE;
}
