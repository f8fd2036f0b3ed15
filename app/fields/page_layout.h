/* Words of a page -> tokens, segments and lines, from their boxes alone: on forms and tables the reading order of the
 * OCR is worth nothing. */
#pragma once
#include "app/dossier/word.h"
#include "app/fields/folded_text.h"

enum { LAYOUT_MAX_TOKENS = 6000 }; /* words beyond are not looked at */

typedef enum {
	TOKEN_TEXT,
	TOKEN_COLON,
	TOKEN_SLASH,  /* between two words, as in "Nom / Surname" */
	TOKEN_LEADER, /* dots, underscores: a line to write on */
	TOKEN_MARK,   /* a ticked box */
	TOKEN_EMPTY_BOX,
	TOKEN_INK, /* writing that was not read; its text is empty */
	TOKEN_JUNK /* other signs */
} TokenKind;

/* A word or a part of one ("Nom:DIALLO" is three). */
typedef struct {
	TokenKind kind;
	char *text;
	char *second; /* what the reader held possible instead; NULL: nothing */
	FoldedText folded;
	Box box;
	double confidence;
	const char *language; /* the word's; may be NULL */
	gboolean rtl;         /* its first letter belongs to a script written from the right */
	gboolean latin;       /* it has a letter written from the left */
	gboolean comma;       /* a comma or a full stop follows it inside the word */
	gboolean stop, semicolon;
	gboolean closes; /* what follows is another paragraph */
} Token;

/* Tokens of one line without a wide gap, in reading order. */
typedef struct {
	GPtrArray *tokens; /* Token, owned by the layout */
	Box box;
	gboolean rtl;
	gboolean comb;    /* a letter a box */
	gboolean goes_on; /* is part of a sentence that runs over several lines */
	int line;         /* index of its line, from the top */
} Segment;

typedef struct {
	GPtrArray *tokens;   /* Token, owned */
	GPtrArray *segments; /* Segment, owned: by line, in a line from the left */
	int n_lines;
	int width_px, height_px;
	gboolean rtl;       /* most letters belong to a script from the right */
	int text_height_px; /* median height of a word; at least 1 */
} PageLayout;

/* words: Word, which must outlive the layout; ink: as in fields_read(), may be NULL. */
PageLayout *page_layout_new(const GPtrArray *words, const GArray *ink, int width_px, int height_px);
void page_layout_free(PageLayout *layout);

/* The next segment of the same line in the direction of reading; NULL: none. */
const Segment *page_layout_beside(const PageLayout *layout, const Segment *segment);

/* Text of tokens [start, end): joined by blanks, without leaders and signs; a comb's letters are joined to words. */
char *segment_text(const Segment *segment, guint start, guint end);
Box segment_box(const Segment *segment, guint start, guint end);
double segment_mean_confidence(const Segment *segment, guint start, guint end);
double segment_confidence(const Segment *segment, guint start, guint end);

/* Whether it is part of a paragraph rather than of a form. */
gboolean segment_is_prose(const Segment *segment);

static inline const Token *
segment_token(const Segment *segment, guint i)
{
	return segment->tokens->pdata[i];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PageLayout, page_layout_free)
