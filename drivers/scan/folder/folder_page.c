#include "drivers/scan/folder/folder_device.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Troubles that end a page with a status, in the order in which they are looked for. */
static const struct {
	TroubleKind kind;
	SANE_Status status;
} ends[] = {
	{TROUBLE_VANISH, SANE_STATUS_IO_ERROR},
	{TROUBLE_COVER_OPEN, SANE_STATUS_COVER_OPEN},
	{TROUBLE_JAM, SANE_STATUS_JAMMED},
	{TROUBLE_DOUBLE_FEED, SANE_STATUS_JAMMED},
	{TROUBLE_IO_ERROR, SANE_STATUS_IO_ERROR},
};

enum { NAP_US = 10 * 1000 };

void
folder_complain(const GError *error)
{
	fprintf(stderr, "[folder] %s\n", error->message);
}

void
folder_page_stop(FolderDevice *device)
{
	g_clear_pointer(&device->render, render_free);
	g_clear_pointer(&device->line, g_free);
	g_clear_pointer(&device->troubles, g_array_unref);
	if (device->current != NULL) {
		g_free(device->current->front);
		g_free(device->current->back);
		g_clear_pointer(&device->current, g_free);
	}
	device->y = device->taken = 0;
	device->on_back = FALSE;
}

/* The first sheet in the tray becomes the current one. */
static SANE_Status
pull_sheet(FolderDevice *device)
{
	g_autoptr(GPtrArray) sheets = tray_sheets(device->folder, device->source == SOURCE_DUPLEX);
	if (sheets->len == 0 || trouble_find(device->troubles, TROUBLE_EMPTY, device->sheet + 1) != NULL) {
		device->sheet = 0;
		return SANE_STATUS_NO_DOCS;
	}
	const TraySheet *first = sheets->pdata[0];
	device->current = g_new(TraySheet, 1);
	*device->current = (TraySheet){g_strdup(first->front), g_strdup(first->back)};
	device->sheet++;
	return SANE_STATUS_GOOD;
}

static FolderImage *
load_side(FolderDevice *device, GError **error)
{
	const char *name = device->on_back ? device->current->back : device->current->front;
	if (name == NULL)
		return folder_image_blank(device->front_width, device->front_height, device->resolution);
	g_autofree char *path = g_build_filename(device->folder, name, NULL);
	return folder_image_load(path, error);
}

static SANE_Status
begin_side(FolderDevice *device)
{
	g_autoptr(GError) error = NULL;
	FolderImage *image = load_side(device, &error);
	if (image == NULL) {
		folder_complain(error);
		return SANE_STATUS_INVAL;
	}
	RenderWindow window = {SANE_UNFIX(device->geometry[0]), SANE_UNFIX(device->geometry[1]),
		SANE_UNFIX(device->geometry[2]), SANE_UNFIX(device->geometry[3])};
	device->render = render_new(image, device->mode, device->resolution, window);
	if (device->render == NULL)
		return SANE_STATUS_INVAL;
	if (!device->on_back) {
		device->front_width = render_width(device->render);
		device->front_height = render_height(device->render);
	}
	device->line = g_malloc((gsize)render_bytes_per_line(device->render));
	device->y = device->taken = 0;
	return SANE_STATUS_GOOD;
}

/* What happens to the page at this share of its lines. */
static SANE_Status
happening(FolderDevice *device, double share)
{
	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		const Trouble *t = trouble_find(device->troubles, ends[i].kind, device->sheet);
		if (t != NULL && share >= t->share) {
			device->double_fed = ends[i].kind == TROUBLE_DOUBLE_FEED;
			if (ends[i].kind == TROUBLE_VANISH)
				folder_set_gone(device->folder);
			return ends[i].status;
		}
	}
	return SANE_STATUS_GOOD;
}

SANE_Status
folder_page_start(FolderDevice *device)
{
	g_autoptr(GError) error = NULL;
	gboolean turn = device->source == SOURCE_DUPLEX && device->current != NULL && !device->on_back;
	if (device->is_cancelled) { /* a new batch */
		turn = FALSE;
		device->sheet = 0;
	}
	if (!turn)
		folder_page_stop(device);
	g_clear_pointer(&device->render, render_free);
	g_clear_pointer(&device->line, g_free);
	g_clear_pointer(&device->troubles, g_array_unref);
	device->is_cancelled = 0;
	device->double_fed = FALSE;
	device->troubles = trouble_read(device->folder, &error);
	if (device->troubles == NULL) {
		folder_complain(error);
		return SANE_STATUS_INVAL;
	}
	if (trouble_find(device->troubles, TROUBLE_BUSY, device->sheet + 1) != NULL)
		return SANE_STATUS_DEVICE_BUSY;
	SANE_Status status = SANE_STATUS_GOOD;
	if (turn) {
		device->on_back = TRUE;
	} else {
		status = pull_sheet(device);
		if (status == SANE_STATUS_NO_DOCS && trouble_find(device->troubles, TROUBLE_LATE_EMPTY, 0) != NULL) {
			device->line = g_malloc(1); /* a page without a sheet: reading will tell */
			return SANE_STATUS_GOOD;
		}
	}
	if (status == SANE_STATUS_GOOD)
		status = happening(device, 0);
	if (status == SANE_STATUS_GOOD)
		status = begin_side(device);
	if (status != SANE_STATUS_GOOD)
		folder_page_stop(device);
	return status;
}

