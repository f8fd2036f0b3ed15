/* links: app/dossier app/ocr app/data/build/glyphs app/glyphs firmware/base */
/* The networks as we run them, held against the tesseract command line with the same models: lines drawn in several
 * faces and languages, read by both. */
#include "app/ocr/engines.h"
#include "app/ocr/model_file.h"
#include "app/ocr/net.h"
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <string.h>

static char *
corpus_path(const char *name)
{
	const char *tests = g_getenv("G_TEST_SRCDIR");
	return g_build_filename(tests != NULL ? tests : "tests", "fuzz", "corpus", "fuzz_model", name, NULL);
}

static GBytes *
corpus_file(const char *name)
{
	g_autofree char *path = corpus_path(name);
	char *contents = NULL;
	gsize size = 0;
	g_assert_true(g_file_get_contents(path, &contents, &size, NULL));
	return g_bytes_new_take(contents, size);
}

static void
a_small_network_loads_and_runs(void)
{
	static const char *const names[] = {"whole", "rates", "one-part"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(GBytes) file = corpus_file(names[i]);
		g_autoptr(GBytes) part = model_file_part(file, MODEL_PART_NETWORK);
		g_assert_nonnull(part);
		g_autoptr(Net) net = net_load(part);
		g_assert_nonnull(net);
		int blank, n_classes = net_classes(net, &blank), height = net_height_px(net);
		g_autofree float *wide = g_new0(float, 30 * height);
		NetPicture pictures[] = {{30, wide}, {2, wide}, {3, wide}};
		NetAnswer answers[G_N_ELEMENTS(pictures)];
		net_run(net, pictures, G_N_ELEMENTS(pictures), answers);
		g_assert_cmpint(answers[0].n_steps, ==, 10);
		g_assert_cmpint(answers[1].n_steps, ==, 0);
		g_assert_cmpint(answers[2].n_steps, ==, 1);
		for (int t = 0; t < answers[0].n_steps; t++) {
			double sum = 0;
			for (int k = 0; k < n_classes; k++)
				sum += (double)answers[0].likelihoods[t * n_classes + k];
			g_assert_cmpfloat_with_epsilon(sum, 1, 1e-4);
		}
		for (guint k = 0; k < G_N_ELEMENTS(answers); k++)
			net_answer_clear(&answers[k]);
	}
}

static void
a_cut_or_damaged_network_is_refused(void)
{
	g_autoptr(GBytes) file = corpus_file("whole");
	g_autoptr(GBytes) part = model_file_part(file, MODEL_PART_NETWORK);
	for (gsize size = 0; size < g_bytes_get_size(part); size += 7) {
		g_autoptr(GBytes) cut = g_bytes_new_from_bytes(part, 0, size);
		g_assert_null(net_load(cut));
	}
	g_autoptr(GBytes) lying = corpus_file("lying-matrix");
	g_autoptr(GBytes) damaged = model_file_part(lying, MODEL_PART_NETWORK);
	g_assert_null(net_load(damaged));
	g_autoptr(GBytes) offsets = corpus_file("lying-offsets");
	g_assert_null(model_file_part(offsets, MODEL_PART_NETWORK));
}

/* --- beside the command line --- */

typedef struct {
	const char *language;
	const char *faces[4];
	const char *lines[6];
} Sample;

static const Sample samples[] = {
	{"fra", {"Liberation Serif", "DejaVu Sans", "Noto Serif", "Liberation Mono"},
		{"Acte de naissance n° 1 245 du 4 juillet 2003, à Saint-Étienne",
			"Le prénom de l’enfant est Aïssatou, née à huit heures quinze",
			"Père : Mamadou DIALLO, mécanicien", "Le présent extrait est délivré sur papier libre",
			"Fait à Conakry, le 12/04/1991", NULL}},
	{"eng", {"Liberation Sans", "Noto Serif", "Liberation Mono"},
		{"Certificate of birth registered on 17 March 1998", "Name and surname of the father: James O'Brien",
			"Issued in Nairobi under entry No. 4471/86", NULL}},
	{"rus", {"Liberation Serif", "Noto Sans"},
		{"Свидетельство о рождении выдано 5 мая 1987 года", "Фамилия, имя, отчество: Иванова Мария Петровна",
			NULL}},
	{"ukr", {"Liberation Serif", "Noto Sans"},
		{"Місце народження: місто Київ, Україна", "Актовий запис № 318 від 22.09.1995", NULL}},
	{"tur", {"Noto Sans", "Liberation Serif"},
		{"Doğum yeri: Şanlıurfa, doğum tarihi 03.11.1979", "Nüfus kayıt örneği, Bakırköy İlçe Müdürlüğü",
			NULL}},
	{"ara", {"Noto Naskh Arabic", "Amiri"},
		{"الجمهورية العربية السورية وزارة الداخلية", "اسم الأب محمد واسم الأم فاطمة", NULL}},
	{"fas", {"Noto Naskh Arabic", "Amiri"}, {"محل تولد ولایت کابل ولسوالی پغمان", "نام پدر محمد نعیم", NULL}},
	{"amh", {"Noto Sans Ethiopic", "Abyssinica SIL"}, {"የልደት የምስክር ወረቀት", "የአባት ስም አበበ ተስፋዬ", NULL}},
	{"kat", {"Noto Sans Georgian", "Noto Serif Georgian"}, {"დაბადების მოწმობა ქალაქი თბილისი", NULL}},
};

