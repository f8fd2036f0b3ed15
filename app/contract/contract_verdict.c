#include "app/contract/contract.h"
#include "app/contract/contract_write.h"

static json_t *
write_marks(const GArray *marks)
{
	json_t *array = json_array();
	for (guint i = 0; i < marks->len; i++) {
		const Mark *mark = &g_array_index(marks, Mark, i);
		json_array_append_new(array, write_pack("[ii]", mark->start, mark->length));
	}
	return array;
}

static json_t *
write_verdict(const Verdict *v)
{
	json_t *root = json_object();
	json_object_set_new(root, "field", write_text(v->field));
	json_object_set_new(root, "verdict", json_string(verdict_name(v->kind)));
	json_object_set_new(root, "reasons", write_reasons(v->reasons));
	json_object_set_new(root, "rule", write_text(v->rule));
	json_object_set_new(root, "explanation", write_text(v->explanation));
	json_t *values = json_array();
	for (guint i = 0; i < v->values->len; i++) {
		const VerdictValue *value = v->values->pdata[i];
		json_array_append_new(values, write_pack("{sososo so}", "document", write_text(value->document), "fact",
						      write_text(value->fact), "value", write_text(value->value),
						      "marks", write_marks(value->marks)));
	}
	json_object_set_new(root, "values", values);
	json_object_set_new(root, "absent", write_strings(v->absent));
	json_t *proposal = json_null();
	if (v->proposal_value != NULL)
		proposal = write_pack("{sososo so}", "value", write_text(v->proposal_value), "document",
			write_text(v->proposal_document), "fact", write_text(v->proposal_fact), "why",
			write_text(v->proposal_why));
	json_object_set_new(root, "proposal", proposal);
	return root;
}

json_t *
write_comparison(const Dossier *dossier)
{
	json_t *rows = json_array();
	for (guint i = 0; i < dossier->verdicts->len; i++)
		json_array_append_new(rows, write_verdict(dossier->verdicts->pdata[i]));
	return rows;
}

json_t *
write_findings(const Dossier *dossier)
{
	json_t *findings = json_array();
	for (guint i = 0; i < dossier->findings->len; i++) {
		const Finding *f = dossier->findings->pdata[i];
		json_array_append_new(findings,
			write_pack("{sososo so}", "rule", write_text(f->rule), "fields", write_strings(f->fields),
				"facts", write_strings(f->facts), "explanation", write_text(f->explanation)));
	}
	return findings;
}

json_t *
write_drafts(const Dossier *dossier)
{
	json_t *drafts = json_array();
	for (guint i = 0; i < dossier->drafts->len; i++) {
		const Act *act = dossier->drafts->pdata[i];
		json_t *fields = json_object();
		for (guint j = 0; j < act->fields->len; j++) {
			const ActField *f = act->fields->pdata[j];
			json_object_set_new(fields, f->field,
				write_pack("{soso}", "value", write_text(f->value), "facts", write_strings(f->facts)));
		}
		json_array_append_new(drafts,
			write_pack("{sssososb}", "act", act_kind_name(act->kind), "fields", fields, "open",
				write_strings(act->open), "equivalence_attestation", act->equivalence_attestation));
	}
	return drafts;
}

GBytes *
contract_pair(const ValueComparison *comparison, const char *explanation)
{
	return write_bytes(
		write_pack("{sssososo}", "verdict", match_name(comparison->match), "reasons",
			write_reasons(comparison->reasons), "explanation", write_text(explanation), "marks",
			write_pack("[oo]", write_marks(comparison->marks_a), write_marks(comparison->marks_b))),
		FALSE);
}

GBytes *
contract_date(
	const char *edtf, const char *calendar, const char *raw, const char *const *alternatives, gboolean invalid)
{
	json_t *others = json_array();
	for (; *alternatives != NULL; alternatives++)
		json_array_append_new(others, write_text(*alternatives));
	return write_bytes(write_pack("{sososo so sb}", "edtf", write_text(edtf), "calendar", write_text(calendar),
				   "raw", write_text(raw), "alternatives", others, "invalid", invalid),
		FALSE);
}
