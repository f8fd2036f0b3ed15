/* The form of each act as data (acts/birth.ini, acts/marriage.ini, acts/office.ini): sections, fields in order, labels,
 * which are obligatory, how a value is written. An office replaces these files by its own. */
#pragma once
#include "app/dossier/act.h"
#include <glib.h>

typedef struct ActForms ActForms;

/* Reads acts/ below data_folder. An unknown key or field is an error that names file and group. */
ActForms *act_forms_load(const char *data_folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void act_forms_free(ActForms *forms);

/* The French label of a field of this act ("Nom", "Date de naissance"); NULL: the form has no such field. Owned by
 * forms. */
const char *act_forms_label(const ActForms *forms, ActKind kind, const char *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ActForms, act_forms_free)
