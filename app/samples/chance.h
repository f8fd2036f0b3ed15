/* Chance that repeats: the same seed gives the same draws on every machine. */
#pragma once
#include <glib.h>

typedef struct {
	guint64 state;
} Chance;

/* A stream of its own for each purpose: the same seed and name, the same draws. name may be NULL. */
void chance_init(Chance *chance, guint64 seed, const char *name);
guint64 chance_next(Chance *chance);
guint chance_below(Chance *chance, guint limit);             /* 0 to limit - 1; limit > 0 */
int chance_between(Chance *chance, int low, int high);       /* both included */
double chance_real(Chance *chance, double low, double high); /* low <= x < high */
gboolean chance_percent(Chance *chance, guint percent);      /* true that often */
