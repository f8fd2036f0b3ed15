/* Three layers, each of which would do alone for what it covers: Landlock takes the file system away, the list of
 * system calls everything else of the kernel, the limits bound what a page can cost. The list is what Leptonica,
 * the decoders, ICU and GLib were seen to call once everything is loaded; whatever is not on it kills the
 * process at once, because a reader that tries to open a file is no longer a reader. */
#include "app/reader/worker/sandbox.h"
#include "firmware/base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static gboolean
fail(GError **error, const char *what, int number)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "sandbox: %s: %s", what, g_strerror(number));
	return FALSE;
}

static gboolean
limit(int resource, rlim_t value, const char *what, GError **error)
{
	struct rlimit r = {value, value};
	return setrlimit((__rlimit_resource_t)resource, &r) == 0 || fail(error, what, errno);
}

/* Every right that the kernel's version of Landlock knows is handled, and none is granted. */
static gboolean
landlock_files(gboolean *landlocked, GError **error)
{
	*landlocked = FALSE;
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return TRUE; /* built without it or switched off: the system call list still refuses every open */
	struct landlock_ruleset_attr rules = {
		.handled_access_fs =
			LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
			LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
			LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
			LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
			LANDLOCK_ACCESS_FS_MAKE_SYM};
	int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
	if (fd < 0)
		return fail(error, "landlock", errno);
	long done = syscall(SYS_landlock_restrict_self, fd, 0);
	int saved = errno;
	close(fd);
	if (done != 0)
		return fail(error, "landlock", saved);
	*landlocked = TRUE;
	return TRUE;
}

static const int free_calls[] = {
	/* the pool's socket and sealed memory */
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(recvmsg),
	SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(_llseek),
	SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64), SCMP_SYS(memfd_create),
	/* memory */
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	/* time and itself */
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
	SCMP_SYS(time), SCMP_SYS(times), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(getrandom), SCMP_SYS(uname),
	/* locks, signals, the end */
	SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
	SCMP_SYS(exit_group)};

/* Calls of which only some forms are free. */
static int
allow_forms(scmp_filter_ctx filter)
{
	static const int mappings[] = {SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect)};
	static const int commands[] = {F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_ADD_SEALS, F_GET_SEALS};
	int result = 0;
	for (guint i = 0; i < G_N_ELEMENTS(mappings) && result == 0; i++)
		result = seccomp_rule_add(
			filter, SCMP_ACT_ALLOW, mappings[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	for (guint i = 0; i < G_N_ELEMENTS(commands) && result == 0; i++) {
		result = seccomp_rule_add(
			filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)commands[i], 0));
	}
	/* glibc's fstat() of an open descriptor has this form; at worst it tells whether a name exists */
	if (result == 0)
		result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
			SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
	/* its own limits, and abort() */
	if (result == 0)
		result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0));
	if (result == 0)
		result = seccomp_rule_add(
			filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
	return result;
}

static gboolean
filter_calls(GError **error)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (filter == NULL)
		return fail(error, "system calls", ENOMEM);
	int result = 0;
	for (guint i = 0; i < G_N_ELEMENTS(free_calls) && result == 0; i++)
		result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, free_calls[i], 0);
	if (result == 0)
		result = allow_forms(filter);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	return result == 0 || fail(error, "system calls", -result);
}

gboolean
sandbox_enter(const SandboxLimits *limits, gboolean *landlocked, GError **error)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail(error, "no new privileges", errno);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return fail(error, "core dumps", errno);
	return limit(RLIMIT_CORE, 0, "core dumps", error) && limit(RLIMIT_AS, limits->memory, "memory", error) &&
	       limit(RLIMIT_DATA, limits->memory, "memory", error) &&
	       limit(RLIMIT_FSIZE, limits->memory, "files", error) && landlock_files(landlocked, error) &&
	       filter_calls(error);
}

void
sandbox_arm_cpu(int seconds)
{
	struct rusage used;
	struct rlimit r;
	if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &r) != 0)
		return;
	r.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + seconds + 1);
	setrlimit(RLIMIT_CPU, &r);
}
