/* Grey Image <-> Leptonica's Pix, inside this folder only. */
#pragma once
#include "app/dossier/image.h"
#include <leptonica/allheaders.h>

static inline void
pix_cleanup(PIX **pix)
{
	if (*pix != NULL)
		pixDestroy(pix);
}
#define AUTO_PIX __attribute__((cleanup(pix_cleanup))) PIX *

/* Copies. NULL: no memory. */
PIX *pix_of_image(const Image *grey);
Image *image_of_pix(PIX *pix, int dpi);
