"""The transcript's format as pydantic models: what ``schemas/transcript.schema.json`` is generated from.

Editors and other tools read the schema; :mod:`.reader` reads transcripts, without pydantic and with findings at their
places. What no schema says (one answer a tool, an order, a sensible regular expression) is the reader's alone.

    python -m callplan.runtime.transcript.format > schemas/transcript.schema.json
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from ...compiler.policies import POLICIES
from .expectations import CHECKS, LARGEST_GROUP
from .reader import TAG, TAKEN
from .shapes import Duration, Object, Reply, Text


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Heard(Strict):
    """What the transcriber made of the caller's speech."""

    confidence: Annotated[float, Field(ge=0, le=1)]


class User(Strict):
    """The caller speaks once the call is settled."""

    user: str
    after: Duration = "0s"
    lasts: Annotated[Duration | None, Field(description="Else words / 3.5 seconds.")] = None
    transcript: Heard | None = None


class Interrupt(Strict):
    """The caller speaks while the assistant does."""

    interrupt: str
    at: Annotated[Duration, Field(description="From the start of the assistant's utterance.")] = "0s"
    of: Annotated[Text | None, Field(description="Text of that utterance; else the first since the last input.")] = None
    after: Annotated[
        Duration | None, Field(description="Not before so long after settling, into an utterance not over by then.")
    ] = None
    lasts: Duration | None = None
    transcript: Heard | None = None


class Silence(Strict):
    """Nobody acts; timers run."""

    silence: Duration
    after: Duration = "0s"


class Keypad(Strict):
    """The caller types."""

    keypad: Annotated[str, Field(pattern=r"^[0-9A-D*#]+$")]
    after: Duration = "0s"


class AddedMessage(Strict):
    """A message for the history."""

    role: Literal["assistant", "function", "user", "system", "tool"]
    content: str


class AddMessage(Strict):
    """Adds to the history."""

    type: Literal["add-message"]
    message: AddedMessage
    triggerResponseEnabled: bool | None = None


class Control(Strict):
    """Mutes, unmutes, or speaks the first message."""

    type: Literal["control"]
    control: Literal["mute-assistant", "unmute-assistant", "mute-customer", "unmute-customer", "say-first-message"]


class Say(Strict):
    """Speaks a text."""

    type: Literal["say"]
    content: str
    endCallAfterSpoken: bool | None = None
    interruptionsEnabled: bool | None = None
    interruptAssistantEnabled: bool | None = None


class End(Strict):
    """Ends the call."""

    type: Literal["end-call", "hangup"]


class Redirect(Strict):
    """Sends the call elsewhere."""

    type: Literal["transfer", "handoff"]
    destination: Object
    content: str | None = None


class Transport(Strict):
    """A message for the carrier."""

    type: Literal["send-transport-message"]
    message: JsonValue


class ControlInput(Strict):
    """A message of the control URL or of a client."""

    control: AddMessage | Control | Say | End | Redirect | Transport
    after: Duration = "0s"


class Fault(Strict):
    """The call ends for this reason."""

    fault: Annotated[Text, Field(description="An endedReason.")]
    after: Duration = "0s"


class Hangup(Strict):
    """The caller hangs up."""

    hangup: Literal[True]
    after: Duration = "0s"


class ToolCall(Strict):
    """A tool call of the model."""

    name: Text
    arguments: Object = {}


class ModelReply(Strict):
    """Text, tool calls or both."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"minProperties": 1})
    text: str | None = None
    tools: list[ToolCall] | None = None


class Model(Strict):
    """What the model returns when the runtime asks it."""

    model: str | ModelReply
    takes: Duration = "0s"
    lasts: Duration | None = None


class Tool(Strict):
    """What a tool's server answers: one of result, fails and timesOut."""

    tool: Text
    arguments: Annotated[Object | None, Field(description="Answers only a call with these.")] = None
    result: JsonValue = None
    fails: Annotated[str | None, Field(description="The error.")] = None
    timesOut: bool | None = None
    takes: Duration = "0s"


class Server(Strict):
    """What the server answers to a request for a destination or an assistant."""

    server: JsonValue
    takes: Duration = "0s"


class Extract(Strict):
    """What an extraction by schema yields."""

    extract: JsonValue
    takes: Duration = "0s"


class Transfer(Strict):
    """How a warm transfer goes."""

    transfer: JsonValue
    takes: Duration = "0s"


Entry = User | Interrupt | Silence | Keypad | ControlInput | Fault | Hangup | Model | Tool | Server | Extract | Transfer


class Exact(Strict):
    """The whole text."""

    exact: str


class Matches(Strict):
    """A regular expression, searched for."""

    matches: Text


class CallsValue(Strict):
    """A tool call; arguments are a subset."""

    name: Text
    arguments: Object | None = None


class HandoffValue(Strict):
    """Who hands over to whom."""

    model_config = ConfigDict(
        extra="forbid", strict=True, populate_by_name=True, json_schema_extra={"minProperties": 1}
    )
    source: Annotated[Text | None, Field(alias="from")] = None
    to: Text | None = None


class VariableValue(Strict):
    """A variable and what it is set to."""

    name: Text
    value: JsonValue = None


