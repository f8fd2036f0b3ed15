#!/bin/sh
# The bundled sample of one person, from its pages to the central system: no value of it stands in clear in any file of the
# station's or the central's folder, at any step, in UTF-8, UTF-16 or base64. TAP.
# usage: test_sync_samples.sh BUILD
set -u
B=$(cd "${1:?BUILD}" && pwd)
tmp=$(mktemp -d)
server= holder=
trap '[ -z "$server" ] || kill "$server"; [ -z "$holder" ] || kill "$holder"; rm -rf "$tmp"' EXIT
export LC_ALL=C.UTF-8 LANGUAGE=fr OMP_THREAD_LIMIT=1
sample=$(ls -d "$B"/samples/clean/*/ | head -n 1)
number=$(python3 -c "import json, sys; print(json.load(open(sys.argv[1]))['file_number'])" "$sample/truth.json")
n=0
check() { # NAME COMMAND...
	name=$1
	shift
	n=$((n + 1))
	if "$@" >"$tmp/out" 2>&1; then echo "ok $n - $name"; else
		echo "not ok $n - $name"
		tail -n 5 "$tmp/out" | sed 's/^/# /'
	fi
}
civilia() { "$B/bin/civilia" "$@"; }

cat >"$tmp/search.py" <<'PYTHON'
"""search.py TRUTH FOLDER...: fails where a file below a folder holds a value of the truth in clear."""
import base64, json, os, sys
truth = json.load(open(sys.argv[1]))
values = {truth["file_number"]}
for page in truth["pages"]:
    values.update(page.get("mrz") or [])
    for fact in page["facts"]:
        values.update(v for v in (fact.get("raw"), fact.get("value")) if v)
values = sorted(v for v in values if len(v.encode()) >= 6)
files = [os.path.join(at, name) for folder in sys.argv[2:] for at, _, names in os.walk(folder) for name in names]
found = 0
for path in files:
    data = open(path, "rb").read()
    for value in values:
        forms = [value.encode(), value.encode("utf-16-le"), value.encode("utf-16-be"), base64.b64encode(value.encode())[:-4]]
        if any(len(form) >= 6 and form in data for form in forms):
            print(path, "holds value number", values.index(value))
            found += 1
print(len(values), "values,", len(files), "files,", found, "found")
sys.exit(found > 0 or len(values) < 10 or len(files) < 2)
PYTHON
search() { python3 "$tmp/search.py" "$sample/truth.json" "$@"; }

mkdir "$tmp/plain" && cp "$sample/truth.json" "$tmp/plain/a" && cp "$sample/truth.json" "$tmp/plain/b"
check "the search finds what is there" sh -c "! python3 '$tmp/search.py' '$sample/truth.json' '$tmp/plain'"
check "the central is made" "$B/bin/civilia-central" init --state "$tmp/central"
check "the station is enrolled" "$B/bin/civilia-central" enrol --state "$tmp/central" --station guichet-1 --to "$tmp/enrolment"
civilia --state "$tmp/state" dossier list >/dev/null 2>&1
# somebody who reads on keeps the log from being folded into the file
python3 -c "
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN'); c.execute('SELECT count(*) FROM dossier').fetchone(); time.sleep(600)" "$tmp/state/station.db" &
holder=$!
sleep 0.5
# shellcheck disable=SC2046
check "the pages are taken in and read" civilia --state "$tmp/state" dossier add "$number" $(ls "$sample"/*.png | head -n 2)
check "the log holds what was written" test -s "$tmp/state/station.db-wal"
check "nothing of the pages is in clear" search "$tmp/state"
check "the dossier is compared and drafted" civilia --state "$tmp/state" dossier compare "$number"
check "nothing of the drafts is in clear" search "$tmp/state"
check "the acts are queued" civilia --state "$tmp/state" dossier queue "$number" --enrolment "$tmp/enrolment"
check "nothing of the outbox is in clear" search "$tmp/state"
kill "$holder"
holder=
"$B/bin/civilia-central" serve --state "$tmp/central" --listen 127.0.0.1:0 --ready-file "$tmp/ready" >/dev/null 2>&1 &
server=$!
i=0
while [ ! -s "$tmp/ready" ] && [ $i -lt 200 ]; do
	i=$((i + 1))
	sleep 0.05
done
check "the acts are handed over" "$B/bin/civilia-syncd" --once --state "$tmp/state" --enrolment "$tmp/enrolment" --central "$(cat "$tmp/ready")"
check "nothing is in clear after the receipt, here or there" search "$tmp/state" "$tmp/central"
act=$("$B/bin/civilia-central" list --state "$tmp/central" | head -n 1 | cut -c1-36)
check "the central opens the act with its key" "$B/bin/civilia-central" show "$act" --state "$tmp/central" --to "$tmp/opened"
check "and what it opened is the person's" sh -c "! python3 '$tmp/search.py' '$sample/truth.json' '$tmp/opened'"
echo "1..$n"
