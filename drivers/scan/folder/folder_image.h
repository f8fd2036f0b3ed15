/* A page image of the tray, decoded: PNG, JPEG or binary PNM, told by its first bytes. These files are the tester's
 * own, yet sizes are checked before memory is taken. */
#pragma once
#include <glib.h>

enum { FOLDER_IMAGE_MAX_PIXELS = 64 * 1000 * 1000, FOLDER_IMAGE_MAX_SIDE = 30000, FOLDER_IMAGE_DEFAULT_DPI = 300 };

typedef struct {
	int width, height; /* pixels */
	int channels;      /* 1 grey, 3 red green blue */
	int dpi;           /* as stated; FOLDER_IMAGE_DEFAULT_DPI where nothing or less than 100 is stated */
	guint8 *pixels;
} FolderImage;

FolderImage *folder_image_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A white page. */
FolderImage *folder_image_blank(int width, int height, int dpi);
void folder_image_free(FolderImage *image);

/* Makes it grey (channels 1) or colour (3) in place. */
void folder_image_convert(FolderImage *image, int channels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FolderImage, folder_image_free)
