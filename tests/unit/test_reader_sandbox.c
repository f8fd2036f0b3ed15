/* links: app/dossier app/image app/glyphs app/ocr app/codes app/values app/fields app/reader app/reader/worker firmware/base */
/* The sandbox of a reading process, and the pool that hears of its end. Called as "civilia-worker" this program is such
 * a process, which does a forbidden deed when a page comes. */
#include "app/reader/reader.h"
#include "app/reader/reader_message.h"
#include "app/reader/worker/sandbox.h"
#include "firmware/base/child.h"
#include "firmware/base/packet.h"
#include "firmware/base/sealed.h"
#include "tests/unit/sandbox_deeds.h"
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MEMORY = 512 * 1024 * 1024, NO_SANDBOX = 99, CAME_THROUGH = 7, FIRST_HEIGHT = 16 };

typedef void (*InSandbox)(gconstpointer data);

/* Acts inside the sandbox, in a process of its own; how that ended. */
static int
end_of(InSandbox act, gconstpointer data)
{
	pid_t pid = fork();
	g_assert_cmpint(pid, >=, 0);
	if (pid == 0) {
		gboolean landlocked;
		const SandboxLimits limits = {.memory = MEMORY};
		if (!sandbox_enter(&limits, &landlocked, NULL))
			_exit(NO_SANDBOX);
		act(data);
		_exit(CAME_THROUGH);
	}
	int status = 0;
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return status;
}

static void
do_deed(gconstpointer deed)
{
	deed_do(deed);
}

static void
do_nothing_wrong(gconstpointer data G_GNUC_UNUSED)
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
ask_for_too_much(gconstpointer data G_GNUC_UNUSED)
{
	void *memory = malloc((size_t)600 * 1024 * 1024);
	_exit(memory == NULL ? 7 : 1);
}

static void
burn_time(gconstpointer data G_GNUC_UNUSED)
{
	sandbox_arm_cpu(0);
	for (volatile guint64 i = 0;; i++)
		continue;
}

static void
what_a_reader_needs_goes_on(void)
{
	int status = end_of(do_nothing_wrong, NULL);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 7);
}

static void
every_other_system_call_kills(void)
{
	int n_through = 0;
	for (guint i = 0; i < G_N_ELEMENTS(sandbox_deeds); i++) {
		int status = end_of(do_deed, &sandbox_deeds[i]);
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
			continue;
		g_test_message("%s: %s came through", sandbox_deeds[i].class, sandbox_deeds[i].name);
		n_through++;
	}
	g_assert_cmpint(n_through, ==, 0);
	g_assert_cmpuint(G_N_ELEMENTS(sandbox_deeds), >, 180);
}

#ifdef __x86_64__
/* The 32-bit way into the kernel has numbers of its own: 20 is getpid there, and writev in the list of free calls. */
static void
call_as_32_bits(gconstpointer data G_GNUC_UNUSED)
{
	long result;
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
	(void)result;
}
#endif

static void
the_door_for_old_programs_is_shut(void)
{
#ifdef __x86_64__
	int status = end_of(call_as_32_bits, NULL);
	g_assert_true(WIFSIGNALED(status)); /* SIGSYS; SIGSEGV where the kernel has no such door at all */
	g_assert_true(WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV);
#else
	g_test_skip("this processor has no 32-bit calls of its own");
#endif
}

static void
memory_and_time_are_bounded(void)
{
	int status = end_of(ask_for_too_much, NULL);
	g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	status = end_of(burn_time, NULL);
	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGXCPU);
}

/* --- the same through the pool --- */

/* A reading process that has been taken over: it starts as it should, and the page's height says what it then does. */
static int
be_a_bad_worker(void)
{
	g_autoptr(GVariant) message = NULL;
	g_auto(PageRequest) request = {0};
	static const char *const languages[] = {"fra", NULL};
	const SandboxLimits limits = {.memory = MEMORY};
	gboolean landlocked;
	int fd;
	if (!child_enter(NULL) || !sandbox_enter(&limits, &landlocked, NULL) ||
		!packet_send(CHILD_SOCKET_FD, message_ready(languages, landlocked), NULL, 0, -1, NULL) ||
		!packet_receive(CHILD_SOCKET_FD, MESSAGE_REQUEST_TYPE, &message, &fd, 1, -1, NULL) ||
		!page_request_parse(message, &request, NULL))
		return 1;
	guint which = (guint)request.height_px - FIRST_HEIGHT;
	if (which < G_N_ELEMENTS(sandbox_deeds))
		deed_do(&sandbox_deeds[which]);
	return CAME_THROUGH;
}

