/* The layout command that prints a code. */
#pragma once
#include "app/samples/template_commands.h"

/* code qr, code128 or 2ddoc X Y SIZE | text: a code SIZE mm wide with its top left corner at (X, Y). The text of a
 * 2ddoc is the type of document, "16"; its fields are the paper's values, and the specimen authority of
 * app/data/samples/seals signs them. */
void code_command(Drawing *drawing);
