/* links: app/fields app/values app/codes app/glyphs app/contract app/dossier firmware/base */
/* Kinds and facts of pages whose words are given: the truth of drawn samples (as if every word had been read), or what
 * `civilia read --json --words` printed before. So the rules are tried without reading a pixel, hundreds of pages a
 * second.
 *
 * usage: bench_fields [--repeat N | --evidence] FILE.json...   one JSON object a file, as `civilia read` prints it;
 * with --repeat the milliseconds a page on standard error */
#include "app/codes/mrz_parse.h"
#include "app/contract/contract.h"
#include "app/dossier/word.h"
#include "app/fields/confidence.h"
#include "app/fields/fields.h"
#include "firmware/base/paths.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { A4_WIDTH_PX = 2480, A4_HEIGHT_PX = 3508, YEAR = 2026, MONTH = 11, DAY = 24 };

static Values *values;
static Fields *fields;
static int repeat = 1;
static gboolean show_evidence;
static gint64 spent_us, slowest_us;
static guint n_pages;

/* The first language of the page that is written in the script of the word. */
static const char *
language_for(const char *word, const json_t *languages)
{
	static const struct {
		const char *language, *script;
	} scripts[] = {{"ara", "Arab"}, {"fas", "Arab"}, {"pus", "Arab"}, {"urd", "Arab"}, {"ckb", "Arab"},
		{"rus", "Cyrl"}, {"ukr", "Cyrl"}, {"kat", "Geor"}, {"hye", "Armn"}, {"amh", "Ethi"}, {"tir", "Ethi"},
		{"ben", "Beng"}, {"tam", "Taml"}};
	const char *of_word = script_of(word);
	for (size_t i = 0; i < json_array_size(languages); i++) {
		const char *language = json_string_value(json_array_get(languages, i)), *script = "Latn";
		for (guint s = 0; s < G_N_ELEMENTS(scripts); s++)
			if (g_strcmp0(scripts[s].language, language) == 0)
				script = scripts[s].script;
		if (language != NULL && g_str_equal(script, of_word))
			return language;
	}
	return g_str_equal(of_word, "Latn") ? "fra" : json_string_value(json_array_get(languages, 0));
}

static Box
box_of(const json_t *array)
{
	int at[4];
	for (size_t i = 0; i < 4; i++)
		at[i] = (int)json_integer_value(json_array_get(array, i));
	return (Box){at[0], at[1], at[2], at[3]};
}

static GPtrArray *
words_of(const json_t *page)
{
	GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	const json_t *texts = json_object_get(page, "words"), *boxes = json_object_get(page, "boxes"),
		     *ticks = json_object_get(page, "ticks"), *languages = json_object_get(page, "languages");
	for (size_t i = 0; i < json_array_size(texts) && i < json_array_size(boxes); i++) {
		g_autofree char *text =
			g_utf8_normalize(json_string_value(json_array_get(texts, i)), -1, G_NORMALIZE_NFC);
		if (text == NULL || strstr(text, "<<") != NULL) /* the zone's lines are not read as words */
			continue;
		g_ptr_array_add(words,
			word_new(text, box_of(json_array_get(boxes, i)), 0.96, language_for(text, languages), (int)i));
	}
	for (size_t i = 0; i < json_array_size(ticks); i++) {
		const json_t *tick = json_array_get(ticks, i);
		gboolean crossed = json_is_true(json_array_get(tick, 4));
		g_ptr_array_add(words, word_new(crossed ? "☒" : "☐", box_of(tick), 0.9, "fra", 0));
	}
	return words;
}

/* What was written by hand: found, but not read. */
static GArray *
ink_of(const json_t *page)
{
	GArray *ink = g_array_new(FALSE, FALSE, sizeof(Box));
	const json_t *facts = json_object_get(page, "facts");
	for (size_t i = 0; i < json_array_size(facts); i++) {
		const json_t *fact = json_array_get(facts, i);
		Box box = box_of(json_object_get(fact, "box"));
		if (json_is_true(json_object_get(fact, "handwritten")) && !box_is_empty(box))
			g_array_append_val(ink, box);
	}
	return ink;
}

