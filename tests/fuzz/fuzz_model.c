/* links: app/ocr app/dossier firmware/base */
/* A model file: its table of parts, the network (and, if it holds, a run over a small picture), the alphabet with its
 * codes, and what both make of a line. */
#include "app/ocr/line_decode.h"
#include "app/ocr/model_file.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* Larger networks than a fuzzer's are honest ones, and slow. */
enum { MOST_BYTES = 1 << 16, WIDTH_PX = 31, MOST_CLASSES = 64 };

static void
run(const Net *net, const Letters *letters)
{
	int blank, n_classes = net_classes(net, &blank), height = net_height_px(net);
	g_assert(blank >= 0 && blank < n_classes);
	if (n_classes > MOST_CLASSES)
		return;
	g_autofree float *pixels = g_new(float, WIDTH_PX *height);
	for (int i = 0; i < WIDTH_PX * height; i++)
		pixels[i] = (float)(i * 37 % 255 - 127);
	NetPicture picture = {WIDTH_PX, pixels};
	NetAnswer answer;
	net_run(net, &picture, 1, &answer);
	g_assert_cmpint(answer.n_steps, ==, WIDTH_PX / net_pixels_a_step(net));
	g_autoptr(GArray) read = letters != NULL ? line_decode(&answer, n_classes, blank, letters) : NULL;
	g_assert(read == NULL || read->len <= (guint)answer.n_steps);
	net_answer_clear(&answer);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	if (size > MOST_BYTES)
		return 0;
	g_autoptr(GBytes) file = g_bytes_new_static(data, size);
	GBytes *parts[3] = {model_file_part(file, MODEL_PART_NETWORK), model_file_part(file, MODEL_PART_ALPHABET),
		model_file_part(file, MODEL_PART_CODES)};
	g_autoptr(Net) net = parts[0] != NULL ? net_load(parts[0]) : NULL;
	int blank = 0;
	if (net != NULL)
		net_classes(net, &blank);
	g_autoptr(Letters) letters =
		parts[1] != NULL && parts[2] != NULL ? letters_load(parts[1], parts[2], blank) : NULL;
	if (net != NULL)
		run(net, letters);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		g_clear_pointer(&parts[i], g_bytes_unref);
	return 0;
}
