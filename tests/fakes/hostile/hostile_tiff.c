#include "tests/fakes/hostile/hostile_files.h"

typedef struct {
	guint16 tag, type;
	guint32 count, value;
} Entry;

typedef struct {
	guint32 width, height, bits, samples, compression, photometric, planar, rows, offset, length;
} Plan;

static const Plan plain = {64, 64, 8, 1, 1, 1, 1, 64, 0, 64 * 64};

static void
head(Out *out)
{
	out_bytes(out, out->big_endian ? "MM" : "II", 2);
	out_number(out, 42, 2);
	out_number(out, 8, 4);
}

static void
entry(Out *out, Entry e)
{
	out_number(out, e.tag, 2);
	out_number(out, e.type, 2);
	out_number(out, e.count, 4);
	if (e.type == 3 && e.count == 1) { /* a short stands at the beginning of its four bytes */
		out_number(out, e.value, 2);
		out_number(out, 0, 2);
	} else {
		out_number(out, e.value, 4);
	}
}

/* One page of a plan, its strip behind the directory (offset 0), and extra entries (tag 0: none). */
static GBytes *
page(const Plan *p, gboolean big_endian, const Entry *extra, int n_extra, GBytes *strip)
{
	Out out = out_new(big_endian);
	enum { N = 10 };
	head(&out);
	guint32 behind = 8 + 2 + (guint32)(N + n_extra) * 12 + 4;
	gsize size = 0;
	const void *data = strip != NULL ? g_bytes_get_data(strip, &size) : NULL;
	const Entry entries[N] = {{256, 4, 1, p->width}, {257, 4, 1, p->height}, {258, 3, 1, p->bits},
		{259, 3, 1, p->compression}, {262, 3, 1, p->photometric},
		{273, 4, 1, p->offset != 0 ? p->offset : behind}, {277, 3, 1, p->samples}, {278, 4, 1, p->rows},
		{279, 4, 1, p->length}, {284, 3, 1, p->planar}};
	out_number(&out, (guint64)(N + n_extra), 2);
	for (int i = 0; i < N; i++)
		entry(&out, entries[i]);
	for (int i = 0; i < n_extra; i++)
		entry(&out, extra[i]);
	out_number(&out, 0, 4);
	if (data != NULL)
		out_bytes(&out, data, size);
	else
		out_fill(&out, 128, MIN(p->length, 70000));
	if (strip != NULL)
		g_bytes_unref(strip);
	return out_end(&out);
}

static void
add_plan(GPtrArray *files, const char *what, Plan p, int number)
{
	g_autofree char *name = g_strdup_printf("tiff: %s (%d)", what, number);
	hostile_add(files, name, page(&p, number % 2 == 1, NULL, 0, NULL));
}

static void
add_lies(GPtrArray *files)
{
	static const guint32 sides[] = {0, 1, 15, 20001, 65000, 0x7fffffff, 0xffffffff};
	static const guint32 depths[] = {0, 1, 2, 3, 4, 7, 12, 16, 24, 32, 64, 65535};
	static const guint32 samples[] = {0, 2, 3, 4, 5, 200, 65535};
	static const guint32 packings[] = {
		0, 2, 3, 4, 5, 6, 7, 8, 9, 32773, 32809, 32946, 34661, 34712, 34925, 50000, 50001, 65535};
	static const guint32 lights[] = {0, 2, 3, 4, 5, 6, 8, 9, 10, 32803, 32844, 32845, 34892, 65535};
	for (guint i = 0; i < G_N_ELEMENTS(sides) * G_N_ELEMENTS(sides); i++) {
		Plan p = plain;
		p.width = sides[i % G_N_ELEMENTS(sides)];
		p.height = sides[i / G_N_ELEMENTS(sides)];
		add_plan(files, "sides", p, (int)i);
	}
	for (guint i = 0; i < G_N_ELEMENTS(depths) * G_N_ELEMENTS(samples); i++) {
		Plan p = plain;
		p.bits = depths[i % G_N_ELEMENTS(depths)];
		p.samples = samples[i / G_N_ELEMENTS(depths)];
		p.photometric = i % 3 == 0 ? 2 : i % 3 == 1 ? 3 : 5;
		p.planar = 1 + i % 2;
		add_plan(files, "bits and samples", p, (int)i);
	}
	for (guint i = 0; i < G_N_ELEMENTS(packings) * 4; i++) {
		Plan p = plain;
		p.compression = packings[i / 4];
		p.bits = i % 2 == 0 ? 1 : 8;
		p.photometric = i % 4 == 3 ? 6 : i % 2;
		add_plan(files, "packing", p, (int)i);
	}
	for (guint i = 0; i < G_N_ELEMENTS(lights) * 2; i++) {
		Plan p = plain;
		p.photometric = lights[i / 2];
		p.samples = i % 2 == 0 ? 1 : 3;
		add_plan(files, "colours", p, (int)i);
	}
}

