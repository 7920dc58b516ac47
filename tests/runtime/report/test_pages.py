"""The pages as text: whole, accessible, self-contained, and nothing of a configuration acts in them."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from callplan import compiler
from callplan.runtime import ScriptError, run
from callplan.runtime.report import Comparison, Run, diff_page, run_page
from callplan.runtime.report.prompts import marked, side_by_side
from callplan.runtime.testing.plans import PlanError, Plans
from callplan.runtime.testing.reading import read_transcript
from callplan.runtime.trace import Trace
from callplan.runtime.trace.model import Event, Header

from .pages import CLINIC, DRAWN, call, plan, promotion

EVIL = '<script>document.title = "ran"</script><img src=x onerror=alert(1)> "\' & \x1b[31m \u202eabc {{ x }}\n::error::'


SAID = {"role": "assistant"}
SENT = [{"role": EVIL, "content": EVIL}]


class Reader(HTMLParser):
    """Elements with their attributes, the tree's balance, and text by element."""

    VOID = frozenset({"meta", "rect", "line", "path", "br", "link"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    return reader


@cache
def hostile() -> str:
    """The pages of a configuration that would like to act, one behind the other."""
    events = (
        Event(0, EVIL, "call.started", {"type": EVIL, "startedAt": EVIL, "customer": {"name": EVIL}}),
        Event(0, EVIL, "variable.set", {"name": EVIL, "value": {"a": EVIL}, "source": EVIL, "tier": 1}),
        Event(0, EVIL, "speech.started", {**SAID, "source": EVIL, "text": EVIL, "spoken": EVIL + "!", "lasts_ms": 900}),
        Event(900, EVIL, "speech.ended", {"role": "assistant", "cut_at_ms": 900, "heard": EVIL}),
        Event(900, EVIL, "model.requested", {"system": EVIL, "added": SENT, "tools": [{"name": EVIL}], "count": 1}),
        Event(900, EVIL, "tool.started", {"id": "1", "name": EVIL, "arguments": {EVIL: EVIL}, "server": {"url": EVIL}}),
        Event(950, EVIL, "tool.ended", {"id": "1", "name": EVIL, "outcome": "failed", "error": EVIL}),
        Event(950, EVIL, "tool.rejected", {"id": "2", "name": EVIL, "reason": EVIL}),
        Event(960, EVIL, "hook.fired", {"hook": EVIL, "on": EVIL, "index": 0, "count": 2, "silence_ms": 5}),
        Event(960, EVIL, "hook.suppressed", {"hook": EVIL, "on": EVIL, "index": 0, "why": EVIL}),
        Event(970, EVIL, "message.added", {"role": EVIL, "content": EVIL, "source": EVIL}),
        Event(980, EVIL, "policy", {"name": EVIL, "value": EVIL, "why": EVIL}),
        Event(990, EVIL, "handoff", {"from": EVIL, "to": EVIL, "tool": EVIL, "context": EVIL, "messages": SENT}),
        Event(999, EVIL, "call.ended", {"reason": EVIL}),
    )  # fmt: skip
    squad = plan("uat")
    members = tuple(replace(one, name=EVIL + one.name) for one in squad.members)
    bad = replace(squad, digest="", target=EVIL, environment=EVIL, members=members)
    trace = Trace(Header(EVIL, EVIL, EVIL, {EVIL: EVIL}), events, EVIL)
    one = run_page(Run(EVIL, bad, trace, EVIL))
    found = Comparison(compiler.diff(squad, bad), squad, bad)
    return one + diff_page([found, found], added=[EVIL], removed=[EVIL])


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_whole_and_self_contained(name: str) -> None:
    markup = DRAWN[name]()
    reader = read(markup)
    tags = Counter(tag for tag, _ in reader.elements)
    assert tags["html"] == tags["main"] == tags["h1"] == 1 and tags["footer"] == (name != "coverage")
    assert not {"script", "iframe", "object", "embed", "form", "img", "link", "base"} & set(tags)
    assert not re.search(r"(?:src|href)=\"(?!#)", markup) and "url(" not in markup and "@import" not in markup
    assert "default-src &#x27;none&#x27;" in markup


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_accessible(name: str) -> None:
    reader = read(DRAWN[name]())
    tags = Counter(tag for tag, _ in reader.elements)
    assert tags["main"] == 1 and tags["h1"] == 1 and dict(reader.elements)["html"]["lang"] == "en"
    levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and all(other - one <= 1 for one, other in pairwise(levels))
    ids = Counter(attributes["id"] for _, attributes in reader.elements if "id" in attributes)
    assert max(ids.values()) == 1
    for tag, attributes in reader.elements:
        if tag == "svg":
            labelled = attributes.get("aria-label") or attributes.get("aria-labelledby")
            assert attributes["role"] == "img" and labelled
            assert set(str(attributes.get("aria-labelledby") or "").split()) <= set(ids)
        if tag == "section":
            assert attributes["aria-labelledby"] in ids
        if tag == "th":
            assert "scope" in attributes
        if tag == "pre" and name == "coverage":
            assert attributes["tabindex"] == "0" and attributes["aria-label"], "what scrolls can be scrolled by keys"
        if tag == "a":
            assert str(attributes["href"])[1:] in ids, "every jump arrives"


@pytest.mark.parametrize("name", ["booking", "interruption"])
def test_everything_that_is_said_can_be_read(name: str) -> None:
    path = CLINIC / "transcripts" / f"{name}.transcript.yaml"
    transcript, _ = read_transcript(path)
    assert transcript is not None
    trace = run(Plans().plan(path, transcript), transcript)
    from html import escape

    markup = call(name)
    for event in trace.events:
        if event.type == "speech.started":
            assert markup.count(escape(event.data["text"])) >= 1
        if event.type in ("hook.fired", "tool.started"):
            assert escape(str(event.data.get("hook") or event.data.get("name"))) in markup
    assert markup.count('class="bubble') == sum(event.type == "speech.started" for event in trace.events)
    assert markup.count('<rect class="bar"') == sum(
        event.type in ("speech.started", "tool.started") for event in trace.events
    )


def test_calls_of_every_kind_have_a_page() -> None:
    """What the platform says before there is a member, calls without one, scripts that break off."""
    plans, shown = Plans(), 0
    for path in sorted((CLINIC.parents[1] / "runtime").rglob("*.transcript.yaml")):
        if path.parent.name not in ("9", "6.5", "8.2"):
            continue
        transcript, _ = read_transcript(path)
        if transcript is None:
            continue
        try:
            whole = plans.plan(path, transcript)
        except PlanError:
            continue
        fault = ""
        try:
            trace = run(whole, transcript)
        except ScriptError as error:
            trace, fault = error.trace, error.diagnostic.message
        reader = read(run_page(Run(path.name, whole, trace, fault)))
        ids = Counter(attributes["id"] for _, attributes in reader.elements if "id" in attributes)
        assert max(ids.values()) == 1, path
        jumps = {str(attributes["href"])[1:] for tag, attributes in reader.elements if tag == "a"}
        assert jumps <= set(ids), path
        shown += 1
    assert shown > 20


def test_the_promotion_tells_everything() -> None:
    from html import escape

    before, after = plan("dev"), plan("prod")
    found = compiler.diff(before, after)
    markup = promotion()
    for change in found.changes:
        assert escape(change.sentence) in markup
        for origin in (change.before_origin, change.after_origin):
            assert origin is None or f"{origin.file}:{origin.line}:{origin.column}" in markup
    assert "<del>24</del>" in markup and "<ins>48</ins>" in markup


def test_nothing_acts() -> None:
    markup = hostile()
    assert "<img" not in markup and "<script" not in markup and "\x1b" not in markup and "\u202e" not in markup
    assert not re.search(r"^::", markup, re.MULTILINE)
    for part in markup.split("<!DOCTYPE html>")[1:]:
        ids = Counter(attributes["id"] for _, attributes in read(part).elements if "id" in attributes)
        assert max(ids.values()) == 1


def test_secrets_are_masked() -> None:
    secret = "sk-abcdefghijklmnopqrstuvwxyz0123456789abcd"
    events = (
        Event(0, "A", "call.started", {"type": "webCall"}),
        Event(0, "A", "tool.started", {"id": "1", "name": "t", "arguments": {"apiKey": secret}}),
        Event(9, "A", "call.ended", {"reason": "hangup"}),
    )
    squad = plan("uat")
    assert secret not in run_page(Run("x", squad, Trace(Header("1", "d", "t", {}), events, "hangup")))


def test_a_trace_without_an_event_is_a_page() -> None:
    read(run_page(Run("x", plan("uat"), Trace(Header("1", "d", "t", {}), (), None), "nothing was asked")))


def test_side_by_side() -> None:
    before = "\n".join([*(f"line {number}" for number in range(20)), "one two", "end"])
    after = "\n".join([*(f"line {number}" for number in range(20)), "one three", "new", "end"])
    markup = side_by_side(before, after, ("a", "b"))
    assert "18 lines are the same" in markup
    assert "one <del>two</del>" in markup and "one <ins>three</ins>" in markup and "<ins>new</ins>" in markup
    assert markup.count("<tr") == 1 + 1 + 2 + 2 + 1
    assert marked("a", None) == ("<del>a</del>", None)


def test_pages_are_the_same_every_time(tmp_path: Path) -> None:
    assert json.dumps(promotion()) == json.dumps(promotion.__wrapped__())
    assert call.__wrapped__("booking") == call("booking")


# -- colours


def palettes() -> list[dict[str, str]]:
    """The custom properties of the pages' style, and of the squad's, in light and in dark."""
    from callplan.compiler.graph.svg import STYLE
    from callplan.runtime.report import page

    css = Path(page.__file__).with_name("page.css").read_text("utf-8")
    found = []
    for sheet in (css, STYLE):
        light, _, dark = sheet.partition("prefers-color-scheme: dark")
        first = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", light))
        found += [first, first | dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", dark))]
    return found


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(color[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_text_can_be_read_on_its_ground() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    checked = 0
    for palette in palettes():
        names = [name.removesuffix("-box") for name in palette if name.endswith("-box") and name != "--cg-box"]
        pairs = [(palette[name], palette[f"{name}-box"]) for name in names]
        prefix = "--cg-" if "--cg-ink" in palette else "--"
        grounds = [palette[f"{prefix}paper"], palette.get("--ground", palette[f"{prefix}paper"])]
        pairs += [(palette[f"{prefix}{ink}"], ground) for ink in ("ink", "soft") for ground in grounds]
        pairs += [(palette["--ink"], palette[name]) for name in ("--del", "--ins") if name in palette]
        pairs += [(palette[f"{prefix}soft"], palette[f"{name}-box"]) for name in names if prefix == "--cg-"]
        for ink, ground in pairs:
            checked += 1
            assert contrast(ink, ground) >= 4.5, (ink, ground, round(contrast(ink, ground), 2))
    assert checked > 50
