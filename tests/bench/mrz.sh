#!/bin/sh
# Machine-readable zones: per level zones and lines exact and CPU per page; zones made up on pages without one.
# usage: tests/bench/mrz.sh BUILD [PAGES [SEED]]
set -eu
"$1/bench/bench_mrz" "$1/share/civilia/glyphs/ocr-b.glyphs" "${2:-40}" "${3:-20261123}"