/* One line, black on white, with a margin; as an image of 300 dpi. */
static Image *
draw(const char *face, const char *text)
{
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family(font, face);
	pango_font_description_set_absolute_size(font, 46 * PANGO_SCALE);
	PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
	PangoLayout *layout = pango_layout_new(context);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_text(layout, text, -1);
	PangoRectangle ink;
	pango_layout_get_pixel_extents(layout, &ink, NULL);
	int width = ink.width + 24, height = ink.height + 16;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	cairo_t *cairo = cairo_create(surface);
	cairo_move_to(cairo, 12 - ink.x, 8 - ink.y);
	pango_cairo_show_layout(cairo, layout);
	cairo_destroy(cairo);
	g_object_unref(layout);
	g_object_unref(context);
	cairo_surface_flush(surface);
	const guint8 *mask = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	guint8 *pixels = g_malloc((gsize)width * (gsize)height);
	for (int i = 0; i < width * height; i++)
		pixels[i] = (guint8)(255 - mask[i / width * stride + i % width]);
	cairo_surface_destroy(surface);
	g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, (gsize)width * (gsize)height);
	return image_new(width, height, 1, 300, bytes);
}

static void
write_pgm(const char *path, const Image *image)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_string_printf(out, "P5\n%d %d\n255\n", image->width_px, image->height_px);
	g_string_append_len(
		out, g_bytes_get_data(image->pixels, NULL), (gssize)image->width_px * (gssize)image->height_px);
	g_assert_true(g_file_set_contents(path, out->str, (gssize)out->len, NULL));
}

/* Single blanks, no marks of direction. */
static char *
plain(const char *text)
{
	g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
	GString *out = g_string_new(NULL);
	for (const char *p = normal; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
			continue;
		if (!g_unichar_isspace(c))
			g_string_append_unichar(out, c);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	return g_strchomp(g_string_free(out, FALSE));
}

/* Characters to change, add or take away. */
static int
distance(const char *a, const char *b)
{
	glong n_a, n_b;
	g_autofree gunichar *x = g_utf8_to_ucs4_fast(a, -1, &n_a), *y = g_utf8_to_ucs4_fast(b, -1, &n_b);
	g_autofree int *row = g_new(int, n_b + 1);
	for (glong k = 0; k <= n_b; k++)
		row[k] = (int)k;
	for (glong i = 1; i <= n_a; i++) {
		int before = row[0];
		row[0] = (int)i;
		for (glong k = 1; k <= n_b; k++) {
			int here = before + (x[i - 1] != y[k - 1]);
			before = row[k];
			row[k] = MIN(here, MIN(row[k], row[k - 1]) + 1);
		}
	}
	return row[n_b];
}

typedef struct {
	int lines, same, characters, apart, ours_wrong, theirs_wrong;
} Sums;

static char *
read_by_ourselves(Engines *engines, const char *language, const Image *image)
{
	Box whole = {0, 0, image->width_px, image->height_px};
	g_autoptr(GPtrArray) lines = engines_read(engines, language, image, &whole, 1);
	g_assert_nonnull(lines);
	const GPtrArray *words = g_ptr_array_index(lines, 0);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < words->len; i++)
		g_string_append_printf(
			text, "%s%s", i > 0 ? " " : "", ((const Word *)g_ptr_array_index(words, i))->text);
	return plain(text->str);
}

