/* Values of the contract's JSON held against their bounds. The first that does not fit is kept, with where it stands;
 * what is asked for after it comes back empty or absent. For this folder only. */
#pragma once
#include "app/dossier/document.h"
#include <jansson.h>

enum { CURSOR_MAX_ITEMS = 100000, CURSOR_MAX_TEXT = 100000, CURSOR_MAX_PIXEL = 1000000 };

/* Where the reader stands, and what was wrong first. */
typedef struct {
	GString *where;
	char *wrong;
} Cursor;

void cursor_wrong(Cursor *c, const char *key, const char *what);
gsize cursor_enter(Cursor *c, const char *key, int index);
void cursor_leave(Cursor *c, gsize mark);

/* A text or, where absence is allowed, NULL. The result lives as long as the JSON. */
const char *cursor_text(Cursor *c, const json_t *object, const char *key, gboolean needed);
double cursor_number(Cursor *c, const json_t *object, const char *key, double low, double high, double absent);
int cursor_integer(Cursor *c, const json_t *object, const char *key, int low, int high, int absent);
/* The array at key, or NULL when there is none. */
const json_t *cursor_array(Cursor *c, const json_t *object, const char *key);
char **cursor_strings(Cursor *c, const json_t *object, const char *key);
void cursor_strings_into(Cursor *c, const json_t *object, const char *key, GPtrArray *into);
Box cursor_box(Cursor *c, const json_t *object, const char *key);

/* A word of a closed list. */
typedef gboolean (*CursorParse)(const char *name, int *value);
int cursor_word(Cursor *c, const json_t *object, const char *key, CursorParse parse, gboolean needed, int absent);

/* One of a document's codes. */
void read_code(Cursor *c, const json_t *object, Document *document);
