/* links: app/dossier app/image app/glyphs app/ocr app/codes app/values app/fields app/reader app/reader/worker firmware/base */
/* civilia-worker: reads one page after the other for the pool that started it, and can do nothing else:
 *   civilia-worker [STATE]
 * STATE: folder with the certificates that 2D-Docs are checked with. */
#include "app/image/image_change.h"
#include "app/image/image_decode.h"
#include "app/reader/worker/glass_reading.h"
#include "app/reader/worker/sandbox.h"
#include "app/reader/worker/zone_reading.h"
#include "firmware/base/child.h"
#include "firmware/base/error.h"
#include "firmware/base/packet.h"
#include "firmware/base/paths.h"
#include "firmware/base/sealed.h"
#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <unistd.h>

enum {
	MEMORY_LIMIT = 768 * 1024 * 1024,
	PAGE_CPU_SECONDS = 120, /* of one paper, above any's need; the pool's clock is the stricter one */
	JPEG_QUALITY = 85,
	PIXELS_MAX = IMAGE_MAX_PIXELS * 3,
};

static gboolean
send(GVariant *message, GError **error)
{
	return packet_send(CHILD_SOCKET_FD, message, NULL, 0, -1, error);
}

static GBytes *
map_input(const PageRequest *request, int fd, GError **error)
{
	gsize exact = 0;
	if (request->kind == INPUT_PIXELS)
		exact = image_size(request->width_px, request->height_px, request->channels);
	return sealed_map(fd, exact, exact > 0 ? PIXELS_MAX : DECODE_MAX_BYTES, error);
}

/* data: where the error goes when the pool is gone. */
static gboolean
send_early(const Document *document, gpointer data, GError **error)
{
	sandbox_arm_cpu(PAGE_CPU_SECONDS);
	if (send(message_early(document), data))
		return TRUE;
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_CRASHED, "nobody waits for the page any more");
	return FALSE;
}

/* FALSE: the page failed, and the error is the page's. Messages on the way are sent; *broken is set when that failed.
 */
static gboolean
answer_page(const ReadingTools *tools, const PageRequest *request, int fd, GError **broken, GError **error)
{
	g_autoptr(GBytes) bytes = map_input(request, fd, error);
	if (bytes == NULL)
		return FALSE;
	int n_images = request->kind == INPUT_ENCODED ? image_count(bytes) : 1;
	if (!send(message_count(n_images), broken))
		return FALSE;
	g_autoptr(Image) given = page_decode(request, bytes, error);
	if (given == NULL)
		return FALSE;
	g_clear_pointer(&bytes, g_bytes_unref);
	if (request->decode_only) {
		send(message_given(given, given->pixels), broken);
		return *broken == NULL;
	}
	g_autoptr(GBytes) jpeg = request->want_jpeg ? image_to_jpeg(given, JPEG_QUALITY) : NULL;
	if (!send(message_given(given, jpeg), broken))
		return FALSE;
	g_clear_pointer(&jpeg, g_bytes_unref);
	const EarlyReport early = {send_early, broken};
	g_autoptr(GPtrArray) documents = request->zones_only
						 ? zones_read(tools, request, g_steal_pointer(&given), error)
						 : glass_read(tools, request, g_steal_pointer(&given), &early, error);
	return documents != NULL && send(message_page(documents, request->want_words), broken);
}

/* One request. FALSE: the pool is gone or speaks nonsense. */
static gboolean
serve(const ReadingTools *tools, GError **error)
{
	g_autoptr(GVariant) message = NULL;
	int fd = -1;
	if (!packet_receive(CHILD_SOCKET_FD, MESSAGE_REQUEST_TYPE, &message, &fd, 1, -1, error))
		return FALSE;
	sandbox_arm_cpu(PAGE_CPU_SECONDS);
	g_auto(PageRequest) request = {0};
	g_autoptr(GError) page_error = NULL;
	g_autoptr(GError) broken = NULL;
	gboolean ok = page_request_parse(message, &request, error);
	if (ok && !answer_page(tools, &request, fd, &broken, &page_error)) {
		if (broken == NULL && !send(message_error(page_error), &broken))
			ok = FALSE;
	}
	close(fd);
	if (broken != NULL) {
		g_propagate_error(error, g_steal_pointer(&broken));
		ok = FALSE;
	}
	malloc_trim(0);
	return ok;
}

static gboolean
greet(const ReadingTools *tools, gboolean landlocked, GError **error)
{
	g_autoptr(GPtrArray) languages = g_ptr_array_new();
	for (guint i = 0; i < tools->models->models->len; i++)
		g_ptr_array_add(languages, ((const Model *)g_ptr_array_index(tools->models->models, i))->name);
	g_ptr_array_add(languages, NULL);
	return send(message_ready((const char *const *)languages->pdata, landlocked), error);
}

/* Foreign libraries chat about pages on standard error: nothing of a page may reach a log. */
static void
silence(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (null < 0)
		return;
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	close(null);
}

int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "C.UTF-8");
	setlocale(LC_NUMERIC, "C");
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD,
		16 * 1024 * 1024); /* buffers of a usual page are used again, larger ones given back */
	mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
	g_autoptr(GError) error = NULL;
	g_auto(ReadingTools) tools = {0};
	g_autofree char *data = paths_data("");
	gboolean landlocked;
	static const SandboxLimits limits = {.memory = MEMORY_LIMIT};
	if (!child_enter(&error) || !reading_tools_load(&tools, data, argc > 1 ? argv[1] : NULL, &error)) {
		g_printerr("civilia-worker: %s\n", error->message);
		return 1;
	}
	silence();
	if (!sandbox_enter(&limits, &landlocked, &error)) {
		return 2;
	}
	if (!greet(&tools, landlocked, &error))
		return 1;
	while (serve(&tools, &error))
		continue;
	return g_error_matches(error, STATION_ERROR, STATION_ERROR_CRASHED) ? 0 : 1;
}
