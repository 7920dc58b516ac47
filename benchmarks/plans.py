"""Compiling a large squad, and the difference of two large compiled workspaces, in a warm process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from callplan import compiler
from row import Row
from workspace import generate


def fastest_s(action: Callable[[], Any], runs: int = 5) -> float:
    """The shortest of *runs*, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def _squad(root: Path, members: int) -> None:
    rows = "\n".join(f"  - assistantId: desk-{number}" for number in range(members))
    (root / "squads" / "large.yml").write_text(f"name: Large\nmembers:\n{rows}\n", encoding="utf-8")


def _layered(root: Path, members: int) -> None:
    """A call of the squad under four layers of overrides: each member's own, everyone's, the call's, a handoff's."""
    own = "    assistantOverrides: {{voice: {{speed: 1.{0}}}, variableValues: {{desk: d{0}}}, tools:append: [{1}]}}\n"
    onward = (
        "{{type: handoff, function: {{name: onward}}, destinations: [{{type: assistant, assistantId: desk-{0}, "
        "assistantOverrides: {{firstMessage: Welcome from {1}.}}}}]}}"
    )
    rows = "".join(
        f"  - assistantId: desk-{number}\n" + own.format(number % 9 + 1, onward.format((number + 1) % members, number))
        for number in range(members)
    )
    everyone = "membersOverrides: {maxDurationSeconds: 900, artifactPlan: {recordingEnabled: true}}\n"
    (root / "squads" / "layered.yml").write_text(f"name: Layered\nmembers:\n{rows}{everyone}", encoding="utf-8")
    (root / "calls").mkdir(exist_ok=True)
    call = "squadId: layered\nsquadOverrides: {backgroundSound: 'off', variableValues: {caller: Noor}}\n"
    (root / "calls" / "layered.yml").write_text(call, encoding="utf-8")


def _change(root: Path, resources: int) -> None:
    """Twenty resources, evenly spread, say something else."""
    for number in range(0, resources, max(1, resources // 20)):
        path = root / "assistants" / f"desk-{number}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("Be brief", "Be very brief"), encoding="utf-8")


def rows(folder: Path, members: int = 100, resources: int = 500) -> Iterator[Row]:
    """The rows about compiling and comparing."""
    root = folder / "squad"
    generate(root, members)
    _squad(root, members)
    workspace = compiler.load(root)
    took = fastest_s(lambda: compiler.compile(workspace, "squads/large"))
    yield Row(f"compile of a {members}-member squad, loaded", f"{took:.2f} s", "1 s", took <= 1)

    _layered(root, members)
    workspace = compiler.load(root)
    plan = compiler.compile(workspace, "calls/layered")
    took = fastest_s(lambda: compiler.compile(workspace, "calls/layered"))
    work = f"compile of a {members}-member squad under four layers of overrides ({len(plan.members)} forms), loaded"
    yield Row(work, f"{took:.2f} s", "1 s", took <= 1)

    before, after = folder / "before", folder / "after"
    for side in (before, after):
        generate(side, resources)
    _change(after, resources)
    plans = [
        [compiler.compile(loaded, f"assistants/desk-{number}") for number in range(resources)]
        for loaded in map(compiler.load, (before, after))
    ]
    took = fastest_s(lambda: [compiler.diff(old, new) for old, new in zip(*plans, strict=True)])
    changed = sum(bool(compiler.diff(old, new)) for old, new in zip(*plans, strict=True))
    work = f"diff of two workspaces of {resources} compiled resources, {changed} changed"
    yield Row(work, f"{took * 1000:.0f} ms", "100 ms", took <= 0.1)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for row in rows(Path(name)):
            print(*row, sep="  ")
