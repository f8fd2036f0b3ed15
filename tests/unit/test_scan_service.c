/* links: app/cli app/casework app/contract app/reader app/fields app/compare app/act app/values app/store app/db app/seal app/sync app/codes app/glyphs app/image app/dossier firmware/base firmware/bus */
/* Pages and outcomes through the scanner service, the true libsane and the virtual back-end, in processes of their own.
 */
#include "tests/unit/scan_desk.h"

static void
test_feeder(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	put_sheets(desk, 6);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "done");
	g_assert_cmpuint(take.pages->len, ==, 6);
	for (guint i = 0; i < 6; i++)
		assert_page(&take, i, (int)i + 1);
	g_assert_cmpstr(take.sides->str, ==, "1f2f3f4f5f6f");
	g_assert_cmpint(take.dpi, ==, 300);
	g_assert_cmpint(sheets_in(desk->tray), ==, 0);
	take_clear(&take);
}

static void
test_duplex(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	put_sheet(desk, "1-front.pgm", 1);
	put_sheet(desk, "1-back.pgm", 2);
	put_sheet(desk, "2-front.pgm", 3);
	g_assert_cmpstr(scan(desk, "duplex", &take), ==, "done");
	g_assert_cmpstr(take.sides->str, ==, "1f1b2f2b");
	assert_page(&take, 0, 1);
	assert_page(&take, 1, 2);
	assert_page(&take, 2, 3);
	gsize size;
	const guint8 *blank = g_bytes_get_data(take.pages->pdata[3], &size);
	g_assert_cmpuint(size, ==, WIDTH * HEIGHT);
	g_assert_cmpuint(blank[0], ==, 255);
	take_clear(&take);
}

