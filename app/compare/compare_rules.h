/* The written rules of comparison, all of them data an office can edit: which kinds of paper should bear which fields
 * and whose value is proposed (compare/), which fields an act needs and in what order (acts/). */
#pragma once
#include <glib.h>

typedef struct CompareRules CompareRules;

/* Reads compare/bearing.ini, compare/precedence.ini, compare/family.ini and the field lists of acts/birth.ini and
 * acts/marriage.ini below data_folder. An unknown key, kind, source or field is an error that names file and group. */
CompareRules *compare_rules_load(const char *data_folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void compare_rules_free(CompareRules *rules);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CompareRules, compare_rules_free)
