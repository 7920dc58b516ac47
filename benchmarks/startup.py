"""What a cold process imports and how long it takes: ``startup.py --guard`` is part of ``make test``.

The guard runs the commands that people wait for in fresh processes and fails if one imports a module of the deny-list,
or takes longer than a multiple of an empty interpreter (a ratio: the machine cancels out).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from installed import program
from row import Row

DENIED = (
    "pydantic",
    "deepdiff",
    "rich",
    "liquid",
    "jsonschema",
    "pytest",
    "asyncio",
    "importlib.metadata",
    "importlib.resources",
    "logging",
    "networkx",
    "watchfiles",
)
"""Modules that a check of one file does not need, and that cost it a good part of its time."""

ASSISTANT = """\
name: Receptionist
firstMessage: Northside Clinic, how can I help you?
model:
  provider: openai
  model: gpt-4o
  messages:
    - role: system
      content: You answer the phone of a clinic. Be brief.
voice:
  provider: 11labs
  voiceId: sarah
hooks:
  - on: customer.speech.timeout
    options: {timeoutSeconds: 10, triggerMaxCount: 3}
    do:
      - type: say
        exact: Are you still there?
"""

TEMPLATE = """\
You answer the phone of {{ clinic | upcase }}. Today is {{ "now" | date: "%A", "America/New_York" }}.
        {% if plan == "gold" %}Be kind.{% else %}Be brief.{% endif %}"""
LIQUID = ASSISTANT.replace("You answer the phone of a clinic. Be brief.", f"|\n        {TEMPLATE}")

_PROBE = """\
import json, sys
from callplan.cli.main import main
code = main(json.loads(sys.argv[1]))
sys.stdout.flush()
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Byte code is kept, as it is where pip installs."""


CHECK = (
    "typer",
    "dataclasses",
    "inspect",
    "decimal",
    "pickle",
    "callplan.compiler.plan.codec",
    "callplan.compiler.rules.evaluations",
    "callplan.compiler.rules.squads_data",
    "callplan.compiler.rules.tools_code",
)
"""More that the check of an assistant does without: rules about what is not there among it."""


class Case(NamedTuple):
    """A command line in a fresh process, with its limit in empty interpreters and what else it must not import."""

    name: str
    arguments: tuple[str, ...]
    limit: float
    denied: tuple[str, ...] = ()


CASES = (
    Case("--help", ("--help",), 5.0),
    Case("--version", ("--version",), 5.0),
    Case("check one.yml", ("check", "one.yml"), 8.0, (*CHECK, "difflib")),
    Case("check liquid.yml", ("check", "liquid.yml"), 10.0, CHECK),
    Case("rules", ("rules",), 6.0),
)


def write(folder: Path) -> None:
    """The two files that are checked."""
    (folder / "one.yml").write_text(ASSISTANT, encoding="utf-8")
    (folder / "liquid.yml").write_text(LIQUID, encoding="utf-8")


def fastest_ms(command: Sequence[str], cwd: Path, runs: int = 12) -> float:
    """The shortest of *runs* fresh processes, in milliseconds; the run before them writes the byte code."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, check=False)
        times.append((time.perf_counter() - start) * 1000)
    return min(times[1:])


def imported(arguments: Sequence[str], cwd: Path) -> tuple[int, list[str]]:
    """The exit code of a command line and the modules that it left in ``sys.modules``."""
    command = [sys.executable, "-c", _PROBE, json.dumps(arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code, modules


def guard(folder: Path) -> list[str]:
    """What is wrong with the start-up, one line each."""
    faults = []
    bare = fastest_ms([sys.executable, "-c", "pass"], folder)
    for case in CASES:
        code, modules = imported(case.arguments, folder)
        if code != 0:
            faults.append(f"{case.name}: exit code {code}")
        loaded = [name for name in (*DENIED, *case.denied) if name in modules]
        if loaded:
            faults.append(f"{case.name} imports {', '.join(loaded)}")
        took = fastest_ms([sys.executable, "-m", "callplan", *case.arguments], folder)
        print(f"  {case.name:<14} {took:5.0f} ms, {took / bare:4.1f} x an empty interpreter ({len(modules)} modules)")
        if took > case.limit * bare:
            faults.append(f"{case.name} takes {took / bare:.1f} x an empty interpreter, more than {case.limit:g} x")
    return faults


def rows(folder: Path) -> Iterator[Row]:
    """The start-up rows of the table."""
    write(folder)
    callplan = [program("callplan")]
    bare = fastest_ms([program("python"), "-c", "pass"], folder)
    for name, arguments, limit in (
        ("callplan --help", ["--help"], 80),
        ("callplan check one.yml, no Liquid", ["check", "--no-cache", "one.yml"], 120),
        ("callplan check one.yml, with Liquid", ["check", "--no-cache", "liquid.yml"], 190),
        ("callplan check one.yml, unchanged", ["check", "one.yml"], 70),
    ):
        took = fastest_ms([*callplan, *arguments], folder, 20)
        yield Row(
            f"`{name}`", f"{took:.0f} ms ({took / bare:.1f} × an empty interpreter)", f"{limit} ms", took <= limit
        )
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    (folder / "one.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    theirs = fastest_ms([program("check-jsonschema"), "--schemafile", "one.schema.json", "one.yml"], folder, 20)
    ratio = fastest_ms([*callplan, "check", "--no-cache", "one.yml"], folder, 20) / theirs
    work = "no Liquid, against check-jsonschema with a one-property schema"
    yield Row(work, f"{ratio:.2f} × ({theirs:.0f} ms)", "0.6 ×", ratio <= 0.6)


def main() -> int:
    """Print the times; 1 if a guard does not hold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        faults = guard(folder)
    for fault in faults:
        print(f"start-up: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
