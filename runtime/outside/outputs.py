"""Structured outputs: which are asked for after a call, and how (semantics §13.5, ``CreateStructuredOutputDTO``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Member, Output
from ..trace.model import Event
from .after import mapping, names, rendered, text, values
from .record import Json, Record

MODEL: Final = {"provider": "openai", "model": "gpt-4.1"}
"""Who is asked where no model is written."""
_LITERAL: Final = re.compile(r"/(.+)/([a-z]*)", re.DOTALL)
_NUMBER: Final = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?")
_NOT_RE2: Final = re.compile(r"\\[1-9k]|\(\?<?[=!]")
"""References to groups and looks around: RE2 has neither, and refuses them."""


def asked(member: Member, record: Record, event: Event) -> list[Output]:
    """Those whose conditions hold."""
    return [one for one in member.outputs if not unmet(one, record, event)]


def unmet(output: Output, record: Record, event: Event) -> Mapping[str, Any]:
    """The first condition that keeps a structured output from being asked for; empty: none does."""
    conditions = output.conditions if isinstance(output.conditions, tuple) else ()
    return next((one for one in map(mapping, conditions) if not _met(one, record, event)), {})


def questions(member: Member, record: Record, event: Event) -> list[Json]:
    """How each is asked for: of a model with its schema, or of the transcript with its pattern. Messages are there
    where they are written: the platform's own are not documented.
    """
    return [_question(output, member, record, event) for output in asked(member, record, event)]


def _met(condition: Mapping[str, Any], record: Record, event: Event) -> bool:
    kind = condition.get("type")
    if kind == "minMessages":
        return bool(sum(entry["role"] in ("bot", "user") for entry in record.entries) >= condition.get("count", 0))
    if kind == "minCallDuration":
        return bool(event.t_ms >= condition.get("seconds", 0) * 1000)
    if kind == "endedReason":
        return bool((event.data["reason"] in condition.get("values", ())) == (condition.get("operator") == "oneOf"))
    return True


def _question(output: Output, member: Member, record: Record, event: Event) -> Json:
    request: Json = {"plan": output.name, "type": output.by}
    if output.description is not None:
        request["description"] = output.description
    if output.schema is not None:
        request["schema"] = thaw(output.schema)
    if output.by == "regex":
        if output.regex is not None:
            found = _found(output.regex, mapping(output.schema).get("type"), record.transcript(names(member)))
            request |= {"regex": output.regex, **({} if found is None else {"result": found})}
        return request
    model = mapping(output.model)
    request["model"] = thaw({key: item for key, item in model.items() if key != "messages"}) or dict(MODEL)
    messages = list(_messages(output, model.get("messages"), member, record, event))
    return request | ({"messages": messages} if messages else {})


def _messages(output: Output, written: Any, member: Member, record: Record, event: Event) -> Iterator[Json]:
    """What is written, filled in with the call and with the output's definition as JSON."""
    definition = {"name": output.name, "description": output.description or "", "schema": thaw(output.schema)}
    fields = definition | {"schema": text(definition["schema"])}
    known = values(member, record, event)
    known |= {"callEndedReason": event.data["reason"], "messages": text(record.openai())}
    for message in written if isinstance(written, tuple) else ():
        # The name alone stands for all of the definition, and Liquid would print an object as no JSON.
        parts = "structuredOutput." in str(mapping(message).get("content"))
        own = {"structuredOutput": fields if parts else text(definition)}
        yield from rendered([message], known | own, record, event)


def _found(written: str, kind: Any, transcript: str) -> bool | str | int | float | None:
    """What a pattern gives of the transcript, by the type of the schema; None where that is not known: nothing matches,
    the type is another, or the pattern is none that JavaScript and RE2 read alike.
    """
    from ...compiler.javascript import PatternError, PatternLimit, translate

    literal = _LITERAL.fullmatch(written)
    pattern = translate(literal[1], literal[2]) if literal else translate(written)
    if isinstance(pattern, PatternError) or _NOT_RE2.search(pattern.source):
        return None
    try:
        match = pattern.search(transcript)
    except PatternLimit:
        return None
    if kind == "boolean":
        return match is not None
    if match is None:
        return None
    if kind == "string":
        return match[1] if pattern.groups else match[0]
    number = match[0] or ""
    if kind in ("number", "integer") and _NUMBER.fullmatch(number):
        return float(number) if "." in number else int(number)
    return None
