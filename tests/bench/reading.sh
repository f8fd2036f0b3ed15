#!/bin/sh
# Reading and comparing on the sample dossiers, beside the tesseract command line.
exec python3 "$(dirname "$0")/reading.py" "$1"
