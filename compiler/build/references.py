"""From a reference to its resource, or to a finding that names what it may have meant (semantics §1.7)."""

from __future__ import annotations

from typing import NamedTuple

from ..diagnostics import Related, Rule, Span
from ..diagnostics.catalog import R011, R012, R015, R018, R024
from ..sources import Path
from ..traced import Traced
from ..workspace.kinds import BY_NAME
from ..workspace.scope import Resource, is_id, reference_text
from .candidates import alike, same_but_for_spelling, suggestion, there_are
from .context import Build


class Target(NamedTuple):
    """What a reference leads to: a resource here, or the name of one that is known to exist elsewhere."""

    resource: Resource | None
    external: str | None


def resolve(build: Build, kind: str, source: Traced, path: Path, dangling: Rule, consequence: str) -> Target | None:
    """The target of the reference at *path* of *source*. None, with a finding, where there is none.

    *dangling* is the rule for a name that nothing has; *consequence* says what that does on a call.
    """
    reference = source.get(path)
    if not isinstance(reference, str):
        return None
    found = build.scope.find(kind, reference)
    if found is not None:
        if found is not build.scope.exported.get((found.kind, found.name.lower())):  # those are only read
            build.touched.append(found)
        return Target(found, None)
    external = build.scope.external_name(kind, reference)
    if external is not None:
        return Target(None, external)
    text = reference_text(reference)
    unread = build.scope.broken.get((kind, text))
    if unread is not None:
        build.fault(dangling, source, path, f"the {kind} {text!r} cannot be read: see {unread}. {consequence}")
        return None
    ignored = build.scope.ignored.get((kind, text))
    if ignored is not None:
        build.fault(
            R015,
            source,
            path,
            f"the {kind} {text!r} is left out by the pattern {ignored.pattern!r} of .vapi-ignore: nothing deploys it. "
            f"{consequence}",
            related=(
                Related(ignored.span, "the pattern"),
                Related(Span.at(ignored.file), "the file that it leaves out"),
            ),
        )
        return None
    if build.scope.state.id_of(BY_NAME[kind].state, text) is not None:
        build.fault(
            R024,
            source,
            path,
            f"the state file has an id for the {kind} {text!r}, but no file has that name: deployers send the id, and "
            "callplan cannot see what is behind it.",
        )
        return Target(None, text)
    known = build.scope.known(reference)
    meant = suggestion(build.scope, kind, reference)
    if known is not None:
        section, name = known
        if section == BY_NAME[kind].state:
            message = f"the state file knows this id as {name!r}, but no file has that name. {consequence}"
            meant = suggestion(build.scope, kind, name)
        else:
            message = f"this id is {name!r} of {section}, no {kind}. {consequence}"
        build.fault(dangling, source, path, f"{message} {meant}".rstrip())
        return None
    if is_id(text):
        elsewhere = build.scope.foreign.get(text.lower())
        if elsewhere is not None:
            here = build.scope.environment
            own = build.scope.resources.get((kind, elsewhere.name))
            use = f"Use {elsewhere.name!r}, its file's name, which every environment has." if own else ""
            build.fault(
                R012,
                source,
                path,
                f"this id belongs to environment {elsewhere.environment!r}, where it is {elsewhere.name!r} of "
                f"{elsewhere.section}, not to {here!r}: the call would use another environment's {kind}, or fail. "
                f"{use or f'No file here has that name. {meant}'}".rstrip(),
            )
            return None
        build.fault(
            R011,
            source,
            path,
            f"no state file and no 'external' entry knows this id, so callplan cannot see the {kind} behind it. "
            f"Declare it in callplan.yaml, or use a file name. {meant}".rstrip(),
        )
        return Target(None, text)
    same = same_but_for_spelling(build.scope, kind, reference)
    if same:
        build.fault(
            R018,
            source,
            path,
            f"{text!r} is written {' or '.join(map(repr, same))}: names match letter by letter, without an extension. "
            f"{consequence}",
        )
    else:
        near = alike(build.scope, kind, reference)
        hint, others = (f"; {near}", "") if near else (".", there_are(build.scope, kind, reference))
        build.fault(dangling, source, path, f"there is no {kind} {text!r}{hint} {consequence} {others}".rstrip())
    return None
