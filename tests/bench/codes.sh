#!/bin/sh
# Codes: per level and kind codes read, cost of looking and of decoding; codes made up on the bundled sample pages.
# usage: tests/bench/codes.sh BUILD [PAGES [SEED]]
set -eu
# shellcheck disable=SC2046
"$1/bench/bench_codes" "${2:-20}" "${3:-20261124}" $(find "$1/samples" -name '*.png' -o -name '*.jpg' | sort)
