/* One sample dossier led through the station: sheets in the scanner to drafts in the outbox. */
#pragma once
#include "app/casework/casework.h"
#include "app/cli/cli.h"
#include "app/contract/contract.h"
#include "app/store/store.h"

typedef struct {
	const Cli *cli;
	Store *store;
	const Casework *casework;
	const char *name;      /* of the sample, "1-fereshta" */
	const char *samples;   /* its sheets, in name order */
	const char *tray;      /* folder that the virtual scanner plays */
	const char *out;       /* where its drafts and pages go */
	const char *enrolment; /* of the central system */
} DemoDossier;

/* Goes on from whatever state the dossier is in until its drafts are queued, telling each step and the comparison on
 * standard output (standard error with --json). report receives figures. */
gboolean demo_dossier_run(const DemoDossier *demo, ContractObject *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;
