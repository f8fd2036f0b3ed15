"""Kills one process of a running demo with SIGKILL at a random moment, and prints its name.

usage: soak_kill.py DEMO_PID WHOLE_MS

Which program is drawn first, each with the same chance, because some live for a moment only: the demo itself is killed
anywhere in WHOLE_MS, another within its first 0.25 s. "none": the demo was over before.
"""
import os
import random
import signal
import sys
import time

PROGRAMS = ["civilia", "civilia-scand", "civilia-scanner", "civilia-worker", "civilia-syncd", "civilia-central"]


def processes():
    """pid -> (parent, program); the state file can be read of programs that hide their memory, too."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as stat:
                head, _, rest = stat.read().rpartition(")")
            state, parent = rest.split()[:2]
            if state != "Z":
                found[int(name)] = (int(parent), head.partition("(")[2])
        except OSError:
            continue
    return found


def of_demo(program, demo):
    """The demo's processes of this program (names are cut to 15 characters)."""
    found = processes()
    pids = []
    for pid, (_, name) in found.items():
        above = pid
        while above in found and above != demo:
            above = found[above][0]
        if above == demo and name == program[:15]:
            pids.append(pid)
    return pids


demo, whole_s = int(sys.argv[1]), int(sys.argv[2]) / 1000
program = random.choice(PROGRAMS)
while not of_demo(program, demo):
    if not of_demo("civilia", demo):
        print("none")
        sys.exit()
    time.sleep(0.005)
time.sleep(random.uniform(0, whole_s if program == "civilia" else min(whole_s, 0.25)))
victims = of_demo(program, demo)
if not victims:
    print("none")
    sys.exit()
os.kill(random.choice(victims), signal.SIGKILL)
print(program)
