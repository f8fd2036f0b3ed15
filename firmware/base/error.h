/* The station's one error domain. Foreign codes (SANE, SQLite, errno...) are mapped to it in the folder that owns the
 * foreign library; everything above speaks only of these. */
#pragma once
#include <glib.h>

#define STATION_ERROR (station_error_quark())

typedef enum {
	STATION_ERROR_FAILED, /* none of the others; the message says what */
	STATION_ERROR_USAGE,  /* a caller's argument is wrong */
	/* scanner: words an operator could hear */
	STATION_ERROR_NO_DEVICE, /* no such scanner */
	STATION_ERROR_NO_PAPER,
	STATION_ERROR_JAMMED,
	STATION_ERROR_DOUBLE_FEED,
	STATION_ERROR_COVER_OPEN,
	STATION_ERROR_UNPLUGGED,
	STATION_ERROR_BUSY,
	STATION_ERROR_CANCELLED,
	STATION_ERROR_STALLED,   /* the scanner sent nothing within its time */
	STATION_ERROR_BAD_FRAME, /* less, more or other data than the scanner announced */
	STATION_ERROR_CRASHED,   /* the driver's process died */
	/* inputs: the contract's "problems" */
	STATION_ERROR_MISSING,
	STATION_ERROR_DENIED,
	STATION_ERROR_EMPTY,
	STATION_ERROR_NOT_AN_IMAGE,
	STATION_ERROR_TRUNCATED,
	STATION_ERROR_TOO_LARGE,
	STATION_ERROR_UNSUPPORTED,
	STATION_ERROR_WORKER_FAILED,
	STATION_ERROR_TIMEOUT,
	/* storage */
	STATION_ERROR_STORAGE_FULL,
	STATION_ERROR_STORAGE_DAMAGED,
	STATION_ERROR_STORAGE_LOCKED, /* another program holds it */
	STATION_ERROR_STORAGE,        /* any other failure of the disk or the database */
	STATION_ERROR_NOT_FOUND,      /* no such dossier, page, act */
	STATION_ERROR_KEY,            /* a key is missing or does not open what it should */
	/* exchange with the central system */
	STATION_ERROR_UNREACHABLE,
	STATION_ERROR_REFUSED,  /* the other side said no, for good */
	STATION_ERROR_PROTOCOL, /* a message that does not keep to its format */
	STATION_ERROR_N_CODES
} StationError;

GQuark station_error_quark(void);

/* "no_paper", "not_an_image"...: the contract's spelling for problems, used on the bus and in JSON too. Never NULL. */
const char *station_error_name(StationError code);

/* The inverse; FALSE for a name that is none. */
gboolean station_error_parse(const char *name, StationError *code);

/* The code of an error of this domain, STATION_ERROR_FAILED for any other. */
StationError station_error_code(const GError *error);

/* Registers "ia.civil.Error.NoPaper"... with GDBus, so that errors keep domain and code across the bus. Call once
 * before the first bus call. */
void station_error_register_dbus(void);
