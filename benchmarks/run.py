"""Run every benchmark and write the table: ``python benchmarks/run.py [--quick]`` (``make bench``).

Numbers that have a limit (design §4) are rows of one table; the other scripts print tables of their own, kept as they
are. Nothing about the machine is written down but its kind: times compare only within one run.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import check
import plans
import replay
import startup
import variables
from row import Row

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
SCRIPTS = ("runtime.py", "liquid_render.py", "voice.py")
"""Benchmarks with a table of their own."""

HEAD = """\
# Benchmarks

Written by `make bench` on {date}: Python {python}, {system}, {cores} cores at {unit:.0f} ms for a loop of ten million
additions (the measure of the machine: compare times of other runs by it). Limits are those of the design.

| work | measured | limit | holds |
|---|---|---|---|
"""


def unit_ms() -> float:
    """What this machine takes for a fixed piece of work, in milliseconds."""
    best = 1e9
    for _ in range(3):
        start, total = time.perf_counter(), 0
        for number in range(10_000_000):
            total += number
        best = min(best, (time.perf_counter() - start) * 1000)
    return best


def rows(quick: bool) -> Iterator[Row]:
    """All rows with a limit; *quick* takes a tenth of the files."""
    parts: tuple[Callable[[Path], Iterator[Row]], ...] = (
        startup.rows,
        lambda folder: check.rows(folder, 100 if quick else 1000),
        lambda folder: plans.rows(folder, resources=50 if quick else 500),
        variables.rows,
        lambda folder: replay.rows(folder, 1000 if quick else 10_000),
    )
    for part in parts:
        with tempfile.TemporaryDirectory() as name:
            for row in part(Path(name)):
                print(f"{row.work}: {row.measured}", flush=True)
                yield row


def _line(row: Row) -> str:
    holds = {None: "", True: "yes", False: "**no**"}[row.holds]
    return f"| {row.work} | {row.measured} | {row.limit} | {holds} |\n"


def _script(name: str) -> str:
    """What a benchmark prints, as a section."""
    print(f"{name} ...", flush=True)
    done = subprocess.run([sys.executable, str(HERE / name)], capture_output=True, text=True, check=False)
    return f"\n## {name}\n\n```\n{done.stdout.rstrip()}\n```\n"


def main() -> int:
    """Write the table and say which limits do not hold: a measurement, not a test, so the exit code is 0 either way."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the files, and the table is not kept")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # byte code is kept, as it is where pip installs
    found = list(rows(options.quick))
    head = HEAD.format(
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        python=platform.python_version(),
        system=f"{platform.system()} on {platform.machine()}",
        cores=os.cpu_count(),
        unit=unit_ms(),
    )
    text = head + "".join(map(_line, found))
    if not options.quick:
        text += "".join(_script(name) for name in SCRIPTS if (HERE / name).is_file())
        RESULTS.write_text(text, encoding="utf-8", newline="\n")
        print(f"written to {RESULTS.relative_to(HERE.parent)}")
    for row in found:
        if row.holds is False:
            print(f"does not hold: {row.work}: {row.measured}, limit {row.limit}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
