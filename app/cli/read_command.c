#include "app/cli/cli.h"
#include "app/contract/contract.h"
#include "app/reader/reader.h"
#include "firmware/base/language.h"
#include <string.h>

static void
show_progress(guint done, guint known, gpointer data)
{
	(void)data;
	cli_progress(_("Lecture :"), done, known);
}

/* "auto" -> NULL; "fra+ara" -> {"fra", "ara"}. FALSE: not of that form. */
static gboolean
parse_languages(const char *text, char ***languages)
{
	*languages = NULL;
	if (text == NULL || g_str_equal(text, "auto"))
		return TRUE;
	g_auto(GStrv) parts = g_strsplit(text, "+", -1);
	if (parts[0] == NULL)
		return FALSE;
	for (char **p = parts; *p != NULL; p++)
		if (strlen(*p) != 3 || strspn(*p, "abcdefghijklmnopqrstuvwxyz") != 3)
			return FALSE;
	*languages = g_steal_pointer(&parts);
	return TRUE;
}

int
read_command(const Cli *cli, int argc, char **argv)
{
	gboolean words = FALSE;
	g_autofree char *language = NULL;
	const GOptionEntry entries[] = {{"language", 0, 0, G_OPTION_ARG_STRING, &language,
						N_("langues des papiers : auto, ou fra+ara"), N_("LANGUES")},
		{"words", 0, 0, G_OPTION_ARG_NONE, &words, N_("ajoute les mots de chaque page, avec leur cadre"), NULL},
		G_OPTION_ENTRY_NULL};
	if (!cli_options("read", N_("FICHIER…"),
		    _("Lit des pages (PNG, JPEG, TIFF, PNM ; un dossier : ses fichiers par ordre de nom).\n"
		      "Rien n’est écrit ni conservé."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	if (argc > 1 && g_str_equal(argv[1], "--"))
		argv++, argc--;
	if (argc < 2)
		return cli_fail("read", CLI_USAGE, "%s", _("il faut au moins un fichier ou un dossier"));
	g_auto(GStrv) languages = NULL;
	if (!parse_languages(language, &languages))
		return cli_fail("read", CLI_USAGE, _("« %s » n’est pas une liste de langues comme fra+ara"), language);
	ReaderOptions options = {.languages = languages, .state = cli->state, .want_words = words};
	g_autoptr(GError) error = NULL;
	g_autoptr(Dossier) dossier =
		reader_read_paths((const char *const *)argv + 1, &options, show_progress, NULL, &error);
	if (dossier == NULL)
		return cli_fail_error("read", error);
	int status = cli_print_problems("read", dossier);
	if (!cli->json) {
		cli_print_documents(dossier);
		return cli_finish("read", status);
	}
	g_autoptr(GBytes) json = contract_dossier(dossier, words ? CONTRACT_WORDS : 0);
	int printed = cli_print_bytes("read", json);
	return printed != CLI_DONE ? printed : status;
}
