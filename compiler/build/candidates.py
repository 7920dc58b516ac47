"""What a reference may have meant: names that are alike, the ids of the environment's state, what is external."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ..workspace.kinds import BY_NAME
from ..workspace.scope import Scope, is_id, reference_text, squash
from .read import text

_EXTERNAL = "external"
_ALONE = "in the state alone, no file has this name"
_MOST = 5
"""So many candidates are told where none resembles the reference."""
_ALIKE = 0.86
"""How alike two ids are of which one is a slip of the other: four wrong digits, or one group of the wrong length. Ids
that have nothing to do with each other are less than half alike.
"""


class Candidate(NamedTuple):
    """Something that a reference of a kind can mean: the name, the id if it is known, and what else is to be said."""

    name: str
    id: str | None
    note: str = ""

    def told(self, *, ids: bool) -> str:
        """``'front' (11111111-…, external)``: the id where *ids* are spoken of, or where the name does not do."""
        id_ = self.id if (ids or self.note) and self.id != self.name else None
        more = [part for part in (id_, self.note) if part]
        return f"{self.name!r} ({', '.join(more)})" if more else repr(self.name)


def candidates(scope: Scope, kind: str) -> list[Candidate]:
    """All that a reference to a *kind* can mean in an environment, by name."""
    spec = BY_NAME[kind]
    ids = scope.state.ids.get(spec.state or "", {})
    files = {name for its_kind, name in scope.resources if its_kind == kind}
    alone = "" if kind == "credential" else _ALONE
    found = [Candidate(name, ids.get(name)) for name in files]
    found += [Candidate(name, uuid, alone) for name, uuid in ids.items() if name not in files]
    for key, name in scope.external.get(spec.folders[0], {}).items():
        found.append(Candidate(name, key, _EXTERNAL) if is_id(key) else Candidate(key, None, _EXTERNAL))
    return sorted(found, key=lambda one: (one.name, one.id or ""))


def alike(scope: Scope, kind: str, reference: str) -> str:
    """The question whether one of the candidates that resemble *reference* is meant; empty where none does."""
    known, ids = _others(scope, kind, reference), is_id(reference)
    named = [one.told(ids=ids) for one in known if reference_text(reference) in _names(scope, kind, one)]
    if named:
        have = "has" if len(named) == 1 else "have"
        return f"did you mean {' or '.join(named[:_MOST])}, which {have} this name on the platform?"
    near = _near_ids(known, reference) if ids else _near_names(scope, known, reference)
    told = " or ".join(one.told(ids=ids) for one in near)
    return f"did you mean {told}?" if told else ""


def _names(scope: Scope, kind: str, one: Candidate) -> tuple[str | None, ...]:
    """What *one* is called on the platform, where no name refers to anything: itself, a tool's function."""
    found = scope.resources.get((kind, one.name)) or scope.exported.get((kind, (one.id or one.name).lower()))
    return (text(found.source, "name"), text(found.source, "function", "name")) if found else ()


def there_are(scope: Scope, kind: str, reference: str) -> str:
    """The sentences that say what there is, here and in other environments; empty where there is nothing at all."""
    told = [one.told(ids=is_id(reference)) for one in _others(scope, kind, reference)]
    others = _elsewhere(scope, kind, reference_text(reference))
    listed = f"{', '.join(told[:_MOST])}{' …' if len(told) > _MOST else ''}"
    here = f"There {'is' if len(told) == 1 else 'are'}: {listed}." if told else ""
    there = f"Environment {' and '.join(map(repr, others))} has one." if others else ""
    return " ".join(part for part in (here, there) if part)


def suggestion(scope: Scope, kind: str, reference: str) -> str:
    """What resembles *reference*, or else what there is, as a sentence of its own."""
    found = alike(scope, kind, reference)
    return found[:1].upper() + found[1:] or there_are(scope, kind, reference)


def same_but_for_spelling(scope: Scope, kind: str, reference: str) -> list[str]:
    """The names that differ from *reference* by case, extension or separators alone."""
    said = squash(reference_text(reference))
    names = (one.name for one in candidates(scope, kind) if one.note != _EXTERNAL or one.id is None)
    return sorted({name for name in names if squash(name) == said})


def _elsewhere(scope: Scope, kind: str, name: str) -> list[str]:
    """The other environments that have a file or an id of this name."""
    section = BY_NAME[kind].state
    found = [*scope.elsewhere.get((kind, name), ())]
    found += [one.environment for one in scope.foreign.values() if (one.section, one.name) == (section, name)]
    return sorted({*found} - {str(scope.environment)})


def _others(scope: Scope, kind: str, reference: str) -> list[Candidate]:
    """The candidates without the one that is *reference* itself, of which the state knows that it has no file."""
    itself = reference_text(reference)
    return [one for one in candidates(scope, kind) if one.name != itself or one.note != _ALONE]


def _near_names(scope: Scope, known: Iterable[Candidate], reference: str) -> Iterator[Candidate]:
    by_name: dict[str, Candidate] = {}
    for one in known:
        by_name.setdefault(one.name, one)
    yield from (by_name[name] for name in scope.near_names(reference, by_name))


def _near_ids(known: Collection[Candidate], reference: str) -> Iterator[Candidate]:
    """Whose id is a slip away; whose name the comment has (``id ## booking``); whose name ends with the id's beginning,
    as the gitops engine calls what it pulls (gitops-layout §2.6).
    """
    from difflib import get_close_matches

    said = reference_text(reference).lower()
    comment = squash(reference.partition("##")[2].strip())
    near = get_close_matches(said, {one.id.lower() for one in known if one.id}, n=2, cutoff=_ALIKE)
    for one in known:
        if (one.id or "").lower() in near or one.name.lower().endswith(f"-{said[:8]}") or squash(one.name) == comment:
            yield one
