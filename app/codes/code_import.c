#include "app/codes/code_import.h"
#include "firmware/base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static GBytes *
file_bytes(const char *path, gsize maximum)
{
	g_autofree char *bytes = NULL;
	gsize size;
	if (!g_file_get_contents(path, &bytes, &size, NULL) || size > maximum)
		return NULL;
	return g_bytes_new_take(g_steal_pointer(&bytes), size);
}

static gboolean
storage(GError **error, const char *what)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_STORAGE, "%s: %s", what, g_strerror(errno));
	return FALSE;
}

/* One import at a time; the folder must outlive a power cut as well as the file. The descriptor closes the lock. */
static int
folder_lock(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) != 0) {
		storage(error, path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

static gboolean
write_whole(int folder, const char *path, GBytes *list, GError **error)
{
	gsize size;
	const char *bytes = g_bytes_get_data(list, &size);
	g_autoptr(GError) cause = NULL;
	if (!g_file_set_contents_full(path, bytes, (gssize)size,
		    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, &cause)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_STORAGE, cause->message);
		return FALSE;
	}
	return fsync(folder) == 0 || storage(error, path);
}

/* TRUE: the list may take the place of the one held. */
static gboolean
is_newer(const CodeCertificates *fresh, GBytes *list, GBytes *held_bytes, const CodeCertificates *held, GError **error)
{
	if (held == NULL || code_certificates_sequence(fresh) > code_certificates_sequence(held) ||
		g_bytes_equal(list, held_bytes))
		return TRUE;
	g_set_error(error, STATION_ERROR, STATION_ERROR_REFUSED, "list %" G_GUINT64_FORMAT " is held already",
		code_certificates_sequence(held));
	return FALSE;
}

static CodeCertificates *
import_locked(int folder, const char *path, GBytes *list, GBytes *key, GError **error)
{
	g_autoptr(CodeCertificates) fresh = code_certificates_parse(list, key, error);
	if (fresh == NULL)
		return NULL;
	g_autoptr(GBytes) held_bytes = file_bytes(path, CODE_LIST_MAX_BYTES);
	/* one that does not verify with today's key says nothing of what is newer */
	g_autoptr(CodeCertificates) held = held_bytes != NULL ? code_certificates_parse(held_bytes, key, NULL) : NULL;
	if (!is_newer(fresh, list, held_bytes, held, error))
		return NULL;
	if ((held == NULL || !g_bytes_equal(list, held_bytes)) && !write_whole(folder, path, list, error))
		return NULL;
	return g_steal_pointer(&fresh);
}

CodeCertificates *
code_import(const char *state, GBytes *list, GError **error)
{
	g_autofree char *key_path = g_build_filename(state, CODE_KEY_FILE, NULL);
	g_autofree char *path = g_build_filename(state, CODE_LIST_FILE, NULL);
	g_autofree char *folder_path = g_path_get_dirname(path);
	g_autoptr(GBytes) key = file_bytes(key_path, CODE_KEY_MAX_BYTES);
	if (key == NULL) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_KEY, "%s: no update key", key_path);
		return NULL;
	}
	int folder = folder_lock(folder_path, error);
	if (folder < 0)
		return NULL;
	CodeCertificates *certificates = import_locked(folder, path, list, key, error);
	close(folder);
	return certificates;
}
