#!/bin/sh
# civilia-central and civilia-syncd from outside: who is let in, what a wrong call gets. TAP.
# usage: test_sync_transport.sh BUILD
set -u
B=$(cd "${1:?BUILD}" && pwd)
tmp=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$tmp"' EXIT
n=0
check() { # NAME COMMAND...: ok when the command succeeds
	name=$1
	shift
	n=$((n + 1))
	if "$@" >"$tmp/out" 2>"$tmp/err"; then echo "ok $n - $name"; else
		echo "not ok $n - $name"
		sed 's/^/# /' "$tmp/out" "$tmp/err"
	fi
}
says() { # STATUS TEXT COMMAND...: this exit status, and one line on standard error that holds TEXT
	status=$1 text=$2
	shift 2
	"$@" >"$tmp/said.out" 2>"$tmp/said.err"
	got=$?
	cat "$tmp/said.err"
	[ "$got" = "$status" ] && [ "$(wc -l <"$tmp/said.err")" = 1 ] && grep -q -- "$text" "$tmp/said.err"
}
central() { "$B/bin/civilia-central" "$@"; }
syncd() { timeout 20 "$B/bin/civilia-syncd" "$@"; }

export LC_ALL=C.UTF-8 LANGUAGE=fr
umask 022
check "init makes the folder" central init --state "$tmp/central"
check "its secrets are private" sh -c "[ \"\$(stat -c %a '$tmp/central/ca.key' '$tmp/central/server.key' '$tmp/central/central-seal.key' '$tmp/central/central-receipt.key' '$tmp/central/central.db' | sort -u)\" = 600 ]"
check "enrol makes a station's folder" central enrol --state "$tmp/central" --station guichet-1 --to "$tmp/enrolment"
check "the station's key is private" sh -c "[ \"\$(stat -c %a '$tmp/enrolment/station.key')\" = 600 ]"
central init --state "$tmp/stranger" && central enrol --state "$tmp/stranger" --station guichet-1 --to "$tmp/strange-enrolment"
"$B/bin/civilia-central" serve --state "$tmp/central" --listen 127.0.0.1:0 --ready-file "$tmp/ready" >/dev/null 2>"$tmp/server.err" &
server=$!
i=0
while [ ! -s "$tmp/ready" ] && [ $i -lt 200 ]; do
	i=$((i + 1))
	sleep 0.05
done
url=$(cat "$tmp/ready")

cat >"$tmp/ask.py" <<'PYTHON'
"""ask.py URL CA CERT KEY VERSION METHOD PATH SIZE: prints the status, or "no" when no answer comes."""
import http.client, ssl, sys, urllib.parse
url, ca, cert, key, version, method, path, size = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
if cert != "-":
    context.load_cert_chain(cert, key)
if version == "1.2":
    context.maximum_version = ssl.TLSVersion.TLSv1_2
