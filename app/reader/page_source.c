#include "app/reader/page_source.h"
#include "firmware/base/error.h"
#include "firmware/base/sealed.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

PageSource *
page_source_new_file(const char *path)
{
	PageSource *source = g_atomic_rc_box_new0(PageSource);
	source->path = g_strdup(path);
	source->fd = -1;
	return source;
}

PageSource *
page_source_new_fd(int fd)
{
	PageSource *source = g_atomic_rc_box_new0(PageSource);
	source->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return source;
}

PageSource *
page_source_ref(PageSource *source)
{
	return g_atomic_rc_box_acquire(source);
}

static void
page_source_clear(PageSource *source)
{
	g_free(source->path);
	if (source->fd >= 0)
		close(source->fd);
}

void
page_source_unref(PageSource *source)
{
	if (source != NULL)
		g_atomic_rc_box_release_full(source, (GDestroyNotify)page_source_clear);
}

/* Only words of the contract's problems. */
static StationError
code_of_errno(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
	case ELOOP:
	case ENAMETOOLONG:
	case ENXIO:
	case ENODEV:
		return STATION_ERROR_MISSING;
	case EACCES:
	case EPERM:
		return STATION_ERROR_DENIED;
	case EIO:
		return STATION_ERROR_TRUNCATED;
	default:
		return STATION_ERROR_WORKER_FAILED;
	}
}

static gboolean
fail_errno(GError **error)
{
	int saved = errno;
	g_set_error_literal(error, STATION_ERROR, (int)code_of_errno(saved), g_strerror(saved));
	return FALSE;
}

/* O_NONBLOCK: opening a pipe must not wait for its writer. */
static int
open_regular(const char *path, gsize *size, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) < 0) {
		fail_errno(error);
	} else if (!S_ISREG(st.st_mode)) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_NOT_AN_IMAGE, "not a regular file");
	} else if (st.st_size > SOURCE_MAX_BYTES) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE,
			"%" G_GINT64_FORMAT " bytes; at most %d are taken", (gint64)st.st_size, (int)SOURCE_MAX_BYTES);
	} else {
		*size = (gsize)st.st_size;
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Exactly size bytes, or as many as there are when the file shrinks meanwhile: the decoder then says truncated. */
static gboolean
copy_bytes(int from, int to, gsize size, GError **error)
{
	enum { CHUNK = 256 * 1024 };
	g_autofree char *chunk = g_malloc(CHUNK);
	for (gsize done = 0; done < size;) {
		ssize_t n = read(from, chunk, MIN(CHUNK, size - done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(error);
		if (n == 0)
			break;
		for (ssize_t written = 0; written < n;) {
			ssize_t m = write(to, chunk + written, (gsize)(n - written));
			if (m < 0 && errno != EINTR)
				return fail_errno(error);
			written += MAX(m, 0);
		}
		done += (gsize)n;
	}
	return TRUE;
}

gboolean
page_source_open(PageSource *source, GError **error)
{
	if (source->fd >= 0)
		return TRUE;
	if (source->path == NULL) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_USAGE, "the page's descriptor is not open");
		return FALSE;
	}
	gsize size = 0;
	int file = open_regular(source->path, &size, error);
	if (file < 0)
		return FALSE;
	int memory = -1;
	if (size == 0)
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_EMPTY, "the file is empty");
	else
		memory = sealed_create(size, error);
	gboolean ok = memory >= 0 && copy_bytes(file, memory, size, error) && sealed_seal(memory, error);
	close(file);
	if (ok)
		source->fd = memory;
	else if (memory >= 0)
		close(memory);
	return ok;
}
