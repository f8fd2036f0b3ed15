/* One page with what was read on it: upright, each fact's box drawn and named. The paper an agent or a technician looks
 * at to see where every value comes from. */
#pragma once
#include "app/dossier/document.h"
#include "app/dossier/image.h"

enum { PAGE_PROOF_SIDE_PX = 1754 }; /* the longer side: A4 at 150 dpi */

/* image: the page as given. facts: of the document (Fact); those of page_number are drawn. PNG; caller owns it. */
GBytes *page_proof(const Image *image, const Page *page, const GPtrArray *facts, int page_number,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
