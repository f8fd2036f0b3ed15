/* Text lines with digit strings among letters, drawn in many faces and then spoiled: what a classifier of digits is
 * trained on. Pieces, frames and cells come from the reader's own code. Everything follows from the generator given. */
#pragma once
#include "app/glyphs/digit_ink.h"

/* A face and the sets of digits (bits, by number) it draws in their true forms. */
typedef struct {
	const char *family;
	guint sets;
	gboolean is_urdu; /* its eastern six has the form of the Arabic-Indic one */
} DigitFace;

enum { DIGIT_PLAN_SETS = 2 };

typedef struct {
	const DigitFace *faces;          /* ends with a family NULL */
	const char *const *plain_faces;  /* for what a face lacks: signs, Latin letters; ends with NULL */
	gunichar zeros[DIGIT_PLAN_SETS]; /* first digit of each set; 0: the set is left out */
	int n_digits;                    /* that follow each zero */
	const char *letters;             /* UTF-8, of the script */
	const char *marks;               /* UTF-8, that stand on letters; may be empty */
	const char *const *languages;    /* BCP 47, for forms that differ by language; ends with NULL */
	gboolean is_rtl;
	int n_classes;
	const gunichar *classes;                              /* the last one 0: none of them */
	gunichar (*shape)(const DigitFace *face, gunichar c); /* the class that bears a character's shape */
} DigitPlan;

/* What to cut: arguments of digit_cell_cut(). */
typedef struct {
	DigitPart part;
	DigitFrame frame;
	int label; /* index into the classes */
} DigitCut;

typedef struct {
	int width_px, height_px;
	guint8 *pixels;
	DigitInk *ink;
	GArray *cuts; /* DigitCut */
} DigitSample;

typedef struct DigitPages DigitPages;

/* Opens the plan's faces; those that are not installed are named on standard error and left out; none at all is an
 * error. plan must outlive the result. */
DigitPages *digit_pages_new(const DigitPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void digit_pages_free(DigitPages *pages);

/* Free with digit_sample_clear(). ink may be NULL: nothing was legible. */
void digit_pages_draw(DigitPages *pages, GRand *random, DigitSample *sample);
void digit_sample_clear(DigitSample *sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DigitPages, digit_pages_free)
