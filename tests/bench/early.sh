#!/bin/sh
# How soon a page's quality verdict and the facts of its zone and codes are known. usage: tests/bench/early.sh BUILD
exec "$1/bench/bench_early" "$1"/samples/clean/*/*.png
