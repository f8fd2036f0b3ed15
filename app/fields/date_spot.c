#include "app/fields/date_spot.h"

gboolean
date_spot(const Values *values, const char *text, const DateContext *context, gsize *start, gsize *end)
{
	g_auto(DateReading) reading = {0};
	return date_find(values, text, 0, context, &reading, start, end);
}
