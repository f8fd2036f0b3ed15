/* What lies on the glass: one paper that fills it, or cards, booklets and slips, at any angle; and what of the picture
 * is no paper at all. */
#pragma once
#include "app/dossier/geometry.h"
#include "app/dossier/image.h"

enum { PAGE_ITEMS_MAX = 8 };

typedef struct {
	GArray *items; /* TurnedBox, in reading order, at most PAGE_ITEMS_MAX; empty: the page is one paper */
	guint8 *dirt;  /* lid, black borders, punch holes: dirt_width * dirt_height cells of cell_px; NULL: none */
	int dirt_width, dirt_height, cell_px;
	int paper; /* level of the paper */
} PageItems;

/* image: as given, grey or colour. An item is told by its ground, which differs from the lid's, as paper on a black lid
 * or a printed card on a white one, and only where nothing is written beside the items; white paper on a white lid is
 * read together. NULL: no memory. */
PageItems *page_items_find(const Image *image);
void page_items_free(PageItems *items);

/* The image with its dirt painted as paper; the same pixels (shared) where there is none. NULL: no memory. */
Image *page_items_clean(const PageItems *items, const Image *image);

/* The pixels of one item, level; *item becomes exactly what was cut. What lies beside the page is white. NULL: no
 * memory, or smaller than an image can be. */
Image *page_item_cut(const Image *image, TurnedBox *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PageItems, page_items_free)
