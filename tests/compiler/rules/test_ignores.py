"""Comments that silence findings: what they are about, and what is said of those that silence nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler

Said = Callable[[dict[str, str]], list[str]]

HEAD = "name: A\nmodel: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help.}]}\n"
LOUD = """\
hooks:
  - on: call.ending
    do: [{type: tool}]
  - on: call.ending
    do:
      - type: tool
server:
  url: http://example.com
"""
"""After HEAD: H006 in lines 5 and 8, C009 in line 10."""

COMMENTS: dict[str, tuple[dict[int, str], list[str]]] = {
    "none": ({}, ["5: error H006", "8: error H006", "10: warning C009"]),
    "at the end of the line": ({5: "H006"}, ["8: error H006", "10: warning C009"]),
    "at the end of a key's line": ({3: "H006"}, ["10: warning C009"]),
    "at an item": ({6: "H006"}, ["5: error H006", "10: warning C009"]),
    "by slug": ({10: "http-url"}, ["5: error H006", "8: error H006"]),
    "two at once": ({3: "H006 , C009"}, ["3: warning J011", "10: warning C009"]),
    "of another rule": ({5: "H005"}, ["5: error H006", "5: warning J011", "8: error H006", "10: warning C009"]),
    "of no rule": ({5: "H00"}, ["5: error H006", "5: error J012", "8: error H006", "10: warning C009"]),
    "twice": ({3: "H006", 5: "H006"}, ["5: warning J011", "10: warning C009"]),
}


@pytest.mark.parametrize("name", COMMENTS)
def test_at_the_end_of_a_line(name: str, said: Said) -> None:
    comments, expected = COMMENTS[name]
    lines = (HEAD + LOUD).split("\n")
    for number, rules in comments.items():
        lines[number - 1] += f"  # callplan: ignore[{rules}] meant"
    assert said({"assistants/a.yml": "\n".join(lines)}) == [f"assistants/a.yml:{line}" for line in expected]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (3, ["11: warning C009"]),
        (4, ["9: error H006", "11: warning C009"]),
        (6, ["5: error H006", "11: warning C009"]),
        (7, ["5: error H006", "11: warning C009"]),
        (9, ["5: error H006", "8: error H006", "9: warning J011", "11: warning C009"]),
    ],
)
def test_on_a_line_of_its_own(before: int, expected: list[str], said: Said) -> None:
    lines = (HEAD + LOUD).split("\n")
    lines.insert(before - 1, "# callplan: ignore[H006] meant")
    assert said({"assistants/a.yml": "\n".join(lines)}) == [f"assistants/a.yml:{line}" for line in expected]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks(line_break: str, tmp_path: Path) -> None:
    text = HEAD + LOUD.replace("url: http", "# callplan: ignore[C009] meant\n  url: http")
    (tmp_path / "a.yml").write_bytes(text.replace("\n", line_break).encode())
    assert {item.rule for item in compiler.check(compiler.load(tmp_path)).diagnostics} == {"H006"}


def test_a_text_holds_no_comments(said: Said) -> None:
    text = "name: A\nmodel:\n  provider: openai\n  model: gpt-4o\n  messages:\n    - role: system\n      content: |\n"
    text += "        Help.\n        # callplan: ignore[C009] no comment\nserver: {url: http://example.com}\n"
    assert said({"assistants/a.yml": text}) == ["assistants/a.yml:10: warning C009"]


def test_without_brackets(said: Said) -> None:
    assert said({"assistants/a.yml": HEAD + "server: {url: http://example.com} # callplan: ignore\n"}) == [
        "assistants/a.yml:3: warning C009",
        "assistants/a.yml:3: error J012",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("C", "'C' is more than a rule, and a comment names single ones; callplan.yaml can ignore it for a file."),
        ("ALL", "there is no rule 'ALL'; callplan rules lists those that there are."),
        ("C0009", "there is no rule 'C0009'; did you mean 'C009'?"),
    ],
)
def test_a_name_that_is_no_rule(name: str, message: str, tree: Callable[[dict[str, str]], Path]) -> None:
    text = HEAD + f"server: {{url: http://example.com}} # callplan: ignore[{name}] why\n"
    found = compiler.check(compiler.load(tree({"assistants/a.yml": text}))).diagnostics
    assert [item.message for item in found if item.rule == "J012"] == [message]
    assert [item.rule for item in found if item.rule != "J012"] == ["C009"]


@pytest.mark.parametrize(("reason", "expected"), [("", ["4: error J013"]), (" the probe is inside our network", [])])
def test_the_strict_profile_wants_a_reason(reason: str, expected: list[str], said: Said) -> None:
    text = HEAD + f"server:\n  url: http://example.com  # callplan: ignore[C009]{reason}\n"
    files = {"callplan.yaml": "callplan: 1\nrules: {profile: strict}\n", "assistants/a.yml": text}
    assert said(files) == [f"assistants/a.yml:{line}" for line in expected]


def test_a_comment_without_brackets_is_told_once_in_the_strict_profile(said: Said) -> None:
    text = HEAD + "server: {url: https://example.com} # callplan: ignore\n"
    files = {"callplan.yaml": "callplan: 1\nrules: {profile: strict}\n", "assistants/a.yml": text}
    assert said(files) == ["assistants/a.yml:3: error J012"]


MARKDOWN = """\
---
name: A
model: {provider: openai, model: gpt-4o}
server: {url: http://example.com}
---
Today is {{ "now" | date: "%d" }}.

At {{ now | datee: "%H" }}, help.
"""


@pytest.mark.parametrize(
    ("line", "comment", "gone"),
    [
        (4, "server: {url: http://example.com} # callplan: ignore[C009] inside", "4: warning C009"),
        (7, "<!-- callplan: ignore[Q007] ours -->", "8: warning Q007"),
        (8, 'At {{ now | datee: "%H" }}, help. <!-- callplan: ignore[Q007] ours -->', "8: warning Q007"),
    ],
)
def test_markdown(line: int, comment: str, gone: str, said: Said) -> None:
    before = said({"assistants/a.md": MARKDOWN})
    lines = MARKDOWN.split("\n")
    lines[line - 1] = comment
    after = said({"assistants/a.md": "\n".join(lines)})
    assert f"assistants/a.md:{gone}" in before
    assert after == [item for item in before if item != f"assistants/a.md:{gone}"]


def test_what_the_project_ignores_anyway_is_no_idle_comment(said: Said) -> None:
    text = HEAD + "server: {url: https://example.com}  # callplan: ignore[C009] soon\n"
    files = {"callplan.yaml": "callplan: 1\nrules: {ignore: [C009]}\n", "assistants/a.yml": text}
    assert said(files) == []


def test_what_layers_above_say_is_no_idle_comment(tree: Callable[[dict[str, str]], Path]) -> None:
    text = HEAD + "hooks:  # callplan: ignore[D019, G007, B001] played elsewhere\n  - {on: call.ending, do: []}\n"
    found = compiler.check(compiler.load(tree({"assistants/a.yml": text}))).diagnostics
    assert "J011" not in {item.rule for item in found}
