"""The call as a picture: who speaks when, which tools are awaited, where hooks fire and the caller is handed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...compiler.graph.layout import width_of
from .moments import Call, Moment, Stretch
from .page import text

LEFT, TOP, ROW, BAR, TOOL = 112, 34, 46, 28, 20
_STEPS = (500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000)
_WIDEST = 30_000
"""A call of hours is drawn to this width and no wider."""


def clock(t_ms: int) -> str:
    """``1:05``, or with a decimal where a second is long."""
    minutes, rest = divmod(abs(t_ms), 60_000)
    part = f"{rest / 1000:04.1f}" if rest % 1000 else f"{rest // 1000:02d}"
    return f"{'-' if t_ms < 0 else ''}{minutes}:{part}"


class Scale:
    """Milliseconds to pixels."""

    def __init__(self, call: Call) -> None:
        self.start = min(0, call.start_ms)
        self.span = max(1000, call.end_ms - self.start)
        self.width = min(_WIDEST, max(1000, self.span * 0.02))
        self.unit = self.width / self.span

    def x(self, t_ms: int) -> float:
        """Where an instant lies."""
        return LEFT + (t_ms - self.start) * self.unit


def color_of(member: str, members: Sequence[str]) -> str:
    """The class of a member's colours."""
    return f"m{members.index(member) % 6}" if member in members else "tool"


def chart(call: Call) -> str:
    """The picture, with its content in words for who does not see it."""
    scale = Scale(call)
    speakers = [member for member in call.members if any(_is_of(one, member) for one in call.stretches)]
    lanes = ["caller", *speakers]
    rows = _stacked([one for one in call.stretches if one.lane == "tool"], scale)
    top_tools = TOP + ROW * len(lanes)
    bottom = top_tools + (TOOL + 8) * (max(rows.values(), default=-1) + 1) + (10 if rows else 0)
    height = bottom + (26 if any(one.sort in ("hook", "rejected") for one in call.moments) else 6)
    width = LEFT + scale.width + 18
    parts = [
        f'<svg class="chart" role="img" aria-label="{text(_said(call))}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">\n',
        *_stripes(lanes, width),
        *_grid(scale, bottom),
        *(
            f'<text class="lane" x="0" y="{TOP + ROW * index + ROW / 2 + 4:.0f}">{text(_short(lane))}</text>\n'
            for index, lane in enumerate(["Caller", *speakers])
        ),
        f'<text class="lane" x="0" y="{top_tools + TOOL + 1}">Tools</text>\n' if rows else "",
        *_silences(call, scale, TOP + ROW * len(lanes) / 2),
        *_passes(call, scale, bottom),
        *(_speech(one, lanes, call, scale) for one in call.stretches if one.lane != "tool"),
        *(_tool(one, rows[id(one)], top_tools, scale) for one in call.stretches if one.lane == "tool"),
        *_hooks(call, scale, lanes, bottom),
        "</svg>\n",
    ]
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Timeline">\n{"".join(parts)}</div>\n'


def _is_of(stretch: Stretch, member: str) -> bool:
    return stretch.lane == "member" and stretch.member == member


def _short(name: str) -> str:
    name = name.partition("@")[0]
    return name if len(name) <= 16 else f"{name[:15]}…"


def _said(call: Call) -> str:
    turns = sum(1 for one in call.stretches if one.lane != "tool")
    members = ", ".join(call.members)
    return (
        f"Timeline of {clock(call.end_ms)}: {turns} utterances, members {members}. The conversation below tells it all."
    )


def _stripes(lanes: Sequence[str], width: float) -> Iterator[str]:
    for index in range(0, len(lanes), 2):
        yield f'<rect class="stripe" x="0" y="{TOP + ROW * index}" width="{width:.0f}" height="{ROW}" rx="6"/>\n'


def _grid(scale: Scale, bottom: float) -> Iterator[str]:
    step = next((step for step in _STEPS if step * scale.unit >= 66), _STEPS[-1])
    first = scale.start - scale.start % step
    for t_ms in range(first, scale.start + scale.span + 1, step):
        x = scale.x(t_ms)
        if x < LEFT:
            continue
        yield f'<line class="grid" x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom:.0f}"/>\n'
        yield f'<text class="tick" x="{x:.1f}" y="{TOP - 14}" text-anchor="middle">{clock(t_ms)}</text>\n'


def _speech(one: Stretch, lanes: Sequence[str], call: Call, scale: Scale) -> str:
    lane = 0 if one.lane == "caller" else lanes.index(one.member)
    sort = "caller" if one.lane == "caller" else color_of(one.member, call.members)
    x, width = scale.x(one.start_ms), max(3.0, (one.end_ms - one.start_ms) * scale.unit)
    y = TOP + ROW * lane + (ROW - BAR) / 2
    who = "caller" if one.lane == "caller" else f"{one.member} ({one.note})"
    title = f"{clock(one.start_ms)} to {clock(one.end_ms)}, {who}: {one.text}"
    cut = (
        f'<line class="cut" x1="{x + width:.1f}" y1="{y - 2}" x2="{x + width:.1f}" y2="{y + BAR + 2}"/>'
        if one.cut
        else ""
    )
    return (
        f'<a class="{sort}" href="#e{one.number}"><title>{text(title)}</title>'
        f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR}" rx="7"/>{cut}'
        f"{_inside(one.text, x, y + BAR / 2 + 4, width)}</a>\n"
    )


