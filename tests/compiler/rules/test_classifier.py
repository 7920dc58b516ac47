"""Tools of an assistant that detects voicemail: inline, stored, appended by a squad (K026)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[dict[str, str]], list[str]]

LISTENER = """\
name: Listener
firstMessageMode: MODE
model:
  provider: openai
  model: gpt-4o
  messages: [{role: system, content: Tell a person from a machine.}]
  toolIds: [note-down]
  tools:
    - {type: voicemail}
    - type: handoff
      function: {name: to_agent, description: A person has answered.}
      destinations: [{type: dynamic, server: {url: https://api.example.com/agent}}]
"""
NOTE = """\
type: function
function: {name: NAME, description: Notes what was heard.}
server: {url: https://api.example.com/note}
messages: [{type: request-start, content: One moment.}]
"""
SQUAD = """\
name: Line
members:
  - assistantId: listener
    assistantOverrides:
      tools:append:
        - type: function
          function: {name: note_again, description: Notes it again.}
          server: {url: https://api.example.com/again}
          messages: [{type: request-start, content: One moment more.}]
"""


@pytest.mark.parametrize(
    ("mode", "lines"),
    [
        ("assistant-waits-for-user", ["squads/line.yml:9:", "tools/note-down.yml:4:"]),
        ("assistant-speaks-first", []),
    ],
)
def test_every_tool_of_one_that_waits(mode: str, lines: list[str], said: Said) -> None:
    files = {
        "assistants/listener.yml": LISTENER.replace("MODE", mode),
        "tools/note-down.yml": NOTE.replace("NAME", "note_down"),
        "tools/unused.yml": NOTE.replace("NAME", "unused"),
        "squads/line.yml": SQUAD,
    }
    assert [line.partition(" ")[0] for line in said(files) if "K026" in line] == lines
