#include "drivers/scan/folder/folder_image.h"
#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <jpeglib.h>

enum { METRE_PER_INCH_X10000 = 254, CM_PER_INCH_X100 = 254, MIN_DPI = 100, MAX_DPI = 4800 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FILE, fclose)

void
folder_image_free(FolderImage *image)
{
	if (image == NULL)
		return;
	g_free(image->pixels);
	g_free(image);
}

static gboolean
allocate(FolderImage *image, guint64 width, guint64 height, int channels)
{
	if (width == 0 || height == 0 || width > FOLDER_IMAGE_MAX_SIDE || height > FOLDER_IMAGE_MAX_SIDE ||
		width * height > FOLDER_IMAGE_MAX_PIXELS)
		return FALSE;
	image->width = (int)width;
	image->height = (int)height;
	image->channels = channels;
	image->pixels = g_try_malloc(width * height * (guint64)channels);
	return image->pixels != NULL;
}

static guint8 *
row(const FolderImage *image, int y)
{
	return image->pixels + (gsize)y * (gsize)image->width * (gsize)image->channels;
}

/* --- PNG --- */

typedef struct {
	png_structp png;
	png_infop info;
	FolderImage *image;
	char message[200];
} PngReader;

static void
png_failed(png_structp png, png_const_charp message)
{
	PngReader *reader = png_get_error_ptr(png);
	g_strlcpy(reader->message, message, sizeof reader->message);
	longjmp(png_jmpbuf(png), 1);
}

