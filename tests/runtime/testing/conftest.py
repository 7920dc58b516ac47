"""A workspace with one assistant, and a machine that says what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import runtime
from callplan.compiler.plan.model import Plan
from callplan.runtime.trace import Event, Header, Trace
from callplan.runtime.transcript import Transcript

ASSISTANT = """\
name: Robin
firstMessage: Hello, how can I help?
model:
  provider: openai
  model: gpt-4o
  messages:
    - {role: system, content: You are Robin.}
voice: {provider: vapi, voiceId: Elliot}
"""

Machine = Callable[[Plan, Transcript], Trace]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with ``assistants/robin.yml``."""
    (tmp_path / "assistants").mkdir()
    (tmp_path / "assistants" / "robin.yml").write_text(ASSISTANT)
    (tmp_path / "callplan.yaml").write_text("callplan: 1\n")
    return tmp_path


def echo(plan: Plan, transcript: Transcript, *, detail: str = "full") -> Trace:
    """A call in which each caller's turn is answered by the name of the assistant and the turn."""
    events = [Event(0, plan.entry, "call.started", {"startedAt": transcript.call.started_at})]
    for index, turn in enumerate(transcript.inputs):
        text = f"{plan.name} heard {getattr(turn, 'text', '')}"
        data = {"role": "assistant", "source": "model", "text": text, "lasts_ms": 500}
        events.append(Event(index * 1000, plan.entry, "speech.started", data))
    header = Header("0.1.0", plan.digest, "2026a", {"choice": "first"}, detail)
    return Trace(header, tuple(events))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[[Machine], None]:
    """Put another machine in place of the real one."""

    def use(run: Machine) -> None:
        monkeypatch.setattr(runtime, "run", run, raising=False)

    use(echo)
    return use
