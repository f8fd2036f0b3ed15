#!/bin/sh
# Dates and numbers in eastern digits: exact, wrong though sure, made up, CPU per page; then the first dates of every level
# cut out for the tesseract command line.
# usage: tests/bench/digits.sh BUILD [PAGES [SEED [CROPS]]]
set -eu
crops=${4:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1/bench/bench_digits" "$1/share/civilia" "${2:-18}" "${3:-20261124}" "" "$work" "$crops" | grep -v '^#'
# digits of any script become Western ones, and blanks go: only the value counts
values() {
	sed 's/[[:space:]]//g' | sed 'y/٠١٢٣٤٥٦٧٨٩/0123456789/; y/۰۱۲۳۴۵۶۷۸۹/0123456789/'
}
LC_ALL=C.UTF-8 OMP_THREAD_LIMIT=1
export LC_ALL OMP_THREAD_LIMIT
while IFS="$(printf '\t')" read -r script level model name text; do
	want=$(printf %s "$text" | values)
	got=$(tesseract "$work/$name.pgm" - --psm 7 -l "$model" 2>/dev/null | values) || got=
	printf '%s %s %s %d\n' "$script" "$level" "$model" "$([ "$got" = "$want" ] && echo 1 || echo 0)"
done < "$work/crops.txt" | awk '{ n[$1 " " $2 " " $3]++; right[$1 " " $2 " " $3] += $4 }
	END { for (k in n) printf "tesseract --psm 7, same dates cut out: %s: exact %d/%d\n", k, right[k], n[k] }' | sort
