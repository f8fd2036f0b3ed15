/* What a process that reads strangers' bytes gives up before it sees the first of them. */
#pragma once
#include <glib.h>

typedef struct {
	gsize memory; /* bytes of address space */
} SandboxLimits;

/* No new rights, no file (Landlock, where the kernel has it: *landlocked), and only the system calls that reading and
 * answering need: opening a file, a socket, a new process or thread, executable memory kill the process (SIGSYS). No
 * core dump. There is no way back. */
gboolean sandbox_enter(const SandboxLimits *limits, gboolean *landlocked, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The process is killed when it uses more than this many seconds of processor time from now on. Works inside. */
void sandbox_arm_cpu(int seconds);
