/* One open virtual scanner: its options, and the page that is being pulled. */
#pragma once
#include "drivers/scan/folder/folder_render.h"
#include "drivers/scan/folder/folder_tray.h"
#include "drivers/scan/folder/folder_trouble.h"
#include <sane/sane.h>
#include <signal.h>

typedef enum { SOURCE_ADF, SOURCE_DUPLEX, SOURCE_FLATBED } FolderSource;

typedef enum {
	OPTION_COUNT,
	OPTION_SCAN_GROUP,
	OPTION_SOURCE,
	OPTION_MODE,
	OPTION_RESOLUTION,
	OPTION_GEOMETRY_GROUP,
	OPTION_TL_X,
	OPTION_TL_Y,
	OPTION_BR_X,
	OPTION_BR_Y,
	OPTION_SENSOR_GROUP,
	OPTION_PAGE_LOADED,
	OPTION_COVER_OPEN,
	OPTION_DOUBLE_FEED,
	OPTION_BUTTON,
	OPTION_N
} FolderOption;

typedef struct {
	char *folder;
	int lock; /* the folder, held while the device is open */
	FolderSource source;
	RenderMode mode;
	SANE_Word resolution;               /* dpi */
	SANE_Word geometry[4];              /* tl-x, tl-y, br-x, br-y: SANE_Fixed, mm */
	gboolean double_fed;                /* sensor, until the next start */
	int sheet;                          /* sheets pulled since open or the end of the batch */
	TraySheet *current;                 /* sheet whose sides are being read */
	gboolean on_back;                   /* the side in flight, or the last one */
	GArray *troubles;                   /* of the page in flight */
	Render *render;                     /* page in flight, NULL: none */
	guint8 *line;                       /* one line, of which taken bytes were read */
	int y, taken;                       /* y: lines read */
	int front_width, front_height;      /* pixels of the front's image, for a blank back */
	volatile sig_atomic_t is_cancelled; /* sane_cancel may come from a signal handler */
} FolderDevice;

const SANE_Option_Descriptor *folder_option_descriptor(FolderOption option);
SANE_Status folder_option_get(FolderDevice *device, FolderOption option, void *value);
SANE_Status folder_option_set(FolderDevice *device, FolderOption option, void *value, SANE_Int *info);

/* The page: begins the next side, reads of it, ends the batch. */
SANE_Status folder_page_start(FolderDevice *device);
SANE_Status folder_page_read(FolderDevice *device, SANE_Byte *data, SANE_Int max, SANE_Int *length);
void folder_page_stop(FolderDevice *device); /* forgets the page in flight and its sheet, which stays in the tray */
/* Of the page in flight, else what the next one is expected to be. */
void folder_page_parameters(FolderDevice *device, SANE_Parameters *parameters);

/* Unplugged while it scanned: for this process it does not come back. */
void folder_set_gone(const char *folder);

/* Tells the person at the terminal why; the SANE interface has no words for it. */
void folder_complain(const GError *error);
