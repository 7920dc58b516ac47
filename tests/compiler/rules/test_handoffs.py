"""Squads whose members are reached in ways that no destination of their own shows (X015)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[dict[str, str]], list[str]]

FRONT = """\
name: Front
model:
  provider: openai
  model: gpt-4o
  messages: [{role: system, content: Help callers.}]
  tools:
    - type: handoff
      function: {name: on, description: Somebody else.}
      destinations: [DESTINATION]
"""
OTHER = "name: NAME\nmodel: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help.}]}\n"
DESK = "name: Desk\nmembers: [{assistantId: front}, {assistantId: back}, {assistantId: last}]\n"
TO_BACK = "{type: assistant, assistantName: Back, description: The rest}"
DYNAMIC = "{type: dynamic, server: {url: https://api.example.com/where}}"
EDGE = "{type: assistant, assistantId: back, description: The rest, assistantOverrides: {firstMessage: Again.}}"
ENTERING = """\
name: Night
members:
  - assistant:
      name: Night
      model:
        provider: openai
        model: gpt-4o
        messages: [{role: system, content: Help.}]
        tools:
          - type: handoff
            destinations: [{type: squad, squadId: desk, entryAssistantName: Last, description: By day}]
"""


def unreachable(said: Said, destination: str, more: dict[str, str] | None = None) -> list[str]:
    files = {
        "assistants/front.yml": FRONT.replace("DESTINATION", destination),
        "assistants/back.yml": OTHER.replace("NAME", "Back"),
        "assistants/last.yml": OTHER.replace("NAME", "Last"),
        "squads/desk.yml": DESK,
    }
    return [line.partition(" ")[0] for line in said({**files, **(more or {})}) if "X015" in line]


def test_one_that_nothing_leads_to(said: Said) -> None:
    assert unreachable(said, TO_BACK) == ["squads/desk.yml:2:"]


@pytest.mark.parametrize(
    "destination",
    [DYNAMIC, f"{TO_BACK}, {DYNAMIC}", "", "{type: assistant, assistantName: Bakc, description: The rest}"],
)
def test_nobody_knows_where_a_server_or_a_wrong_name_leads(destination: str, said: Said) -> None:
    assert unreachable(said, destination) == []


def test_a_form_of_its_own_is_the_member(said: Said) -> None:
    assert unreachable(said, EDGE) == ["squads/desk.yml:2:"]


def test_another_squad_enters_in_the_middle(said: Said) -> None:
    assert unreachable(said, TO_BACK, {"squads/night.yml": ENTERING}) == []


def test_a_squad_without_any_way_is_unfinished(said: Said) -> None:
    assert unreachable(said, "{type: number, number: '+15550100001', description: A person}") == []
