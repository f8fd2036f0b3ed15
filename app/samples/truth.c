#include "app/samples/truth.h"
#include "app/samples/catalogue.h"
#include <math.h>
#include <string.h>

static void
append_text(GString *out, const char *text)
{
	if (text == NULL) {
		g_string_append(out, "null");
		return;
	}
	g_string_append_c(out, '"');
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			g_string_append_printf(out, "\\%c", *c);
		else if ((guchar)*c < 0x20 || *c == 0x7f)
			g_string_append_printf(out, "\\u%04x", (guint)*c);
		else
			g_string_append_c(out, *c);
	}
	g_string_append_c(out, '"');
}

static void
append_list(GString *out, char *const *texts, guint n)
{
	g_string_append_c(out, '[');
	for (guint i = 0; i < n; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		append_text(out, texts[i]);
	}
	g_string_append_c(out, ']');
}

static void
append_member(GString *out, const char *key, const char *value)
{
	append_text(out, key);
	g_string_append(out, ": ");
	append_text(out, value);
	g_string_append(out, ", ");
}

/* The fact's box in the image file, as x, y, width, height. */
static void
append_places(GString *out, const Sheet *sheet)
{
	g_string_append(out, ",\n     \"boxes\": [");
	for (guint i = 0; i < sheet->places->len; i++) {
		const Place *p = &g_array_index(sheet->places, Place, i);
		g_string_append_printf(out, "%s[%d, %d, %d, %d]", i > 0 ? ", " : "", p->x, p->y, p->width, p->height);
	}
	g_string_append(out, "],\n     \"ticks\": [");
	for (guint i = 0; i < sheet->ticks->len; i++) {
		const Tick *t = &g_array_index(sheet->ticks, Tick, i);
		g_string_append_printf(out, "%s[%d, %d, %d, %d, %s]", i > 0 ? ", " : "", t->place.x, t->place.y,
			t->place.width, t->place.height, t->crossed ? "true" : "false");
	}
	g_string_append_c(out, ']');
}

static void
append_box(GString *out, const Sheet *sheet, const Wear *wear, Box box)
{
	const double xs[] = {box.x0, box.x1, box.x1, box.x0}, ys[] = {box.y0, box.y0, box.y1, box.y1};
	double left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;
	for (guint i = 0; i < G_N_ELEMENTS(xs); i++) {
		double x = xs[i], y = ys[i];
		wear_point(sheet, wear, &x, &y);
		left = MIN(left, x);
		right = MAX(right, x);
		top = MIN(top, y);
		bottom = MAX(bottom, y);
	}
	g_string_append_printf(out, "\"box\": [%d, %d, %d, %d]", (int)floor(left), (int)floor(top),
		(int)ceil(right - floor(left)), (int)ceil(bottom - floor(top)));
}

static void
append_fact(GString *out, const PrintedFact *fact)
{
	g_string_append_c(out, '{');
	append_member(out, "field", fact->field);
	append_member(out, "raw", fact->raw);
	if (fact->calendar != NULL)
		append_member(out, "calendar", fact->calendar);
	if (fact->handwritten)
		g_string_append(out, "\"handwritten\": true, ");
	append_text(out, "value");
	g_string_append(out, ": ");
	append_text(out, fact->value);
}

static void
append_facts(GString *out, const Sheet *sheet, const Wear *wear)
{
	g_string_append(out, "\"facts\": [");
	for (guint i = 0; i < sheet->facts->len; i++) {
		const PrintedFact *fact = g_ptr_array_index(sheet->facts, i);
		g_string_append(out, i > 0 ? ",\n      " : "\n      ");
		append_fact(out, fact);
		g_string_append(out, ", ");
		append_box(out, sheet, wear, fact->box);
		g_string_append_c(out, '}');
	}
	g_string_append(out, "],\n     \"also\": [");
	for (guint i = 0; i < sheet->also->len; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		append_fact(out, g_ptr_array_index(sheet->also, i));
		g_string_append_c(out, '}');
	}
	g_string_append_c(out, ']');
}

