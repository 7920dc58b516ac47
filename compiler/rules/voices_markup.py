"""Tags and signs in texts that the voice reads aloud, swallows or stumbles over (rules §4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...schemas.tables.voices import AS_OF, NO_PHONEMES
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import V007, V008, V009, V012, V013
from ..diagnostics.rule import INFO
from .check import Check
from .languages_heard import ENGLISH, base, heard
from .node import Node
from .prompt import Prompt
from .voices_parts import part, plain

_TAGS = frozenset(("break", "emphasis", "phoneme", "prosody", "say-as", "spell"))
"""The tags of speech markup; ``flush`` is the platform's own."""

_FORBIDS = frozenset(
    ("avoid", "don't", "don’t", "instead", "must", "never", "no", "not", "nor", "only", "rather", "without")
)
"""Words that speak about a tag rather than use it."""

_DASH = "—"
_BREAK = frozenset(("break",))
_PHONEME = frozenset(("phoneme",))


def tags_without_flag(prompt: Prompt) -> Iterator[Diagnostic]:
    """Speech markup for a voice of ElevenLabs that does not read it.

    Without `enableSsmlParsing` the provider takes tags for text: callers hear "break time one s", or nothing where a
    name was to be spelt.

    Bad:
        name: Front desk
        firstMessage: Welcome. <break time="1s"/> How can I help?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: 11labs, voiceId: sarah}
    Good:
        name: Front desk
        firstMessage: Welcome. <break time="1s"/> How can I help?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: 11labs, voiceId: sarah, enableSsmlParsing: true}
    Source: rules V007, semantics §7.8
    """
    tag = _tag(prompt)
    if tag is None:
        return
    voice = part(prompt.root, "voice")
    if voice.get("provider") == "11labs" and voice.get("enableSsmlParsing") is not True:
        yield _at(
            prompt,
            V007,
            tag,
            f"{tag[0]!r} is read aloud: the voice has no enableSsmlParsing: true.",
        )


def tags_on_vapi_voice(prompt: Prompt) -> Iterator[Diagnostic]:
    """Speech markup for a voice that swallows it.

    The platform's own voices take tags out without acting upon them: the pause or the spelling that they ask for does
    not happen.

    Bad:
        name: Front desk
        firstMessage: Welcome. <break time="1s"/> How can I help?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: vapi, voiceId: Elliot}
    Good:
        name: Front desk
        firstMessage: Welcome ... How can I help?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: vapi, voiceId: Elliot}
    Source: rules V008
    """
    tag = _tag(prompt)
    if tag is not None and part(prompt.root, "voice").get("provider") == "vapi":
        yield _at(
            prompt,
            V008,
            tag,
            f"{tag[0]!r} has no effect: the platform's voices swallow speech markup. Write the pause as punctuation.",
        )


def signs_on_sonic(prompt: Prompt) -> Iterator[Diagnostic]:
    """An em dash or a break for a voice of sonic-3.

    Cartesia's sonic-3 has been heard to cut sentences off at both, or to join what belongs apart; another source says
    that it reads breaks. Commas and full stops are safe.

    Bad:
        name: Front desk
        firstMessage: Welcome — how can I help?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: cartesia, voiceId: 694f9389-aac1-45b6-b726-9d9369183238, model: sonic-3}
    Good:
        name: Front desk
        firstMessage: Welcome, how can I help?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: cartesia, voiceId: 694f9389-aac1-45b6-b726-9d9369183238, model: sonic-3}
    Source: rules V009, semantics §7.8
    """
    dash = prompt.reading.position(_DASH) if prompt.kind == "spoken" else -1
    tag = _tag(prompt, _BREAK)
    if dash < 0 and tag is None:
        return
    voice = part(prompt.root, "voice")
    if voice.get("provider") != "cartesia" or not plain(voice.get("model")).startswith("sonic-3"):
        return
    said = f"{voice['model']} may cut the sentence off or garble it here: write a comma or a full stop."
    if dash >= 0:
        yield prompt.fault_in_text(V009, (), dash, dash + 1, said)
    if tag is not None:
        yield _at(prompt, V009, tag, said)


