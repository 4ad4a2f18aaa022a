"""Keeps a recording to the workload: perf script --header | clean.py > shop.perf

Leaves out the samples of programs that are not part of the workload and writes into the header how many those were.
Replaces the host name, and fails when a path of somebody's home is left.
"""
import re
import sys

# By comm: the workload, the recorder, the idle task and the kernel's own threads.
KEEP = re.compile(r"^(shop(-[a-z0-9-]+)?|gzip|perf(-exec)?|swapper|k[a-z]+d/?[\w:.+-]*|kworker/\S+|ksoftirqd/\d+|migration/\d+|rcu_\w+|jbd2/\S+)$")
EVENT = re.compile(r"^(.*?)\s+-?\d+(?:/-?\d+)?\s+\[\d+\]\s+\d+\.\d+:")
FORBIDDEN = re.compile(r"/root|/home|/work|/tmp/|/Users")

dropped = {}
header, body = [], []
keep = True
for line in sys.stdin:
    if line.startswith("#"):
        header.append(re.sub(r"^(# hostname : ).*", r"\1example", line))
        continue
    match = EVENT.match(line)
    if match:
        comm = match.group(1).strip()
        keep = bool(KEEP.match(comm))
        if not keep:
            dropped[comm] = dropped.get(comm, 0) + 1
    if keep:
        body.append(line)

header.insert(len(header) - 2, f"# left out : {sum(dropped.values())} samples of programs that are not part of the workload\n")
text = "".join(header + body)
left = FORBIDDEN.search(text)
if left:
    sys.exit("a path is left in the recording: " + text[max(0, left.start() - 80):left.end() + 80])
sys.stdout.write(text)
print("samples left out, by comm:", dropped or "none", file=sys.stderr)
