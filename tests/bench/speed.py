"""Processor and wall seconds a French page, whole process, beside the tesseract command line on the same pages.

usage: speed.py BUILD [PAGE...]     (default: the French pages of the clean samples)
"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

build = pathlib.Path(sys.argv[1])
pages = sys.argv[2:]
for truth in [] if pages else sorted((build / "samples/clean").glob("*/truth.json")):
    for page in json.loads(truth.read_text())["pages"]:
        if page["languages"] == ["fra"]:
            pages.append(str(truth.parent / page["path"]))


def timed(commands):
    """Wall and CPU seconds of commands, one after the other."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    for command in commands:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
                       env=dict(os.environ, OMP_THREAD_LIMIT="1"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (time.monotonic() - start,
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def cli(some):
    return [["tesseract", page, "-", "-l", "fra", "tsv"] for page in some]


if not pages:
    sys.exit("speed.py: no French page: draw the samples first")
ours = timed([[build / "bin/civilia", "read", "--json", *pages]])
theirs = timed(cli(pages))
n = len(pages)
print(f"{n} French pages, a page: {ours[1] / n:.2f} s CPU, {ours[0] / n:.2f} s wall; "
      f"tesseract {theirs[1] / n:.2f} s CPU, {theirs[0] / n:.2f} s wall; CPU ratio {theirs[1] / ours[1]:.2f}")
six = (pages * 6)[:6]
ours, theirs = timed([[build / "bin/civilia", "read", "--json", *six]]), timed(cli(six))
print(f"a file of 6 pages: {ours[0]:.2f} s wall, tesseract {theirs[0]:.2f}; ratio {theirs[0] / ours[0]:.2f}; "
      f"{60 * 6 / ours[0]:.0f} pages a minute")
