#include "tests/fakes/exchange/central_process.h"
#include "firmware/base/paths.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/wait.h>

char *
program_output(const char *program, int *status, ...)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *path = paths_program(program);
	g_ptr_array_add(argv, path);
	va_list arguments;
	va_start(arguments, status);
	for (char *next = NULL; (next = va_arg(arguments, char *)) != NULL;)
		g_ptr_array_add(argv, next);
	va_end(arguments);
	g_ptr_array_add(argv, NULL);
	char *output = NULL;
	int raw = 0;
	g_autoptr(GError) error = NULL;
	g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &raw, &error);
	g_assert_no_error(error);
	*status = WIFEXITED(raw) ? WEXITSTATUS(raw) : -1;
	return output;
}

static void
die_with_test(gpointer user_data G_GNUC_UNUSED)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

void
central_process_start(CentralProcess *central)
{
	g_autofree char *path = paths_program("civilia-central");
	g_autofree char *ready = g_build_filename(central->folder, "ready", NULL);
	g_autofree char *listen = g_strdup(central->url != NULL ? central->url + strlen("https://") : "127.0.0.1:0");
	const char *argv[] = {
		path, "serve", "--state", central->folder, "--listen", listen, "--ready-file", ready, NULL};
	g_autoptr(GError) error = NULL;
	g_unlink(ready);
	g_spawn_async(NULL, (char **)argv, NULL,
		G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, die_with_test,
		NULL, &central->pid, &error);
	g_assert_no_error(error);
	for (int i = 0; i < 2000 && !g_file_test(ready, G_FILE_TEST_EXISTS); i++)
		g_usleep(5000);
	g_autofree char *url = NULL;
	g_file_get_contents(ready, &url, NULL, &error);
	g_assert_no_error(error);
	/* the same port, so the same text: callers may keep it */
	if (central->url == NULL)
		central->url = g_steal_pointer(&url);
	else
		g_assert_cmpstr(central->url, ==, url);
}

void
central_process_kill(CentralProcess *central)
{
	if (central->pid == 0)
		return;
	kill(central->pid, SIGKILL);
	waitpid(central->pid, NULL, 0);
	central->pid = 0;
}

CentralProcess *
central_process_new(void)
{
	CentralProcess *central = g_new0(CentralProcess, 1);
	int status = -1;
	central->folder = g_dir_make_tmp("central-XXXXXX", NULL);
	central->enrolment = g_dir_make_tmp("enrolment-XXXXXX", NULL);
	g_free(program_output("civilia-central", &status, "init", "--state", central->folder, NULL));
	g_assert_cmpint(status, ==, 0);
	g_free(program_output("civilia-central", &status, "enrol", "--state", central->folder, "--station", "guichet-1",
		"--to", central->enrolment, NULL));
	g_assert_cmpint(status, ==, 0);
	central_process_start(central);
	return central;
}

void
folder_remove(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

void
central_process_free(CentralProcess *central)
{
	if (central == NULL)
		return;
	central_process_kill(central);
	folder_remove(central->folder);
	folder_remove(central->enrolment);
	g_free(central->folder);
	g_free(central->enrolment);
	g_free(central->url);
	g_free(central);
}