static void
png_warned(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

/* Everything that libpng may leave by longjmp; no local of its own changes after setjmp. */
static gboolean
png_fill(PngReader *r, FILE *file)
{
	if (setjmp(png_jmpbuf(r->png)))
		return FALSE;
	png_init_io(r->png, file);
	png_set_user_limits(r->png, FOLDER_IMAGE_MAX_SIDE, FOLDER_IMAGE_MAX_SIDE);
	png_read_info(r->png, r->info);
	png_set_expand(r->png);
	png_set_strip_16(r->png);
	if (png_get_color_type(r->png, r->info) & PNG_COLOR_MASK_ALPHA ||
		png_get_valid(r->png, r->info, PNG_INFO_tRNS)) {
		static const png_color_16 white = {0, 255, 255, 255, 255};
		png_set_background(r->png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
	}
	png_set_interlace_handling(r->png);
	png_read_update_info(r->png, r->info);
	int channels = png_get_channels(r->png, r->info);
	if (channels != 1 && channels != 3)
		png_error(r->png, "unexpected number of channels");
	if (!allocate(r->image, png_get_image_width(r->png, r->info), png_get_image_height(r->png, r->info), channels))
		png_error(r->png, "too large");
	r->image->dpi =
		(int)(((guint64)png_get_pixels_per_meter(r->png, r->info) * METRE_PER_INCH_X10000 + 5000) / 10000);
	for (int pass = png_get_interlace_type(r->png, r->info) == PNG_INTERLACE_NONE ? 6 : 0; pass < 7; pass++) {
		for (int y = 0; y < r->image->height; y++)
			png_read_row(r->png, row(r->image, y), NULL);
	}
	return TRUE;
}

static gboolean
png_load(FILE *file, FolderImage *image, char **why)
{
	PngReader r = {.image = image};
	r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, png_failed, png_warned);
	r.info = r.png != NULL ? png_create_info_struct(r.png) : NULL;
	gboolean ok = r.info != NULL && png_fill(&r, file);
	if (!ok)
		*why = g_strdup(r.message);
	png_destroy_read_struct(&r.png, &r.info, NULL);
	return ok;
}

/* --- JPEG --- */

typedef struct {
	struct jpeg_error_mgr manager;
	jmp_buf jump;
	char message[JMSG_LENGTH_MAX];
} JpegTrap;

static void
jpeg_failed(j_common_ptr info)
{
	JpegTrap *trap = (JpegTrap *)info->err;
	info->err->format_message(info, trap->message);
	longjmp(trap->jump, 1);
}

static void
jpeg_warned(j_common_ptr info, int level)
{
	if (level < 0) /* damaged data: a page with holes is no page */
		jpeg_failed(info);
}

static gboolean
jpeg_fill(struct jpeg_decompress_struct *jpeg, JpegTrap *trap, FILE *file, FolderImage *image)
{
	if (setjmp(trap->jump))
		return FALSE;
	jpeg_create_decompress(jpeg);
	jpeg_stdio_src(jpeg, file);
	jpeg_read_header(jpeg, TRUE);
	jpeg->out_color_space = jpeg->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_start_decompress(jpeg);
	if (!allocate(image, jpeg->output_width, jpeg->output_height, jpeg->output_components)) {
		g_strlcpy(trap->message, "too large", sizeof trap->message);
		longjmp(trap->jump, 1);
	}
	if (jpeg->density_unit == 1)
		image->dpi = jpeg->X_density;
	else if (jpeg->density_unit == 2)
		image->dpi = (jpeg->X_density * CM_PER_INCH_X100 + 50) / 100;
	while (jpeg->output_scanline < jpeg->output_height) {
		JSAMPROW line = row(image, (int)jpeg->output_scanline);
		jpeg_read_scanlines(jpeg, &line, 1);
	}
	jpeg_finish_decompress(jpeg);
	return TRUE;
}

static gboolean
jpeg_load(FILE *file, FolderImage *image, char **why)
{
	struct jpeg_decompress_struct jpeg = {0};
	JpegTrap trap = {0};
	jpeg.err = jpeg_std_error(&trap.manager);
	trap.manager.error_exit = jpeg_failed;
	trap.manager.emit_message = jpeg_warned;
	gboolean ok = jpeg_fill(&jpeg, &trap, file, image);
	if (!ok)
		*why = g_strdup(trap.message);
	jpeg_destroy_decompress(&jpeg);
	return ok;
}

/* --- PNM: P4, P5, P6 with at most 8 bits --- */

/* A number of the header, after blanks and comments; the one blank after it is taken. 0: none. */
static guint64
pnm_number(FILE *file)
{
	int c = getc(file);
	while (g_ascii_isspace(c) || c == '#') {
		while (c == '#' && c != EOF && (c = getc(file)) != '\n' && c != EOF)
			c = '#';
		c = getc(file);
	}
	guint64 number = 0;
	for (; g_ascii_isdigit(c) && number < G_MAXINT; c = getc(file))
		number = number * 10 + (guint64)(c - '0');
	return g_ascii_isspace(c) ? number : 0;
}

static gboolean
pnm_load(FILE *file, FolderImage *image, char **why)
{
	int magic = getc(file) == 'P' ? getc(file) : 0;
	guint64 width = pnm_number(file), height = pnm_number(file), maximum = magic == '4' ? 1 : pnm_number(file);
	*why = g_strdup("not a PNM of at most 8 bits, truncated or too large");
	if (maximum == 0 || maximum > 255 || !allocate(image, width, height, magic == '6' ? 3 : 1))
		return FALSE;
	gsize n = (gsize)(image->width * image->channels);
	g_autofree guint8 *bits = g_malloc((n + 7) / 8);
	for (int y = 0; y < image->height; y++) {
		guint8 *line = row(image, y);
		if (magic != '4') {
			if (fread(line, 1, n, file) != n)
				return FALSE;
			for (gsize x = 0; maximum != 255 && x < n; x++)
				line[x] = (guint8)(MIN(line[x], maximum) * 255 / maximum);
			continue;
		}
		if (fread(bits, 1, (n + 7) / 8, file) != (n + 7) / 8)
			return FALSE;
		for (gsize x = 0; x < n; x++)
			line[x] = (bits[x / 8] >> (7 - x % 8)) & 1 ? 0 : 255;
	}
	g_clear_pointer(why, g_free);
	return TRUE;
}

FolderImage *
folder_image_load(const char *path, GError **error)
{
	g_autoptr(FILE) file = fopen(path, "rbe");
	if (file == NULL) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s: %s", path, g_strerror(errno));
		return NULL;
	}
	guint8 head[4] = {0};
	gsize n = fread(head, 1, sizeof head, file);
	rewind(file);
	g_autofree char *why = NULL;
	g_autoptr(FolderImage) image = g_new0(FolderImage, 1);
	gboolean ok = FALSE;
	if (n == 4 && memcmp(head, "\x89PNG", 4) == 0)
		ok = png_load(file, image, &why);
	else if (n == 4 && memcmp(head, "\xff\xd8\xff", 3) == 0)
		ok = jpeg_load(file, image, &why);
	else if (n == 4 && head[0] == 'P' && head[1] >= '4' && head[1] <= '6')
		ok = pnm_load(file, image, &why);
	else
		why = g_strdup(n == 0 ? "empty" : "neither PNG, JPEG nor binary PNM");
	if (!ok) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", path, why);
		return NULL;
	}
	if (image->dpi < MIN_DPI || image->dpi > MAX_DPI)
		image->dpi = FOLDER_IMAGE_DEFAULT_DPI;
	return g_steal_pointer(&image);
}

FolderImage *
folder_image_blank(int width, int height, int dpi)
{
	FolderImage *image = g_new0(FolderImage, 1);
	*image = (FolderImage){width, height, 1, dpi, g_malloc((gsize)width * (gsize)height)};
	memset(image->pixels, 255, (gsize)width * (gsize)height);
	return image;
}

void
folder_image_convert(FolderImage *image, int channels)
{
	if (image->channels == channels)
		return;
	gsize n = (gsize)image->width * (gsize)image->height;
	guint8 *to = g_malloc(n * (gsize)channels);
	const guint8 *from = image->pixels;
	for (gsize i = 0; i < n; i++) {
		if (channels == 1) /* Rec. 601 luma, in 1/256 */
			to[i] = (guint8)((77 * from[3 * i] + 150 * from[3 * i + 1] + 29 * from[3 * i + 2] + 128) >> 8);
		else
			memset(to + 3 * i, from[i], 3);
	}
	g_free(image->pixels);
	image->pixels = to;
	image->channels = channels;
}
