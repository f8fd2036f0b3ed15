/* A SANE back-end that plays folders of page images: docs/scanner.md. The scanners are the folders that the file
 * folder.conf of SANE_CONFIG_DIR names, one absolute path a line; any other folder can be opened by name. */
#include "drivers/scan/folder/folder_device.h"
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <fcntl.h>
#include <unistd.h>

enum { BUILD = 1, CONF_MAX_BYTES = 64 * 1024 };

static GPtrArray *listed; /* SANE_Device*, then NULL: what sane_get_devices returned last */
static GHashTable *gone;  /* folders that vanished */

/* dll.conf names the back-end "folder" and calls sane_folder_...; a program linked with the back-end alone calls
 * sane_... */
#define EXPORT(result, verb, ...)                                                            \
	result sane_folder_##verb(__VA_ARGS__);                                              \
	__attribute__((alias("sane_folder_" #verb))) extern result sane_##verb(__VA_ARGS__); \
	result sane_folder_##verb(__VA_ARGS__)

static void
device_free(gpointer data)
{
	if (data == NULL)
		return;
	SANE_Device *device = data;
	g_free((char *)device->name);
	g_free(device);
}

/* Lines of the first folder.conf along the search path. */
static char **
configured_folders(void)
{
	const char *path = g_getenv("SANE_CONFIG_DIR");
	g_auto(GStrv) places = g_strsplit(path != NULL ? path : ".:/etc/sane.d", ":", -1);
	for (int i = 0; places[i] != NULL; i++) {
		g_autofree char *file =
			g_build_filename(*places[i] != '\0' ? places[i] : "/etc/sane.d", "folder.conf", NULL);
		g_autofree char *text = NULL;
		gsize size;
		if (g_file_get_contents(file, &text, &size, NULL) && size <= CONF_MAX_BYTES)
			return g_strsplit(text, "\n", -1);
	}
	return g_new0(char *, 1);
}

void
folder_set_gone(const char *folder)
{
	if (gone == NULL)
		gone = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_hash_table_add(gone, g_strdup(folder));
}

static gboolean
is_there(const char *folder)
{
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR) || (gone != NULL && g_hash_table_contains(gone, folder)))
		return FALSE;
	g_autoptr(GArray) troubles = trouble_read(folder, NULL);
	const Trouble *vanish = NULL;
	for (guint i = 0; troubles != NULL && i < troubles->len && vanish == NULL; i++) {
		const Trouble *t = &g_array_index(troubles, Trouble, i);
		/* one that vanishes in the middle of a sheet is there until then */
		if (t->kind == TROUBLE_VANISH && t->sheet == 0 && t->share <= 0)
			vanish = t;
	}
	return vanish == NULL;
}

EXPORT(SANE_Status, init, SANE_Int *version, SANE_Auth_Callback authorize)
{
	(void)authorize;
	if (version != NULL)
		*version = SANE_VERSION_CODE(1, 0, BUILD);
	return SANE_STATUS_GOOD;
}

EXPORT(void, exit, void)
{
	g_clear_pointer(&listed, g_ptr_array_unref);
	g_clear_pointer(&gone, g_hash_table_unref);
}

EXPORT(SANE_Status, get_devices, const SANE_Device ***list, SANE_Bool local_only)
{
	(void)local_only;
	g_clear_pointer(&listed, g_ptr_array_unref);
	listed = g_ptr_array_new_with_free_func(device_free);
	g_auto(GStrv) folders = configured_folders();
	for (int i = 0; folders[i] != NULL; i++) {
		const char *folder = g_strstrip(folders[i]);
		if (*folder != '/' || !is_there(folder))
			continue;
		SANE_Device *device = g_new(SANE_Device, 1);
		*device = (SANE_Device){g_strdup(folder), "Civil.ia", "folder", "virtual device"};
		g_ptr_array_add(listed, device);
	}
	g_ptr_array_add(listed, NULL);
	*list = (const SANE_Device **)listed->pdata;
	return SANE_STATUS_GOOD;
}

static char *
first_folder(void)
{
	g_auto(GStrv) folders = configured_folders();
	for (int i = 0; folders[i] != NULL; i++) {
		if (*g_strstrip(folders[i]) == '/')
			return g_strdup(folders[i]);
	}
	return NULL;
}

EXPORT(SANE_Status, open, SANE_String_Const name, SANE_Handle *handle)
{
	g_autofree char *folder = name == NULL || *name == '\0' ? first_folder() : g_strdup(name);
	g_autoptr(GError) error = NULL;
	if (folder == NULL || !is_there(folder))
		return SANE_STATUS_INVAL;
	g_autoptr(GArray) troubles = trouble_read(folder, &error);
	if (troubles == NULL) {
		folder_complain(error);
		return SANE_STATUS_INVAL;
	}
	if (trouble_find(troubles, TROUBLE_DENIED, 0) != NULL)
		return SANE_STATUS_ACCESS_DENIED;
	int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0)
		return SANE_STATUS_ACCESS_DENIED;
	if (flock(lock, LOCK_EX | LOCK_NB) < 0 || trouble_find(troubles, TROUBLE_BUSY, 0) != NULL) {
		close(lock);
		return SANE_STATUS_DEVICE_BUSY;
	}
	FolderDevice *device = g_new0(FolderDevice, 1);
	device->folder = g_steal_pointer(&folder);
	device->lock = lock;
	device->source = SOURCE_ADF;
	device->mode = RENDER_GRAY;
	device->resolution = FOLDER_IMAGE_DEFAULT_DPI;
	device->geometry[2] = folder_option_descriptor(OPTION_BR_X)->constraint.range->max;
	device->geometry[3] = folder_option_descriptor(OPTION_BR_Y)->constraint.range->max;
	*handle = device;
	return SANE_STATUS_GOOD;
}

