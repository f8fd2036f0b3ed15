#include "app/cli/cli.h"
#include "app/compare/compare.h"
#include "app/contract/contract.h"
#include "app/values/date.h"
#include "app/values/name.h"
#include "app/values/place.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <stdio.h>
#include <string.h>

static Values *
load(const char *name)
{
	g_autofree char *folder = paths_data("");
	g_autoptr(GError) error = NULL;
	Values *values = values_load(folder, &error);
	if (values == NULL)
		cli_fail(name, CLI_INTERNAL, "%s", error->message);
	return values;
}

static char *
reasons_text(ReasonSet reasons)
{
	GString *text = g_string_new(NULL);
	for (int i = 0; i < REASON_N; i++)
		if (reasons & REASON_BIT(i))
			g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", reason_name((Reason)i));
	if (text->len == 0)
		g_string_append_c(text, '-');
	return g_string_free(text, FALSE);
}

typedef struct {
	const Values *values;
	FieldValue kind; /* NAME or PLACE */
} Pair;

static void
compare_pair(const Pair *pair, const char *a, const char *b, ValueComparison *out)
{
	if (pair->kind == FIELD_VALUE_NAME)
		name_compare(pair->values, a, b, NAME_FULL, out);
	else
		place_compare(pair->values, a, b, out);
}

static char *
answer_pair(char *line, gpointer data)
{
	char *tab = strchr(line, '\t');
	if (tab == NULL || strchr(tab + 1, '\t') != NULL || tab == line || tab[1] == '\0')
		return NULL;
	*tab = '\0';
	g_auto(ValueComparison) comparison;
	compare_pair(data, line, tab + 1, &comparison);
	g_autofree char *reasons = reasons_text(comparison.reasons);
	return g_strdup_printf("%s\t%s", match_name(comparison.match), reasons);
}

static int
print_pair(const Cli *cli, const char *name, const Pair *pair, const char *a, const char *b)
{
	g_auto(ValueComparison) comparison;
	compare_pair(pair, a, b, &comparison);
	g_autofree char *sentence = compare_explain(pair->kind, &comparison, a, NULL, b, NULL);
	if (cli->json) {
		g_autoptr(GBytes) json = contract_pair(&comparison, sentence);
		return cli_print_bytes(name, json);
	}
	g_autofree char *reasons = reasons_text(comparison.reasons);
	g_autofree char *safe = cli_safe(sentence);
	printf("%s (%s)\n%s\n", match_name(comparison.match), reasons, safe);
	return cli_finish(name, CLI_DONE);
}

