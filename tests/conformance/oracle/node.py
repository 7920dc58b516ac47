"""The Node process that answers cases."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from .case import Answer, Case, variables

FOLDER = Path(__file__).parents[1]
_KINDS = {"TokenizationError": "tokenization", "ParseError": "parse", "RenderError": "render"}


def missing() -> str:
    """Why the oracle cannot run here; empty if it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not (FOLDER / "node_modules" / "liquidjs").is_dir():
        return "node_modules is missing: run npm ci in tests/conformance"
    return ""


class Oracle:
    """A running Node process; use as a context manager."""

    def __init__(self) -> None:
        environment = {**os.environ, "LC_ALL": "en_US.UTF-8", "TZ": "UTC"}
        self._process = subprocess.Popen(
            ["node", str(FOLDER / "runner.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=FOLDER,
        )
        self.versions: dict[str, str] = self._read()

    def __enter__(self) -> Oracle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the Node process ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def answer(self, case: Case, values: dict[str, Any] | None = None) -> Answer:
        """What the engine makes of *case*, with *values* instead of its named variables if given."""
        return self.raw(case, values)[0]

    def raw(self, case: Case, values: dict[str, Any] | None = None) -> tuple[Answer, str]:
        """The answer and, for an error, its message."""
        assert self._process.stdin is not None
        question = {
            "engine": case.engine,
            "template": case.template,
            "variables": variables(case.context) if values is None else values,
            "now": case.now_ms,
            "timezone": case.timezone,
        }
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        reply = self._read()
        if "error" not in reply:
            return Answer(reply["text"]), ""
        kind = "error" if case.engine == "mustache" else _KINDS.get(reply["error"], reply["error"])
        return Answer(None, kind), reply["message"]

    def answers(self, cases: Iterable[Case]) -> list[Answer]:
        """One answer a case."""
        return [self.answer(case) for case in cases]
