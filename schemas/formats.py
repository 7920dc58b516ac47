"""What texts have to look like beyond the published document, which calls most of them plain strings.

The keyword is ``format``; the formats are those of ``compiler.structure.formats``. A template, a parameter and the
reference of a secret fit any of them: what will stand there is not known.
"""

from __future__ import annotations

from typing import Any

from .published import walk

Json = dict[str, Any]

BY_NAME: dict[str, str] = {
    "apiUrl": "url",
    "callbackUrl": "url",
    "holdAudioUrl": "url",
    "realtimeUrl": "url",
    "serverUrl": "url",
    "slackWebhookUrl": "url",
    "transferCompleteAudioUrl": "url",
    "url": "url",
    "webhookUrl": "url",
    "sipUri": "sip",
    "earliestAt": "instant",
    "latestAt": "instant",
    "customerId": "id",
    "phoneNumberId": "id",
    "previousChatId": "id",
    "sessionId": "id",
}
"""Property -> its format, in every definition."""

BY_PLACE: dict[str, str] = {
    "DeepgramTranscriber.languages[]": "language",
    "FallbackDeepgramTranscriber.languages[]": "language",
    "ElevenLabsVoice.language": "language",
    "FallbackElevenLabsVoice.language": "language",
    "GladiaVocabularyItemDTO.language": "language",
    "NeuphonicVoice.language": "language",
    "FallbackNeuphonicVoice.language": "language",
    "JsonSchema.pattern": "regex",
    "CreateByoPhoneNumberDTO.number": "e164",
    "CreateCustomerDTO.number": "e164",
    "CreateTelnyxPhoneNumberDTO.number": "e164",
    "CreateTwilioPhoneNumberDTO.number": "e164",
    "TransferDestinationNumber.number": "e164",
}
"""Place -> its format: languages that no enum lists (semantics §10.1), and what a schema in a schema matches,
numbers (semantics §1.5); Vonage's are written without the plus.
"""


def give(definitions: Json) -> set[str]:
    """Write the formats into *definitions*; the names and places that were not there."""
    missed = {*BY_NAME, *BY_PLACE}
    for name, definition in definitions.items():
        for place, schema in walk(definition, name):
            key = place if place in BY_PLACE else place.rpartition(".")[2]
            told = BY_PLACE.get(place) or (BY_NAME.get(key) if "." in place else None)
            if told and "string" in (schema.get("type"), *_types(schema)) and "enum" not in schema:
                schema["format"] = told
                missed.discard(key)
    return missed


def _types(schema: Json) -> list[str]:
    types = schema.get("type", ())
    return types if isinstance(types, list) else []
