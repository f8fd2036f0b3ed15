/* What the scanner service and its child share: limits, the words of a request, and the interface that a driver
 * fills. The service never sees a driver; the child (civilia-scanner) holds exactly one. */
#pragma once
#include <gio/gio.h>

enum {
	SCANNER_MAX_PIXELS = 36 * 1000 * 1000, /* of one page: A4 at 600 dpi is 35 Mpixel */
	SCANNER_MAX_SIDE_PX = 20000,
	SCANNER_MIN_SIDE_PX = 16,
	SCANNER_MIN_DPI = 50,
	SCANNER_MAX_DPI = 2400,
	SCANNER_MAX_PAGES = 1000, /* of one job */
	SCANNER_MAX_DEVICES = 64,
	SCANNER_MAX_NAME_BYTES = 1024,
};

typedef enum { SCANNER_ADF, SCANNER_DUPLEX, SCANNER_FLATBED, SCANNER_N_SOURCES } ScannerSource;
typedef enum { SCANNER_LINEART, SCANNER_GRAY, SCANNER_COLOR, SCANNER_N_MODES } ScannerMode;

const char *scanner_source_name(ScannerSource source); /* "adf", "duplex", "flatbed" */
const char *scanner_mode_name(ScannerMode mode);       /* "lineart", "gray", "color" */

/* What a client asks for; what it leaves open is chosen by the driver. */
typedef struct {
	gboolean has_source, has_mode, has_window;
	ScannerSource source;
	ScannerMode mode;
	int dpi;                                     /* 0: 300 or the nearest */
	double left_mm, top_mm, width_mm, height_mm; /* with has_window */
	int max_pages;                               /* 0: all */
} ScannerRequest;

/* From the options of Scanner1.Start (a{sv}); an unknown key, a wrong type or value is STATION_ERROR_USAGE. */
gboolean scanner_request_parse(GVariant *options, ScannerRequest *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Peculiarities of a model, found by quirks.h; the defaults serve every conforming device. */
typedef struct {
	int first_byte_ms;                /* how long the first byte of a page may take: lamp, calibration, feeding */
	int stall_ms;                     /* then the longest silence */
	int cancel_grace_ms;              /* how long closing the device may take before its process is killed */
	char *sources[SCANNER_N_SOURCES]; /* the device's own words, where they cannot be guessed; else NULL */
	gboolean back_turned;             /* back sides arrive upside down */
	gboolean lines_estimated;         /* the announced height is an upper bound */
} Quirks;

typedef enum { FRAME_GRAY, FRAME_RGB, FRAME_RED, FRAME_GREEN, FRAME_BLUE } FrameFormat;

/* One frame as announced by the device. */
typedef struct {
	FrameFormat format;
	gboolean is_last; /* of the page */
	int width_px;
	int lines; /* -1: not known before the end */
	int bytes_per_line;
	int depth; /* bits a channel: 1, 8, 16 */
} ScannerFrame;

typedef struct ScannerDevice ScannerDevice; /* the driver's own */

/* All functions may block as long as the device likes: the service watches and kills. Errors are STATION_ERROR, with
 * the driver's own words as message (for the log, not for an operator). */
typedef struct {
	const char *name;
	/* config, library: folders of its configuration and extra back-ends, or NULL. First call of the process. */
	gboolean (*init)(const char *config, const char *library, GError **error);
	void (*exit)(void);
	GVariant *(*list)(GError **error); /* a(ssss): name, vendor, model, type; not floating */
	ScannerDevice *(*open)(const char *name, const Quirks *quirks, GError **error);
	void (*close)(ScannerDevice *device);
	GVariant *(*capabilities)(ScannerDevice *device, GError **error); /* a{sv} of scanner1.xml; not floating */
	/* Sets the options; completes the request with what the device will do (source, mode, dpi). */
	gboolean (*prepare)(ScannerDevice *device, ScannerRequest *request, GError **error);
	/* Begins the next frame. STATION_ERROR_NO_PAPER: there is no further page. */
	gboolean (*start)(ScannerDevice *device, ScannerFrame *frame, GError **error);
	/* Reads 0 to size bytes; *n 0 and *at_end TRUE: the frame is over. NO_PAPER as above. */
	gboolean (*read)(ScannerDevice *device, guint8 *data, gsize size, gsize *n, gboolean *at_end, GError **error);
	void (*cancel)(ScannerDevice *device);
} ScannerDriver;

extern const ScannerDriver scanner_driver_sane; /* drivers/scan/sane */
