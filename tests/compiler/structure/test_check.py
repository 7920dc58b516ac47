"""Places, fixes and words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from callplan.compiler.diagnostics import Diagnostic, Severity
from callplan.compiler.sources import Document, read_text
from callplan.compiler.structure import check, property_names, validate
from callplan.compiler.structure.suggest import nearest
from callplan.compiler.structure.words import found, shown
from callplan.compiler.traced import Place, Traced


def document(text: str, file: str = "a.yaml") -> Document:
    [read] = read_text(file, text).documents
    return read


def fixed(text: str, kind: str, file: str = "a.yaml") -> str:
    """*text* with every fix of its findings applied, the last one first."""
    lines = text.split("\n")
    edits = [edit for one in check(document(text, file), kind) if one.fix for edit in one.fix.edits]
    for edit in sorted(edits, reverse=True):
        row = edit.span.start.line - 1
        line = lines[row]
        lines[row] = line[: edit.span.start.column - 1] + edit.text + line[edit.span.end.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("assistant", "firstmessage: Hi", "firstMessage: Hi"),
        ("assistant", "'firstmessage': Hi", "'firstMessage': Hi"),
        ("assistant", '"first-message": Hi', '"firstMessage": Hi'),
        ("assistant", "maxDurationSeconds: '600'", "maxDurationSeconds: 600"),
        ("assistant", "backgroundSound: false", "backgroundSound: 'off'"),
        ("assistant", "modelOutputInMessagesEnabled: 'yes'", "modelOutputInMessagesEnabled: true"),
        ("assistant", "firstMessageMode: wait-for-user", "firstMessageMode: assistant-waits-for-user"),
        ("squad", "members: [{assistant: abc}]", "members: [{assistantId: abc}]"),
        ("tool", "type: endcall", "type: endCall"),
        ("assistant", "voice: {provider: elevenlabs, voiceId: x}", "voice: {provider: '11labs', voiceId: x}"),
    ],
)
def test_a_fix_ends_its_finding(kind: str, before: str, after: str) -> None:
    assert fixed(before, kind) == after
    assert check(document(after), kind) == []


def test_a_fix_in_json_keeps_the_quotation_marks() -> None:
    assert fixed('{"backgroundSound": false, "Name": "x"}', "assistant", "a.json") == (
        '{"backgroundSound": "off", "name": "x"}'
    )


def test_no_key_is_renamed_onto_one_that_is_there() -> None:
    [one] = check(document("name: a\nNAME: b\n"), "assistant")
    assert one.rule == "L001"
    assert one.fix is None


@pytest.mark.parametrize(
    ("kind", "text", "rules"),
    [
        ("assistant", "voice: {provider: vapi, voceId: Elliot}", ["L001"]),
        ("assistant", "hooks: [{on: call.ending, actions: []}]", ["L001"]),
        ("assistant", "voice: {provider: vapi, colour: red}", ["L001", "L003"]),
    ],
)
def test_a_required_key_that_is_misspelt_is_told_once(kind: str, text: str, rules: list[str]) -> None:
    assert sorted(one.rule for one in check(document(text + "\n"), kind)) == rules


def test_a_key_and_a_value_are_pointed_at_where_they_stand() -> None:
    text = "model:\n  provider: openai\n  modl: gpt-4o\n  temperature: hot\n"
    found = sorted(check(document(text), "assistant"), key=Diagnostic.sort_key)
    assert [(one.rule, one.path, one.span.start.line, one.span.start.column) for one in found] == [
        ("L001", "/model/modl", 3, 3),
        ("L002", "/model/temperature", 4, 16),
    ]


def test_a_part_of_a_document_is_checked_in_place() -> None:
    found = check(document("assistants:\n  - {name: 3}\n"), "assistant", ("assistants", 0))
    assert [(one.path, one.span.start.line) for one in found] == [("/assistants/0/name", 2)]


def test_a_normalised_value_is_judged_and_the_text_that_it_came_from_is_shown() -> None:
    source = document("squad:\n  - {assistantId: a, role: x}\n")
    moved = Traced(
        {"squad": {"members": [{"assistantId": "a", "role": "x"}]}},
        {(): Place(source, ()), ("squad",): Place(source, ("squad",)), ("squad", "members"): Place(source, ("squad",))},
    )
    [one] = check(moved, "call")
    assert (one.rule, one.path, one.span.start) == ("L001", "/squad/0/role", (2, 22))
    assert check(source, "call")[0].path == "/squad"


def test_severities_are_those_of_the_rules() -> None:
    text = "silenceTimeoutSeconds: 5\nworkflowId: w\nserver: {secret: x}\n"
    severities = {one.rule: one.severity for one in check(document(text.replace("workflowId: w\n", "")), "assistant")}
    assert severities == {"L027": Severity.INFO, "L009": Severity.WARNING, "F010": Severity.WARNING}
    assert {one.rule: one.severity for one in check(document("workflowId: w\n"), "call")} == {"L029": Severity.WARNING}


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        ("elevenlabs", ["11labs", "azure"], ("11labs", True)),
        ("eleven-labs", ["11labs", "azure"], ("11labs", True)),
        ("ElevenLabs", ["11labs", "azure"], ("11labs", True)),
        ("rime", ["rime-ai"], ("rime-ai", True)),
        ("assemblyai", ["assembly-ai"], ("assembly-ai", True)),
        ("assembly", ["assembly-ai"], ("assembly-ai", True)),
        ("smallestai", ["smallest-ai"], ("smallest-ai", True)),
        ("smallest", ["smallest-ai"], ("smallest-ai", True)),
        ("azure-openai", ["openai", "xai"], ("openai", False)),
        (
            "claude-3-5-sonnet",
            ["claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022"],
            ("claude-3-5-sonnet-20241022", False),
        ),
        ("Voice_ID", ["voiceId"], ("voiceId", True)),
        ("voicId", ["voiceId", "model"], ("voiceId", False)),
        ("entirely", ["other", "words"], None),
        ("", ["a"], None),
        ("x" * 10_000, ["a"], None),
    ],
)
def test_what_was_probably_meant(name: str, candidates: list[str], expected: tuple[str, bool] | None) -> None:
    assert nearest(name, candidates) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("off", 'the text "off"'),
        ("a\nb", 'the text "a b"'),
        (True, "the boolean true"),
        (3, "the number 3"),
        (None, "null"),
        ([], "an empty list"),
        ([1, 2], "a list of 2"),
        ({}, "an empty object"),
        ({"a": 1, "b": 2, "c": 3, "d": 4}, 'an object with "a", "b", "c" and 1 more'),
    ],
)
def test_words_for_values(value: object, words: str) -> None:
    assert found(value) == words


def test_a_long_text_is_cut() -> None:
    assert shown("x" * 100) == f'"{"x" * 60}…"'


def test_a_secret_is_not_shown_and_not_offered_as_a_fix() -> None:
    [one] = validate({"provider": "openai", "apiKey": 123456789}, "credential")
    assert "123456789" not in str(one)
    assert one.repair is None


def test_property_names_are_those_of_all_documents() -> None:
    names = property_names()
    assert {"voiceId", "idleMessages", "timeoutSeconds", "tools:append", "judgePlan"} <= names
    assert "voice_id" not in names


def test_an_unknown_schema_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        check(document("a: 1"), "nothing")


def test_deep_nesting_within_the_bounds_of_reading_is_followed() -> None:
    value: object = {"type": "object"}
    for _ in range(100):
        value = {"type": "object", "properties": {"a": value}}
    assert validate({"name": "x", "schema": value}, "structured-output") == []


def test_a_check_imports_no_validator(root: Path) -> None:
    script = (
        "import sys; from callplan.compiler.structure import validate; "
        "validate({'voice': {'provider': 'x'}}, 'assistant'); "
        "print(sorted({'jsonschema', 'pydantic', 'deepdiff', 'rich', 'liquid'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root.parent)
    assert done.stdout.strip() == "[]"
