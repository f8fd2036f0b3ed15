/* Programs of ours that the demo runs: they die with it, however it dies. */
#pragma once
#include <gio/gio.h>

/* Starts a program of the station (its name, then arguments, NULL). Output goes nowhere, messages to ours. */
GSubprocess *demo_start(const char *const *argv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs one to its end. *output (may be NULL) receives what it printed. An exit other than 0 is an error that bears the
 * last line of its messages. */
gboolean demo_run(const char *const *argv, char **output, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SIGTERM, then SIGKILL after 3 s; NULL is taken. */
void demo_stop(GSubprocess *process);
