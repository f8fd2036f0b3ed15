#!/bin/sh
# The quality verdict on pages spoiled in known ways, and its false alarms on good ones. usage: tests/bench/quality.sh BUILD
exec "$1/bench/bench_quality" "$1"/samples/clean/*/*.png
