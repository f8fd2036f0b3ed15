/* links: app/contract app/dossier firmware/base */
#include "app/contract/contract.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* What is taken must be written back, and what is written must be taken again, unchanged. */
int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
	g_autoptr(Dossier) dossier = contract_dossier_parse(bytes, NULL);
	if (dossier == NULL)
		return 0;
	g_autoptr(GBytes) once = contract_dossier(dossier, CONTRACT_WORDS | CONTRACT_COMPARISON);
	g_autoptr(Dossier) again = contract_dossier_parse(once, NULL);
	g_assert(again != NULL);
	g_autoptr(GBytes) twice = contract_dossier(again, CONTRACT_WORDS | CONTRACT_COMPARISON);
	g_assert(g_bytes_equal(once, twice));
	return 0;
}
