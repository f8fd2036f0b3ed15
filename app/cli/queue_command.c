#include "app/cli/cli.h"
#include "app/contract/contract.h"
#include "app/store/store.h"
#include "app/sync/sync.h"
#include "firmware/base/language.h"
#include <stdio.h>

static const char *
state_word(StoreActState state)
{
	switch (state) {
	case STORE_ACT_DRAFT:
		return _("projet");
	case STORE_ACT_QUEUED:
		return _("en attente d’envoi");
	case STORE_ACT_SENT:
		return _("envoyé, reçu attendu");
	case STORE_ACT_ACCEPTED:
		return _("accepté, reçu vérifié");
	case STORE_ACT_STATE_N:
		break;
	}
	return "?";
}

static char *
time_text(gint64 seconds)
{
	if (seconds == 0)
		return NULL;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
	return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

static ContractObject *
act_object(const StoreAct *act)
{
	g_autofree char *queued = time_text(act->queued_s), *next = time_text(act->next_attempt_s);
	ContractObject *one = contract_object_new();
	contract_object_text(one, "id", act->id);
	contract_object_number(one, "dossier", act->dossier);
	contract_object_text(one, "act", act_kind_name(act->kind));
	contract_object_text(one, "state", store_act_state_name(act->state));
	contract_object_text(one, "queued", queued);
	contract_object_number(one, "attempts", act->attempts);
	contract_object_text(one, "next_attempt", next);
	contract_object_text(one, "last_error", act->last_error);
	return one;
}

static int
print_queue(const Cli *cli, Store *store)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) acts = store_act_list(store, 0, &error);
	if (acts == NULL)
		return cli_fail_error("queue", error);
	g_autoptr(ContractObject) root = contract_object_new();
	contract_object_list(root, "acts");
	for (guint i = 0; i < acts->len; i++) {
		const StoreAct *act = acts->pdata[i];
		contract_object_append(root, "acts", act_object(act));
		if (cli->json)
			continue;
		printf("%s  %-8s  %s", act->id, act_kind_name(act->kind), state_word(act->state));
		if (act->last_error != NULL)
			printf(_("  (dernier essai : %s, %u en tout)"), act->last_error, act->attempts);
		putchar('\n');
	}
	if (cli->json) {
		g_autoptr(GBytes) json = contract_object_bytes(root);
		return cli_print_bytes("queue", json);
	}
	if (acts->len == 0)
		puts(_("Rien dans la file."));
	return cli_finish("queue", CLI_DONE);
}

static void
show_progress(guint index, guint total, guint64 sent, guint64 bytes, gpointer data)
{
	(void)data;
	if (sent == bytes)
		cli_progress(_("Envoi :"), index, total);
}

static int
send_queue(Store *store, const char *enrolment, const char *central)
{
	if (enrolment == NULL || central == NULL)
		return cli_fail("queue", CLI_USAGE, "%s", _("« send » demande --enrolment et --central"));
	SyncOptions options = {.enrolment = enrolment, .central = central};
	SyncResult result = {0};
	g_autoptr(GError) error = NULL;
	if (!sync_run_once(store, &options, TRUE, NULL, show_progress, NULL, &result, &error))
		return cli_fail_error("queue", error);
	fprintf(stderr, _("%u accepté(s), %u en attente\n"), result.accepted, result.left);
	int status = CLI_DONE;
	if (result.left > 0)
		status = cli_fail("queue", CLI_INPUT, "%s", result.sentence);
	sync_result_clear(&result);
	return status;
}

int
queue_command(const Cli *cli, int argc, char **argv)
{
	g_autofree char *enrolment = NULL, *central = NULL;
	const GOptionEntry entries[] = {{"enrolment", 0, 0, G_OPTION_ARG_FILENAME, &enrolment,
						N_("inscription au système central (send)"), N_("DOSSIER")},
		{"central", 0, 0, G_OPTION_ARG_STRING, &central, N_("adresse du système central (send)"), "URL"},
		G_OPTION_ENTRY_NULL};
	if (!cli_options("queue", "[send]",
		    N_("Montre ce qui est en projet, en attente, envoyé et accepté. « send » envoie maintenant ce qui "
		       "attend."),
		    entries, &argc, &argv))
		return CLI_USAGE;
	gboolean send = argc == 2 && g_str_equal(argv[1], "send");
	if (argc > 1 && !send)
		return cli_fail("queue", CLI_USAGE, _("« %s » n’est pas connu ici"), argv[1]);
	if (send)
		sync_prepare();
	g_autoptr(GError) error = NULL;
	Store *store = store_open(cli->state, NULL, 0, &error);
	if (store == NULL)
		return cli_fail_error("queue", error);
	int status = send ? send_queue(store, enrolment, central) : print_queue(cli, store);
	store_close(store);
	return status;
}
