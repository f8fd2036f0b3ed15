#include "app/samples/code_modules.h"
#include <dmtx.h>
#include <qrencode.h>
#include <string.h>

enum { MAX_TEXT = 2000, START_B = 104, START_C = 105, STOP_128 = 106, SYMBOLS_128 = 107 };

/* Widths of bars and spaces, bar first, of the symbols 0 to 105 and, one bar longer, the stop (ISO/IEC 15417 table 1).
 */
static const char *const widths_128[SYMBOLS_128] = {"212222", "222122", "222221", "121223", "121322", "131222",
	"122213", "122312", "132212", "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122",
	"123221", "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212",
	"322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311",
	"211313", "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
	"231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111", "314111",
	"221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
	"122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242", "121142", "121241",
	"114212", "124112", "124211", "411212", "421112", "421211", "212141", "214121", "412121", "111143", "111341",
	"131141", "114113", "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214",
	"211232", "2331112"};

void
code_modules_free(CodeModules *modules)
{
	if (modules == NULL)
		return;
	g_free(modules->dark);
	g_free(modules);
}

int
code_quiet_zone(CodeKind kind)
{
	return kind == CODE_128 ? 10 : kind == CODE_QR ? 4 : 2;
}

static CodeModules *
modules_new(int width, int height)
{
	CodeModules *modules = g_new(CodeModules, 1);
	*modules = (CodeModules){width, height, g_malloc0((gsize)width * (gsize)height)};
	return modules;
}

static CodeModules *
qr(const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return NULL;
	CodeModules *modules = modules_new(code->width, code->width);
	for (int i = 0; i < code->width * code->width; i++)
		modules->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return modules;
}

/* Pairs of digits where there is nothing else, else one symbol a character. */
static CodeModules *
code_128(const char *text)
{
	gsize length = strlen(text);
	gboolean pairs = length % 2 == 0 && strspn(text, "0123456789") == length;
	g_autoptr(GArray) symbols = g_array_new(FALSE, FALSE, sizeof(int));
	int symbol = pairs ? START_C : START_B, sum = symbol;
	g_array_append_val(symbols, symbol);
	for (gsize i = 0; i < length; i += pairs ? 2 : 1) {
		if (!g_ascii_isprint(text[i]))
			return NULL;
		symbol = pairs ? (text[i] - '0') * 10 + text[i + 1] - '0' : text[i] - ' ';
		sum += symbol * (int)symbols->len;
		g_array_append_val(symbols, symbol);
	}
	sum %= 103;
	g_array_append_val(symbols, sum);
	symbol = STOP_128;
	g_array_append_val(symbols, symbol);
	CodeModules *modules = modules_new((int)symbols->len * 11 + 2, 1);
	int x = 0;
	for (guint i = 0; i < symbols->len; i++) {
		const char *widths = widths_128[g_array_index(symbols, int, i)];
		for (guint k = 0; widths[k] != '\0'; k++)
			for (int n = widths[k] - '0'; n > 0; n--)
				modules->dark[x++] = k % 2 == 0;
	}
	return modules;
}

static CodeModules *
data_matrix(const char *text)
{
	DmtxEncode *encode = dmtxEncodeCreate();
	dmtxEncodeSetProp(encode, DmtxPropSizeRequest, DmtxSymbolSquareAuto);
	dmtxEncodeSetProp(encode, DmtxPropScheme, DmtxSchemeC40);
	dmtxEncodeSetProp(encode, DmtxPropModuleSize, 1);
	dmtxEncodeSetProp(encode, DmtxPropMarginSize, 0);
	CodeModules *modules = NULL;
	if (dmtxEncodeDataMatrix(encode, (int)strlen(text), (unsigned char *)text) == DmtxPass) {
		int width = dmtxImageGetProp(encode->image, DmtxPropWidth);
		int height = dmtxImageGetProp(encode->image, DmtxPropHeight);
		modules = modules_new(width, height);
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				int value = 255;
				/* rows count from the bottom */
				dmtxImageGetPixelValue(encode->image, x, height - 1 - y, 0, &value);
				modules->dark[y * width + x] = value < 128;
			}
	}
	dmtxEncodeDestroy(&encode);
	return modules;
}

CodeModules *
code_modules(CodeKind kind, const char *text)
{
	gsize length = strlen(text);
	if (length == 0 || length > MAX_TEXT)
		return NULL;
	switch (kind) {
	case CODE_QR:
		return qr(text);
	case CODE_128:
		return code_128(text);
	case CODE_DATA_MATRIX:
		return data_matrix(text);
	}
	return NULL;
}
