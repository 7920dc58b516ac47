"""The execution plan: everything a call needs, frozen (design §3.4).

All times are whole milliseconds (``_ms``). A :class:`Template` is text that the platform renders with Liquid; its
``reads`` are the variables it needs. ``None`` for a value with a documented default means that the configuration left
it open; the runtime applies the policy of that name.
"""

from __future__ import annotations

from typing import Literal

from ..values import dataclass, field
from .frozen import EMPTY, FrozenDict, Json

FORMAT_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Template:
    """Text with Liquid in it, or none: ``reads`` are dotted paths such as ``customer.name``, sorted."""

    text: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the conversation's starting state, or one that a hook adds."""

    role: str
    content: Template


@dataclass(frozen=True, slots=True)
class Opening:
    """How a member begins, on every activation (semantics §5.4)."""

    mode: Literal[
        "assistant-speaks-first",
        "assistant-speaks-first-with-model-generated-message",
        "assistant-waits-for-user",
    ] = "assistant-speaks-first"
    message: Template | None = None
    interruptible: bool = False


@dataclass(frozen=True, slots=True)
class Idle:
    """Generation-1 idle messages: ``messagePlan`` (semantics §5.1)."""

    messages: tuple[Template, ...]
    timeout_ms: int = 10_000
    max_count: int = 3
    reset_on_user_speech: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """What ends a silent call (semantics §5.2). ``timeout_ms`` None: policy ``silenceTimeoutDefault``."""

    timeout_ms: int | None = None
    message: Template | None = None
    idle: Idle | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """What the assistant says when it ends a call, and must not say unless it ends one (semantics §5.5, §5.6)."""

    message: Template | None = None
    phrases: tuple[Template, ...] = ()


@dataclass(frozen=True, slots=True)
class Retry:
    """Retries of a server request (semantics §11.4)."""

    kind: Literal["fixed", "exponential"]
    max_retries: int
    base_delay_ms: int
    excluded_status_codes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Server:
    """Where a tool call or an event goes. Header values may be templates; literal secrets are masked before they
    get here.
    """

    url: Template
    timeout_ms: int = 20_000
    headers: tuple[tuple[str, Template], ...] = ()
    credential: str | None = None
    retry: Retry | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A tool message's condition on an argument of the call; all of a message's must hold (semantics §11.3)."""

    param: str
    operator: Literal["eq", "neq", "gt", "gte", "lt", "lte"]
    value: str


@dataclass(frozen=True, slots=True)
class ToolMessage:
    """What is said around a tool call (semantics §11.3). ``contents`` maps a language to its text."""

    type: Literal["request-start", "request-response-delayed", "request-complete", "request-failed"]
    content: Template
    contents: tuple[tuple[str, Template], ...] = ()
    role: Literal["assistant", "system"] = "assistant"
    blocking: bool = False
    timing_ms: int = 0
    end_call_after_spoken: bool = False
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class StaticParameter:
    """An argument that the server gets and the model never sees; strings inside ``value`` are templates (semantics
    §3.9).
    """

    key: str
    value: Json
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """``variableExtractionPlan``: what a result writes into the variables (semantics §3.9)."""

    schema: Json = None
    aliases: tuple[tuple[str, Template], ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What of the conversation the destination receives (semantics §6.5); ``last`` belongs to ``lastNMessages``,
    ``messages`` to ``handoffMessages``: they take the place of all that was said.
    """

    kind: Literal[
        "all",
        "lastNMessages",
        "userAndAssistantMessages",
        "previousAssistantMessages",
        "none",
        "handoffMessages",
    ] = "all"
    last: int | None = None
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """One place a tool can send the call to.

    ``label`` is what the model passes as ``destination``. ``member`` is the key of the plan's member that is
    reached, for assistants and squads; ``number``, ``sip`` and ``server`` belong to the other kinds. ``config``
    is the destination as configured. ``transfer_mode`` belongs to transferCall (semantics §6.3), ``context`` to
    handoff (§6.5).
    """

    kind: Literal["assistant", "squad", "number", "sip", "dynamic"]
    label: str
    description: str = ""
    member: str | None = None
    number: Template | None = None
    sip: Template | None = None
    server: Server | None = None
    message: Template | None = None
    transfer_mode: str | None = None
    context: Context = Context()
    extraction: Extraction | None = None
    variables: FrozenDict = EMPTY
    config: FrozenDict = EMPTY


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the model sees it (``name``, ``description``, ``parameters``) and as the server gets it (the rest).

    ``name`` is the function name, or the type of a built-in tool without one. ``messages`` None: the
    configuration has no such key, so the default filler is spoken (C17); an empty tuple is silent. ``config``
    is the whole tool as configured.
    """

    name: str
    type: str
    description: str = ""
    parameters: Json = None
    strict: bool = False
    is_async: bool = False
    server: Server | None = None
    static: tuple[StaticParameter, ...] = ()
    messages: tuple[ToolMessage, ...] | None = None
    destinations: tuple[Destination, ...] = ()
    extraction: Extraction | None = None
    rejection: Json = None
    default_result: str | None = None
    tool_id: str | None = None
    config: FrozenDict = EMPTY


@dataclass(frozen=True, slots=True)
class Say:
    """Hook action: speak one of ``exact``, or what the model makes of ``prompt`` (semantics §4.4)."""

    exact: tuple[Template, ...] = ()
    prompt: tuple[Message, ...] = ()
    type: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class CallTool:
    """Hook action: run a tool with the constants that it holds (semantics §4.4)."""

    tool: Tool
    type: Literal["tool"] = "tool"


@dataclass(frozen=True, slots=True)
class AddMessage:
    """Hook action: add to the history, and ask the model unless told not to (C9)."""

    message: Message
    triggers_response: bool = True
    type: Literal["message.add"] = "message.add"


Action = Say | CallTool | AddMessage


@dataclass(frozen=True, slots=True)
class Filter:
    """All filters of a hook must match; each matches if a value occurs in what ``key`` points at (semantics §4.3)."""

    key: str
    kind: Literal["oneOf", "startsWith"]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hook:
    """An armed trigger (semantics §4). ``label`` is how traces and expectations call it: name, else ``on``, else
    ``on#index``.

    ``delay_ms`` is ``timeoutSeconds`` of customer.speech.timeout, ``seconds`` of call.timeElapsed.
    ``confidence`` bounds the low-confidence event, half open; ``by_threshold`` says which of the two bounds, the lower
    and the upper, come from the transcriber's threshold.
    """

    label: str
    on: str
    index: int
    actions: tuple[Action, ...]
    name: str | None = None
    delay_ms: int | None = None
    max_count: int = 3
    reset_on_user_speech: bool = False
    confidence: tuple[float, float] | None = None
    by_threshold: tuple[bool, bool] = (False, False)
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice pipeline (semantics §7): ``chunk_plan`` and, inside it, ``formatPlan``, as configured after
    overrides.
    """

    provider: str | None = None
    voice_id: str | None = None
    chunk_plan: Json = None


