"""What all tests share: where things are, the command line as a function, and what a machine lacks.

Tests marked ``node``, ``zones``, ``chromium`` or ``precommit`` are skipped where the tool is absent, and the summary
counts them; ``CALLPLAN_REQUIRE=node,precommit`` turns an absent tool into a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st

# No deadline: a timed test fails on a busy machine. In CI the examples are the same on every run, and a failing one is
# not made smaller: that can take minutes, and it is quicker done at home.
settings.register_profile("callplan", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("ci" if os.environ.get("CI") else "callplan")

ROOT = Path(__file__).resolve().parent.parent


def _node() -> str | None:
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if not (ROOT / "tests" / "conformance" / "node_modules").is_dir():
        return "run: npm ci --prefix tests/conformance"
    return None


def _zones() -> str | None:
    import tzdata

    reason = _node()
    if reason is not None:
        return reason
    release = subprocess.run(
        ["node", "-p", "process.versions.tz"], capture_output=True, text=True, check=True
    ).stdout.strip()
    if release == tzdata.IANA_VERSION:
        return None
    return f"tzdata {release}, which Node.js has, is not installed (but {tzdata.IANA_VERSION}); see .ci/zones"


def _program(*names: str) -> Callable[[], str | None]:
    return lambda: None if any(map(shutil.which, names)) else f"{names[0]} is not installed"


TOOLS: dict[str, Callable[[], str | None]] = {
    "node": _node,
    "chromium": _program("chromium", "chromium-browser", "google-chrome"),
    "precommit": _program("pre-commit"),
    "zones": _zones,
}
"""A marker's name, and what says why its tool cannot be used (None: it can)."""

_WANTING = "for want of "


def pytest_runtest_setup(item: pytest.Item) -> None:
    required = os.environ.get("CALLPLAN_REQUIRE", "").split(",")
    for name, missing in TOOLS.items():
        if item.get_closest_marker(name) is None:
            continue
        reason = missing()
        if reason is None:
            continue
        if name in required:
            pytest.fail(f"CALLPLAN_REQUIRE names {name}, but: {reason}", pytrace=False)
        pytest.skip(f"{_WANTING}{name}: {reason}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = (str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()))
    counts = Counter(reason.partition(_WANTING)[2] for reason in skipped if _WANTING in reason)
    for reason, count in sorted(counts.items()):
        terminalreporter.write_line(f"skipped: {count} {_WANTING}{reason}")


class Outcome(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures(root: Path) -> Path:
    """The folder of inputs and expected outputs."""
    return root / "fixtures"


@pytest.fixture(autouse=True)
def _own_cache(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each test begins with an empty cache: what one has checked says nothing to another."""
    monkeypatch.setenv("CALLPLAN_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache" / f"{id(request):x}"))


@pytest.fixture
def callplan(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """The command line, in this process: ``callplan("check", path)``."""
    from callplan.cli.main import main

    def run(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write files below a fresh folder: ``tree({"assistants/a.yml": "name: A"})``."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return tmp_path

    return write


@pytest.fixture(scope="session")
def altered() -> Callable[..., Any]:
    """Change one place of a document of plain JSON, as hypothesis draws it: a value is replaced by one of *junk*, a key
    is removed, or one of *keys* is added. Keys of *spared* are left alone, and what is below them.
    """

    def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path, *(inner for key, item in items for inner in places(item, (*path, key)))]

    def alter(
        data: st.DataObject, document: Any, junk: Sequence[Any], keys: Sequence[str], spared: Sequence[str] = ()
    ) -> Any:
        copy = json.loads(json.dumps(document))
        chosen = [path for path in places(copy) if path and not set(path) & set(spared)]
        *parents, last = data.draw(st.sampled_from(chosen))
        holder = copy
        for step in parents:
            holder = holder[step]
        change = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if change == "replace":
            holder[last] = data.draw(st.sampled_from(junk))
        elif change == "remove":
            del holder[last]
        elif isinstance(holder[last], dict):
            holder[last][data.draw(st.sampled_from(keys))] = data.draw(st.sampled_from(junk))
        return copy

    return alter