static void
test_back_turned(Desk *desk, gconstpointer config)
{
	(void)config;
	g_autofree char *quirks = g_build_filename(desk->folder, "quirks.ini", NULL);
	g_assert_true(g_file_set_contents(quirks, "[turned]\nmodel=fold*\nback-turned=true\n", -1, NULL));
	kill(desk->service, SIGTERM);
	scan_client_free(desk->client);
	g_autoptr(GError) error = NULL;
	private_bus_stop(desk->bus);
	desk->bus = private_bus_start(NULL, &error);
	start_service(desk, "--virtual", desk->tray);
	desk->client = scan_client_new(private_bus_address(desk->bus), &error);
	g_assert_no_error(error);
	/* the model is known once devices were listed */
	g_autoptr(GPtrArray) devices = scan_client_devices(desk->client, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(devices->len, ==, 1);
	Take take;
	take_init(&take);
	put_sheets(desk, 2);
	g_assert_cmpstr(scan(desk, "duplex", &take), ==, "done");
	assert_page(&take, 0, 1);
	const guint8 *back = g_bytes_get_data(take.pages->pdata[1], NULL);
	g_assert_cmpuint(back[0], ==, pixel(2, WIDTH - 1, HEIGHT - 1));
	g_assert_cmpuint(back[WIDTH * HEIGHT - 1], ==, pixel(2, 0, 0));
	take_clear(&take);
}

static void
test_flatbed(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	put_sheets(desk, 2);
	g_assert_cmpstr(scan(desk, "flatbed", &take), ==, "done");
	g_assert_cmpuint(take.pages->len, ==, 1);
	g_assert_cmpint(sheets_in(desk->tray), ==, 2);
	take_clear(&take);
}

static void
test_modes(Desk *desk, gconstpointer config)
{
	(void)config;
	put_sheets(desk, 1);
	Take take;
	take_init(&take);
	const ScanRequest color = {.device = desk->device, .source = "flatbed", .mode = "color", .dpi = 600};
	g_assert_cmpstr(scan_with(desk, &color, &take), ==, "done");
	g_assert_cmpint(take.channels, ==, 3);
	g_assert_cmpint(take.width, ==, 2 * WIDTH);
	g_assert_cmpint(take.height, ==, 2 * HEIGHT);
	g_assert_cmpint(take.dpi, ==, 600);
	take_clear(&take);
	take_init(&take);
	const ScanRequest lineart = {.device = desk->device,
		.source = "flatbed",
		.mode = "lineart",
		.width_mm = 5,
		.height_mm = 6,
		.left_mm = 1,
		.top_mm = 2};
	g_assert_cmpstr(scan_with(desk, &lineart, &take), ==, "done");
	g_assert_cmpint(take.channels, ==, 1);
	g_assert_cmpint(take.width, ==, 59);
	g_assert_cmpint(take.height, ==, 71);
	gsize size;
	const guint8 *bytes = g_bytes_get_data(take.pages->pdata[0], &size);
	for (gsize i = 0; i < size; i++)
		g_assert_true(bytes[i] == 0 || bytes[i] == 255);
	g_assert_cmpuint(bytes[0], ==, pixel(1, 12, 24) < 128 ? 0 : 255);
	take_clear(&take);
}

static void
test_troubles(Desk *desk, gconstpointer config)
{
	(void)config;
	static const struct {
		const char *trouble, *outcome;
		guint pages;
		int left; /* sheets in the tray */
	} cases[] = {
		{"sheet 3: jam 50%", "jammed", 2, 2},
		{"sheet 3: jam", "jammed", 2, 2},
		{"sheet 2: double-feed 10%", "double_feed", 1, 3},
		{"sheet 2: cover-open 30%", "cover_open", 1, 3},
		{"cover-open", "cover_open", 0, 4},
		{"empty", "no_paper", 0, 4},
		{"late-empty", "done", 4, 0},
		{"late-empty\nempty", "no_paper", 0, 4},
		{"sheet 4: short 50%", "bad_frame", 3, 0},
		{"sheet 2: endless", "bad_frame", 1, 3},
		{"sheet 2: vanish 50%", "unplugged", 1, 3},
		{"vanish", "no_device", 0, 4},
		{"sheet 2: io-error 50%", "failed", 1, 3},
		{"busy", "busy", 0, 4},
		{"denied", "denied", 0, 4},
		{"unknown-length", "done", 4, 0},
		{"sheet 3: crash 50%", "crashed", 2, 2},
		{"crash", "crashed", 0, 4},
		{"sheet 2: stall 50%", "stalled", 1, 3},
		{"sheet 2: stall", "stalled", 1, 3},
		{"nonsense", "no_device", 0, 4},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		Take take;
		take_init(&take);
		put_sheets(desk, 4);
		trouble(desk, cases[i].trouble);
		g_test_message("%s", cases[i].trouble);
		gint64 start = g_get_monotonic_time();
		g_assert_cmpstr(scan(desk, "adf", &take), ==, cases[i].outcome);
		g_assert_cmpint(elapsed_ms(start), <, 5000);
		g_assert_cmpuint(take.pages->len, ==, cases[i].pages);
		for (guint k = 0; k < take.pages->len; k++)
			assert_page(&take, k, (int)k + 1);
		g_assert_cmpint(sheets_in(desk->tray), ==, cases[i].left);
		take_clear(&take);
		assert_ready_again(desk);
	}
}

static void
test_empty_tray(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "no_paper");
	put_sheet(desk, "broken.pgm", 1);
	g_autofree char *path = g_build_filename(desk->tray, "broken.pgm", NULL);
	g_assert_cmpint(truncate(path, 100), ==, 0);
	g_assert_cmpstr(scan(desk, "adf", &take), ==, "failed");
	take_clear(&take);
}

/* 49 Mpixel: the file is mostly a hole. */
static void
test_huge(Desk *desk, gconstpointer config)
{
	(void)config;
	Take take;
	take_init(&take);
	write_text(desk->tray, "huge.pgm", "P5\n3500 4900\n255\n");
	g_autofree char *path = g_build_filename(desk->tray, "huge.pgm", NULL);
	g_assert_cmpint(truncate(path, 17 + 3500 * 4900), ==, 0);
	const ScanRequest request = {.device = desk->device,
		.source = "flatbed",
		.mode = "gray",
		.dpi = 600,
		.width_mm = 300,
		.height_mm = 430};
	g_assert_cmpstr(scan_with(desk, &request, &take), ==, "too_large");
	g_assert_cmpuint(take.pages->len, ==, 0);
	take_clear(&take);
}

static void
test_wrong_requests(Desk *desk, gconstpointer config)
{
	(void)config;
	put_sheets(desk, 1);
	const ScanRequest wrong[] = {
		{.device = desk->device, .source = "tray 7"},
		{.device = desk->device, .mode = "sepia"},
		{.device = desk->device, .dpi = 7},
		{.device = desk->device, .dpi = 100000},
		{.device = desk->device, .width_mm = 100, .height_mm = -1},
		{.device = desk->device, .width_mm = 1e9, .height_mm = 10},
	};
	Take take;
	take_init(&take);
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
		g_assert_cmpstr(scan_with(desk, &wrong[i], &take), ==, "usage");
	const ScanRequest nowhere = {.device = "folder:/no/such/folder"}, nothing = {.device = "nothing:at:all"},
			  empty = {.device = ""};
	g_assert_cmpstr(scan_with(desk, &nowhere, &take), ==, "no_device");
	g_assert_cmpstr(scan_with(desk, &nothing, &take), ==, "no_device");
	g_assert_cmpstr(scan_with(desk, &empty, &take), ==, "no_device");
	take_clear(&take);
}

