/* Words in print and in handwriting, drawn and then spoiled: what the classifier that tells them apart is trained on.
 * Everything follows from the generator given. */
#pragma once
#include "app/dossier/geometry.h"
#include <glib.h>

typedef enum {
	HAND_FACE_PRINT,   /* drawn as it is; some of these words are drawn again with a pen's strokes */
	HAND_FACE_WRITING, /* imitates a hand */
} HandFaceKind;

typedef struct {
	const char *family;
	HandFaceKind kind;
	const char *letters; /* UTF-8, what it writes: small letters; NULL: Latin, with capitals */
} HandFace;

typedef struct {
	int width_px, height_px;
	guint8 *pixels;
	Box word; /* its ink, as a reader would box it */
	gboolean by_hand;
} HandSample;

typedef struct HandPages HandPages;

/* faces ends with a family NULL. Those that are not installed are named on standard error and left out; a kind without
 * any is an error. faces must outlive the result. */
HandPages *hand_pages_new(const HandFace *faces, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hand_pages_free(HandPages *pages);

/* One word. Free with hand_sample_clear(). */
void hand_pages_draw(HandPages *pages, GRand *random, HandSample *sample);
void hand_sample_clear(HandSample *sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HandPages, hand_pages_free)
