"""From a reference to its resource, or to a finding that names what it may have meant (semantics §1.7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..diagnostics import Related, Rule, Span
from ..diagnostics.catalog import R011, R012, R015, R018, R024
from ..sources import Path
from ..traced import Traced
from ..workspace.kinds import BY_NAME
from ..workspace.scope import Resource, is_id, reference_text, squash
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
    if known is not None:
        section, name = known
        message = (
            f"the state file knows this id as {name!r}, but no file has that name. {consequence}"
            if section == BY_NAME[kind].state
            else f"this id is {name!r} of {section}, no {kind}. {consequence}"
        )
        build.fault(dangling, source, path, message)
        return None
    if is_id(text):
        elsewhere = build.scope.foreign.get(text.lower())
        if elsewhere is not None:
            here = build.scope.environment
            own = build.scope.resources.get((kind, elsewhere.name))
            named = f"{elsewhere.name!r}, its file's name" if own else "the file name"
            build.fault(
                R012,
                source,
                path,
                f"this id belongs to environment {elsewhere.environment!r}, not to {here!r}: the call would use "
                f"another environment's {kind}, or fail. Use {named}, which every environment has.",
            )
            return None
        build.fault(
            R011,
            source,
            path,
            f"no state file and no 'external' entry knows this id, so callplan cannot see the {kind} behind it. "
            "Declare it "
            "in callplan.yaml, or use a file name.",
        )
        return Target(None, text)
    near = build.scope.near(kind, reference)
    same = [name for name in near if squash(name) == squash(text)]
    if same:
        build.fault(
            R018,
            source,
            path,
            f"{text!r} is written {same[0]!r}: names match letter by letter, without an extension. {consequence}",
        )
    else:
        hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else "."
        others = "" if near else _known(build, kind)
        build.fault(dangling, source, path, f"there is no {kind} {text!r}{hint} {consequence}{others}")
    return None


_MOST = 5
"""So many names are told where none resembles the reference."""


def _known(build: Build, kind: str) -> str:
    said = there_are(name for its_kind, name in build.scope.resources if its_kind == kind)
    return f" {said}" if said else ""


def there_are(names: Iterable[str]) -> str:
    """The sentence that lists what there is where a reference has nothing; empty where there is nothing."""
    known = sorted(names)
    more = " …" if len(known) > _MOST else ""
    listed = ", ".join(map(repr, known[:_MOST]))
    return f"There {'is' if len(known) == 1 else 'are'}: {listed}{more}." if known else ""
