/* The states of a scan job and what moves it, as one pure function. */
#pragma once
#include <glib.h>

typedef enum {
	JOB_OPENING,  /* the child opens and prepares the device */
	JOB_PAUSED,   /* the child may go on; too many pages wait to be taken */
	JOB_FEEDING,  /* told to scan a page, no byte of it yet */
	JOB_SCANNING, /* bytes of a page come */
	JOB_CLOSING,  /* the outcome is known, the device is being closed */
	JOB_CANCELLING,
	JOB_RECOVERING, /* over for the client; the child still closes the device */
	JOB_OVER,
	JOB_N_STATES
} JobState;

typedef enum {
	JOB_EVENT_READY,    /* child: may be told "next" */
	JOB_EVENT_GO,       /* told so */
	JOB_EVENT_BYTES,    /* child: progress */
	JOB_EVENT_PAGE,     /* child: a page */
	JOB_EVENT_OUTCOME,  /* child: over, with its outcome */
	JOB_EVENT_CANCEL,   /* client, or its leaving */
	JOB_EVENT_PATIENCE, /* the client has waited long enough for its cancel */
	JOB_EVENT_GONE,     /* the child ended or was killed */
	JOB_N_EVENTS
} JobEvent;

/* The next state; the same one for an event that changes nothing. An event that a sound child cannot cause now leads
 * nowhere either: it is ignored. */
JobState job_step(JobState state, JobEvent event);

const char *job_state_name(JobState state);
