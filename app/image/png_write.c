#include "app/image/png_write.h"
#include "firmware/base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <unistd.h>

/* Scans are noisy: higher levels cost seconds and save little. */
enum { COMPRESSION = 2 };

static void
failed(png_structp png, png_const_charp message)
{
	(void)message;
	longjmp(png_jmpbuf(png), 1);
}

static void
warned(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

/* Everything that libpng may leave by longjmp; nothing of ours changes after setjmp. */
static gboolean
encode(png_structp png, png_infop info, const Image *image, FILE *file)
{
	if (setjmp(png_jmpbuf(png)))
		return FALSE;
	png_init_io(png, file);
	png_set_compression_level(png, COMPRESSION);
	png_set_filter(png, 0, PNG_FILTER_SUB | PNG_FILTER_UP);
	png_set_IHDR(png, info, (png_uint_32)image->width_px, (png_uint_32)image->height_px, 8,
		image->channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
		PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	if (image->dpi > 0) {
		png_uint_32 per_metre = (png_uint_32)((image->dpi * 10000 + 127) / 254);
		png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
	}
	png_write_info(png, info);
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	gsize stride = (gsize)image->width_px * (gsize)image->channels;
	for (int y = 0; y < image->height_px; y++)
		png_write_row(png, pixels + (gsize)y * stride);
	png_write_end(png, info);
	return TRUE;
}

static gboolean
fail(GError **error, const char *path, int cause)
{
	StationError code = cause == ENOSPC || cause == EDQUOT || cause == EFBIG ? STATION_ERROR_STORAGE_FULL
			    : cause == EEXIST                                    ? STATION_ERROR_DENIED
										 : STATION_ERROR_STORAGE;
	g_set_error(error, STATION_ERROR, (gint)code, "%s: %s", path, g_strerror(cause != 0 ? cause : EIO));
	return FALSE;
}

static gboolean
write_file(const Image *image, FILE *file)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, failed, warned);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	errno = 0;
	gboolean ok = info != NULL && encode(png, info, image, file);
	int cause = errno;
	png_destroy_write_struct(&png, &info);
	errno = cause;
	return ok && fflush(file) == 0 && fsync(fileno(file)) == 0;
}

static gboolean
sync_folder(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return FALSE;
	gboolean ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

gboolean
image_write_png(const Image *image, const char *path, GError **error)
{
	g_autofree char *temporary = g_strconcat(path, ".XXXXXX", NULL);
	int fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, 0600);
	FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (file == NULL)
		return fail(error, path, errno);
	gboolean ok = write_file(image, file);
	int cause = errno;
	ok = fclose(file) == 0 && ok;
	if (ok && renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0 && sync_folder(path))
		return TRUE;
	if (ok)
		cause = errno;
	unlink(temporary);
	return fail(error, path, cause);
}
