"""``callplan speak``: every step from a text to what the voice provider gets."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan.runtime.voice import speak

Run = Callable[..., Any]

VOICE = {
    "provider": "vapi",
    "voiceId": "Elliot",
    "chunkPlan": {
        "minCharacters": 5,
        "punctuationBoundaries": ["|"],
        "formatPlan": {
            "formattersEnabled": ["number"],
            "replacements": [{"type": "regex", "regex": "(\\w)ow", "value": "$1OW"}],
        },
    },
}
FRONT = {
    "name": "Front",
    "firstMessage": "Hello {{ customer.name | default: 'friend' }}, 12 | now",
    "voice": VOICE,
    "model": {"provider": "openai", "model": "gpt-4o"},
    "hooks": [{"on": "customer.speech.timeout", "do": [{"type": "say", "exact": ["Still there?", "One\nTwo"]}]}],
    "messagePlan": {"idleMessages": ["Hm?"], "silenceTimeoutMessage": "Bye then."},
    "endCallMessage": "It costs $5.",
    "voicemailMessage": "Call us.",
}


@pytest.fixture
def workspace(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    squad = {"name": "desk", "members": [{"assistantId": "front"}, {"assistantId": "quiet"}]}
    quiet = {
        "name": "Quiet",
        "firstMessage": "https://example.com/a.mp3",
        "voice": {**VOICE, "chunkPlan": {"enabled": False}},
    }
    root = tree(
        {
            "callplan.yaml": "callplan: 1\npolicies: {newline: space}\n",
            "assistants/front.json": json.dumps(FRONT),
            "assistants/quiet.json": json.dumps(quiet),
            "squads/desk.json": json.dumps(squad),
        }
    )
    monkeypatch.chdir(root)
    return root


def listing(callplan: Run, *arguments: str) -> list[str]:
    done = callplan("speak", *arguments, "--year", "2025")
    assert (done.code, done.err) == (0, "")
    return [line for line in done.out.splitlines() if line]


def report(callplan: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    done = callplan("speak", *arguments, "--year", "2025", "--format", "json")
    assert done.code == 0
    value = json.loads(done.out)
    assert (value["version"], value["year"]) == (1, 2025)
    texts: list[dict[str, Any]] = value["texts"]
    return texts


def test_a_text_step_by_step(callplan: Run) -> None:
    assert listing(callplan, "It costs $5, NASA says, and that is that. <flush /> Call 415-555-2671.") == [
        "== text",
        'text      "It costs $5, NASA says, and that is that. <flush /> Call 415-555-2671."',
        'chunk 1   "It costs $5, NASA says, and that is that. " (0 to 42, sent by a flush)',
        '  formatAcronyms             "It costs $5, nasa says, and that is that. "',
        '  formatDollarAmounts        "It costs five dollars, nasa says, and that is that. "',
        "  13 steps changed nothing",
        'chunk 2   " Call 415-555-2671." (51 to 70, what is left at the end)',
        '  formatPhoneNumbers         " Call 4 1 5 5 5 5 2 6 7 1."',
        "  14 steps changed nothing",
        'spoken    "It costs five dollars, nasa says, and that is that.  Call 4 1 5 5 5 5 2 6 7 1.", 6.000 s',
    ]


def test_the_voice_of_an_assistant(callplan: Run, workspace: Path) -> None:
    for voice in ("front", "assistants/front", str(workspace / "assistants" / "front.json")):
        (text,) = report(callplan, "It is 12 | now. $5", "--voice", voice)
        assert text["spoken"] == "It is twelve | nOW. $5"
        assert [chunk["sent_by"] for chunk in text["chunks"]] == ["|", "end"]
        assert [one["formatter"] for one in text["chunks"][0]["passes"]] == [
            "removeAngleBracketContent",
            "formatNumbers",
            "replacements",
        ]


@pytest.mark.parametrize(
    ("piped", "text"), [(b"It costs $5.\n", "It costs $5."), (b"a\nb\r\n", "a\nb"), (b"a\xff", "a\ufffd"), (b"", "")]
)
def test_a_text_on_stdin(callplan: Run, monkeypatch: Any, piped: bytes, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
    assert [one["text"] for one in report(callplan, "-")] == [text]


def test_a_text_on_stdin_is_bounded(callplan: Run, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a" * 1_000_001)))
    done = callplan("speak", "-")
    assert (done.code, done.out) == (2, "")
    assert "more than 1,000,000 bytes" in done.err


@pytest.mark.usefixtures("workspace")
def test_the_texts_of_a_target(callplan: Run) -> None:
    texts = report(callplan, "assistants/front", "--var", 'customer={"name": "Ana"}')
    assert [(text["where"], text["spoken"]) for text in texts] == [
        ("firstMessage", "Hello Ana, twelve | nOW"),
        ("hook customer.speech.timeout", "Still there?"),
        ("hook customer.speech.timeout", "One\nTwo"),
        ("idle message", "Hm?"),
        ("silenceTimeoutMessage", "Bye then."),
        ("endCallMessage", "It costs $5."),
        ("voicemailMessage", "Call us."),
    ]
    assert {text["member"] for text in texts} == {"Front"}


@pytest.mark.usefixtures("workspace")
def test_one_member_of_a_squad(callplan: Run) -> None:
    (text,) = report(callplan, "squads/desk", "--voice", "Quiet")
    assert (text["member"], text["kind"], text["lasts_ms"]) == ("Quiet", "recording", 0)
    assert "a recording: it is played, not spoken" in listing(callplan, "squads/desk", "--voice", "Quiet")
    done = callplan("speak", "squads/desk", "--voice", "Quite")
    assert (done.code, done.out) == (2, "")
    assert "did you mean 'Quiet'?" in done.err


@pytest.mark.usefixtures("workspace")
def test_policies_of_the_workspace_count(callplan: Run) -> None:
    (text,) = report(callplan, "assistants/quiet", "--voice", "Quiet")
    assert text["kind"] == "recording"
    (text,) = report(callplan, "Next\nLast", "--voice", "quiet")
    assert (text["kind"], text["spoken"]) == ("unformatted", "Next\nLast")


@pytest.mark.parametrize("text", ["", "One. Two, three! " * 20, "<flush/><flush/> a <b>c</b>", "Привет $5. 你好。再见"])
def test_what_is_shown_is_what_is_spoken(callplan: Run, text: str) -> None:
    (shown,) = report(callplan, text)
    spoken = speak(text, None, 2025)
    assert shown["spoken"] == spoken.text
    assert [(one["start"], one["end"], one["spoken"]) for one in shown["chunks"]] == [
        (chunk.start, chunk.end, chunk.text) for chunk in spoken.chunks
    ]
    for chunk in shown["chunks"]:
        for before, after in zip(chunk["passes"], chunk["passes"][1:], strict=False):
            assert after["before"] == before["after"]


def test_a_replacement_that_cannot_be_made(callplan: Run, tree: Callable[[dict[str, str]], Path]) -> None:
    plan = {"formatPlan": {"replacements": [{"type": "regex", "regex": "(?=(.*)(.*)(.*)(.*)x$).", "value": ""}]}}
    root = tree({"assistants/a.json": json.dumps({"name": "A", "voice": {**VOICE, "chunkPlan": plan}})})
    done = callplan("speak", f"{'a' * 3000}. {'b' * 3000}.", "--voice", root / "assistants" / "a.json")
    assert done.code == 1
    assert done.err.count("a replacement cannot be made") == 1
    assert "  replacement 1              left out: " in done.out
    assert "spoken    unknown" in done.out
    done = callplan("speak", "a" * 3000, "--voice", root / "assistants" / "a.json", "--format", "json")
    (text,) = json.loads(done.out)["texts"]
    assert (done.code, text["spoken"], text["lasts_ms"], text["chunks"][0]["spoken"]) == (1, None, None, None)
    assert [fault.partition(":")[0] for fault in text["faults"]] == ["replacement 1"]


def test_each_replacement_is_told_by_its_number(callplan: Run, tree: Callable[[dict[str, str]], Path]) -> None:
    entries = [
        {"type": "exact", "key": "Dr.", "value": "Doctor"},
        {"type": "exact", "key": "Oak", "value": "Elm"},
        {"type": "regex", "regex": "(?=(.*)(.*)(.*)(.*)x$).", "value": ""},
        {"type": "regex", "regex": "\\bSt\\b", "value": "Street"},
    ]
    voice = {**VOICE, "chunkPlan": {"formatPlan": {"replacements": entries}}}
    path = tree({"assistants/a.json": json.dumps({"name": "A", "voice": voice})}) / "assistants" / "a.json"
    passes = report(callplan, "Dr. May, Main St", "--voice", path)[0]["chunks"][0]["passes"]
    made = [(one["index"], one["after"]) for one in passes if one["formatter"] == "replacements"]
    assert made[:2] == [(0, "Doctor May, Main St"), (1, "Doctor May, Main St")]
    assert [index for index, _ in made] == [0, 1, 2, 3]
    assert all("index" not in one for one in passes if one["formatter"] != "replacements")
    shown = callplan("speak", "Dr. May, Main St", "--voice", path).out
    assert '  replacement 1              "Doctor May, Main St"\n' in shown
    assert '  replacement 4              "Doctor May, Main Street"\n' in shown
    assert "replacement 2 " not in shown


def test_a_target_that_is_not_there(callplan: Run, tree: Callable[[dict[str, str]], Path], monkeypatch: Any) -> None:
    monkeypatch.chdir(tree({"assistants/a.json": '{"name": "A"}'}))
    for target in ("assistants/b", "b.yml"):
        done = callplan("speak", target)
        assert (done.code, done.out) == (2, "")
        assert "b" in done.err


def test_nothing_acts_on_the_terminal(callplan: Run) -> None:
    assert "\x1b" not in callplan("speak", "red \x1b[31m text \u202e.").out
