/* What values_load() reads; only this folder looks inside. */
#pragma once
#include "app/values/date_calendar.h"
#include "app/values/date_words.h"
#include "app/values/name_rules.h"
#include "app/values/place_index.h"
#include "app/values/romanise.h"
#include "app/values/values.h"
#include "app/values/word_values.h"

struct Values {
	DateCalendars *calendars;
	DateWords *date_words;
	WordValues *words; /* sexes, marital statuses, nationalities, words of places */
	NameRules *names;
	Romanise *romanise;
	PlaceIndex *places;
};
