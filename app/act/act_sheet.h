/* The page of an act: measured blocks, then drawn. Internal to act/. */
#pragma once
#include <cairo.h>
#include <glib.h>
#include <pango/pangocairo.h>

typedef enum {
	BLOCK_HEADING, /* a section's title */
	BLOCK_FIELD,   /* label, value, small print below */
	BLOCK_OPEN,    /* label, what is to be done, why: on tinted ground with a bar */
	BLOCK_NOTE     /* a framed remark over the whole width */
} BlockKind;

typedef struct {
	BlockKind kind;
	char *label;  /* of a heading: the title; of a note: NULL */
	char *value;  /* or NULL */
	char *remark; /* to be confirmed, and why; or NULL */
	char *small;  /* sources, reasons; or NULL */
} Block;

typedef struct {
	char *title, *subtitle;     /* "Certificat de naissance" */
	char *office, *office_line; /* head of the first page */
	char *file;                 /* "N° de dossier : ..." */
	char *watermark, *notice;
	const char *page_format; /* "%1$s/%2$s" */
	GPtrArray *blocks;       /* Block, owned */
} Sheet;

Sheet *sheet_new(void);
void sheet_free(Sheet *sheet);
/* Texts may be NULL where the kind has none; they are copied. */
void
sheet_add(Sheet *sheet, BlockKind kind, const char *label, const char *value, const char *remark, const char *small);

/* Draws all pages as one PDF, not yet attached to anything. Errors: FAILED for a missing font or a drawing failure,
 * UNSUPPORTED where no font has a character of a value. */
GByteArray *sheet_draw(const Sheet *sheet, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)
