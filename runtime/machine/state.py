"""A call at one instant: a value. It can be written down as JSON, read back and continued at any event.

A state is never changed once :func:`callplan.runtime.machine.step` has returned it: each step makes one shallow copy
for itself, replaces fields of the copy, and gives it out.
"""

from __future__ import annotations

from typing import Any

from .history import History
from .records import Ask, Due, Hearing, Item, Json, Message, Reply, Running, Utterance

FORMAT = 4


class State:
    """The fields, by what they are about.

    The call: ``t_ms``, ``phase`` (new, live, ending, ended), ``reason``, ``active`` (member key), ``activation`` (how
    many members have been activated), ``next_call`` and ``next_number`` (the next tool call's number; that of the next
    agenda entry, request or running call), ``info`` (what the script's ``call:`` fixes), ``told`` (policies already
    named in the trace), ``random`` (state of the seeded choice; None: choose by policy), ``fault`` (what the run would
    have to know to go on; the call is over then).
    The conversation: ``history``, ``received`` (how many of its messages the handoff or transfer left, the
    prompt among them; 0 for the first member), ``seen`` (how many the model has been sent), ``digest``, ``system`` and
    ``tools`` (digests of what was last sent), ``variables``, ``sources`` (who wrote each), ``session`` (of a chat's
    session: the ``variables`` and the instant ``t_ms`` that its texts were filled in with).
    Speech: ``speaking``, ``queue``, ``hearing``, ``hold_ms`` (the assistant begins no speech before), ``answer_ms``
    (nor its answer), ``wait_ms`` (what the next answer waits on top of that), ``met`` (somebody has spoken),
    ``mute_assistant``, ``mute_customer``,
    ``delayed_ms`` (when a delay message was last spoken), ``voice`` and ``transcriber`` (which of the member's choices
    is in use), ``language`` (the call's), ``heard_language`` (the last one that was detected).
    Silence: ``silence_ms`` (start of the period, None: none runs), ``broken_ms`` (start of one that tools stopped),
    ``armed`` (its timers are on the agenda), ``counts``
    (firings by member and hook), ``deferred`` (hooks that wait for a hook's speech to end), ``idle_deferred``.
    Work: ``agenda``, ``asks``, ``replies``, ``calls``, ``again`` (the model is asked when the tool calls have ended),
    ``soon`` (handoffs that follow as soon as their announcement has begun), ``keys`` (digits waiting),
    ``attempted`` (a warm transfer has failed).
    """

    __slots__ = (
        "activation",
        "active",
        "again",
        "agenda",
        "answer_ms",
        "armed",
        "asks",
        "attempted",
        "broken_ms",
        "calls",
        "counts",
        "deferred",
        "delayed_ms",
        "digest",
        "fault",
        "heard_language",
        "hearing",
        "history",
        "hold_ms",
        "idle_deferred",
        "info",
        "keys",
        "language",
        "met",
        "mute_assistant",
        "mute_customer",
        "next_call",
        "next_number",
        "phase",
        "queue",
        "random",
        "reason",
        "received",
        "replies",
        "seen",
        "session",
        "silence_ms",
        "soon",
        "sources",
        "speaking",
        "system",
        "t_ms",
        "told",
        "tools",
        "transcriber",
        "variables",
        "voice",
        "wait_ms",
    )

    activation: int
    active: str
    again: bool
    agenda: tuple[Due, ...]
    answer_ms: int
    armed: bool
    asks: tuple[Ask, ...]
    attempted: bool
    broken_ms: int | None
    calls: tuple[Running, ...]
    counts: dict[str, int]
    deferred: tuple[int, ...]
    delayed_ms: int
    digest: str
    fault: str
    heard_language: str
    hearing: Hearing | None
    history: History
    hold_ms: int
    idle_deferred: bool
    info: dict[str, Json]
    keys: str
    language: str
    met: bool
    mute_assistant: bool
    mute_customer: bool
    next_call: int
    next_number: int
    phase: str
    queue: tuple[Item, ...]
    random: int | None
    reason: str
    received: int
    replies: tuple[Reply, ...]
    seen: int
    session: dict[str, Json] | None
    silence_ms: int | None
    soon: tuple[int, ...]
    sources: dict[str, str]
    speaking: Utterance | None
    system: str
    t_ms: int
    told: tuple[str, ...]
    tools: str
    transcriber: int
    variables: dict[str, Json]
    voice: int
    wait_ms: int

    def __init__(self, active: str, info: dict[str, Json], random: int | None = None) -> None:
        self.activation = 0
        self.active = active
        self.again = False
        self.agenda = ()
        self.answer_ms = 0
        self.armed = False
        self.asks = ()
        self.attempted = False
        self.broken_ms = None
        self.calls = ()
        self.counts = {}
        self.deferred = ()
        self.delayed_ms = -(10**9)
        self.digest = ""
        self.fault = ""
        self.heard_language = ""
        self.hearing = None
        self.history = History()
        self.hold_ms = 0
        self.idle_deferred = False
        self.info = info
        self.keys = ""
        self.language = ""
        self.met = False
        self.mute_assistant = False
        self.mute_customer = False
        self.next_call = 1
        self.next_number = 1
        self.phase = "new"
        self.queue = ()
        self.random = random
        self.reason = ""
        self.received = 0
        self.replies = ()
        self.seen = 0
        self.session = None
        self.silence_ms = None
        self.soon = ()
        self.sources = {}
        self.speaking = None
        self.system = ""
        self.t_ms = 0
        self.told = ()
        self.tools = ""
        self.transcriber = 0
        self.variables = {}
        self.voice = 0
        self.wait_ms = 0

    def copy(self) -> State:
        """A state with the same fields: what a step changes before it gives it out.

        Field by field: a loop over the names takes ten times as long, and every step pays for it.
        """
        other = State.__new__(State)
        other.activation = self.activation
        other.active = self.active
        other.again = self.again
        other.agenda = self.agenda
        other.answer_ms = self.answer_ms
        other.armed = self.armed
        other.asks = self.asks
        other.attempted = self.attempted
        other.broken_ms = self.broken_ms
        other.calls = self.calls
        other.counts = self.counts
        other.deferred = self.deferred
        other.delayed_ms = self.delayed_ms
        other.digest = self.digest
        other.fault = self.fault
        other.heard_language = self.heard_language
        other.hearing = self.hearing
        other.history = self.history
        other.hold_ms = self.hold_ms
        other.idle_deferred = self.idle_deferred
        other.info = self.info
        other.keys = self.keys
        other.language = self.language
        other.met = self.met
        other.mute_assistant = self.mute_assistant
        other.mute_customer = self.mute_customer
        other.next_call = self.next_call
        other.next_number = self.next_number
        other.phase = self.phase
        other.queue = self.queue
        other.random = self.random
        other.reason = self.reason
        other.received = self.received
        other.replies = self.replies
        other.seen = self.seen
        other.session = self.session
        other.silence_ms = self.silence_ms
        other.soon = self.soon
        other.sources = self.sources
        other.speaking = self.speaking
        other.system = self.system
        other.t_ms = self.t_ms
        other.told = self.told
        other.tools = self.tools
        other.transcriber = self.transcriber
        other.variables = self.variables
        other.voice = self.voice
        other.wait_ms = self.wait_ms
        return other

    @property
    def settled(self) -> bool:
        """Nobody speaks, nothing is queued, no answer is awaited: only timers run (design §3.7)."""
        if self.speaking or self.queue or self.hearing or self.asks or self.calls or self.replies:
            return False
        return _SETTLED.issuperset([due.kind for due in self.agenda])

    def dump(self) -> dict[str, Json]:
        """The state as plain JSON."""
        value: dict[str, Json] = {"format": FORMAT}
        for name in _SLOTS:
            field = getattr(self, name)
            record = _RECORDS.get(name)
            if name == "history":
                value[name] = [message._asdict() for message in field]
            elif record is None or field is None:
                value[name] = list(field) if isinstance(field, tuple) else field
            elif name in ("speaking", "hearing"):
                value[name] = field._asdict()
            else:
                value[name] = [entry._asdict() for entry in field]
        return value

    @classmethod
    def load(cls, value: dict[str, Json]) -> State:
        """The state that :meth:`dump` wrote. Raises ValueError for another format."""
        if value.get("format") != FORMAT:
            raise ValueError(f"a state of format {FORMAT} was expected, not {value.get('format')!r}")
        state = cls.__new__(cls)
        for name in _SLOTS:
            field = value[name]
            record = _RECORDS.get(name)
            if name == "history":
                field = History(_message(entry) for entry in field)
            elif record is not None and field is not None:
                one = name in ("speaking", "hearing")
                field = record(**field) if one else tuple(record(**_tuples(entry)) for entry in field)
            elif isinstance(field, list):
                field = tuple(field)
            setattr(state, name, field)
        return state


def _tuples(entry: dict[str, Json]) -> dict[str, Json]:
    return {**entry, "calls": tuple(entry["calls"])} if "calls" in entry else entry


def _message(entry: dict[str, Json]) -> Message:
    return Message(**_tuples(entry))


TIMERS = frozenset({"max-duration", "elapsed", "hook", "idle", "silence-timeout", "keypad"})
"""Timers: agenda entries at which something may happen though the call is settled."""

_SETTLED = TIMERS | {"spent"}
"""Agenda entries that leave a call settled: what has been used up has no timer, but its instant is told."""

_SLOTS = State.__slots__
_RECORDS: dict[str, Any] = {
    "agenda": Due,
    "asks": Ask,
    "calls": Running,
    "hearing": Hearing,
    "queue": Item,
    "replies": Reply,
    "speaking": Utterance,
}
