/* A page as given -> the same page upright, level and readable, and how it was turned. */
#pragma once
#include "app/codes/mrz_read.h"
#include "app/image/text_structure.h"
#include "app/ocr/page_text.h"

typedef struct {
	Image *page;             /* grey, upright, level, even ground */
	GArray *lines;           /* Box: text lines on it */
	PageTransform transform; /* from the page as given */
	TextStructure structure; /* of the page as given */
	PageText *text;          /* of these lines; the engines and languages given must outlive it */
	TextTrial trial;         /* model NULL: nothing legible */
	gboolean sure;           /* which side is up is beyond doubt */
} Upright;

/* grey: the page as given. languages: of the papers, or NULL. Errors: TOO_LARGE (no memory). */
gboolean upright_find(Engines *engines, const Glyphs *glyphs, const Image *grey, const char *const *languages,
	Upright *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void upright_clear(Upright *upright);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Upright, upright_clear)
