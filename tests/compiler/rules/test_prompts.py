"""What prompts speak of, forbid and repeat: the words around a name decide."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

Tree = Callable[[dict[str, str]], Path]

BOOK = {
    "type": "function",
    "function": {
        "name": "book_visit",
        "description": "Books a visit.",
        "parameters": {"type": "object", "properties": {"visit_day": {"type": "string"}}},
    },
    "server": {"url": "https://api.example.com/book"},
}


def told(tree: Tree, code: str, content: str, tools: list[Any], **more: Any) -> list[str]:
    """The texts that findings of *code* mark in a prompt of one line."""
    model = {
        "provider": "openai",
        "model": "gpt-4o",
        "messages": [{"role": "system", "content": content}],
        "tools": tools,
    }
    text = json.dumps({"name": "Front", "model": model, **more}, ensure_ascii=False)
    report = compiler.check(compiler.load(tree({"assistants/front.json": text})))
    return [
        text[item.span.start.column - 1 : item.span.end.column - 1] for item in report.diagnostics if item.rule == code
    ]


NAMED: dict[str, tuple[str, list[str]]] = {
    "the tool's own name": ("Then call book_visit.", []),
    "in another spelling": ("Then call bookVisit, or the book-visit tool.", []),
    "a name that nothing has": ("Then call move_visit.", ["move_visit"]),
    "told once": ("Call move_visit. If it fails call move_visit again.", ["move_visit"]),
    "in backticks, as a tool": ("The `moveVisit` tool helps.", ["moveVisit"]),
    "as a call": ("First `move_visit()`, then wait.", ["move_visit"]),
    "a value that is used": ("Use customer_id when you speak to them.", []),
    "a deed that is used": ("Use check_visit_status first.", ["check_visit_status"]),
    "an argument": ("Use visit_day as they said it.", []),
    "a variable": ("Use {{ first_name }} and call first_name kindly.", []),
    "a word of prose": ("Call the caller back, use words, run through the list.", []),
    "a way to write names": ("Use snake_case or use camelCase in notes.", []),
    "a name without a verb": ("The field order_state is secret.", []),
    "between fences": ("As in\n```\ncall move_visit\n```\n", []),
    "a kind of tool that is there": ("When they are done use endCall.", []),
    "another verb": ("Then launch move_visit, or go via sendReminder.", ["move_visit", "sendReminder"]),
    "the tool before its name": ("You have the tool `move_visit` for that.", ["move_visit"]),
    "called by somebody": ("After that move_visit must be called.", ["move_visit"]),
    "a state that is called": ("The field is called order_state.", []),
    "in a list of tools": ("## Tools\n- `move_visit`: moves a visit\n- book_visit: books one", ["move_visit"]),
    "a chapter about a tool": ("# Your tools\n\n## move_visit\nMoves a visit.", ["move_visit"]),
    "a list of something else": ("## Fields\n- `move_visit`: when it moves", []),
    "a value in a list of tools": ("## Tools\n- `customer_id`: who it is", []),
    "a part of an entry": ("## Tools\n- book_visit: books one\n    - `visit_reason`: why", []),
    "a kind of tool that is not": ("For a doctor use transferCall.", ["transferCall"]),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_tool_that_a_prompt_names(name: str, tree: Tree) -> None:
    content, expected = NAMED[name]
    assert told(tree, "P006", content, [BOOK, {"type": "endCall"}]) == expected


def test_what_a_tool_server_brings_is_not_known(tree: Tree) -> None:
    server = {"type": "mcp", "server": {"url": "https://mcp.example.com"}}
    assert told(tree, "P006", "Then call move_visit.", [BOOK, server]) == []


def test_a_flag_is_a_tool(tree: Tree) -> None:
    assert told(tree, "P006", "At the end use endCall.", []) == ["endCall"]
    assert told(tree, "P006", "At the end use endCall.", [], endCallFunctionEnabled=True) == []


def test_an_assistant_of_a_squad_has_its_tools_there(tree: Tree) -> None:
    front = {
        "name": "Front",
        "model": {
            "provider": "openai",
            "model": "gpt-4o",
            "messages": [{"role": "system", "content": "Then call book_visit."}],
        },
    }
    squad = {"members": [{"assistantId": "front", "assistantOverrides": {"tools:append": [BOOK]}}]}
    files = {"assistants/front.json": json.dumps(front), "squads/desk.json": json.dumps(squad)}
    codes = [item.rule for item in compiler.check(compiler.load(tree(files))).diagnostics]
    assert "P006" not in codes


BANNED: dict[str, tuple[str, list[str]]] = {
    "said all the same": ("Never say “how may I help”.", ["“how may I help”"]),
    "in another case": ("Do not say “How May I Help”!", ["“How May I Help”"]),
    "of two words": ("Never say “I help”.", []),
    "what is to be said": ("Never say “no way at all”. Say “how may I help”.", []),
    "on a condition": ("Never say “how may I help” before they have answered.", []),
}


@pytest.mark.parametrize("name", BANNED)
def test_a_phrase_that_is_forbidden(name: str, tree: Tree) -> None:
    content, expected = BANNED[name]
    assert told(tree, "P008", content, [], firstMessage="Hello, how may I help you?") == expected


REPEATED: dict[str, tuple[str, int]] = {
    "three in a row": ("Be kind.\nBe kind.\nBe kind.", 1),
    "two in a row": ("Be kind.\nBe kind.\nBe short.", 0),
    "rules of dashes": ("---\n---\n---\nBe kind.", 0),
    "between fences": ("```\nyes\nyes\nyes\n```", 0),
    "a short form of words": ("- a\n- b\n- c\n- d\nor\n- a\n- b\n- c\n- d", 0),
}


@pytest.mark.parametrize("name", REPEATED)
def test_lines_that_repeat(name: str, tree: Tree) -> None:
    content, expected = REPEATED[name]
    assert len(told(tree, "P002", content, [])) == expected
