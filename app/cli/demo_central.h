/* The demo's own central system: made once in its folder, served on a free port of the loopback, asked, stopped. */
#pragma once
#include <gio/gio.h>

typedef struct {
	char *state;     /* the central system's folder */
	char *enrolment; /* what the station needs to reach it */
	char *ready;     /* file the address appears in */
	char *url;
	GSubprocess *server;
} DemoCentral;

/* Makes the central system below folder and enrols the station, each where it is not there yet. */
DemoCentral *demo_central_new(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Serves; waits until it answers. */
gboolean demo_central_serve(DemoCentral *central, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its list of acts, one a line. */
char *demo_central_list(DemoCentral *central, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void demo_central_free(DemoCentral *central); /* stops it; NULL is taken */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DemoCentral, demo_central_free)
