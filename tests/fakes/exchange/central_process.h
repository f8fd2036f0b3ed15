/* A real civilia-central in a private folder on a private port, and a station enrolled with it. */
#pragma once
#include <glib.h>

typedef struct {
	char *folder, *enrolment, *url;
	GPid pid;
} CentralProcess;

/* init, enrol, serve; fails the test that calls it when one of them does not work. */
CentralProcess *central_process_new(void);
void central_process_free(CentralProcess *central); /* kills it, removes its folders */

void central_process_kill(CentralProcess *central);  /* SIGKILL; nothing when it does not run */
void central_process_start(CentralProcess *central); /* on the same port as before, if there was one */

/* Runs one of our programs with these arguments (ends with NULL); its standard output is the caller's. */
char *program_output(const char *program, int *status, ...) G_GNUC_NULL_TERMINATED;

void folder_remove(const char *folder); /* with the files in it, one level */
