/* Where in a text a date stands, when what it says is read later. */
#pragma once
#include "app/values/date.h"

/* The first date of the text: *start and *end are byte offsets. */
gboolean date_spot(const Values *values, const char *text, const DateContext *context, gsize *start, gsize *end);
