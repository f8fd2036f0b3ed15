#include "firmware/base/paths.h"
#include <gio/gio.h>

/* The folder that holds bin/, share/, lib/: the parent of the running program's folder. */
static char *
prefix(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *bin = g_path_get_dirname(self != NULL ? self : "/usr/bin/civilia");
	g_autofree char *up = g_path_get_dirname(bin);
	g_autofree char *up_name = g_path_get_basename(bin);
	if (g_strcmp0(up_name, "civilia") == 0) /* PREFIX/libexec/civilia/program */
		return g_path_get_dirname(up);
	return g_steal_pointer(&up);
}

char *
paths_data(const char *relative)
{
	g_autofree char *root = prefix();
	return g_build_filename(root, "share", "civilia", relative, NULL);
}

char *
paths_program(const char *name)
{
	g_autofree char *root = prefix();
	char *path = g_build_filename(root, "bin", name, NULL);
	if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
		return path;
	g_free(path);
	return g_build_filename(root, "libexec", "civilia", name, NULL);
}

char *
paths_sane(void)
{
	g_autofree char *root = prefix();
	return g_build_filename(root, "lib", "civilia", "sane", NULL);
}

char *
paths_locale(void)
{
	g_autofree char *root = prefix();
	return g_build_filename(root, "share", "locale", NULL);
}

char *
paths_state_default(void)
{
	return g_build_filename(g_get_user_state_dir(), "civilia", NULL);
}