/* All pictures in one call; a form feed ends each one's text. */
static char **
read_by_command(const char *language, const char *list)
{
	const char *argv[] = {"tesseract", list, "-", "--psm", "13", "-l", language, NULL};
	g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "OMP_THREAD_LIMIT", "1", TRUE);
	g_autofree char *output = NULL;
	int status;
	g_autoptr(GError) error = NULL;
	g_assert_true(g_spawn_sync(NULL, (char **)argv, environment, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
		NULL, NULL, &output, NULL, &status, &error));
	g_assert_true(g_spawn_check_wait_status(status, NULL));
	return g_strsplit(output, "\f", -1);
}

static void
hold_together(Engines *engines, const Sample *sample, const char *folder, Sums *sums)
{
	g_autoptr(GPtrArray) ours = g_ptr_array_new_with_free_func(g_free), truths = g_ptr_array_new();
	g_autoptr(GString) list = g_string_new(NULL);
	g_autofree char *list_path = g_build_filename(folder, "list.txt", NULL);
	for (guint f = 0; f < G_N_ELEMENTS(sample->faces) && sample->faces[f] != NULL; f++) {
		for (guint i = 0; sample->lines[i] != NULL; i++) {
			g_autoptr(Image) image = draw(sample->faces[f], sample->lines[i]);
			g_autofree char *name = g_strdup_printf("%u-%u.pgm", f, i);
			g_autofree char *path = g_build_filename(folder, name, NULL);
			write_pgm(path, image);
			g_string_append_printf(list, "%s\n", path);
			g_ptr_array_add(ours, read_by_ourselves(engines, sample->language, image));
			g_ptr_array_add(truths, (gpointer)sample->lines[i]);
		}
	}
	g_assert_true(g_file_set_contents(list_path, list->str, -1, NULL));
	g_auto(GStrv) theirs = read_by_command(sample->language, list_path);
	g_assert_cmpuint(g_strv_length(theirs), >=, ours->len);
	for (guint i = 0; i < ours->len; i++) {
		const char *own = g_ptr_array_index(ours, i);
		g_autofree char *other = plain(theirs[i]), *truth = plain(g_ptr_array_index(truths, i));
		int apart = distance(own, other);
		sums->lines++;
		sums->same += apart == 0;
		sums->apart += apart;
		sums->characters += (int)g_utf8_strlen(truth, -1);
		sums->ours_wrong += distance(own, truth);
		sums->theirs_wrong += distance(other, truth);
		if (apart > 0)
			g_test_message(
				"%s: drawn \"%s\", ours \"%s\", theirs \"%s\"", sample->language, truth, own, other);
		/* no line is lost or turned around: at most a few characters apart */
		g_assert_cmpint(apart, <=, 2 + (int)g_utf8_strlen(truth, -1) / 8);
	}
}

static void
remove_folder(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_remove(path);
	}
	g_rmdir(folder);
}

static void
we_read_what_the_command_line_reads(void)
{
	g_autofree char *program = g_find_program_in_path("tesseract");
	if (program == NULL) {
		g_test_skip("the tesseract command line is not installed: the networks were held against nothing");
		return;
	}
	g_autofree char *languages = g_build_filename("app", "data", "languages.ini", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Models) models = models_load(languages, NULL, &error);
	g_assert_no_error(error);
	g_autoptr(Engines) engines = engines_new(models);
	g_autofree char *folder = g_dir_make_tmp("civilia-lines-XXXXXX", NULL);
	Sums all = {0};
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		Sums sums = {0};
		hold_together(engines, &samples[i], folder, &sums);
		g_test_message("%s: %d of %d lines the same, %d of %d characters apart; wrong: ours %d, theirs %d",
			samples[i].language, sums.same, sums.lines, sums.apart, sums.characters, sums.ours_wrong,
			sums.theirs_wrong);
		all.lines += sums.lines;
		all.same += sums.same;
		all.apart += sums.apart;
		all.characters += sums.characters;
		all.ours_wrong += sums.ours_wrong;
		all.theirs_wrong += sums.theirs_wrong;
	}
	remove_folder(folder);
	g_test_message("all: %d of %d lines the same, %d of %d characters apart; wrong: ours %d, theirs %d", all.same,
		all.lines, all.apart, all.characters, all.ours_wrong, all.theirs_wrong);
	g_assert_cmpint(50 * all.apart, <=, all.characters);
	g_assert_cmpint(all.ours_wrong, <=, all.theirs_wrong + all.characters / 100);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/net/a small network loads and runs", a_small_network_loads_and_runs);
	g_test_add_func("/net/a cut or damaged network is refused", a_cut_or_damaged_network_is_refused);
	g_test_add_func("/net/we read what the command line reads", we_read_what_the_command_line_reads);
	return g_test_run();
}
