#include "drivers/scan/sane/sane_options.h"
#include "firmware/base/error.h"
#include <sane/saneopts.h>
#include <math.h>
#include <string.h>

enum { DEFAULT_DPI = 300, MAX_OPTIONS = 1000, MAX_TEXT = 1024, A3_WIDTH_MM = 305, A3_HEIGHT_MM = 432 };

static const int usual_dpi[] = {75, 100, 150, 200, 240, 300, 400, 600, 1200};
static const double a4_width_mm = 210, a4_height_mm = 297;

/* Index of the active option of this name; 0 (the number of options): none. */
static int
find(SANE_Handle handle, const char *name, const SANE_Option_Descriptor **descriptor)
{
	SANE_Word n = 0;
	if (sane_control_option(handle, 0, SANE_ACTION_GET_VALUE, &n, NULL) != SANE_STATUS_GOOD)
		return 0;
	for (int i = 1; i < MIN(n, MAX_OPTIONS); i++) {
		const SANE_Option_Descriptor *d = sane_get_option_descriptor(handle, i);
		if (d == NULL || d->name == NULL || !SANE_OPTION_IS_ACTIVE(d->cap) || strcmp(d->name, name) != 0)
			continue;
		*descriptor = d;
		return i;
	}
	return 0;
}

static gboolean
refuse(GError **error, StationError code, const char *what, const char *value)
{
	g_set_error(error, STATION_ERROR, (gint)code, "the device does not take %s %s", what, value);
	return FALSE;
}

static gboolean
set_text(SANE_Handle handle, const char *name, const char *text, GError **error)
{
	const SANE_Option_Descriptor *d;
	int index = find(handle, name, &d);
	if (index == 0 || d->type != SANE_TYPE_STRING || d->size <= (SANE_Int)strlen(text) || d->size > MAX_TEXT)
		return refuse(error, STATION_ERROR_UNSUPPORTED, name, text);
	g_autofree char *value = g_malloc0((gsize)d->size);
	g_strlcpy(value, text, (gsize)d->size);
	SANE_Status status = sane_control_option(handle, index, SANE_ACTION_SET_VALUE, value, NULL);
	if (status == SANE_STATUS_GOOD)
		return TRUE;
	return refuse(error, status == SANE_STATUS_DEVICE_BUSY ? STATION_ERROR_BUSY : STATION_ERROR_FAILED, name, text);
}

static gboolean
is_number(const SANE_Option_Descriptor *d)
{
	return (d->type == SANE_TYPE_INT || d->type == SANE_TYPE_FIXED) && d->size == sizeof(SANE_Word);
}

static double
to_double(const SANE_Option_Descriptor *d, SANE_Word word)
{
	return d->type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : word;
}

static gboolean
get_number(SANE_Handle handle, const char *name, double *number)
{
	const SANE_Option_Descriptor *d;
	int index = find(handle, name, &d);
	SANE_Word word = 0;
	if (index == 0 || !is_number(d) ||
		sane_control_option(handle, index, SANE_ACTION_GET_VALUE, &word, NULL) != SANE_STATUS_GOOD)
		return FALSE;
	*number = to_double(d, word);
	return TRUE;
}

/* The nearest value that the constraint allows. */
static double
nearest(const SANE_Option_Descriptor *d, double wanted)
{
	if (d->constraint_type == SANE_CONSTRAINT_RANGE && d->constraint.range != NULL) {
		const SANE_Range *range = d->constraint.range;
		return CLAMP(wanted, to_double(d, range->min), to_double(d, range->max));
	}
	if (d->constraint_type != SANE_CONSTRAINT_WORD_LIST || d->constraint.word_list == NULL)
		return wanted;
	double best = wanted, distance = HUGE_VAL;
	for (int i = 1; i <= d->constraint.word_list[0]; i++) {
		double value = to_double(d, d->constraint.word_list[i]);
		if (fabs(value - wanted) < distance) {
			best = value;
			distance = fabs(value - wanted);
		}
	}
	return best;
}

