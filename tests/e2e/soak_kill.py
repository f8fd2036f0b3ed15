"""Kills one process of a running demo with SIGKILL, and prints its name.

usage: soak_kill.py DEMO_PID: any of the demo's programs that run at this moment, the demo itself among them, each kind
with the same chance; "none" when the demo is over.
"""
import os
import random
import signal
import sys


def parents():
    """pid -> (parent, program) of every process that can be looked at."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as stat: # readable for processes that hide their memory, too
                head, _, rest = stat.read().rpartition(")")
            found[int(name)] = (int(rest.split()[1]), head.partition("(")[2])
        except OSError:
            continue
    return found


def belongs(pid, processes, demo):
    while pid in processes and pid != demo:
        pid = processes[pid][0]
    return pid == demo


demo = int(sys.argv[1])
processes = parents()
kinds = {}
for pid, (_, program) in processes.items():
    if program.startswith("civilia") and belongs(pid, processes, demo):
        kinds.setdefault(program, []).append(pid)
if not kinds:
    print("none")
    sys.exit()
program = random.choice(sorted(kinds))
try:
    os.kill(random.choice(kinds[program]), signal.SIGKILL)
    print(program)
except ProcessLookupError:
    print("none")
