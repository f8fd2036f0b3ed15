/* Which of the two partners of a marriage record is the person of the file: the other papers tell. */
#pragma once
#include "app/dossier/document.h"

/* papers: Document, all of one file. On each marriage record that bears both partners, the one whom the other papers
 * name stands as the person afterwards. Reading leaves the first partner as the person, then the spouse, and behind the
 * spouse's first fact the parents of the spouse: those of the partner who is not the person are taken away. */
void marriage_roles_settle(const GPtrArray *papers);
