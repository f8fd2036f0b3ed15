/* Fresh dossiers: people, papers and planned differences drawn by chance from samples/pools.ini. */
#pragma once
#include "app/samples/catalogue.h"
#include "app/samples/plan.h"

typedef struct {
	GKeyFile *pools, *origins;
	const Catalogue *catalogue;
	SampleSet set;    /* whose layouts */
	const char *only; /* a family or layout: each dossier is one such paper; NULL: all sorts */
} InventRules;

/* Dossier number index of a seed: always the same one. NULL with an error where a pool is missing or malformed, or
 * where nothing in the set can be drawn. */
Plan *invent_plan(const InventRules *rules, guint64 seed, guint index, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Holds pools.ini against families and origins. Errors name file and line. */
gboolean invent_check(const InventRules *rules, const char *pools_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