def _inside(said: str, x: float, y: float, width: float) -> str:
    """As much of a text as there is room for."""
    short = " ".join(said.split())
    if width_of(short, 12) > width - 14:
        keep = len(short)
        while keep and width_of(short[:keep], 12) > width - 26:
            keep -= 1
        if keep < 3:
            return ""
        short = short[:keep].rstrip() + "…"
    return f'<text class="said" x="{x + 8:.1f}" y="{y:.1f}">{text(short)}</text>'


def _stacked(tools: Sequence[Stretch], scale: Scale) -> dict[int, int]:
    """The row of each tool: the first that is free, its name behind a short bar counted in."""
    ends: list[float] = []
    rows: dict[int, int] = {}
    for tool in tools:
        x = scale.x(tool.start_ms)
        end = max(scale.x(tool.end_ms), x + 12) + width_of(tool.text, 12) + 16
        row = next((row for row, taken in enumerate(ends) if taken <= x), len(ends))
        ends[row : row + 1] = [end]
        rows[id(tool)] = row
    return rows


def _tool(one: Stretch, row: int, top: float, scale: Scale) -> str:
    x, width = scale.x(one.start_ms), max(10.0, (one.end_ms - one.start_ms) * scale.unit)
    y = top + 6 + (TOOL + 8) * row
    title = f"{clock(one.start_ms)} to {clock(one.end_ms)}, tool {one.text}: {one.note or 'not answered'}"
    beside = x + width + 6 + width_of(one.text, 12) < LEFT + scale.width + 16
    at, anchor = (x + width + 6, "") if beside else (x - 6, ' text-anchor="end"')
    return (
        f'<a class="{"bad" if one.failed else "tool"}" href="#e{one.number}"><title>{text(title)}</title>'
        f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{TOOL}" rx="5"/>'
        f'<text class="said" x="{at:.1f}" y="{y + TOOL / 2 + 4:.1f}"{anchor}>{text(one.text)}</text></a>\n'
    )


_LONG_MS = 3000
"""A silence shorter than this is a breath."""


def _silences(call: Call, scale: Scale, middle: float) -> Iterator[str]:
    """Where nobody speaks, and for how long."""
    spoken = sorted((one.start_ms, one.end_ms) for one in call.stretches if one.lane != "tool")
    ends = [moment.t_ms for moment in call.moments if moment.sort == "end"]
    since = 0
    for start, end in (*spoken, *((at, at) for at in ends)):
        if start - since >= _LONG_MS:
            one, other = scale.x(since) + 4, scale.x(start) - 4
            said = f"{(start - since) / 1000:g} s"
            half = width_of(said, 11) / 2 + 4
            at = (one + other) / 2
            for left, right in ((one, at - half), (at + half, other)):
                if right > left:
                    yield f'<line class="calm" x1="{left:.1f}" y1="{middle:.1f}" x2="{right:.1f}" y2="{middle:.1f}"/>\n'
            if other - one > 2 * half:
                yield f'<text class="hush" x="{at:.1f}" y="{middle + 4:.1f}" text-anchor="middle">{text(said)}</text>\n'
        since = max(since, end)


def _passes(call: Call, scale: Scale, bottom: float) -> Iterator[str]:
    """Where the caller is handed over, and where the call ends."""
    for moment in call.moments:
        if moment.sort not in ("handoff", "end"):
            continue
        x = scale.x(moment.t_ms)
        sort = color_of(moment.text, call.members) if moment.sort == "handoff" else "tool"
        title = (
            f"{clock(moment.t_ms)} handed over to {moment.text}" if moment.sort == "handoff" else f"ends: {moment.text}"
        )
        yield (
            f'<a class="{sort}" href="#e{moment.number}"><title>{text(title)}</title>'
            f'<line class="pass" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom:.0f}"/></a>\n'
        )


def _hooks(call: Call, scale: Scale, lanes: Sequence[str], bottom: float) -> Iterator[str]:
    """A pin in the lane of the member whose hook fires, its name at the foot."""
    free = 0.0
    for moment in (one for one in call.moments if one.sort in ("hook", "rejected")):
        x = scale.x(moment.t_ms)
        lane = lanes.index(moment.member) if moment.member in lanes else 0
        sort = "hook" if moment.sort == "hook" else "bad"
        yield (
            f'<a class="{sort}" href="#e{moment.number}"><title>{text(_pinned(moment))}</title>'
            f'<path class="dot" d="M{x:.1f} {TOP + ROW * lane + ROW / 2 - 7:.1f} l7 7 l-7 7 l-7 -7 z"/>'
        )
        if x >= free:
            foot = f'x="{x:.1f}" y="{bottom + 16:.0f}" text-anchor="middle"'
            yield f'<text class="mark" {foot}>{text(moment.text)}</text>'
            free = x + width_of(moment.text, 11.5) + 14
        yield "</a>\n"


def _pinned(moment: Moment) -> str:
    return f"{clock(moment.t_ms)} hook {moment.text} of {moment.member}" if moment.sort == "hook" else moment.text
