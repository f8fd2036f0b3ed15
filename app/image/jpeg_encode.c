#include "app/image/image_change.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>

typedef struct {
	struct jpeg_error_mgr base;
	jmp_buf out;
} EncodeErrors;

static void
fail(j_common_ptr cinfo)
{
	longjmp(((EncodeErrors *)(void *)cinfo->err)->out, 1);
}

static void
write_rows(j_compress_ptr cinfo, const Image *image, guint8 *grey_row)
{
	const guint8 *pixels = g_bytes_get_data(image->pixels, NULL);
	gsize stride = (gsize)image->width_px * (gsize)image->channels;
	while (cinfo->next_scanline < cinfo->image_height) {
		const guint8 *p = pixels + (gsize)cinfo->next_scanline * stride;
		JSAMPROW row = (JSAMPROW)(guintptr)p;
		if (image->channels == 3 && cinfo->input_components == 1) {
			for (int x = 0; x < image->width_px; x++, p += 3)
				grey_row[x] = (guint8)((p[0] * 77 + p[1] * 151 + p[2] * 28) >> 8);
			row = grey_row;
		}
		jpeg_write_scanlines(cinfo, &row, 1);
	}
}

GBytes *
image_to_jpeg(const Image *image, int quality)
{
	g_autofree guint8 *grey_row = g_malloc((gsize)image->width_px);
	gboolean colour = image_has_colour(image);
	EncodeErrors errors;
	struct jpeg_compress_struct cinfo = {0};
	unsigned char *data = NULL;
	unsigned long size = 0;
	cinfo.err = jpeg_std_error(&errors.base);
	errors.base.error_exit = fail;
	if (setjmp(errors.out) != 0) {
		jpeg_destroy_compress(&cinfo);
		free(data);
		return NULL;
	}
	jpeg_create_compress(&cinfo);
	jpeg_mem_dest(&cinfo, &data, &size);
	cinfo.image_width = (JDIMENSION)image->width_px;
	cinfo.image_height = (JDIMENSION)image->height_px;
	cinfo.input_components = colour ? 3 : 1;
	cinfo.in_color_space = colour ? JCS_RGB : JCS_GRAYSCALE;
	jpeg_set_defaults(&cinfo);
	jpeg_set_quality(&cinfo, quality, TRUE);
	if (image->dpi > 0) {
		cinfo.density_unit = 1;
		cinfo.X_density = cinfo.Y_density = (UINT16)MIN(image->dpi, 65535);
	}
	jpeg_start_compress(&cinfo, TRUE);
	write_rows(&cinfo, image, grey_row);
	jpeg_finish_compress(&cinfo);
	jpeg_destroy_compress(&cinfo);
	return g_bytes_new_with_free_func(data, size, free, data);
}