static void
append_codes(GString *out, const GPtrArray *codes)
{
	g_string_append(out, ",\n     \"codes\": [");
	for (guint i = 0; i < codes->len; i++) {
		const char *text = strchr(codes->pdata[i], ' ') + 1;
		g_autofree char *symbology = g_strndup(codes->pdata[i], (gsize)(text - 1 - (char *)codes->pdata[i]));
		g_string_append(out, i > 0 ? ", {" : "{");
		append_member(out, "symbology", symbology);
		append_text(out, "text");
		g_string_append(out, ": ");
		append_text(out, text);
		g_string_append_c(out, '}');
	}
	g_string_append_c(out, ']');
}

static void
append_page(GString *out, const Sheet *sheet, const Paper *paper, const char *name, const Wear *wear)
{
	char skew[G_ASCII_DTOSTR_BUF_SIZE];
	const char *subject = g_hash_table_lookup(paper->values, "subject");
	g_string_append(out, "    {");
	append_member(out, "path", name);
	append_member(out, "layout", paper->template);
	append_member(out, "set", layout_is_held(paper->template) ? "held" : "seen");
	append_member(out, "kind", sheet->kind);
	append_member(out, "country", *sheet->country != '\0' ? sheet->country : NULL);
	append_member(out, "subject", subject != NULL ? subject : "person");
	g_string_append(out, "\"languages\": ");
	append_list(out, sheet->languages, g_strv_length(sheet->languages));
	g_string_append_printf(out,
		", \"dpi\": %d, \"rotation\": %d, \"skew_degrees\": %s,\n     \"words\": ", wear->dpi, wear->rotation,
		g_ascii_formatd(skew, sizeof skew, "%.2f", wear->skew_degrees));
	append_list(out, (char *const *)sheet->words->pdata, sheet->words->len);
	append_places(out, sheet);
	g_string_append(out, ",\n     \"mrz\": ");
	if (sheet->mrz[0] != NULL)
		append_list(out, sheet->mrz, sheet->mrz[2] != NULL ? 3 : 2);
	else
		g_string_append(out, "null");
	append_codes(out, sheet->codes);
	g_string_append(out, ",\n     ");
	append_facts(out, sheet, wear);
	g_string_append_c(out, '}');
}

static void
append_verdict(GString *out, const Expected *expected)
{
	gboolean first = TRUE;
	g_string_append(out, "    {");
	append_member(out, "field", expected->field);
	append_member(out, "verdict", verdict_name(expected->kind));
	g_string_append(out, "\"reasons\": [");
	for (int reason = 0; reason < REASON_N; reason++) {
		if ((expected->reasons & REASON_BIT(reason)) == 0)
			continue;
		g_string_append(out, first ? "" : ", ");
		append_text(out, reason_name((Reason)reason));
		first = FALSE;
	}
	g_string_append(out, "]}");
}

char *
truth_write(const Plan *plan, const char *level, const GPtrArray *sheets, char *const *names, const Wear *wears,
	const GPtrArray *expected)
{
	GString *out = g_string_new("{");
	append_member(out, "dossier", plan->name);
	append_member(out, "file_number", plan->file_number);
	append_member(out, "level", level);
	g_string_append(out, "\n  \"pages\": [\n");
	for (guint i = 0; i < sheets->len; i++) {
		const Paper *paper = g_ptr_array_index(plan->papers, i);
		g_string_append(out, i > 0 ? ",\n" : "");
		append_page(out, g_ptr_array_index(sheets, i), paper, names[i], &wears[i]);
	}
	g_string_append(out, "],\n  \"verdicts\": [\n");
	for (guint i = 0; i < expected->len; i++) {
		g_string_append(out, i > 0 ? ",\n" : "");
		append_verdict(out, g_ptr_array_index(expected, i));
	}
	g_string_append(out, "],\n  \"draft_open\": [");
	gboolean first = TRUE;
	for (guint i = 0; i < expected->len; i++) {
		const Expected *e = g_ptr_array_index(expected, i);
		if (!outcome_is_open(e, plan, sheets))
			continue;
		g_string_append(out, first ? "" : ", ");
		append_text(out, e->field);
		first = FALSE;
	}
	g_string_append(out, "]\n}\n");
	return g_string_free(out, FALSE);
}
