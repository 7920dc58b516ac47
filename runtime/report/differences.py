"""The page about a diff: what breaks whom, the squad coloured in, changes with both places, prompts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...compiler.changes.match import members as matched
from ...compiler.changes.model import CATEGORIES, Change, Diff
from ...compiler.changes.places import parameters, places
from ...compiler.changes.words import value
from ...compiler.graph import changed
from ...compiler.graph.svg import embedded
from ...compiler.plan.frozen import Json
from ...compiler.plan.model import Member, Plan
from ..partings import Parting
from ..partings.report import moment, sides, summary
from .page import chips, folded, lines, page, section, text, tiles
from .prompts import marked, side_by_side

Show = Callable[[str], str]

_TITLES = {
    "behaviour": ("Behaviour", "What happens on a call"),
    "content": ("Content", "What is said, and what the model is told"),
    "environment": ("Environment", "Where requests go"),
    "cosmetic": ("Cosmetic", "Nothing that a caller, a server or the model notices"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One target to show: both plans (None where they are not at hand), and what differs."""

    diff: Diff
    before: Plan | None = None
    after: Plan | None = None
    played: tuple[Parting, ...] = ()


def render(
    comparisons: Sequence[Comparison],
    shows: tuple[Show, Show] = (str, str),
    added: Sequence[str] = (),
    removed: Sequence[str] = (),
    broken: Sequence[str] = (),
    same: int = 0,
) -> str:
    """The whole page; *shows* turn names of files into the reader's, ``played`` are transcripts on both sides."""
    title = "What will be different"
    if len(comparisons) == 1 and not (added or removed or broken):
        title = f"{comparisons[0].diff.after.target}: what will be different"
    body = f"<h1>{text(title)}</h1>\n"
    if added or removed or broken or same:
        entries: list[tuple[str, object]] = [
            *(("new", target) for target in added),
            *(("gone", target) for target in removed),
        ]
        entries += [("does not compile", target) for target in broken]
        entries += [("the same on both sides", same)] if same else []
        body += chips(entries)
    for number, comparison in enumerate(comparisons):
        body += _comparison(comparison, shows, f"t{number}-" if len(comparisons) > 1 else "")
    return page(title, body, foot="Written by <code>callplan diff</code>.")


def _comparison(comparison: Comparison, shows: tuple[Show, Show], prefix: str) -> str:
    diff = comparison.diff
    body = f"<h2>{text(diff.after.target)}</h2>\n" if prefix else ""
    body += f'<p class="lead">{text(diff.before.title)} → <b>{text(diff.after.title)}</b></p>\n'
    body += tiles(_figures(diff))
    if comparison.before is not None and comparison.after is not None and len(comparison.after.members) > 1:
        drawn = embedded(changed(comparison.before, comparison.after, diff), f"{prefix}cg")
        body += section(f"{prefix}squad", "The squad", f'<div class="scroll">{drawn}</div>')
    members = diff.feels()
    if len(members) > 1:
        body += section(f"{prefix}members", "Who feels it", _members(diff))
    for category in CATEGORIES:
        changes = [change for change in diff.changes if change.category == category]
        if changes:
            name, note = _TITLES[category]
            shown = "".join(_change(change, shows) for change in sorted(changes, key=lambda one: not one.breaks))
            body += section(f"{prefix}{category}", f"{name} ({len(changes)})", shown, note)
    if comparison.played:
        body += section(f"{prefix}replay", "Replay", _replay(comparison.played), summary(comparison.played))
    prompts = "".join(_prompts(comparison))
    if prompts:
        body += section(f"{prefix}prompts", "Prompts", prompts)
    if diff.allowed:
        body += section(f"{prefix}allowed", f"Allowed ({len(diff.allowed)})", _allowed(diff))
    return body


def _figures(diff: Diff) -> list[tuple[str, object, str]]:
    breaking = sum(change.severity == "breaking" for change in diff.changes)
    counts = Counter(change.category for change in diff.changes)
    return [
        ("breaking", breaking, "bad" if breaking else "good"),
        *((_TITLES[category][0].lower(), counts[category], "") for category in CATEGORIES),
        ("allowed", len(diff.allowed), ""),
        ("unchanged", diff.unchanged, ""),
    ]


