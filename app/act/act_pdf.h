/* A draft act on paper: A4 PDF, watermark "PROJET", every value with its sources. */
#pragma once
#include "app/dossier/dossier.h"
#include "app/values/values.h"

/* The labels, order and formulas come from acts/ below data_folder. The PDF bears title, language and the
 * machine-readable twin json (attached as "act.json"; may be NULL). Bytes are the caller's. */
GBytes *act_pdf(const Values *values, const char *data_folder, const Dossier *dossier, const Act *act, GBytes *json,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
