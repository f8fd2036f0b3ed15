/* SplitMix64 (Steele, Lea, Flood 2014): one addition and three multiplications mix a counter into a draw. Streams are
 * told apart by hashing their name (FNV-1a) into the starting counter. */
#include "app/samples/chance.h"

void
chance_init(Chance *chance, guint64 seed, const char *name)
{
	guint64 hash = G_GUINT64_CONSTANT(14695981039346656037);
	for (const char *c = name; c != NULL && *c != '\0'; c++)
		hash = (hash ^ (guchar)*c) * G_GUINT64_CONSTANT(1099511628211);
	chance->state = seed * G_GUINT64_CONSTANT(0xd1342543de82ef95) + hash;
	chance_next(chance);
}

guint64
chance_next(Chance *chance)
{
	guint64 z = chance->state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

guint
chance_below(Chance *chance, guint limit)
{
	g_assert(limit > 0);
	return (guint)(((chance_next(chance) >> 32) * limit) >> 32);
}

int
chance_between(Chance *chance, int low, int high)
{
	g_assert(low <= high);
	return low + (int)chance_below(chance, (guint)(high - low) + 1);
}

double
chance_real(Chance *chance, double low, double high)
{
	return low + (high - low) * (double)(chance_next(chance) >> 11) / (double)(G_GUINT64_CONSTANT(1) << 53);
}

gboolean
chance_percent(Chance *chance, guint percent)
{
	return chance_below(chance, 100) < percent;
}
