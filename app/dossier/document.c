#include "app/dossier/document.h"
#include "firmware/base/language.h"

static const struct {
	const char *name, *noun;
} kinds[KIND_N] = {
	[KIND_PASSPORT] = {"passport", N_("passeport")},
	[KIND_IDENTITY_CARD] = {"identity_card", N_("carte d’identité")},
	[KIND_RESIDENCE_PERMIT] = {"residence_permit", N_("titre de séjour")},
	[KIND_TRAVEL_DOCUMENT] = {"travel_document", N_("titre de voyage")},
	[KIND_ASYLUM_ATTESTATION] = {"asylum_attestation", N_("attestation de demande d’asile")},
	[KIND_ASYLUM_FORM] = {"asylum_form", N_("formulaire d’asile")},
	[KIND_FAMILY_FORM] = {"family_form", N_("fiche familiale")},
	[KIND_INTERVIEW] = {"interview", N_("entretien")},
	[KIND_DECISION] = {"decision", N_("décision")},
	[KIND_BIRTH_RECORD] = {"birth_record", N_("acte de naissance")},
	[KIND_MARRIAGE_RECORD] = {"marriage_record", N_("acte de mariage")},
	[KIND_DEATH_RECORD] = {"death_record", N_("acte de décès")},
	[KIND_COURT_JUDGMENT] = {"court_judgment", N_("jugement")},
	[KIND_REGISTRY_EXTRACT] = {"registry_extract", N_("extrait de registre")},
	[KIND_FAMILY_BOOKLET] = {"family_booklet", N_("livret de famille")},
	[KIND_TAZKIRA] = {"tazkira", N_("tazkira")},
	[KIND_TRANSLATION] = {"translation", N_("traduction")},
	[KIND_OTHER] = {"other", N_("autre document")},
};

Document *
document_new(DocumentKind kind)
{
	Document *d = g_new0(Document, 1);
	d->kind = kind;
	d->subject = g_strdup("person");
	d->languages = g_new0(char *, 1);
	d->pages = g_ptr_array_new_with_free_func((GDestroyNotify)page_free);
	d->codes = g_ptr_array_new_with_free_func((GDestroyNotify)barcode_free);
	d->facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	return d;
}

void
document_free(Document *document)
{
	if (document == NULL)
		return;
	g_free(document->id);
	g_free(document->subject);
	g_strfreev(document->languages);
	g_ptr_array_unref(document->pages);
	mrz_free(document->mrz);
	g_ptr_array_unref(document->codes);
	g_ptr_array_unref(document->facts);
	g_free(document);
}

void
document_add_language(Document *document, const char *language)
{
	if (g_strv_contains((const char *const *)document->languages, language))
		return;
	guint n = g_strv_length(document->languages);
	document->languages = g_renew(char *, document->languages, n + 2);
	document->languages[n] = g_strdup(language);
	document->languages[n + 1] = NULL;
}

static double
rank(const Fact *fact)
{
	return fact->confidence + (fact->value != NULL ? 4 : 0) + (fact->raw != NULL ? 2 : 0);
}

const Fact *
document_fact(const Document *document, const char *field)
{
	const Fact *best = NULL;
	for (guint i = 0; i < document->facts->len; i++) {
		const Fact *fact = document->facts->pdata[i];
		if (g_str_equal(fact->field, field) && (best == NULL || rank(fact) > rank(best)))
			best = fact;
	}
	return best;
}

void
documents_number(GPtrArray *documents)
{
	guint n = 0;
	for (guint i = 0; i < documents->len; i++) {
		Document *d = documents->pdata[i];
		g_free(d->id);
		d->id = g_strdup_printf("d%u", i + 1);
		for (guint j = 0; j < d->facts->len; j++) {
			Fact *fact = d->facts->pdata[j];
			g_free(fact->id);
			fact->id = g_strdup_printf("f%u", ++n);
		}
	}
}

const char *
document_kind_name(DocumentKind kind)
{
	return (guint)kind < KIND_N ? kinds[kind].name : NULL;
}

const char *
document_kind_noun(DocumentKind kind)
{
	return (guint)kind < KIND_N ? _(kinds[kind].noun) : NULL;
}

gboolean
document_kind_parse(const char *name, DocumentKind *kind)
{
	for (guint i = 0; i < KIND_N; i++) {
		if (g_strcmp0(kinds[i].name, name) == 0) {
			*kind = (DocumentKind)i;
			return TRUE;
		}
	}
	return FALSE;
}
