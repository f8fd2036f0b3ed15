#include "app/image/image_decode.h"
#include "app/image/image_formats.h"
#include "firmware/base/error.h"
#include <string.h>

typedef enum { FORMAT_NONE, FORMAT_PNG, FORMAT_JPEG, FORMAT_TIFF, FORMAT_PNM, FORMAT_OTHER } Format;

static const struct {
	guint offset, length;
	const char *bytes;
	Format format;
	const char *name;
} signatures[] = {
	{0, 8, "\x89PNG\r\n\x1a\n", FORMAT_PNG, "PNG"},
	{0, 3, "\xff\xd8\xff", FORMAT_JPEG, "JPEG"},
	{0, 4, "II*\0", FORMAT_TIFF, "TIFF"},
	{0, 4, "MM\0*", FORMAT_TIFF, "TIFF"},
	{0, 4, "II+\0", FORMAT_TIFF, "BigTIFF"},
	{0, 4, "MM\0+", FORMAT_TIFF, "BigTIFF"},
	{0, 2, "P1", FORMAT_PNM, "PNM"},
	{0, 2, "P2", FORMAT_PNM, "PNM"},
	{0, 2, "P3", FORMAT_PNM, "PNM"},
	{0, 2, "P4", FORMAT_PNM, "PNM"},
	{0, 2, "P5", FORMAT_PNM, "PNM"},
	{0, 2, "P6", FORMAT_PNM, "PNM"},
	{0, 2, "P7", FORMAT_OTHER, "PAM"},
	{0, 5, "%PDF-", FORMAT_OTHER, "PDF"},
	{0, 4, "GIF8", FORMAT_OTHER, "GIF"},
	{0, 2, "BM", FORMAT_OTHER, "BMP"},
	{8, 4, "WEBP", FORMAT_OTHER, "WebP"},
	{4, 4, "ftyp", FORMAT_OTHER, "HEIF or AVIF"},
	{0, 4, "\0\0\0\x0c", FORMAT_OTHER, "JPEG 2000"},
	{0, 4, "\xff\x4f\xff\x51", FORMAT_OTHER, "JPEG 2000"},
	{0, 2, "\xff\x0a", FORMAT_OTHER, "JPEG XL"},
};

/* "P5" and "BM" also begin texts: the byte after must be one the format has there. */
static gboolean
signature_holds(guint i, const EncodedFile *file)
{
	if (file->size < signatures[i].offset + signatures[i].length ||
		memcmp(file->data + signatures[i].offset, signatures[i].bytes, signatures[i].length) != 0)
		return FALSE;
	if (signatures[i].format == FORMAT_PNM)
		return file->size < 3 || g_ascii_isspace(file->data[2]) || file->data[2] == '#';
	if (signatures[i].bytes[0] == 'B')
		return file->size > 9 && memcmp(file->data + 6, "\0\0\0\0", 4) == 0;
	return TRUE;
}

static Format
format_of(const EncodedFile *file, const char **name)
{
	for (guint i = 0; i < G_N_ELEMENTS(signatures); i++) {
		if (signature_holds(i, file)) {
			*name = signatures[i].name;
			return signatures[i].format;
		}
	}
	return FORMAT_NONE;
}

gsize
header_size(gint64 width, gint64 height, int channels, GError **error)
{
	if (width <= 0 || height <= 0) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_NOT_AN_IMAGE,
			"the header states a width or height of zero");
		return 0;
	}
	if (width > IMAGE_MAX_SIDE_PX || height > IMAGE_MAX_SIDE_PX || width * height > IMAGE_MAX_PIXELS) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_TOO_LARGE,
			"%" G_GINT64_FORMAT " x %" G_GINT64_FORMAT
			" pixels; at most %d on a side and %d Mpixel are taken",
			width, height, (int)IMAGE_MAX_SIDE_PX, IMAGE_MAX_PIXELS / 1000000);
		return 0;
	}
	gsize size = image_size((int)width, (int)height, channels);
	if (size == 0)
		g_set_error(error, STATION_ERROR, STATION_ERROR_UNSUPPORTED,
			"%" G_GINT64_FORMAT " x %" G_GINT64_FORMAT " pixels; a page has at least %d on a side", width,
			height, (int)IMAGE_MIN_SIDE_PX);
	return size;
}

guint8 *
pixels_alloc(gsize size, GError **error)
{
	guint8 *pixels = g_try_malloc(size);
	if (pixels == NULL)
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "not enough memory for the page");
	return pixels;
}

Image *
image_of_pixels(int width_px, int height_px, int channels, int dpi, guint8 *pixels)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, image_size(width_px, height_px, channels));
	return image_new(width_px, height_px, channels, dpi, bytes);
}

int
dpi_plausible(double dpi)
{
	return dpi >= 50 && dpi <= 4800 ? (int)(dpi + 0.5) : 0;
}

void
decode_fail_damaged(GError **error, const char *format, gboolean at_end)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_TRUNCATED, "the %s data %s", format,
		at_end ? "end too early" : "are damaged");
}

Image *
image_decode(GBytes *bytes, int image, int *n_images, GError **error)
{
	EncodedFile file = {NULL, 0};
	file.data = g_bytes_get_data(bytes, &file.size);
	int unused;
	if (n_images == NULL)
		n_images = &unused;
	*n_images = 1;
	if (file.size == 0) {
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_EMPTY, "the file is empty");
		return NULL;
	}
	const char *name = NULL;
	Format format = format_of(&file, &name);
	if (format != FORMAT_TIFF && image != 1) {
		g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "page %d of a file of one page", image);
		return NULL;
	}
	switch (format) {
	case FORMAT_PNG:
		return png_decode(&file, error);
	case FORMAT_JPEG:
		return jpeg_decode(&file, error);
	case FORMAT_TIFF:
		return tiff_decode(&file, image, n_images, error);
	case FORMAT_PNM:
		return pnm_decode(&file, error);
	case FORMAT_OTHER:
		g_set_error(error, STATION_ERROR, STATION_ERROR_UNSUPPORTED,
			"a %s file; PNG, JPEG, TIFF and PNM are taken", name);
		return NULL;
	case FORMAT_NONE:
		break;
	}
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_NOT_AN_IMAGE, "not an image file");
	return NULL;
}

int
image_count(GBytes *bytes)
{
	EncodedFile file = {NULL, 0};
	file.data = g_bytes_get_data(bytes, &file.size);
	const char *name;
	return format_of(&file, &name) == FORMAT_TIFF ? tiff_count(&file) : 1;
}