static gboolean
set_number(SANE_Handle handle, const char *name, double number)
{
	const SANE_Option_Descriptor *d;
	int index = find(handle, name, &d);
	if (index == 0 || !is_number(d) || !SANE_OPTION_IS_SETTABLE(d->cap))
		return FALSE;
	double value = nearest(d, number);
	SANE_Word word = d->type == SANE_TYPE_FIXED ? (SANE_Word)lround(value * (1 << SANE_FIXED_SCALE_SHIFT))
						    : (SANE_Word)lround(value);
	return sane_control_option(handle, index, SANE_ACTION_SET_VALUE, &word, NULL) == SANE_STATUS_GOOD;
}

/* --- words --- */

/* How well a device's word names the mode; 0: not at all. */
static int
mode_score(const char *word, ScannerMode mode)
{
	static const char *const standard[SCANNER_N_MODES] = {
		SANE_VALUE_SCAN_MODE_LINEART, SANE_VALUE_SCAN_MODE_GRAY, SANE_VALUE_SCAN_MODE_COLOR};
	if (g_ascii_strcasecmp(word, standard[mode]) == 0)
		return 3;
	g_autofree char *low = g_ascii_strdown(word, -1);
	if (strstr(low, "diffusion") != NULL || strstr(low, "dither") != NULL || strstr(low, "halftone") != NULL ||
		strstr(low, "infrared") != NULL)
		return 0;
	gboolean is_color = strstr(low, "color") != NULL || strstr(low, "colour") != NULL;
	gboolean is_gray = strstr(low, "gray") != NULL || strstr(low, "grey") != NULL;
	gboolean is_lineart = strstr(low, "line") != NULL || strstr(low, "black") != NULL ||
			      strstr(low, "binary") != NULL || strstr(low, "b&w") != NULL;
	gboolean fits = mode == SCANNER_COLOR ? is_color : mode == SCANNER_GRAY ? is_gray : is_lineart && !is_gray;
	return !fits ? 0 : strchr(low, '[') != NULL ? 1 : 2;
}

static int
source_score(const char *word, ScannerSource source)
{
	g_autofree char *low = g_ascii_strdown(word, -1);
	gboolean duplex = strstr(low, "duplex") != NULL || strstr(low, "both sides") != NULL;
	gboolean feeder = strstr(low, "adf") != NULL || strstr(low, "feeder") != NULL;
	gboolean flatbed = strstr(low, "flat") != NULL || strstr(low, "platen") != NULL || g_str_equal(low, "normal");
	if (strstr(low, "back") != NULL || strstr(low, "transparen") != NULL || strstr(low, "negative") != NULL)
		return 0;
	switch (source) {
	case SCANNER_DUPLEX:
		return duplex;
	case SCANNER_ADF:
		return feeder && !duplex;
	case SCANNER_FLATBED:
		return flatbed && !feeder && !duplex;
	case SCANNER_N_SOURCES:
		break;
	}
	return 0;
}

static const char *
best_word(SANE_Handle handle, const char *option, int (*score)(const char *, int), int meaning)
{
	const SANE_Option_Descriptor *d;
	const char *best = NULL;
	int best_score = 0;
	if (find(handle, option, &d) == 0 || d->constraint_type != SANE_CONSTRAINT_STRING_LIST ||
		d->constraint.string_list == NULL)
		return NULL;
	for (int i = 0; i < MAX_OPTIONS && d->constraint.string_list[i] != NULL; i++) {
		int s = score(d->constraint.string_list[i], meaning);
		if (s > best_score) {
			best = d->constraint.string_list[i];
			best_score = s;
		}
	}
	return best;
}

static int
score_mode(const char *word, int mode)
{
	return mode_score(word, (ScannerMode)mode);
}

static int
score_source(const char *word, int source)
{
	return source_score(word, (ScannerSource)source);
}

const char *
sane_mode_word(SANE_Handle handle, ScannerMode mode)
{
	return best_word(handle, SANE_NAME_SCAN_MODE, score_mode, (int)mode);
}

static const char *
source_word(SANE_Handle handle, const Quirks *quirks, ScannerSource source)
{
	if (quirks->sources[source] != NULL)
		return quirks->sources[source];
	return best_word(handle, SANE_NAME_SCAN_SOURCE, score_source, (int)source);
}

