/* Titles and cues are looked for on every line. One that makes up its line, stands high on the page or in large letters
 * counts fully: "son acte de naissance" inside a sentence is no title. Each phrase counts once. */
#include "app/fields/kind_tell.h"
#include "app/fields/kind_fields.h"
#include "app/fields/phrase_window.h"
#include "app/fields/title_score.h"
#include "app/values/place.h"
#include <math.h>
#include <string.h>

typedef struct {
	const PageLayout *layout;
	GArray *windows;     /* PhraseWindow of every text token */
	GPtrArray *of;       /* Segment of each window */
	GArray *starts;      /* guint: token at which each begins */
	GPtrArray *joined;   /* Segment, owned: titles that run over two lines */
	GHashTable *decided; /* as in title_scores() */
} Windows;

static void
joined_free(Segment *segment)
{
	g_ptr_array_unref(segment->tokens);
	g_free(segment);
}

static void
add_windows(Windows *windows, Segment *segment)
{
	for (guint i = 0; i < segment->tokens->len && windows->windows->len < 3000; i++) {
		if (segment_token(segment, i)->kind != TOKEN_TEXT)
			continue;
		PhraseWindow window;
		phrase_window_set(&window, segment, i);
		if (window.n == 0)
			continue;
		g_array_append_val(windows->windows, window);
		g_ptr_array_add(windows->of, segment);
		g_array_append_val(windows->starts, i);
	}
}

/* "СВІДОЦТВО" above "ПРО НАРОДЖЕННЯ": short lines, close together, that share their middle. */
static void
join_pair(Windows *windows, const Segment *upper, const Segment *lower)
{
	Segment *both = g_new0(Segment, 1);
	both->tokens = g_ptr_array_new();
	for (guint i = 0; i < upper->tokens->len; i++)
		g_ptr_array_add(both->tokens, upper->tokens->pdata[i]);
	for (guint i = 0; i < lower->tokens->len; i++)
		g_ptr_array_add(both->tokens, lower->tokens->pdata[i]);
	both->box = upper->box;
	g_ptr_array_add(windows->joined, both);
	add_windows(windows, both);
}

static void
join_lines(Windows *windows, const PageLayout *layout)
{
	enum { REACH = 3 }; /* lines that another column may put between */
	for (guint s = 0; s + 1 < layout->segments->len; s++) {
		const Segment *upper = layout->segments->pdata[s];
		if (upper->tokens->len > 5)
			continue;
		for (guint t = s + 1; t < layout->segments->len; t++) {
			const Segment *lower = layout->segments->pdata[t];
			int offset = ABS(2 * upper->box.x + upper->box.width - 2 * lower->box.x - lower->box.width) / 2;
			int gap = lower->box.y - upper->box.y - upper->box.height;
			if (lower->line > upper->line + REACH)
				break;
			/* "RÉPUBLIQUE DÉMOCRATIQUE DU" above "CONGO", both from the left */
			gboolean edge = ABS(upper->box.x - lower->box.x) < layout->text_height_px / 2 &&
					lower->box.y < layout->height_px / 4;
			if (lower->line == upper->line || lower->tokens->len > 6 ||
				(!edge && offset > 3 * layout->text_height_px) || gap > 2 * upper->box.height ||
				gap < -upper->box.height / 2)
				continue;
			join_pair(windows, upper, lower);
			break;
		}
	}
}

static Windows
windows_of(const PageLayout *layout)
{
	Windows windows = {layout, g_array_new(FALSE, FALSE, sizeof(PhraseWindow)), g_ptr_array_new(),
		g_array_new(FALSE, FALSE, sizeof(guint)), g_ptr_array_new_with_free_func((GDestroyNotify)joined_free),
		g_hash_table_new(NULL, NULL)};
	for (guint s = 0; s < layout->segments->len; s++)
		add_windows(&windows, layout->segments->pdata[s]);
	join_lines(&windows, layout);
	return windows;
}

static void
windows_clear(Windows *windows)
{
	g_array_unref(windows->windows);
	g_ptr_array_unref(windows->of);
	g_array_unref(windows->starts);
	g_ptr_array_unref(windows->joined);
	g_hash_table_unref(windows->decided);
}

