#!/bin/sh
# Speed of reading French pages, beside the tesseract command line.
exec python3 "$(dirname "$0")/speed.py" "$1"
