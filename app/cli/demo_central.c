#include "app/cli/demo_central.h"
#include "app/cli/demo_process.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <glib/gstdio.h>

enum { START_MS = 15000 };

DemoCentral *
demo_central_new(const char *folder, GError **error)
{
	g_autoptr(DemoCentral) c = g_new0(DemoCentral, 1);
	c->state = g_build_filename(folder, "central", NULL);
	c->enrolment = g_build_filename(folder, "enrolment", NULL);
	c->ready = g_build_filename(folder, "central.url", NULL);
	const char *init[] = {"civilia-central", "init", "--state", c->state, NULL};
	const char *enrol[] = {
		"civilia-central", "enrol", "--state", c->state, "--station", "demo", "--to", c->enrolment, NULL};
	if (!demo_run(init, NULL, error) || !demo_run(enrol, NULL, error))
		return NULL;
	return g_steal_pointer(&c);
}

gboolean
demo_central_serve(DemoCentral *c, GError **error)
{
	g_unlink(c->ready);
	const char *serve[] = {"civilia-central", "serve", "--state", c->state, "--listen", "127.0.0.1:0",
		"--ready-file", c->ready, "--with-parent", NULL};
	c->server = demo_start(serve, error);
	if (c->server == NULL)
		return FALSE;
	for (int waited = 0; waited < START_MS; waited += 20) {
		g_main_context_iteration(NULL, FALSE);
		if (g_file_get_contents(c->ready, &c->url, NULL, NULL) && c->url[0] != '\0') {
			g_strstrip(c->url);
			return TRUE;
		}
		g_clear_pointer(&c->url, g_free);
		if (g_subprocess_get_identifier(c->server) == NULL)
			break;
		g_usleep(20000);
	}
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_UNREACHABLE, _("le système central n’a pas démarré"));
	return FALSE;
}

char *
demo_central_list(DemoCentral *c, GError **error)
{
	const char *list[] = {"civilia-central", "list", "--state", c->state, NULL};
	char *output = NULL;
	return demo_run(list, &output, error) ? output : NULL;
}

void
demo_central_free(DemoCentral *c)
{
	if (c == NULL)
		return;
	demo_stop(c->server);
	g_free(c->state);
	g_free(c->enrolment);
	g_free(c->ready);
	g_free(c->url);
	g_free(c);
}