class MessageValue(Strict):
    """A message, by role, content or both."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"minProperties": 1})
    role: Text | None = None
    content: Text | Exact | Matches | None = None


class SentValue(Strict):
    """What the messages of a request contain and lack."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"minProperties": 1})
    contains: Text | MessageValue | list[Text | MessageValue] | None = None
    lacks: Text | MessageValue | list[Text | MessageValue] | None = None


class Plain(Strict):
    """One expected event; ``within`` widens ``at`` and ``silence``."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "oneOf": [{"required": [key]} for key in CHECKS],
            "if": {"required": ["within"]},
            "then": {"anyOf": [{"required": ["at"]}, {"required": ["silence"]}]},
        },
    )
    says: Annotated[Text | Exact | Matches | None, Field(description="The assistant; text is contained.")] = None
    hook: Annotated[Text | None, Field(description="Its name, else its event, else event#index; idle.")] = None
    calls: CallsValue | None = None
    handoff: HandoffValue | None = None
    variable: VariableValue | None = None
    prompt: Annotated[Text | None, Field(description="Contained in the system prompt of a request.")] = None
    message: Annotated[MessageValue | None, Field(description="Added to the history unspoken.")] = None
    sent: Annotated[list[MessageValue] | SentValue | None, Field(description="The messages of a request.")] = None
    endedReason: Text | None = None
    at: Annotated[Duration | None, Field(description="From t = 0.")] = None
    silence: Annotated[Duration | None, Field(description="Into the silence period.")] = None
    within: Duration | None = None


class Expectation(Plain):
    """One expected event; ``count`` says how often it happens before the next match."""

    count: Annotated[int | None, Field(ge=0)] = None


class Not(Strict):
    """Nothing of the sort up to the next match."""

    unexpected: Annotated[Plain, Field(alias="not")]


class Unordered(Strict):
    """All of these, in any order."""

    unordered: Annotated[list[Plain], Field(min_length=1, max_length=LARGEST_GROUP)]


class Customer(Strict):
    """Who calls or is called."""

    number: str | None = None
    name: str | None = None
    email: JsonValue = None
    extension: JsonValue = None
    externalId: JsonValue = None
    sipUri: JsonValue = None
    numberE164CheckEnabled: JsonValue = None
    assistantOverrides: JsonValue = None
    squadOverrides: JsonValue = None


class PhoneNumber(BaseModel):
    """The number that is called, or called from: any fields of the platform's."""

    model_config = ConfigDict(extra="allow", strict=True)
    number: str | None = None
    name: str | None = None


class CallRequest(Strict):
    """The fields of a call request."""

    type: Literal["inboundPhoneCall", "outboundPhoneCall", "webCall", "vapi.websocketCall"] | None = None
    startedAt: Annotated[AwareDatetime | None, Field(description="The virtual clock's zero, with its zone.")] = None
    id: Text | None = None
    customer: Customer | None = None
    phoneNumber: PhoneNumber | None = None
    transport: Object | None = None
    metadata: Object | None = None
    variableValues: Object | None = None


def _policy(values: tuple[str, ...]) -> dict[str, Any]:
    """A policy's values; one that reads as a number may be written as one."""
    return {"enum": [*values, *(int(value) for value in values if value.isdigit())]}


POLICY_SCHEMA: dict[str, Any] = {
    "description": "Named policies that differ from the project's.",
    "type": "object",
    "properties": {policy.name: {"description": policy.summary, **_policy(policy.values)} for policy in POLICIES},
    "additionalProperties": False,
}


Tag = Annotated[
    str,
    Field(pattern=f"^{TAG.pattern}$", json_schema_extra={"not": {"enum": sorted(TAKEN)}}),
]


class TranscriptFile(Strict):
    """One scripted conversation with what is expected of it."""

    transcript: Annotated[Literal[1], Field(description="The version of this format.")]
    target: Annotated[Text, Field(description="A file relative to this one, or kind/name in its workspace.")]
    env: Annotated[Text | None, Field(description="The environment to compile for.")] = None
    tags: Annotated[list[Tag], Field(description="What `-m` selects by.", json_schema_extra={"uniqueItems": True})] = []
    skip: Annotated[Text | None, Field(description="Why this transcript is not run for now.")] = None
    call: CallRequest | None = None
    policies: Annotated[Any, WithJsonSchema(POLICY_SCHEMA)] = None
    random: Annotated[int | None, Field(ge=0, description="A seed to choose among variants with.")] = None
    assistantRequest: Annotated[Reply | None, Field(description="The server's answer to an inbound call.")] = None
    script: Annotated[list[Entry], Field(description="Inputs in order, answers below each.")] = []
    expect: Annotated[list[Expectation | Not | Unordered], Field(description="Assertions in order.")] = []


class _Generate(GenerateJsonSchema):
    """A key that may be left out is no key that may be null, and a title that repeats a name says nothing."""

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        if schema.get("default") in (None, [], {}):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def generate() -> str:
    """The text of ``schemas/transcript.schema.json``."""
    schema = TranscriptFile.model_json_schema(by_alias=True, schema_generator=_Generate)
    for definition in [schema, *schema["$defs"].values()]:
        definition.pop("title", None)
    title = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A transcript of callplan"}
    return json.dumps({**title, **schema}, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(generate(), end="")
