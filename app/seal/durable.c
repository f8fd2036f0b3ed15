#include "app/seal/durable.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail(GError **error, int number, const char *path)
{
	StationError code = STATION_ERROR_STORAGE;
	if (number == ENOSPC || number == EDQUOT || number == EFBIG)
		code = STATION_ERROR_STORAGE_FULL;
	else if (number == ENOENT)
		code = STATION_ERROR_NOT_FOUND;
	else if (number == EACCES || number == EPERM || number == EROFS)
		code = STATION_ERROR_DENIED;
	g_set_error(error, STATION_ERROR, code, "%s : %s", path, g_strerror(number));
	return FALSE;
}

static gboolean
write_all(int fd, const char *bytes, gsize size)
{
	while (size > 0) {
		gssize n = write(fd, bytes, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return FALSE;
		bytes += n;
		size -= (gsize)n;
	}
	return TRUE;
}

static gboolean
folder_flush(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return FALSE;
	int result = fsync(fd);
	int number = errno;
	close(fd);
	errno = number;
	return result == 0;
}

gboolean
durable_create(const char *path, gconstpointer bytes, gsize size, int mode, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *beside = g_strconcat(path, ".XXXXXX", NULL);
	int fd = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(error, errno, path);
	gboolean written = write_all(fd, bytes, size) && fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
	int number = written ? 0 : errno;
	close(fd);
	/* link() unlike rename() refuses to replace: of two programs that start together, one makes the file. */
	if (written && link(beside, path) != 0)
		number = errno;
	unlink(beside);
	if (number == EEXIST) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s : %s", path, g_strerror(number));
		return FALSE;
	}
	if (number != 0 || !folder_flush(folder))
		return fail(error, number != 0 ? number : errno, path);
	return TRUE;
}

gboolean
durable_folder(const char *path, GError **error)
{
	if (g_mkdir_with_parents(path, 0700) != 0)
		return fail(error, errno, path);
	g_autofree char *above = g_path_get_dirname(path);
	/* A parent that may not be read cannot be flushed, and was not made by us. */
	if (!folder_flush(above) && errno != EACCES)
		return fail(error, errno, path);
	return TRUE;
}

GBytes *
durable_read(const char *path, gsize maximum, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		fail(error, errno, path);
		return NULL;
	}
	struct stat stat;
	g_autofree guint8 *bytes = NULL;
	gsize size = 0;
	int number = 0;
	if (fstat(fd, &stat) != 0)
		number = errno;
	else if (!S_ISREG(stat.st_mode))
		number = EINVAL;
	else if ((guint64)stat.st_size > maximum)
		number = EFBIG;
	else
		bytes = g_malloc((gsize)stat.st_size + 1);
	while (number == 0 && size < (gsize)stat.st_size) {
		gssize n = read(fd, bytes + size, (gsize)stat.st_size - size);
		if (n < 0 && errno != EINTR)
			number = errno;
		else if (n == 0)
			break;
		else if (n > 0)
			size += (gsize)n;
	}
	close(fd);
	if (number == EFBIG) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, _("%s : fichier trop grand"), path);
		return NULL;
	}
	if (number != 0) {
		fail(error, number, path);
		return NULL;
	}
	return g_bytes_new_take(g_steal_pointer(&bytes), size);
}
