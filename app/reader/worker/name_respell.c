#include "app/reader/worker/name_respell.h"
#include "app/dossier/field.h"
#include "app/fields/folded_text.h"
#include <string.h>

enum { MAX_CLIPS = 60, MAX_WORDS_OF_FACT = 12 };

/* The model whose alphabet writes the names of the person's country; NULL: the page's own does, or nobody knows. */
static const Model *
model_of_names(const Models *models, const Model *language, const Document *document)
{
	static const char *const says[] = {"person.nationality", "person.birth_country"};
	const char *countries[G_N_ELEMENTS(says) + 1] = {NULL};
	guint n = 0;
	for (guint i = 0; i < G_N_ELEMENTS(says); i++) {
		const Fact *fact = document_fact(document, says[i]);
		if (fact != NULL && fact->value != NULL)
			countries[n++] = fact->value;
	}
	if (document->country[0] != '\0')
		countries[n++] = document->country;
	for (guint c = 0; c < n; c++)
		for (guint i = 0; i < models->models->len; i++) {
			const Model *model = models->models->pdata[i];
			if (model->countries != NULL && g_str_equal(model->script, language->script) &&
				g_strv_contains((const char *const *)model->countries, countries[c]))
				return model != language ? model : NULL;
		}
	return NULL;
}

static gboolean
lies_in(const Word *word, Box box)
{
	int x = word->box.x + word->box.width / 2, y = word->box.y + word->box.height / 2;
	return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

/* The words of a fact, when they stand on one line. */
static GPtrArray *
words_of(const Fact *fact, const GPtrArray *words)
{
	GPtrArray *of = g_ptr_array_new();
	for (guint i = 0; i < words->len && of->len <= MAX_WORDS_OF_FACT; i++)
		if (lies_in(words->pdata[i], fact->box))
			g_ptr_array_add(of, words->pdata[i]);
	for (guint i = 1; i < of->len; i++)
		if (((const Word *)of->pdata[i])->line != ((const Word *)of->pdata[0])->line)
			g_ptr_array_set_size(of, 0);
	return of;
}

static gboolean
is_plain(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if ((guchar)*p >= 0x80)
			return FALSE;
	return TRUE;
}

/* Whether the other model's word is this one, spelled with letters that the page's alphabet lacks. A letter that it has
 * no likeness for is read as any other (Í as É): that counts when the other model is surer. */
static gboolean
spells_better(const Word *read, const Word *again)
{
	const double SOUND = 0.7, SURE = 0.9, SURER = 0.02;
	if (g_str_equal(read->text, again->text) || is_plain(again->text) || again->confidence < SOUND)
		return FALSE;
	FoldedText a, b;
	folded_text_set(&a, read->text);
	folded_text_set(&b, again->text);
	if (folded_text_equal(&a, &b))
		return TRUE;
	guint errors = b.n < 4 ? 1 : 2;
	return a.n > 2 && folded_text_distance(&a, &b, errors) <= errors && again->confidence >= SURE &&
	       again->confidence >= read->confidence + SURER;
}

static gboolean
take_over(Word *word, const Word *again)
{
	if (!spells_better(word, again))
		return FALSE;
	g_free(word->second);
	word->second = word->text;
	word->text = g_strdup(again->text);
	return TRUE;
}

static gboolean
is_spelled(const Fact *fact)
{
	FieldValue kind = field_value(fact->field);
	return (kind == FIELD_VALUE_NAME || kind == FIELD_VALUE_PLACE) && fact->raw != NULL &&
	       fact->source != FACT_SOURCE_MRZ && fact->source != FACT_SOURCE_BARCODE;
}

gboolean
names_respell(Engines *engines, const Image *page, const Model *language, const Document *document, GPtrArray *words)
{
	const Model *model = model_of_names(engines_models(engines), language, document);
	if (model == NULL)
		return FALSE;
	Box clips[MAX_CLIPS];
	GPtrArray *read[MAX_CLIPS];
	guint n = 0;
	for (guint i = 0; i < document->facts->len && n < MAX_CLIPS; i++) {
		const Fact *fact = document->facts->pdata[i];
		GPtrArray *of = is_spelled(fact) ? words_of(fact, words) : g_ptr_array_new();
		Box clip = {0};
		for (guint k = 0; k < of->len; k++)
			clip = box_union(clip, ((const Word *)of->pdata[k])->box);
		int margin = clip.height / 5;
		clips[n] = (Box){clip.x - margin, clip.y - margin, clip.width + 2 * margin, clip.height + 2 * margin};
		if (of->len > 0)
			read[n++] = of;
		else
			g_ptr_array_unref(of);
	}
	g_autoptr(GPtrArray) again = engines_read(engines, model->name, page, clips, n);
	gboolean changed = FALSE;
	for (guint i = 0; i < n; i++) {
		const GPtrArray *line = again != NULL ? again->pdata[i] : NULL;
		for (guint k = 0; line != NULL && line->len == read[i]->len && k < line->len; k++)
			changed |= take_over(read[i]->pdata[k], line->pdata[k]);
		g_ptr_array_unref(read[i]);
	}
	return changed;
}
