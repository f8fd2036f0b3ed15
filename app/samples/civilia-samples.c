/* links: app/samples app/dossier firmware/base */
/* Draws sample dossiers: pages of invented people's papers and the truth about them. */
#include "app/samples/catalogue.h"
#include "app/samples/invent.h"
#include "app/samples/plan.h"
#include "app/samples/template.h"
#include "app/samples/truth.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 2, EXIT_STORAGE = 74, MAX_DOSSIERS = 10000, DEFAULT_DOSSIERS = 3 };

typedef struct {
	char *to;
	gboolean levels[LEVEL_N];
	gboolean truth_only;
	guint64 seed;
	SampleSet set;
	char *only; /* family or layout, or NULL */
	Wording *wording;
	GKeyFile *origins;
	char *data; /* the folder samples/ */
} Run;

static char *
template_path(const Run *run, const Paper *paper)
{
	g_autofree char *file = g_strconcat(paper->template, ".page", NULL);
	return g_build_filename(run->data, "papers", file, NULL);
}

static void
sheet_destroy(gpointer sheet)
{
	sheet_free(sheet);
}

static GPtrArray *
draw_sheets(const Run *run, const Plan *plan, GError **error)
{
	g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func(sheet_destroy);
	for (guint i = 0; i < plan->papers->len; i++) {
		const Paper *paper = g_ptr_array_index(plan->papers, i);
		g_autofree char *path = template_path(run, paper);
		g_autofree char *stream = g_strdup_printf("%s/%u", plan->name, i);
		Chance chance;
		chance_init(&chance, run->seed, stream);
		Sheet *sheet = template_draw(path, paper->values, run->wording, &chance, error);
		if (sheet == NULL)
			return NULL;
		g_ptr_array_add(sheets, sheet);
	}
	return g_steal_pointer(&sheets);
}

/* Pages of an earlier run: whoever reads the folder would take them for papers of this one. */
static void
remove_old_pages(const char *folder)
{
	g_autofree char *truth = g_build_filename(folder, "truth.json", NULL);
	g_autoptr(GDir) dir = g_file_test(truth, G_FILE_TEST_EXISTS) ? g_dir_open(folder, 0, NULL) : NULL;
	for (const char *name = dir != NULL ? g_dir_read_name(dir) : NULL; name != NULL; name = g_dir_read_name(dir)) {
		if (!g_regex_match_simple("^[0-9][0-9]-[a-z_]+\\.(png|jpg)$", name, 0, 0))
			continue;
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
}

static gboolean
write_level(const Run *run, const Plan *plan, Level level, const GPtrArray *sheets, const GPtrArray *expected,
	GError **error)
{
	g_autofree char *folder = g_build_filename(run->to, level_name(level), plan->name, NULL);
	if (g_mkdir_with_parents(folder, 0777) != 0) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_STORAGE, "%s: %s", folder, g_strerror(errno));
		return FALSE;
	}
	remove_old_pages(folder);
	g_autofree Wear *wears = g_new0(Wear, sheets->len);
	g_auto(GStrv) names = g_new0(char *, sheets->len + 1);
	for (guint i = 0; i < sheets->len; i++) {
		const Sheet *sheet = g_ptr_array_index(sheets, i);
		g_autofree char *stream = g_strdup_printf("%s/%u/%s", plan->name, i, level_name(level));
		Chance chance;
		chance_init(&chance, run->seed, stream);
		wear_choose(&wears[i], level, sheet->coloured, &chance);
		names[i] = g_strdup_printf("%02u-%s.%s", i + 1, sheet->kind, wear_extension(&wears[i]));
		g_autofree char *path = g_build_filename(folder, names[i], NULL);
		if (!run->truth_only && !wear_write(sheet, &wears[i], path, error))
			return FALSE;
	}
	g_autofree char *truth = truth_write(plan, level_name(level), sheets, names, wears, expected);
	g_autofree char *path = g_build_filename(folder, "truth.json", NULL);
	return g_file_set_contents_full(path, truth, -1, G_FILE_SET_CONTENTS_NONE, 0666, error);
}

