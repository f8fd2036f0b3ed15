"""Each act exactly once at the central system, accepted, with every page. usage: soak_judge.py CENTRAL STATE SHEETS"""
import json
import subprocess
import sys

central, state, sheets = sys.argv[1], sys.argv[2], int(sys.argv[3])


def ask(*command):
    return json.loads(subprocess.run([central, *command, "--state", state, "--json"], check=True,
                                     stdout=subprocess.PIPE).stdout)


acts = ask("list")["acts"]
births = [act for act in acts if act["kind"] == "birth"]
assert len(births) == 1, f"{len(births)} birth acts of 1"
assert len({act["kind"] for act in acts}) == len(acts), "an act came twice"
for act in acts:
    assert act["state"] == "accepted", act["state"]
    pages = [part for part in ask("show", act["id"])["parts"] if part["name"].startswith("page-")]
    assert len(pages) == sheets, f"{len(pages)} pages of {sheets}"
    assert len({page["sha256"] for page in pages}) == sheets, "a page came twice"
