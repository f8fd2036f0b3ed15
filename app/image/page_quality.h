/* What is wrong with a page as a picture, so that it can be scanned again while its owner still sits there. */
#pragma once
#include "app/dossier/page.h"
#include "app/image/text_structure.h"

/* given: the page as given, grey; upright: the page made upright, level, on an even ground, and its text lines.
 * ORIENTATION_UNSURE is not judged here. Returns a set of PageQuality. */
guint page_quality_judge(
	const Image *given, const Image *upright, const GArray *lines, const TextStructure *structure, int dpi);
