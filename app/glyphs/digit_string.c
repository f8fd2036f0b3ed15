#include "app/glyphs/digits.h"
#include "app/glyphs/digit_sets.h"

static const double told_set = 2.0;

void
digit_string_free(DigitString *string)
{
	if (string == NULL)
		return;
	g_free(string->text);
	g_array_unref(string->chars);
	g_free(string);
}

void
digit_string_write(DigitString *string)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < string->chars->len; i++)
		g_string_append_unichar(text, g_array_index(string->chars, DigitChar, i).character);
	g_free(string->text);
	string->text = g_string_free(text, FALSE);
}

void
digit_string_rewrite(DigitString *string, gunichar zero)
{
	for (guint i = 0; i < string->chars->len; i++) {
		DigitChar *c = &g_array_index(string->chars, DigitChar, i);
		if (c->character >= string->zero)
			c->character = c->character - string->zero + zero;
		if (c->second >= string->zero)
			c->second = c->second - string->zero + zero;
	}
	string->zero = zero;
	digit_string_write(string);
}

void
digit_string_keep(DigitString *string, guint from, guint to)
{
	g_assert(from < to && to <= string->chars->len);
	g_array_set_size(string->chars, to);
	if (from > 0)
		g_array_remove_range(string->chars, 0, from);
	string->box = (Box){0};
	for (guint i = 0; i < string->chars->len; i++)
		string->box = box_union(string->box, g_array_index(string->chars, DigitChar, i).box);
	digit_string_write(string);
}

void
digits_agree(GPtrArray *strings, gunichar preferred)
{
	double shown = 0; /* for eastern digits, against Arabic-Indic ones */
	for (guint i = 0; i < strings->len; i++) {
		const DigitString *string = g_ptr_array_index(strings, i);
		if (string->zero == DIGIT_EASTERN_ZERO || string->zero == DIGIT_INDIC_ZERO)
			shown += (string->zero == DIGIT_EASTERN_ZERO ? 1 : -1) * MIN(string->set_evidence, 5);
	}
	gunichar zero = shown > told_set ? DIGIT_EASTERN_ZERO : shown < -told_set ? DIGIT_INDIC_ZERO : preferred;
	for (guint i = 0; zero != 0 && i < strings->len; i++) {
		DigitString *string = g_ptr_array_index(strings, i);
		gboolean shares = string->zero == DIGIT_EASTERN_ZERO || string->zero == DIGIT_INDIC_ZERO;
		if (shares && string->zero != zero && string->set_evidence < told_set)
			digit_string_rewrite(string, zero);
	}
}