static int
pair_command(const Cli *cli, FieldValue kind, int argc, char **argv)
{
	const char *name = argv[0];
	gboolean batch = FALSE;
	const GOptionEntry entries[] = {
		{"batch", 0, 0, G_OPTION_ARG_NONE, &batch,
			N_("lit « A<tabulation>B » ligne par ligne sur l’entrée standard"), NULL},
		G_OPTION_ENTRY_NULL};
	if (!cli_options(name, "A B",
		    _("Dit si deux valeurs peuvent être la même (same, variant, different, cannot_tell), et pourquoi.\n"
		      "Avec --batch : une ligne « verdict<tabulation>raison,raison » par ligne lue."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	if (argc > 1 && g_str_equal(argv[1], "--"))
		argv++, argc--;
	if (batch ? argc != 1 : argc != 3)
		return cli_fail(name, CLI_USAGE, "%s", _("il faut deux valeurs, ou --batch"));
	for (int i = 1; i < argc; i++)
		if (!g_utf8_validate(argv[i], -1, NULL))
			return cli_fail(name, CLI_USAGE, "%s", _("les valeurs doivent être en UTF-8"));
	g_autoptr(Values) values = load(name);
	if (values == NULL)
		return CLI_INTERNAL;
	Pair pair = {values, kind};
	return batch ? cli_batch(name, answer_pair, &pair) : print_pair(cli, name, &pair, argv[1], argv[2]);
}

int
name_command(const Cli *cli, int argc, char **argv)
{
	return pair_command(cli, FIELD_VALUE_NAME, argc, argv);
}

int
place_command(const Cli *cli, int argc, char **argv)
{
	return pair_command(cli, FIELD_VALUE_PLACE, argc, argv);
}

typedef struct {
	const Values *values;
	DateContext context;
} DateJob;

static char *
answer_date(char *line, gpointer data)
{
	const DateJob *job = data;
	g_auto(DateReading) reading = {0};
	date_read(job->values, line, &job->context, &reading);
	const char *calendar = calendar_contract_name(reading.calendar);
	switch (reading.status) {
	case DATE_NONE:
		return g_strdup("-\t-");
	case DATE_INVALID:
		return g_strdup_printf("invalid\t%s", calendar != NULL ? calendar : "-");
	case DATE_READ:
		break;
	}
	return g_strdup_printf("%s\t%s", reading.edtf, calendar != NULL ? calendar : "-");
}

static int
print_date(const Cli *cli, DateJob *job, char *text)
{
	if (!cli->json) {
		g_autofree char *line = answer_date(text, job);
		puts(line);
		return cli_finish("date", CLI_DONE);
	}
	g_auto(DateReading) reading = {0};
	date_read(job->values, text, &job->context, &reading);
	g_autoptr(GBytes) json = contract_date(reading.status == DATE_READ ? reading.edtf : NULL,
		reading.status == DATE_NONE ? NULL : calendar_contract_name(reading.calendar), text,
		(const char *const *)reading.alternatives, reading.status == DATE_INVALID);
	return cli_print_bytes("date", json);
}

/* YYYY-MM-DD, a day that exists. */
static gboolean
parse_day(const char *text, DateContext *context)
{
	int year, month, day, used = 0;
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || text[used] != '\0' || year < 1 ||
		month < 1 || day < 1 ||
		!g_date_valid_dmy((GDateDay)MIN(day, 31), (GDateMonth)MIN(month, 13), (GDateYear)year))
		return FALSE;
	context->on_year = year;
	context->on_month = month;
	context->on_day = day;
	return TRUE;
}

int
date_command(const Cli *cli, int argc, char **argv)
{
	gboolean batch = FALSE;
	g_autofree char *calendar = NULL, *on = NULL;
	const GOptionEntry entries[] = {
		{"batch", 0, 0, G_OPTION_ARG_NONE, &batch, N_("lit une date par ligne sur l’entrée standard"), NULL},
		{"calendar", 0, 0, G_OPTION_ARG_STRING, &calendar,
			N_("calendrier des chiffres : gregorian, persian, islamic, islamic-umalqura, ethiopic, hebrew, "
			   "buddhist"),
			N_("NOM")},
		{"on", 0, 0, G_OPTION_ARG_STRING, &on, N_("jour de lecture, AAAA-MM-JJ (aujourd’hui par défaut)"),
			N_("DATE")},
		G_OPTION_ENTRY_NULL};
	if (!cli_options("date", N_("TEXTE"),
		    _("Donne la date en EDTF et son calendrier ; « - » si le texte n’est pas une date, « invalid » si "
		      "elle n’existe "
		      "pas."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	if (argc > 1 && g_str_equal(argv[1], "--"))
		argv++, argc--;
	if (batch ? argc != 1 : argc != 2)
		return cli_fail("date", CLI_USAGE, "%s", _("il faut un texte, ou --batch"));
	DateJob job = {0};
	date_context_init(&job.context);
	if (calendar != NULL && !calendar_parse(calendar, &job.context.calendar))
		return cli_fail("date", CLI_USAGE, _("« %s » n’est pas un calendrier connu"), calendar);
	if (on != NULL && !parse_day(on, &job.context))
		return cli_fail("date", CLI_USAGE, _("« %s » n’est pas un jour de la forme AAAA-MM-JJ"), on);
	if (!batch && !g_utf8_validate(argv[1], -1, NULL))
		return cli_fail("date", CLI_USAGE, "%s", _("les valeurs doivent être en UTF-8"));
	g_autoptr(Values) values = load("date");
	if (values == NULL)
		return CLI_INTERNAL;
	job.values = values;
	return batch ? cli_batch("date", answer_date, &job) : print_date(cli, &job, argv[1]);
}
