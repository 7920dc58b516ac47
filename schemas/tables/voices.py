"""Voices and the models that speak with them: what each of them can (semantics §10.2, the OpenAPI of ``AS_OF``)."""

from __future__ import annotations

AS_OF = "2026-11-20"

VAPI = frozenset(
    (
        "Clara",
        "Elliot",
        "Emma",
        "Godfrey",
        "Gustavo",
        "Kai",
        "Layla",
        "Naina",
        "Neil",
        "Nico",
        "Rohan",
        "Sagar",
        "Savannah",
        "Sid",
    )
)
"""The platform's own voices, as they are written."""

VAPI_RETIRED = frozenset(("Cole", "Hana", "Harry", "Kylie", "Lily", "Neha", "Paige", "Spencer"))
"""Voices of the platform that were retired on :data:`VAPI_RETIRED_ON`."""

VAPI_RETIRED_ON = "2026-03-01"

CARTESIA_RETIRED = frozenset(("sonic", "sonic-english", "sonic-multilingual"))
"""Cartesia's models that answer no request since :data:`CARTESIA_RETIRED_ON`, in all their languages."""

CARTESIA_RETIRED_ON = "2026-06-01"

ENGLISH_ONLY: dict[str, frozenset[str]] = {
    "11labs": frozenset(("eleven_turbo_v2", "eleven_flash_v2", "eleven_monolingual_v1")),
    "cartesia": frozenset(("sonic-english",)),
    "deepgram": frozenset(("aura",)),
    "sesame": frozenset(("csm-1b",)),
}
"""Provider -> the models that speak English and nothing else."""

NO_PHONEMES = frozenset(("eleven_turbo_v2_5", "eleven_flash_v2_5", "eleven_multilingual_v2", "eleven_v3"))
"""ElevenLabs' models that pass over ``<phoneme>`` tags and phoneme rules of dictionaries."""

NO_LANGUAGE = frozenset(("eleven_multilingual_v2", "eleven_turbo_v2", "eleven_flash_v2", "eleven_monolingual_v1"))
"""ElevenLabs' models that answer with an error where ``language`` is set."""
