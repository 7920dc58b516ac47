"""The step is pure, its state can be written down and resumed at any event, and some things always hold."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler.plan.model import Destination, Ending, Template
from callplan.runtime import run
from callplan.runtime.machine import ModelAnswers, Start, State, Tick, UserSpeaks, driver, history, step
from callplan.runtime.machine.records import Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[3]
TEXTS = ("yes", "mhmm", "wait", "well then I say", "one two three four five six seven eight nine ten", "12", "")


def squad(kit: Any) -> Any:
    """Two members with about everything."""
    messages = (
        kit.message("request-start", "Let me look that up now", blocking=True),
        kit.message("request-response-delayed", "Still looking", timing_ms=1000),
    )
    done = (kit.message("request-start", ""), kit.message("request-complete", "It is done"))
    to_number = kit.transfer(
        Destination("number", "+1", number=Template("+1")), Destination("assistant", "B", member="B")
    )
    a = kit.member(
        "A",
        tools=(
            kit.tool("look", messages=messages),
            kit.tool("quick", messages=done),
            kit.tool("note", is_async=True),
            kit.handoff("B", messages=None),
            to_number,
            kit.end_call(),
        ),
        hooks=(
            kit.timeout(3, "Are you there?", index=0, max_count=2, reset_on_user_speech=True),
            kit.timeout(6, "one two three four five six seven eight nine", index=1),
            kit.hook("assistant.speech.interrupted", "Go on", index=2),
            kit.hook("call.timeElapsed", "Time flies", index=3, delay_ms=15_000),
            kit.hook("call.ending", "Bye", index=4),
        ),
        ending=Ending(Template("Goodbye"), (Template("ten"),)),
        settings={"stopSpeakingPlan": {"numWords": 2, "backoffSeconds": 1}, "startSpeakingPlan": {"waitSeconds": 0.4}},
    )
    b = kit.member(
        "B",
        first="Here is B",
        interruptible=False,
        tools=(kit.handoff("A", context="lastNMessages", last=3), kit.tool("look")),
        hooks=(kit.timeout(4, kit.add("Quiet", False), "Hm?"),),
        silence=kit.silence(20_000, "We end here"),
        settings={"keypadInputPlan": {"enabled": True}},
    )
    return kit.plan(a, b, max_duration_ms=90_000)


def entries() -> st.SearchStrategy[list[dict[str, Any]]]:
    text = st.sampled_from(TEXTS)
    after = st.sampled_from([0, 0, 500, 3000, 7000])
    return st.lists(
        st.one_of(
            st.builds(lambda said, wait: {"user": said, "after_ms": wait}, text, after),
            st.builds(lambda said, at: {"interrupt": said, "at_ms": at}, text, st.integers(0, 900)),
            st.builds(lambda lasts: {"silence": lasts}, st.sampled_from([1, 3000, 9000, 30_000])),
            st.builds(lambda said: {"control": {"type": "say", "content": said}}, text),
            st.just(
                {
                    "control": {
                        "type": "add-message",
                        "triggerResponseEnabled": True,
                        "message": {"role": "user", "content": "x"},
                    }
                }
            ),
            st.just({"keypad": "12"}),
            st.just({"hangup": True}),
            st.just({"fault": "worker-shutdown"}),
        ),
        max_size=8,
    )


CALLS = (
    ("look", {}),
    ("quick", {}),
    ("note", {}),
    ("to_B", {}),
    ("to_A", {}),
    ("transferCall", {"destination": "B"}),
    ("endCall", {}),
    ("transferCall", {}),
)


class Improvised(driver.Driver):
    """A driver whose script is never short of an answer: *draw* makes them up."""

    draw: Any
    resumed = False

    def _answer(self, ask: Any) -> None:
        now, takes = self.state.t_ms, self.draw(st.sampled_from([0, 0, 400, 2500]))
        if ask.kind == "model":
            offered = [call for call in CALLS if call[0] in self.program.members[self.state.active].tools]
            purpose = next(reply.purpose for reply in self.state.replies if reply.ref == ask.ref)
            chosen = self.draw(st.lists(st.sampled_from(offered), max_size=2)) if purpose == "turn" else []
            calls = tuple({"name": name, "arguments": dict(arguments)} for name, arguments in chosen)
            self._step(ModelAnswers(now, self.draw(st.sampled_from(TEXTS)), calls, takes))
        else:
            answer = self.draw(
                st.sampled_from([{"result": {"a": 1}}, {"result": ""}, {"error": "no"}, {"times_out": True}])
            )
            self._step(driver.ToolAnswers(now, takes_ms=takes, **answer))

    def _step(self, event: Any) -> None:
        if self.resumed:
            self.state = State.load(json.loads(json.dumps(self.state.dump())))
        super()._step(event)

    def _all_asked(self, when: str) -> None:
        pass


def improvise(kit: Any, script: list[dict[str, Any]], answers: list[Any], *, resumed: bool = False) -> driver.Driver:
    """Play *script*; *answers* is filled at the first run and repeated at the next."""
    given = iter(list(answers))
    made: list[Any] = []

    def draw(strategy: Any) -> Any:
        value = next(given, None) if answers else None
        made.append(DATA[0].draw(strategy) if value is None else value)
        return made[-1]

    written = kit.transcript(*script)
    played = Improvised(driver.program_for(squad(kit), written, "full"), written)
    played.draw, played.resumed = draw, resumed
    with suppress(driver.Failure):  # a script may ask for what is not there: up to there all has to hold the same
        played.play()
    answers[:] = answers or made
    return played


DATA: list[Any] = [None]


@given(script=entries(), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens(kit: Any, script: list[dict[str, Any]], data: Any) -> None:
    DATA[0] = data
    answers: list[Any] = []
    played = improvise(kit, script, answers)
    events = played.events

    assert [event.t_ms for event in events] == sorted(event.t_ms for event in events)
    ends = [index for index, event in enumerate(events) if event.type in ("call.ended", "script.ended")]
    assert not ends or ends == [len(events) - 1]
    most = {"h3": 2, "h6": 3, "h4": 3, "call.timeElapsed": 1}
    for event in events:
        if event.type == "hook.fired" and event.data["hook"] in most:
            assert event.data["count"] <= most[event.data["hook"]]
    active = "A"
    for event in events:
        assert event.member == active or event.type in ("speech.started", "speech.ended", "tool.ended")
        if event.type == "handoff":
            active = event.data["to"]
    started = [
        event.data["id"]
        for event in events
        if event.type == "tool.started" and event.data["id"] != "hook-function-call"
    ]
    ended = [event.data["id"] for event in events if event.type == "tool.ended"]
    assert len(started) == len(set(started))
    assert len(ended) == len(set(ended))
    if events and events[-1].type == "script.ended":
        assert set(started) == set(ended) - {"hook-function-call"}
    speaking = 0
    for event in events:
        if event.data.get("role") == "assistant" and event.type.startswith("speech."):
            speaking += 1 if event.type == "speech.started" else -1
            assert speaking in (0, 1)
    if played.state.phase == "ended":
        assert speaking == 0

    again = improvise(kit, script, list(answers), resumed=True)
    assert again.events == events


def test_a_step_leaves_its_state_alone(kit: Any) -> None:
    from callplan.compiler.plan.frozen import EMPTY
    from callplan.runtime.machine import program

    made = program(squad(kit), EMPTY, "full", 2025)
    before = State("A", {"startedAt": "2025-01-01T12:00:00Z", "epoch_ms": 0})
    events = [Start(), UserSpeaks(5, "wait a moment please", 900), Tick(905), Tick(2000)]
    for event in events:
        written = json.dumps(before.dump())
        after, _ = step(made, before, event)
        assert json.dumps(before.dump()) == written
        again, _ = step(made, before, event)
        assert again.dump() == after.dump()
        before = after


@pytest.mark.parametrize(
    "event",
    [
        Tick(9),
        UserSpeaks(9, "x", 1),
        ModelAnswers(9, "x"),
        driver.ToolAnswers(9),
        driver.events.OtherAnswer(9),
        driver.Ends(9, "x"),
    ],
)
def test_every_state_has_a_next_one(kit: Any, event: Any) -> None:
    from callplan.compiler.plan.frozen import EMPTY
    from callplan.runtime.machine import program

    made = program(squad(kit), EMPTY, "full", 2025)
    new = State("A", {"startedAt": "2025-01-01T12:00:00Z", "epoch_ms": 0})
    live, _ = step(made, new, Start())
    over, _ = step(made, live, driver.Ends(9, "worker-shutdown"))
    for state in (new, live, over):
        after, effects = step(made, state, event)
        assert after.t_ms == 9
        assert isinstance(effects, tuple)


NONSENSE: list[Any] = [
    Tick(3),
    UserSpeaks(3, "", 0),
    ModelAnswers(3, None, ({"name": "nobody", "arguments": {"destination": 5}},)),
    driver.ToolAnswers(3, [1]),
    *(driver.events.OtherAnswer(3, value) for value in (None, [], 5, {"destination": 5}, {"status": "x"})),
    driver.KeysPressed(3, "zz"),
    *(
        driver.ControlSent(3, message)
        for message in ({}, {"type": "say"}, {"type": "handoff"}, {"type": "add-message"})
    ),
    *(driver.ControlSent(3, {"type": kind, "destination": {}}) for kind in ("transfer", "handoff")),
    driver.Ends(3, ""),
]


@pytest.mark.parametrize("event", NONSENSE, ids=lambda event: type(event).__name__)
def test_what_comes_late_and_makes_no_sense_turns_no_clock_back(kit: Any, event: Any) -> None:
    """Whatever the call is doing: it waits, hears somebody, or asks the model."""
    from callplan.compiler.plan.frozen import EMPTY
    from callplan.runtime.machine import program

    made = program(squad(kit), EMPTY, "full", 2025)
    state = State("A", {"startedAt": "2025-01-01T12:00:00Z", "epoch_ms": 0})
    for happens in (Start(), Tick(858), UserSpeaks(900, "wait a moment please", 900), Tick(1800), Tick(2000)):
        state, _ = step(made, state, happens)
        after, effects = step(made, state, event)
        assert after.t_ms == state.t_ms or not state.t_ms
        assert all(effect.t_ms >= state.t_ms for effect in effects)


INPUTS = [
    UserSpeaks(1000, "x", 1),
    driver.KeysPressed(1000, "1"),
    driver.ControlSent(1000, {"type": "say", "content": "x"}),
    driver.Ends(1000, "customer-ended-call"),
]


@pytest.mark.parametrize("event", INPUTS, ids=lambda event: type(event).__name__)
def test_a_call_that_is_ending_takes_no_input(kit: Any, event: Any) -> None:
    """While the hook on the ending still speaks, nobody can say, press, send or end anything any more."""
    from callplan.compiler.plan.frozen import EMPTY
    from callplan.runtime.machine import program

    plan = kit.plan(kit.member(first=None, hooks=(kit.hook("call.ending", "one two three four five six seven"),)))
    made = program(plan, EMPTY, "full", 2025)
    state, _ = step(made, State("A", {"startedAt": "2025-01-01T12:00:00Z", "epoch_ms": 0}), Start())
    ending, _ = step(made, state, driver.Ends(9, "manually-canceled"))
    assert (ending.phase, ending.speaking is not None) == ("ending", True)
    after, effects = step(made, ending, event)
    assert effects == ()
    assert {**after.dump(), "t_ms": 9} == ending.dump()


def test_a_state_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        State.load({"format": 0})


def test_a_script_plays_the_same_however_often(kit: Any) -> None:
    plan = squad(kit)
    script = kit.transcript({"user": "yes"}, {"model": "nine"}, {"silence": 9000})
    assert run(plan, script) == run(plan, script)


@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 150))
def test_histories_share_nothing_that_can_be_seen(changes: list[int], size: int) -> None:
    """A history behaves as a list that is copied at each change."""
    messages = [Message("user", str(number)) for number in range(size)]
    made, plain = history.History(messages), list(messages)
    kept = [(made, list(plain))]
    for change in changes:
        if change % 2 and plain:
            made = made.replaced(change % len(plain), Message("tool", str(change)))
            plain[change % len(plain)] = Message("tool", str(change))
        else:
            made = made.plus(Message("assistant", str(change)))
            plain.append(Message("assistant", str(change)))
        kept.append((made, list(plain)))
    for one, expected in kept:
        assert list(one) == expected
        assert len(one) == len(expected)
        for start in (0, 1, 63, 64, 65, len(expected)):
            assert one.since(start) == expected[start:]
        assert [one[index] for index in range(len(expected))] == expected
    with pytest.raises(IndexError):
        made[len(made)]


def test_a_history_that_grows_is_not_copied() -> None:
    """All but the last messages are held once, however many states have them."""
    made = history.History(Message("user", str(number)) for number in range(200))
    grown = made.plus(Message("assistant", "more"))
    assert len(made._chunks) == 3
    assert all(one is other for one, other in zip(made._chunks, grown._chunks, strict=True))


def test_every_event_is_one_that_the_schema_describes(kit: Any) -> None:
    from callplan.runtime.trace import dump_json
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "schemas" / "trace.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    script = (
        {"user": "look", "confidence": 0.9},
        {"model": "Let me see", "calls": [("look", {}), ("note", {})]},
        {"tool": "look", "error": "no", "takes_ms": 1500},
        {"model": "one two three four five six seven eight nine"},
        {"interrupt": "well then I say", "of": "nine", "at_ms": 900},
        {"model": None, "calls": [("to_B", {})]},
        {"control": {"type": "add-message", "message": {"role": "system", "content": "x"}}},
        {"keypad": "1"},
        {"silence": 5000},
        {"model": "Thanks"},
        {"silence": 30_000},
    )
    for detail in ("full", "events"):
        trace = run(squad(kit), kit.transcript(*script), detail=detail)  # type: ignore[arg-type]  # the two details
        assert trace.ended_reason == "silence-timed-out"
        for line in dump_json(trace).splitlines():
            assert [error.message for error in validator.iter_errors(json.loads(line))] == []
