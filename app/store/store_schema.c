#include "app/store/store_handle.h"

/* Large contents stand in tables of their own, so that walking through dossiers or moving a page up does not touch
 * them. Columns "sealed" are encrypted with the dossier's key, "envelope" with the central system's public key. A
 * migration that was released is never edited: the next one follows it. */
const char *const store_migrations[] = {
	"CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;"

	"CREATE TABLE dossier(id INTEGER PRIMARY KEY AUTOINCREMENT, number_hash TEXT NOT NULL UNIQUE, state TEXT NOT "
	"NULL,"
	" created INTEGER NOT NULL, changed INTEGER NOT NULL) STRICT;"
	"CREATE TABLE dossier_key(dossier INTEGER PRIMARY KEY REFERENCES dossier(id) ON DELETE CASCADE,"
	" wrapped BLOB NOT NULL) STRICT;"
	"CREATE TABLE dossier_number(dossier INTEGER PRIMARY KEY REFERENCES dossier(id) ON DELETE CASCADE,"
	" sealed BLOB NOT NULL) STRICT;"
	"CREATE TABLE documents(dossier INTEGER PRIMARY KEY REFERENCES dossier(id) ON DELETE CASCADE,"
	" sealed BLOB NOT NULL) STRICT;"

	"CREATE TABLE page(id INTEGER PRIMARY KEY AUTOINCREMENT, dossier INTEGER NOT NULL REFERENCES dossier(id)"
	" ON DELETE CASCADE, sequence INTEGER NOT NULL, added INTEGER NOT NULL, UNIQUE(dossier, sequence)) STRICT;"
	"CREATE TABLE page_content(page INTEGER PRIMARY KEY REFERENCES page(id) ON DELETE CASCADE,"
	" sealed BLOB NOT NULL) STRICT;"
	"CREATE TABLE reading(page INTEGER PRIMARY KEY REFERENCES page(id) ON DELETE CASCADE,"
	" sealed BLOB NOT NULL) STRICT;"

	"CREATE TABLE act(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, dossier INTEGER NOT NULL"
	" REFERENCES dossier(id), kind TEXT NOT NULL, state TEXT NOT NULL, changed INTEGER NOT NULL) STRICT;"
	"CREATE INDEX act_dossier ON act(dossier);"
	"CREATE UNIQUE INDEX act_under_way ON act(dossier, kind) WHERE state <> 'accepted';"
	"CREATE TABLE act_content(act TEXT PRIMARY KEY REFERENCES act(id) ON DELETE CASCADE,"
	" sealed BLOB NOT NULL) STRICT;"

	"CREATE TABLE outbox(act TEXT PRIMARY KEY REFERENCES act(id), queued INTEGER NOT NULL,"
	" attempts INTEGER NOT NULL DEFAULT 0, next_attempt INTEGER NOT NULL DEFAULT 0, last_error TEXT) STRICT;"
	"CREATE TABLE outbox_part(id INTEGER PRIMARY KEY, act TEXT NOT NULL REFERENCES outbox(act), number INTEGER NOT "
	"NULL,"
	" name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, UNIQUE(act, number), UNIQUE(act, name)) "
	"STRICT;"
	"CREATE TABLE outbox_content(part INTEGER PRIMARY KEY REFERENCES outbox_part(id) ON DELETE CASCADE,"
	" envelope BLOB NOT NULL) STRICT;"
	"CREATE TABLE receipt(act TEXT PRIMARY KEY REFERENCES act(id), receipt BLOB NOT NULL,"
	" stored INTEGER NOT NULL) STRICT;",
	NULL,
};
