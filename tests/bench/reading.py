"""Reading and comparing, against the truth of sample dossiers, beside the tesseract command line.

usage: reading.py BUILD [--seed N [--set seen|held|all] [--only FAMILY] | --samples FOLDER] [--dossiers N] [--level L]...
                  [--limit PAGES] [--language fra] [--jobs N] [--by kind,family,country,language] [--no-baseline]
                  [--errors] [--json FILE]

With --seed the dossiers are drawn into a folder that is removed again; else BUILD/samples or --samples is read. Per level
and group: kinds right, facts right (typed, handwritten), facts wrong though sure (confidence 0.9 and more), zones exact,
languages and words right, seconds and CPU seconds a page; a table of confidence against truth. What counts as right is
in reading_judge.py. The baseline is what a user would run instead: `tesseract`, one thread, the page's language, one page
after the other; the facts that our rules (app/fields) take from its words are shown beside ours.

--language fra takes pages in this language alone, --limit so many pages a level. --errors lists what was wrong, but never
of held-out layouts: of these only sums are shown.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import reading_judge as judge

BINS = (0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].removeprefix("usage: "))
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--samples", type=pathlib.Path)
    parser.add_argument("--seed")
    parser.add_argument("--set", choices=("seen", "held", "all"))
    parser.add_argument("--only")
    parser.add_argument("--dossiers", type=int, default=4)
    parser.add_argument("--level", action="append")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--language")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--by", default="kind")
    parser.add_argument("--no-baseline", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    if args.errors and args.set in ("held", "all"):
        parser.error("errors of held-out layouts are not listed")
    if (args.set or args.only) and not args.seed:
        parser.error("--set and --only go with --seed")
    args.by = args.by.split(",")
    if not set(args.by) <= {"kind", "family", "country", "language", "layout"}:
        parser.error("--by: kind, family, country, language or layout")
    return args


def timed(command, **options):
    """Output, wall seconds and CPU seconds of a command and its children."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    out = child.stdout.read()
    child.stdout.close()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return out, time.monotonic() - start, used.ru_utime + used.ru_stime


def draw(args, folder):
    command = [args.build / "bin/civilia-samples", "--to", folder, "--seed", args.seed, "--dossiers", str(args.dossiers)]
    for level in args.level or []:
        command += ["--level", level]
    if args.set:
        command += ["--set", args.set]
    if args.only:
        command += ["--only", args.only]
    subprocess.run(command, check=True)


