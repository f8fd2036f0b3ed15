"""Each act exactly once at the central system, pages complete. usage: soak_judge.py LIST.json SHEETS"""
import json
import sys

acts = json.load(open(sys.argv[1]))["acts"]
assert len(acts) == 1, f"{len(acts)} acts"
assert acts[0]["pages"] == int(sys.argv[2]), f"{acts[0]['pages']} pages of {sys.argv[2]}"
