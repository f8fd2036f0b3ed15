/* links: app/dossier app/values app/fields app/reader firmware/base */
#include "app/reader/reader_message.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* A worker's packet, after the first byte that says whether the pool had asked for pixels. */
int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	if (size == 0)
		return 0;
	g_autoptr(GBytes) bytes = g_bytes_new(data + 1, size - 1);
	g_autoptr(GVariant) message = g_variant_ref_sink(g_variant_new_from_bytes(MESSAGE_TYPE, bytes, FALSE));
	if (!g_variant_is_normal_form(message))
		return 0;
	g_auto(Answer) answer = {0};
	g_autoptr(GError) error = NULL;
	if (answer_parse(message, (data[0] & 1) != 0, &answer, &error) == (error != NULL))
		g_error("an answer and an error, or neither");
	return 0;
}