class Bench:
    def __init__(self, args):
        self.args = args
        self.groups = collections.defaultdict(collections.Counter)  # (level, by, name) -> sums
        self.bins = collections.defaultdict(list)  # level -> (confidence, right)
        self.lock = threading.Lock()
        self.shown = True
        self.languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True).stdout.split()

    def names(self, page):
        """The groups a page counts in. Of a held-out layout nothing smaller than its family is said."""
        held = page.get("set") == "held"
        family = page["layout"].removeprefix("held/").rsplit("-", 1)[0]
        all_names = {"kind": page["kind"], "family": family, "country": page["country"] or "-",
                     "language": "+".join(page["languages"]), "layout": family + "-*" if held else page["layout"]}
        return [("all", "all")] + [(by, all_names[by]) for by in self.args.by]

    def add(self, level, page, score, bins=()):
        with self.lock:
            for by, name in self.names(page):
                self.groups[level, by, name].update(score)
            self.bins[level] += bins

    def baseline(self, level, path, page):
        """What the command line reads of a page, as bench_fields takes it."""
        language = next((l for l in page["languages"] if l in self.languages), "fra")
        out, wall, cpu = timed(["tesseract", path, "-", "-l", language, "tsv"],
                               env=dict(os.environ, OMP_THREAD_LIMIT="1"))
        words, boxes, size = [], [], [0, 0]
        for row in out.decode("utf-8", "replace").splitlines()[1:]:
            kind, *_, x, y, width, height, _, text = row.split("\t", 11)
            if kind == "1":
                size = [int(width), int(height)]
            if kind == "5" and text.strip():
                words.append(text.strip())
                boxes.append([int(x), int(y), int(width), int(height)])
        right, _ = judge.words_right(words, page)
        self.add(level, page, {"tess_wall": wall, "tess_cpu": cpu, "tess_words_right": right})
        return {"path": path, "languages": [language], "words": words, "boxes": boxes, "size": size, "facts": []}

    def baseline_facts(self, level, known, read, pages):
        """What our own rules take from the command line's words."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as words:
            json.dump({"pages": read}, words)
            words.flush()
            out = subprocess.run([self.args.build / "bench/bench_fields", words.name], stdout=subprocess.PIPE, check=True)
        found = judge.pictures(json.loads(out.stdout)["documents"])
        for words, page in zip(read, pages):
            score = judge.judge_page(page, known, *found.get(words["path"], (None, 0))).score
            self.add(level, page, {"tess_typed_right": score["typed_right"], "tess_kinds_right": score["kinds_right"]})

    def dossier(self, level, folder, truth, pages):
        paths = [str(folder / page["path"]) for page in pages]
        out, wall, cpu = timed([self.args.build / "bin/civilia", "read", "--json", "--words", *paths])
        read = json.loads(out)
        found = judge.pictures(read["documents"])
        known = collections.defaultdict(list)
        for page in truth["pages"]:
            for fact in page["facts"]:
                if page["subject"] == "person" and not fact.get("handwritten"):
                    known[fact["field"]].append(fact)
        for path, page in zip(paths, pages):
            judged = judge.judge_page(page, known, *found.get(path, (None, 0)))
            judged.score.update({"wall": wall / len(paths), "cpu": cpu / len(paths)})
            self.add(level, page, judged.score, judged.bins)
            if self.args.errors and page.get("set") != "held":
                for error in judged.errors:
                    print(f"  {level}/{folder.name}/{page['path']} {page['layout']}: {error}")
        if not self.args.no_baseline:
            self.baseline_facts(level, known, [self.baseline(level, *one) for one in zip(paths, pages)], pages)
        if pages == truth["pages"]:
            self.verdicts(level, folder, truth, out)

    def verdicts(self, level, folder, truth, reading):
        with tempfile.NamedTemporaryFile(suffix=".json") as facts:
            facts.write(reading)
            facts.flush()
            compared = subprocess.run([self.args.build / "bin/civilia", "compare", "--json", facts.name],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        rows = {row["field"]: row for row in json.loads(compared.stdout)["comparison"]}
        held = any(page.get("set") == "held" for page in truth["pages"])
        with self.lock:
            for want in truth.get("verdicts", []):
                row = rows.get(want["field"])
                right = row is not None and row["verdict"] == want["verdict"]
                self.groups[level, "all", "all"].update({"verdicts": 1, "verdicts_right": right})
                if self.args.errors and not held and not right:
                    print(f"  {level}/{folder.name}: verdict", want["field"], want["verdict"], want.get("reasons"),
                          "got", row and (row["verdict"], row["reasons"], [v["value"] for v in row["values"]]))

    def chosen(self, samples, level):
        """Dossiers and those of their pages that are to be read."""
        left = self.args.limit or sys.maxsize
        for folder in sorted((samples / level).iterdir()):
            truth = json.loads((folder / "truth.json").read_text())
            pages = [p for p in truth["pages"] if self.args.language in (None, "+".join(p["languages"]))][:left]
            left -= len(pages)
            if pages:
                yield folder, truth, pages

    def level(self, samples, level):
        with concurrent.futures.ThreadPoolExecutor(self.args.jobs) as pool:
            for done in [pool.submit(self.dossier, level, *dossier) for dossier in self.chosen(samples, level)]:
                done.result()
        self.print_level(level)

    def print_level(self, level):
        score = self.groups[level, "all", "all"]

        def share(part, whole):
            return f"{score[part]}/{score[whole]} ({100 * score[part] / max(score[whole], 1):.1f} %)"

        pages = max(score["pages"], 1)
        print(f"{level}: {score['pages']} pages")
        print(f"  kinds right {share('kinds_right', 'pages')}   subjects {share('subjects_right', 'pages')}   "
              f"languages {share('languages_right', 'pages')}")
        print(f"  facts right {share('facts_right', 'facts')}   typed {share('typed_right', 'typed')}   "
              f"handwritten {share('hand_right', 'hand')}")
        print(f"  wrong though sure {share('sure_wrong', 'sure')}   zones exact {share('mrz_right', 'mrz')}   "
              f"zones invented {share('mrz_invented', 'no_mrz')}")
        words = f"  words right {share('words_right', 'words')}"
        if not self.args.no_baseline:
            print(f"  by our rules from tesseract's words: kinds {share('tess_kinds_right', 'pages')}   "
                  f"typed facts {share('tess_typed_right', 'typed')}")
        cpu = f"  a page: {score['wall'] / pages:.2f} s wall, {score['cpu'] / pages:.2f} s CPU"
        if not self.args.no_baseline:
            words += f"   tesseract {100 * score['tess_words_right'] / max(score['words'], 1):.1f} %"
            cpu += (f"   tesseract {score['tess_wall'] / pages:.2f} s wall, {score['tess_cpu'] / pages:.2f} s CPU; "
                    f"its CPU is {score['tess_cpu'] / max(score['cpu'], 0.01):.2f} times ours")
        if score["verdicts"]:
            words += f"   verdicts {share('verdicts_right', 'verdicts')}"
        print(words)
        print(cpu)
        self.print_bins(level)
        for by in self.args.by:
            self.print_groups(level, by)
        sys.stdout.flush()

    def print_bins(self, level):
        cells = []
        for low, high in zip(BINS, BINS[1:]):
            inside = [right for confidence, right in self.bins[level] if low <= confidence < high]
            if inside:
                cells.append(f"{low:g}+: {sum(inside)}/{len(inside)} ({100 * sum(inside) / len(inside):.1f} %)")
        print("  right by confidence   " + "   ".join(cells))

    def print_groups(self, level, by):
        print(f"  {by:<24}{'pages':>6}{'kinds':>8}{'typed':>14}{'hand':>10}{'sure wrong':>13}{'zones':>8}{'words':>8}"
              f"{'CPU s':>7}")
        for name in sorted(n for l, b, n in self.groups if l == level and b == by):
            s = self.groups[level, by, name]

            def percent(part, whole):
                return f"{100 * s[part] / s[whole]:.0f} %" if s[whole] else "-"

            typed, sure = f"{s['typed_right']}/{s['typed']} {percent('typed_right', 'typed')}", f"{s['sure_wrong']}/{s['sure']}"
            hand = f"{s['hand_right']}/{s['hand']}" if s["hand"] else "-"
            print(f"  {name:<24}{s['pages']:>6}{percent('kinds_right', 'pages'):>8}{typed:>14}{hand:>10}{sure:>13}"
                  f"{percent('mrz_right', 'mrz'):>8}{percent('words_right', 'words'):>8}"
                  f"{s['cpu'] / max(s['pages'], 1):>7.2f}")

    def write_json(self, path):
        sums = [{"level": level, "by": by, "name": name, **score} for (level, by, name), score in self.groups.items()]
        path.write_text(json.dumps(sums, indent=1))


def main():
    args = arguments()
    bench = Bench(args)
    with tempfile.TemporaryDirectory(prefix="civilia-bench-") as temporary:
        samples = args.samples or args.build / "samples"
        if args.seed:
            samples = pathlib.Path(temporary)
            draw(args, samples)
        for level in sorted(p.name for p in samples.iterdir() if p.is_dir()):
            if not args.level or level in args.level:
                bench.level(samples, level)
    if args.json:
        bench.write_json(args.json)


main()