@dataclass(frozen=True, slots=True)
class Output:
    """A structured output: what is asked after the call, and by whom, if all ``conditions`` hold (semantics §13.5)."""

    name: str
    conditions: Json = None
    by: Literal["ai", "regex"] = "ai"
    schema: Json = None
    description: str | None = None
    model: Json = None
    regex: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One effective form of an assistant.

    ``key`` is unique in the plan: the name, with ``@edge`` behind it for a form that only one handoff reaches.
    ``layers`` name the override layers that made it, lowest first. ``settings`` is the rest of the effective
    configuration: every key that no other field holds (transcriber, model parameters, plans, metadata). ``version`` is
    the one that a squad pins: the platform's to resolve, the text compiled is the file's.
    """

    key: str
    name: str
    source: Literal["permanent", "transient", "external"]
    resource: str | None
    prompt: tuple[Message, ...]
    opening: Opening = Opening()
    tools: tuple[Tool, ...] = ()
    hooks: tuple[Hook, ...] = ()
    silence: Silence = Silence()
    ending: Ending = Ending()
    voice: Voice = Voice()
    max_duration_ms: int | None = None
    server: Server | None = None
    variables: FrozenDict = EMPTY
    layers: tuple[str, ...] = ()
    settings: FrozenDict = EMPTY
    version: str | None = None
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """An edge of the squad graph: ``source`` reaches ``target`` through destination number ``index`` of ``tool``."""

    source: str
    target: str
    tool: str
    index: int
    kind: Literal["handoff", "transfer"]


@dataclass(frozen=True, slots=True)
class Call:
    """What a call request fixes beforehand: the caller, the number, the type. Empty when the target is not a call."""

    type: str | None = None
    customer: FrozenDict = EMPTY
    phone_number: FrozenDict = EMPTY
    metadata: FrozenDict = EMPTY


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter that a text names, where its value is given, and which line (from 1) of the value it is in."""

    name: str
    file: str
    line: int
    column: int
    row: int = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value of the plan was written: ``layer`` says as part of what (``base``, ``membersOverrides`` …), and
    ``given`` where the parameters in it have their values.
    """

    file: str
    line: int
    column: int
    layer: str
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled target. Two texts with one meaning have one digest: ``origins`` and ``digest`` are not part of it.

    ``needs`` are the variables that templates read and the plan itself does not supply (default variables aside).
    ``origins`` maps a JSON pointer into the plan to its place in the sources.
    """

    target: str
    kind: Literal["assistant", "squad", "call"]
    name: str
    entry: str
    members: tuple[Member, ...]
    environment: str | None = None
    transitions: tuple[Transition, ...] = ()
    call: Call = Call()
    variables: FrozenDict = EMPTY
    needs: tuple[str, ...] = ()
    max_duration_ms: int = 600_000
    policies: FrozenDict = EMPTY
    format_version: str = FORMAT_VERSION
    digest: str = field(default="", compare=False)
    origins: tuple[tuple[str, Origin], ...] = field(default=(), compare=False, repr=False)

    def member(self, key: str) -> Member:
        """The member of that key; KeyError if the plan has none."""
        for member in self.members:
            if member.key == key:
                return member
        raise KeyError(key)
