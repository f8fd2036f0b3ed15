/* The command line: one file a subcommand, each with its own options and --help. Contract: exit statuses below, JSON
 * alone on standard output with --json, everything else on standard error. */
#pragma once
#include "app/dossier/dossier.h"

enum { CLI_DONE = 0, CLI_INPUT = 1, CLI_USAGE = 2, CLI_INTERNAL = 70, CLI_STORAGE = 74 };

/* Options that every subcommand takes, already parsed and removed from argv by the main program. */
typedef struct {
	gboolean json;
	char *state; /* folder of the station's database and keys; never NULL */
} Cli;

/* argv[0] is the subcommand's name. The result is the exit status. */
typedef int (*CliCommand)(const Cli *cli, int argc, char **argv);

int read_command(const Cli *cli, int argc, char **argv);
int compare_command(const Cli *cli, int argc, char **argv);
int name_command(const Cli *cli, int argc, char **argv);
int place_command(const Cli *cli, int argc, char **argv);
int date_command(const Cli *cli, int argc, char **argv);
int mrz_command(const Cli *cli, int argc, char **argv);
int scan_command(const Cli *cli, int argc, char **argv);
int demo_command(const Cli *cli, int argc, char **argv);
int dossier_command(const Cli *cli, int argc, char **argv);
int codes_command(const Cli *cli, int argc, char **argv);
int queue_command(const Cli *cli, int argc, char **argv);

/* Parses the subcommand's options (GOption) out of argc and argv; --help prints and ends the program. arguments and
 * details are shown by --help. FALSE: a usage error was printed. */
gboolean cli_options(const char *name, const char *arguments, const char *details, const GOptionEntry *entries,
	int *argc, char ***argv) G_GNUC_WARN_UNUSED_RESULT;

/* Prints "civilia NAME: message" and, for usage errors, how to get help, on standard error; returns status. */
int cli_fail(const char *name, int status, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same for an error: its exit status follows from its code, storage errors being CLI_STORAGE. */
int cli_fail_error(const char *name, const GError *error);

/* Prints bytes and a newline on standard output; CLI_DONE or, when output fails, CLI_STORAGE. */
int cli_print_bytes(const char *name, GBytes *bytes);

/* Flushes standard output: status, or CLI_STORAGE with a message when anything printed was lost. */
int cli_finish(const char *name, int status);

/* Text from a paper, fit for a terminal: control and direction characters are shown as U+FFFD. NULL is "—". */
char *cli_safe(const char *text);

/* Progress on standard error: one line that renews itself on a terminal, a line a step elsewhere. */
void cli_progress(const char *what, guint done, guint known);

/* Reads lines from standard input and prints what answer makes of each, in order, flushed before more input is waited
 * for. answer returns the line to print (caller frees), or NULL for a malformed one ("error<TAB>usage"). */
typedef char *(*CliAnswer)(char *line, gpointer data);
int cli_batch(const char *name, CliAnswer answer, gpointer data);

/* A dossier for a person's eyes: documents with their facts; the comparison with who says what; drafts. */
void cli_print_documents(const Dossier *dossier);
void cli_print_comparison(const Dossier *dossier);

/* One line on standard error for each input that could not be read; CLI_INPUT when there is one, else CLI_DONE. */
int cli_print_problems(const char *name, const Dossier *dossier);
/* What to say of a problem, "le fichier est vide". */
const char *cli_problem_sentence(StationError error);
