/* Pages typed as text, read by the project's own data files, and what is expected of them. */
#pragma once
#include "app/fields/fields.h"
#include "firmware/base/paths.h"
#include "tests/unit/test_fields_layout.h"

typedef struct {
	const char *name;
	void (*test)(void);
} FieldsCase;

static Values *values;
static Fields *fields;

static inline Document *
read_ink(const char *text, const GArray *ink)
{
	g_autoptr(GPtrArray) words = layout_words(text);
	return fields_read(fields, words, ink, LAYOUT_WIDTH_PX, 2800, NULL, NULL, 2026, 11, 23);
}

static inline Document *
read_page(const char *text)
{
	return read_ink(text, NULL);
}

static inline void
expect(const Document *document, const char *field, const char *value)
{
	const Fact *fact = document_fact(document, field);
	const char *got = fact == NULL ? NULL : fact->value;
	if (g_strcmp0(got, value) != 0)
		g_test_message("%s: %s", field, fact == NULL ? "no fact" : got);
	g_assert_cmpstr(got, ==, value);
}

static inline void
expect_nowhere(const Document *document, const char *text)
{
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (fact->raw != NULL && strstr(fact->raw, text) != NULL)
			g_test_message("%s: %s", fact->field, fact->raw);
		g_assert_true(fact->raw == NULL || strstr(fact->raw, text) == NULL);
	}
}

/* Loads the data and runs n tests below /group/. */
static inline int
fields_cases_run(int argc, char **argv, const char *group, const FieldsCase *cases, guint n)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *data = paths_data("");
	g_autoptr(GError) error = NULL;
	values = values_load(data, &error);
	g_assert_no_error(error);
	fields = fields_load(data, values, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < n; i++) {
		g_autofree char *path = g_strconcat("/", group, "/", cases[i].name, NULL);
		g_test_add_func(path, cases[i].test);
	}
	int status = g_test_run();
	fields_free(fields);
	values_free(values);
	return status;
}
