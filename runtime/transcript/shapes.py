"""What several models of the transcript's format share, and the reply that brings an inbound call its assistant."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from .durations import PATTERN

Duration = Annotated[str, Field(pattern=PATTERN, description="A length of time: 800ms, 1.2s, 2m.")]
Text = Annotated[str, Field(pattern=r"\S")]
Object = dict[str, JsonValue]


class Reply(BaseModel):
    """What the server answers when it is asked for an assistant, and how that goes."""

    model_config = ConfigDict(extra="forbid", strict=True)

    assistantId: JsonValue = None
    assistant: JsonValue = None
    assistantOverrides: JsonValue = None
    squadId: JsonValue = None
    squad: JsonValue = None
    squadOverrides: JsonValue = None
    destination: JsonValue = None
    error: JsonValue = None
    takes: Annotated[Duration | None, Field(description="At most 7.5 s, or the request has failed.")] = None
    found: Annotated[bool | None, Field(description="false: the platform knows no assistant of that id.")] = None
    valid: Annotated[bool | None, Field(description="false: the platform refuses the configuration.")] = None
    server: Annotated[bool | None, Field(description="false: there is no server to ask.")] = None
    fails: Annotated[str | None, Field(description="A network error, or a status that is not 2xx.")] = None
    timesOut: bool = False