static gboolean
happens(FolderDevice *device, TroubleKind kind, double share)
{
	const Trouble *t = trouble_find(device->troubles, kind, device->sheet);
	return t != NULL && share >= t->share;
}

/* The page is out: the sheet leaves the tray once its last side is. */
static SANE_Status
end_page(FolderDevice *device)
{
	g_autoptr(GError) error = NULL;
	g_clear_pointer(&device->render, render_free);
	g_clear_pointer(&device->line, g_free);
	if (device->source == SOURCE_DUPLEX && !device->on_back)
		return SANE_STATUS_EOF;
	gboolean ok = device->source == SOURCE_FLATBED || tray_eject(device->folder, device->current, &error);
	folder_page_stop(device);
	if (ok)
		return SANE_STATUS_EOF;
	folder_complain(error);
	return SANE_STATUS_JAMMED;
}

static SANE_Status
next_line(FolderDevice *device)
{
	int height = render_height(device->render);
	double share = (double)device->y / height;
	SANE_Status status = happening(device, share);
	if (status != SANE_STATUS_GOOD)
		return status;
	if (happens(device, TROUBLE_CRASH, share)) {
		signal(SIGSEGV, SIG_DFL);
		raise(SIGSEGV);
	}
	while (happens(device, TROUBLE_STALL, share) && !device->is_cancelled)
		g_usleep(NAP_US);
	const Trouble *slow = trouble_find(device->troubles, TROUBLE_SLOW, device->sheet);
	if (slow != NULL)
		g_usleep((gulong)slow->slow_ms * 1000);
	if (device->is_cancelled)
		return SANE_STATUS_CANCELLED;
	if (happens(device, TROUBLE_SHORT, share) || (device->y >= height && !happens(device, TROUBLE_ENDLESS, share)))
		return end_page(device);
	render_row(device->render, device->y++, device->line);
	device->taken = 0;
	return SANE_STATUS_GOOD;
}

SANE_Status
folder_page_read(FolderDevice *device, SANE_Byte *data, SANE_Int max, SANE_Int *length)
{
	*length = 0;
	if (device->is_cancelled)
		return SANE_STATUS_CANCELLED;
	if (device->render == NULL)
		return device->line != NULL ? SANE_STATUS_NO_DOCS : SANE_STATUS_INVAL;
	int bytes = render_bytes_per_line(device->render);
	while (*length < max) {
		if (device->y == 0 || device->taken == bytes) {
			/* bytes and a status never leave together; a slow line leaves as soon as it is there */
			gboolean alone = *length > 0 && device->troubles->len > 0;
			gboolean last = *length > 0 && device->y >= render_height(device->render);
			if (alone || last)
				return SANE_STATUS_GOOD;
			SANE_Status status = next_line(device);
			if (status == SANE_STATUS_EOF)
				return status;
			if (status != SANE_STATUS_GOOD) {
				folder_page_stop(device);
				return status;
			}
		}
		int n = MIN(bytes - device->taken, max - *length);
		memcpy(data + *length, device->line + device->taken, (gsize)n);
		device->taken += n;
		*length += n;
	}
	return SANE_STATUS_GOOD;
}

void
folder_page_parameters(FolderDevice *device, SANE_Parameters *parameters)
{
	gboolean color = device->mode == RENDER_COLOR, lineart = device->mode == RENDER_LINEART;
	int width = (int)(SANE_UNFIX(device->geometry[2] - device->geometry[0]) / 25.4 * device->resolution + 0.5);
	int height = (int)(SANE_UNFIX(device->geometry[3] - device->geometry[1]) / 25.4 * device->resolution + 0.5);
	int bytes = lineart ? (width + 7) / 8 : width * (color ? 3 : 1);
	if (device->render != NULL) {
		width = render_width(device->render);
		height = render_height(device->render);
		bytes = render_bytes_per_line(device->render);
		if (trouble_find(device->troubles, TROUBLE_UNKNOWN_LENGTH, device->sheet) != NULL)
			height = -1;
	}
	*parameters = (SANE_Parameters){
		color ? SANE_FRAME_RGB : SANE_FRAME_GRAY, SANE_TRUE, bytes, width, height, lineart ? 1 : 8};
}
