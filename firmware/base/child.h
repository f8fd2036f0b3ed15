/* A helper process of ours, spoken to in packets (packet.h). It dies with its parent. */
#pragma once
#include <glib.h>

enum { CHILD_SOCKET_FD = 3 }; /* where the child finds its end */

typedef struct {
	GPid pid;
	int socket; /* our end; -1 once closed */
} Child;

/* Starts a program with its end of a packet pair as descriptor 3; standard input is /dev/null, output and error are
 * ours. argv[0] is the path; envp may be NULL for ours. */
Child *child_spawn(const char *const *argv, const char *const *envp, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SIGKILL, reap, close. NULL is taken. */
void child_free(Child *child);

/* How it ended, e.g. "signal 11", "exit 3", once it did within timeout_ms; NULL while it runs. Reaps it: pid becomes 0.
 */
char *child_wait(Child *child, int timeout_ms);

/* For the child's main: asks the kernel for SIGKILL at the parent's death and checks that descriptor 3 is a socket. */
gboolean child_enter(GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Child, child_free)
