"""Why a call ended that the caller left (semantics §14)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import Destination, Template

PLAN = {
    "mode": "warm-transfer-wait-for-operator-to-speak-first-and-then-say-message",
    "message": "A caller",
    "timeout": 5,
}
LEFT = [
    ("it rings", {"status": "connected", "answersAfter": "9s"}, 3000, "before-warm-transfer"),
    ("it would not be answered", {"status": "no-answer", "answersAfter": "9s"}, 3000, "before-warm-transfer"),
    ("it would be busy", {"status": "busy", "answersAfter": "9s"}, 3000, "before-warm-transfer"),
    (
        "somebody has answered",
        {"status": "connected", "answersAfter": "1s", "speaksAfter": "4s"},
        3000,
        "during-transfer",
    ),
    (
        "the operator is silent",
        {"status": "connected", "answersAfter": "1s", "speaksAfter": "9s"},
        3000,
        "during-transfer",
    ),
    ("while it is announced", {"status": "connected"}, 100, "during-transfer"),
    ("it has failed", {"status": "busy"}, 1000, "after-warm-transfer-attempt"),
]


@pytest.mark.parametrize(("answer", "at_ms", "reason"), [one[1:] for one in LEFT], ids=[one[0] for one in LEFT])
def test_the_caller_leaves_a_transfer(kit: Any, answer: dict[str, Any], at_ms: int, reason: str) -> None:
    config: Any = freeze({"transferPlan": PLAN})
    destination = Destination("number", "+1", number=Template("+1"), message=Template("one two"), config=config)
    script: list[Any] = [kit.user, {"model": None, "calls": [("transferCall", {})]}]
    script += [{"transfer": answer}] if at_ms > 500 else []
    script += [{"model": "Sorry"}] if answer["status"] == "busy" and at_ms == 1000 else []
    plan = kit.plan(kit.member("A", tools=(kit.transfer(destination),)))
    trace = kit.play(plan, *script, {"hangup": True, "at_ms": at_ms})
    assert trace.ended_reason == f"customer-ended-call-{reason}"
