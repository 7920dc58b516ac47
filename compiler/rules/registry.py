"""All checks, written out by hand, in the order in which they run."""

from __future__ import annotations

from . import (
    compliance,
    durations,
    durations_silence,
    evaluations,
    handoffs,
    handoffs_context,
    handoffs_doubles,
    handoffs_graph,
    handoffs_loops,
    hooks_reasons,
    hooks_speech,
    languages_calls,
    languages_fallbacks,
    languages_messages,
    messages,
    messages_conditions,
    models,
    models_budget,
    models_regions,
    openings,
    openings_again,
    outbound,
    outbound_calls,
    outputs,
    promotion,
    security,
    servers,
    simulations,
    tools,
    tools_calls,
    tools_code,
    tools_lines,
    tools_schema,
    transcribers,
    transcribers_turns,
    transcribers_words,
    transfers,
    transfers_prompt,
    voices,
    voices_markup,
    voices_plans,
)
from .ambiguity import CHECKS as AMBIGUITY
from .check import Check
from .duration import CHECKS as DURATION
from .flush import CHECKS as FLUSH
from .hooks import CHECKS as HOOKS
from .languages import CHECKS as LANGUAGES
from .pairs import CHECKS as PAIRS
from .patterns import CHECKS as PATTERNS
from .schema_sense import CHECKS as SCHEMA_SENSE
from .secrets import CHECKS as SECRETS
from .silence import CHECKS as SILENCE
from .unrendered import CHECKS as UNRENDERED
from .wholes import CHECKS as WHOLES

CHECKS: tuple[Check, ...] = (
    *SILENCE,
    *DURATION,
    *openings.CHECKS,
    *openings_again.CHECKS,
    *durations.CHECKS,
    *durations_silence.CHECKS,
    *outbound.CHECKS,
    *outbound_calls.CHECKS,
    *HOOKS,
    *hooks_reasons.CHECKS,
    *hooks_speech.CHECKS,
    *LANGUAGES,
    *languages_calls.CHECKS,
    *languages_fallbacks.CHECKS,
    *languages_messages.CHECKS,
    *models.CHECKS,
    *models_budget.CHECKS,
    *models_regions.CHECKS,
    *voices.CHECKS,
    *voices_markup.CHECKS,
    *voices_plans.CHECKS,
    *transcribers.CHECKS,
    *transcribers_words.CHECKS,
    *transcribers_turns.CHECKS,
    *PAIRS,
    *SCHEMA_SENSE,
    *FLUSH,
    *AMBIGUITY,
    *SECRETS,
    *UNRENDERED,
    *PATTERNS,
    *WHOLES,
    *security.CHECKS,
    *tools.CHECKS,
    *tools_schema.CHECKS,
    *tools_code.CHECKS,
    *tools_calls.CHECKS,
    *tools_lines.CHECKS,
    *messages.CHECKS,
    *messages_conditions.CHECKS,
    *transfers.CHECKS,
    *transfers_prompt.CHECKS,
    *handoffs.CHECKS,
    *handoffs_context.CHECKS,
    *handoffs_graph.CHECKS,
    *handoffs_loops.CHECKS,
    *handoffs_doubles.CHECKS,
    *outputs.CHECKS,
    *evaluations.CHECKS,
    *simulations.CHECKS,
    *servers.CHECKS,
    *compliance.CHECKS,
    *promotion.CHECKS,
)
"""The registry. A rule's own findings come from here, or from the compiler's stages (:mod:`.pages`)."""
