/* Numbers and dates in French letters, as civil status acts write them. */
#pragma once
#include <glib.h>

/* 1 to 9999 in full letters, traditional hyphens: "quatre-vingt-onze", "soixante et onze". As a year ("l'an mil neuf
 * cent quatre-vingt"): "mil" before other numbers from 1001 to 1999, and no plural of vingt and cent, since a year is a
 * rank. NULL outside the range. Caller frees. */
char *number_in_letters(int number, gboolean is_year);

/* An EDTF date in letters: "le douze mars mil neuf cent quatre-vingt-onze", "en mars mil neuf cent...", "en mil neuf
 * cent...", "vers mil neuf...", "entre le ... et le ...". NULL: no EDTF date. Caller frees. */
char *date_in_letters(const char *edtf);

/* The same in figures: "12 mars 1991", "en 1991", "entre le 21 mars 1990 et le 20 mars 1991". NULL: no EDTF date. */
char *date_in_figures(const char *edtf);