static Mrz *
mrz_of(const json_t *page)
{
	const json_t *array = json_object_get(page, "mrz");
	const char *lines[3];
	size_t n = json_array_size(array);
	if (n < 2 || n > 3)
		return NULL;
	for (size_t i = 0; i < n; i++)
		lines[i] = json_string_value(json_array_get(array, i));
	return mrz_parse(lines, (int)n, YEAR, MONTH, DAY);
}

/* One line a fact that was read as text: page (of the run, from 0), field, value, raw text, then the evidence. */
static void
print_evidence(const Document *document, GHashTable *evidence)
{
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		const Evidence *of = g_hash_table_lookup(evidence, fact);
		if (of == NULL)
			continue;
		g_autofree char *raw = g_strdelimit(g_strdup(fact->raw), "\t\n", ' ');
		fprintf(stdout, "%u\t%s\t%s\t%s", n_pages, fact->field, fact->value != NULL ? fact->value : "", raw);
		for (guint e = 0; e < EVIDENCE_N; e++)
			fprintf(stdout, "\t%.4f", of->of[e]);
		putchar('\n');
	}
}

/* Takes mrz over. */
static Document *
read_words(const GPtrArray *words, const GArray *ink, int width_px, int height_px, Mrz *mrz)
{
	Document *document = NULL;
	g_autoptr(GHashTable) evidence = NULL;
	gint64 start = g_get_monotonic_time();
	for (int i = 0; i < repeat; i++) {
		if (document != NULL) {
			mrz = g_steal_pointer(&document->mrz);
			document_free(document);
		}
		g_clear_pointer(&evidence, g_hash_table_unref);
		document = fields_read_evidence(
			fields, words, ink, width_px, height_px, mrz, NULL, YEAR, MONTH, DAY, &evidence);
	}
	gint64 took = g_get_monotonic_time() - start;
	spent_us += took;
	slowest_us = MAX(slowest_us, took / repeat);
	if (show_evidence)
		print_evidence(document, evidence);
	n_pages++;
	return document;
}

static GPtrArray *
documents_of_truth(const json_t *root)
{
	GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	const json_t *pages = json_object_get(root, "pages");
	for (size_t i = 0; i < json_array_size(pages); i++) {
		const json_t *truth = json_array_get(pages, i);
		g_autoptr(GPtrArray) words = words_of(truth);
		int width = A4_WIDTH_PX, height = A4_HEIGHT_PX;
		const json_t *size = json_object_get(truth, "size");
		if (json_array_size(size) == 2) {
			width = (int)json_integer_value(json_array_get(size, 0));
			height = (int)json_integer_value(json_array_get(size, 1));
		}
		g_autoptr(GArray) ink = ink_of(truth);
		Document *document = read_words(words, ink, width, height, mrz_of(truth));
		Page *page = page_new();
		page->path = g_strdup(json_string_value(json_object_get(truth, "path")));
		page->width_px = width;
		page->height_px = height;
		page->language = g_strdup(json_string_value(json_array_get(json_object_get(truth, "languages"), 0)));
		g_ptr_array_extend_and_steal(page->words, g_steal_pointer(&words));
		g_ptr_array_add(document->pages, page);
		g_ptr_array_add(documents, document);
	}
	return documents;
}

/* From the page as given to the page turned upright: the middle is moved, the sides stay. */
static Box
to_upright(Box box, const Page *page)
{
	gboolean quarter = page->rotation == 90 || page->rotation == 270;
	double x = box.x + box.width / 2.0, y = box.y + box.height / 2.0, ux = x, uy = y;
	double width = quarter ? page->height_px : page->width_px, height = quarter ? page->width_px : page->height_px;
	if (page->rotation == 90) {
		ux = page->height_px - y;
		uy = x;
	} else if (page->rotation == 180) {
		ux = page->width_px - x;
		uy = page->height_px - y;
	} else if (page->rotation == 270) {
		ux = y;
		uy = page->width_px - x;
	}
	double angle = -page->skew_degrees * G_PI / 180, dx = ux - width / 2, dy = uy - height / 2;
	double px = width / 2 + dx * cos(angle) - dy * sin(angle), py = height / 2 + dx * sin(angle) + dy * cos(angle);
	int w = quarter ? box.height : box.width, h = quarter ? box.width : box.height;
	/* The box as given holds the leaning word: take off what the lean added. */
	double lean = fabs(sin(angle));
	h = MAX(h - (int)(lean * w), h / 3);
	return (Box){(int)(px - w / 2.0), (int)(py - h / 2.0), w, h};
}

