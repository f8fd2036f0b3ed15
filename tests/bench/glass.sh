#!/bin/sh
# Several passports on one glass, at any angle, on three lids: papers told apart, zones exact.
# usage: tests/bench/glass.sh BUILD [ROUNDS [SEED]]
exec "$1/bench/bench_glass" "$1/samples/clean" "${2:-3}" "${3:-1}"
