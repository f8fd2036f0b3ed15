#include "firmware/base/child.h"
#include "firmware/base/error.h"
#include "firmware/base/packet.h"
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

Child *
child_spawn(const char *const *argv, const char *const *envp, GError **error)
{
	int ends[2];
	if (!packet_pair(ends, error))
		return NULL;
	const int target = CHILD_SOCKET_FD;
	GPid pid = 0;
	gboolean ok = g_spawn_async_with_pipes_and_fds(NULL, argv, envp, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, -1, -1,
		-1, &ends[1], &target, 1, &pid, NULL, NULL, NULL, error);
	close(ends[1]);
	if (!ok) {
		close(ends[0]);
		return NULL;
	}
	Child *child = g_new0(Child, 1);
	*child = (Child){.pid = pid, .socket = ends[0]};
	return child;
}

char *
child_wait(Child *child, int timeout_ms)
{
	for (int waited = 0; child->pid != 0; waited++) {
		int status;
		pid_t got = waitpid(child->pid, &status, WNOHANG);
		if (got == child->pid) {
			child->pid = 0;
			return WIFSIGNALED(status) ? g_strdup_printf("signal %d", WTERMSIG(status))
						   : g_strdup_printf("exit %d", WEXITSTATUS(status));
		}
		if (got < 0 && errno != EINTR) {
			child->pid = 0;
			break;
		}
		if (waited >= timeout_ms)
			return NULL;
		g_usleep(1000);
	}
	return g_strdup("gone");
}

void
child_free(Child *child)
{
	if (child == NULL)
		return;
	if (child->socket >= 0)
		close(child->socket);
	if (child->pid != 0) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	g_free(child);
}

gboolean
child_enter(GError **error)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	int type = 0;
	socklen_t size = sizeof type;
	if (getsockopt(CHILD_SOCKET_FD, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET)
		return TRUE;
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_USAGE,
		"this program is started by the station's services, not by hand");
	return FALSE;
}
