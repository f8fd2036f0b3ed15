/* Where things are, seen from the running program: the same from build/bin, /usr/bin and a test. */
#pragma once
#include <glib.h>

/* A file of the installed data, e.g. "kinds/passport.ini": ../share/civilia/ beside the program's folder. */
char *paths_data(const char *relative);

/* One of our programs, e.g. "civilia-worker": in the program's own folder, ../bin or ../libexec/civilia. */
char *paths_program(const char *name);

/* The folder of our SANE back-end: ../lib/civilia/sane. */
char *paths_sane(void);

/* The folder of message catalogues: ../share/locale. */
char *paths_locale(void);

/* $XDG_STATE_HOME/civilia; the appliance's units pass --state /var/lib/civilia. */
char *paths_state_default(void);
