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
from .entries import Entry, Strict
from .expectations import CHECKS, LARGEST_GROUP
from .reader import TAG, TAKEN
from .shapes import Duration, Object, Reply, Text


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

    type: (
        Literal["inboundPhoneCall", "outboundPhoneCall", "webCall", "vapi.websocketCall", "chat", "session"] | None
    ) = None
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
    tags: Annotated[
        list[Tag],
        Field(default_factory=list, description="What `-m` selects by.", json_schema_extra={"uniqueItems": True}),
    ]
    skip: Annotated[Text | None, Field(description="Why this transcript is not run for now.")] = None
    call: CallRequest | None = None
    policies: Annotated[Any, WithJsonSchema(POLICY_SCHEMA)] = None
    random: Annotated[int | None, Field(ge=0, description="A seed to choose among variants with.")] = None
    assistantRequest: Annotated[Reply | None, Field(description="The server's answer to an inbound call.")] = None
    joins: Annotated[
        Duration | Literal["never", "busy"] | None,
        Field(description="How long the customer of a web or outbound call takes to join."),
    ] = None
    recordings: Annotated[dict[str, Duration] | None, Field(description="Lengths of recordings, by address.")] = None
    script: Annotated[list[Entry], Field(default_factory=list, description="Inputs in order, answers below each.")]
    expect: Annotated[
        list[Expectation | Not | Unordered], Field(default_factory=list, description="Assertions in order.")
    ]


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
