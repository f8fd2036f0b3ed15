#!/bin/sh
# Machine-readable zones: per level zones and lines exact, what is wrong and not said to be, CPU per page; zones made up
# on pages without one; and what the tesseract command line makes of the same zones, cut out for it.
# usage: tests/bench/mrz.sh BUILD [PAGES [SEED]]
set -eu
bench=$1/bench/bench_mrz weights=$1/share/civilia/glyphs/ocr-b.glyphs pages=${2:-40} seed=${3:-20261123}
"$bench" "$weights" levels "$pages" "$seed"
"$bench" "$weights" plain $((pages * 5)) "$seed"
command -v tesseract >/dev/null || { echo "no tesseract to compare with"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OMP_THREAD_LIMIT=1
for level in good poor; do
	rm -f "$folder"/*
	"$bench" "$weights" crops "$pages" "$seed" "$level 300" "$folder"
	for picture in "$folder"/*.pgm; do
		tesseract "$picture" "${picture%.pgm}" -l eng --psm 6 >/dev/null 2>&1
	done
	# blanks and empty lines are forgiven
	exact=0 all=0
	for truth in "$folder"/*.truth; do
		all=$((all + 1))
		if [ "$(tr -d ' \t\r\f' <"${truth%.truth}.txt" | grep -v '^$')" = "$(cat "$truth")" ]; then exact=$((exact + 1)); fi
	done
	echo "tesseract eng, psm 6, the zone cut out: zones $exact/$all"
done
