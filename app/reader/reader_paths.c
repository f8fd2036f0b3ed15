#include "app/fields/fields.h"
#include "app/reader/reader.h"
#include <string.h>

typedef struct {
	char *path;
	GPtrArray *pages; /* by image - 1: array of Document, or NULL */
	gboolean failed;
	StationError error; /* of the first page that failed */
} Input;

typedef struct {
	gboolean zones_only;
	GPtrArray *inputs; /* Input; the reader's index is the place in it */
	Dossier *dossier;
	GMainLoop *loop;
	ReaderProgress progress;
	gpointer user_data;
	guint done, known, open; /* pages, pages, files */
} PathsRun;

static void
papers_free(gpointer papers)
{
	if (papers != NULL)
		g_ptr_array_unref(papers);
}

static void
input_free(Input *input)
{
	g_free(input->path);
	g_ptr_array_unref(input->pages);
	g_free(input);
}

static void
add_input(GPtrArray *inputs, const char *path)
{
	Input *input = g_new0(Input, 1);
	input->path = g_strdup(path);
	input->pages = g_ptr_array_new_with_free_func(papers_free);
	g_ptr_array_add(inputs, input);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A folder is its files in name order; what is hidden, and folders in it, are not pages. */
static void
add_folder(PathsRun *run, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) folder = g_dir_open(path, 0, &error);
	if (folder == NULL) {
		gboolean denied = g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
		dossier_add_problem(run->dossier, path, denied ? STATION_ERROR_DENIED : STATION_ERROR_MISSING);
		return;
	}
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
		if (name[0] != '.')
			g_ptr_array_add(names, g_build_filename(path, name, NULL));
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		if (!g_file_test(g_ptr_array_index(names, i), G_FILE_TEST_IS_DIR))
			add_input(run->inputs, g_ptr_array_index(names, i));
	if (names->len == 0)
		dossier_add_problem(run->dossier, path, STATION_ERROR_EMPTY);
}

static void
on_result(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	PathsRun *run = data;
	Input *input = g_ptr_array_index(run->inputs, index);
	if (input->pages->len == 0) {
		run->known += (guint)result->n_images - 1;
		g_ptr_array_set_size(input->pages, result->n_images);
	}
	if (result->documents != NULL)
		input->pages->pdata[result->image - 1] = g_steal_pointer(&result->documents);
	else if (!input->failed)
		input->error = station_error_code(result->error);
	input->failed |= result->error != NULL;
	run->done++;
	if (run->progress != NULL)
		run->progress(run->done, run->known, run->user_data);
	if (done && --run->open == 0)
		g_main_loop_quit(run->loop);
}

static void
group_pages(PathsRun *run)
{
	GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	for (guint i = 0; i < run->inputs->len; i++) {
		Input *input = g_ptr_array_index(run->inputs, i);
		if (input->failed)
			dossier_add_problem(run->dossier, input->path, input->error);
		for (guint j = 0; j < input->pages->len; j++) {
			GPtrArray *papers = g_steal_pointer(&input->pages->pdata[j]);
			if (papers != NULL)
				g_ptr_array_extend_and_steal(pages, papers);
		}
	}
	g_ptr_array_unref(run->dossier->documents);
	run->dossier->documents = run->zones_only ? pages : fields_group(pages);
}

static gboolean
read_inputs(PathsRun *run, const ReaderOptions *options, GError **error)
{
	if (run->inputs->len == 0)
		return TRUE;
	ReaderOptions own = *options;
	if (own.workers <= 0)
		own.workers = (int)MIN(run->inputs->len, g_get_num_processors());
	g_autoptr(Reader) reader = reader_new(&own, on_result, run, error);
	if (reader == NULL)
		return FALSE;
	run->open = run->known = run->inputs->len;
	for (guint i = 0; i < run->inputs->len; i++)
		reader_submit_file(reader, ((Input *)g_ptr_array_index(run->inputs, i))->path);
	g_main_loop_run(run->loop);
	return TRUE;
}

Dossier *
reader_read_paths(const char *const *paths, const ReaderOptions *options, ReaderProgress progress, gpointer user_data,
	GError **error)
{
	g_autoptr(Dossier) dossier = dossier_new();
	g_autoptr(GPtrArray) inputs = g_ptr_array_new_with_free_func((GDestroyNotify)input_free);
	g_autoptr(GMainContext) context = g_main_context_new();
	g_autoptr(GMainLoop) loop = g_main_loop_new(context, FALSE);
	PathsRun run = {.inputs = inputs,
		.zones_only = options->zones_only,
		.dossier = dossier,
		.loop = loop,
		.progress = progress,
		.user_data = user_data};
	for (; *paths != NULL; paths++) {
		if (g_file_test(*paths, G_FILE_TEST_IS_DIR))
			add_folder(&run, *paths);
		else
			add_input(inputs, *paths);
	}
	g_main_context_push_thread_default(context);
	gboolean ok = read_inputs(&run, options, error);
	g_main_context_pop_thread_default(context);
	if (!ok)
		return NULL;
	group_pages(&run);
	return g_steal_pointer(&dossier);
}
