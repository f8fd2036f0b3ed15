/* What the classes of a network stand for: letters are written as one class or several, as the model file says. */
#pragma once
#include <glib.h>

typedef struct Letters Letters;

enum { LETTERS_MAX_CODES = 9 }; /* classes that one letter may take */

/* alphabet, codes: parts of the model file. blank: the class that is no letter. NULL: damaged. */
Letters *letters_load(GBytes *alphabet, GBytes *codes, int blank);
void letters_free(Letters *letters);

int letters_space(const Letters *letters); /* the class of the space; -1: it has none */

/* The text of the longest letter that the classes begin with, and how many of them it took; NULL: none. */
const char *letters_find(const Letters *letters, const int *classes, int n, int *taken);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Letters, letters_free)
