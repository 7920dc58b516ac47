"""Named policies: what callplan does where the platform's documents are silent or contradict each other (design §3.5).

One table holds them all. A policy is set in the project file or in a transcript and recorded in the plan and the trace.
"""

from __future__ import annotations

from collections.abc import Mapping

from .values import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """A named choice: its values (strings), the default, where the question comes from, and what it decides."""

    name: str
    values: tuple[str, ...]
    default: str
    source: str
    summary: str


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
    Policy(
        "dueTogether",
        ("longest", "all"),
        "longest",
        "semantics §5.3, Q8",
        "which of several silence hooks that are due at one instant fire: those with the longest timeout, or all",
    ),
    Policy(
        "equalTimeouts",
        ("first", "all"),
        "first",
        "semantics §4.5, §5.3",
        "which of several silence hooks with the same timeout fire: the first in the list, or all in its order",
    ),
    Policy(
        "silenceTie",
        ("timeout", "reminder"),
        "timeout",
        "semantics §5.3, Q7",
        "whether the silence timeout comes before a hook or an idle message of the same instant, or behind it",
    ),
    Policy(
        "dueInSpeech",
        ("later", "dropped"),
        "later",
        "semantics §5.3",
        "whether a reminder that is due while another one is spoken waits for its end, or is left out",
    ),
    Policy(
        "silenceInTools",
        ("cancel", "suppress"),
        "cancel",
        "semantics §4.5, Q9",
        "whether a tool call ends the silence period, or the clock runs on, no hook fires, and the timeout still ends "
        "the call",
    ),
    Policy(
        "remindersAtStart",
        ("wait", "run"),
        "wait",
        "semantics §5.3, Q30",
        "whether reminders wait until somebody has spoken, or count from the start of the call",
    ),
    Policy(
        "silenceTimeoutStart",
        ("call", "speech"),
        "call",
        "semantics §5.3",
        "whether the silence timeout counts from the start of a call in which nobody has spoken yet",
    ),
    Policy(
        "hookCounts",
        ("call", "activation"),
        "call",
        "semantics §4.5, Q13",
        "whether a hook's count is kept when its assistant takes over again, or starts anew",
    ),
    Policy(
        "countReset",
        ("heard", "turn"),
        "heard",
        "Q14",
        "whether all that is heard of the caller resets counts (onUserSpeech), or a turn alone: no acknowledgement",
    ),
    Policy(
        "hookSay",
        ("queued", "cuts"),
        "queued",
        "Q11",
        "whether a hook's words wait for the assistant's speech to end, or cut it off",
    ),
    Policy(
        "hookSpeech",
        ("interruptible", "whole"),
        "interruptible",
        "Q12",
        "whether the caller can interrupt what a hook or an idle message says",
    ),
    Policy(
        "lowConfidenceBound",
        ("first", "current"),
        "first",
        "semantics §4.2, §10.2",
        "whose threshold bounds a low-confidence hook without confidenceMax when another transcriber has taken over",
    ),
    Policy(
        "lowConfidenceText",
        ("discarded", "kept"),
        "discarded",
        "semantics §4.6",
        "whether a transcript of low confidence that fires a hook joins the conversation",
    ),
    Policy(
        "acknowledgementPhrases",
        ("utterance", "contained"),
        "utterance",
        "semantics §5.8",
        "whether an acknowledgement is all that the caller says, or also what holds one and no interruption phrase",
    ),
    Policy(
        "interruptionPhrases",
        ("contained", "utterance"),
        "contained",
        "semantics §5.8",
        "whether interruption phrases count wherever they stand in what the caller says, or where they are all of it",
    ),
    Policy(
        "waitSeconds",
        ("profile", "all", "answer"),
        "profile",
        "semantics §5.8, C26",
        "what waits for it: all that the assistant says, or its answer alone; profile: all under latency none, the "
        "answer under docs",
    ),
    Policy(
        "keypadPause",
        ("restart", "first"),
        "restart",
        "semantics §5.7",
        "whether each key starts the keypad's timeout anew, or it counts from the first",
    ),
    Policy(
        "keypadTimeout",
        ("process", "ignore"),
        "process",
        "C28",
        "whether keys without a delimiter are an entry when the timeout is over, or are ignored",
    ),
    Policy(
        "endPhrases",
        ("all", "model"),
        "all",
        "semantics §5.6, Q32",
        "whether endCallPhrases count in all that the assistant says, or in the model's words alone",
    ),
    Policy(
        "phraseInGoodbye",
        ("goodbye", "phrase"),
        "goodbye",
        "semantics §5.5, §5.6",
        "the reason that a call ends for when words behind which it ends hold an end phrase",
    ),
    Policy(
        "turnInFarewell",
        ("unasked", "asked"),
        "unasked",
        "semantics §5.5",
        "whether the model is asked about what the caller says when the call ends behind what is being said",
    ),
    Policy(
        "endCallReason",
        ("hangup-task", "manually-canceled"),
        "hangup-task",
        "semantics §5.5",
        "the reason that a call ends for by the control message end-call",
    ),
    Policy(
        "lastMessages",
        ("spoken", "all"),
        "spoken",
        "Q22",
        "whether lastNMessages counts messages of the system",
    ),
    Policy(
        "rejectionPosition",
        ("role", "all"),
        "role",
        "Q31",
        "whether the position of a rejection plan's target counts messages of its role, or all",
    ),
    Policy(
        "endingOfNumber",
        ("hook", "fallback"),
        "hook",
        "Q29",
        "what comes first when a request for an assistant fails: the number's hook, or its fallbackDestination",
    ),
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
