#include "drivers/scan/folder/folder_tray.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

enum { TRAY_MAX_IMAGES = 10000, TRAY_MAX_NAMESAKES = 10000 };

static const char *const suffixes[] = {".png", ".jpg", ".jpeg", ".pbm", ".pgm", ".ppm", ".pnm"};

static void
sheet_free(gpointer data)
{
	TraySheet *sheet = data;
	g_free(sheet->front);
	g_free(sheet->back);
	g_free(sheet);
}

/* Length of the name without its suffix, 0 when it is no image. */
static gsize
stem_length(const char *name)
{
	const char *dot = strrchr(name, '.');
	if (dot == NULL || dot == name)
		return 0;
	for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		if (g_ascii_strcasecmp(dot, suffixes[i]) == 0)
			return (gsize)(dot - name);
	}
	return 0;
}

/* "01" for "01-front.png" and ending "-front"; NULL where the stem does not end so. */
static char *
stem_before(const char *name, const char *ending)
{
	g_autofree char *stem = g_strndup(name, stem_length(name));
	if (!g_str_has_suffix(stem, ending) || strlen(stem) == strlen(ending))
		return NULL;
	stem[strlen(stem) - strlen(ending)] = '\0';
	return g_steal_pointer(&stem);
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
images_of(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	while (dir != NULL && names->len < TRAY_MAX_IMAGES && (name = g_dir_read_name(dir)) != NULL) {
		if (stem_length(name) > 0)
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, by_name);
	return names;
}

static TraySheet *
add_sheet(GPtrArray *sheets, const char *front)
{
	TraySheet *sheet = g_new0(TraySheet, 1);
	sheet->front = g_strdup(front);
	g_ptr_array_add(sheets, sheet);
	return sheet;
}

/* Sheets of named sides. An image that is neither side, or a back without its front, is a sheet of its own. */
static void
pair_by_name(GPtrArray *names, GPtrArray *sheets)
{
	g_autoptr(GHashTable) fronts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < names->len; i++) {
		char *stem = stem_before(names->pdata[i], "-front");
		if (stem != NULL)
			g_hash_table_insert(fronts, stem, add_sheet(sheets, names->pdata[i]));
	}
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *front = stem_before(names->pdata[i], "-front");
		g_autofree char *back = stem_before(names->pdata[i], "-back");
		TraySheet *sheet = back != NULL ? g_hash_table_lookup(fronts, back) : NULL;
		if (sheet != NULL && sheet->back == NULL)
			sheet->back = g_strdup(names->pdata[i]);
		else if (front == NULL)
			add_sheet(sheets, names->pdata[i]);
	}
}

static int
by_front(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const TraySheet *const *)a)->front, (*(const TraySheet *const *)b)->front);
}

GPtrArray *
tray_sheets(const char *folder, gboolean in_pairs)
{
	GPtrArray *sheets = g_ptr_array_new_with_free_func(sheet_free);
	g_autoptr(GPtrArray) names = images_of(folder);
	gboolean named = FALSE;
	for (guint i = 0; i < names->len && !named; i++) {
		g_autofree char *stem = stem_before(names->pdata[i], "-back");
		named = stem != NULL;
	}
	if (named) {
		pair_by_name(names, sheets);
		g_ptr_array_sort(sheets, by_front);
		return sheets;
	}
	for (guint i = 0; i < names->len; i++) {
		TraySheet *sheet = add_sheet(sheets, names->pdata[i]);
		if (in_pairs && i + 1 < names->len)
			sheet->back = g_strdup(names->pdata[++i]);
	}
	return sheets;
}

static gboolean
eject_side(const char *folder, const char *output, const char *name, GError **error)
{
	g_autofree char *from = g_build_filename(folder, name, NULL);
	for (int n = 1; n <= TRAY_MAX_NAMESAKES; n++) {
		g_autofree char *to =
			n == 1 ? g_build_filename(output, name, NULL) : g_strdup_printf("%s/%d-%s", output, n, name);
		if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
			return TRUE;
		if (errno != EEXIST)
			break;
	}
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", from, g_strerror(errno));
	return FALSE;
}

gboolean
tray_eject(const char *folder, const TraySheet *sheet, GError **error)
{
	g_autofree char *output = g_build_filename(folder, "scanned", NULL);
	if (g_mkdir(output, 0700) < 0 && errno != EEXIST) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", output, g_strerror(errno));
		return FALSE;
	}
	return eject_side(folder, output, sheet->front, error) &&
	       (sheet->back == NULL || eject_side(folder, output, sheet->back, error));
}
