#include "app/cli/demo_process.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

static void
die_with_parent(gpointer data)
{
	(void)data;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
spawn(const char *const *argv, GSubprocessFlags flags, GError **error)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(flags);
	g_subprocess_launcher_set_child_setup(launcher, die_with_parent, NULL, NULL);
	g_autofree char *path = paths_program(argv[0]);
	g_autofree const char **full =
		(const char **)g_memdup2(argv, (g_strv_length((char **)argv) + 1) * sizeof *argv);
	full[0] = path;
	g_autoptr(GError) cause = NULL;
	GSubprocess *process = g_subprocess_launcher_spawnv(launcher, full, &cause);
	if (process == NULL)
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, _("%s n’a pas pu démarrer : %s"), argv[0],
			cause->message);
	return process;
}

GSubprocess *
demo_start(const char *const *argv, GError **error)
{
	return spawn(argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error);
}

/* The last line that says something, or a word for silence. */
static char *
last_line(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	const char *last = NULL;
	for (char **line = lines; *line != NULL; line++)
		if (**line != '\0')
			last = *line;
	return g_strdup(last != NULL ? last : _("sans explication"));
}

gboolean
demo_run(const char *const *argv, char **output, GError **error)
{
	g_autoptr(GSubprocess) process =
		spawn(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
	if (process == NULL)
		return FALSE;
	g_autofree char *out = NULL, *messages = NULL;
	if (!g_subprocess_communicate_utf8(process, NULL, NULL, &out, &messages, error))
		return FALSE;
	if (!g_subprocess_get_successful(process)) {
		g_autofree char *why = last_line(messages);
		g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "%s : %s", argv[0], why);
		return FALSE;
	}
	if (output != NULL)
		*output = g_steal_pointer(&out);
	return TRUE;
}

void
demo_stop(GSubprocess *process)
{
	if (process == NULL)
		return;
	g_subprocess_send_signal(process, SIGTERM);
	for (int waited = 0; g_subprocess_get_identifier(process) != NULL; waited++) {
		if (waited == 300)
			g_subprocess_force_exit(process);
		g_usleep(10000);
		g_main_context_iteration(NULL, FALSE);
	}
	g_object_unref(process);
}
