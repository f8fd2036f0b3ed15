#!/bin/sh
# A sealed attestation from the drawer to the contract: not verifiable without certificates, valid with the office's list,
# and lists that are older, changed or another's are refused.
build=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/e2e/tap.sh"
seals=$build/share/civilia/samples/seals
state=$tmp/state
mkdir -p "$state/codes"

civilia() { "$build/bin/civilia" --ui en --state "$state" "$@"; }

# expect STATE REASON FILE: the contract's JSON has one 2D-Doc with this signature, and its text is the one drawn
expect() {
	python3 - "$@" "$tmp"/papers/good/*/truth.json <<'PY'
import json, sys
state, reason, path, truth = sys.argv[1:]
codes = [c for d in json.load(open(path))["documents"] for c in d["codes"]]
drawn = json.load(open(truth))["pages"][0]["codes"]
assert len(codes) == len(drawn) == 1, codes
code = codes[0]
assert (code["signature"], code["reason"] or "-") == (state, reason), code
shown = "".join(chr(0x2400 + ord(c)) if c < " " else c for c in drawn[0]["text"])
assert (code["symbology"], code["text"]) == (drawn[0]["symbology"], shown), (code["text"], shown)
assert code["seal"]["type"] == "16" and code["seal"]["whole"]
PY
}

# facts FILE: the values printed on the paper are those that the code gives
facts() {
	python3 - "$1" "$tmp"/papers/good/*/truth.json <<'PY'
import json, sys
document = json.load(open(sys.argv[1]))["documents"][0]
facts = {f["field"]: f for f in document["facts"] if f["source"] == "barcode"}
printed = {f["field"]: f["value"] for f in json.load(open(sys.argv[2]))["pages"][0]["facts"]}
assert document["kind"] == "asylum_attestation"
for field in ("file.foreigner_number", "document.expiry_date", "person.sex"):
    assert facts[field]["value"] == printed[field], field
    assert facts[field]["confidence"] >= 0.98, field
PY
}

check "an attestation is drawn" "$build/bin/civilia-samples" --to "$tmp/papers" --seed 11 --dossiers 1 \
	--only asylum-attestation-a --level good
check "without a list there is none to show" status 0 civilia codes list
check "without the office's key nothing is imported" status 1 civilia codes import "$seals/certificates.list"
check "the paper is read" sh -c '"$1" --state "$2" read --json "$3"/papers/good/*/*.jpg >"$3/before.json"' - \
	"$build/bin/civilia" "$state" "$tmp"
check "its seal is not verifiable" expect not_verifiable no_certificates "$tmp/before.json"
check "the answer keeps to the schema" python3 "$root/tests/e2e/fits_schema.py" "$tmp/before.json"

cp "$seals/update-key.pem" "$state/codes/"
sed 's/sequence 1/sequence 9/' "$seals/certificates.list" >"$tmp/changed"
check "a changed list is refused" status 1 civilia codes import "$tmp/changed"
check "a signed list is imported" status 0 civilia codes import "$seals/certificates.list"
check "it is listed" sh -c '"$1" --state "$2" --json codes list | grep -q "\"A001\""' - "$build/bin/civilia" "$state"
check "a file that is none is refused" status 1 civilia codes import "$seals/README"
check "an import without a file is wrong usage" status 2 civilia codes import
check "the paper is read again" sh -c '"$1" --state "$2" read --json "$3"/papers/good/*/*.jpg >"$3/after.json"' - \
	"$build/bin/civilia" "$state" "$tmp"
check "its seal is valid" expect valid - "$tmp/after.json"
check "and its facts are sure" facts "$tmp/after.json"
sh "$root/app/data/build/codes-list.sh" "$seals/office.pem" 2 2026-11-25 >"$tmp/second"
check "a list made with openssl is imported" status 0 civilia codes import "$tmp/second"
check "the older one does not come back" status 1 civilia codes import "$seals/certificates.list"
plan
