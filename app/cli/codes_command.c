#include "app/cli/cli.h"
#include "app/codes/code_import.h"
#include "app/contract/contract.h"
#include "firmware/base/error.h"
#include "firmware/base/language.h"
#include <stdio.h>

/* What a failed check means for an agent. */
static const char *
sentence(const GError *error)
{
	static const struct {
		StationError code;
		const char *text;
	} all[] = {{STATION_ERROR_KEY, N_("la clé de mise à jour du bureau (codes/update-key.pem dans le dossier de la "
					  "station) manque, ou n’est pas une clé publique Ed25519")},
		{STATION_ERROR_DENIED,
			N_("cette liste n’est pas signée par la clé de mise à jour du bureau : rien n’a été changé")},
		{STATION_ERROR_PROTOCOL,
			N_("ce n’est pas une liste de certificats, ou elle est abîmée : rien n’a été changé")},
		{STATION_ERROR_REFUSED,
			N_("la station tient déjà une liste aussi récente ou plus récente : rien n’a été changé")}};
	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		if (station_error_code(error) == all[i].code)
			return _(all[i].text);
	return error->message;
}

static int
refuse(const GError *error, const char *path)
{
	gboolean storage = station_error_code(error) == STATION_ERROR_STORAGE;
	return cli_fail("codes", storage ? CLI_STORAGE : CLI_INPUT, "%s : %s", path, sentence(error));
}

static int
print_list(const Cli *cli, const CodeCertificates *list)
{
	g_autoptr(ContractObject) root = contract_object_new();
	guint n = list != NULL ? code_certificates_count(list) : 0;
	contract_object_text(root, "issued", list != NULL ? code_certificates_issued(list) : NULL);
	contract_object_number(root, "sequence", list != NULL ? (gint64)code_certificates_sequence(list) : 0);
	contract_object_list(root, "certificates");
	if (!cli->json && list == NULL)
		puts(_("Aucune liste de certificats : les 2D-Doc ne sont pas vérifiables."));
	if (!cli->json && list != NULL)
		printf(_("Liste n° %lu du %s, %u certificat(s)\n"), (unsigned long)code_certificates_sequence(list),
			code_certificates_issued(list), n);
	for (guint i = 0; i < n; i++) {
		CodeCertificateNote note = code_certificates_note(list, i);
		if (!cli->json) {
			printf("  %s %s  %s – %s\n", note.authority, note.id, note.first_day, note.last_day);
			continue;
		}
		ContractObject *one = contract_object_new();
		contract_object_text(one, "authority", note.authority);
		contract_object_text(one, "id", note.id);
		contract_object_text(one, "first_day", note.first_day);
		contract_object_text(one, "last_day", note.last_day);
		contract_object_append(root, "certificates", one);
	}
	if (!cli->json)
		return cli_finish("codes", CLI_DONE);
	g_autoptr(GBytes) json = contract_object_bytes(root);
	return cli_print_bytes("codes", json);
}

static int
import_list(const Cli *cli, const char *path)
{
	g_autofree char *bytes = NULL;
	gsize size;
	g_autoptr(GError) error = NULL;
	if (!g_file_get_contents(path, &bytes, &size, &error))
		return cli_fail("codes", CLI_INPUT, "%s", error->message);
	if (size > CODE_LIST_MAX_BYTES)
		return cli_fail("codes", CLI_INPUT, _("%s : trop grand pour une liste de certificats"), path);
	g_autoptr(GBytes) list = g_bytes_new_take(g_steal_pointer(&bytes), size);
	g_autoptr(CodeCertificates) held = code_import(cli->state, list, &error);
	return held != NULL ? print_list(cli, held) : refuse(error, path);
}

static int
show_list(const Cli *cli)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(CodeCertificates) held = code_certificates_load(cli->state, &error);
	return error == NULL ? print_list(cli, held) : refuse(error, CODE_LIST_FILE);
}

int
codes_command(const Cli *cli, int argc, char **argv)
{
	const GOptionEntry entries[] = {G_OPTION_ENTRY_NULL};
	if (!cli_options("codes", N_("list | import FICHIER"),
		    _("Les certificats qui servent à vérifier les 2D-Doc. « list » montre ceux que la station tient ; "
		      "« import » prend une liste signée par le bureau, plus récente que celle-ci."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	if (argc == 2 && g_str_equal(argv[1], "list"))
		return show_list(cli);
	if (argc == 3 && g_str_equal(argv[1], "import"))
		return import_list(cli, argv[2]);
	return cli_fail("codes", CLI_USAGE, "%s", _("il faut « list », ou « import » et un fichier"));
}
