#include "app/values/values.h"
#include "app/values/values_data.h"

Values *
values_load(const char *data_folder, GError **error)
{
	g_autoptr(Values) values = g_new0(Values, 1);
	values->calendars = date_calendars_new(error);
	if (values->calendars == NULL)
		return NULL;
	values->date_words = date_words_load(data_folder, error);
	if (values->date_words == NULL)
		return NULL;
	values->words = word_values_load(data_folder, error);
	if (values->words == NULL)
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
	g_free(values);
}
