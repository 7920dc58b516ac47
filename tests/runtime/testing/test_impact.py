"""What a change can reach: never too little, whatever is changed, and nothing that a call does not touch."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from callplan import runtime
from callplan.runtime.mutation import baseline
from callplan.runtime.mutation.edits import apply
from callplan.runtime.testing.beside import same
from callplan.runtime.testing.discovery import discover
from callplan.runtime.testing.impact import impacted, touched

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"

FRONT = """\
name: Front
firstMessage: Front desk.
model:
  provider: openai
  model: gpt-4o
  messages: [{role: system, content: You answer.}]
  tools:
    - type: function
      function: {name: look_up, description: Looks it up., parameters: {type: object, properties: {}}}
      server: {url: "https://a.example.com/look-up", timeoutSeconds: 9}
      messages:
        - {type: request-start, content: Let me see.}
        - {type: request-failed, content: That did not work.}
    - type: handoff
      function: {name: pass_on}
      destinations:
        - {type: assistant, assistantName: Back, description: The back., contextEngineeringPlan: {type: all}}
        - {type: assistant, assistantName: Side, description: The side., contextEngineeringPlan: {type: all}}
hooks:
  - on: customer.speech.timeout
    options: {timeoutSeconds: 10}
    do: [{type: say, exact: Hello?}]
"""
BACK = """\
name: Back
firstMessage: The back office.
endCallMessage: Bye.
model: {provider: openai, model: gpt-4o, messages: [{role: system, content: You work.}]}
"""
FILES = {
    "callplan.yaml": "callplan: 1\n",
    "squads/office.yml": "name: Office\nmembers: [{assistantId: front}, {assistantId: back}, {assistantId: side}]\n",
    "assistants/front.yml": FRONT,
    "assistants/back.yml": BACK,
    "assistants/side.yml": BACK.replace("Back", "Side"),
    "calls/talks.transcript.yaml": """\
- user: Hello
- model: Hi.
""",
    "calls/waits.transcript.yaml": """\
- silence: 4s
""",
    "calls/asks.transcript.yaml": """\
- user: Where is it?
- model: {tools: [{name: look_up, arguments: {}}]}
- tool: look_up
  result: here
- model: It is here.
""",
    "calls/moves.transcript.yaml": """\
- user: The back, please
- model: {tools: [{name: pass_on, arguments: {destination: Back}}]}
- hangup: true
""",
    "calls/barges-in.transcript.yaml": """\
- user: Hello
- model: We are open from nine to five on every day of the week.
- interrupt: Wait
  at: 0.9s
- model: Yes?
""",
}
EVERY = {"talks", "waits", "asks", "moves", "barges-in"}
ASKING = EVERY - {"waits"}
"""Those in which a model is asked."""


def on(event: str) -> str:
    return f"hooks:\n  - on: {event}\n    do: [{{type: say, exact: Oh.}}]\n"


CHANGES: dict[str, tuple[str, str, str, set[str]]] = {
    "the text of a comment": ("front", "hooks:", "hooks:  # all of them", set()),
    "a server": ("front", "a.example.com", "b.example.com", {"asks"}),
    "the time that a server has": ("front", "timeoutSeconds: 9", "timeoutSeconds: 8", {"asks"}),
    "words before a tool": ("front", "Let me see.", "A moment.", {"asks"}),
    "words for a failure that does not happen": ("front", "That did not work.", "Sorry.", set()),
    "new words after a tool": (
        "front",
        "      messages:\n",
        "      messages:\n        - {type: request-complete, content: Found.}\n",
        {"asks"},
    ),
    "a new static parameter": (
        "front",
        "      server:",
        "      parameters: [{key: a, value: b}]\n      server:",
        {"asks"},
    ),
    "what the model is told of a tool": ("front", "Looks it up.", "Finds it.", ASKING),
    "a new condition of rejection": (
        "front",
        "      server:",
        "      rejectionPlan: {conditions: [{type: regex, regex: zzz}]}\n      server:",
        {"asks"},
    ),
    "a new tool": ("front", "    - type: handoff", "    - {type: endCall}\n    - type: handoff", ASKING),
    "a prompt": ("front", "You answer.", "You help.", EVERY),
    "a hook that is armed and does not fire": ("front", "exact: Hello?", "exact: Well?", EVERY),
    "a new hook on silence": ("back", "model:", on("customer.speech.timeout") + "model:", {"moves"}),
    "a new hook of who is not reached": ("side", "model:", on("customer.speech.timeout") + "model:", set()),
    "a new hook on the end of the call": ("back", "model:", on("call.ending") + "model:", {"moves"}),
    "a new hook on an interruption": (
        "front",
        FRONT[FRONT.index("hooks:") :],
        FRONT[FRONT.index("hooks:") :] + on("assistant.speech.interrupted").removeprefix("hooks:\n"),
        {"barges-in"},
    ),
    "how long the assistant waits after an interruption": (
        "front",
        "hooks:",
        "stopSpeakingPlan: {backoffSeconds: 2}\nhooks:",
        {"barges-in"},
    ),
    "the first message": ("front", "Front desk.", "Reception.", EVERY),
    "the first message of who is reached": ("back", "The back office.", "Back office.", {"moves"}),
    "the first message of who is not": ("side", "The back office.", "Side office.", set()),
    "last words that nobody says": ("back", "Bye.", "Goodbye.", set()),
    "the context that is passed on": (
        "front",
        "The back., contextEngineeringPlan: {type: all}",
        "The back., contextEngineeringPlan: {type: none}",
        {"moves"},
    ),
    "the context that would be passed elsewhere": (
        "front",
        "The side., contextEngineeringPlan: {type: all}",
        "The side., contextEngineeringPlan: {type: none}",
        set(),
    ),
    "the longest call": ("front", "hooks:", "maxDurationSeconds: 700\nhooks:", EVERY),
    "a timeout of silence": ("front", "hooks:", "silenceTimeoutSeconds: 60\nhooks:", EVERY),
    "a variable at the start": ("front", "You answer.", "You answer {{ who }}.", EVERY),
    "one more member": ("squad", "{assistantId: side}]", "{assistantId: side}, {assistantId: extra}]", set()),
}
PLACES = {"squad": "squads/office.yml"}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office, with five calls that can be followed."""
    root = tmp_path_factory.mktemp("before")
    files = {**FILES, "assistants/extra.yml": BACK.replace("Back", "Extra")}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "transcript: 1\ntarget: squads/office\nscript:\n" if name.startswith("calls/") else ""
        lines = text.splitlines(keepends=True)
        path.write_text(head + "".join(f"  {line}" if head else line for line in lines), "utf-8")
    return root


