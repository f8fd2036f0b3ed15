/* One decoder per format, for image_decode.c alone: each takes bytes that bear the format's signature. */
#pragma once
#include "app/image/image_decode.h"

typedef struct {
	const guint8 *data;
	gsize size;
} EncodedFile;

Image *png_decode(const EncodedFile *file, GError **error);
Image *jpeg_decode(const EncodedFile *file, GError **error);
Image *pnm_decode(const EncodedFile *file, GError **error);
Image *tiff_decode(const EncodedFile *file, int image, int *n_images, GError **error);

int tiff_count(const EncodedFile *file);

/* Bytes of an image with these sides as a header states them; 0 with error when it is outside the limits. */
gsize header_size(gint64 width, gint64 height, int channels, GError **error);

/* Bytes for pixels, or NULL with error. */
guint8 *pixels_alloc(gsize size, GError **error);

/* Takes the pixels over. */
Image *image_of_pixels(int width_px, int height_px, int channels, int dpi, guint8 *pixels);

/* Dots per inch of a resolution per metre or inch; 0 for what no scanner has. */
int dpi_plausible(double dpi);

void decode_fail_damaged(GError **error, const char *format, gboolean at_end);
