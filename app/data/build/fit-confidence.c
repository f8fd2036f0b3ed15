/* links: firmware/base */
/* Fits the weights of app/data/kinds/confidence.weights. usage: fit-confidence EVIDENCE.tsv >confidence.weights
 *
 * EVIDENCE.tsv comes from tests/bench/fields.py --evidence, on drawn samples that were really read (docs/kinds.md says
 * how): a head line "group right NAME...", then a line a fact. Groups are layouts of papers: three of four fit a
 * logistic formula (Newton steps, weights held small), the others tell how well it holds on papers that it was not
 * fitted to. `sure` is the least chance from which on at most 2 in 1,000 of all were wrong. Figures go to standard
 * error. The same input gives the same output. */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_COLUMNS = 64, MAX_ROWS = 1000000, STEPS = 40 };

static const double HOLD = 2.0, WRONG_ALLOWED = 0.002;

typedef struct {
	gboolean right, held_back;
	double x[MAX_COLUMNS];
	double chance;
} Row;

typedef struct {
	char **names;
	guint n; /* columns */
	GArray *rows;
	double w[MAX_COLUMNS];
} Fit;

static gboolean
load(Fit *fit, const char *path, GError **error)
{
	enum { HEAD = 2 };
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, error))
		return FALSE;
	g_auto(GStrv) lines = g_strsplit(text, "\n", MAX_ROWS);
	fit->names = g_strsplit(lines[0] != NULL ? lines[0] : "", "\t", -1);
	fit->n = MAX(g_strv_length(fit->names), HEAD) - HEAD;
	fit->rows = g_array_new(FALSE, TRUE, sizeof(Row));
	for (guint i = 1; lines[0] != NULL && lines[i] != NULL && fit->n <= MAX_COLUMNS; i++) {
		g_auto(GStrv) parts = g_strsplit(lines[i], "\t", -1);
		if (g_strv_length(parts) != fit->n + HEAD)
			continue;
		Row row = {.right = *parts[1] == '1', .held_back = g_ascii_strtoull(parts[0], NULL, 10) % 4 == 3};
		for (guint c = 0; c < fit->n; c++)
			row.x[c] = g_ascii_strtod(parts[c + HEAD], NULL);
		g_array_append_val(fit->rows, row);
	}
	if (fit->rows->len > 0)
		return TRUE;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: no evidence", path);
	return FALSE;
}

static double
chance(const Fit *fit, const Row *row)
{
	double sum = 0;
	for (guint c = 0; c < fit->n; c++)
		sum += fit->w[c] * row->x[c];
	return 1 / (1 + exp(-sum));
}

/* Solves a x = b in place by Gauss; a is positive definite. */
static void
solve(double a[MAX_COLUMNS][MAX_COLUMNS], double *b, guint n)
{
	for (guint k = 0; k < n; k++)
		for (guint i = k + 1; i < n; i++) {
			double factor = a[i][k] / a[k][k];
			for (guint j = k; j < n; j++)
				a[i][j] -= factor * a[k][j];
			b[i] -= factor * b[k];
		}
	for (guint k = n; k-- > 0;) {
		for (guint j = k + 1; j < n; j++)
			b[k] -= a[k][j] * b[j];
		b[k] /= a[k][k];
	}
}

static void
step(Fit *fit)
{
	static double hessian[MAX_COLUMNS][MAX_COLUMNS];
	double gradient[MAX_COLUMNS] = {0};
	memset(hessian, 0, sizeof hessian);
	for (guint c = 0; c < fit->n; c++) {
		hessian[c][c] = c == 0 ? 1e-3 : HOLD;
		gradient[c] = -hessian[c][c] * fit->w[c];
	}
	for (guint i = 0; i < fit->rows->len; i++) {
		const Row *row = &g_array_index(fit->rows, Row, i);
		if (row->held_back)
			continue;
		double p = chance(fit, row), weight = MAX(p * (1 - p), 1e-6);
		for (guint a = 0; a < fit->n; a++) {
			gradient[a] += (row->right - p) * row->x[a];
			for (guint b = 0; b < fit->n; b++)
				hessian[a][b] += weight * row->x[a] * row->x[b];
		}
	}
	solve(hessian, gradient, fit->n);
	for (guint c = 0; c < fit->n; c++)
		fit->w[c] += CLAMP(gradient[c], -2, 2);
}

static int
by_chance(gconstpointer a, gconstpointer b)
{
	double first = ((const Row *)a)->chance, second = ((const Row *)b)->chance;
	return first > second ? -1 : first < second;
}

/* Facts are right or wrong in all of the groups: with few wrong ones among the held-back groups, the choice is made
 * over all, and the held-back ones only tell how well it holds. */
static double
choose_sure(Fit *fit)
{
	for (guint i = 0; i < fit->rows->len; i++) {
		Row *row = &g_array_index(fit->rows, Row, i);
		row->chance = chance(fit, row);
	}
	g_array_sort(fit->rows, by_chance);
	double sure = 0.999;
	guint wrong = 0;
	for (guint i = 0; i < fit->rows->len; i++) {
		const Row *row = &g_array_index(fit->rows, Row, i);
		wrong += !row->right;
		if (wrong <= WRONG_ALLOWED * (i + 1) && row->right)
			sure = MIN(row->chance, 0.999);
	}
	return sure;
}

static void
report(const Fit *fit, double sure)
{
	for (int held = 0; held < 2; held++) {
		guint n = 0, right = 0, n_sure = 0, wrong = 0;
		for (guint i = 0; i < fit->rows->len; i++) {
			const Row *row = &g_array_index(fit->rows, Row, i);
			if (row->held_back != held)
				continue;
			n++;
			right += row->right;
			n_sure += row->chance >= sure;
			wrong += row->chance >= sure && !row->right;
		}
		g_printerr("%s: %u facts, %u right, %u sure, %u of them wrong (%.2f %%)\n",
			held ? "held back" : "fitted", n, right, n_sure, wrong, 100.0 * wrong / MAX(n_sure, 1));
	}
}

int
main(int argc, char **argv)
{
	Fit fit = {0};
	g_autoptr(GError) error = NULL;
	if (argc != 2) {
		g_printerr("usage: fit-confidence EVIDENCE.tsv\n");
		return 2;
	}
	if (!load(&fit, argv[1], &error)) {
		g_printerr("fit-confidence: %s\n", error->message);
		return 1;
	}
	for (guint i = 0; i < STEPS; i++)
		step(&fit);
	double sure = choose_sure(&fit);
	report(&fit, sure);
	printf("# How much each evidence says for a fact being right (app/fields/confidence.h). Made by "
	       "fit-confidence.\n");
	for (guint c = 0; c < fit.n; c++)
		printf("%s %.4f\n", fit.names[c + 2], fit.w[c]);
	printf("sure %.4f\n", sure);
	g_strfreev(fit.names);
	g_array_unref(fit.rows);
	return 0;
}
