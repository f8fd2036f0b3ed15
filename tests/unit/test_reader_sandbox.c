/* links: app/dossier app/image app/glyphs app/ocr app/codes app/values app/fields app/reader app/reader/worker firmware/base */
#include "app/reader/worker/sandbox.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef void (*Deed)(void);

/* Does the deed inside the sandbox, in a process of its own; how that ended. */
static int
end_of(Deed deed)
{
	pid_t pid = fork();
	g_assert_cmpint(pid, >=, 0);
	if (pid == 0) {
		gboolean landlocked;
		const SandboxLimits limits = {.memory = 512 * 1024 * 1024};
		if (!sandbox_enter(&limits, &landlocked, NULL))
			_exit(99);
		deed();
		_exit(7);
	}
	int status = 0;
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return status;
}

static void
assert_killed(Deed deed)
{
	int status = end_of(deed);
	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
}

static void
open_file(void)
{
	(void)!open("/etc/hostname", O_RDONLY);
}

static void
create_file(void)
{
	(void)!open("/tmp/civilia-sandbox-test", O_CREAT | O_WRONLY, 0600);
}

static void
open_socket(void)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void
open_unix_socket(void)
{
	(void)!socket(AF_UNIX, SOCK_STREAM, 0);
}

static void
fork_child(void)
{
	(void)!fork();
}

static void
run_program(void)
{
	char name[] = "true";
	char *const argv[] = {name, NULL};
	execv("/bin/true", argv);
}

static void
remove_file(void)
{
	(void)!unlink("/tmp/civilia-sandbox-test");
}

static void
map_code(void)
{
	(void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void
make_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	(void)!mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static void
signal_parent(void)
{
	kill(getppid(), 0);
}

static void
do_nothing_wrong(void)
{
	void *memory = malloc(64 * 1024 * 1024);
	if (memory == NULL)
		_exit(1);
	memset(memory, 1, 64 * 1024 * 1024);
	free(memory);
	int fd = memfd_create("page", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	struct stat st;
	if (fd < 0 || write(fd, "x", 1) != 1 || fstat(fd, &st) != 0 || st.st_size != 1)
		_exit(2);
}

static void
ask_for_too_much(void)
{
	void *memory = malloc((size_t)600 * 1024 * 1024);
	_exit(memory == NULL ? 7 : 1);
}

static void
burn_time(void)
{
	sandbox_arm_cpu(0);
	for (volatile guint64 i = 0;; i++)
		continue;
}

static void
what_a_reader_needs_goes_on(void)
{
	int status = end_of(do_nothing_wrong);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 7);
}

static void
opening_a_file_kills(void)
{
	assert_killed(open_file);
	assert_killed(create_file);
	assert_killed(remove_file);
	g_assert_false(g_file_test("/tmp/civilia-sandbox-test", G_FILE_TEST_EXISTS));
}

static void
opening_a_socket_kills(void)
{
	assert_killed(open_socket);
	assert_killed(open_unix_socket);
}

static void
a_new_process_or_program_kills(void)
{
	assert_killed(fork_child);
	assert_killed(run_program);
	assert_killed(signal_parent);
}

static void
memory_that_can_be_run_kills(void)
{
	assert_killed(map_code);
	assert_killed(make_code);
}

static void
memory_and_time_are_bounded(void)
{
	int status = end_of(ask_for_too_much);
	g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	status = end_of(burn_time);
	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGXCPU);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reader/sandbox/what a reader needs goes on", what_a_reader_needs_goes_on);
	g_test_add_func("/reader/sandbox/opening a file kills", opening_a_file_kills);
	g_test_add_func("/reader/sandbox/opening a socket kills", opening_a_socket_kills);
	g_test_add_func("/reader/sandbox/a new process or program kills", a_new_process_or_program_kills);
	g_test_add_func("/reader/sandbox/memory that can be run kills", memory_that_can_be_run_kills);
	g_test_add_func("/reader/sandbox/memory and time are bounded", memory_and_time_are_bounded);
	return g_test_run();
}
