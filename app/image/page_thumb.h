/* A page made small, for what shows at the scale of millimetres: about 75 dots per inch of an A4 page. */
#pragma once
#include "app/dossier/image.h"

typedef struct {
	int width, height;
	int factor;            /* pixels of the page along one of the thumb */
	double px_per_mm;      /* of the thumb; a page of unknown resolution is taken for A4 */
	guint8 *grey, *chroma; /* width * height: luma; how far the colours are apart (0: grey) */
} PageThumb;

/* image may be grey or colour. NULL: no memory. */
PageThumb *page_thumb_new(const Image *image);
void page_thumb_free(PageThumb *thumb);

/* The level that a share (0 to 1) of the thumb's grey is not above. */
int page_thumb_level(const PageThumb *thumb, double share);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PageThumb, page_thumb_free)
