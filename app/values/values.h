/* The data that names, dates, places and sexes are understood with, loaded once and then only read: every function that
 * takes a Values is pure and may run in several threads. */
#pragma once
#include <glib.h>

typedef struct Values Values;

/* Reads the files below data_folder (paths_data("")): rules of names, words of dates, the index of places. Warms ICU
 * up, so that a sandboxed process may call everything afterwards without opening a file. */
Values *values_load(const char *data_folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void values_free(Values *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Values, values_free)