static void
test_capabilities(Desk *desk, gconstpointer config)
{
	(void)config;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) devices = scan_client_devices(desk->client, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(devices->len, ==, 1);
	g_assert_cmpstr(((ScanDevice *)devices->pdata[0])->name, ==, desk->device);
	g_autoptr(ScanCapabilities) c = scan_client_capabilities(desk->client, desk->device, &error);
	g_assert_no_error(error);
	g_assert_true(g_strv_contains((const char *const *)c->sources, "adf"));
	g_assert_true(g_strv_contains((const char *const *)c->sources, "duplex"));
	g_assert_true(g_strv_contains((const char *const *)c->modes, "lineart"));
	g_assert_cmpfloat(c->max_width_mm, >, 200);
	g_assert_cmpint(c->page_loaded, ==, SCAN_SENSOR_OFF);
	g_assert_cmpint(c->cover_open, ==, SCAN_SENSOR_OFF);
	put_sheets(desk, 1);
	trouble(desk, "cover-open\nbutton\n");
	g_autoptr(ScanCapabilities) d = scan_client_capabilities(desk->client, desk->device, &error);
	g_assert_cmpint(d->page_loaded, ==, SCAN_SENSOR_ON);
	g_assert_cmpint(d->cover_open, ==, SCAN_SENSOR_ON);
	g_assert_cmpint(d->button, ==, SCAN_SENSOR_ON);
	g_assert_null(scan_client_capabilities(desk->client, "folder:/nowhere", &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_NO_DEVICE);
}

/* SANE's own test back-end: frames that the virtual one does not make. */
static void
test_conformance(Desk *desk, gconstpointer config)
{
	Take take;
	take_init(&take);
	gboolean is_color = strstr(config, "\"Color\"") != NULL, is_hand = strstr(config, "hand-scanner") != NULL;
	const ScanRequest request = {.device = "test:0",
		.source = "flatbed",
		.mode = is_color ? "color" : "gray",
		.dpi = 100,
		.width_mm = 60,
		.height_mm = 40};
	g_assert_cmpstr(scan_with(desk, &request, &take), ==, "done");
	g_assert_cmpuint(take.pages->len, ==, 1);
	g_assert_cmpint(take.channels, ==, is_color ? 3 : 1);
	g_assert_cmpint(ABS(take.width - (is_hand ? 433 : 236)), <=, 2); /* a hand scanner is 11 cm wide */
	g_assert_cmpint(take.height, >=, 100);
	g_assert_cmpint(take.dpi, ==, 100);
	take_clear(&take);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_assert_true(language_init("fr"));
	DESK_TEST("/scan_service/sheets of the feeder come bit-identical and in order", test_feeder);
	DESK_TEST("/scan_service/duplex pairs fronts with backs", test_duplex);
	DESK_TEST("/scan_service/a model's back sides are turned by its quirk", test_back_turned);
	DESK_TEST("/scan_service/the flatbed scans one page that stays", test_flatbed);
	DESK_TEST("/scan_service/mode, resolution and window are as asked", test_modes);
	DESK_TEST("/scan_service/every trouble costs one page and says its name", test_troubles);
	DESK_TEST("/scan_service/an empty tray and a broken image", test_empty_tray);
	DESK_TEST("/scan_service/a page beyond the limit is refused before it is read", test_huge);
	DESK_TEST("/scan_service/wrong requests are refused", test_wrong_requests);
	DESK_TEST("/scan_service/devices, capabilities and sensors", test_capabilities);
#define SANE_TEST(name, config) \
	g_test_add("/scan_service/test back-end: " name, Desk, config, desk_set_up, test_conformance, desk_tear_down)
	SANE_TEST("grey", "number_of_devices 1\nmode \"Gray\"\ndepth 8\n");
	SANE_TEST("16 bits", "number_of_devices 1\nmode \"Gray\"\ndepth 16\n");
	SANE_TEST("unknown length", "number_of_devices 1\nmode \"Gray\"\nhand-scanner true\n");
	SANE_TEST("three passes", "number_of_devices 1\nmode \"Color\"\nthree-pass true\n");
	SANE_TEST("short reads", "number_of_devices 1\nmode \"Color\"\nread-limit true\nread-limit-size 7\n");
	return g_test_run();
}