static gboolean
is_sign(const Token *token)
{
	return token->kind == TOKEN_JUNK || token->kind == TOKEN_COLON || token->kind == TOKEN_SLASH;
}

/* Letters of the part of a line that holds this token, between signs: "SUDAN - IDENTITY CARD" is two. */
static guint
letters_about(const Segment *segment, guint at)
{
	guint n = 0, from = at;
	while (from > 0 && !is_sign(segment_token(segment, from - 1)))
		from--;
	for (guint i = from; i < segment->tokens->len && !(i > at && is_sign(segment_token(segment, i))); i++)
		n += segment_token(segment, i)->folded.n;
	return n;
}

/* A title at the head of its line, parted from what follows by a sign: "Traduction certifiée - TAZKIRA (carte...)". */
static gboolean
leads(const Segment *segment, const Cue *cue)
{
	guint letters = 0;
	for (guint i = 0; i < segment->tokens->len && letters <= cue->text.n + 1; i++) {
		const Token *token = segment_token(segment, i);
		const Token *next = i + 1 < segment->tokens->len ? segment_token(segment, i + 1) : NULL;
		letters += token->folded.n;
		if (letters + 1 < cue->text.n)
			continue;
		if (token->comma || (next != NULL && (next->kind != TOKEN_TEXT || next->text[0] == '(')))
			return TRUE;
		if (next != NULL && next->folded.n > 0 && /* "Facture n° 12" */
			(g_unichar_isdigit(next->folded.chars[0]) ||
				(next->folded.chars[0] == 'n' && next->folded.n <= 2)))
			return TRUE;
	}
	return FALSE;
}

/* How much a phrase met here counts, 0 to 1. */
static double
standing(const PageLayout *layout, const Segment *segment, const Cue *cue, guint errors, guint start)
{
	double share = (double)cue->text.n / MAX(letters_about(segment, start), 1u);
	double weight = MAX(1 - 2.5 * errors / cue->text.n, 0); /* "Certificat de ménage" is no marriage */
	if (!cue->title)
		return weight;
	gboolean large = segment->box.height > layout->text_height_px * 1.4;
	gboolean high = segment->box.y < layout->height_px * 2 / 5;
	if (start == 0 && share < 0.5 && leads(segment, cue))
		weight *= 0.8;
	else if (segment_is_prose(segment) || share < 0.3)
		weight *= 0.2;
	else if (share < 0.5)
		weight *= large ? 0.9 : 0.6;
	return weight * (high || large ? 1 : 0.6);
}

static double
cue_score(const Windows *windows, const Cue *cue, DocumentKind kind)
{
	const double OF_ANOTHER = 0.4;
	double best = 0;
	for (guint i = 0; i < windows->windows->len; i++) {
		guint end, errors;
		const PhraseWindow *window = &g_array_index(windows->windows, PhraseWindow, i);
		if (window->text.n + 4 < cue->text.n || !phrase_window_may(window, &cue->text) ||
			!phrase_window_match(window, &cue->text, &end, &errors))
			continue;
		const Segment *segment = windows->of->pdata[i];
		int decided = GPOINTER_TO_INT(g_hash_table_lookup(windows->decided, segment));
		double share = cue->title && decided > 0 && decided != (int)kind + 1 ? OF_ANOTHER : 1;
		best = MAX(best, share * cue->weight *
					 standing(windows->layout, segment, cue, errors,
						 g_array_index(windows->starts, guint, i)));
	}
	return best;
}

/* "Page 2" is one letter from "page". */
static gboolean
stands_exactly(const Windows *windows, const Cue *cue)
{
	for (guint i = 0; i < windows->windows->len; i++) {
		guint end, errors;
		const PhraseWindow *window = &g_array_index(windows->windows, PhraseWindow, i);
		if (phrase_window_may(window, &cue->text) && phrase_window_match(window, &cue->text, &end, &errors) &&
			errors == 0)
			return TRUE;
	}
	return FALSE;
}

/* A 2D-Doc names the type of its paper; one that was tampered with names nothing. */
static double
seal_score(const KindRules *rules, const GPtrArray *codes)
{
	const char *const *types = (const char *const *)rules->seal_types;
	for (guint i = 0; codes != NULL && types != NULL && i < codes->len; i++) {
		const Barcode *code = codes->pdata[i];
		if (code->seal != NULL && code->signature != BARCODE_SIGNATURE_INVALID &&
			g_strv_contains(types, code->seal->type))
			return 1.2;
	}
	return 0;
}

