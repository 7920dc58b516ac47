"""``*.transcript.yaml`` to values, with every fault at its place (design §3.7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from ...compiler.diagnostics import Diagnostic
from ...compiler.diagnostics.catalog import J002
from ...compiler.plan.frozen import EMPTY, FrozenDict, freeze
from ...compiler.policies import fault
from ...compiler.sources import Document, Path
from .expectations import read_expect
from .model import CallFields, Transcript
from .script import read_script
from .sheet import Faulty, Sheet, found

VERSION = 1
SUFFIX = ".transcript.yaml"

CALL_TYPES = ("inboundPhoneCall", "outboundPhoneCall", "webCall", "vapi.websocketCall", "chat", "session")

_KEYS = (
    *("transcript", "target", "env", "tags", "skip", "call", "policies", "random", "assistantRequest"),
    *("joins", "recordings", "script", "expect"),
)
MISSES = ("never", "busy")
"""What ``joins`` says of a customer who does not: nobody comes, or the line is busy."""
TAG = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", re.ASCII)
TAKEN = frozenset({"and", "or", "not", "skip", "skipif", "xfail", "usefixtures", "parametrize", "filterwarnings"})
"""Words of selection, and marks that pytest acts upon."""

_REPLY = (
    *("assistantId", "assistant", "assistantOverrides", "squadId", "squad", "squadOverrides", "destination", "error"),
    *("takes", "fails", "timesOut", "found", "valid", "server"),
)
"""A reply's own keys (semantics §9), and how the request goes."""
_CALL = ("type", "startedAt", "id", "customer", "phoneNumber", "transport", "metadata", "variableValues")
_CUSTOMER = (
    "number",
    "name",
    "email",
    "extension",
    "externalId",
    "sipUri",
    "numberE164CheckEnabled",
    "assistantOverrides",
    "squadOverrides",
)


def read(document: Document) -> tuple[Transcript | None, tuple[Diagnostic, ...]]:
    """The transcript that *document* holds and all findings about it; no transcript where one of them is an error.

    What the YAML itself has wrong is said by who read the document.
    """
    sheet = Sheet(document)
    transcript: Transcript | None = None
    with suppress(Faulty):
        transcript = _transcript(sheet)
    return (None if sheet.broken else transcript), tuple(sorted(sheet.diagnostics, key=Diagnostic.sort_key))


def _transcript(sheet: Sheet) -> Transcript:
    fields = sheet.mapping((), sheet.document.data, _KEYS, "a transcript")
    if "transcript" not in fields:
        sheet.note((), f"a transcript begins with its version: `transcript: {VERSION}`")
    elif fields["transcript"] != VERSION or isinstance(fields["transcript"], bool):
        sheet.note(
            ("transcript",),
            f"this callplan reads transcripts of version {VERSION}, found {found(fields['transcript'])}",
        )
    if "target" not in fields:
        sheet.note((), "a transcript has a target: a file relative to it, or kind/name in its workspace")

    def part(key: str, read: Callable[[Sheet, Path, Any], Any], default: Any) -> Any:
        """One section; a faulty one does not hide the others."""
        if key not in fields:
            return default
        try:
            return read(sheet, (key,), fields[key])
        except Faulty:
            return default

    target = fields.get("target")
    if isinstance(target, str) and not target.isprintable():
        sheet.note(("target",), f"target names a file or a resource, found {found(target)}")
    opening, inputs = part("script", read_script, ((), ()))
    return Transcript(
        sheet.document.file,
        sheet.text(("target",), target, "target", blank=False) if "target" in fields else "",
        sheet.text(("env",), fields["env"], "env", blank=False) if "env" in fields else None,
        part("call", _call, CallFields()),
        part("policies", _policies, EMPTY),
        opening,
        inputs,
        part("expect", read_expect, ()),
        sheet.whole(("random",), fields["random"], "random (a seed)") if "random" in fields else None,
        part("assistantRequest", _reply, None),
        sheet.span(("target",)) if "target" in fields else None,
        sheet.span(("env",)) if "env" in fields else None,
        part("tags", _tags, ()),
        sheet.text(("skip",), fields["skip"], "skip (why it is not run)", blank=False) if "skip" in fields else None,
        part("joins", _joins, None),
        fields["joins"] if fields.get("joins") in MISSES else "",
        part("recordings", _recordings, EMPTY),
    )