static GPtrArray *
documents_of_reading(GBytes *bytes, GError **error)
{
	g_autoptr(Dossier) dossier = contract_dossier_parse(bytes, error);
	if (dossier == NULL)
		return NULL;
	GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	for (guint i = 0; i < dossier->documents->len; i++) {
		Document *old = dossier->documents->pdata[i];
		for (guint p = 0; p < old->pages->len; p++) {
			Page *page = old->pages->pdata[p];
			for (guint w = 0; w < page->words->len; w++) {
				Word *word = page->words->pdata[w];
				word->box = to_upright(word->box, page);
			}
			gboolean quarter = page->rotation == 90 || page->rotation == 270;
			int width = quarter ? page->height_px : page->width_px;
			int height = quarter ? page->width_px : page->height_px;
			Mrz *mrz = old->mrz != NULL && old->mrz->page == (int)p + 1 ? g_steal_pointer(&old->mrz) : NULL;
			if (mrz != NULL)
				mrz->page = 1;
			g_ptr_array_add(documents, read_words(page->words, NULL, width, height, mrz));
		}
		for (guint first = documents->len - old->pages->len; old->pages->len > 0; first++) {
			Document *document = documents->pdata[first];
			g_ptr_array_add(document->pages, g_ptr_array_steal_index(old->pages, 0));
		}
	}
	return documents;
}

static int
run(const char *path)
{
	g_autofree char *bytes = NULL;
	gsize size;
	g_autoptr(GError) error = NULL;
	if (!g_file_get_contents(path, &bytes, &size, &error)) {
		g_printerr("%s\n", error->message);
		return 1;
	}
	json_t *root = json_loadb(bytes, size, 0, NULL);
	GPtrArray *documents = NULL;
	if (json_object_get(root, "documents") != NULL) {
		g_autoptr(GBytes) json = g_bytes_new(bytes, size);
		documents = documents_of_reading(json, &error);
	} else if (root != NULL) {
		documents = documents_of_truth(root);
	}
	json_decref(root);
	if (documents == NULL) {
		g_printerr("%s: %s\n", path, error != NULL ? error->message : "no JSON");
		return 1;
	}
	g_autoptr(Dossier) dossier = dossier_new();
	g_ptr_array_unref(dossier->documents);
	dossier->documents = fields_group(documents);
	g_autoptr(GBytes) out = contract_dossier(dossier, CONTRACT_COMPACT);
	if (show_evidence)
		return 0;
	fwrite(g_bytes_get_data(out, NULL), 1, g_bytes_get_size(out), stdout);
	putchar('\n');
	return 0;
}

int
main(int argc, char **argv)
{
	int first = 1, status = 0;
	if (argc > 2 && g_str_equal(argv[1], "--repeat")) {
		repeat = (int)CLAMP(g_ascii_strtoll(argv[2], NULL, 10), 1, 10000);
		first = 3;
	}
	if (argc > 1 && g_str_equal(argv[1], "--evidence")) {
		show_evidence = TRUE;
		first = 2;
		fprintf(stdout, "page\tfield\tvalue\traw");
		for (guint e = 0; e < EVIDENCE_N; e++)
			fprintf(stdout, "\t%s", evidence_name((EvidenceKind)e));
		putchar('\n');
	}
	g_autofree char *data = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(data, &error);
	fields = values == NULL ? NULL : fields_load(data, values, &error);
	if (fields == NULL) {
		g_printerr("bench_fields: %s\n", error->message);
		return 1;
	}
	for (int i = first; i < argc; i++)
		status |= run(argv[i]);
	if (repeat > 1 && n_pages > 0)
		g_printerr("%u pages, %.2f ms a page, slowest %.2f ms\n", n_pages,
			(double)spent_us / 1000 / repeat / n_pages, (double)slowest_us / 1000);
	fields_free(fields);
	values_free(values);
	return status;
}
