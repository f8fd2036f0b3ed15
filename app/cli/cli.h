/* The command line: one file a subcommand, each with its own options and --help. Contract: exit statuses below, JSON
 * alone on standard output with --json, everything else on standard error. */
#pragma once
#include <glib.h>

enum { CLI_DONE = 0, CLI_INPUT = 1, CLI_USAGE = 2, CLI_INTERNAL = 70, CLI_STORAGE = 74 };

/* Options that every subcommand takes, already parsed and removed from argv by the main program. */
typedef struct {
	gboolean json;
	char *state; /* folder of the station's database and keys; never NULL */
} Cli;

/* argv[0] is the subcommand's name. The result is the exit status. */
typedef int (*CliCommand)(const Cli *cli, int argc, char **argv);

int scan_command(const Cli *cli, int argc, char **argv);

/* Prints "civilia NAME: message" and, for usage errors, how to get help, on standard error; returns status. */
int cli_fail(const char *name, int status, const char *format, ...) G_GNUC_PRINTF(3, 4);