static double
mrz_score(const KindRules *rules, const Mrz *mrz)
{
	if (mrz == NULL || mrz->code == NULL || rules->mrz_codes == NULL)
		return 0;
	gsize best = 0;
	for (char **code = rules->mrz_codes; *code != NULL; code++)
		if (g_str_has_prefix(mrz->code, *code))
			best = MAX(best, strlen(*code));
	return best == 0 ? 0 : 0.7 + 0.25 * (double)best;
}

/* Several phrases of one kind add up, each less than the one before: a long list of cues must not win by its length. */
static double
kind_score(const Windows *windows, const KindRules *rules, DocumentKind kind, double composed, double *titles)
{
	double best_title = composed, other_titles = 0, cues = 0;
	for (guint i = 0; i < rules->cues->len; i++) {
		const Cue *cue = rules->cues->pdata[i];
		double score = cue_score(windows, cue, kind);
		if (!cue->title) {
			cues += score;
			continue;
		}
		other_titles += MIN(score, best_title);
		best_title = MAX(score, best_title);
	}
	*titles = best_title;
	return best_title + MIN(0.2 * other_titles, 0.3) + 0.8 * (1 - exp(-1.2 * cues));
}

/* The paper whose title a translation bears beside its own. */
static DocumentKind
original_kind(const double scores[KIND_N])
{
	static const DocumentKind kinds[] = {KIND_TAZKIRA, KIND_BIRTH_RECORD, KIND_MARRIAGE_RECORD, KIND_DEATH_RECORD,
		KIND_REGISTRY_EXTRACT, KIND_COURT_JUDGMENT, KIND_FAMILY_BOOKLET, KIND_IDENTITY_CARD, KIND_PASSPORT};
	DocumentKind best = KIND_N;
	if (scores[KIND_TAZKIRA] > 0) /* "Tazkira (carte d'identité)" */
		return KIND_TAZKIRA;
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (scores[kinds[i]] > 0 && (best == KIND_N || scores[kinds[i]] > scores[best]))
			best = kinds[i];
	return best;
}

/* A line of its own in capitals, in the middle, high on the page: whatever it says, the page begins a paper. */
static gboolean
has_headline(const PageLayout *layout)
{
	for (guint s = 0; s < layout->segments->len; s++) {
		const Segment *segment = layout->segments->pdata[s];
		Box box = segment->box;
		guint letters = 0, capitals = 0;
		if (box.y > layout->height_px * 9 / 20 || segment->tokens->len > 7 ||
			ABS(2 * box.x + box.width - layout->width_px) > layout->width_px / 4)
			continue;
		for (guint i = 0; i < segment->tokens->len; i++)
			for (const char *p = segment_token(segment, i)->text; *p != '\0'; p = g_utf8_next_char(p)) {
				letters += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
				capitals += g_unichar_isupper(g_utf8_get_char(p)) != 0;
			}
		if (letters >= 8 && capitals == letters && box.height * 10 >= layout->text_height_px * 10)
			return TRUE;
	}
	return FALSE;
}

/* The two kinds for which most speaks. */
static void
rank(const double all[KIND_N], int *best, double *first, double *second)
{
	*best = KIND_OTHER;
	*first = *second = 0;
	for (int kind = 0; kind < KIND_N; kind++) {
		if (all[kind] > *first) {
			*second = *first;
			*first = all[kind];
			*best = kind;
		} else {
			*second = MAX(*second, all[kind]);
		}
	}
}

