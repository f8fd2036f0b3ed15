#include "app/image/image_formats.h"
#include "firmware/base/error.h"
#include <string.h>
#include <tiffio.h>

typedef struct {
	const EncodedFile *file;
	guint64 offset;
	gboolean failed; /* the library reported an error */
} TiffJob;

static tmsize_t
read_bytes(thandle_t handle, void *out, tmsize_t n)
{
	TiffJob *job = handle;
	if (n <= 0 || job->offset >= job->file->size)
		return 0;
	gsize got = MIN((gsize)n, job->file->size - (gsize)job->offset);
	memcpy(out, job->file->data + job->offset, got);
	job->offset += got;
	return (tmsize_t)got;
}

static tmsize_t
write_nothing(thandle_t handle G_GNUC_UNUSED, void *data G_GNUC_UNUSED, tmsize_t n G_GNUC_UNUSED)
{
	return -1;
}

static toff_t
seek(thandle_t handle, toff_t offset, int whence)
{
	TiffJob *job = handle;
	guint64 base = whence == SEEK_CUR ? job->offset : whence == SEEK_END ? job->file->size : 0;
	job->offset = base + offset;
	return job->offset;
}

static int
close_nothing(thandle_t handle G_GNUC_UNUSED)
{
	return 0;
}

static toff_t
file_size(thandle_t handle)
{
	return ((TiffJob *)handle)->file->size;
}

static int
note_error(TIFF *tiff G_GNUC_UNUSED, void *user_data, const char *module G_GNUC_UNUSED,
	const char *format G_GNUC_UNUSED, va_list arguments G_GNUC_UNUSED)
{
	((TiffJob *)user_data)->failed = TRUE;
	return 1;
}

static int
ignore_warning(TIFF *tiff G_GNUC_UNUSED, void *user_data G_GNUC_UNUSED, const char *module G_GNUC_UNUSED,
	const char *format G_GNUC_UNUSED, va_list arguments G_GNUC_UNUSED)
{
	return 1;
}

static TIFF *
open_memory(TiffJob *job)
{
	TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
	TIFFOpenOptionsSetMaxSingleMemAlloc(options, DECODE_MAX_SCRATCH);
	TIFFOpenOptionsSetErrorHandlerExtR(options, note_error, job);
	TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_warning, job);
	TIFF *tiff = TIFFClientOpenExt(
		"page", "rm", job, read_bytes, write_nothing, seek, close_nothing, file_size, NULL, NULL, options);
	TIFFOpenOptionsFree(options);
	return tiff;
}

/* A broken chain of pages counts one page more than could be found, so that its loss is reported. */
static int
count_images(TIFF *tiff, TiffJob *job)
{
	job->failed = FALSE;
	int n = 1;
	while (n < DECODE_MAX_IMAGES && TIFFReadDirectory(tiff))
		n++;
	return MIN(job->failed ? n + 1 : n, DECODE_MAX_IMAGES);
}

static gboolean
is_complete(TIFF *tiff, gsize size)
{
	guint32 n = TIFFIsTiled(tiff) ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
	for (guint32 i = 0; i < n; i++) {
		guint64 offset = TIFFGetStrileOffset(tiff, i), count = TIFFGetStrileByteCount(tiff, i);
		if (offset > size || count > size - offset)
			return FALSE;
	}
	return n > 0;
}

static int
resolution(TIFF *tiff)
{
	float x = 0;
	guint16 unit = RESUNIT_INCH;
	if (!TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x))
		return 0;
	TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
	return unit == RESUNIT_NONE ? 0 : dpi_plausible(x * (unit == RESUNIT_CENTIMETER ? 2.54 : 1.0));
}

