"""Tools of the platform's own: what each does to the call (semantics §11.1)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.model import Ending, Template

ENDS: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("silently", {}, {}, []),
    ("with the assistant's message", {}, {"ending": "So long"}, ["So long"]),
    ("with its own", {"messages": "Bye"}, {"ending": "So long"}, ["Bye"]),
]


@pytest.mark.parametrize(("tool", "member", "said"), [one[1:] for one in ENDS], ids=[one[0] for one in ENDS])
def test_end_call(kit: Any, tool: dict[str, Any], member: dict[str, Any], said: list[str]) -> None:
    tool = {key: (kit.message("request-start", value),) for key, value in tool.items()}
    member = {key: Ending(Template(value)) for key, value in member.items()}
    trace = kit.play(kit.plan(kit.member(tools=(kit.end_call(**tool),), **member)), kit.user, kit.calls("endCall"))
    assert [line.rpartition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == said
    assert trace.ended_reason == "assistant-ended-call"
    assert trace.events[-1].t_ms == trace.events[-2].t_ms


def test_voicemail_leaves_its_message(kit: Any) -> None:
    tool = kit.tool("voicemail", type="voicemail", served=False)
    plan = kit.plan(kit.member(tools=(tool,), settings={"voicemailMessage": "Call {{n}} back"}), variables={"n": "us"})
    trace = kit.play(plan, kit.user, kit.calls("voicemail"))
    assert kit.told(trace)[-3:] == ["1858 assistant over", "1858 voicemail success", "1858 ended voicemail"]


def test_dtmf_asks_nothing_of_the_script(kit: Any) -> None:
    plan = kit.plan(kit.member(tools=(kit.tool("dtmf", type="dtmf", served=False, messages=None),)))
    trace = kit.play(plan, kit.user, kit.calls("dtmf", keys="1w2"), {"model": "Pressed"})
    assert kit.told(trace, "tool.ended", "speech.started")[-2:] == ["1000 dtmf success", "1000 A model: Pressed"]
