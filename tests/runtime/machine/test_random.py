"""Random scripts over random plans: what holds in every call (issue of the runtime, "Shown by")."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import chain
from typing import Any

from callplan.compiler.plan.frozen import FrozenDict, freeze
from callplan.compiler.plan.model import (
    AddMessage,
    CallTool,
    Destination,
    Ending,
    Extraction,
    Retry,
    Say,
    Server,
    StaticParameter,
    Template,
)
from callplan.runtime.machine import ModelAnswers, State, driver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ("A", "B", "C")
TEXTS = ("yes", "mhmm", "wait", "well then I say", "one two three four five six seven eight nine ten", "{{ n }}", "")
MODES = (
    "assistant-speaks-first",
    "assistant-speaks-first-with-model-generated-message",
    "assistant-waits-for-user",
)
CONTEXTS = ("all", "lastNMessages", "userAndAssistantMessages", "previousAssistantMessages", "none")
TRANSFERS = (
    None,
    "rolling-history",
    "swap-system-message-in-history",
    "swap-system-message-in-history-and-remove-transfer-tool-messages",
    "delete-history",
)
WARM = ("blind-transfer", "warm-transfer-say-message", "warm-transfer-experimental")
WHOLE = ("all", "userAndAssistantMessages", "previousAssistantMessages", "none")
ACTIONS = ("say", "say", "prompt", "add", "add and ask", "tool", "end")
LOW = "assistant.transcriber.endpointedSpeechLowConfidence"
EVENTS = ("assistant.speech.interrupted", "customer.speech.interrupted", "call.ending", "model.response.timeout", LOW)
REJECTION = {"conditions": [{"type": "regex", "regex": ".", "target": {"role": "user"}}]}
SERVER = Server(Template("https://x.example"), timeout_ms=2000, retry=Retry("exponential", 2, 500, (404,)))
EXTRACTIONS: tuple[Any, ...] = (
    None,
    None,
    Extraction(None, (("n", Template("{{ $.a }}")),)),
    Extraction(FrozenDict({"type": "object"}), (("twice", Template("{{ n }}{{ n }}")),)),
)
Draw = Any


def messages(draw: Draw, kit: Any) -> Any:
    """None: a default filler; else what is said around a call."""
    kinds = draw(st.lists(st.sampled_from(("start", "complete", "failed", "delayed")), max_size=3, unique=True))
    if not kinds:
        return draw(st.sampled_from((None, ())))
    made = {
        "start": lambda: kit.message("request-start", draw(st.sampled_from(TEXTS)), blocking=draw(st.booleans())),
        "complete": lambda: kit.message(
            "request-complete",
            "It is done",
            role=draw(st.sampled_from(("assistant", "system"))),
            end_call_after_spoken=draw(st.sampled_from((False, False, False, False, True))),
        ),
        "failed": lambda: kit.message("request-failed", "It failed"),
        "delayed": lambda: kit.message("request-response-delayed", "Still at it", timing_ms=700),
    }
    return tuple(made[kind]() for kind in kinds)


def tool(draw: Draw, kit: Any, name: str) -> Any:
    """One that a server, or nobody, answers."""
    return kit.tool(
        name,
        type=draw(st.sampled_from((*("function",) * 5, "apiRequest", "code", "dtmf"))),
        served=draw(st.sampled_from((True, True, True, False))),
        messages=messages(draw, kit),
        is_async=draw(st.sampled_from((False, False, False, True))),
        extraction=draw(st.sampled_from(EXTRACTIONS)),
        rejection=draw(st.sampled_from((None, None, REJECTION))),
        static=draw(st.sampled_from(((), (StaticParameter("who", "{{ n }}"),)))),
        **draw(st.sampled_from(({}, {"server": SERVER}))),
    )


def tools(draw: Draw, kit: Any, others: list[str]) -> tuple[Any, ...]:
    made = [tool(draw, kit, f"t{number}") for number in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        asked = Destination("dynamic", "dynamic")
        made.append(kit.tool("where", type="handoff", destinations=(asked,), messages=messages(draw, kit)))
    for other in others:
        if draw(st.sampled_from((True, True, False))):
            context = draw(st.sampled_from(CONTEXTS))
            last = draw(st.integers(0, 4)) if context == "lastNMessages" else None
            made.append(kit.handoff(other, context=context, last=last, messages=messages(draw, kit)))
    places = [Destination("assistant", other, member=other, transfer_mode=draw(st.sampled_from(TRANSFERS)))
              for other in others]  # fmt: skip
    plan = {"mode": draw(st.sampled_from(WARM)), "message": "A caller", "fallbackPlan": {"message": "Nobody"}}
    config: Any = freeze({"transferPlan": plan} if draw(st.booleans()) else {})
    places.append(Destination("number", "+1", number=Template("+1"), config=config))
    if draw(st.booleans()):
        made.append(kit.transfer(*draw(st.sampled_from((places, places, ())))))
    if draw(st.sampled_from((False, False, False, True))):
        made.append(kit.end_call(messages=messages(draw, kit)))
    return tuple(made)


def actions(draw: Draw, kit: Any, others: list[str]) -> tuple[Any, ...]:
    kinds = draw(st.lists(st.sampled_from((*ACTIONS, *(["move"] if others else []))), min_size=1, max_size=3))
    made = {
        "say": lambda: Say((Template(draw(st.sampled_from(TEXTS))),)),
        "prompt": lambda: kit.ask("Say something"),
        "add": lambda: kit.add("Noted", False),
        "add and ask": lambda: kit.add("Noted", True),
        "tool": lambda: CallTool(kit.tool("note", messages=draw(st.sampled_from((None, ()))))),
        "end": lambda: CallTool(kit.end_call()),
        "move": lambda: CallTool(kit.handoff(draw(st.sampled_from(others)), context=draw(st.sampled_from(WHOLE)))),
    }
    return tuple(made[kind]() for kind in kinds)


def hooks(draw: Draw, kit: Any, others: list[str]) -> tuple[Any, ...]:
    made = []
    for index in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from((*("silence",) * 5, "elapsed", *EVENTS)))
        done = actions(draw, kit, others)
        if kind == "silence":
            delay = draw(st.sampled_from((2, 3, 5, 10)))
            hook = kit.timeout(
                delay, *done, index=index, max_count=draw(st.integers(1, 3)), reset_on_user_speech=draw(st.booleans())
            )
        elif kind == "elapsed":
            hook = kit.hook(
                "call.timeElapsed", *done, index=index, delay_ms=draw(st.sampled_from((1000, 9000))), max_count=1
            )
        else:
            asks = any(isinstance(one, AddMessage) and one.triggers_response for one in done)
            done = () if kind == "call.ending" and asks else done
            hook = kit.hook(kind, *(done or ("Bye",)), index=index)
        made.append(hook)
    return tuple(made)


@st.composite
def plans(draw: Draw, kit: Any) -> Any:
    names = NAMES[: draw(st.sampled_from((2, 3, 1)))]
    return kit.plan(*(member(draw, kit, name, names) for name in names), max_duration_ms=60_000, variables={"n": 5})


SETTINGS: tuple[dict[str, Any], ...] = (
    {"stopSpeakingPlan": {"numWords": 2, "backoffSeconds": 1}},
    {"startSpeakingPlan": {"waitSeconds": 0.4, "transcriptionEndpointingPlan": {}}},
    {"keypadInputPlan": {"enabled": True}},
    {"transcriber": {"provider": "deepgram", "fallbackPlan": {"autoFallback": {"enabled": True}}}},
    {"voice": {"fallbackPlan": {"voices": [{"provider": "playht", "voiceId": "x"}]}}},
)


def member(draw: Draw, kit: Any, name: str, names: tuple[str, ...]) -> Any:
    others = [other for other in names if other != name]
    return kit.member(
        name,
        first=draw(st.sampled_from((None, "one two three", ""))),
        mode=draw(st.sampled_from(MODES)),
        interruptible=draw(st.booleans()),
        tools=tools(draw, kit, others),
        hooks=hooks(draw, kit, others),
        silence=draw(
            st.sampled_from((kit.silence(None), kit.silence(8_000, "We end"), *(kit.idle("Hm?", max_count=2),) * 3))
        ),
        ending=Ending(Template("Goodbye"), (Template("nine"),) if draw(st.booleans()) else ()),
        settings={
            key: value
            for one in draw(st.lists(st.sampled_from(SETTINGS), min_size=1, max_size=4))
            for key, value in one.items()
        },
    )


def moved(to: str, context: str, at_ms: int) -> dict[str, Any]:
    """A live handoff in mid-speech, or while a tool works."""
    place = {"type": "assistant", "assistantName": to, "contextEngineeringPlan": context}
    return {"control": {"type": "handoff", "destination": place, "content": "Moving you"}, "at_ms": at_ms}


def scripts() -> st.SearchStrategy[list[dict[str, Any]]]:
    text = st.sampled_from(TEXTS)
    after = st.sampled_from([0, 0, 500, 3000, 7000])
    add = {"type": "add-message", "message": {"role": "user", "content": "x"}}
    one = st.one_of(
        *([st.builds(lambda said, wait: {"user": said, "after_ms": wait}, text, after)] * 6),
        *([st.builds(lambda said, at: {"interrupt": said, "at_ms": at}, text, st.sampled_from(BARGES))] * 4),
        st.builds(lambda lasts: {"silence": lasts}, st.sampled_from([1, 3000, 9000, 30_000])),
        st.builds(lambda said, sure: {"user": said, "confidence": sure}, text, st.sampled_from([0.1, 0.3, 0.9])),
        st.builds(lambda said: {"control": {"type": "say", "content": said}}, text),
        st.builds(lambda order: {"control": {"type": "control", "control": order}}, st.sampled_from(ORDERS)),
        st.builds(lambda to: {"control": {**HANDOFF, "destination": {"assistantName": to}}}, st.sampled_from(NAMES)),
        st.builds(lambda asks: {"control": {**add, "triggerResponseEnabled": asks}}, st.booleans()),
        st.builds(lambda said, wait: {"user": said, "continues_ms": wait}, text, st.sampled_from([0, 300])),
        st.builds(lambda at: {"control": {"type": "say", "content": "Now"}, "at_ms": at}, st.integers(0, 3000)),
        st.builds(moved, st.sampled_from(NAMES), st.sampled_from(WHOLE), st.integers(0, 3000)),
        st.sampled_from(
            [
                *({"keypad": "12"}, {"fault": "pipeline-error-azure-voice-failed"}) * 3,
                *({"fault": "pipeline-error-deepgram-transcriber-failed"}, {"silence": 30_000}),
                {"control": {"type": "transfer", "destination": {"number": "+1"}, "content": "One moment"}},
                {"control": {"type": "end-call"}},
                *({"hangup": True, "at_ms": 700}, {"hangup": True}, {"fault": "worker-shutdown"}),
            ]
        ),
        *([st.builds(lambda lasts: {"silence": lasts}, st.sampled_from([9000, 30_000]))] * 3),
    )
    turns = st.sampled_from(({"user": "mhmm"}, {"user": "mhmm", "confidence": 0.1}))
    quiet = turns.map(
        lambda turn: [{"silence": 9000}, turn, {"silence": 9000}]
    )  # so that counts are used up, and reset
    parts = st.lists(st.one_of(*[one.map(lambda entry: [entry])] * 6, quiet), min_size=3, max_size=9)
    last = st.builds(
        lambda how, at: [{"user": "go on"}, {**how, "at_ms": at}], st.sampled_from(CUTS), st.integers(0, 900)
    )
    return st.builds(lambda lists, end: [*chain(*lists), *end], parts, st.one_of(last, last, st.just([])))


CUTS = ({"hangup": True}, {"fault": "worker-shutdown"}, {"fault": "voicemail"}, {"control": {"type": "end-call"}})
"""What ends a call while the assistant speaks."""
BARGES = (0, 100, 250, 600, 900)
ORDERS = ("mute-assistant", "unmute-assistant", "mute-customer", "unmute-customer", "say-first-message")
HANDOFF = {"type": "handoff", "content": "One moment"}


class Improvised(driver.Driver):
    """A driver whose script is never short of an answer, which passes over what cannot be followed, and whose state is
    written down and read at every event.
    """

    draw: Any
    states: list[State]
    unfit: Any
    steps = 0

    def _play(self, entry: Any) -> None:
        with suppress(driver.Failure):
            super()._play(entry)

    def _interrupt(self, entry: Any) -> None:
        with suppress(driver.Failure):
            super()._interrupt(entry)

    def _amid(self, entry: Any, at_ms: int) -> None:
        with suppress(driver.Failure):
            super()._amid(entry, at_ms)

    def _answer(self, ask: Any) -> None:
        now, takes = self.state.t_ms, self.draw(st.sampled_from([0, 0, 400, 2500]))
        if ask.kind == "model":
            offered = sorted(self.program.members[self.state.active].tools)
            purpose = next(reply.purpose for reply in self.state.replies if reply.ref == ask.ref)
            most = self.draw(st.sampled_from((1, 2, 2, 0))) if offered and purpose == "turn" and self.steps < 60 else 0
            names = [self.draw(st.sampled_from(offered)) for _ in range(most)]
            calls = tuple({"name": name, "arguments": self._arguments(name)} for name in names)
            silent = not calls and self.draw(st.sampled_from((False, False, False, True)))
            self._step(ModelAnswers(now, self.draw(st.sampled_from(TEXTS)), calls, takes, None, silent))
        elif ask.kind == "transfer":
            value = {"status": self.draw(st.sampled_from(("connected", "busy", "voicemail"))), "answersAfter": "2s"}
            leaves = {"hangsUpAfter": self.draw(st.sampled_from(("1s", "9s")))} if self.draw(st.booleans()) else {}
            self._step(driver.events.OtherAnswer(now, {**value, **leaves}))
        elif ask.kind == "extract":
            self._step(driver.events.OtherAnswer(now, self.draw(st.sampled_from(({"n": 7}, "none"))), takes))
        elif ask.kind == "server":
            named = self.draw(st.sampled_from(sorted(self.program.members)))
            places = [{"type": "assistant", "assistantName": named}] * 2 + [{"type": "number", "number": "+2"}]
            replies = [*({"destination": place} for place in places), {"error": "no"}, {"result": "x"}, {}]
            self._step(driver.events.OtherAnswer(now, self.draw(st.sampled_from(replies)), takes))
        else:
            answers: list[dict[str, Any]] = [{"result": {"a": 1}}, {"result": ""}, {"error": "no"}, {"times_out": True}]
            answers += [{"result": "no\nJSON"}, {"statuses": (503, 0, 200)}, {"statuses": (404, 200)}]
            self._step(driver.ToolAnswers(now, takes_ms=takes, **self.draw(st.sampled_from(answers))))

    def _arguments(self, name: str) -> dict[str, Any]:
        offered = self.program.members[self.state.active].tools[name].tool.destinations
        return {"destination": self.draw(st.sampled_from([one.label for one in offered]))} if offered else {}

    def _step(self, event: Any) -> None:
        before = self.state
        self.steps += 1
        super()._step(event)
        again, effects = driver.step(self.program, State.load(json.loads(json.dumps(before.dump()))), event)
        assert (again.dump(), effects) == (self.state.dump(), tuple(self.events[len(self.events) - len(effects) :]))
        self.states.append(self.state)
        grows(before, self.state, effects, self.program, self.unfit)
        if self.state.phase == "live":
            assert self.unfit(self.state.history, {one.id for one in self.state.calls}) is None

    def _all_asked(self, when: str) -> None:
        pass


def grows(before: State, after: State, effects: Any, program: Any, unfit: Any) -> None:
    """History is appended to; only what the assistant was saying may become shorter, and a transfer that was announced
    may turn out to be none. Another member's begins with what
    its context plan leaves, and its own prompt.
    """
    handoffs = [event for event in effects if event.type == "handoff"]
    if before.activation == after.activation or before.phase == "new":
        kept = list(before.history)
        said = before.speaking.place if before.speaking and before.speaking.activation == before.activation else -1
        if said >= 0 and any(event.type == "speech.ended" and event.data.get("heard") == "" for event in effects):
            assert kept.pop(said).role == "assistant"
        assert len(after.history) >= len(kept)
        for old, new in zip(kept, after.history, strict=False):
            same = new._replace(content=old.content)
            assert same == old
            cut = old.role == "assistant" and (old.content or "").startswith(new.content or "")
            refused = old.content == "transferred" and (new.content or "").startswith("transfer ")
            assert new.content == old.content or cut or refused
        return
    last = handoffs[-1].data
    passed = last["messages"]
    roles = [message["role"] for message in passed]
    context = last["context"]
    if context in ("none", "delete-history"):
        assert passed == []
    elif context == "userAndAssistantMessages":
        assert set(roles) <= {"user", "assistant"}
        assert not any("tool_calls" in message for message in passed)
    elif context == "lastNMessages":
        tool = program.members[before.active].tools.get(last.get("tool", ""))
        most = [one.context.last or 0 for one in tool.tool.destinations] if tool else [4]
        assert len(passed) <= max(most) and "system" not in roles
    assert unfit(passed) is None
    own = [text for role, text in program.members[after.active].prompt if role == "system"]
    received = [message.payload() for message in after.history][: after.received]
    prompts = [message for message in received if message["content"] == f"S-{last['to']}"]
    assert len(prompts) >= len(own)
    assert [message for message in received if message in passed] or not passed


def hold(kit: Any, data: Any, plan: Any, entries: list[dict[str, Any]], call: dict[str, Any]) -> None:
    """Play a script on a plan: what is so in every call has to be so in this one."""
    script = kit.transcript(*entries, call=call)
    played = Improvised(driver.program_for(plan, script, "full"), script)
    played.draw, played.states, played.unfit = data.draw, [], kit.unfit
    with suppress(driver.Failure):
        played.play()
    kit.holds(plan, played.events, played.state)


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_plan(kit: Any, data: Any) -> None:
    plan, entries = data.draw(plans(kit)), data.draw(scripts())
    hold(kit, data, plan, entries, data.draw(st.sampled_from((*({},) * 9, {"type": "chat"}))))


LULLS = ({"silence": 4000}, {"silence": 9000}, {"user": "mhmm"}, {"user": "wait", "confidence": 0.1})


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whoever_falls_silent(kit: Any, data: Any) -> None:
    """Reminders in a call that nothing ends, so that their counts are used up, and begin anew where they may."""
    delays = data.draw(st.lists(st.sampled_from((2, 3, 5)), min_size=1, max_size=3))
    made = tuple(
        kit.timeout(
            delay,
            "Hm",
            index=index,
            max_count=data.draw(st.integers(1, 2)),
            reset_on_user_speech=data.draw(st.booleans()),
        )
        for index, delay in enumerate(delays)
    )
    idle = kit.idle("Hm?", max_count=1, timeout_ms=3000, reset_on_user_speech=data.draw(st.booleans()))
    member = kit.member("A", hooks=made, silence=idle, settings={"transcriber": {"provider": "deepgram"}})
    hold(kit, data, kit.plan(member), data.draw(st.lists(st.sampled_from(LULLS), min_size=4, max_size=9)), {})


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whoever_takes_over(kit: Any, data: Any) -> None:
    """Handoffs and little else: every context plan meets a conversation, and leaves of it what it says."""
    members = []
    for name in NAMES:
        moves = []
        for other in NAMES:
            context = data.draw(st.sampled_from(CONTEXTS))
            last = data.draw(st.integers(0, 3)) if context == "lastNMessages" else None
            moves.append(kit.handoff(other, context=context, last=last, messages=()))
        members.append(kit.member(name, first=f"{name} is here", tools=(kit.tool("look", messages=()), *moves)))
    turns = data.draw(st.lists(st.sampled_from(({"user": "yes"}, {"user": "then what"})), min_size=4, max_size=8))
    hold(kit, data, kit.plan(*members), turns, {})
