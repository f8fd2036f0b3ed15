/* Commands that set texts side by side, below the last text. */
#pragma once
#include "app/samples/template_commands.h"

void row_command(Drawing *drawing);
void table_command(Drawing *drawing);
void leader_command(Drawing *drawing);
void cells_command(Drawing *drawing);
