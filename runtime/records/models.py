"""What ``import`` reads, as pydantic models: :mod:`.schema` makes ``schemas/record.schema.json`` of them.

They describe what the platform's documents promise and its payloads have (semantics §12, §13); keys beyond are free.
:mod:`.shape` and its neighbours read a record whatever it is like: what is unlike the models is said beside it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, JsonValue, Tag, TypeAdapter, ValidationError

from .shape import Sort

MOST = 20
"""Places that are told."""

_MARK = "#"
Number = Annotated[float, Field(allow_inf_nan=False)]
Object = dict[str, JsonValue]
Short = Annotated[str, Field(max_length=80)]
Said = Annotated[str, Field(max_length=1000)]


class Open(BaseModel):
    """Other keys are the platform's own."""

    model_config = ConfigDict(extra="allow", strict=True)


class Timed(Open):
    """When a message was: epoch milliseconds, seconds from the call's start."""

    time: Number | None = None
    secondsFromStart: Number | None = None


class Spoken(Timed):
    """A line of the caller or of the assistant."""

    role: Literal["user", "bot", "assistant"]
    message: str | None = None
    content: str | None = None
    endTime: Number | None = None
    duration: Annotated[Number | None, Field(ge=0, description="Seconds; above 600, milliseconds.")] = None
    source: Annotated[str | None, Field(description="force-say: the model did not write it.")] = None
    assistantName: str | None = None


class System(Timed):
    """A system message."""

    role: Literal["system"]
    message: str | None = None
    content: str | None = None


class CalledFunction(Open):
    """OpenAI's form; arguments are JSON in a text."""

    name: str
    arguments: str | Object | None = None


class Call(Open):
    """One call of a tool."""

    id: str
    function: CalledFunction


class ToolCalls(Timed):
    """The model calls tools."""

    toolCalls: Annotated[list[Call], Field(min_length=1)]


class ToolResult(Timed):
    """What a tool answered: a text, mostly of JSON."""

    toolCallId: str
    name: str | None = None
    result: JsonValue = None


def _message(value: Any) -> str:
    """The union has no discriminator: a message is told by its keys (semantics §13.1)."""
    fields = value if isinstance(value, dict) else {}
    if "toolCalls" in fields:
        return "#calls"
    if "toolCallId" in fields:
        return "#result"
    return "#system" if fields.get("role") == "system" else "#spoken"


Message = Annotated[
    Annotated[Spoken, Tag("#spoken")]
    | Annotated[System, Tag("#system")]
    | Annotated[ToolCalls, Tag("#calls")]
    | Annotated[ToolResult, Tag("#result")],
    Discriminator(_message),
]


class Artifact(Open):
    """What is left of a call."""

    messages: list[Message] | None = None
    variableValues: Object | None = None


class Named(Open):
    """Who called, or which number."""

    number: str | None = None
    name: str | None = None


class CallRecord(Open):
    """``GET /call/:id``."""

    id: str | None = None
    type: str | None = None
    startedAt: str | None = None
    endedAt: str | None = None
    endedReason: str | None = None
    assistantId: str | None = None
    squadId: str | None = None
    customer: Named | None = None
    phoneNumber: Named | None = None
    assistantOverrides: Object | None = None
    artifact: Artifact | None = None
    messages: list[Message] | None = None


class EndOfCallReport(Open):
    """``end-of-call-report`` (semantics §13.2)."""

    type: Literal["end-of-call-report"]
    endedReason: str
    artifact: Artifact
    call: CallRecord | None = None
    customer: Named | None = None
    startedAt: str | None = None
    endedAt: str | None = None


class Delivered(Open):
    """A report as a server gets it."""

    message: EndOfCallReport


class Messages(Open):
    """Messages of an artifact by themselves."""

    messages: list[Message]


class MockCall(Open):
    """A tool call in an eval."""

    name: Annotated[str, Field(max_length=100)]
    arguments: Object | None = None


class Judge(Open):
    """How a checkpoint is judged (semantics §12.1)."""

    type: Literal["exact", "regex", "ai"]
    content: Said | None = None
    toolCalls: list[MockCall] | None = None


class Continue(Open):
    """What the conversation goes on with."""

    exitOnFailureEnabled: bool | None = None
    contentOverride: Said | None = None
    toolCallsOverride: list[MockCall] | None = None


class EvalMessage(Open):
    """A mock; with ``judgePlan``, a checkpoint."""

    role: Literal["system", "user", "assistant", "tool"]
    content: Said | None = None
    toolCalls: list[MockCall] | None = None
    judgePlan: Judge | None = None
    continuePlan: Continue | None = None


class Eval(Open):
    """A Vapi eval (semantics §12.1)."""

    type: Literal["chat.mockConversation"]
    name: Short | None = None
    description: Annotated[str | None, Field(max_length=500)] = None
    messages: list[EvalMessage]


class Scorer(Open):
    """A model scores the call."""

    type: Literal["ai"]
    rubric: Annotated[str, Field(max_length=10_000)]


class SuiteTest(Open):
    """A test of a test suite (semantics §12.2)."""

    type: Literal["chat", "voice"] | None = None
    script: Annotated[str, Field(max_length=10_000)]
    scorers: list[Scorer] | None = None
    name: Short | None = None


class ToolMock(Open):
    """What a tool answers in a simulation."""

    toolName: str
    result: str | None = None
    enabled: bool | None = None


class Evaluation(Open):
    """A structured output is compared after the call."""

    structuredOutputId: str | None = None
    comparator: Literal["=", "!=", ">", "<", ">=", "<="]
    value: float | str | bool
    required: bool | None = None


class Scenario(Open):
    """A scenario of a simulation (semantics §12.3)."""

    name: Short | None = None
    instructions: Annotated[str | None, Field(max_length=10_000)] = None
    evaluations: list[Evaluation] | None = None
    toolMocks: list[ToolMock] | None = None


_BY_SORT: dict[Sort, Any] = {
    "call": CallRecord,
    "report": EndOfCallReport,
    "messages": Messages,
    "eval": Eval,
    "test suite": SuiteTest,
    "scenario": Scenario,
}


def unlike(data: Any, sort: Sort) -> tuple[str, ...]:
    """Where the record in *data* (plain JSON) is not what the platform documents of its *sort*: a pointer and what is
    expected there, without the value, which may be somebody's own.
    """
    model = _BY_SORT[sort]
    delivered = data.get("message") if isinstance(data, dict) else None
    if isinstance(delivered, dict) and "type" in delivered:
        model = Delivered
    elif sort == "messages":
        model = list[Message] if isinstance(data, list) else Messages
    try:
        TypeAdapter(model).validate_python(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        told = list(dict.fromkeys(f"{_pointer(one['loc'])}: {one['msg']}" for one in found))
        more = [f"{len(told) - MOST} more places"] if len(told) > MOST else []
        return (*told[:MOST], *more)
    return ()


def _pointer(loc: tuple[int | str, ...]) -> str:
    """The place without the names of branches."""
    branches = {"str", "float", "bool", "dict[str,json-or-python[json=JsonValue,python=JsonValue]]"}
    parts = [str(part) for part in loc if not str(part).startswith(_MARK) and part not in branches]
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts) or "/"