EXPORT(void, close, SANE_Handle handle)
{
	FolderDevice *device = handle;
	folder_page_stop(device);
	close(device->lock);
	g_free(device->folder);
	g_free(device);
}

EXPORT(const SANE_Option_Descriptor *, get_option_descriptor, SANE_Handle handle, SANE_Int option)
{
	(void)handle;
	return option >= 0 && option < OPTION_N ? folder_option_descriptor((FolderOption)option) : NULL;
}

EXPORT(SANE_Status, control_option, SANE_Handle handle, SANE_Int option, SANE_Action action, void *value,
	SANE_Int *info)
{
	SANE_Int changed = 0;
	SANE_Status status = SANE_STATUS_INVAL;
	if (option < 0 || option >= OPTION_N || value == NULL)
		return SANE_STATUS_INVAL;
	if (action == SANE_ACTION_GET_VALUE)
		status = folder_option_get(handle, (FolderOption)option, value);
	else if (action == SANE_ACTION_SET_VALUE)
		status = folder_option_set(handle, (FolderOption)option, value, &changed);
	if (info != NULL)
		*info = changed;
	return status;
}

EXPORT(SANE_Status, get_parameters, SANE_Handle handle, SANE_Parameters *parameters)
{
	if (parameters != NULL)
		folder_page_parameters(handle, parameters);
	return SANE_STATUS_GOOD;
}

EXPORT(SANE_Status, start, SANE_Handle handle)
{
	return folder_page_start(handle);
}

EXPORT(SANE_Status, read, SANE_Handle handle, SANE_Byte *data, SANE_Int max, SANE_Int *length)
{
	return folder_page_read(handle, data, max, length);
}

EXPORT(void, cancel, SANE_Handle handle)
{
	FolderDevice *device = handle;
	device->is_cancelled = 1; /* the page in flight is put away by the next read, start or close */
}

EXPORT(SANE_Status, set_io_mode, SANE_Handle handle, SANE_Bool non_blocking)
{
	(void)handle;
	return non_blocking ? SANE_STATUS_UNSUPPORTED : SANE_STATUS_GOOD;
}

EXPORT(SANE_Status, get_select_fd, SANE_Handle handle, SANE_Int *fd)
{
	(void)handle;
	(void)fd;
	return SANE_STATUS_UNSUPPORTED;
}
