#include "drivers/scan/job_flow.h"

static const char *const names[JOB_N_STATES] = {
	"opening", "paused", "feeding", "scanning", "closing", "cancelling", "recovering", "over"};

const char *
job_state_name(JobState state)
{
	return names[state];
}

static gboolean
is_running(JobState state)
{
	return state == JOB_OPENING || state == JOB_PAUSED || state == JOB_FEEDING || state == JOB_SCANNING;
}

JobState
job_step(JobState state, JobEvent event)
{
	switch (event) {
	case JOB_EVENT_READY:
		return state == JOB_OPENING || state == JOB_SCANNING || state == JOB_FEEDING ? JOB_PAUSED : state;
	case JOB_EVENT_GO:
		return state == JOB_PAUSED ? JOB_FEEDING : state;
	case JOB_EVENT_BYTES:
		return state == JOB_FEEDING ? JOB_SCANNING : state;
	case JOB_EVENT_PAGE: /* stays: "ready" or the outcome follows */
		return state;
	case JOB_EVENT_OUTCOME:
		return is_running(state) ? JOB_CLOSING : state;
	case JOB_EVENT_CANCEL:
		return is_running(state) ? JOB_CANCELLING : state;
	case JOB_EVENT_PATIENCE:
		return state == JOB_CANCELLING || state == JOB_CLOSING ? JOB_RECOVERING : state;
	case JOB_EVENT_GONE:
	case JOB_N_EVENTS:
		break;
	}
	return JOB_OVER;
}
