"""Whatever is spoken on a call takes the same path, and the trace holds the raw text, the spoken one and the chunks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan import compiler, runtime
from callplan.runtime.testing.reading import read_transcript
from callplan.runtime.trace import Trace

TOOL = {
    "type": "function",
    "function": {"name": "look"},
    "server": {"url": "https://x.example.com"},
    "messages": [
        {
            "type": "request-start",
            "content": "Wait 4 seconds.",
            "contents": [
                {"type": "text", "language": "en", "text": "Wait 5 seconds."},
                {"type": "text", "language": "es", "text": "Espere 5 segundos."},
            ],
        },
        {"type": "request-complete", "content": "That took 3 km."},
    ],
}
DESK: dict[str, Any] = {
    "name": "Desk",
    "firstMessage": "It costs $5. <flush /> Ready?",
    "voice": {"provider": "vapi", "voiceId": "Elliot", "chunkPlan": {"minCharacters": 5}},
    "model": {"provider": "openai", "model": "gpt-4o", "tools": [TOOL]},
    "hooks": [
        {
            "on": "customer.speech.timeout",
            "options": {"timeoutSeconds": 10},
            "do": [{"type": "say", "exact": "**Still** there at 9:00?"}],
        }
    ],
}
SCRIPT = [
    {"user": "look it up"},
    {"model": {"tools": [{"name": "look", "arguments": {}}]}},
    {"tool": "look", "result": {"ok": True}},
    {"silence": "12s"},
    {"user": "and then"},
    {"model": "Room 12, see NASA"},
    {"hangup": True},
]
Tree = Callable[[dict[str, str]], Path]


def played(tree: Tree, config: dict[str, Any], script: list[Any] = SCRIPT, **more: Any) -> Trace:
    transcript = {"transcript": 1, "target": "../assistants/desk.yml", "script": script, **more}
    root = tree({"assistants/desk.yml": yaml.safe_dump(config), "t/a.transcript.yaml": yaml.safe_dump(transcript)})
    script_read, diagnostics = read_transcript(root / "t" / "a.transcript.yaml")
    assert script_read is not None, diagnostics
    return runtime.run(compiler.compile(compiler.load(root), "assistants/desk"), script_read)


def spoken(tree: Tree, config: dict[str, Any], script: list[Any] = SCRIPT, **more: Any) -> list[tuple[str, Any, Any]]:
    """Source, spoken text (None where it is the raw one) and chunks of what the assistant says."""
    said = [event.data for event in played(tree, config, script, **more).events if event.type == "speech.started"]
    return [(one["source"], one.get("spoken"), one.get("chunks")) for one in said if one["role"] == "assistant"]


def test_every_text_takes_the_same_path(tree: Tree) -> None:
    assert spoken(tree, DESK) == [
        ("first-message", "It costs five dollars.  Ready?", ["It costs five dollars. ", " Ready?"]),
        ("tool-message", "Wait five seconds.", None),
        ("tool-message", "That took 3 kilometers.", None),
        ("hook", "Still there at 9?", None),
        ("model", "Room twelve, see nasa", ["Room twelve,", " see nasa"]),
    ]


def test_a_recording_is_played(tree: Tree) -> None:
    first = spoken(tree, {**DESK, "firstMessage": "https://example.com/a_b:1.mp3"})[0]
    assert first == ("first-message", None, None)


@pytest.mark.parametrize("where", ["transcriber", "voice"])
def test_the_plans_language(tree: Tree, where: str) -> None:
    config = {**DESK, "transcriber": {"provider": "deepgram", "language": "es"}}
    if where == "voice":
        config = {**DESK, "voice": {**DESK["voice"], "language": "es"}}
    said = spoken(tree, config)
    assert said[0] == ("first-message", None, ["It costs $5. ", " Ready?"])
    assert [one for _, one, _ in said] == [None, None, None, "Still there at 9:00?", None]
    english = spoken(tree, config, policies={"otherLanguages": "english"})
    assert english[0][1] == "It costs five dollars.  Ready?"


def test_contents_by_language(tree: Tree) -> None:
    texts = []
    for language in ("en", "es", "es-419", "multi", "fr"):
        config = {**DESK, "transcriber": {"provider": "deepgram", "language": language}}
        events = played(tree, config).events
        texts.append(next(e.data["text"] for e in events if e.data.get("source") == "tool-message"))
    english, spanish = "Wait 5 seconds.", "Espere 5 segundos."
    assert texts == [english, spanish, spanish, english, english]


@pytest.mark.parametrize(
    ("text", "config", "policies", "says"),
    [
        ("One <flush/> two", {}, {"chunkingUnset": "off"}, "One <flush/> two"),
        ("at 14:00", {}, {"colonInTimes": "replace"}, "at fourteen point zero zero"),
        ("to a_b@c.com", {}, {"emailUnderscore": "remove"}, "to ab at c dot com"),
        ("at 5 km", {"formattersEnabled": []}, {"formatterChoice": "ignored"}, "at 5 kilometers"),
        ("One.\nTwo", {}, {"newline": "plain"}, "One. . Two"),
        ("One.\nTwo", {}, {"newline": "space"}, "One. Two"),
        ("Tengo 5 gatos", {}, {"otherLanguages": "english"}, "Tengo five gatos"),
    ],
)
def test_every_policy_reaches_the_call(
    tree: Tree, text: str, config: dict[str, Any], policies: dict[str, str], says: str
) -> None:
    voice = {"provider": "vapi", "voiceId": "Elliot", "chunkPlan": {"minCharacters": 40, "formatPlan": config}}
    said = spoken(tree, {**DESK, "firstMessage": text, "voice": voice}, [{"hangup": True}], policies=policies)
    assert (said[0][1] or text) == says