static void
add_strips(GPtrArray *files)
{
	static const guint32 numbers[] = {0, 1, 63, 65, 0x7fffffff, 0xffffffff, 0xfffffff0};
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		Plan rows = plain, offset = plain, length = plain;
		rows.rows = numbers[i];
		add_plan(files, "rows of a strip", rows, (int)i);
		offset.offset = numbers[i];
		add_plan(files, "place of a strip", offset, (int)i);
		length.length = numbers[i];
		add_plan(files, "length of a strip", length, (int)i);
	}
	static const Entry extras[] = {{273, 4, 0xffffffff, 8}, {279, 4, 0x10000000, 8}, {258, 3, 0xffff, 8},
		{320, 3, 768, 100}, {320, 3, 0xffffffff, 100}, {322, 4, 1, 0}, {322, 4, 1, 0x7ffffff0}, {323, 4, 1, 16},
		{324, 4, 1, 8}, {330, 4, 1, 8}, {330, 4, 5, 8}, {34665, 4, 1, 8}, {34675, 7, 0xfffffff, 8},
		{347, 7, 9999, 8}, {282, 5, 1, 8}, {282, 5, 1, 0xfffffffe}, {296, 3, 1, 77}, {338, 3, 1, 2},
		{339, 3, 1, 3}, {339, 3, 1, 9}, {266, 3, 1, 9}, {317, 3, 1, 9}, {317, 3, 1, 2}, {274, 3, 1, 99},
		{270, 2, 0xffffffff, 8}, {65000, 99, 5, 8}, {256, 2, 4, 8}, {257, 12, 1, 8}, {530, 3, 2, 0},
		{529, 5, 3, 8}, {33432, 2, 100, 8}, {297, 3, 2, 0}};
	for (guint i = 0; i < G_N_ELEMENTS(extras); i++)
		for (int form = 0; form < 2; form++) {
			Plan p = plain;
			p.photometric = form == 0 ? 1 : 3;
			g_autofree char *what =
				g_strdup_printf("tiff: tag %u of %u (%d)", extras[i].tag, extras[i].count, form);
			hostile_add(files, what, page(&p, form == 1, &extras[i], 1, NULL));
		}
}

/* n directories, the last one's next being this; 12 bytes a page each. */
static GBytes *
chain(int n, guint32 last)
{
	Out out = out_new(FALSE);
	head(&out);
	for (int i = 0; i < n; i++) {
		out_number(&out, 1, 2);
		entry(&out, (Entry){256, 4, 1, 64});
		out_number(&out, i + 1 < n ? out.bytes->len + 4 : last, 4);
	}
	return out_end(&out);
}

static void
add_chains(GPtrArray *files)
{
	hostile_add(files, "tiff: a page that is its own next", chain(1, 8));
	hostile_add(files, "tiff: a ring of pages", chain(9, 26));
	hostile_add(files, "tiff: a next page beyond the file", chain(3, 0x7fffffff));
	hostile_add(files, "tiff: a next page inside a directory", chain(3, 11));
	hostile_add(files, "tiff: 3,000 pages", chain(3000, 0));
	for (int i = 0; i < 8; i++) {
		static const guint32 starts[] = {0, 1, 4, 7, 9, 0xffffffff, 0x7fffffff, 100};
		Out out = out_new(i % 2 == 1);
		out_bytes(&out, i % 2 == 1 ? "MM" : "II", 2);
		out_number(&out, i < 4 ? 42 : 43, 2);
		out_number(&out, starts[i], 4);
		out_fill(&out, 255, 120);
		hostile_add(files, "tiff: a header that points nowhere", out_end(&out));
	}
}

void
hostile_tiff(GPtrArray *files)
{
	add_lies(files);
	add_strips(files);
	add_chains(files);
	Plan p = plain;
	hostile_spoil(files, "tiff: grey", page(&p, FALSE, NULL, 0, NULL), 45, 45);
	p.compression = 8;
	p.length = 100;
	hostile_spoil(files, "tiff: deflated", page(&p, TRUE, NULL, 0, hostile_deflate(200, 64 * 64)), 45, 45);
	p = (Plan){6000, 6000, 8, 1, 8, 1, 1, 6000, 0, 34900};
	hostile_add_costly(files, "tiff: 36 Mpixel in one deflated strip",
		page(&p, FALSE, NULL, 0, hostile_deflate(250, 36000000)));
	p = (Plan){20000, 1800, 8, 1, 32773, 1, 1, 1800, 0, 60000};
	hostile_add_costly(files, "tiff: a strip that unpacks to too little", page(&p, FALSE, NULL, 0, NULL));
}