def reached(now: Path, before: Path) -> dict[str, str]:
    found = impacted(discover([now]).transcripts, now, before)
    return {path.name.split(".")[0]: why for path, why in found}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reaches_who_touches_it_and_nobody_else(change: str, before: Path, tmp_path: Path) -> None:
    name, old, new, expected = CHANGES[change]
    now = tmp_path / "now"
    shutil.copytree(before, now)
    path = now / PLACES.get(name, f"assistants/{name}.yml")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert reached(now, before).keys() == expected


def test_the_reason_is_the_node(before: Path, tmp_path: Path) -> None:
    now = tmp_path / "now"
    shutil.copytree(before, now)
    path = now / "assistants" / "front.yml"
    path.write_text(path.read_text("utf-8").replace("Let me see.", "A moment."), "utf-8")
    (now / "calls" / "talks.transcript.yaml").write_text("", "utf-8")
    shutil.copy(now / "calls" / "waits.transcript.yaml", now / "calls" / "new.transcript.yaml")
    assert reached(now, before) == {
        "asks": "/members/Front/tools/look_up/start",
        "new": "it is new",
        "talks": "it has changed",
    }


@pytest.mark.parametrize("name", ["clinic", "shop", "bank"])
def test_a_call_that_goes_otherwise_is_reached_whatever_mutate_changes(name: str) -> None:
    (suite,), failed = baseline(discover([WORKSPACES / name]).transcripts, lambda *_: True)
    assert failed == []
    found = spared = 0
    for mutant in suite.mutants:
        plans = {id(case.plan): apply(case.plan, mutant.edits) for case in suite.cases}
        for case in suite.cases:
            changed = plans[id(case.plan)]
            if touched(case.plan, changed, case.transcript):
                found += 1
                continue
            spared += 1
            same_trace = runtime.run(changed, case.transcript).events == case.trace.events
            assert same_trace, (mutant.what, case.path.name)
    assert found and spared


def test_a_plan_touches_no_difference_to_itself() -> None:
    (suite,), _ = baseline(discover([WORKSPACES / "clinic"]).transcripts, lambda *_: True)
    for case in suite.cases:
        copy = replace(case.plan, members=tuple(replace(member) for member in case.plan.members))
        assert copy is not case.plan and touched(copy, case.plan, case.transcript) == ""


def closure(value: object) -> Callable[[], object]:
    return lambda: value


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (1, 1, True),
        (1, True, False),
        (1, 1.0, False),
        ((1, "a"), (1, "a"), True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ([1], [1, 2], False),
        (closure((1, 2)), closure((1, 2)), True),
        (closure((1, 2)), closure((1, 3)), False),
        (closure(1), lambda: 1, False),
        (object(), object(), False),
    ],
)
def test_what_means_the_same(one: object, other: object, alike: bool) -> None:
    assert same(one, other) is alike
