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


def test_words_are_for_those_who_are_still_on_the_line(kit: Any) -> None:
    """Each reason either leaves a line on which a goodbye is spoken or does not; hooks add and call as ever (semantics
    §4.6, §14).
    """
    hooks = (kit.hook("call.ending", "Goodbye.", kit.add("Over."), label="bye"),)
    plan = kit.plan(kit.member(first=None, hooks=hooks))
    silent = set()
    for reason in ended_reasons():
        script, found = transcript.read(
            read_text("x.transcript.yaml", f"transcript: 1\ntarget: x\nscript:\n  - fault: {reason}\n").documents[0]
        )
        assert script is not None and found == (), reason
        events = [event.type for event in run(plan, script).events]
        assert "hook.fired" in events and "message.added" in events, reason
        if "speech.started" not in events:
            silent.add(reason)
    assert {reason for reason in silent if not reason.startswith(("call.start.error-", "customer-"))} == NO_LINE
    assert not [one for one in ended_reasons() - silent if one.startswith(("call.start", "customer-"))]


NO_LINE = {
    "call-deleted",
    "call-start-error-neither-assistant-nor-server-set",
    "call.in-progress.error-sip-inbound-call-failed-to-connect",
    "call.in-progress.error-sip-outbound-call-failed-to-connect",
    "call.in-progress.error-vapifault-call-started-but-connection-to-transport-missing",
    "call.in-progress.error-vapifault-transport-connected-but-call-not-active",
    "call.in-progress.error-vapifault-transport-never-connected",
    "call.in-progress.error-vapifault-worker-died",
    "call.in-progress.error-vapifault-worker-not-available",
    "call.in-progress.sip-completed-call",
    "call.in-progress.twilio-completed-call",
    "call.ringing.error-sip-inbound-call-failed-to-connect",
    "call.ringing.sip-inbound-caller-hungup-before-call-connect",
    "call.start.assistant-version-error-validation",
    "phone-call-provider-bypass-enabled-but-no-call-received",
    "phone-call-provider-closed-websocket",
    "scheduled-call-deleted",
    "twilio-failed-to-connect-call",
    "twilio-reported-customer-misdialed",
    "vonage-completed",
    "vonage-disconnected",
    "vonage-failed-to-connect-call",
    "vonage-rejected",
    "worker-shutdown",
}
"""Beside callers who are gone and calls that never started: the carrier, the connection or the worker is gone."""


def filters(wanted: tuple[str, ...]) -> tuple[Filter, ...]:
    """None, or one for reasons with any of these in them."""
    return (Filter("call.endedReason", "oneOf", wanted),) if wanted else ()
