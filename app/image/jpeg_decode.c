#include "app/image/image_formats.h"
#include "firmware/base/error.h"
#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>

enum { MAX_SCANS = 200 }; /* a progressive file repeats its scans; thousands of them are a time bomb */

typedef struct {
	struct jpeg_error_mgr base;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	gboolean at_end, damaged;
	guint8 *pixels;
	GError *error;
} JpegJob;

static void
fail(j_common_ptr cinfo)
{
	JpegJob *job = (JpegJob *)(void *)cinfo->err;
	job->damaged = TRUE;
	longjmp(job->out, 1);
}

/* Warnings are faults in the data that the library paints over; a page of which a part is invented is not read, and no
 * time is spent on the rest of it. */
static void
note(j_common_ptr cinfo, int level)
{
	JpegJob *job = (JpegJob *)(void *)cinfo->err;
	if (level >= 0)
		return;
	switch (cinfo->err->msg_code) {
	case JWRN_JPEG_EOF:
		job->at_end = TRUE;
		longjmp(job->out, 1);
	case JWRN_EXTRANEOUS_DATA: /* filling bytes between markers, and things of the maker's: harmless */
	case JWRN_ADOBE_XFORM:
	case JWRN_JFIF_MAJOR:
	case JWRN_TOO_MUCH_DATA:
		break;
	default:
		fail(cinfo);
	}
}

static void
count_scans(j_common_ptr cinfo)
{
	if (cinfo->is_decompressor && ((j_decompress_ptr)(void *)cinfo)->input_scan_number > MAX_SCANS)
		fail(cinfo);
}

/* Adobe's CMYK is stored inverted: 255 is no ink. */
static void
row_of_cmyk(const guint8 *in, guint8 *out, int width, gboolean inverted)
{
	for (int x = 0; x < width; x++, in += 4, out += 3)
		for (int c = 0; c < 3; c++) {
			int ink = inverted ? in[c] : 255 - in[c], black = inverted ? in[3] : 255 - in[3];
			out[c] = (guint8)(ink * black / 255);
		}
}

static void
read_rows(j_decompress_ptr cinfo, JpegJob *job, int channels)
{
	gsize stride = (gsize)cinfo->output_width * (gsize)channels;
	gboolean cmyk = cinfo->out_color_space == JCS_CMYK;
	JSAMPARRAY line = NULL;
	if (cmyk)
		line = cinfo->mem->alloc_sarray((j_common_ptr)cinfo, JPOOL_IMAGE, cinfo->output_width * 4, 1);
	while (cinfo->output_scanline < cinfo->output_height) {
		JSAMPROW row = job->pixels + (gsize)cinfo->output_scanline * stride;
		jpeg_read_scanlines(cinfo, line != NULL ? line : &row, 1);
		if (line != NULL)
			row_of_cmyk(line[0], row, (int)cinfo->output_width, cinfo->saw_Adobe_marker);
	}
}

/* Leaves by longjmp on a fault. */
static Image *
read_all(j_decompress_ptr cinfo, JpegJob *job)
{
	jpeg_read_header(cinfo, TRUE);
	int channels = cinfo->jpeg_color_space == JCS_GRAYSCALE ? 1 : 3;
	gsize size = header_size(cinfo->image_width, cinfo->image_height, channels, &job->error);
	if (size == 0)
		return NULL;
	int dpi = 0;
	if (cinfo->saw_JFIF_marker && cinfo->density_unit != 0)
		dpi = dpi_plausible(cinfo->X_density * (cinfo->density_unit == 2 ? 2.54 : 1.0));
	if (cinfo->jpeg_color_space == JCS_CMYK || cinfo->jpeg_color_space == JCS_YCCK)
		cinfo->out_color_space = JCS_CMYK;
	else
		cinfo->out_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_start_decompress(cinfo);
	job->pixels = pixels_alloc(size, &job->error);
	if (job->pixels == NULL)
		return NULL;
	read_rows(cinfo, job, channels);
	jpeg_finish_decompress(cinfo);
	if (job->at_end || job->damaged)
		return NULL;
	return image_of_pixels(
		(int)cinfo->output_width, (int)cinfo->output_height, channels, dpi, g_steal_pointer(&job->pixels));
}

Image *
jpeg_decode(const EncodedFile *file, GError **error)
{
	JpegJob job = {.progress.progress_monitor = count_scans};
	struct jpeg_decompress_struct cinfo = {0};
	cinfo.err = jpeg_std_error(&job.base);
	job.base.error_exit = fail;
	job.base.emit_message = note;
	Image *volatile image = NULL;
	if (setjmp(job.out) == 0) {
		jpeg_create_decompress(&cinfo);
		cinfo.progress = &job.progress;
		cinfo.mem->max_memory_to_use = DECODE_MAX_SCRATCH;
		jpeg_mem_src(&cinfo, file->data, (unsigned long)file->size);
		image = read_all(&cinfo, &job);
	}
	jpeg_destroy_decompress(&cinfo);
	g_free(job.pixels);
	if (image != NULL)
		return image;
	if (job.error != NULL)
		g_propagate_error(error, job.error);
	else if (job.base.msg_code == JERR_SOF_UNSUPPORTED || job.base.msg_code == JERR_ARITH_NOTIMPL ||
		 job.base.msg_code == JERR_BAD_PRECISION || job.base.msg_code == JERR_CONVERSION_NOTIMPL)
		g_set_error_literal(
			error, STATION_ERROR, STATION_ERROR_UNSUPPORTED, "a kind of JPEG that is not taken");
	else if (job.base.msg_code == JERR_IMAGE_TOO_BIG)
		g_set_error_literal(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "the JPEG states enormous sides");
	else if (job.base.msg_code == JERR_EMPTY_IMAGE)
		header_size(0, 0, 1, error);
	else
		decode_fail_damaged(error, "JPEG", job.at_end);
	return NULL;
}
