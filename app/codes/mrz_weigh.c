#include "app/codes/mrz_weigh.h"
#include <math.h>
#include <string.h>

static const float cost_forced = 1.0F, cost_broken = 8.0F;

/* What each character is taken for by eyes and machines: a letter's twin among the digits first; then, after a blank,
 * those that are never proven: letters for digits (a number with a wrong digit would too often find one that fits) and
 * those that only come in a bad print. */
static const char *const look_alikes[128] = {['0'] = " OQD8",
	['1'] = " IL7T",
	['2'] = " Z7",
	['3'] = " 8B5",
	['4'] = " A",
	['5'] = " S63",
	['6'] = " G58",
	['7'] = " T1Z2",
	['8'] = " B3S60",
	['9'] = " 08G",
	['A'] = " 4R",
	['B'] = "8 3RE",
	['C'] = " GO<",
	['D'] = "0O",
	['E'] = " FB",
	['F'] = " EP",
	['G'] = "6 CO",
	['H'] = " NM",
	['I'] = "1L T",
	['J'] = " 1I",
	['K'] = " <X",
	['L'] = "1I",
	['M'] = " NHW",
	['N'] = " MH",
	['O'] = "0QD C",
	['P'] = " FR",
	['Q'] = "0O",
	['R'] = " PBA",
	['S'] = "5 8",
	['T'] = " 7I",
	['U'] = " V0",
	['V'] = " UY",
	['W'] = " M",
	['X'] = " K",
	['Y'] = " VX",
	['Z'] = "2 7",
	['<'] = " KCX"};

static gboolean
is_allowed(const char *allowed, char c)
{
	return c != '\0' && strchr(allowed, c) != NULL;
}

static void
add_option(MrzOptions *options, char c, float cost)
{
	for (int i = 0; i < options->n; i++) {
		if (options->characters[i] == c)
			return;
	}
	if (options->n == MRZ_MAX_OPTIONS)
		return;
	int at = options->n++;
	for (; at > 0 && options->costs[at - 1] > cost; at--) {
		options->characters[at] = options->characters[at - 1];
		options->costs[at] = options->costs[at - 1];
	}
	options->characters[at] = c;
	options->costs[at] = cost;
}

void
mrz_weigh_cell(const MrzCell *cell, const char *allowed, gboolean with_alikes, MrzOptions *options, MrzOrigin *origin)
{
	/* a reader's slip outside the alphabet must not reach the sums */
	char read = mrz_character_value(cell->candidates[0]) < 0 ? '<' : cell->candidates[0];
	*options = (MrzOptions){0};
	*origin = (MrzOrigin){.read = read, .forced = !is_allowed(allowed, read), .share = cell->confidence[0]};
	for (int i = 0; i < 3 && cell->candidates[i] != '\0'; i++) {
		float odds = MAX(cell->confidence[0], 1e-3F) / CLAMP(cell->confidence[i], 1e-4F, 1.0F);
		if (is_allowed(allowed, cell->candidates[i]))
			add_option(options, cell->candidates[i], MAX(0.0F, logf(odds)));
	}
	gboolean forced = options->n == 0;
	float cost = forced ? cost_forced : MRZ_COST_TWIN;
	const char *alike = !with_alikes ? NULL : look_alikes[origin->read & 0x7f];
	for (int i = 0; alike != NULL && alike[i] != '\0'; i++) {
		if (alike[i] == ' ')
			cost = forced ? 2 * cost_forced : MRZ_COST_LOOK_ALIKE;
		else if (is_allowed(allowed, alike[i]))
			add_option(options, alike[i], cost);
	}
	if (options->n == 0) {
		origin->broken = TRUE;
		add_option(options, origin->read, cost_broken);
	}
}

gboolean
mrz_is_in_fill(const MrzCells *cells, int cell)
{
	int column = cell % cells->n_columns;
	for (int k = -1; k <= 1; k++) {
		if (column + k >= 0 && column + k < cells->n_columns && cells->cells[cell + k].candidates[0] != '<')
			return FALSE;
	}
	return TRUE;
}

float
mrz_option_cost(const MrzOptions *options, char c)
{
	for (int i = 0; i < options->n; i++) {
		if (options->characters[i] == c)
			return options->costs[i];
	}
	return cost_broken;
}
