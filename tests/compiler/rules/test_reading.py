"""One search for all rules: no rule reads a prompt by itself, and nothing is searched for twice."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.expression import Expression
from callplan.compiler.rules.reading import Reading, reading
from callplan.compiler.rules.reading_patterns import PATTERNS
from callplan.runtime.checks import check
from hypothesis import given
from hypothesis import strategies as st

FIXTURES = Path(__file__).parents[3] / "fixtures"
READERS = {"callplan.compiler.rules.reading", "callplan.compiler.rules.engine"}
"""The search itself, and the engine, which asks for the pieces that a check wants in a text."""

_SCANS = (
    *("__contains__", "__iter__", "casefold", "count", "encode", "endswith", "find", "index", "lower", "partition"),
    *("replace", "rfind", "rindex", "rpartition", "rsplit", "split", "splitlines", "startswith", "translate", "upper"),
)
_SEARCHES = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


class Prompt(str):
    """A prompt that tells who reads it."""

    __slots__ = ()
    readers: Counter[tuple[str, str]] = Counter()
    searches: Counter[tuple[str, str]] = Counter()


def _told(name: str) -> Any:
    plain = getattr(str, name)

    def method(self: Prompt, *arguments: Any) -> Any:
        Prompt.readers[str(sys._getframe(1).f_globals["__name__"]), name] += 1
        return plain(self, *arguments)

    return method


for _name in _SCANS:
    setattr(Prompt, _name, _told(_name))


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in _SEARCHES:
        monkeypatch.setattr(Expression, name, _searched(name))
    reading.cache_clear()
    yield
    Prompt.readers.clear()
    Prompt.searches.clear()
    reading.cache_clear()


def _searched(name: str) -> Any:
    plain = getattr(Expression, name)

    def method(self: Expression, *arguments: Any) -> Any:
        if any(isinstance(one, Prompt) for one in arguments):
            Prompt.readers[str(sys._getframe(1).f_globals["__name__"]), name] += 1
            Prompt.searches[self.source, next(str(one) for one in arguments if isinstance(one, Prompt))] += 1
        return plain(self, *arguments)

    return method


def _guard(value: Any) -> None:
    if isinstance(value, dict):
        model = value.get("model")
        for one in model.get("messages") or () if isinstance(model, dict) else ():
            if one.get("role") == "system" and isinstance(one.get("content"), str):
                one["content"] = Prompt(one["content"])
        for one in value.values():
            _guard(one)
    elif isinstance(value, list):
        for one in value:
            _guard(one)


def _checked(root: Path) -> None:
    workspace = compiler.load(root)
    for resource in workspace.resources:
        _guard(resource.source.value)
    check(workspace)


PROMPTED = sorted(
    path.parent for path in (FIXTURES / "rules").glob("[PTVXOD]*/bad.yaml") if "content:" in path.read_text("utf-8")
)


def test_no_rule_reads_a_prompt_by_itself() -> None:
    for root in (*PROMPTED, FIXTURES / "founding", FIXTURES / "workspaces" / "clinic"):
        _checked(root)
    rules = {
        reader
        for reader in Prompt.readers
        if reader[0].startswith(("callplan.compiler.rules.", "callplan.runtime.checks."))
    }
    assert {reader for reader in rules if reader[0] not in READERS} == set()
    assert ("callplan.compiler.rules.reading", "finditer") in rules


def test_no_pattern_is_searched_for_twice_in_a_prompt(tmp_path: Path) -> None:
    text = "Speak Spanish_ and useTool. # A\\n<b> ``` never say minutes of voicemail menu. Again {{ x }} 12345"
    (tmp_path / "front.yml").write_text(
        "name: Front\nvoice: {provider: 11labs, voiceId: sarah, model: eleven_turbo_v2}\n"
        "transcriber: {provider: deepgram, model: nova-3, language: en}\n"
        f'model: {{provider: openai, model: gpt-4o, messages: [{{role: system, content: "{text}"}}]}}\n'
    )
    _checked(tmp_path)
    assert len(Prompt.searches) > 5 and set(Prompt.searches.values()) == {1}


@given(st.text(st.sampled_from("aZ{}%<>/_*#`~.\n -0123Spanishleavoc"), max_size=60) | st.text(max_size=40))
def test_what_is_not_searched_would_not_match(text: str) -> None:
    """Literals and capitals say only of texts without a match that there is none."""
    seen = Reading(text)
    for name, pattern in PATTERNS.items():
        if name != "language":  # the first word of a sentence is not looked for
            found = [match.span() for match in re.finditer(pattern.expression.source, text, pattern.expression.flags)]
            assert [match.span() for match in seen.find(name)] == found, name


@given(st.text(st.sampled_from("ab.!;\n "), max_size=30), st.integers(0, 30))
def test_lines_and_sentences(text: str, at: int) -> None:
    at = min(at, len(text))
    seen = Reading(text)
    line, sentence = seen.line(at), seen.sentence(at, at)
    assert text[line.start : line.end] == line.text and line.text in text.split("\n")
    assert text[sentence.start : sentence.end] == sentence.text and sentence.text in re.split(r"[.!?;\n]", text)
    assert line.start <= sentence.start <= at <= sentence.end <= line.end
