/* Evidence for which side is up, in the order of what it costs: the direction of the ink tells a quarter turn; then a
 * few lines are read as they stand, and upside down when that made little sense: text read the wrong way up makes none.
 * A machine-readable zone with valid check digits overrules where the reading is not beyond doubt. */
#include "app/reader/worker/upright.h"
#include "app/image/dark_plates.h"
#include "app/image/image_change.h"
#include "firmware/base/error.h"
#include <math.h>

enum { MAX_READ_PIXELS = 12 * 1000 * 1000, FEW_MARKS = 8 };
static const double clear_evidence = 1.6, sound_reading = 0.75, clear_gap = 0.12;

/* One way up of the page, tried. */
typedef struct {
	Image *page;
	GArray *lines;
	PageText *text;
	TextTrial trial;
	int rotation;
	double level_degrees;
} Attempt;

static void
attempt_clear(Attempt *attempt)
{
	g_clear_pointer(&attempt->text, page_text_free);
	g_clear_pointer(&attempt->page, image_free);
	g_clear_pointer(&attempt->lines, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Attempt, attempt_clear)

void
upright_clear(Upright *upright)
{
	g_clear_pointer(&upright->text, page_text_free);
	g_clear_pointer(&upright->page, image_free);
	g_clear_pointer(&upright->lines, g_array_unref);
}

static gboolean
out_of_memory(GError **error)
{
	g_set_error_literal(error, STATION_ERROR, STATION_ERROR_TOO_LARGE, "not enough memory to turn the page");
	return FALSE;
}

/* Turns, levels and tries. */
static gboolean
attempt_make(
	Engines *engines, const Image *even, int rotation, double degrees, const char *const *languages, Attempt *out)
{
	g_autoptr(Image) turned = image_turn(even, rotation);
	if (turned == NULL)
		return FALSE;
	*out = (Attempt){.page = image_level(turned, degrees), .rotation = rotation, .level_degrees = degrees};
	if (out->page == NULL)
		return FALSE;
	out->lines = text_lines_find(out->page);
	out->text = page_text_new(engines, out->page, out->lines, languages);
	out->trial = page_text_try(out->text);
	return TRUE;
}

/* Keeps the better of two attempts in best. */
static void
attempt_contend(Attempt *best, Attempt *other)
{
	if (other->trial.merit <= best->trial.merit)
		return;
	Attempt loser = *best;
	*best = *other;
	*other = loser;
}

/* Tries the turns that the evidence leaves open; *gap: how far the winner is ahead. */
static gboolean
attempt_all(Engines *engines, const Image *even, const TextStructure *structure, const char *const *languages,
	Attempt *best, double *gap)
{
	int first = structure->sideways ? 90 : 0;
	gboolean all_four = structure->sideways_evidence < clear_evidence;
	const int turns[] = {first, first + 180, 90 - first, 270 - first};
	double second = 0;
	if (!attempt_make(engines, even, turns[0], structure->level_degrees, languages, best))
		return FALSE;
	*gap = 1;
	for (int i = 1; i < (all_four ? 4 : 2); i++) {
		if (best->trial.merit >= sound_reading)
			return TRUE;
		g_auto(Attempt) other = {0};
		double degrees = i < 2 ? structure->level_degrees : 0;
		if (!attempt_make(engines, even, turns[i], degrees, languages, &other))
			return FALSE;
		attempt_contend(best, &other);
		second = MAX(second, other.trial.merit);
		*gap = best->trial.merit - second;
	}
	return TRUE;
}

/* Lets a valid zone decide. */
static gboolean
overrule_by_zone(Engines *engines, const Glyphs *glyphs, const Image *even, const char *const *languages, Attempt *best,
	gboolean *found)
{
	const guint8 *pixels = g_bytes_get_data(best->page->pixels, NULL);
	int turn = mrz_find_rotation(glyphs, pixels, best->page->width_px, best->page->height_px, best->page->width_px);
	*found = turn >= 0;
	if (turn <= 0)
		return TRUE;
	g_auto(Attempt) other = {0};
	double degrees = turn == 180 ? best->level_degrees : 0;
	if (!attempt_make(engines, even, (best->rotation + turn) % 360, degrees, languages, &other))
		return FALSE;
	Attempt loser = *best;
	*best = other;
	other = loser;
	return TRUE;
}

gboolean
upright_find(Engines *engines, const Glyphs *glyphs, const Image *grey, const char *const *languages, Upright *out,
	GError **error)
{
	g_auto(Attempt) best = {0};
	double n = (double)grey->width_px * grey->height_px;
	double scale = n > MAX_READ_PIXELS ? sqrt(MAX_READ_PIXELS / n) : 1;
	*out = (Upright){
		.transform = {.given_width_px = grey->width_px, .given_height_px = grey->height_px, .scale = scale}};
	g_autoptr(Image) work = scale < 1 ? image_scale(grey, scale) : image_grey(grey);
	if (work != NULL)
		image_turn_plates(work, work->dpi);
	g_autoptr(Image) even = work != NULL ? image_even_ground(work) : NULL;
	if (even == NULL || !text_structure_find(even, &out->structure))
		return out_of_memory(error);
	g_clear_pointer(&work, image_free);
	double gap = 0;
	gboolean zone = FALSE;
	if (!attempt_all(engines, even, &out->structure, languages, &best, &gap))
		return out_of_memory(error);
	out->sure = best.trial.merit >= sound_reading || (best.trial.merit >= 0.5 && gap >= clear_gap);
	if (!out->sure && out->structure.n_marks >= FEW_MARKS) {
		if (!overrule_by_zone(engines, glyphs, even, languages, &best, &zone))
			return out_of_memory(error);
		out->sure = zone;
	}
	out->transform.rotation = best.rotation;
	out->transform.skew_degrees = best.level_degrees;
	out->page = g_steal_pointer(&best.page);
	out->lines = g_steal_pointer(&best.lines);
	out->text = g_steal_pointer(&best.text);
	out->trial = best.trial;
	return TRUE;
}