where = urllib.parse.urlsplit(url)
connection = http.client.HTTPSConnection(where.hostname, where.port, context=context, timeout=10)
try:
    if size == "chunked":
        connection.request(method, path, body=iter([b"x" * 10]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
    else:
        connection.request(method, path, body=b"x" * int(size))
    print(connection.getresponse().status)
except (OSError, http.client.HTTPException):
    print("no")
PYTHON
E="$tmp/enrolment"
ask() { # EXPECTED CERT KEY VERSION METHOD PATH SIZE
	expected=$1
	shift
	got=$(python3 "$tmp/ask.py" "$url" "$E/ca.pem" "$@")
	echo "got $got, not $expected"
	[ "$got" = "$expected" ]
}
act=/v1/acts/6f0c1e0a-0000-4000-8000-00000000abcd
check "an enrolled station is let in" ask 404 "$E/station.pem" "$E/station.key" 1.3 GET $act 0
check "nobody is let in without a certificate" ask no - - 1.3 GET $act 0
check "nobody is let in with a certificate of another authority" ask no "$tmp/strange-enrolment/station.pem" "$tmp/strange-enrolment/station.key" 1.3 GET $act 0
check "TLS 1.2 is refused" ask no "$E/station.pem" "$E/station.key" 1.2 GET $act 0
check "a body of no stated size is refused" ask 411 "$E/station.pem" "$E/station.key" 1.3 PUT $act chunked
check "a header that is too large is refused" ask 413 "$E/station.pem" "$E/station.key" 1.3 PUT $act 70000
check "a body that is too large is refused" ask 413 "$E/station.pem" "$E/station.key" 1.3 PATCH $act/parts/act 5000000
check "a body where there should be none is refused" ask 413 "$E/station.pem" "$E/station.key" 1.3 GET $act 5
check "the next request is served as before" ask 404 "$E/station.pem" "$E/station.key" 1.3 GET $act 0
central revoke --state "$tmp/central" --station guichet-1
check "a revoked station gets 403" ask 403 "$E/station.pem" "$E/station.key" 1.3 GET $act 0
central enrol --state "$tmp/central" --station guichet-1 --to "$E"

check "a second server on the same port is told so" says 1 "${url#https://}" central serve --state "$tmp/central" --listen "${url#https://}"
check "syncd with an empty outbox is done" syncd --once --state "$tmp/state" --enrolment "$E" --central "$url"
check "syncd --check finds nothing wrong" syncd --check --state "$tmp/state" --enrolment "$E" --central "$url"
check "a missing enrolment is named" says 74 "$tmp/nowhere" syncd --once --state "$tmp/state" --enrolment "$tmp/nowhere" --central "$url"
check "an address that is none is named" says 2 "ftp://x" syncd --once --state "$tmp/state" --enrolment "$E" --central ftp://x
check "a missing option is told" says 2 "--central" syncd --once --state "$tmp/state" --enrolment "$E"
check "an unknown option is told" says 2 "--nonsense" syncd --nonsense
check "an unknown bus is told" says 2 "--bus" syncd --bus moon --state "$tmp/state" --enrolment "$E" --central "$url"
check "a missing bus is told" says 74 "civilia-syncd" env -u DISPLAY DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent timeout 20 "$B/bin/civilia-syncd" --bus session --state "$tmp/state" --enrolment "$E" --central "$url"
check "central without a command says so" says 2 "commande" central
check "central with an unknown command says so" says 2 "commande inconnue" central fly --state "$tmp/central"
check "central without --state says so" says 2 "--state" central list
check "English is spoken on demand" says 2 "unknown command" central fly --ui en --state "$tmp/central"
check "a bad address to listen on is named" says 2 "« here »" central serve --state "$tmp/central" --listen here
check "a central that was not made is told" says 1 "$tmp/empty" central serve --state "$tmp/empty" --listen 127.0.0.1:0
check "an act that was not received is told" says 1 "reçu" central show 6f0c1e0a-0000-4000-8000-00000000abcd --state "$tmp/central"
head -c 40000 /dev/urandom >"$tmp/damaged.db"
mkdir "$tmp/damaged" && cp "$tmp/damaged.db" "$tmp/damaged/station.db"
check "a damaged database of the station is named" says 74 "$tmp/damaged/station.db : la base de données est endommagée" syncd --once --state "$tmp/damaged" --enrolment "$E" --central "$url"
mkdir "$tmp/damaged-central" && cp "$tmp/damaged.db" "$tmp/damaged-central/central.db"
check "a damaged database of the central is named" says 74 "$tmp/damaged-central/central.db : la base de données est endommagée" central list --state "$tmp/damaged-central"
check "help is printed" sh -c "'$B/bin/civilia-central' --help | grep -q enrol && '$B/bin/civilia-syncd' --help | grep -q -- --once"
kill "$server"
wait "$server"
ended=$?
server=
check "the server ends in order" [ "$ended" = 0 ]
echo "1..$n"