KindGuess
kind_tell(const Lexicon *lexicon, const PageLayout *layout, char **languages, const Mrz *mrz, const GPtrArray *codes)
{
	/* A translation bears the title of what it translates, often above its own. */
	const double ENOUGH = 0.7, SHARE = 0.55, TITLE = 0.45;
	Windows windows = windows_of(layout);
	KindGuess guess = {KIND_OTHER, KIND_N, 0, FALSE};
	double first, second, all[KIND_N], titles[KIND_N], scores[KIND_N], composed[KIND_N];
	title_scores(lexicon, layout, windows.joined, windows.decided, composed);
	for (int kind = 0; kind < KIND_N; kind++) {
		double zone = mrz_score(&lexicon->kinds[kind], mrz) + seal_score(&lexicon->kinds[kind], codes);
		all[kind] =
			kind_score(&windows, &lexicon->kinds[kind], (DocumentKind)kind, composed[kind], &titles[kind]) +
			zone;
		scores[kind] = titles[kind] > 0.15 ? all[kind] : 0;
		titles[kind] += zone;
	}
	for (guint i = 0; i < lexicon->sequels->len && !guess.sequel; i++)
		guess.sequel = stands_exactly(&windows, lexicon->sequels->pdata[i]);
	windows_clear(&windows);
	int best;
	rank(all, &best, &first, &second);
	if (titles[best] < TITLE && !guess.sequel) {
		kind_fields_add(lexicon, layout, languages, all);
		rank(all, &best, &first, &second);
	}
	guess.kind = (DocumentKind)best;
	double translation = all[KIND_TRANSLATION], first_titles = titles[best];
	if (translation >= ENOUGH && translation >= SHARE * first && guess.kind != KIND_TRANSLATION && mrz == NULL &&
		original_kind(scores) == guess.kind) {
		second = first;
		first = MAX(translation, second);
		first_titles = MAX(first_titles, KIND_TITLED);
		guess.kind = KIND_TRANSLATION;
	}
	if (guess.kind == KIND_TRANSLATION)
		guess.original = original_kind(scores);
	guess.confidence = first <= 0 ? 0 : first / (first + 0.6 * second + 0.15);
	if (first < 0.3)
		guess = (KindGuess){KIND_OTHER, KIND_N, has_headline(layout) ? KIND_TITLED : 0.3, guess.sequel};
	else if (first_titles < TITLE)
		guess.confidence = MIN(guess.confidence, 0.49);
	return guess;
}

static gboolean
country_of_cues(const Lexicon *lexicon, const PageLayout *layout, char code[4])
{
	Windows windows = windows_of(layout);
	double best = 0;
	for (guint c = 0; c < lexicon->countries->len; c++) {
		const CountryCue *cue = lexicon->countries->pdata[c];
		for (guint i = 0; i < windows.windows->len; i++) {
			guint end, errors;
			const PhraseWindow *window = &g_array_index(windows.windows, PhraseWindow, i);
			if (!phrase_window_may(window, &cue->text) ||
				!phrase_window_match(window, &cue->text, &end, &errors))
				continue;
			const Segment *segment = windows.of->pdata[i];
			gboolean prose = segment_is_prose(segment) || segment->box.y > layout->height_px / 2;
			/* The higher on the page, the more it is the issuer. */
			double score = (prose ? 0.3 : 1) * (1 - 0.5 * segment->box.y / MAX(layout->height_px, 1)) *
					       (1 - (double)errors / cue->text.n) +
				       0.002 * cue->text.n;
			if (score > best) {
				best = score;
				g_strlcpy(code, cue->code, 4);
			}
		}
	}
	windows_clear(&windows);
	return best > 0.15;
}

void
country_tell(const Lexicon *lexicon, const Values *values, const PageLayout *layout, const Mrz *mrz, DocumentKind kind,
	char code[4])
{
	code[0] = '\0';
	if (mrz != NULL && mrz->issuer != NULL && country_parse(values, mrz->issuer, code))
		return;
	if (lexicon->kinds[kind].country[0] != '\0') {
		g_strlcpy(code, lexicon->kinds[kind].country, 4);
		return;
	}
	if (country_of_cues(lexicon, layout, code))
		return;
	code[0] = '\0';
	/* "UKRAINE" alone on a line at the top. */
	for (guint i = 0; i < layout->segments->len && code[0] == '\0'; i++) {
		const Segment *segment = layout->segments->pdata[i];
		if (segment->box.y > layout->height_px * 3 / 10 || segment->tokens->len > 6)
			continue;
		g_autofree char *text = segment_text(segment, 0, segment->tokens->len);
		guint longest = 0;
		for (guint j = 0; j < segment->tokens->len; j++)
			longest = MAX(longest, segment_token(segment, j)->folded.n);
		if (longest >= 4 && !country_parse(values, text, code)) /* Man is a town, too */
			code[0] = '\0';
	}
}
