#!/bin/sh
# Makes a signed list of the certificates that 2D-Docs are checked with (docs/codes.md), with openssl:
#   codes-list.sh PRIVATE-KEY SEQUENCE DAY AUTHORITY:ID:CERTIFICATE... > list
# PRIVATE-KEY: the office's Ed25519 update key in PEM (openssl genpkey -algorithm ed25519). SEQUENCE: above that of the
# list before. CERTIFICATE: X.509 in PEM or DER.
set -eu
[ $# -ge 3 ] || { sed -n 's/^# \{0,1\}//p' "$0" >&2; exit 2; }
key=$1 sequence=$2 day=$3
shift 3
body=$(mktemp)
trap 'rm -f "$body" "$body.sig"' EXIT
printf 'civilia-codes 1\nsequence %s\nissued %s\n' "$sequence" "$day" >"$body"
for item; do
	file=${item#*:*:}
	name=${item%:"$file"}
	der=$({ openssl x509 -in "$file" -outform DER 2>/dev/null || openssl x509 -inform DER -in "$file" -outform DER; } | base64 -w 0)
	printf 'certificate %s %s %s\n' "${name%%:*}" "${name#*:}" "$der" >>"$body"
done
openssl pkeyutl -sign -rawin -inkey "$key" -in "$body" -out "$body.sig"
cat "$body"
printf 'signature %s\n' "$(base64 -w 0 "$body.sig")"
