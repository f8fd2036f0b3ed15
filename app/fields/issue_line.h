/* The line of a letter or a certificate that says where and when it was written: "Conakry, le 3 octobre 2024". */
#pragma once
#include "app/fields/fact_build.h"

/* Adds document.issue_date where no label gave one. */
void issue_line_read(const FactBuilder *builder, const PageLayout *layout);

/* "Madame Oksana KOVALENKO" alone on a line of the upper half: to whom or about whom a letter is written. Adds the name
 * where nothing else gave one. */
void issue_line_read_addressee(const FactBuilder *builder, const PageLayout *layout);

/* The issuing authority where no label announces it: a line that begins as the kind's offices do ("Préfecture de"). */
void issue_line_read_office(const FactBuilder *builder, const PageLayout *layout);
