"""Named policies: what callplan does where the platform's documents are silent or contradict each other (design §3.5).

One table holds them all; those of what happens in a call are in a module of their own. A policy is set in the project
file or in a transcript and recorded in the plan and the trace.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import policies_of_calls
from .policy import Policy as Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "silenceClock",
        ("continuous", "restart"),
        "continuous",
        "semantics §5.3, Q6",
        "whether a reminder's own speech restarts the silence period",
    ),
    Policy(
        "silenceTimeoutDefault",
        ("none", "30"),
        "none",
        "C4",
        "seconds of silence that end a call whose silenceTimeoutSeconds is unset",
    ),
    Policy(
        "silenceTimeoutMin",
        ("10", "5"),
        "10",
        "C4",
        "the smallest silenceTimeoutSeconds that passes without a warning",
    ),
    Policy(
        "undefined",
        ("empty", "literal"),
        "empty",
        "C6",
        "what `{{ a.b }}` without a value renders: nothing, or itself as it is written (with filters, unless one is "
        "`default`)",
    ),
    Policy("nowFormat", ("seed", "utc"), "seed", "C5", "the text form of the default variable now"),
    Policy(
        "backgroundMessages",
        ("silent", "wire"),
        "silent",
        "C8",
        "whether add-message without triggerResponseEnabled asks the model for a response (wire: it does)",
    ),
    Policy(
        "choice", ("first", "seeded"), "first", "Q10", "which of several texts is spoken where the platform draws one"
    ),
    Policy(
        "latency", ("none", "docs"), "none", "Q25, C26", "the time that endpointing, model and speech synthesis take"
    ),
    Policy(
        "rearmTimeElapsed",
        ("off", "on"),
        "off",
        "C22",
        "whether call.timeElapsed hooks are armed again after a handoff",
    ),
    Policy(
        "dualEmission",
        ("suppress", "spoken"),
        "suppress",
        "semantics §13.4",
        "whether text that the model returns beside tool calls is spoken",
    ),
    Policy(
        "activeLanguage",
        ("start", "detected"),
        "start",
        "semantics §10.3",
        "whether texts by language go by the language the call began with, or the one that was last detected",
    ),
    Policy(
        "missingLanguage",
        ("first", "content"),
        "first",
        "semantics §10.3",
        "whether a message whose contents lack the call's language is spoken in its first text or by its content",
    ),
    Policy(
        "references",
        ("resolve", "gitops"),
        "resolve",
        "gitops-layout §2.7",
        "whether references that the gitops engine drops or leaks are resolved",
    ),
    Policy(
        "assistantOverridesOnSquad", ("squad", "ignore"), "squad", "Q3", "how a squad call reads assistantOverrides"
    ),
    Policy(
        "providerChange",
        ("replace", "merge"),
        "replace",
        "C42",
        "whether an override with another provider replaces model, voice or transcriber as a whole",
    ),
    Policy(
        "customerOverrides",
        ("replace", "merge"),
        "replace",
        "semantics §2.2",
        "whether a customer's own overrides take the place of the request's or campaign's, or are merged over them",
    ),
    Policy(
        "chatOverrides",
        ("variables", "full"),
        "variables",
        "C19",
        "whether the overrides of a chat are values of variables alone, or of everything",
    ),
    Policy(
        "messagesMerge",
        ("replace", "byRole"),
        "replace",
        "C41",
        "whether messages of an override replace all messages below, or those of their roles",
    ),
    Policy(
        "nullOverObject",
        ("keep", "unset"),
        "keep",
        "semantics §2.3",
        "whether null in an override of an object is dropped by the platform, or unsets it",
    ),
    Policy(
        "metadataMerge",
        ("deep", "replace"),
        "deep",
        "semantics §2.3",
        "whether metadata of an override is merged with that below, or takes its place",
    ),
    Policy(
        "boundariesMerge",
        ("replace", "union"),
        "replace",
        "semantics §2.3",
        "whether chunkPlan.punctuationBoundaries of several layers replace each other or are joined",
    ),
    Policy(
        "handoffOverrides",
        ("highest", "lowest"),
        "highest",
        "Q4",
        "whether a handoff destination's overrides beat those of member, squad and call, or are beaten by them",
    ),
    Policy(
        "handoffMessages",
        ("alone", "behindPrompt"),
        "alone",
        "semantics §6.5",
        "whether a destination's handoffMessages are all that the next member's model gets, or follow its own prompt",
    ),
    Policy(
        "transferFallback",
        ("ends", "returns"),
        "ends",
        "semantics §11.5",
        "whether a failed warm-transfer-experimental without fallbackPlan ends the call behind the default message",
    ),
    Policy(
        "variableValuesMerge",
        ("shallow", "deep"),
        "shallow",
        "Q5",
        "how deep variableValues of several layers are merged",
    ),
    Policy("chunkingUnset", ("on", "off"), "on", "C12", "what an absent chunkPlan.enabled means"),
    Policy(
        "colonInTimes",
        ("keep", "replace"),
        "keep",
        "C13",
        "whether the colon formatter spares a colon between digits for the time formatter",
    ),
    Policy(
        "emailUnderscore",
        ("keep", "remove"),
        "keep",
        "C14",
        "whether the Markdown formatter spares the underscores of e-mail addresses",
    ),
    Policy("formatterChoice", ("honoured", "ignored"), "honoured", "C15", "whether formattersEnabled counts"),
    Policy("newline", ("merge", "plain", "space"), "merge", "C16", "what the voice provider gets for a new line"),
    Policy(
        "otherLanguages",
        ("untouched", "english"),
        "untouched",
        "Q20, semantics §10.3",
        "whether figures, amounts and dates in another language are left or written as English words",
    ),
    *policies_of_calls.POLICIES,
)

BY_NAME: dict[str, Policy] = {policy.name: policy for policy in POLICIES}


def resolve(*layers: Mapping[str, str]) -> dict[str, str]:
    """Every policy with its value: defaults, then each layer over the one before. Names are checked by
    :func:`fault`.
    """
    values = {policy.name: policy.default for policy in POLICIES}
    for layer in layers:
        values.update({name: value for name, value in layer.items() if name in values})
    return values


def fault(name: str, value: object) -> str | None:
    """What is wrong with setting *name* to *value*, as a sentence, or None."""
    policy = BY_NAME.get(name)
    if policy is None:
        from difflib import get_close_matches

        near = get_close_matches(name, BY_NAME, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(BY_NAME))}."
        return f"there is no policy {name!r}{hint}"
    if str(value) not in policy.values:
        return f"policy {name!r} takes {' or '.join(policy.values)}, not {value!r}."
    return None
