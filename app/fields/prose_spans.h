/* How far values reach in running text. */
#pragma once
#include "app/fields/prose_text.h"

typedef struct {
	const FactBuilder *builder;
	const Segment *text;
	GArray *marks; /* ProseMark */
} ProseView;

static inline ProseSet
prose_set(const ProseView *view, guint i)
{
	return i < view->marks->len ? g_array_index(view->marks, ProseMark, i).set : 0;
}

static inline gboolean
prose_ends(const ProseView *view, guint i)
{
	return i >= view->marks->len || g_array_index(view->marks, ProseMark, i).ends;
}

/* A name that begins at i (titles before it are part of the span): the token after it; i: none begins there. */
guint prose_name_end(const ProseView *view, guint i);

/* Whether the token can begin a name: written with a capital, and no word of the language. */
gboolean prose_may_name(const ProseView *view, guint i);

/* A place behind a word that leads to it: past articles and nouns ("la ville de") from i on. FALSE: none stands there.
 * apart: a name may follow it without a sign between ("né à Dabou KOFFI Yao"). */
gboolean prose_place(const ProseView *view, guint i, gboolean apart, guint *start, guint *end);

/* A country or an adjective of nationality, at most two words behind i. */
gboolean prose_country(const ProseView *view, guint i, guint *start, guint *end);

/* One word of a closed list, at most one word behind i. */
gboolean prose_sex(const ProseView *view, guint i, guint *start, guint *end);

/* "inconnu", "non dénommé": whoever would be named here is not. */
gboolean prose_is_none(const ProseView *view, guint i);
