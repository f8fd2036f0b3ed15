#include "drivers/scan/scanner.h"
#include "firmware/base/error.h"
#include <math.h>

static const char *const sources[SCANNER_N_SOURCES] = {"adf", "duplex", "flatbed"};
static const char *const modes[SCANNER_N_MODES] = {"lineart", "gray", "color"};

enum { MAX_MM = 2000 };

const char *
scanner_source_name(ScannerSource source)
{
	return sources[source];
}

const char *
scanner_mode_name(ScannerMode mode)
{
	return modes[mode];
}

static gboolean
usage(GError **error, const char *key)
{
	g_set_error(error, STATION_ERROR, STATION_ERROR_USAGE, "scan option %s: not known, or a wrong value", key);
	return FALSE;
}

static gboolean
parse_word(GVariant *value, const char *const *words, int n, gboolean *has, int *index)
{
	if (!g_variant_is_of_type(value, G_VARIANT_TYPE_STRING))
		return FALSE;
	for (int i = 0; i < n; i++) {
		if (g_str_equal(words[i], g_variant_get_string(value, NULL))) {
			*has = TRUE;
			*index = i;
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean
parse_int(GVariant *value, int min, int max, int *number)
{
	if (!g_variant_is_of_type(value, G_VARIANT_TYPE_INT32))
		return FALSE;
	int n = g_variant_get_int32(value);
	if (n < min || n > max)
		return FALSE;
	*number = n;
	return TRUE;
}

static gboolean
parse_mm(GVariant *value, double *mm)
{
	if (!g_variant_is_of_type(value, G_VARIANT_TYPE_DOUBLE))
		return FALSE;
	double d = g_variant_get_double(value);
	if (!isfinite(d) || d < 0 || d > MAX_MM)
		return FALSE;
	*mm = d;
	return TRUE;
}

static gboolean
parse_option(const char *key, GVariant *value, ScannerRequest *r)
{
	int word = 0;
	if (g_str_equal(key, "source")) {
		gboolean ok = parse_word(value, sources, SCANNER_N_SOURCES, &r->has_source, &word);
		r->source = (ScannerSource)word;
		return ok;
	}
	if (g_str_equal(key, "mode")) {
		gboolean ok = parse_word(value, modes, SCANNER_N_MODES, &r->has_mode, &word);
		r->mode = (ScannerMode)word;
		return ok;
	}
	if (g_str_equal(key, "dpi"))
		return parse_int(value, SCANNER_MIN_DPI, SCANNER_MAX_DPI, &r->dpi);
	if (g_str_equal(key, "max-pages"))
		return parse_int(value, 1, SCANNER_MAX_PAGES, &r->max_pages);
	double *const edges[] = {&r->left_mm, &r->top_mm, &r->width_mm, &r->height_mm};
	static const char *const names[] = {"left-mm", "top-mm", "width-mm", "height-mm"};
	for (int i = 0; i < 4; i++) {
		if (g_str_equal(key, names[i]))
			return parse_mm(value, edges[i]);
	}
	return FALSE;
}

gboolean
scanner_request_parse(GVariant *options, ScannerRequest *request, GError **error)
{
	ScannerRequest r = {0};
	GVariantIter iter;
	const char *key;
	GVariant *value;
	g_variant_iter_init(&iter, options);
	while (g_variant_iter_loop(&iter, "{&sv}", &key, &value)) {
		if (parse_option(key, value, &r))
			continue;
		usage(error, key);
		g_variant_unref(value);
		return FALSE;
	}
	r.has_window = r.width_mm > 0 || r.height_mm > 0;
	if (r.has_window && !(r.width_mm > 0 && r.height_mm > 0))
		return usage(error, "width-mm, height-mm");
	if (!r.has_window && (r.left_mm > 0 || r.top_mm > 0))
		return usage(error, "left-mm, top-mm");
	*request = r;
	return TRUE;
}
