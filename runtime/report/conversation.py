"""The call told from top to bottom: what was said, called, fired and handed over, with everything behind a fold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..trace.model import Event
from .chart import clock, color_of
from .moments import Call, Stretch
from .page import folded, lines, text

_SOURCES = {
    "first-message": "first message",
    "model": "",
    "hook": "hook",
    "idle": "idle message",
    "tool-message": "tool message",
    "control": "control",
    "transfer": "transfer",
}


def conversation(call: Call) -> str:
    """The list of everything that a reader may ask about."""
    stretches = {stretch.number: stretch for stretch in call.stretches}
    rows = []
    begins = 0
    for number, event in enumerate(call.events):
        together = number and call.events[number - 1].type == event.type and call.events[number - 1].t_ms == event.t_ms
        begins = begins if together else number
        last = number + 1 == len(call.events) or call.events[number + 1].type != "variable.set"
        if event.type != "variable.set":
            rows.append(_row(number, event, stretches.get(number), call))
        elif last or call.events[number + 1].t_ms != event.t_ms:
            rows.append(_item(begins, event.t_ms, _variables(call.events[begins : number + 1])))
    return f'<ol class="talk">\n{"".join(rows)}</ol>\n'


def _row(number: int, event: Event, stretch: Stretch | None, call: Call) -> str:
    if stretch is not None and stretch.lane != "tool":
        return _item(
            number, event.t_ms, _bubble(stretch, event, call.members), "right" if stretch.lane == "caller" else ""
        )
    teller = _TELLERS.get(event.type)
    told = teller(event.data, stretch, call.members) if teller is not None else ("", "")
    return _item(number, event.t_ms, told[0], told[1]) if told[0] else ""


def _item(number: int, t_ms: int, body: str, sort: str = "") -> str:
    kind = f' class="{sort}"' if sort else ""
    return f'<li id="e{number}"{kind}><time>{clock(t_ms)}</time>{body}</li>\n'


def _bubble(stretch: Stretch, event: Event, members: Sequence[str]) -> str:
    by_caller = stretch.lane == "caller"
    sort = "caller" if by_caller else color_of(stretch.member, members)
    source = "" if by_caller else _SOURCES.get(stretch.note, stretch.note)
    source = f"{source}{' ' if source else ''}{event.data['hook']}" if source and "hook" in event.data else source
    note = f" <small>{text(source)}</small>" if source else ""
    who = f'<span class="who">{text("Caller" if by_caller else stretch.member)}{note}</span>'
    more = ""
    spoken = event.data.get("spoken")
    if isinstance(spoken, str) and spoken != stretch.text:
        more += folded("what the voice gets", f"<p>{lines(spoken)}</p>")
    if stretch.cut:
        heard = f": heard up to “{stretch.heard}”" if stretch.heard else ""
        more += f'<div class="heard">interrupted{text(heard)}</div>'
    return f'<div class="bubble {sort}">{who}{lines(stretch.text)}{more}</div>'


Told = tuple[str, str]
"""Markup and the class of its row."""


def _json(value: Any) -> str:
    return f"<pre>{lines(json.dumps(value, ensure_ascii=False, indent=2))}</pre>"


def _beat(markup: str, more: str = "") -> str:
    return f'<div class="beat">{markup}{more}</div>'


def _tool(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    took = (
        f", {(stretch.end_ms - stretch.start_ms) / 1000:g} s" if stretch and stretch.end_ms > stretch.start_ms else ""
    )
    outcome = f" {text(stretch.note)}{took}" if stretch is not None and stretch.note else ""
    sort = "bad" if stretch is not None and stretch.failed else "tool"
    more = folded("arguments", _json(data["arguments"])) if data.get("arguments") else ""
    if data.get("server"):
        more += folded("server", _json(data["server"]))
    return _beat(f'<span class="pill {sort}">{text(data.get("name"))}</span>{outcome}', more), ""


def _ended(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    if "error" in data:
        return _beat(f'<span class="pill bad">{text(data.get("name"))}</span> {text(data["error"])}'), ""
    if data.get("result") in (None, "") or data.get("result") == "No handoff destination returned":
        return "", ""
    return _beat(f"<b>{text(data.get('name'))}</b> answers", folded("result", _json(data["result"]))), ""


def _rejected(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    return _beat(f'<span class="pill bad">{text(data.get("name"))} rejected</span> {text(data.get("reason", ""))}'), ""


def _hook(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    silence = f" after {data['silence_ms'] / 1000:g} s of silence" if isinstance(data.get("silence_ms"), int) else ""
    count = f", time {data['count']}" if data.get("count", 1) != 1 else ""
    return _beat(f'<span class="pill hook">{text(data.get("hook"))}</span> fires{text(silence + count)}'), ""


def _kept(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    return _beat(f"hook <b>{text(data.get('hook'))}</b> is kept back: {text(data.get('why', ''))}"), ""


def _handoff(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    to, context = str(data.get("to", "")), data.get("messages")
    said = f"{text(data.get('from'))} hands over to {text(to)}"
    more = (
        folded(f"context: {data.get('context')}", _messages(context)) if isinstance(context, list) and context else ""
    )
    return f"<div>{said}{more}</div>", f"pass-over {color_of(to, members)}"


def _variables(events: Sequence[Event]) -> str:
    """Variables that are set in one instant."""
    shown = []
    for event in events:
        value = json.dumps(event.data.get("value"), ensure_ascii=False)
        source = f"<small>({text(event.data.get('source'))})</small>"
        shown.append(f"<b>{text(event.data.get('name'))}</b> = {text(value)} {source}")
    return _beat("set " + " · ".join(shown))


def _added(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    return _beat(f"{text(data.get('role'))} message added: “{lines(data.get('content', ''))}”"), ""


def _asked(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    """A request of the model in full behind a fold; what it was sent before is told there."""
    body = ""
    if isinstance(data.get("system"), str):
        body += f"<p>System prompt</p><pre>{lines(data['system'])}</pre>"
    if data.get("added"):
        body += f"<p>New messages</p>{_messages(data['added'])}"
    if data.get("tools"):
        names = ", ".join(str(tool.get("name", "")) for tool in data["tools"] if isinstance(tool, dict))
        body += f"<p>Tools: {text(names)}</p>"
    return _beat("", folded(f"the model is asked ({data.get('count')} messages)", body)) if body else "", ""


def _messages(messages: Any) -> str:
    rows = []
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict):
            content = message.get("content")
            shown = lines(content) if isinstance(content, str) else _calls(message)
            rows.append(f"<tr><th scope=row>{text(message.get('role'))}</th><td>{shown}</td></tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _calls(message: Mapping[str, Any]) -> str:
    calls = message.get("tool_calls")
    names = [str(call.get("name")) for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    return f"calls {text(', '.join(names))}" if names else ""


def _ends(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    return f"<div>the call ends: {text(data.get('reason'))}</div>", "pass-over tool"


def _script(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    armed = [str(timer.get("timer")) for timer in data.get("armed", ()) if isinstance(timer, dict)]
    still = f"; still armed: {', '.join(armed)}" if armed else ""
    return f"<div>the script ends, the call goes on{text(still)}</div>", "pass-over tool"


def _policy(data: Mapping[str, Any], stretch: Stretch | None, members: Sequence[str]) -> Told:
    return _beat(
        f"policy <b>{text(data.get('name'))}</b> decides {text(data.get('value'))}: {text(data.get('why', ''))}"
    ), ""


_TELLERS: dict[str, Callable[[Mapping[str, Any], Stretch | None, Sequence[str]], Told]] = {
    "tool.started": _tool,
    "tool.ended": _ended,
    "tool.rejected": _rejected,
    "hook.fired": _hook,
    "hook.suppressed": _kept,
    "handoff": _handoff,
    "message.added": _added,
    "model.requested": _asked,
    "call.ended": _ends,
    "script.ended": _script,
    "policy": _policy,
}
