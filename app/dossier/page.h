/* One side of a sheet, as scanned. */
#pragma once
#include "app/dossier/geometry.h"

typedef enum {
	PAGE_BLURRED = 1 << 0,
	PAGE_CLIPPED = 1 << 1, /* text runs off the edge */
	PAGE_DARK = 1 << 2,
	PAGE_FAINT = 1 << 3,
	PAGE_GLARE = 1 << 4,
	PAGE_SMALL = 1 << 5,
	PAGE_LOW_RESOLUTION = 1 << 6,
	PAGE_BLANK = 1 << 7,
	PAGE_ORIENTATION_UNSURE = 1 << 8,
} PageQuality; /* a set; 0: nothing to say */

enum { PAGE_QUALITY_N = 9 };

typedef struct {
	char *path;              /* of the file as given; NULL when it came from a scanner */
	int image;               /* page inside a multi-page file, from 1 */
	int width_px, height_px; /* as given */
	Box area;                /* of one paper among others on the glass, as given; empty: the page is all of it */
	int dpi;                 /* stated or estimated; 0: not known */
	int rotation;            /* 0, 90, 180, 270 clockwise turns it upright */
	double skew_degrees;     /* of the page so turned, clockwise positive */
	guint quality;           /* PageQuality */
	char *language;          /* main language of the text, "fra", "ara"...; NULL: none found */
	GPtrArray *words;        /* Word, owned; boxes on the page as given */
} Page;

Page *page_new(void);
void page_free(Page *page);

/* "blurred", "clipped"... for 1 << index; NULL past the end. */
const char *page_quality_name(int index);
gboolean page_quality_parse(const char *name, PageQuality *quality);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)
