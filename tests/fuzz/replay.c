/* Runs a fuzz target over its stored corpus, as a normal test: each file, each file cut short, and no bytes at all. */
#include <glib.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
main(int argc, char **argv)
{
	LLVMFuzzerTestOneInput((const guint8 *)"", 0);
	guint n = 0;
	g_autoptr(GDir) dir = argc > 1 ? g_dir_open(argv[1], 0, NULL) : NULL;
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL; n++) {
		g_autofree char *path = g_build_filename(argv[1], name, NULL);
		g_autofree char *bytes = NULL;
		gsize size;
		if (!g_file_get_contents(path, &bytes, &size, NULL))
			return 1;
		for (gsize cut = size;; cut /= 2) {
			g_autofree guint8 *exact = g_memdup2(bytes, cut);
			LLVMFuzzerTestOneInput(exact, cut);
			if (cut == 0)
				break;
		}
	}
	if (n == 0) {
		g_print("not ok 1 - the corpus is empty or missing\n");
		return 1;
	}
	g_print("ok 1 - %u inputs and their beginnings\n1..1\n", n);
	return 0;
}
