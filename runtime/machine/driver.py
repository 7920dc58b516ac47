"""Plays a script: feeds the machine inputs when their time has come, answers when it asks (design §3.7).

The driver is the only part that knows the transcript. It owns what "settled" means for a script, and its failures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NoReturn

from ...compiler.diagnostics import Diagnostic, Rule, Span
from ...compiler.diagnostics.catalog import G002, G003, G004, G008
from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Plan
from ..trace.model import Event
from ..transcript.model import (
    Amid,
    Control,
    Fault,
    Input,
    Interrupt,
    Keypad,
    ModelAnswer,
    Pause,
    ToolAnswer,
    Transcript,
    UserTurn,
)
from . import events, offers, warm
from .aims import Aims
from .answers import Answers, describe
from .arrival import arrive, join
from .bounds import Bounds
from .events import (
    ControlSent,
    Ends,
    Happening,
    KeysPressed,
    ModelAnswers,
    Start,
    Tick,
    ToolAnswers,
    UserSpeaks,
)
from .info import INBOUND, call_info, contradiction
from .program import Program, program
from .records import Ask, Utterance
from .state import TIMERS, State
from .step import step
from .undecided import Undecided
from .words import lasts_ms

_PLAIN = (None, None, None, None)
"""What most scripts say of how the caller was heard: nothing."""


class Failure(Exception):
    """The script cannot go on: it has no answer to ``ask``, or another fault."""

    def __init__(self, diagnostic: Diagnostic, ask: Ask | None = None) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.ask = ask


def program_for(plan: Plan, transcript: Transcript, detail: str) -> Program:
    """What a run of *transcript* on *plan* goes by."""
    year = datetime.fromisoformat(transcript.call.started_at).year
    return program(plan, transcript.policies, detail, year)


class Driver:
    """One run: ``events`` is the trace so far, ``state`` the call's state. With a *sink* events go there as they
    happen, and none is kept.
    """

    def __init__(self, made: Program, transcript: Transcript, sink: Callable[[Event], object] | None = None) -> None:
        started = datetime.fromisoformat(transcript.call.started_at)
        self.program, plan = made, made.plan
        self.transcript = transcript
        self.events: list[Event] = []
        self._sink = sink
        self._bounds = Bounds()
        self.state = State(plan.entry, call_info(plan, transcript, started), transcript.random)
        self._answers = Answers(transcript.opening)
        self._span = transcript.target_span or Span.at(transcript.file)
        self._now_ms = 0  # a pause may end later than anything that happened in it
        self._aims = Aims()
        self._heard_ms: int | None = None  # the end of what the caller said in the input above

    def play(self) -> None:
        """Play the whole script. Raises :class:`Failure`."""
        self._check_call()
        if self._arrives():
            self._feed(Start())
        for entry in self.transcript.inputs:
            if isinstance(entry, Interrupt):
                self._interrupt(entry)
            elif isinstance(entry, Amid) and entry.at_ms is not None:
                self._amid(entry, entry.at_ms)
            else:
                if not isinstance(entry, UserTurn) or entry.continues_ms is None:
                    self._settle()
                self._play(entry)
        self._settle()
        self._all_asked("at the end of the script")
        if self.state.phase != "ended":
            armed = [{"timer": due.label, "due_ms": due.t_ms} for due in self.state.agenda if due.kind in TIMERS]
            self._tell((Event(self._time(), self.state.active, "script.ended", {"armed": armed}),))

    def _play(self, entry: UserTurn | Pause | Amid) -> None:
        begins = self._time() + entry.after_ms
        if isinstance(entry, UserTurn) and entry.continues_ms is not None:
            if self._heard_ms is None:
                self._fail(G002, entry.span, "there is no turn of the caller right above that this one could continue")
            begins = self._heard_ms + entry.continues_ms
        self._run_before(begins)
        self._now_ms = begins
        self._heard_ms = None
        self._refuse(offers.fault_in_chat(self.state, entry), entry.span)
        self._act(entry, begins)

    def _act(self, entry: UserTurn | Pause | Amid, begins: int) -> None:
        self._begin(entry)
        if isinstance(entry, UserTurn):
            self._speaks(entry, begins)
        elif isinstance(entry, Pause):
            self._run_before(begins + entry.lasts_ms + 1)
            self._now_ms = begins + entry.lasts_ms
        elif isinstance(entry, Keypad):
            self._refuse(offers.fault_of_keys(self.program, self.state))
            self._feed(KeysPressed(begins, entry.digits))
        elif isinstance(entry, Control):
            self._refuse(offers.fault_of_control(self.program, self.state, entry.message))
            self._feed(ControlSent(begins, thaw(entry.message)))
        elif isinstance(entry, Fault):
            self._feed(Ends(begins, entry.reason))
        else:
            self._feed(Ends(begins, self._hangup_reason()))

    def _interrupt(self, entry: Interrupt) -> None:
        """Barge into the utterance that is meant, at the instant the script says."""
        self._refuse(offers.fault_in_chat(self.state, entry), entry.span)
        earliest = self._earliest(entry)
        utterance = self._await(entry, earliest)
        begins = max(utterance.started_ms + entry.at_ms, earliest)
        if begins > utterance.started_ms + utterance.lasts_ms:
            self._fail(
                G002,
                entry.span,
                f"the interruption comes {entry.at_ms} ms into an utterance that lasts {utterance.lasts_ms} ms: "
                f"{utterance.text!r}{'' if entry.of else '. `of:` with some of its words picks another'}",
            )
        if begins < self._now_ms:
            self._fail(
                G002, entry.span, f"the interruption would begin at {clock(begins)}, before the input above it is over"
            )
        self._run_before(begins)
        hearing = self.state.hearing
        if hearing is not None:
            until = clock(hearing.started_ms + hearing.lasts_ms)
            self._fail(
                G002,
                entry.span,
                f"at {clock(begins)} the caller is speaking, and goes on until {until}: {hearing.text!r}",
            )
        self._begin(entry)
        self._speaks(entry, begins)

    def _amid(self, entry: Amid, at_ms: int) -> None:
        """Something that does not wait for the call to settle, so long after an utterance began."""
        self._refuse(offers.fault_in_chat(self.state, entry), entry.span)
        begins = self._await(entry, 0).started_ms + at_ms
        if begins < self._now_ms:
            self._fail(G002, entry.span, f"this would be at {clock(begins)}, before the input above it is over")
        self._run_before(begins)
        self._now_ms = begins
        self._act(entry, begins)

    def _await(self, entry: Interrupt | Amid, earliest: int) -> Utterance:
        """The utterance that *entry* means, when it has begun."""
        going = self._aims.going(entry.of)
        if going is not None and self._lasts_until(going, going.started_ms + (entry.at_ms or 0)):
            return going
        utterance = self._aims.first(entry.of, earliest)
        while utterance is None:
            if self.state.settled or self.state.phase == "ended":
                wanted = f"nothing with {entry.of!r} in it" if entry.of else "nothing"
                self._fail(
                    G002,
                    entry.span,
                    f"there is {wanted} to interrupt since the previous input: the call is "
                    f"{'over' if self.state.phase == 'ended' else 'settled'} at {clock(self._time())}",
                )
            self._tick()
            utterance = self._aims.first(entry.of, earliest)
        return utterance

    def _lasts_until(self, utterance: Utterance, t_ms: int) -> bool:
        """Whether *utterance*, which the input above may have broken off, is still being spoken at *t_ms*."""
        if t_ms < self._time():
            return False
        while self.state.speaking == utterance and self.state.agenda[0].t_ms < t_ms:
            self._tick()
        return self.state.speaking == utterance

    def _speaks(self, entry: UserTurn | Interrupt, begins: int) -> None:
        heard = (entry.confidence, entry.language, entry.still_speaking, entry.endpoint_ms)
        if heard != _PLAIN:
            self._refuse(offers.fault_of_speech(self.program, self.state, entry))
        values = thaw(entry.values) if isinstance(entry, UserTurn) and entry.values else None
        lasts = _lasts(entry)
        self._heard_ms = begins + lasts
        if entry.partials and entry.partials[-1][0] > lasts:
            late = entry.partials[-1][0]
            self._fail(
                G002, entry.span, f"the partial {late} ms into the speech comes when it is over, after {lasts} ms"
            )
        self._feed(UserSpeaks(begins, entry.text, lasts, *heard, values, entry.partials))

    def _earliest(self, entry: Interrupt) -> int:
        """The first instant at which the interruption may begin: with ``after``, so long after settling; what timers
        start until then, or at that instant, can be interrupted.
        """
        if entry.after_ms is None:
            return 0
        self._settle()
        earliest = self._time() + entry.after_ms
        self._run_before(earliest + 1)
        return earliest

    def _begin(self, entry: Input) -> None:
        """*entry* is what happens now: answers below the previous input must have been used."""
        self._all_asked(f"when the input on line {entry.span.start.line} begins")
        self._answers = Answers(entry.answers)
        self._span = entry.span
        self._aims.input_begins(self.state.speaking)
        if self.state.phase != "live":
            self._fail(
                G002, entry.span, f"the call ended at {clock(self.state.t_ms)} ({self.state.reason}): nothing follows"
            )

    def _settle(self) -> None:
        while not self.state.settled and self.state.phase != "ended":
            self._tick()

    def _run_before(self, t_ms: int) -> None:
        """Let happen everything that is due before *t_ms*."""
        while self.state.agenda and self.state.agenda[0].t_ms < t_ms and self.state.phase != "ended":
            self._tick()

    def _tick(self) -> None:
        self._feed(Tick(self.state.agenda[0].t_ms))

    def _feed(self, event: Happening) -> None:
        """One event, and the answers to what the machine asks because of it."""
        self._step(event)
        while self.state.asks:
            self._answer(self.state.asks[0])

    def _step(self, event: Happening) -> None:
        speaking = self.state.speaking
        self.state, effects = step(self.program, self.state, event)
        if effects:
            self._tell(effects)
        if self.state.fault:
            self._fail(G008, self._span, f"at {clock(self.state.t_ms)} {self.state.fault}")
        if self.state.speaking is not None and self.state.speaking is not speaking:
            self._aims.speech_begins(self.state.speaking)
        met = self._bounds.met(self.state, len(effects))
        if met is not None:
            self._fail(G008, self._span, f"at {clock(self.state.t_ms)} {met}")

    def _tell(self, events: Sequence[Event]) -> None:
        if self._sink is None:
            self.events += events
            return
        for event in events:
            self._sink(event)

    def _answer(self, ask: Ask) -> None:
        answer = self._answers.take(ask)
        now = self.state.t_ms
        if answer is None:
            self._fail(
                G003,
                self._span,
                f"at {clock(now)} the call asks for {_wanted(ask)} ({ask.why}), and no such answer is left below this "
                f"line; left is {self._answers.others()}",
                ask,
            )
        if isinstance(answer, ModelAnswer):
            calls = self._calls(answer, ask) if answer.tools else ()
            self._step(ModelAnswers(now, answer.text, calls, answer.takes_ms, answer.lasts_ms, answer.times_out))
        elif isinstance(answer, ToolAnswer):
            self._refuse(offers.fault_of_tool(self.program, self.state, ask, answer), answer.span)
            self._step(_given(now, answer))
        else:
            value = thaw(answer.value)
            self._refuse(offers.fault_of_answer(self.program, self.state, ask, value), answer.span)
            self._step(events.OtherAnswer(now, value, answer.takes_ms))

    def _calls(self, answer: ModelAnswer, ask: Ask) -> tuple[dict[str, Any], ...]:
        """The tool calls that the model returns, if the plan offers them."""
        calls: tuple[dict[str, Any], ...] = tuple(
            {"name": call.name, "arguments": thaw(call.arguments)} for call in answer.tools
        )
        purpose = next(reply.purpose for reply in self.state.replies if reply.ref == ask.ref)
        try:
            fault = offers.fault_of_calls(self.program, self.state, calls, purpose)
        except Undecided as undecided:
            self._fail(G008, answer.span, undecided.message)
        if fault is not None:
            self._fail(G002, answer.span, fault)
        return calls

    def _all_asked(self, when: str) -> None:
        unused = self._answers.unused
        if unused is not None:
            self._fail(
                G004,
                unused.span,
                f"this answer ({describe(unused)}) was never asked for: {when}, at {clock(self._time())}, the call "
                f"{'has ended' if self.state.phase == 'ended' else 'goes on'} without it",
            )

    def _check_call(self) -> None:
        fault = contradiction(self.program.plan, self.transcript)
        if fault is not None:
            self._fail(G002, self.transcript.call.span or self._span, fault)

    def _arrives(self) -> bool:
        """What happens before the call has an assistant; whether it gets one (semantics §9)."""
        info, script = self.state.info, self.transcript
        joins = bool(script.misses) or script.joins_ms is not None
        if info["type"] != INBOUND and not joins:
            return True
        plan = self.program.plan
        policies = self.program.policies
        arrival = join(plan, script, info) if joins else arrive(plan, script.assistant_request, info, policies)
        self._tell(arrival.told(self.program.full))
        if arrival.fault:
            self._fail(G002, self._span, arrival.fault)
        if not arrival.reason:
            if arrival.variables:
                self.state.info = {**info, "variables": {**arrival.variables, **info["variables"]}}
            return True
        state = self.state.copy()
        state.phase, state.reason, state.t_ms = "ended", arrival.reason, arrival.ended_ms
        self.state = state
        return False

    def _hangup_reason(self) -> str:
        if any(item.kind in ("forward", "leave") for item in self.state.queue):
            return "customer-ended-call-during-transfer"
        attempted = "customer-ended-call-after-warm-transfer-attempt" if self.state.attempted else "customer-ended-call"
        return warm.left(self.state) or attempted

    def _refuse(self, fault: str | None, span: Span | None = None) -> None:
        if fault is not None:
            self._fail(G002, span or self._span, fault)

    def _fail(self, rule: Rule, span: Span, message: str, ask: Ask | None = None) -> NoReturn:
        raise Failure(rule.at(span, message if message.endswith(".") else f"{message}."), ask)

    def _time(self) -> int:
        return max(self._now_ms, self.state.t_ms)


def clock(t_ms: int) -> str:
    """``m:ss.mmm`` from t = 0."""
    return f"{t_ms // 60_000}:{t_ms // 1000 % 60:02d}.{t_ms % 1000:03d}"


def _lasts(entry: UserTurn | Interrupt) -> int:
    return entry.lasts_ms if entry.lasts_ms is not None else lasts_ms(len(entry.text.split()))


def _given(t_ms: int, answer: ToolAnswer) -> ToolAnswers:
    return ToolAnswers(
        t_ms,
        thaw(answer.result),
        answer.error,
        answer.times_out,
        answer.takes_ms,
        thaw(answer.message),
        answer.statuses,
        thaw(answer.headers) if answer.headers else None,
    )


def _wanted(ask: Ask) -> str:
    if ask.kind == "tool":
        return f"tool: {ask.name} with {ask.arguments!r}"
    return ask.kind
