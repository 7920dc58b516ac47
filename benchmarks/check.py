"""Checking a large workspace, against parsing the same files with the C loader of PyYAML, and its memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from installed import program
from row import Row
from workspace import generate

_PARSE = """\
import json, sys, time, yaml
from pathlib import Path
files = [Path(name) for name in json.loads(Path(sys.argv[1]).read_text())]
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            _, front, body = text.split("---\\n", 2)
            body = "".join("  " + line for line in body.splitlines(True))
            text = front + "prompt: |\\n" + body
        yaml.load(text, Loader=yaml.CSafeLoader)
    best = min(best, time.perf_counter() - start)
print(best)
"""

_STRUCTURE = """\
import gc, json, resource, sys, time
gc.disable()
from callplan import compiler
from callplan.compiler.structure import check
from callplan.compiler.workspace.kinds import BY_NAME
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    workspace = compiler.load(sys.argv[1])
    found = [one for item in workspace.resources for one in check(item.source, BY_NAME[item.kind].schema)]
    best = min(best, time.perf_counter() - start)
    assert len(workspace.resources) > 10 and not found and not workspace.diagnostics
    del workspace
    if _ == 0:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gc.collect()
print(json.dumps([best, peak / 1024]))
"""
"""Reading and the structure check alone, without templates, references and rules; memory of the first round, as the
cyclic collector rests in the command too.
"""

_CHECK = """\
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(json.loads(sys.argv[1]), cwd=sys.argv[2], capture_output=True)
took = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([took, peak / 1024, done.returncode, done.stdout.decode()[-200:], done.stderr.decode()[-200:]]))
"""
"""In a process of its own, since the peak of all children is all that the system tells."""


def parse_s(files: list[Path], folder: Path) -> float:
    """Seconds that PyYAML's C loader needs for *files*; the body of a Markdown file counts as a block scalar."""
    (folder / "files.json").write_text(json.dumps([str(path) for path in files]), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", _PARSE, "files.json"], cwd=folder, capture_output=True, check=True)
    return float(done.stdout)


def check_s(root: Path, *options: str, runs: int = 3) -> tuple[float, float]:
    """Seconds and MiB of ``callplan check`` of *root*, which must be clean."""
    best, largest = 1e9, 0.0
    for _ in range(runs):
        took, peak = measured([program("callplan"), "check", *options], root)
        best, largest = min(best, took), max(largest, peak)
    return best, largest


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds, and MiB of the largest process, of *command* in *folder*, which must end well and silently."""
    arguments = [sys.executable, "-c", _CHECK, json.dumps(command), str(folder)]
    took, peak, code, out, err = json.loads(subprocess.run(arguments, capture_output=True, check=True).stdout)
    if code != 0 or err:
        raise SystemExit(f"{' '.join(command[1:3])} of what was generated ended with {code}:\n{out}{err}")
    return took, peak


def structure_s(root: Path) -> tuple[float, float]:
    """Seconds and MiB of reading *root* and checking the structure of all that is in it."""
    command = [sys.executable, "-c", _STRUCTURE, str(root)]
    took, peak = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return took, peak


_RULES = """\
import gc, json, sys, time
from pathlib import Path
gc.set_threshold(100_000, 20, 100)  # as the command has it
import callplan
from callplan.compiler.rules.timings import Timings
from callplan.runtime.checks import check
timings = Timings(time.perf_counter_ns)
check(callplan.compiler.load(Path(sys.argv[1])), timings=timings)
print(json.dumps([sum(timings.checks.values()) / 1e9, max(timings.checks.items(), key=lambda item: item[1])]))
"""


def rules_s(root: Path, runs: int = 3) -> tuple[float, str, float]:
    """Seconds that all checks together take on *root*, and the one that takes most, with its seconds."""
    command = [sys.executable, "-c", _RULES, str(root)]
    found = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(runs)]
    total, (name, most) = min(found)
    return total, name, most / 1e9


def rows(folder: Path, assistants: int = 1000) -> Iterator[Row]:
    """The rows about a large workspace: against parsing, memory, and growth."""
    root = folder / "large"
    files = generate(root, assistants)
    parsing = parse_s(files, folder)
    took, peak = check_s(root, "--no-cache")
    work = f"check of {assistants:,} assistants with 4 kB prompts, tools and squads ({len(files):,} files)"
    yield Row(work, f"{took:.2f} s = {took / parsing:.1f} × parsing ({parsing:.2f} s)", "6 ×", took <= 6 * parsing)
    yield Row("its memory", f"{peak:.0f} MiB", "120 MiB", peak <= 120)
    structural, held = structure_s(root)
    yield Row(
        "the same, read and structurally checked alone",
        f"{structural:.2f} s = {structural / parsing:.1f} × parsing; {held:.0f} MiB",
        "4 ×, 120 MiB",
        structural <= 4 * parsing and held <= 120,
    )
    total, dearest, most = rules_s(root)
    yield Row(
        "the same, all rules together",
        f"{total:.2f} s = {total / parsing:.1f} × parsing; the dearest, {dearest}, {100 * most / total:.0f} %",
        "1 ×, 50 %",
        total <= parsing and most <= total / 2,
    )
    again, _ = check_s(root)
    yield Row("the same, unchanged again", f"{again:.2f} s", "0.25 s", again <= 0.25)
    small = folder / "small"
    generate(small, assistants // 10)
    tenth, _ = check_s(small, "--no-cache")
    ratio = took / tenth
    yield Row(
        f"the same against {assistants // 10:,} assistants",
        f"{ratio:.1f} × the time for 10 × the files",
        "11 ×",
        ratio <= 11,
    )


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        for row in rows(Path(name), *map(int, sys.argv[1:2])):
            print(*row, sep="  ")