def _members(diff: Diff) -> str:
    rows = "".join(_member(name, own, foreign) for name, (own, foreign) in diff.feels().items())
    heads = ("its own source", "what it shares")
    head = "".join(f'<th class="num" scope="col">{text(one)}</th>' for one in heads)
    return f'<table><thead><tr><th scope="col">member</th>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n'


def _member(name: str, own: int, foreign: int) -> str:
    counts = "".join(f'<td class="num">{count or ""}</td>' for count in (own, foreign))
    return f'<tr><th scope="row">{text(name)}</th>{counts}</tr>\n'


def _change(change: Change, shows: tuple[Show, Show]) -> str:
    breaks = f'<span class="badge breaking">breaks {text(" and ".join(change.breaks))}</span>' if change.breaks else ""
    what = f'<span class="badge {change.what}">{change.what}</span>'
    felt = f"felt by {', '.join(change.members)}" if len(change.members) > 1 else ""
    given = [f"${{{name}}}: {' → '.join(at)}" for name, at in parameters(change, shows).items()]
    meta = " · ".join(filter(None, (felt, " → ".join(places(change, shows)), *given)))
    values = _values(change)
    return (
        f'<div class="change {change.severity}"><p>{breaks}{what}{text(change.sentence)}</p>{values}'
        f'<p class="meta">{text(meta)}</p></div>\n'
    )


def _values(change: Change) -> str:
    """Both values behind a fold, where the sentence cannot hold them."""
    if change.field.startswith("prompt.") or (change.before is None and change.after is None):
        return ""
    shown = [_plain(side) for side in (change.before, change.after)]
    if max(map(len, shown)) <= 60:
        return ""
    left, right = marked(shown[0] or None, shown[1] or None)
    row = f"<tr><td>{left or ''}</td><td>{right or ''}</td></tr>"
    return folded("both in full", f'<table class="sides"><tbody>{row}</tbody></table>')


def _plain(side: Json) -> str:
    if side is None:
        return ""
    if isinstance(side, tuple):
        return "\n".join(_plain(item) for item in side)
    return side if isinstance(side, str) else value(side)


def _prompts(comparison: Comparison) -> Iterator[str]:
    """Each prompt that is another, once, however many members are told it."""
    before, after, diff = comparison.before, comparison.after, comparison.diff
    if before is None or after is None:
        return
    heads = (diff.before.title, diff.after.title)
    told: set[tuple[str, str]] = set()
    for pair in matched(before.members, after.members):
        if pair.before is None or pair.after is None:
            continue
        for was, now in _texts(pair.before[1], pair.after[1]):
            if was.split() != now.split() and (was, now) not in told:
                told.add((was, now))
                yield f"<h3>{text(pair.after[1].name)}</h3>\n{side_by_side(was, now, heads)}"


def _texts(before: Member, after: Member) -> Iterator[tuple[str, str]]:
    for index in range(max(len(before.prompt), len(after.prompt))):
        yield (
            before.prompt[index].content.text if index < len(before.prompt) else "",
            after.prompt[index].content.text if index < len(after.prompt) else "",
        )


def _replay(played: Sequence[Parting]) -> str:
    """Each call that parts: the last events of both, the first of either, and the changes that part them."""
    shown = []
    for parting in played:
        if parting.verdict == "parts":
            rows = "".join(_side(*side) for side in sides(parting))
            causes = "".join(f"<p>because {text(change.sentence)}</p>" for change in parting.causes)
            shown.append(
                f"<h3>{text(parting.transcript)} parts at {moment(parting)}</h3>\n"
                f'<table class="trace"><tbody>{rows}</tbody></table>\n<div class="change notable">{causes}</div>\n'
            )
    return "".join(shown)


def _side(side: str, line: str) -> str:
    sort = "" if side == "both" else ' class="here"'
    return f'<tr{sort}><th scope="row">{side}</th><td class="mono">{text(line)}</td></tr>\n'


def _allowed(diff: Diff) -> str:
    reasons: dict[str, list[Change]] = {}
    for change, rule in diff.allowed:
        reasons.setdefault(rule.reason, []).append(change)
    return "".join(
        folded(f"{reason} ({len(changes)})", "".join(f"<p>{lines(change.sentence)}</p>" for change in changes))
        for reason, changes in reasons.items()
    )
