"""The page about a run: one call, or several one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...compiler.graph import graph_of
from ...compiler.graph.svg import embedded
from ...compiler.plan.model import Plan
from ..trace.model import Trace
from .chart import chart, clock
from .conversation import conversation
from .moments import Call, call_of
from .page import chips, page, section, text, tiles


@dataclass(frozen=True, slots=True)
class Run:
    """A call to show: what it is called, its plan and trace, and why it was broken off, if it was."""

    title: str
    plan: Plan
    trace: Trace
    fault: str = ""


def render(run: Run) -> str:
    """The whole page."""
    call = call_of(run.trace)
    header = run.trace.header
    foot = (
        f"callplan {text(header.callplan)}, trace {text(header.format_version)}, tzdata {text(header.tzdata)}, plan "
        f'<span class="mono">{text(header.plan_digest)}</span>'
    )
    body = _head(run, call)
    body += section("timeline", "Timeline", chart(call))
    body += section("conversation", "Conversation", conversation(call))
    if len(run.plan.members) > 1:
        body += section("squad", "The squad", f'<div class="scroll">{embedded(graph_of(run.plan))}</div>')
    body += section("policies", "Policies", chips(sorted(header.policies.items())))
    return page(run.title, body, foot=foot)


def _head(run: Run, call: Call) -> str:
    started = next((event.data for event in call.events if event.type == "call.started"), {})
    environment = f" [{run.plan.environment}]" if run.plan.environment else ""
    facts = [("target", f"{run.plan.target}{environment}")]
    facts += [(name, str(started[key])) for name, key in (("type", "type"), ("started", "startedAt")) if key in started]
    customer = started.get("customer")
    if isinstance(customer, dict) and customer:
        facts.append(("caller", " ".join(str(item) for item in customer.values())))
    reason = run.trace.ended_reason or ("broken off" if run.fault else "goes on")
    fault = f'<p class="lead"><b>{text(run.fault)}</b></p>\n' if run.fault else ""
    return f"<h1>{text(run.title)}</h1>\n{fault}{chips(facts)}{tiles(_figures(call, reason, bool(run.fault)))}"


def _figures(call: Call, reason: str, broken: bool) -> Sequence[tuple[str, object, str]]:
    length = max(1, call.end_ms - max(0, call.start_ms))
    talk, caller = call.total("member"), call.total("caller")
    counts = {sort: sum(1 for one in call.moments if one.sort == sort) for sort in ("hook", "handoff")}
    return [
        ("ended by", reason.replace("-", " "), "word bad" if broken else "word"),
        ("length", clock(call.end_ms), ""),
        ("assistant speaks", f"{round(100 * talk / length)} %", ""),
        ("caller speaks", f"{round(100 * caller / length)} %", ""),
        ("tools", sum(1 for one in call.stretches if one.lane == "tool"), ""),
        ("hooks", counts["hook"], ""),
        ("handoffs", counts["handoff"], ""),
    ]
