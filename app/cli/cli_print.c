/* A dossier for a person's eyes, on a terminal or in a file. Verdicts are a sign and a word, colour only adds. */
#include "app/cli/cli.h"
#include "app/compare/compare.h"
#include "firmware/base/language.h"
#include <stdio.h>
#include <unistd.h>

static gboolean
is_colourful(void)
{
	return isatty(STDOUT_FILENO) && g_getenv("NO_COLOR") == NULL;
}

/* Pads to a width in terminal columns; wide and combining characters counted as such. */
static void
print_padded(const char *text, int columns)
{
	int width = 0;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	printf("%s%*s", text, MAX(columns - width, 0), "");
}

static char *
fact_text(const Fact *fact)
{
	if (fact->value == NULL && fact->raw == NULL)
		return g_strdup(_("(illisible)"));
	g_autofree char *said = NULL;
	if (fact->value != NULL)
		said = value_for_person(NULL, field_value(fact->field), fact->value);
	if (said != NULL && (fact->raw == NULL || g_str_equal(said, fact->raw)))
		return cli_safe(said);
	g_autofree char *raw = cli_safe(fact->raw);
	if (said == NULL)
		return g_steal_pointer(&raw);
	g_autofree char *safe = cli_safe(said);
	return g_strdup_printf("%s  « %s »", safe, raw);
}

/* What a signature's state means to an agent; NULL: the code bears none. */
static const char *
signature_words(const Barcode *code)
{
	switch (code->signature) {
	case BARCODE_SIGNATURE_VALID:
		return _("signature valable");
	case BARCODE_SIGNATURE_INVALID:
		return _("signature non valable : à vérifier");
	case BARCODE_SIGNATURE_NOT_VERIFIABLE:
		return code->reason == BARCODE_REASON_SPECIMEN ? _("signature de spécimen : ne prouve rien")
							       : _("signature non vérifiable");
	case BARCODE_SIGNATURE_NONE:
	case BARCODE_N_SIGNATURES:
		break;
	}
	return NULL;
}

static void
print_code(const Barcode *code)
{
	const char *words = signature_words(code);
	const char *shown = code->seal != NULL && code->seal->type_label != NULL ? code->seal->type_label : code->text;
	g_autofree char *text = cli_safe(shown);
	printf("    [%s] %s", barcode_symbology_name(code->symbology), text);
	if (words != NULL)
		printf(" (%s)", words);
	putchar('\n');
}

static void
print_document(const Document *d)
{
	printf("%s  %s", d->id, document_kind_noun(d->kind));
	if (d->country[0] != '\0')
		printf(" (%s)", d->country);
	for (guint i = 0; i < d->pages->len; i++) {
		const Page *page = d->pages->pdata[i];
		g_autofree char *path = cli_safe(page->path);
		printf("%s %s", i == 0 ? " :" : ",", path);
		for (int q = 0; q < PAGE_QUALITY_N; q++)
			if (page->quality & (1u << q))
				printf(" [%s]", page_quality_name(q));
	}
	putchar('\n');
	for (guint i = 0; i < d->codes->len; i++)
		print_code(d->codes->pdata[i]);
	for (guint i = 0; i < d->facts->len; i++) {
		const Fact *fact = d->facts->pdata[i];
		g_autofree char *label = field_label(fact->field), *text = fact_text(fact);
		printf("    ");
		print_padded(label, 34);
		print_padded(text, 52);
		printf(" %3.0f %%  %s\n", fact->confidence * 100, fact_source_name(fact->source));
	}
	putchar('\n');
}

void
cli_print_documents(const Dossier *dossier)
{
	for (guint i = 0; i < dossier->documents->len; i++)
		print_document(dossier->documents->pdata[i]);
	if (dossier->documents->len == 0)
		puts(_("Aucun document."));
}

static const struct {
	const char *sign, *word, *colour;
} looks[VERDICT_N] = {
	[VERDICT_SAME] = {"=", N_("identique"), "32"},
	[VERDICT_VARIANT] = {"≈", N_("variante"), "36"},
	[VERDICT_CONFLICT] = {"≠", N_("DIFFÉRENT"), "31;1"},
	[VERDICT_MISSING] = {"∅", N_("absent"), "33"},
	[VERDICT_UNREADABLE] = {"▒", N_("illisible"), "33"},
};

