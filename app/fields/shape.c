#include "app/fields/shape.h"
#include <string.h>

enum { MAX_FORM = 40, MAX_TEXT = 48 };

static gboolean
is_one(char class, gunichar c)
{
	switch (class) {
	case '9':
		return g_unichar_isdigit(c);
	case 'A':
		return g_unichar_isupper(c);
	case 'I': /* Latin, Cyrillic: the OCR takes one for the other, and a small l or 1 for either */
		return c == 'I' || c == 'V' || c == 'X' || c == 'L' || c == 0x0406 || c == 0x0425 || c == 'l' ||
		       c == '1';
	case '#':
		return c == 0x2116 || c == 'N' || c == 0xb0 || c == 'n' || c == 'o';
	}
	return c == (gunichar) class || (class == '-' && (c == 0x2013 || c == 0x2014));
}

static gboolean
fits_from(const char *form, const char *text, guint *budget)
{
	if (*budget == 0)
		return FALSE;
	(*budget)--;
	if (*form == '\0')
		return *text == '\0';
	gboolean many = form[1] == '+', optional = form[1] == '?' || *form == ' ';
	const char *rest = form + 1 + (many || form[1] == '?');
	if (*form == ' ') {
		while (*text == ' ')
			text++;
		return fits_from(form + 1, text, budget);
	}
	gunichar c = *text == '\0' ? 0 : g_utf8_get_char(text);
	if (c != 0 && is_one(*form, c)) {
		const char *next = g_utf8_next_char(text);
		if (many && fits_from(form, next, budget))
			return TRUE;
		if (fits_from(rest, next, budget))
			return TRUE;
	}
	return optional && fits_from(rest, text, budget);
}

gboolean
shape_is_good(const char *form)
{
	gsize n = strlen(form);
	gboolean digit = FALSE;
	for (gsize i = 0; i < n; i++) {
		if ((guchar)form[i] < ' ' || (guchar)form[i] > '~')
			return FALSE;
		if ((form[i] == '+' || form[i] == '?') && (i == 0 || strchr("+? ", form[i - 1]) != NULL))
			return FALSE;
		digit |= form[i] == '9';
	}
	return n >= 3 && n <= MAX_FORM && digit;
}

gboolean
shape_fits(const char *form, const char *text)
{
	guint budget = 2000;
	return strlen(text) <= 4 * MAX_TEXT && fits_from(form, text, &budget);
}

void
shape_read(const FactBuilder *builder, const PageLayout *layout)
{
	const GPtrArray *shapes = builder->lexicon->shapes;
	for (guint i = 0; i < shapes->len; i++) {
		const Shape *shape = shapes->pdata[i];
		if ((shape->kind != KIND_N && shape->kind != builder->document->kind) ||
			document_fact(builder->document, shape->field) != NULL)
			continue;
		for (guint s = 0; s < layout->segments->len; s++) {
			const Segment *segment = layout->segments->pdata[s];
			g_autofree char *text = g_strstrip(segment_text(segment, 0, segment->tokens->len));
			if (segment->tokens->len > 8 || !shape_fits(shape->form, text))
				continue;
			FactPlace place = {segment, 0, segment->tokens->len, FACT_SOURCE_LABEL, 0.9};
			fact_add_text(builder, shape->field, text, &place);
			break;
		}
	}
}
