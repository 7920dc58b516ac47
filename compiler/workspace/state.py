"""State files of the gitops engine: the ids that one organisation gave to the resources (gitops-layout §2.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics import Diagnostic, Related, Severity, Span
from ..diagnostics.catalog import N009, R012, R023, Y001
from ..sources import Document, Path, pointer
from ..values import dataclass, field
from .ids import UUID
from .kinds import KINDS


@dataclass(frozen=True, slots=True)
class State:
    """Ids by section and resource name, and names by id (in lower case), as ``document`` has them. Slim, fat and
    bare-string entries are read alike.
    """

    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    document: Document | None = None

    def id_of(self, section: str | None, name: str) -> str | None:
        """The id of a resource, or None where the state does not know it."""
        return self.ids.get(section or "", {}).get(name)


EMPTY = State()


def read_state(document: Document) -> tuple[State, list[Diagnostic]]:
    """The state that *document* holds; entries of no known shape are reported at their place."""
    diagnostics: list[Diagnostic] = []
    ids: dict[str, dict[str, str]] = {}
    names: dict[str, tuple[str, str]] = {}
    data = document.data if isinstance(document.data, dict) else {}
    for section, entries in data.items():
        if not isinstance(entries, dict):
            diagnostics.append(_bad(document.span((section,)), (section,), "a section maps names to ids"))
            continue
        if section not in _SECTIONS:
            near = _near(section)
            if near:
                expected = f"{section!r} is no section, did you mean {near!r}?"
                diagnostics.append(_bad(document.key_span((section,)), (section,), expected))
                continue
        for name, entry in entries.items():
            uuid = _uuid(entry)
            path = (section, name)
            if uuid is None or UUID.fullmatch(uuid) is None:
                found = "" if uuid is None else f", {uuid[:40]!r} is none"
                diagnostics.append(_bad(document.span(path), path, f"an entry holds a uuid{found}"))
                continue
            ids.setdefault(section, {})[name] = uuid
            other = names.setdefault(uuid.lower(), path)
            if other != path:
                diagnostics.append(
                    R023.at(
                        document.key_span(path),
                        f"{_called(path)} and {_called(other, section)} have one id: "
                        + (
                            "each push of one overwrites the other."
                            if section == other[0]
                            else "it belongs to one of them, and what refers to the other reaches the wrong resource."
                        ),
                        path=pointer(path),
                        related=(Related(document.key_span(other), "the other name"),),
                    )
                )
    return State(ids, names, document), [*diagnostics, *_legacy(document, data)]


def shared(states: Mapping[str, State]) -> Iterator[Diagnostic]:
    """R012 for each id that the state files of two environments have: whatever is pushed there overwrites the other
    environment's. A credential is pushed by nobody: two environments with one is a warning.
    """
    first: dict[str, tuple[str, State, Path]] = {}
    for env, state in states.items():
        for uuid, path in state.names.items():
            other, known, at = first.setdefault(uuid, (env, state, path))
            if known is state or state.document is None or known.document is None:
                continue
            credential = path[0] == at[0] == "credentials"
            effect = (
                f"a change made for {env!r} reaches the callers of {other!r}"
                if credential
                else f"every push to {env!r} overwrites what the callers of {other!r} get"
            )
            yield R012.at(
                state.document.key_span(path),
                f"this id is {str(at[1])!r} of {at[0]} in environment {other!r}, too: {effect}. Each environment has "
                "ids of its own.",
                path=pointer(path),
                related=(Related(known.document.key_span(at), f"the id in {other!r}"),),
                severity=Severity.WARNING if credential else None,
            )


_SECTIONS = frozenset(kind.state for kind in KINDS if kind.state)


def _near(section: str) -> str | None:
    """The section that is meant where *section* is spelled otherwise."""
    from difflib import get_close_matches

    lower = {known.lower(): known for known in _SECTIONS}
    near = get_close_matches(section.lower().replace("-", ""), lower, n=1, cutoff=0.8)
    return lower[near[0]] if near else None


def _called(path: tuple[str, str], section: str | None = None) -> str:
    """How a message names an entry; with its section where that is another than *section*."""
    return repr(path[1]) if section in (None, path[0]) else f"{path[1]!r} of {path[0]}"


def _legacy(document: Document, data: Mapping[Any, Any]) -> Iterator[Diagnostic]:
    """N009 for a file whose entries are not slim: the engine wants them migrated before it pulls or pushes."""
    old = [
        (section, name)
        for section, entries in data.items()
        for name, entry in (entries.items() if isinstance(entries, dict) else ())
        if _uuid(entry) is not None and (isinstance(entry, str) or len(entry) > 1)
    ]
    if old:
        entries = "1 entry" if len(old) == 1 else f"{len(old)} entries"
        yield N009.at(
            document.key_span(old[0]),
            f"{entries} of this state file {'is' if len(old) == 1 else 'are'} in an older form: newer versions of the "
            "gitops engine pull and push nothing until they are migrated (npm run migrate).",
            path=pointer(old[0]),
        )


def _uuid(entry: Any) -> str | None:
    value = entry.get("uuid") if isinstance(entry, dict) else entry
    return value if isinstance(value, str) and value else None


def _bad(span: Span, path: tuple[str, ...], expected: str) -> Diagnostic:
    return Y001.at(
        span,
        f"this state file entry cannot be read: {expected}. The references through it are unknown.",
        path=pointer(path),
    )
