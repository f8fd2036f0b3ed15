/* Sentences for people. French is the source language: a sentence stands in the code in French, marked _(), and
 * app/data/po/en/ holds the English ones. */
#pragma once
#include <glib.h>
#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) (s)

typedef enum { LANGUAGE_FRENCH, LANGUAGE_ENGLISH } Language;

/* Binds the catalogues and chooses the language of sentences: "fr", "en", or NULL for the locale's (French where it is
 * neither). FALSE for any other word. Call once at the start of main, before any thread. */
gboolean language_init(const char *ui);

Language language_current(void);
