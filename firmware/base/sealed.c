#include "firmware/base/sealed.h"
#include "firmware/base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALL_SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

typedef struct {
	void *address;
	gsize size;
} Mapping;

static void
mapping_free(gpointer data)
{
	Mapping *m = data;
	munmap(m->address, m->size);
	g_free(m);
}

static int
fail(GError **error, int fd, const char *what)
{
	int saved = errno;
	if (fd >= 0)
		close(fd);
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s: %s", what, g_strerror(saved));
	return -1;
}

int
sealed_create(gsize size, GError **error)
{
	int fd = memfd_create("civilia", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return fail(error, fd, "memfd_create");
	if (ftruncate(fd, (off_t)size) < 0)
		return fail(error, fd, "memfd size");
	return fd;
}

gboolean
sealed_seal(int fd, GError **error)
{
	if (fcntl(fd, F_ADD_SEALS, ALL_SEALS) < 0) {
		fail(error, -1, "memfd seal");
		return FALSE;
	}
	return TRUE;
}

int
sealed_new(gconstpointer data, gsize size, GError **error)
{
	int fd = memfd_create("civilia", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return fail(error, fd, "memfd_create");
	const char *p = data;
	for (gsize left = size; left > 0;) {
		ssize_t n = write(fd, p, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(error, fd, "memfd write");
		p += n;
		left -= (gsize)n;
	}
	if (!sealed_seal(fd, error)) {
		close(fd);
		return -1;
	}
	return fd;
}

GBytes *
sealed_map(int fd, gsize exact, gsize maximum, GError **error)
{
	int seals = fcntl(fd, F_GET_SEALS);
	if (seals < 0 || (seals & ALL_SEALS) != ALL_SEALS) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_PROTOCOL, "the data are not sealed");
		return NULL;
	}
	struct stat st;
	if (fstat(fd, &st) < 0) {
		fail(error, -1, "memfd stat");
		return NULL;
	}
	gsize size = (gsize)st.st_size;
	if (size > maximum) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "%zu bytes, at most %zu are taken", size,
			maximum);
		return NULL;
	}
	if (exact > 0 && size != exact) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_BAD_FRAME, "%zu bytes where %zu were announced", size,
			exact);
		return NULL;
	}
	if (size == 0)
		return g_bytes_new_static("", 0);
	void *address = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (address == MAP_FAILED) {
		fail(error, -1, "memfd map");
		return NULL;
	}
	Mapping *m = g_new(Mapping, 1);
	*m = (Mapping){address, size};
	return g_bytes_new_with_free_func(address, size, mapping_free, m);
}
