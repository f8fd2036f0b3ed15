/* links: app/fields app/values app/dossier firmware/base */
/* A file of kinds/: whatever the bytes, it is read or refused with a message. */
#include "app/fields/lexicon.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(Lexicon) lexicon = lexicon_new();
	g_autoptr(GError) error = NULL;
	gboolean added = lexicon_add(lexicon, "fuzz.ini", (const char *)data, size, &error);
	g_assert(added == (error == NULL));
	return 0;
}
