/* A draft act on paper: A4 PDF, watermark "PROJET", every value with its sources. */
#pragma once
#include "app/act/act_form.h"
#include "app/dossier/dossier.h"
#include "app/values/values.h"

/* Labels, order and wording come from forms; the act is in French whatever the language of the run. The PDF bears
 * title, language and the machine-readable twin json (attached as "act.json"; may be NULL), no date and no personal
 * data in its metadata; the same act gives the same bytes. Bytes are the caller's. Errors name the field: control
 * characters, reversed-text marks, symbols and private characters are refused (UNSUPPORTED), as are values of more than
 * 1,000 characters and json of more than 4 MB (TOO_LARGE); a missing font is FAILED. */
GBytes *act_pdf(const Values *values, const ActForms *forms, const Dossier *dossier, const Act *act, GBytes *json,
	GError **error) G_GNUC_WARN_UNUSED_RESULT;