def told_the_model(prompt: Prompt) -> Iterator[Diagnostic]:
    """V007 to V009 about what the model is told to say."""
    yield from tags_without_flag(prompt)
    yield from tags_on_vapi_voice(prompt)
    yield from signs_on_sonic(prompt)


def phoneme_model(prompt: Prompt) -> Iterator[Diagnostic]:
    """V012: a phoneme tag for a model that passes over it."""
    tag, voice = _phoneme(prompt)
    model = plain(voice.get("model"))
    if tag is not None and model in NO_PHONEMES:
        yield _at(prompt, V012, tag, f"{model} passes over phonemes: the word is said as it is spelt. {_as_of()}")


def phoneme_language(prompt: Prompt) -> Iterator[Diagnostic]:
    """V013: a phoneme tag in a call that is not in English."""
    tag, voice = _phoneme(prompt)
    if tag is None or plain(voice.get("model")) in NO_PHONEMES:
        return
    language = _foreign(voice, part(prompt.root, "transcriber"))
    if language:
        yield _at(prompt, V013, tag, f"phonemes are read in English alone, and this call is in {language}.")


def dictionary_model(node: Node) -> Iterator[Diagnostic]:
    """V012: dictionaries whose phoneme rules the model passes over."""
    model = plain(node.value.get("model"))
    if node.value.get("provider") == "11labs" and node.value["pronunciationDictionaryLocators"]:
        if model in NO_PHONEMES:
            yield node.fault(
                V012,
                ("pronunciationDictionaryLocators",),
                f"{model} reads the alias rules of these dictionaries and passes over their phoneme rules. {_as_of()}",
                key=True,
                severity=INFO,
            )
            return
        language = _foreign(node.value, part(node.root, "transcriber"))
        if language:
            yield node.fault(
                V013,
                ("pronunciationDictionaryLocators",),
                f"phoneme rules of these dictionaries are read in English alone, and this call is in {language}: write "
                "them as aliases.",
                key=True,
                severity=INFO,
            )


def _phoneme(prompt: Prompt) -> tuple[re.Match[str] | None, dict[str, Any]]:
    tag = _tag(prompt, _PHONEME)
    if tag is None:
        return None, {}
    voice = part(prompt.root, "voice")
    if voice.get("provider") != "11labs" or voice.get("enableSsmlParsing") is not True:
        return None, {}
    return tag, voice


def _foreign(voice: dict[str, Any], transcriber: dict[str, Any]) -> str:
    """The language of a call that is not in English; "" where it is, or where nobody can say."""
    language = plain(voice.get("language"))
    if language:
        return "" if base(language) == "en" else language
    hears = heard(transcriber)
    return " and ".join(sorted(hears)) if hears and hears.isdisjoint(ENGLISH) else ""


def _tag(prompt: Prompt, names: frozenset[str] = _TAGS) -> re.Match[str] | None:
    """The first tag of these names that the text uses, or tells the model to use."""
    for match in prompt.outside_fences("tag"):
        if match[1].lower() in names and not (
            prompt.kind == "prompt" and _is_forbidden(prompt.reading.line(match.start()).text)
        ):
            return match
    return None


def _is_forbidden(line: str) -> bool:
    return not _FORBIDS.isdisjoint(word.strip(".,:;!?()\"'*`") for word in line.lower().split())


def _at(prompt: Prompt, rule: Any, tag: re.Match[str], message: str) -> Diagnostic:
    return prompt.fault_in_text(rule, (), tag.start(), tag.end(), message)


def _as_of() -> str:
    return f"(Models as of {AS_OF}.)"


_TAGGED = frozenset({"<"})

CHECKS = (
    Check((V007,), "spoken", tags_without_flag, _TAGGED),
    Check((V008,), "spoken", tags_on_vapi_voice, _TAGGED),
    Check((V009,), "spoken", signs_on_sonic, frozenset({"<", _DASH})),
    Check((V007, V008, V009), "prompt", told_the_model, _TAGGED),
    Check((V012,), "spoken", phoneme_model, _TAGGED),
    Check((V012,), "prompt", phoneme_model, _TAGGED),
    Check((V013,), "spoken", phoneme_language, _TAGGED),
    Check((V013,), "prompt", phoneme_language, _TAGGED),
    Check((V012, V013), "voice", dictionary_model, frozenset({"pronunciationDictionaryLocators"})),
)
