"""What is suggested for a mutant: a transcript that passes on the plan and fails on the changed one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.diagnostics import Severity
from callplan.compiler.javascript import PatternError, translate
from callplan.compiler.plan.model import Plan
from callplan.compiler.sources import read_text
from callplan.runtime.mutation.edits import apply
from callplan.runtime.mutation.mutant import Mutant, grouped
from callplan.runtime.mutation.noticing import duration, holds, noticing, passing
from callplan.runtime.mutation.operators import changes
from callplan.runtime.mutation.phrases import FORMATTED, sample, samples
from callplan.runtime.mutation.suggestion import suggestion
from callplan.runtime.testing.expectations import judge
from callplan.runtime.trace import Trace
from callplan.runtime.transcript import Transcript, read
from callplan.runtime.voice.formatters import FORMATTERS

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"
TARGETS = {"clinic": ("squads/clinic", "uat"), "bank": ("squads/bank", "prod"), "shop": ("calls/order-update", "prod")}

UNHEARD = "as many words are spoken with it as without: what is sent to the voice stands in the trace alone"
ENDS = "the hook ends the call when it fires for the first time: that it would be armed again is in the trace alone"
NOBODY = "the caller is speaking when the hook adds its message, and the model is asked at the end of that in any case"
CANNOT = {
    "clinic": {
        "the replacement 1 of Receptionist is dropped": ("golden", UNHEARD),
        "the replacement 2 of Receptionist is dropped": ("golden", UNHEARD),
        "triggerMaxCount of hook goodbye of Receptionist changes from 3 to 1": ("golden", ENDS),
        "triggerResponseEnabled of hook assistant.speech.interrupted of Scheduler is on": (None, NOBODY),
    },
    "bank": {},
    "shop": {},
}
"""The mutants that no expectation can notice: what of a transcript does (None: nothing), and why."""
COUNTS = {"clinic": 172, "bank": 36, "shop": 37}


def mutants(name: str) -> tuple[Plan, tuple[Mutant, ...]]:
    target, env = TARGETS[name]
    workspace = compiler.load(WORKSPACES / name, env)
    plan = compiler.compile(workspace, target)
    return plan, grouped(plan, workspace.root, changes(plan))


def transcript_of(text: str) -> Transcript:
    transcript, found = read(read_text("a.transcript.yaml", text).documents[0])
    assert transcript is not None and transcript.expect, (text, found)
    assert not [one for one in found if one.severity is Severity.ERROR], text
    return transcript


@pytest.mark.parametrize("name", TARGETS)
def test_every_suggestion_passes_on_the_plan_and_fails_on_the_mutant(name: str) -> None:
    plan, every = mutants(name)
    assert len(every) == COUNTS[name]
    others = {}
    for mutant in every:
        text, notices = suggestion(plan, mutant)
        transcript = transcript_of(text)
        trace = runtime.run(plan, transcript)  # raises where the script cannot be followed
        assert judge(transcript.expect, trace) == (), text
        try:
            changed = runtime.run(apply(plan, mutant.edits), transcript)
        except runtime.ScriptError:
            assert notices == "expect", text
            continue
        assert bool(judge(transcript.expect, changed)) is (notices == "expect"), text
        assert (changed.events != trace.events) is (notices is not None), text
        if notices != "expect":
            others[mutant.what] = notices
            assert ("golden file alone" in text) is (notices == "golden")
    assert others == {what: how for what, (how, _) in CANNOT[name].items()}


def test_the_same_mutant_has_the_same_suggestion() -> None:
    plan, every = mutants("shop")
    assert [suggestion(plan, mutant) for mutant in every] == [suggestion(plan, mutant) for mutant in every]


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "abc",
            "a+b*c?",
            "(?:yes|no) please",
            "^[0-9]{4}$",
            r"\bRx\b",
            r"Keypad Entry: \d{2,}",
            "(?i)hello",
            "[^a-z]",
        ),
        *("(january|may)$", r"\(.\)", "", "a(?=b)b"),
    ],
)
def test_a_sample_matches_its_pattern(pattern: str) -> None:
    usable, text = translate(pattern), sample(pattern)
    assert not isinstance(usable, PatternError)
    assert text is not None and usable.test(text)


@pytest.mark.parametrize("pattern", ["(", "a(?!.)b", "(?<=x)a", "(a+)+$"])
def test_no_sample_is_better_than_a_wrong_one(pattern: str) -> None:
    assert sample(pattern) is None


def test_samples_of_a_plan_wherever_they_stand() -> None:
    plan: dict[str, Any] = {"conditions": ({"regex": "yes"}, {"conditions": ({"regex": "no+"}, {"regex": "("})})}
    assert samples(plan) == ("yes", "no", "YES", "NO")


def test_every_formatter_has_a_text_that_it_changes() -> None:
    keys = {formatter.key for formatter in FORMATTERS}
    assert FORMATTED.keys() == keys
    for formatter in FORMATTERS:
        assert formatter.needs.search(FORMATTED[formatter.key]), formatter.key


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "0s"), (1000, "1s"), (1200, "1.2s"), (8429, "8.429s"), (600_010, "600.01s")]
)
def test_durations(ms: int, text: str) -> None:
    assert duration(ms) == text


SCRIPT = "transcript: 1\ntarget: assistants/robin\nscript:\n  - user: Hello\n  - model: Good day.\n  - silence: 12s\n"
ROBIN = """\
name: Robin
firstMessage: Welcome.
model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Be kind.}]}
hooks:
  - on: customer.speech.timeout
    options: {timeoutSeconds: 5, triggerMaxCount: 2}
    do: [{type: say, exact: Hello?}]
"""


def played(folder: Path, robin: str) -> Trace:
    (folder / "assistants").mkdir(exist_ok=True)
    (folder / "assistants" / "robin.yml").write_text(robin, "utf-8")
    transcript, _ = read(read_text("a.transcript.yaml", SCRIPT).documents[0])
    assert transcript is not None
    return runtime.run(compiler.compile(compiler.load(folder), "assistants/robin"), transcript)


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ("Welcome.", "Hi.", {"says": "Welcome."}),
        ("Welcome.", "Welcome. Really.", {"says": {"exact": "Welcome."}}),
        ("timeoutSeconds: 5", "timeoutSeconds: 5.5", {"hook": "customer.speech.timeout", "silence": "5s"}),
        ("triggerMaxCount: 2", "triggerMaxCount: 1", {"hook": "customer.speech.timeout", "silence": "10s"}),
        ("triggerMaxCount: 1", "triggerMaxCount: 2", {"hook": "customer.speech.timeout", "count": 1}),
        ("Be kind.", "Be quick.", {"prompt": "Be kind."}),
        ("content: Be kind.", "content: Be kind. Always.", "sent"),
        ("model: {", "startSpeakingPlan: {waitSeconds: 1}\nmodel: {", {"says": "Good day.", "at": "0.572s"}),
        ("firstMessage: Welcome.\n", "", {"says": "Welcome."}),
        ("name: Robin\n", "name: Robin\nserver: {url: https://a.example.com}\n", None),
    ],
)
def test_the_plainest_expectation(tmp_path: Path, old: str, new: str, entry: Any) -> None:
    before = ROBIN if old in ROBIN else ROBIN.replace("triggerMaxCount: 2", "triggerMaxCount: 1")
    traces = [played(tmp_path, before), played(tmp_path, before.replace(old, new))]
    found = noticing(*traces)
    assert (next(iter(found)) if entry == "sent" and found else found) == entry
    if found is not None:
        assert holds(found, traces[0]) and not holds(found, traces[1])
    assert holds(passing(traces[0]), traces[0])
