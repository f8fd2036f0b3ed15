"""Kinds and facts of given words against the truth of drawn samples: the rules alone, without reading a pixel.

usage: fields.py BUILD SAMPLES [--replay FOLDER] [--errors] [--by layout|field|kind|country] [--evidence FILE]

SAMPLES holds LEVEL/DOSSIER/truth.json (civilia-samples --truth-only is enough). With --replay the words are those that
`civilia read --json --words` printed before: FOLDER/LEVEL/DOSSIER.json; without it, every word of the truth.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import unicodedata

from reading_judge import pictures

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("samples")
parser.add_argument("--replay")
parser.add_argument("--errors", action="store_true")
parser.add_argument("--by", default="layout", choices=["layout", "field", "kind", "country"])
parser.add_argument("--evidence", help="write what speaks for each fact, and whether it is right, for fit-confidence")
parser.add_argument("--only", default="", help="errors of layouts or fields that contain this")
args = parser.parse_args()
SURE = 0.9


def folded(text):
    return unicodedata.normalize("NFC", text or "").casefold()


places = {}


def same_place(a, b):
    """One place by two of its names: the value of a place that the index knows is its French name."""
    if (a, b) not in places:
        out = subprocess.run([f"{args.build}/bin/civilia", "place", "--batch"], input=f"{a}\t{b}\n",
                             stdout=subprocess.PIPE, text=True).stdout.split("\t")
        reasons = out[1].strip().split(",") if len(out) > 1 else []
        places[a, b] = out[0] == "same" or out[0] == "variant" and set(reasons) <= {"script", "place_alias"}
    return places[a, b]


def same_value(fact, truth):
    if truth["raw"] is None:
        return fact["raw"] is None and fact["value"] is None and fact["box"] is not None
    if fact["field"].endswith("_place") and not truth["raw"].isascii() and fact["value"] and truth.get("value"):
        if folded(fact["raw"]) == folded(truth["raw"]) and same_place(fact["value"], truth["raw"]):
            return True
    if truth.get("value") is not None:
        return folded(fact["value"]) == folded(truth["value"])
    return folded(fact["raw"]) == folded(truth["raw"])


class Score(collections.Counter):
    def line(self, name):
        def share(a, b):
            return f"{self[a]}/{self[b]} {100 * self[a] / max(1, self[b]):.1f} %"
        return (f"{name:34} pages {self['pages']:4}  kinds {share('kind', 'pages'):18} country {share('country', 'countries'):18} "
                f"facts {share('right', 'facts'):20} wrong {self['wrong']:4}  extra {self['extra']:4}  sure-wrong {share('sure_wrong', 'sure')}")


total, groups = Score(), collections.defaultdict(Score)


def show(kind, page, *what):
    name = page["layout"]
    if args.errors and (args.only in name or any(args.only in str(w) for w in what[:1])):
        print(f"  {kind:7} {name}", *what)


def judge(document, number, page, where):
    by = {"layout": page["layout"], "kind": page["kind"], "country": page["country"] or "-"}
    def count(key, field, n=1):
        total[key] += n
        groups[field if args.by == "field" else by[args.by]][key] += n
    count("pages", "-")
    if document["kind"] == page["kind"]:
        count("kind", "-")
    else:
        show("KIND", page, document["kind"], document["kind_confidence"], where)
    if page.get("country"):
        count("countries", "-")
        if document["country"] == page["country"]:
            count("country", "-")
        else:
            show("COUNTRY", page, document["country"], where)
    facts = [f for f in document["facts"] if f["page"] == number]
    for truth in page["facts"]:
        field = truth["field"]
        count("facts", field)
        got = [f for f in facts if f["field"] == field]
        if any(same_value(f, truth) for f in got):
            count("right", field)
        else:
            if any(f["value"] or f["raw"] for f in got):
                count("wrong", field)
            show("missed" if not got else "WRONG", page, field, repr(truth["raw"]), repr(truth.get("value")), "got",
                 [(f["raw"], f["value"], f["source"], f["confidence"]) for f in got], where)
    for fact in facts:
        wanted = [t for t in page["facts"] if t["field"] == fact["field"]]
        # what only the zone says is no printed fact
        if fact["source"] == "mrz" and not wanted:
            continue
        right = any(same_value(fact, t) for t in wanted)
        if not wanted and fact["raw"]:
            count("extra", fact["field"])
            show("extra", page, fact["field"], repr(fact["raw"]), repr(fact["value"]), fact["source"],
                 fact["confidence"], where)
        if fact["confidence"] >= SURE and fact["value"] is not None:
            count("sure", fact["field"])
            if not right:
                count("sure_wrong", fact["field"])
                if wanted:
                    show("SURE", page, fact["field"], repr(fact["raw"]), repr(fact["value"]), fact["source"],
                         "truth", [t.get("value") for t in wanted], where)


truths = sorted(pathlib.Path(args.samples).glob("*/*/truth.json"))
if args.replay:
    sources = [pathlib.Path(args.replay) / t.parent.parent.name / (t.parent.name + ".json") for t in truths]
    truths, sources = zip(*[(t, s) for t, s in zip(truths, sources) if s.exists()])
else:
    sources = truths
if args.evidence:
    # Fields that papers print and the truth does not list say nothing of the reading.
    untold = {"father.nationality", "mother.nationality", "document.issuing_authority"}
    names, rows, layouts = None, [], {}
    for truth_path, source in zip(truths, sources):
        truth, given = json.loads(truth_path.read_text()), json.loads(source.read_text())
        paths = [page["path"] for page in given["pages"]] if "pages" in given else [
            pathlib.Path(page["path"]).name for d in given["documents"] for page in d["pages"]]
        by_path = {page["path"]: page for page in truth["pages"]}
        out = subprocess.run([f"{args.build}/bench/bench_fields", "--evidence", str(source)],
                             stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        names = out[0].split("\t")[4:]
        for line in out[1:]:
            page, field, value, raw, *numbers = line.split("\t")
            printed = by_path[paths[int(page)]]
            group = layouts.setdefault(printed["layout"], len(layouts))
            told = [t for t in printed["facts"] if t["field"] == field]
            if printed["kind"] == "marriage_record":  # whose file it is, no page tells alone
                other = field.replace("person.", "spouse.") if "person." in field else field.replace("spouse.", "person.")
                told += [dict(t, field=field) for t in printed["facts"] if t["field"] == other]
            if not told and field in untold:
                continue
            fact = {"field": field, "value": value or None, "raw": raw, "box": None}
            rows.append([str(group), str(int(any(same_value(fact, t) for t in told)))] + numbers)
    with open(args.evidence, "w") as out:
        out.write("\t".join(["group", "right"] + names) + "\n")
        out.writelines("\t".join(row) + "\n" for row in rows)
    raise SystemExit(0)

for at in range(0, len(truths), 200):
    out = subprocess.run([f"{args.build}/bench/bench_fields", *map(str, sources[at:at + 200])],
                         stdout=subprocess.PIPE, check=True).stdout
    for truth_path, line in zip(truths[at:at + 200], out.splitlines()):
        truth = json.loads(truth_path.read_text())
        where = f"{truth_path.parent.parent.name}/{truth_path.parent.name}"
        pages = {pathlib.Path(path or "").name: part for path, part in pictures(json.loads(line)["documents"]).items()}
        for page in truth["pages"]:
            if page["path"] in pages:
                judge(*pages[page["path"]], page, where + "/" + page["path"])
            else:
                print("  not there:", where, page["path"])
for name in sorted(groups):
    print(groups[name].line(name))
print(total.line("ALL"))
