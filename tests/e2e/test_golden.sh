#!/bin/sh
# What is said of four dossiers, word for word, and every verdict that their papers were drawn for.
B=$(realpath "$1")
here=$(dirname "$0")
. "$here/tap.sh"
for read in "$here"/../golden/dossiers/*.read.json; do
	golden=${read%.read.json}
	name=$(basename "$golden")
	for ui in fr en; do
		"$B/bin/civilia" compare --ui $ui "$read" >"$tmp/$name.$ui.txt" 2>"$tmp/err"
		check "$name is said as before ($ui)" diff -u "$golden.$ui.txt" "$tmp/$name.$ui.txt"
	done
	"$B/bin/civilia" compare --ui fr --json "$read" >"$tmp/$name.json" 2>"$tmp/err"
	check "$name is judged as before" diff -u "$golden.compare.json" "$tmp/$name.json"
	check "$name keeps to the schema" python3 "$here/fits_schema.py" "$tmp/$name.json"
	check "$name has every verdict it was drawn for" python3 -c 'import json, sys
rows = {row["field"]: row["verdict"] for row in json.load(open(sys.argv[1]))["comparison"]}
truth = json.load(open(sys.argv[2]))
wrong = [(v["field"], v["verdict"], rows.get(v["field"])) for v in truth["verdicts"] if rows.get(v["field"]) != v["verdict"]]
assert not wrong, wrong' "$tmp/$name.json" "$B/samples/clean/$name/truth.json"
done
plan