/* "passeport d1" */
static char *
document_noun(const Dossier *dossier, const char *id)
{
	const Document *d = dossier_document(dossier, id);
	return g_strdup_printf("%s %s", d != NULL ? document_kind_noun(d->kind) : "?", id);
}

/* What all agree on needs one line: the value, and by how many papers it is borne. */
static void
print_agreed(const Verdict *v)
{
	const VerdictValue *value = v->values->pdata[0];
	g_autofree char *said = value_for_person(NULL, field_value(v->field), value->value != NULL ? value->value : "");
	g_autofree char *safe = cli_safe(said);
	print_padded(safe, 40);
	printf(ngettext(" %u document", " %u documents", v->values->len), v->values->len);
}

static void
print_verdict(const Dossier *dossier, const Verdict *v)
{
	gboolean colour = is_colourful();
	g_autofree char *label = field_label(v->field);
	printf("%s%s%s ", colour ? "\033[" : "", colour ? looks[v->kind].colour : "", colour ? "m" : "");
	printf("%s ", looks[v->kind].sign);
	print_padded(label, 34);
	if (v->kind == VERDICT_SAME && v->values->len > 0) {
		print_agreed(v);
		puts(colour ? "\033[0m" : "");
		return;
	}
	printf("%s%s", _(looks[v->kind].word), colour ? "\033[0m" : "");
	for (int i = 0, n = 0; i < REASON_N; i++)
		if (v->reasons & REASON_BIT(i))
			printf("%s%s", n++ == 0 ? "  " : ", ", reason_name((Reason)i));
	putchar('\n');
	for (guint i = 0; i < v->values->len; i++) {
		const VerdictValue *value = v->values->pdata[i];
		g_autofree char *where = document_noun(dossier, value->document);
		g_autofree char *said =
			value_for_person(NULL, field_value(v->field), value->value != NULL ? value->value : "");
		g_autofree char *safe = cli_safe(said);
		printf("      ");
		print_padded(safe, 40);
		printf(" %s\n", where);
	}
	if (v->kind != VERDICT_MISSING && v->explanation != NULL) {
		g_autofree char *sentence = cli_safe(v->explanation);
		printf("    %s\n", sentence);
	}
	if (v->kind == VERDICT_VARIANT && v->proposal_value != NULL) {
		g_autofree char *value = cli_safe(v->proposal_value), *why = cli_safe(v->proposal_why);
		printf(_("    → proposition : %s — %s\n"), value, why);
	}
}

static void
print_draft(const Act *act)
{
	static const char *const titles[ACT_N] = {
		N_("Projet d’acte de naissance"), N_("Projet d’acte de mariage"), N_("Projet d’acte de décès")};
	printf("\n%s\n", _(titles[act->kind]));
	for (guint i = 0; i < act->fields->len; i++) {
		const ActField *f = act->fields->pdata[i];
		g_autofree char *label = field_label(f->field);
		g_autofree char *said = value_for_person(NULL, field_value(f->field), f->value);
		g_autofree char *safe = cli_safe(said);
		printf("    ");
		print_padded(label, 34);
		printf("%s\n", safe);
	}
	if (act->open->len > 0)
		printf("  %s\n", _("À décider ou à saisir par l’agent :"));
	for (guint i = 0; i < act->open->len; i++) {
		g_autofree char *label = field_label(act->open->pdata[i]);
		printf("    ☐ %s\n", label);
	}
	if (act->equivalence_attestation)
		printf("  %s\n", _("Une attestation d’équivalence sera nécessaire."));
}

void
cli_print_comparison(const Dossier *dossier)
{
	for (guint i = 0; i < dossier->verdicts->len; i++)
		print_verdict(dossier, dossier->verdicts->pdata[i]);
	for (guint i = 0; i < dossier->findings->len; i++) {
		const Finding *finding = dossier->findings->pdata[i];
		g_autofree char *sentence = cli_safe(finding->explanation);
		printf("! %s\n", sentence);
	}
	for (guint i = 0; i < dossier->drafts->len; i++)
		print_draft(dossier->drafts->pdata[i]);
}
