/* A page in colours made grey for a reader of text. */
#pragma once
#include "app/dossier/image.h"

/* Luma, but coloured ink that crosses dark neutral text (a stamp, a seal, a ground of fine lines) becomes paper there,
 * as a filter of its colour would show it: the text under it stays. Coloured ink that crosses no such text stays as
 * dark as it is: it may be the text. Shares the pixels of a grey image. NULL: no memory. */
Image *image_grey_for_text(const Image *image);
