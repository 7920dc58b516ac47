"""The entries of a transcript's script as pydantic models: inputs and answers (design §3.7)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from .languages import LANGUAGE
from .shapes import Duration, Object, Text


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Heard(Strict):
    """What the transcriber and the endpointing made of the caller's speech."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"minProperties": 1})
    confidence: Annotated[float | None, Field(ge=0, le=1)] = None
    language: Annotated[
        str | None, Field(pattern=LANGUAGE, description="The code of the language that is detected.")
    ] = None
    stillSpeaking: Annotated[
        float | None, Field(ge=0, le=1, description="The probability that livekit's waitFunction gets.")
    ] = None
    endpointing: Annotated[Duration | None, Field(description="How long a smart endpointing plan waits.")] = None
    partials: Annotated[
        dict[Duration, str] | None, Field(description="What is understood so long after the start of the speech.")
    ] = None


class User(Strict):
    """The caller speaks, or in a chat writes, once the call is settled."""

    user: str
    after: Duration = "0s"
    continues: Annotated[
        Duration | None, Field(description="Goes on so long after the last word of the turn above, in place of after.")
    ] = None
    lasts: Annotated[Duration | None, Field(description="Else words / 3.5 seconds.")] = None
    transcript: Heard | None = None
    variableValues: Annotated[Object | None, Field(description="What a chat brings beside its text.")] = None


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


class Amid(Strict):
    """An input that may happen while somebody speaks or a tool works."""

    after: Duration = "0s"
    at: Annotated[Duration | None, Field(description="From the start of the assistant's utterance.")] = None
    of: Annotated[Text | None, Field(description="Text of that utterance; else the first since the last input.")] = None


class Silence(Strict):
    """Nobody acts; timers run."""

    silence: Duration
    after: Duration = "0s"


class Keypad(Amid):
    """The caller types."""

    keypad: Annotated[str, Field(pattern=r"^[0-9A-D*#]+$")]


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


class ControlInput(Amid):
    """A message of the control URL or of a client."""

    control: AddMessage | Control | Say | End | Redirect | Transport


class Fault(Amid):
    """The call ends for this reason, unless a fallback plan goes on."""

    fault: Annotated[Text, Field(description="An endedReason.")]


class Hangup(Amid):
    """The caller hangs up."""

    hangup: Literal[True]


class ToolCall(Strict):
    """A tool call of the model."""

    name: Text
    arguments: Object = {}


class ModelReply(Strict):
    """Text, tool calls or both."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"minProperties": 1})
    text: str | None = None
    tools: list[ToolCall] | None = None
    timesOut: Annotated[bool | None, Field(description="Nothing comes back; takes is when that is given up.")] = None


class Model(Strict):
    """What the model returns when the runtime asks it."""

    model: str | ModelReply
    takes: Duration = "0s"
    lasts: Duration | None = None


class Said(Strict):
    """What a server wants said, as a tool message has it."""

    type: Literal["request-complete", "request-failed"] | None = None
    content: str | None = None
    contents: list[Object] | None = None
    role: Literal["assistant", "system"] | None = None
    endCallAfterSpokenEnabled: bool | None = None


Status = Annotated[int, Field(ge=100, le=599)] | Literal["timeout"]


class Tool(Strict):
    """What a tool's server answers: one of result, fails and timesOut."""

    tool: Text
    arguments: Annotated[Object | None, Field(description="Answers only a call with these.")] = None
    result: JsonValue = None
    fails: Annotated[str | None, Field(description="The error.")] = None
    timesOut: bool | None = None
    status: Annotated[
        Status | list[Status] | None,
        Field(description="HTTP's, attempt by attempt; the last one goes for all that follow."),
    ] = None
    headers: Annotated[
        dict[str, str | int] | None, Field(description="The response's, which aliases read: tool.response.headers.")
    ] = None
    message: Annotated[str | Said | None, Field(description="Said in place of the tool's messages and the model.")] = (
        None
    )
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