typedef struct {
	GMainLoop *loop;
	guint waiting, killed;
} PoolRun;

static void
on_result(guint index, ReaderResult *result, gboolean done, gpointer data)
{
	PoolRun *run = data;
	(void)done;
	if (g_error_matches(result->error, STATION_ERROR, STATION_ERROR_WORKER_FAILED) &&
		strstr(result->error->message, "signal 31") != NULL)
		run->killed++;
	else
		g_printerr(
			"%s: %s\n", sandbox_deeds[index].name, result->error != NULL ? result->error->message : "read");
	if (--run->waiting == 0)
		g_main_loop_quit(run->loop);
}

/* In a process whose workers are bad ones. */
static int
be_the_pool(void)
{
	PoolRun run = {.loop = g_main_loop_new(NULL, FALSE)};
	const ReaderOptions options = {.workers = 2};
	g_autoptr(Reader) reader = reader_new(&options, on_result, &run, NULL);
	g_autofree guint8 *pixels = g_malloc0(64 * 1024);
	for (int i = 0; reader != NULL && i < (int)G_N_ELEMENTS(sandbox_deeds); i++, run.waiting++) {
		int fd = sealed_new(pixels, (gsize)(16 * (FIRST_HEIGHT + i)), NULL);
		reader_submit_pixels(reader, fd, 16, FIRST_HEIGHT + i, 1, 0);
		close(fd);
	}
	if (run.waiting > 0)
		g_main_loop_run(run.loop);
	return run.killed == G_N_ELEMENTS(sandbox_deeds) ? 0 : 1;
}

static void
copy_self(const char *to)
{
	g_autofree char *bytes = NULL;
	gsize size;
	g_assert_true(g_file_get_contents("/proc/self/exe", &bytes, &size, NULL));
	g_assert_true(g_file_set_contents(to, bytes, (gssize)size, NULL));
	g_assert_cmpint(g_chmod(to, 0700), ==, 0);
}

static void
the_pool_hears_of_each_death_and_goes_on(void)
{
	g_autofree char *folder = g_dir_make_tmp("civilia-XXXXXX", NULL);
	g_autofree char *bin = g_build_filename(folder, "bin", NULL);
	g_autofree char *pool = g_build_filename(bin, "pool", NULL),
			*worker = g_build_filename(bin, "civilia-worker", NULL);
	g_assert_cmpint(g_mkdir(bin, 0700), ==, 0);
	copy_self(pool);
	copy_self(worker);
	char *argv[] = {pool, NULL};
	int status = -1;
	g_autofree char *said = NULL;
	g_assert_true(g_spawn_sync(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &said, &status, NULL));
	if (status != 0)
		g_test_message("%s", said);
	g_assert_cmpint(status, ==, 0);
	g_unlink(pool);
	g_unlink(worker);
	g_rmdir(bin);
	g_rmdir(folder);
}

int
main(int argc, char **argv)
{
	if (g_str_has_suffix(argv[0], "/civilia-worker"))
		return be_a_bad_worker();
	if (g_str_has_suffix(argv[0], "/bin/pool"))
		return be_the_pool();
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reader/sandbox/what a reader needs goes on", what_a_reader_needs_goes_on);
	g_test_add_func("/reader/sandbox/every other system call kills", every_other_system_call_kills);
	g_test_add_func("/reader/sandbox/the door for old programs is shut", the_door_for_old_programs_is_shut);
	g_test_add_func(
		"/reader/sandbox/the pool hears of each death and goes on", the_pool_hears_of_each_death_and_goes_on);
	g_test_add_func("/reader/sandbox/memory and time are bounded", memory_and_time_are_bounded);
	return g_test_run();
}