def _joins(sheet: Sheet, path: Path, value: Any) -> int | None:
    return None if value in MISSES else sheet.duration(path, value, "joins (or 'never', or 'busy')")


def _recordings(sheet: Sheet, path: Path, value: Any) -> FrozenDict:
    """How long the recordings at these addresses are."""
    lengths = sheet.mapping(path, value, None, "recordings (address: length)")
    return FrozenDict({key: sheet.duration((*path, key), length, "a length") for key, length in lengths.items()})


def _tags(sheet: Sheet, path: Path, value: Any) -> tuple[str, ...]:
    tags = sheet.each(path, value, "tags", lambda at, tag: _tag(sheet, at, tag))
    for index, tag in enumerate(tags):
        if tag and tag in tags[:index]:
            sheet.note((*path, index), f"the tag {tag!r} is there twice")
    return tags


def _tag(sheet: Sheet, path: Path, value: Any) -> str:
    tag = sheet.text(path, value, "a tag", blank=False)
    if tag in TAKEN:
        sheet.note(path, f"{tag!r} is no tag: the word has a meaning to -m or to pytest")
    elif tag and not TAG.fullmatch(tag):
        sheet.note(path, f"a tag is a letter, then letters, digits, _ . and -, found {found(value)}")
    return tag


def _reply(sheet: Sheet, path: Path, value: Any) -> FrozenDict:
    fields = sheet.mapping(path, value, _REPLY, "assistantRequest (the server's answer)")
    if "takes" in fields:
        sheet.duration((*path, "takes"), fields["takes"], "takes")
    for key in ("timesOut", "found", "valid", "server"):
        if key in fields:
            sheet.flag((*path, key), fields[key], key)
    if "fails" in fields:
        sheet.text((*path, "fails"), fields["fails"], "fails (the error)")
    return sheet.frozen(path, fields, "assistantRequest")


def _policies(sheet: Sheet, path: Path, value: Any) -> FrozenDict:
    values: dict[str, str] = {}
    for name, chosen in sheet.mapping(path, value, None, "policies").items():
        wrong = fault(name, chosen)
        if wrong is None:
            values[name] = str(chosen)
        else:
            sheet.note((*path, name), wrong, key=wrong.startswith("there is no"), rule=J002)
    frozen = freeze(values)
    return frozen if isinstance(frozen, FrozenDict) else EMPTY


def _call(sheet: Sheet, path: Path, value: Any) -> CallFields:
    fields = sheet.mapping(path, value, _CALL, "call")

    def free(key: str) -> FrozenDict:
        try:
            return sheet.frozen((*path, key), fields[key], key) if key in fields else EMPTY
        except Faulty:
            return EMPTY

    kind = sheet.choice((*path, "type"), fields["type"], CALL_TYPES, "type") if "type" in fields else None
    started = _started(sheet, (*path, "startedAt"), fields["startedAt"]) if "startedAt" in fields else ""
    identity = sheet.text((*path, "id"), fields["id"], "id", blank=False) if "id" in fields else None
    for key, known in (("customer", _CUSTOMER), ("phoneNumber", None)):
        _party(sheet, (*path, key), fields.get(key), known)
    return CallFields(
        kind,
        started or CallFields().started_at,
        identity,
        free("customer"),
        free("phoneNumber"),
        free("transport"),
        free("metadata"),
        free("variableValues"),
        sheet.span(path),
    )


def _party(sheet: Sheet, path: Path, value: Any, known: tuple[str, ...] | None) -> None:
    """Who calls, or which number is called: a number is text, or YAML drops its plus."""
    if isinstance(value, dict):
        fields = sheet.mapping(path, value, known, str(path[-1]))
        for key in ("number", "name"):
            if key in fields:
                sheet.text((*path, key), fields[key], key)


def _started(sheet: Sheet, path: Path, value: Any) -> str:
    text = sheet.text(path, value, "startedAt")
    if not text:
        return ""
    try:
        zoned = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        zoned = False
    if not zoned:
        sheet.note(path, f"startedAt is a time with its zone, such as 2026-01-05T15:00:00Z, found {found(value)}")
    return text
