"""Why calls end: every reason that the platform has (semantics §14)."""

from __future__ import annotations

from typing import Any

from callplan.compiler.plan.model import Filter
from callplan.compiler.sources import read_text
from callplan.runtime import run, transcript
from callplan.runtime.outside import told
from callplan.schemas import ended_reasons


def test_every_reason_of_the_platform_can_be_injected(kit: Any) -> None:
    """All 595, as a file and on a call: each ends it, stands in the trace, fires the hooks that are about it and no
    other, and is what server and client are told (semantics §14).
    """
    reasons = sorted(ended_reasons())
    assert len(reasons) == 595
    about = (("every", ()), ("faults", ("pipeline-error", "providerfault")), ("leaves", ("customer-ended-call",)))
    hooks = (
        kit.hook("call.ending", kit.add(name), label=name, index=index, filters=filters(wanted))
        for index, (name, wanted) in enumerate(about)
    )
    plan = kit.plan(kit.member(first=None, hooks=tuple(hooks)))
    for reason in reasons:
        text = f"transcript: 1\ntarget: x\nscript:\n  - fault: {reason}\n"
        script, found = transcript.read(read_text("x.transcript.yaml", text).documents[0])
        assert script is not None and found == (), reason
        trace = run(plan, script)
        assert (trace.events[-1].type, trace.events[-1].data, trace.ended_reason) == (
            "call.ended",
            {"reason": reason},
            reason,
        )
        fired = [event.data["hook"] for event in trace.events if event.type == "hook.fired"]
        assert fired == [name for name, wanted in about if not wanted or any(part in reason for part in wanted)], reason
        ends = [event.data for event in told(plan, trace).events if event.type.endswith(".message")][-3:]
        assert [(one["type"], one["endedReason"]) for one in ends] == [
            ("status-update", reason),
            ("status-update", reason),
            ("end-of-call-report", reason),
        ], reason


def filters(wanted: tuple[str, ...]) -> tuple[Filter, ...]:
    """None, or one for reasons with any of these in them."""
    return (Filter("call.endedReason", "oneOf", wanted),) if wanted else ()