/* Epson's drivers have one feeder source and a second option for its sides. */
static const char *
feeder_sides_word(SANE_Handle handle, ScannerSource source)
{
	const SANE_Option_Descriptor *d;
	if (find(handle, "adf-mode", &d) == 0 || d->constraint_type != SANE_CONSTRAINT_STRING_LIST)
		return NULL;
	for (int i = 0; i < MAX_OPTIONS && d->constraint.string_list[i] != NULL; i++) {
		gboolean duplex = g_ascii_strcasecmp(d->constraint.string_list[i], "duplex") == 0;
		if (duplex == (source == SCANNER_DUPLEX))
			return d->constraint.string_list[i];
	}
	return NULL;
}

gboolean
sane_has_source(SANE_Handle handle, const Quirks *quirks, ScannerSource source)
{
	const SANE_Option_Descriptor *d;
	gboolean loaded;
	if (find(handle, SANE_NAME_SCAN_SOURCE, &d) == 0) /* one source: a bed, or a feeder that feels its paper */
		return source == (sane_sensor(handle, "page-loaded", &loaded) ? SCANNER_ADF : SCANNER_FLATBED);
	if (source_word(handle, quirks, source) != NULL)
		return TRUE;
	return source == SCANNER_DUPLEX && source_word(handle, quirks, SCANNER_ADF) != NULL &&
	       feeder_sides_word(handle, SCANNER_DUPLEX) != NULL;
}

/* --- what the device can --- */

GArray *
sane_resolutions(SANE_Handle handle)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(int));
	const SANE_Option_Descriptor *d;
	if (find(handle, SANE_NAME_SCAN_RESOLUTION, &d) == 0 || !is_number(d))
		return list;
	for (gsize i = 0; i < G_N_ELEMENTS(usual_dpi); i++) {
		if (lround(nearest(d, usual_dpi[i])) == usual_dpi[i])
			g_array_append_val(list, usual_dpi[i]);
	}
	return list;
}

static double
edge_max(SANE_Handle handle, const char *name)
{
	const SANE_Option_Descriptor *d;
	double dpi = DEFAULT_DPI;
	if (find(handle, name, &d) == 0 || !is_number(d) || d->constraint_type != SANE_CONSTRAINT_RANGE)
		return 0;
	double max = to_double(d, d->constraint.range->max);
	if (d->unit != SANE_UNIT_PIXEL)
		return max;
	get_number(handle, SANE_NAME_SCAN_RESOLUTION, &dpi);
	return dpi > 0 ? max / dpi * 25.4 : 0;
}

void
sane_largest_area(SANE_Handle handle, double *width_mm, double *height_mm)
{
	*width_mm = edge_max(handle, SANE_NAME_SCAN_BR_X);
	*height_mm = edge_max(handle, SANE_NAME_SCAN_BR_Y);
}

gboolean
sane_sensor(SANE_Handle handle, const char *name, gboolean *value)
{
	const SANE_Option_Descriptor *d;
	SANE_Word word = 0;
	int index = find(handle, name, &d);
	if (index == 0 || d->type != SANE_TYPE_BOOL || d->size != sizeof(SANE_Word) ||
		!(d->cap & SANE_CAP_SOFT_DETECT) || SANE_OPTION_IS_SETTABLE(d->cap) ||
		sane_control_option(handle, index, SANE_ACTION_GET_VALUE, &word, NULL) != SANE_STATUS_GOOD)
		return FALSE;
	*value = word != SANE_FALSE;
	return TRUE;
}

/* --- setting --- */

/* The feeder when it holds paper or is all there is, else the bed. */
static ScannerSource
default_source(SANE_Handle handle, const Quirks *quirks)
{
	gboolean loaded = TRUE;
	if (!sane_has_source(handle, quirks, SCANNER_ADF))
		return SCANNER_FLATBED;
	if (sane_has_source(handle, quirks, SCANNER_FLATBED))
		sane_sensor(handle, "page-loaded", &loaded);
	return loaded ? SCANNER_ADF : SCANNER_FLATBED;
}

