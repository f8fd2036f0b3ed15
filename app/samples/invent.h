/* Fresh dossiers: people, papers and planned differences drawn by chance from samples/pools.ini. */
#pragma once
#include "app/samples/plan.h"

/* Dossier number index of a seed: always the same one. pools and origins are the two data files. NULL with an error
 * where a pool is missing or malformed. */
Plan *
invent_plan(GKeyFile *pools, GKeyFile *origins, guint64 seed, guint index, GError **error) G_GNUC_WARN_UNUSED_RESULT;
