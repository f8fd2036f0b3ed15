/* Words as forms bear them: names, dates, numbers, without meaning. */
#pragma once
#include <glib.h>

/* letters: small letters of a script, NULL: Latin, with capitals. The caller's. */
char *hand_text(const char *letters, GRand *random);