/* The library's raster is 4 bytes a pixel; it is packed in place. Alpha is premultiplied: what is missing is white. */
static void
pack(guint8 *pixels, gsize n, int channels)
{
	for (gsize i = 0; i < n; i++) {
		guint32 from;
		memcpy(&from, pixels + i * 4, 4);
		int missing = 255 - (int)TIFFGetA(from);
		int rgb[3] = {(int)TIFFGetR(from), (int)TIFFGetG(from), (int)TIFFGetB(from)};
		for (int c = 0; c < channels; c++)
			pixels[i * (gsize)channels + (gsize)c] = (guint8)MIN(rgb[c] + missing, 255);
	}
}

static Image *
read_image(TIFF *tiff, TiffJob *job, GError **error)
{
	guint32 width = 0, height = 0;
	guint16 photometric = PHOTOMETRIC_RGB;
	char why[1024] = "";
	TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
	TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
	TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
	int channels = photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE ? 1 : 3;
	gsize size = header_size(width, height, channels, error);
	if (size == 0)
		return NULL;
	if (!is_complete(tiff, job->file->size)) {
		decode_fail_damaged(error, "TIFF", TRUE);
		return NULL;
	}
	if (!TIFFRGBAImageOK(tiff, why)) {
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_UNSUPPORTED, "a kind of TIFF that is not taken");
		return NULL;
	}
	gsize n = (gsize)width * (gsize)height;
	g_autofree guint8 *raster = pixels_alloc(n * 4, error);
	if (raster == NULL)
		return NULL;
	job->failed = FALSE;
	if (!TIFFReadRGBAImageOriented(tiff, width, height, (guint32 *)(void *)raster, ORIENTATION_TOPLEFT, 1) ||
		job->failed) {
		decode_fail_damaged(error, "TIFF", FALSE);
		return NULL;
	}
	pack(raster, n, channels);
	guint8 *smaller = g_try_realloc(raster, size);
	raster = NULL;
	return image_of_pixels((int)width, (int)height, channels, resolution(tiff), smaller);
}

/* TRUE where the first directory lies whole in the file, so that what is wrong with it is not its length. */
static gboolean
has_directory(const EncodedFile *file)
{
	if (file->size < 8)
		return FALSE;
	gboolean big_endian = file->data[0] == 'M';
	guint32 offset;
	guint16 n;
	memcpy(&offset, file->data + 4, 4);
	offset = big_endian ? GUINT32_FROM_BE(offset) : GUINT32_FROM_LE(offset);
	if (offset > file->size - 2)
		return FALSE;
	memcpy(&n, file->data + offset, 2);
	n = big_endian ? GUINT16_FROM_BE(n) : GUINT16_FROM_LE(n);
	return (gsize)n * 12 + 4 <= file->size - 2 - offset;
}

Image *
tiff_decode(const EncodedFile *file, int image, int *n_images, GError **error)
{
	TiffJob job = {.file = file};
	TIFF *tiff = open_memory(&job);
	if (tiff == NULL) {
		if (has_directory(file))
			g_set_error_literal(
				error, STATION_ERROR, STATION_ERROR_NOT_AN_IMAGE, "the TIFF header makes no sense");
		else
			decode_fail_damaged(error, "TIFF", TRUE);
		return NULL;
	}
	*n_images = count_images(tiff, &job);
	Image *result = NULL;
	if (image < 1 || image > *n_images)
		g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "page %d of a file of %d", image, *n_images);
	else if (*n_images >= DECODE_MAX_IMAGES)
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "more than %d pages in one file",
			DECODE_MAX_IMAGES - 1);
	else if (!TIFFSetDirectory(tiff, (tdir_t)(image - 1)))
		decode_fail_damaged(error, "TIFF", TRUE);
	else
		result = read_image(tiff, &job, error);
	TIFFClose(tiff);
	return result;
}

int
tiff_count(const EncodedFile *file)
{
	TiffJob job = {.file = file};
	TIFF *tiff = open_memory(&job);
	int n = tiff != NULL ? count_images(tiff, &job) : 1;
	if (tiff != NULL)
		TIFFClose(tiff);
	return n;
}
