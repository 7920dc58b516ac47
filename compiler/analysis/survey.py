"""All variables of a compiled target at a glance: types, tiers, writers, readers, verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..build import Build, Compiled
from ..build.context import Use
from ..build.writes import json_type
from ..diagnostics import Span
from ..plan.frozen import thaw
from ..secrets import mask
from ..sources import Path
from ..variables import DEFAULTS, TRUSTED
from .assignment import Assignment, Standing, Verdict, assignment
from .places import label, templates
from .squad import owner
from .trust import TIERS

VERDICTS: dict[Standing, str] = {
    "always": "always bound",
    "answer": "from the answer",
    "guarded": "guarded",
    "perhaps": "bound on some paths",
    "some": "bound on some paths",
    "never": "never bound",
    "unreached": "never reached",
}
"""How each standing is called."""

_GRAVITY: tuple[Standing, ...] = ("unreached", "always", "answer", "guarded", "perhaps", "some", "never")


class Writer(NamedTuple):
    """Who writes a variable, in words, and where that is written; None: the platform, or the command line."""

    who: str
    tier: int
    type: str | None
    span: Span | None


class Reader(NamedTuple):
    """A place that reads a variable: whose, where in the plan, which path, where in the sources, how it stands."""

    member: str
    where: str
    path: str
    span: Span
    verdict: Verdict


class Row(NamedTuple):
    """One variable. ``needed``: the call has to supply it; ``example`` as declared, configured, or documented."""

    name: str
    type: str | None
    tier: int
    needed: bool
    example: Any
    writers: tuple[Writer, ...]
    readers: tuple[Reader, ...]

    @property
    def standing(self) -> Standing:
        """The gravest of its reads; ``unreached`` where there are none."""
        return max((reader.verdict.standing for reader in self.readers), key=_GRAVITY.index, default="unreached")


class Text(NamedTuple):
    """A text that is rendered, with what it reads, in the order of the text."""

    member: int
    where: str
    text: str
    reads: tuple[Verdict, ...]


class Survey(NamedTuple):
    """Everything about the variables of a target; texts in the order of the plan, those without a field last."""

    rows: tuple[Row, ...]
    texts: tuple[Text, ...]


def survey(build: Build, compiled: Compiled, given: Mapping[str, Any]) -> Survey:
    """The survey of *compiled*; *given* are the variables that it was compiled with."""
    found = assignment(build, compiled)
    readers: dict[str, dict[tuple[object, ...], Reader]] = {}
    for verdict in found.verdicts:
        use = verdict.use
        member = compiled.plan.members[owner(use.where)].key
        reader = Reader(member, label(compiled.plan, use.where), use.path, use.span(), verdict)
        if use.moment != "alias" or use.root in found.squad.bits or use.root in DEFAULTS:
            readers.setdefault(use.root, {}).setdefault((member, reader.where, use.path, reader.span), reader)
    writers: dict[str, dict[Writer, list[str]]] = {}
    examples: dict[str, Any] = {}
    for name, key, writer, example in _writers(build, compiled, given):
        writers.setdefault(name, {}).setdefault(writer, []).append(key)
        if example is not None:
            examples.setdefault(name, example)
    rows = []
    for name in sorted({*readers, *writers}):
        if name in DEFAULTS:
            default = DEFAULTS[name]
            writers.setdefault(name, {})[Writer("the platform", default.tier, default.type, None)] = []
            examples.setdefault(name, default.example)
        some = tuple(_shared(writer, keys) for writer, keys in writers.get(name, {}).items())
        rows.append(
            Row(
                name,
                next((writer.type for writer in some if writer.type), None),
                max((writer.tier for writer in some), default=TRUSTED),
                name in compiled.plan.needs,
                examples.get(name),
                some,
                tuple(readers.get(name, {}).values()),
            )
        )
    return Survey(tuple(rows), tuple(_texts(compiled, found)))


def _shared(writer: Writer, members: Iterable[str]) -> Writer:
    """The writer with the members that it stands for: one place in the sources may belong to several."""
    names = ", ".join(dict.fromkeys(filter(None, members)))
    return writer._replace(who=f"{names} {writer.who}") if names else writer


def _writers(build: Build, compiled: Compiled, given: Mapping[str, Any]) -> Iterator[tuple[str, str, Writer, Any]]:
    """Name, member, writer and example value of everything that writes a variable, but for the platform."""
    project = build.project
    for name, variable in project.variables.items():
        span = project.document.key_span(("variables", name)) if project.document else None
        who = f"{variable.source or 'the call'}, as callplan.yaml declares"
        yield name, "", Writer(who, TRUSTED, variable.type, span), mask(variable.example, name)
    for name, value in given.items():
        yield name, "", Writer("--var", TRUSTED, json_type(value), None), mask(value, name)
    for form, member in zip(compiled.forms, compiled.plan.members, strict=True):
        for name, value in member.variables.items():
            assert form.effective is not None  # only who is known has variables
            place = form.effective.variables.place((name,))
            yield name, member.key, Writer(place.layer, TRUSTED, json_type(value), place.key_span()), thaw(value)
    for write in build.writes:
        member = compiled.plan.members[owner(write.where)]
        who = f"{label(compiled.plan, write.where)}, {_KINDS[write.how]}"
        example = write.source.get(write.at) if write.how == "destination" else None
        writer = Writer(who, TIERS[write.how], write.type, write.span())
        yield write.name, member.key, writer, mask(example, write.name)


_KINDS = {"schema": "schema", "alias": "alias", "argument": "argument", "destination": "variableValues"}


def _texts(compiled: Compiled, found: Assignment) -> Iterator[Text]:
    plan = compiled.plan
    reads: dict[tuple[Path, object], list[Verdict]] = {}
    for verdict in found.verdicts:
        reads.setdefault((verdict.use.where, _text(verdict.use)), []).append(verdict)
    for where, template in templates(plan):
        own = reads.pop((where, template.text), [])
        yield Text(owner(where), label(plan, where), template.text, _ordered(own))
    for (where, text), own in reads.items():
        yield Text(owner(where), label(plan, where), str(text), _ordered(own))


def _ordered(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """In the order of the text; an output that stands in several texts of one place is judged once."""
    return tuple(sorted(verdicts, key=lambda verdict: (verdict.use.start, verdict.use.end)))


def _text(use: Use) -> object:
    return use.source.get(use.at)
