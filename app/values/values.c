#include "app/values/values.h"
#include "app/values/values_data.h"

Values *
values_load(const char *data_folder, GError **error)
{
	g_autoptr(Values) values = g_new0(Values, 1);
	g_autofree char *index = g_build_filename(data_folder, "places.index", NULL);
	if ((values->calendars = date_calendars_new(error)) == NULL ||
		(values->date_words = date_words_load(data_folder, error)) == NULL ||
		(values->words = word_values_load(data_folder, error)) == NULL ||
		(values->names = name_rules_load(data_folder, error)) == NULL ||
		(values->romanise = romanise_new(error)) == NULL ||
		(values->places = place_index_open(index, error)) == NULL)
		return NULL;
	return g_steal_pointer(&values);
}

void
values_free(Values *values)
{
	if (values == NULL)
		return;
	date_calendars_free(values->calendars);
	date_words_free(values->date_words);
	word_values_free(values->words);
	name_rules_free(values->names);
	romanise_free(values->romanise);
	place_index_close(values->places);
	g_free(values);
}
