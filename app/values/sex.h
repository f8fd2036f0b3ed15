/* Sex as papers write it, and the other short closed values. */
#pragma once
#include "app/values/values.h"

/* 'M', 'F' or 'X'; 0: not one. Letters and words in all languages of the data ("masculin", "ذكر", "женский", "née"). */
char sex_parse(const Values *values, const char *text);

/* "single", "married", "divorced", "widowed", "partnered"; NULL: not one. Static. */
const char *marital_status_parse(const Values *values, const char *text);
