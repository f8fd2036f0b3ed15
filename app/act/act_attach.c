#include "app/act/act_attach.h"
#include "firmware/base/error.h"
#include <qpdf/qpdf-c.h>

typedef struct qpdf_data_release {
	qpdf_data data;
} Pdf;

static void
pdf_release(Pdf *pdf)
{
	if (pdf->data != NULL)
		qpdf_cleanup(&pdf->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pdf, pdf_release)

static gboolean
is_sound(qpdf_data q, GError **error)
{
	if (!qpdf_has_error(q))
		return TRUE;
	g_set_error(error, STATION_ERROR, STATION_ERROR_FAILED, "finishing the PDF: %s",
		qpdf_get_error_message_detail(q, qpdf_get_error(q)));
	return FALSE;
}

/* An embedded file and its place in the name tree (ISO 32000-1 §7.11.4); AFRelationship says that it is the same record
 * as data (ISO 32000-2 §14.13). */
static void
attach(qpdf_data q, qpdf_oh root, GBytes *json)
{
	gsize size;
	const unsigned char *data = g_bytes_get_data(json, &size);
	qpdf_oh stream = qpdf_oh_new_stream(q), dictionary = qpdf_oh_get_dict(q, stream);
	qpdf_oh_replace_stream_data(q, stream, data, size, qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	qpdf_oh_replace_key(q, dictionary, "/Type", qpdf_oh_new_name(q, "/EmbeddedFile"));
	qpdf_oh_replace_key(q, dictionary, "/Subtype", qpdf_oh_new_name(q, "/application/json"));
	qpdf_oh_replace_key(q, dictionary, "/Params", qpdf_oh_new_dictionary(q));
	qpdf_oh_replace_key(
		q, qpdf_oh_get_key(q, dictionary, "/Params"), "/Size", qpdf_oh_new_integer(q, (long long)size));
	qpdf_oh file = qpdf_make_indirect_object(q,
		qpdf_oh_parse(q, "<< /Type /Filespec /F (act.json) /UF (act.json) /AFRelationship /Data /EF << >> >>"));
	qpdf_oh_replace_key(q, qpdf_oh_get_key(q, file, "/EF"), "/F", stream);
	qpdf_oh names = qpdf_oh_parse(q, "<< /EmbeddedFiles << /Names [ (act.json) ] >> >>");
	qpdf_oh_append_item(q, qpdf_oh_get_key(q, qpdf_oh_get_key(q, names, "/EmbeddedFiles"), "/Names"), file);
	qpdf_oh_replace_key(q, root, "/Names", names);
	qpdf_oh associated = qpdf_oh_new_array(q);
	qpdf_oh_append_item(q, associated, file);
	qpdf_oh_replace_key(q, root, "/AF", associated);
}

GBytes *
pdf_finish(const GByteArray *pdf, GBytes *json, GError **error)
{
	g_auto(Pdf) holder = {qpdf_init()};
	qpdf_data q = holder.data;
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_read_memory(q, "act.pdf", (const char *)pdf->data, pdf->len, NULL);
	if (!is_sound(q, error))
		return NULL;
	qpdf_oh root = qpdf_get_root(q);
	qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_string(q, "fr-FR"));
	qpdf_oh_replace_key(q, root, "/ViewerPreferences", qpdf_oh_parse(q, "<< /DisplayDocTitle true >>"));
	qpdf_oh info = qpdf_oh_get_key(q, qpdf_get_trailer(q), "/Info");
	qpdf_oh_remove_key(q, info, "/CreationDate");
	qpdf_oh_remove_key(q, info, "/ModDate");
	if (json != NULL)
		attach(q, root, json);
	if (!is_sound(q, error))
		return NULL;
	qpdf_init_write_memory(q);
	qpdf_set_deterministic_ID(q, QPDF_TRUE);
	qpdf_write(q);
	if (!is_sound(q, error))
		return NULL;
	return g_bytes_new(qpdf_get_buffer(q), qpdf_get_buffer_length(q));
}