gboolean
sane_set_source(SANE_Handle handle, const Quirks *quirks, ScannerRequest *request, GError **error)
{
	const SANE_Option_Descriptor *d;
	if (!request->has_source)
		request->source = default_source(handle, quirks);
	if (!sane_has_source(handle, quirks, request->source) && request->has_source)
		return refuse(error, STATION_ERROR_UNSUPPORTED, "source", scanner_source_name(request->source));
	if (find(handle, SANE_NAME_SCAN_SOURCE, &d) == 0)
		return TRUE;
	const char *word = source_word(handle, quirks, request->source);
	if (word == NULL && request->source == SCANNER_DUPLEX)
		word = source_word(handle, quirks, SCANNER_ADF);
	if (word != NULL && !set_text(handle, SANE_NAME_SCAN_SOURCE, word, error))
		return FALSE;
	const char *sides = request->source == SCANNER_FLATBED ? NULL : feeder_sides_word(handle, request->source);
	return sides == NULL || set_text(handle, "adf-mode", sides, error);
}

gboolean
sane_set_mode(SANE_Handle handle, ScannerRequest *request, GError **error)
{
	static const ScannerMode preferred[] = {SCANNER_COLOR, SCANNER_GRAY, SCANNER_LINEART};
	const char *word = request->has_mode ? sane_mode_word(handle, request->mode) : NULL;
	for (gsize i = 0; !request->has_mode && word == NULL && i < G_N_ELEMENTS(preferred); i++) {
		request->mode = preferred[i];
		word = sane_mode_word(handle, request->mode);
	}
	if (word == NULL && request->has_mode)
		return refuse(error, STATION_ERROR_UNSUPPORTED, "mode", scanner_mode_name(request->mode));
	if (word != NULL && !set_text(handle, SANE_NAME_SCAN_MODE, word, error))
		return FALSE;
	if (request->mode != SCANNER_LINEART)
		(void)set_number(handle, SANE_NAME_BIT_DEPTH, 8); /* where there is a choice; 16 is taken too */
	return TRUE;
}

gboolean
sane_set_resolution(SANE_Handle handle, ScannerRequest *request, GError **error)
{
	double wanted = request->dpi > 0 ? request->dpi : DEFAULT_DPI, got = 0;
	if (set_number(handle, SANE_NAME_SCAN_X_RESOLUTION, wanted))
		(void)set_number(handle, SANE_NAME_SCAN_Y_RESOLUTION, wanted);
	(void)set_number(handle, SANE_NAME_SCAN_RESOLUTION, wanted);
	if (!get_number(handle, SANE_NAME_SCAN_RESOLUTION, &got) || got < SCANNER_MIN_DPI || got > SCANNER_MAX_DPI) {
		g_autofree char *text = g_strdup_printf("%.0f (answered %.0f)", wanted, got);
		return refuse(error, STATION_ERROR_UNSUPPORTED, "resolution", text);
	}
	request->dpi = (int)lround(got);
	return TRUE;
}

static gboolean
set_edge(SANE_Handle handle, const char *name, double mm, int dpi)
{
	const SANE_Option_Descriptor *d;
	if (find(handle, name, &d) == 0)
		return FALSE;
	return set_number(handle, name, d->unit == SANE_UNIT_PIXEL ? mm / 25.4 * dpi : mm);
}

gboolean
sane_set_area(SANE_Handle handle, const ScannerRequest *request, GError **error)
{
	double left = request->left_mm, top = request->top_mm;
	double width = request->width_mm, height = request->height_mm;
	if (!request->has_window) {
		sane_largest_area(handle, &width, &height);
		width = MIN(width, A3_WIDTH_MM);
		height = MIN(height, A3_HEIGHT_MM);
		double per_mm = request->dpi / 25.4;
		if (width * per_mm * height * per_mm > SCANNER_MAX_PIXELS) {
			width = MIN(width, a4_width_mm);
			height = MIN(height, a4_height_mm);
		}
		if (width <= 0 || height <= 0) /* it does not tell: whatever it gives */
			return TRUE;
	}
	/* The far edges first: a near edge may not lie beyond them. */
	gboolean ok = set_edge(handle, SANE_NAME_SCAN_BR_X, left + width, request->dpi) &&
		      set_edge(handle, SANE_NAME_SCAN_BR_Y, top + height, request->dpi) &&
		      set_edge(handle, SANE_NAME_SCAN_TL_X, left, request->dpi) &&
		      set_edge(handle, SANE_NAME_SCAN_TL_Y, top, request->dpi);
	return ok || !request->has_window || refuse(error, STATION_ERROR_UNSUPPORTED, "a", "scan area");
}
