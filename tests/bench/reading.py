"""Reading and comparing, against the truth of the sample dossiers, beside the tesseract command line.

usage: reading.py BUILD [--samples FOLDER] [--no-baseline] [--errors]

Per level: words right (bag of words), kinds, facts right, facts wrong though sure, MRZ exact, verdicts right, wall and
CPU seconds a page. The baseline is what a user would run instead: `tesseract` on the same pages, one thread, same
language, pages one after the other.
"""
import argparse
import collections
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--samples")
parser.add_argument("--no-baseline", action="store_true")
parser.add_argument("--errors", action="store_true")
args = parser.parse_args()
build = pathlib.Path(args.build)
samples = pathlib.Path(args.samples or build / "samples")
SURE = 0.9


def bag(words):
    """Words as compared: no case, no accents' form, no punctuation around them."""
    counted = collections.Counter()
    for word in words:
        word = unicodedata.normalize("NFKC", word).casefold().strip(".,;:!?()[]«»\"'’·…_-–—/|☐☒")
        if any(c.isalnum() for c in word):
            counted[word] += 1
    return counted


def timed(command, **options):
    """Output, wall seconds and CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, wall, cpu


def same_value(fact, truth):
    """The normalised value where the truth has one, else the text as written."""
    if truth.get("value") is not None:
        a, b = fact["value"] or "", truth["value"]
    else:
        a, b = fact["raw"] or "", truth["raw"]
    return unicodedata.normalize("NFC", a).casefold() == unicodedata.normalize("NFC", b).casefold()


def fact_scores(page_facts, truth_facts, score, where):
    for truth in truth_facts:
        score["facts"] += 1
        if any(f["field"] == truth["field"] and same_value(f, truth) for f in page_facts):
            score["facts_right"] += 1
        elif args.errors:
            got = [(f["raw"], f["value"], f["source"]) for f in page_facts if f["field"] == truth["field"]]
            print("  missed", where, truth["field"], repr(truth["raw"]), repr(truth.get("value")), "got", got)
    for fact in page_facts:
        if fact["confidence"] >= SURE and fact["value"] is not None:
            score["sure"] += 1
            wanted = [t for t in truth_facts if t["field"] == fact["field"]]
            if not any(same_value(fact, t) for t in wanted):
                score["sure_wrong"] += 1
                if args.errors:
                    print("  SURE", where, fact["field"], repr(fact["raw"]), repr(fact["value"]), fact["source"],
                          "truth", [t.get("value") for t in wanted])


def page_scores(document, page_number, page, truth, score, where):
    score["pages"] += 1
    want, got = bag(truth["words"]), bag(w["text"] for w in page.get("words", []))
    score["words"] += sum(want.values())
    score["words_right"] += sum((want & got).values())
    score["kinds_right"] += document["kind"] == truth["kind"]
    if args.errors and document["kind"] != truth["kind"]:
        print("  kind", where, truth["kind"], "got", document["kind"])
    if truth.get("mrz"):
        score["mrz"] += 1
        right = document["mrz"] is not None and document["mrz"]["lines"] == truth["mrz"]
        score["mrz_right"] += right
        if args.errors and not right:
            print("  mrz", where, truth["mrz"], "got", document["mrz"] and document["mrz"]["lines"])
    fact_scores([f for f in document["facts"] if f["page"] == page_number], truth["facts"], score, where)


def verdict_scores(comparison, truth, score, where):
    rows = {row["field"]: row for row in comparison}
    for want in truth.get("verdicts", []):
        score["verdicts"] += 1
        row = rows.get(want["field"])
        right = row is not None and row["verdict"] == want["verdict"]
        score["verdicts_right"] += right
        if args.errors and not right:
            print("  verdict", where, want["field"], want["verdict"], want.get("reasons"), "got",
                  row and (row["verdict"], row["reasons"], [v["value"] for v in row["values"]]))


def baseline(folder, truth, score):
    """tesseract on each page, in the truth's main language, one thread."""
    for page in truth["pages"]:
        language = next((l for l in page["languages"] if l in LANGUAGES), "fra")
        out, wall, cpu = timed(["tesseract", folder / page["path"], "-", "-l", language],
                               env=dict(os.environ, OMP_THREAD_LIMIT="1"))
        score["tess_wall"] += wall
        score["tess_cpu"] += cpu
        want, got = bag(page["words"]), bag(out.decode("utf-8", "replace").split())
        score["tess_words_right"] += sum((want & got).values())


LANGUAGES = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True).stdout.split()
for level in sorted(p.name for p in samples.iterdir() if p.is_dir()):
    score = collections.Counter()
    for folder in sorted((samples / level).iterdir()):
        truth = json.loads((folder / "truth.json").read_text())
        paths = [str(folder / page["path"]) for page in truth["pages"]]
        out, wall, cpu = timed([build / "bin/civilia", "read", "--json", "--words", *paths])
        score["wall"] += wall
        score["cpu"] += cpu
        read = json.loads(out)
        pages = {page["path"]: (d, i + 1, page) for d in read["documents"] for i, page in enumerate(d["pages"])}
        for path, page_truth in zip(paths, truth["pages"]):
            if path in pages:
                page_scores(*pages[path], page_truth, score, f"{level}/{folder.name}/{page_truth['path']}")
            else:
                print("  not read:", path)
                score["pages"] += 1
                score["facts"] += len(page_truth["facts"])
        with tempfile.NamedTemporaryFile(suffix=".json") as facts:
            facts.write(out)
            facts.flush()
            compared = subprocess.run([build / "bin/civilia", "compare", "--json", facts.name], capture_output=True)
        verdict_scores(json.loads(compared.stdout)["comparison"], truth, score, f"{level}/{folder.name}")
        if not args.no_baseline:
            baseline(folder, truth, score)

    def share(part, whole):
        return f"{score[part]}/{score[whole]} ({100 * score[part] / max(score[whole], 1):.1f} %)"

    print(f"{level}: {score['pages']} pages")
    print(f"  words right {share('words_right', 'words')}" + ("" if args.no_baseline else
          f"   tesseract {100 * score['tess_words_right'] / max(score['words'], 1):.1f} %"))
    print(f"  kinds right {share('kinds_right', 'pages')}   MRZ exact {share('mrz_right', 'mrz')}")
    print(f"  facts right {share('facts_right', 'facts')}   wrong though sure {share('sure_wrong', 'sure')}")
    print(f"  verdicts right {share('verdicts_right', 'verdicts')}")
    pages = max(score["pages"], 1)
    print(f"  a page: {score['wall'] / pages:.2f} s wall, {score['cpu'] / pages:.2f} s CPU" +
          ("" if args.no_baseline else f"   tesseract {score['tess_wall'] / pages:.2f} s wall, "
           f"{score['tess_cpu'] / pages:.2f} s CPU; ratio {score['cpu'] / max(score['tess_cpu'], 0.01):.2f} of its CPU, "
           f"{score['wall'] / max(score['tess_wall'], 0.01):.2f} of its wall time"))
    sys.stdout.flush()
