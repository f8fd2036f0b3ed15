"""What `civilia read` would print if it read a sample dossier without a mistake: facts from its truth.

usage: perfect_reading.py TRUTH.json
"""
import json
import sys

SCRIPTS = [("Arab", 0x600, 0x6FF), ("Cyrl", 0x400, 0x4FF)]


def script(text):
    for c in text:
        for name, first, last in SCRIPTS:
            if first <= ord(c) <= last:
                return name
        if c.isalpha():
            return "Latn"
    return "Zyyy"


truth = json.load(open(sys.argv[1]))
documents, n = [], 0
for i, page in enumerate(truth["pages"], 1):
    facts = []
    for fact in page["facts"]:
        n += 1
        facts.append({"id": f"f{n}", "field": fact["field"], "raw": fact["raw"], "script": script(fact["raw"]),
                      "value": fact.get("value"), "calendar": fact.get("calendar"), "confidence": 0.95,
                      "source": "label", "page": 1, "box": None, "alternatives": []})
    documents.append({"id": f"d{i}", "kind": page["kind"], "kind_confidence": 0.95, "subject": page["subject"],
                      "country": page["country"] or None, "languages": page["languages"],
                      "pages": [{"path": page["path"], "image": 1, "rotation": 0, "skew_degrees": 0, "dpi": 300,
                                 "quality": [], "language": page["languages"][0]}], "mrz": None, "facts": facts})
json.dump({"documents": documents, "problems": []}, sys.stdout, ensure_ascii=False, indent=1)
print()
