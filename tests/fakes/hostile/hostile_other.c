#include "tests/fakes/hostile/hostile_files.h"
#include <string.h>

static void
add_text(GPtrArray *files, const char *what, const char *text, gsize extra, guint8 fill)
{
	Out out = out_new(FALSE);
	out_bytes(&out, text, strlen(text));
	out_fill(&out, fill, extra);
	hostile_add(files, what, out_end(&out));
}

static void
add_pnm(GPtrArray *files)
{
	static const char *const sides[] = {"0 40", "40 0", "-1 40", "1 1", "15 40", "19999 19999", "20001 16",
		"99999999999 9", "4294967296 4294967296", "2147483647 2", "40", "", "a b", "40 40 40 40", "6000 6000"};
	static const char *const depths[] = {
		" 255\n", " 0\n", " 65535\n", " 65536\n", " -5\n", " 1\n", " 99999999999\n", "\n"};
	for (int kind = 0; kind < 10; kind++)
		for (guint s = 0; s < G_N_ELEMENTS(sides); s++) {
			g_autofree char *text =
				g_strdup_printf("P%d\n%s%s", kind, sides[s], depths[(s + (guint)kind) % 8]);
			g_autofree char *what = g_strdup_printf("pnm: P%d %s", kind, sides[s]);
			add_text(files, what, text, kind <= 3 ? 200 : 5000, kind <= 3 ? ' ' : 90);
		}
	for (guint d = 0; d < G_N_ELEMENTS(depths); d++) {
		g_autofree char *text = g_strdup_printf("P5 64 64%s", depths[d]);
		add_text(files, "pnm: depth", text, 64 * 64, 200);
		add_text(files, "pnm: depth, one byte short", text, 64 * 64 - 1, 200);
	}
	add_text(files, "pnm: a comment without end", "P5\n#", 8 * 1000 * 1000, 'x');
	add_text(files, "pnm: white space without end", "P2\n", 8 * 1000 * 1000, '\n');
	add_text(files, "pnm: comments without end", "P2 64 64 255\n", 4 * 1000 * 1000, '#');
	add_text(files, "pnm: a number without end", "P2\n", 4 * 1000 * 1000, '9');
	add_text(files, "pnm: digits for pixels", "P2 64 64 255\n", 4 * 1000 * 1000, '7');
	add_text(files, "pnm: bits that are none", "P1 64 64\n", 64 * 64, '2');
	Out plain = out_new(FALSE), large = out_new(FALSE);
	out_bytes(&plain, "P2 3000 3000 255\n", 17);
	for (int i = 0; i < 3000 * 3000; i++)
		out_bytes(&plain, "9 ", 2);
	hostile_add_costly(files, "pnm: 9 Mpixel in figures", out_end(&plain));
	out_bytes(&large, "P6 6000 6000 255\n", 17);
	for (int i = 0; i < 6000; i++)
		for (int x = 0; x < 6000; x++) {
			const guint8 pixel[3] = {(guint8)(x * i >> 8), (guint8)(x ^ i), (guint8)(x * 7 + i * 3)};
			out_bytes(&large, pixel, 3);
		}
	hostile_add_costly(files, "pnm: 36 Mpixel of patterns", out_end(&large));
}

static void
add_foreign(GPtrArray *files)
{
	static const char *const heads[] = {"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "II*", "MM", "P5", "P6 ", "%PDF-1.7",
		"GIF89a", "BM", "RIFF....WEBPVP8 ", "....ftypavif", "\xff\x0a", "\xff\x4f\xff\x51", "<svg", "#!/bin/sh",
		"\x7f"
		"ELF",
		"PK\3\4", "8BPS", "id=ImageMagick", "\0\0\1\0"};
	g_autoptr(GRand) chance = g_rand_new_with_seed(3);
	for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
		for (int size = 0; size < 3; size++) {
			Out out = out_new(FALSE);
			out_bytes(&out, heads[i], strlen(heads[i]));
			for (int k = 0; k < (size == 0 ? 0 : size == 1 ? 300 : 60000); k++)
				out_number(&out, g_rand_int(chance), 1);
			g_autofree char *what = g_strdup_printf("other: head %u and noise (%d)", i, size);
			hostile_add(files, what, out_end(&out));
		}
	hostile_add(files, "other: nothing", g_bytes_new_static("", 0));
	for (int value = 0; value < 256; value += 85) {
		Out one = out_new(FALSE), many = out_new(FALSE);
		out_fill(&one, (guint8)value, 1);
		out_fill(&many, (guint8)value, 3 * 1000 * 1000);
		hostile_add(files, "other: one byte", out_end(&one));
		hostile_add(files, "other: the same byte over and over", out_end(&many));
	}
}

void
hostile_other(GPtrArray *files)
{
	add_pnm(files);
	add_foreign(files);
}
