/* Codes as modules: what a printer would print, one cell a module, without the quiet zone. */
#pragma once
#include <glib.h>

typedef enum { CODE_QR, CODE_128, CODE_DATA_MATRIX } CodeKind;

typedef struct {
	int width, height; /* modules; a Code 128 is one row high */
	guint8 *dark;      /* width * height, row by row: 1 dark, 0 light */
} CodeModules;

/* text: UTF-8 for QR; ASCII for Code 128 (32 to 126) and DataMatrix, which is written in C40 as a 2D-Doc is. NULL: the
 * text does not fit. */
CodeModules *code_modules(CodeKind kind, const char *text);
void code_modules_free(CodeModules *modules);

/* Light modules that must stay around a code of this kind (ISO/IEC 18004, 15417, 16022). */
int code_quiet_zone(CodeKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CodeModules, code_modules_free)
