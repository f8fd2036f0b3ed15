/* A page being drawn: millimetres in, pixels out, and a record of every word and fact that was truly put on it. */
#pragma once
#include <cairo.h>
#include <glib.h>
#include <pango/pango.h>

enum { SHEET_DPI = 300 };

typedef enum { ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_JUSTIFY } Align;

/* On the sheet, in pixels; x1 and y1 are outside. */
typedef struct {
	double x0, y0, x1, y1;
} Box;

/* A value that stands on the page. */
typedef struct {
	char *field;      /* "person.birth_date" */
	char *raw;        /* as drawn */
	char *value;      /* normalised; NULL where the contract has none */
	char *calendar;   /* "persian", or NULL */
	gsize start, end; /* where raw stands in the text it is drawn with, bytes */
	Box box;          /* where it stands on the page */
	gboolean handwritten;
} PrintedFact;

typedef struct {
	double x, y; /* mm */
} Spot;

/* Where a word or a tick box stands, pixels at SHEET_DPI. */
typedef struct {
	int x, y, width, height;
} Place;

typedef struct {
	Place place;
	gboolean crossed;
} Tick;

typedef struct {
	PangoFontDescription *font; /* with its size in pixels */
	double size_pt;
	guint32 colour; /* 0xRRGGBB */
	gboolean hand;  /* written by hand: no reader can be asked to read it */
} Style;

typedef struct {
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoContext *pango;
	GHashTable *styles; /* name -> Style */
	double y;           /* bottom of the last text, mm: where the next may begin */
	double left, width; /* of the text column, mm */
	GPtrArray *words;   /* char*, in the order drawn */
	GArray *places;     /* Place, one a word: its ink */
	GArray *ticks;      /* Tick */
	GPtrArray *facts;   /* PrintedFact */
	GPtrArray *also;    /* PrintedFact, without places: what a reader may rightly report besides */
	guint n_placed;     /* facts that have their box; the others belong to the text drawn next */
	GArray *spots;      /* Spot: the middle of each text, for whoever stamps over it */
	char *mrz[3];       /* or NULL */
	GPtrArray *codes;   /* char*: symbology, space, text */
	char *kind;         /* contract's kind */
	char *country;      /* alpha-3 or "" */
	char **languages;   /* never NULL once drawn */
	gboolean coloured;  /* keep colour; else the page is grey */
	gboolean off_page;  /* a text does not fit on the page */
} Sheet;

/* An empty white A4 page, upright. */
Sheet *sheet_new(void);
void sheet_free(Sheet *sheet);
double sheet_px(double mm);

/* font is Pango's "Liberation Serif Bold" without a size. FALSE: this family is not installed (missing is set, the
 * caller's). */
gboolean sheet_style(Sheet *sheet, const char *name, const char *font, double size_pt, guint32 colour, char **missing);

/* From now on the style is one of handwriting. */
void sheet_style_is_hand(Sheet *sheet, const char *name);

/* Draws text wrapped into width mm from the top left corner (x, y), records its words, moves sheet->y to its bottom.
 * Right-to-left paragraphs start at the right. */
void sheet_text(Sheet *sheet, const char *style, double x, double y, double width, Align align, const char *text);

/* How far below the top of its first line a style's letters stand, mm. */
double sheet_baseline(Sheet *sheet, const char *style);

/* Width in mm of a text on one line. */
double sheet_text_width(Sheet *sheet, const char *style, const char *text);

/* One character a cell of pitch mm, centred in it; recorded as the words of text. */
void sheet_cells(Sheet *sheet, const char *style, double x, double y, double pitch, double height, const char *text);

/* Notes a value that the text drawn next bears from byte start on; drawing gives it its box. */
void sheet_fact(Sheet *sheet, const char *field, const char *raw, const char *value, const char *calendar, gsize start);

/* Notes a value that the page shows where no reader needs to look for it. */
void sheet_also(Sheet *sheet, const char *field, const char *raw, const char *value);

/* Gives the box to the facts that have none yet. */
void sheet_place_facts(Sheet *sheet, Box box);

void sheet_tick(Sheet *sheet, double x, double y, double size, gboolean crossed);
void sheet_colour(Sheet *sheet, guint32 rgb, double alpha);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)
