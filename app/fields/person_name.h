/* Names of persons inside text: where one begins and ends, and how the paper divides it. */
#pragma once
#include "app/fields/fact_build.h"

/* Adds the facts of a name (full_name, surname, given_names, patronymic, usage_name, given_patronymic). A full name is
 * divided only where the paper does so by its letters: "DIALLO Mamadou Saliou". Returns the token after the name: text
 * may run on ("DIALLO Ibrahima, né le ..."). */
guint person_name_build(const FactBuilder *builder, const char *subject, const char *key, const FactPlace *place);

/* A name in running text: the token after it, start when none begins there. */
guint person_name_end(const Lexicon *lexicon, const Segment *segment, guint start, guint end);

/* "M.", "Mme", "Monsieur". */
gboolean person_name_is_title(const Lexicon *lexicon, const char *word);
gboolean person_name_is_patronymic(const Lexicon *lexicon, const char *word);
gboolean person_name_breaks(const Lexicon *lexicon, const Token *token);
