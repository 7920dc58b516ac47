"""What the plans after a call ask where no messages are written: the API's documented defaults (semantics §13.5)."""

from __future__ import annotations

from typing import Final

Messages = tuple[tuple[str, str], ...]
"""Role and template of each message."""

_HEARD = "Here is the transcript:\n\n{{transcript}}\n\n"
_ENDED = ". Here is the ended reason of the call:\n\n{{endedReason}}\n\n"
# A backslash and an n stand before {{schema}} and {{rubric}}, as in the description.
_DATA: Messages = (
    (
        "system",
        "You are an expert data extractor. You will be given a transcript of a call. Extract structured data per the "
        "JSON Schema. DO NOT return anything except the structured data.\n\nJson Schema:\\n{{schema}}\n\nOnly respond "
        "with the JSON.",
    ),
    ("user", _HEARD + _ENDED),
)

DEFAULTS: Final[dict[str, Messages]] = {
    "summaryPlan": (
        (
            "system",
            "You are an expert note-taker. You will be given a transcript of a call. Summarize the call in 2-3 "
            "sentences. DO NOT return anything except the summary.",
        ),
        ("user", _HEARD + _ENDED),
    ),
    "successEvaluationPlan": (
        (
            "system",
            "You are an expert call evaluator. You will be given a transcript of a call and the system prompt of the "
            "AI participant. Determine if the call was successful based on the objectives inferred from the system "
            "prompt. DO NOT return anything except the result.\n\nRubric:\\n{{rubric}}\n\nOnly respond with the "
            "result.",
        ),
        ("user", _HEARD),
        ("user", "Here was the system prompt of the call:\n\n{{systemPrompt}}\n\n" + _ENDED),
    ),
    "structuredDataPlan": _DATA,
    "structuredDataMultiPlan": _DATA,
}
