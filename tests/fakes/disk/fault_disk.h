/* A disk that fails: a SQLite VFS over the real one whose n-th write (or flush, or truncation) fails, and all that
 * follow. */
#pragma once
#include <glib.h>

/* Becomes SQLite's default. Call once. */
void fault_disk_install(void);
/* The n-th from now on fails, with a full disk or a broken one; 0: none does. */
void fault_disk_arm(guint nth, gboolean full);
gboolean fault_disk_has_struck(void);
