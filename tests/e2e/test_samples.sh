#!/bin/sh
# The sample drawer as a program: the same pages everywhere, a truth that is true, wrong arguments.
# usage: test_samples.sh BUILD

bin=$1/bin/civilia-samples
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"

same_trees() { diff -r "$1" "$2"; }
draws() { "$bin" "$@"; }

check "the bundled dossiers are drawn" draws --to "$tmp/a" --level clean
check "their truth is true" python3 "$here/samples_judge.py" "$tmp/a"
at_least_three() { [ "$(ls "$tmp/a/clean" | wc -l)" -ge 3 ]; }
check "at least three people are bundled" at_least_three

check "fresh people are invented at every level" draws --to "$tmp/b" --seed 4 --dossiers 2
check "their truth is true too" python3 "$here/samples_judge.py" "$tmp/b"
elsewhere() { LC_ALL=C LANGUAGE=en TZ=Asia/Tokyo HOME=/nonexistent "$bin" --to "$tmp/c" --seed 4 --dossiers 2; }
check "they are drawn again in another locale and time zone" elsewhere
check "the same seed gives the same bytes" same_trees "$tmp/b" "$tmp/c"
only_seen() { ! grep -q '"set": "held"' "$tmp"/b/*/*/truth.json; }
check "no layout of the held set is among them" only_seen
check "one layout alone is drawn" draws --to "$tmp/e" --seed 4 --dossiers 1 --only decision-b --level clean
one_page() { [ "$(ls "$tmp"/e/clean/* | grep -c png)" = 1 ]; }
check "and nothing else" one_page
check "another seed is drawn" draws --to "$tmp/d" --seed 5 --dossiers 2 --level clean
other_people() { ! cmp -s "$(ls "$tmp"/d/clean/001-*/truth.json)" "$(ls "$tmp"/b/clean/001-*/truth.json)"; }
check "and gives other people" other_people

touch "$tmp/b/poor/$(ls "$tmp/b/poor" | head -n 1)/99-other.png"
check "pages of an earlier run are replaced" draws --to "$tmp/b" --seed 4 --dossiers 2 --level poor
check "and nothing stale stays beside them" same_trees "$tmp/b" "$tmp/c"

check "a missing --to is wrong usage" status 2 "$bin"
check "an unknown level is wrong usage" status 2 "$bin" --to "$tmp/x" --level splendid
check "a seed that is no number is wrong usage" status 2 "$bin" --to "$tmp/x" --seed one
check "a negative number of dossiers is wrong usage" status 2 "$bin" --to "$tmp/x" --seed 1 --dossiers -3
check "too many dossiers are wrong usage" status 2 "$bin" --to "$tmp/x" --seed 1 --dossiers 10001
check "dossiers without a seed are wrong usage" status 2 "$bin" --to "$tmp/x" --dossiers 3
check "an unknown set is wrong usage" status 2 "$bin" --to "$tmp/x" --seed 1 --set secret
check "a set without a seed is wrong usage" status 2 "$bin" --to "$tmp/x" --set seen
check "a stray word is wrong usage" status 2 "$bin" --to "$tmp/x" more
nothing_there() { [ ! -e "$tmp/x" ]; }
check "wrong usage draws nothing" nothing_there
echo file >"$tmp/file"
check "a folder that cannot be made is a storage failure" status 74 "$bin" --to "$tmp/file/below" --level clean
check "and is named" says "$tmp/file/below" "$bin" --to "$tmp/file/below" --level clean
check "a full disk is a storage failure" status 74 sh -c 'ulimit -f 8; trap "" XFSZ; exec "$0" "$@"' "$bin" --to "$tmp/y" --level clean
plan
