"""``callplan speak``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .exits import CLEAN, FINDINGS, Refused, near
from .options import Env, Var, Vars
from .terminal import data, err, out

if TYPE_CHECKING:
    from ..compiler.plan.model import Member, Plan
    from ..runtime.voice import ChunkPlan, VoicePolicies
    from ..runtime.voice.walk import Leg

_FOLDERS = ("assistants/", "squads/", "calls/")
_LONGEST = 1_000_000
_SUFFIXES = (".md", ".yml", ".yaml", ".json")


def speak(
    what: Annotated[
        str,
        typer.Argument(metavar="TARGET|TEXT", help="A file or KIND/NAME: its spoken texts; or a text, - for stdin's."),
    ],
    *,
    voice: Annotated[
        str | None, typer.Option("--voice", metavar="MEMBER", help="One member of TARGET, or whose voice speaks TEXT.")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", min=1, max=9999, help="The year that numbers are held against; else this one."),
    ] = None,
    env: Env = None,
    var: Var = None,
    vars: Vars = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="A listing, or JSON.")] = "text",
) -> int:
    """Show what the caller hears of a text: chunks, formatters, what the voice provider gets.

    A TARGET's texts are those that are spoken as they are written: first messages, hooks, tool messages. A TEXT is
    spoken with the platform's default voice settings, or with those of the assistant that --voice names.

    \b
    Examples:
      callplan speak 'Your code is 4821. <flush /> It costs $5.' --year 2026
      callplan speak - --voice billing < answer.txt
      callplan speak squads/clinic --voice Receptionist
    """
    from ..compiler.policies import resolve
    from ..runtime.voice import VoicePolicies
    from .values import variables

    year = year or datetime.now(UTC).year
    values = variables(var, vars)
    if _is_target(what):
        from .plans import plan_of

        plan = plan_of(what, env, values)
        texts = _texts(plan, voice, year, values)
        policies = plan.policies
    else:
        member, policies = _speaker(voice, env)
        texts = [(member, "text", _piped() if what == "-" else what, "")]
    chosen = VoicePolicies.read(resolve({name: str(value) for name, value in policies.items()}))
    reports = [_report(*one, year, chosen) for one in texts]
    if format == "json":
        import json

        data(json.dumps({"version": 1, "year": year, "texts": reports}, ensure_ascii=False, indent=2) + "\n")
    else:
        for report in reports:
            for line in _lines(report):
                out(line)
    faults = dict.fromkeys(fault for report in reports for fault in report["faults"])
    for fault in faults:
        err(f"callplan: a replacement cannot be made, so what is spoken is unknown: {fault}")
    return FINDINGS if faults else CLEAN


def _piped() -> str:
    """The text on stdin, without the new line at its end."""
    read = sys.stdin.buffer.read(_LONGEST + 1) if sys.stdin is not None else b""
    if len(read) > _LONGEST:
        raise Refused(f"the text on stdin has more than {_LONGEST:,} bytes")
    return read.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _is_target(what: str) -> bool:
    """Whether *what* names something: a file, or what begins or ends as a target does."""
    if what.startswith(_FOLDERS) or what.endswith(_SUFFIXES):
        return not any(character.isspace() for character in what) or _is_file(what)
    return _is_file(what)


def _is_file(what: str) -> bool:
    try:
        return Path(what).is_file()
    except (OSError, ValueError):  # too long for a name, or with characters that none has
        return False


def _texts(
    plan: Plan, voice: str | None, year: int, values: dict[str, Any]
) -> list[tuple[Member | None, str, str, str]]:
    from ..runtime.utterances import utterances

    names = {name for member in plan.members for name in (member.key, member.name)}
    if voice is not None and voice not in names:
        raise Refused(f"--voice: {plan.target} has no member {voice!r}{near(voice, names)}")
    return [
        (found.member, found.where, found.text, found.language)
        for found in utterances(plan, year, values)
        if voice is None or voice in (found.member.key, found.member.name)
    ]


def _speaker(voice: str | None, env: str | None) -> tuple[Member | None, Any]:
    """The assistant whose voice speaks a text, by target or by bare name, and the policies of its workspace."""
    if voice is None:
        return None, {}
    from .plans import plan_of

    plan = plan_of(voice if _is_target(voice) else f"assistants/{voice}", env)
    return plan.member(plan.entry), plan.policies


def _report(
    member: Member | None, where: str, text: str, language: str, year: int, policies: VoicePolicies
) -> dict[str, Any]:
    from dataclasses import replace

    from ..runtime.voice import duration_ms, is_audio, member_plan, read_plan
    from ..runtime.voice.language import names_other
    from ..runtime.voice.walk import walk

    plan = member_plan(member, policies) if member else read_plan(None, policies)
    if language:
        plan = replace(plan, other_language=names_other(language))
    legs = walk(text, plan, year, policies)
    faults = dict.fromkeys(f"replacement {fault.index + 1}: {fault.message}" for leg in legs for fault in leg.faults)
    spoken = None if faults else "".join(leg.spoken for leg in legs)
    kind = "recording" if is_audio(text) else "formatted" if plan.enabled and plan.format.enabled else "unformatted"
    return {
        "member": member.key if member else None,
        "where": where,
        "text": text,
        "kind": kind,
        "chunks": [_chunk(leg, plan) for leg in legs],
        "spoken": spoken,
        "lasts_ms": 0 if kind == "recording" else None if spoken is None else duration_ms(spoken),
        "faults": list(faults),
    }


def _chunk(leg: Leg, plan: ChunkPlan) -> dict[str, Any]:
    """The chunk as JSON; a pass that makes a replacement has its ``index`` in ``replacements``."""
    indexes = iter([entry.index for entry in plan.format.replacements])
    passes = []
    for one in leg.passes:
        made: dict[str, Any] = {"formatter": one.name, "key": one.key, "before": one.before, "after": one.after}
        if one.name == "replacements":
            made["index"] = next(indexes)
        passes.append({**made, "fault": one.fault} if one.fault else made)
    place = {"text": leg.chunk.text, "start": leg.chunk.start, "end": leg.chunk.end, "sent_by": leg.sent_by}
    return {**place, "english": not leg.other, "passes": passes, "spoken": None if leg.faults else leg.spoken}


def _lines(report: dict[str, Any]) -> Iterator[str]:
    from ..compiler.diagnostics.reporters.safe import one_line

    name = " ".join(part for part in (report["member"], report["where"]) if part)
    yield one_line(f"== {name}")
    yield one_line(f"text      {_quoted(report['text'])}")
    if report["kind"] == "recording":
        yield "a recording: it is played, not spoken\n"
        return
    for number, chunk in enumerate(report["chunks"], 1):
        ends = {"flush": "sent by a flush", "end": "what is left at the end"}
        why = ends.get(chunk["sent_by"]) or f"ends at {chunk['sent_by']!r}"
        yield one_line(f"chunk {number}   {_quoted(chunk['text'])} ({chunk['start']} to {chunk['end']}, {why})")
        changed = [one for one in chunk["passes"] if one["before"] != one["after"] or "fault" in one]
        for one in changed:
            said = f"left out: {one['fault']}" if "fault" in one else _quoted(one["after"])
            name = f"replacement {one['index'] + 1}" if "index" in one else one["formatter"]
            yield one_line(f"  {name:<26} {said}")
        if rest := len(chunk["passes"]) - len(changed):
            yield f"  {rest} {'step' if rest == 1 else 'steps'} changed nothing"
        if not chunk["english"]:
            yield "  not English: steps 6 to 12 leave it as it is (policy otherLanguages)"
    if report["spoken"] is None:
        yield "spoken    unknown: a replacement cannot be made"
    else:
        yield one_line(f"spoken    {_quoted(report['spoken'])}, {report['lasts_ms'] / 1000:.3f} s")
    if report["kind"] == "unformatted":
        yield "          chunkPlan or formatPlan is off: nothing was formatted"
    yield ""


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
