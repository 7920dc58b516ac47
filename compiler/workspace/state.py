"""State files of the gitops engine: the ids that one organisation gave to the resources (gitops-layout §2.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics import Diagnostic, Related, Span
from ..diagnostics.catalog import N009, R023, Y001
from ..sources import Document, pointer
from ..values import dataclass, field


@dataclass(frozen=True, slots=True)
class State:
    """Ids by section and resource name, and names by id (in lower case). Slim, fat and bare-string entries are read
    alike.
    """

    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

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
        for name, entry in entries.items():
            uuid = _uuid(entry)
            if uuid is None:
                diagnostics.append(_bad(document.span((section, name)), (section, name), "an entry holds a uuid"))
                continue
            ids.setdefault(section, {})[name] = uuid
            other = names.get(uuid.lower())
            if other is not None and other[0] == section:
                diagnostics.append(
                    R023.at(
                        document.key_span((section, name)),
                        f"{name!r} and {other[1]!r} have one id: each push of one overwrites the other.",
                        path=pointer((section, name)),
                        related=(Related(document.key_span(other), "the other name"),),
                    )
                )
            names[uuid.lower()] = (section, name)
    return State(ids, names), [*diagnostics, *_legacy(document, data)]


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
