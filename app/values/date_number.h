/* Numbers written in words: "mil neuf cent quatre-vingt-onze", "nineteen ninety-one", "خمسة وعشرون". */
#pragma once
#include "app/values/date_token.h"

/* A new array in which each run of number words is one number. */
GArray *date_numbers_merge(const GArray *tokens);
