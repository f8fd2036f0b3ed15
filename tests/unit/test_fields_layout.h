/* Pages for tests of app/fields, typed as text: each line of the text is a line of the page, runs of two and more
 * blanks are wide gaps, columns are 20 px and lines 60 px apart. Lines of Arabic letters are set from the right. */
#pragma once
#include "app/dossier/word.h"
#include <string.h>

enum { LAYOUT_COLUMN_PX = 20, LAYOUT_LINE_PX = 60, LAYOUT_HEIGHT_PX = 32, LAYOUT_WIDTH_PX = 2000 };

static inline void
layout_add(GPtrArray *words, const char *text, glong column, int line, double confidence)
{
	glong n = g_utf8_strlen(text, -1);
	gboolean right = g_str_equal(script_of(text), "Arab");
	int width = (int)n * LAYOUT_COLUMN_PX - 4, x = 100 + (int)column * LAYOUT_COLUMN_PX;
	Box box = {x, 100 + line * LAYOUT_LINE_PX, MAX(width, 8), LAYOUT_HEIGHT_PX};
	const char *language = right ? "ara" : g_str_equal(script_of(text), "Cyrl") ? "rus" : "fra";
	g_ptr_array_add(words, word_new(text, box, confidence, language, line));
}

/* A word that begins with '%' was read badly. */
static inline GPtrArray *
layout_words(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)word_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (int line = 0; lines[line] != NULL; line++) {
		glong width = g_utf8_strlen(lines[line], -1), column = 0;
		gboolean mirrored = g_str_equal(script_of(lines[line]), "Arab");
		g_auto(GStrv) parts = g_strsplit(lines[line], " ", -1);
		for (char **p = parts; *p != NULL; p++) {
			glong n = g_utf8_strlen(*p, -1);
			gboolean bad = **p == '%';
			if (n > 0)
				layout_add(words, *p + bad, mirrored ? width - column - n : column, line,
					bad ? 0.1 : 0.95);
			column += n + 1;
		}
	}
	return words;
}
