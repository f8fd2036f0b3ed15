#include "app/image/image_formats.h"
#include "firmware/base/error.h"
#include <png.h>
#include <setjmp.h>
#include <string.h>

typedef struct {
	const EncodedFile *file;
	gsize offset;
	gboolean at_end; /* the library asked for more than there is */
	guint8 *pixels;
	png_bytep *rows;
	GError *error; /* set by us; the library's own errors are "damaged" */
	int width, height, channels, dpi;
} PngJob;

static void
read_bytes(png_structp png, png_bytep out, size_t n)
{
	PngJob *job = png_get_io_ptr(png);
	if (n > job->file->size - job->offset) {
		job->at_end = TRUE;
		png_error(png, "end");
	}
	memcpy(out, job->file->data + job->offset, n);
	job->offset += n;
}

G_GNUC_NORETURN static void
fail(png_structp png, png_const_charp message G_GNUC_UNUSED)
{
	png_longjmp(png, 1);
}

static void
ignore(png_structp png G_GNUC_UNUSED, png_const_charp message G_GNUC_UNUSED)
{
}

/* Everything becomes 8 bits, grey or red green blue, without alpha. */
static void
set_transforms(png_structp png, png_infop info)
{
	int depth = png_get_bit_depth(png, info), type = png_get_color_type(png, info);
	gboolean transparent = (type & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(png, info, PNG_INFO_tRNS);
	png_set_expand(png);
	if (transparent) {
		png_uint_16 full = depth == 16 ? 0xffff : 0xff;
		png_color_16 white = {.red = full, .green = full, .blue = full, .gray = full};
		png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
	}
	if (depth == 16)
		png_set_scale_16(png);
	png_set_interlace_handling(png);
	png_read_update_info(png, info);
}

/* Leaves by longjmp on any fault in the data. */
static gboolean
read_all(png_structp png, png_infop info, PngJob *job)
{
	png_read_info(png, info);
	int type = png_get_color_type(png, info);
	job->channels = (type & PNG_COLOR_MASK_COLOR) != 0 ? 3 : 1;
	gsize size = header_size(
		png_get_image_width(png, info), png_get_image_height(png, info), job->channels, &job->error);
	if (size == 0)
		return FALSE;
	job->width = (int)png_get_image_width(png, info);
	job->height = (int)png_get_image_height(png, info);
	job->dpi = dpi_plausible(png_get_x_pixels_per_meter(png, info) * 0.0254);
	set_transforms(png, info);
	gsize stride = (gsize)job->width * (gsize)job->channels;
	if (png_get_rowbytes(png, info) != stride)
		png_error(png, "row size");
	job->pixels = pixels_alloc(size, &job->error);
	if (job->pixels == NULL)
		return FALSE;
	job->rows = g_new(png_bytep, (gsize)job->height);
	for (int y = 0; y < job->height; y++)
		job->rows[y] = job->pixels + (gsize)y * stride;
	png_read_image(png, job->rows);
	png_read_end(png, NULL);
	return TRUE;
}

Image *
png_decode(const EncodedFile *file, GError **error)
{
	PngJob job = {.file = file};
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, fail, ignore);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	volatile gboolean ok = FALSE;
	if (info != NULL && setjmp(png_jmpbuf(png)) == 0) {
		png_set_read_fn(png, &job, read_bytes);
		png_set_user_limits(png, 0x7fffffff, 0x7fffffff); /* header_size() judges, with a better message */
		png_set_chunk_malloc_max(png, 8 * 1024 * 1024);
		png_set_chunk_cache_max(png, 128);
		png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
		ok = read_all(png, info, &job);
	}
	png_destroy_read_struct(&png, &info, NULL);
	g_free(job.rows);
	if (ok)
		return image_of_pixels(job.width, job.height, job.channels, job.dpi, job.pixels);
	g_free(job.pixels);
	if (job.error != NULL)
		g_propagate_error(error, job.error);
	else
		decode_fail_damaged(error, "PNG", job.at_end);
	return NULL;
}