static gboolean
draw_dossier(const Run *run, const Plan *plan, GError **error)
{
	g_autoptr(GPtrArray) sheets = draw_sheets(run, plan, error);
	g_autoptr(GPtrArray) expected = sheets != NULL ? outcome_expect(plan, sheets, error) : NULL;
	if (expected == NULL) {
		g_prefix_error(error, "%s: ", plan->name);
		return FALSE;
	}
	for (int level = 0; level < LEVEL_N; level++)
		if (run->levels[level] && !write_level(run, plan, (Level)level, sheets, expected, error))
			return FALSE;
	return TRUE;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean
draw_bundled(const Run *run, GError **error)
{
	g_autofree char *folder = g_build_filename(run->data, "dossiers", NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	if (dir == NULL)
		return FALSE;
	for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir))
		if (g_str_has_suffix(name, ".ini"))
			g_ptr_array_add(files, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(files, compare_names);
	for (guint i = 0; i < files->len; i++) {
		g_autoptr(Plan) plan = plan_load(g_ptr_array_index(files, i), run->origins, error);
		if (plan == NULL || !draw_dossier(run, plan, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
draw_invented(const Run *run, GKeyFile *pools, int dossiers, GError **error)
{
	g_autofree char *path = g_build_filename(run->data, "pools.ini", NULL);
	g_autoptr(Catalogue) catalogue = catalogue_load(run->data, error);
	const InventRules rules = {
		.pools = pools, .origins = run->origins, .catalogue = catalogue, .set = run->set, .only = run->only};
	if (catalogue == NULL || !invent_check(&rules, path, error))
		return FALSE;
	for (int i = 0; i < dossiers; i++) {
		g_autoptr(Plan) plan = invent_plan(&rules, run->seed, (guint)i, error);
		if (plan == NULL || !draw_dossier(run, plan, error))
			return FALSE;
	}
	return TRUE;
}

static GKeyFile *
load_data(const Run *run, const char *name, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *path = g_build_filename(run->data, name, NULL);
	if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	return g_steal_pointer(&file);
}

/* dossiers: 0 for the bundled ones. */
static gboolean
draw_all(Run *run, int dossiers, GError **error)
{
	g_autofree char *words = g_build_filename(run->data, "words.ini", NULL);
	g_autoptr(Wording) wording = wording_load(words, error);
	g_autoptr(GKeyFile) origins = wording != NULL ? load_data(run, "origins.ini", error) : NULL;
	g_autoptr(GKeyFile) pools = origins != NULL ? load_data(run, "pools.ini", error) : NULL;
	if (pools == NULL)
		return FALSE;
	run->wording = wording;
	run->origins = origins;
	return dossiers > 0 ? draw_invented(run, pools, dossiers, error) : draw_bundled(run, error);
}

static gboolean
choose_levels(Run *run, char **levels)
{
	for (int i = 0; i < LEVEL_N; i++)
		run->levels[i] = levels == NULL;
	for (guint i = 0; levels != NULL && levels[i] != NULL; i++) {
		Level level;
		if (!level_parse(levels[i], &level)) {
			g_printerr(_("civilia-samples : --level %s : clean, good ou poor\n"), levels[i]);
			return FALSE;
		}
		run->levels[level] = TRUE;
	}
	return TRUE;
}

int
main(int argc, char **argv)
{
	g_autofree char *to = NULL, *seed = NULL, *set = NULL, *only = NULL;
	g_auto(GStrv) levels = NULL;
	gboolean truth_only = FALSE;
	int dossiers = 0;
	const GOptionEntry entries[] = {{"to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("où écrire"), N_("DOSSIER")},
		{"level", 0, 0, G_OPTION_ARG_STRING_ARRAY, &levels, N_("clean, good ou poor ; sans elle, les trois"),
			N_("NIVEAU")},
		{"seed", 0, 0, G_OPTION_ARG_STRING, &seed, N_("invente de nouvelles personnes à partir de ce nombre"),
			"N"},
		{"dossiers", 0, 0, G_OPTION_ARG_INT, &dossiers, N_("combien en inventer (avec --seed ; 3 sans elle)"),
			"N"},
		{"set", 0, 0, G_OPTION_ARG_STRING, &set,
			N_("mises en page : seen, held ou all (avec --seed ; seen sans elle)"), N_("JEU")},
		{"only", 0, 0, G_OPTION_ARG_STRING, &only,
			N_("seulement cette famille ou cette mise en page, par exemple birth-extract-a (avec --seed)"),
			N_("NOM")},
		{"truth-only", 0, 0, G_OPTION_ARG_NONE, &truth_only,
			N_("n’écrit pas les pages : la vérité seule, avec le cadre de chaque mot"), NULL},
		{0}};
	g_autoptr(GError) error = NULL;
	language_init(NULL);
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_option_context_add_main_entries(context, entries, "civilia");
	Run run = {0};
	if (!g_option_context_parse(context, &argc, &argv, &error) || argc > 1 || to == NULL) {
		g_printerr("civilia-samples: %s\n", error != NULL ? error->message : _("l’option --to DOSSIER manque"));
		return EXIT_USAGE;
	}
	if ((seed != NULL && !g_ascii_string_to_unsigned(seed, 10, 0, G_MAXUINT64, &run.seed, &error)) ||
		dossiers < 0 || dossiers > MAX_DOSSIERS || (seed == NULL && dossiers > 0)) {
		g_printerr("civilia-samples: %s\n",
			_("--seed veut un nombre, et --dossiers un nombre de 1 à 10000 avec --seed"));
		return EXIT_USAGE;
	}
	if (!choose_levels(&run, levels))
		return EXIT_USAGE;
	if ((set != NULL && !sample_set_parse(set, &run.set)) || (seed == NULL && (set != NULL || only != NULL))) {
		g_printerr(
			"civilia-samples: %s\n", _("--set veut seen, held ou all, et comme --only il va avec --seed"));
		return EXIT_USAGE;
	}
	run.only = only;
	if (only != NULL && set == NULL)
		run.set = SAMPLES_ALL;
	g_autofree char *data = paths_data("samples");
	run.to = to;
	run.truth_only = truth_only;
	run.data = data;
	if (seed != NULL && dossiers == 0)
		dossiers = DEFAULT_DOSSIERS;
	if (draw_all(&run, dossiers, &error))
		return EXIT_SUCCESS;
	g_printerr("civilia-samples: %s\n", error->message);
	return g_error_matches(error, STATION_ERROR, STATION_ERROR_STORAGE) || error->domain == G_FILE_ERROR
		       ? EXIT_STORAGE
		       : EXIT_FAILURE;
}
