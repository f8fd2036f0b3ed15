/* links: app/cli app/casework app/contract app/reader app/fields app/compare app/act app/values app/store app/db app/seal app/sync app/codes app/glyphs app/image app/dossier firmware/base firmware/bus */
#include "app/cli/cli.h"
#include "firmware/base/language.h"
#include "firmware/base/paths.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define VERSION "0.1"

static const struct {
	const char *name;
	CliCommand run;
	const char *summary;
} commands[] = {
	{"read", read_command, N_("lit des pages : documents et faits")},
	{"compare", compare_command, N_("lit, compare, et prépare les projets d’actes")},
	{"name", name_command, N_("compare deux noms")},
	{"place", place_command, N_("compare deux lieux")},
	{"date", date_command, N_("lit une date telle qu’elle est écrite")},
	{"mrz", mrz_command, N_("lit une zone de lecture automatique (MRZ)")},
	{"codes", codes_command, N_("les certificats des codes 2D-Doc")},
	{"scan", scan_command, N_("numérise par le service du scanner")},
	{"demo", demo_command, N_("tout le travail, sur les dossiers d’exemple")},
	{"dossier", dossier_command, N_("les dossiers de la station")},
	{"queue", queue_command, N_("ce qui attend, part et est arrivé au système central")},
};

static void
print_help(FILE *to)
{
	fputs(_("Utilisation : civilia COMMANDE [OPTION…]\n\n"), to);
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		fprintf(to, "  %-9s %s\n", commands[i].name, _(commands[i].summary));
	fputs(_("\nPour toutes les commandes :\n"
		"  --json          un objet JSON sur la sortie standard, rien d’autre\n"
		"  --ui fr|en      langue des phrases (par défaut celle de l’environnement, sinon le français)\n"
		"  --state DOSSIER base et clés de la station\n"
		"  --help          aide de la commande\n"
		"  --version       version du programme\n"),
		to);
}

/* Takes the common options out of argv wherever they stand before "--". FALSE: one lacks its value, or is unknown. */
static gboolean
take_common(int *argc, char **argv, Cli *cli, const char **ui)
{
	int kept = 1;
	gboolean open = TRUE;
	for (int i = 1; i < *argc; i++) {
		const char *a = argv[i];
		const char **value = NULL;
		const char *state = NULL;
		open = open && !g_str_equal(a, "--");
		if (open && g_str_equal(a, "--json")) {
			cli->json = TRUE;
			continue;
		}
		if (open && g_str_has_prefix(a, "--ui"))
			value = ui;
		else if (open && g_str_has_prefix(a, "--state"))
			value = &state;
		gsize length = value == ui ? strlen("--ui") : strlen("--state");
		if (value == NULL || (a[length] != '\0' && a[length] != '=')) {
			argv[kept++] = argv[i];
			continue;
		}
		if (a[length] == '=')
			*value = a + length + 1;
		else if (i + 1 < *argc)
			*value = argv[++i];
		else
			return FALSE;
		if (state != NULL) {
			g_free(cli->state);
			cli->state = g_strdup(state);
		}
	}
	argv[kept] = NULL;
	*argc = kept;
	return TRUE;
}

int
main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	Cli cli = {FALSE, paths_state_default()};
	const char *ui = NULL;
	gboolean complete = take_common(&argc, argv, &cli, &ui);
	if (!language_init(ui) || !complete) {
		language_init(NULL);
		return cli_fail("", CLI_USAGE, "%s", _("--ui prend fr ou en, --state prend un dossier"));
	}
	station_error_register_dbus();
	if (argc < 2) {
		print_help(stderr);
		return CLI_USAGE;
	}
	if (g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h") || g_str_equal(argv[1], "help")) {
		print_help(stdout);
		return cli_finish("help", CLI_DONE);
	}
	if (g_str_equal(argv[1], "--version")) {
		puts("civilia " VERSION);
		return cli_finish("version", CLI_DONE);
	}
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (g_str_equal(commands[i].name, argv[1])) {
			int status = commands[i].run(&cli, argc - 1, argv + 1);
			g_free(cli.state);
			return status;
		}
	}
	cli_fail("", CLI_USAGE, _("« %s » n’est pas une commande"), argv[1]);
	print_help(stderr);
	return CLI_USAGE;
}
