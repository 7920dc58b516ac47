"""One call, one language: transcriber, voice, prompt and endpointing held together (semantics §10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...schemas.tables.languages import AS_OF, LIVEKIT, NAMES, WORDS
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import T021, T022, T023, V019
from ..sources import Path
from .check import Check
from .languages_asked import asked
from .languages_heard import SEVERAL, heard, is_english_only, latin, names, spoken, written
from .languages_said import foreign, said
from .node import Node
from .reading import reading
from .transcribers_turns import smart_endpointing
from .voices_parts import part


def voice_language(node: Node) -> Iterator[Diagnostic]:
    """The voice does not speak the language of the call.

    The transcriber hears callers in one language, the first message is written in it, or the prompt tells the model to
    speak it, and the voice has another one: it reads foreign words by the rules of its own, and callers do not
    understand them.

    Bad:
        name: Recepción
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Ayuda en español.}]}
        transcriber: {provider: deepgram, model: nova-3, language: es}
        voice: {provider: 11labs, voiceId: sarah, model: eleven_turbo_v2}
    Good:
        name: Recepción
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Ayuda en español.}]}
        transcriber: {provider: deepgram, model: nova-3, language: es}
        voice: {provider: 11labs, voiceId: sarah, model: eleven_multilingual_v2}
    Source: rules V019, semantics §10.2
    """
    voice = part(node.value, "voice")
    speaks = spoken(voice)
    if speaks is None:
        return
    english = is_english_only(voice)
    at: Path = ("voice", "model" if english else "language" if voice.get("language") else "voiceId")
    name = f"{voice.get('model')} speaks English alone" if english else f"this voice speaks {names(speaks)}"
    hears = heard(part(node.value, "transcriber"))
    if (hears == SEVERAL and at[-1] != "language") or (hears and hears.isdisjoint(speaks)):
        heard_ones = names(hears) if hears else "several languages"
        yield node.fault(
            V019,
            at,
            f"{name}, and the transcriber hears {heard_ones}: callers are understood and answered in sounds that they "
            f"do not understand.{_dated(english)}",
            related=(node.related(("transcriber",), "the transcriber", key=True),),
        )
        return
    first = node.value.get("firstMessage")
    script = written(first) if isinstance(first, str) else None
    if script is not None and script[1].isdisjoint(speaks):
        yield node.fault(
            V019,
            at,
            f"{name}, and firstMessage is written in {script[0]} script.{_dated(english)}",
            related=(node.related(("firstMessage",), "the first message"),),
        )
        return
    for path, text in _prompts(node.value):
        told = reading(text).once(asked)
        if told is not None and told.codes.isdisjoint(speaks):
            yield node.fault(
                V019,
                at,
                f"{name}, and the prompt tells the model to speak {names(told.codes, 'or')}.{_dated(english)}",
                related=(node.related(path, "the prompt"),),
            )
            return


def endpointing_language(node: Node) -> Iterator[Diagnostic]:
    """LiveKit finds the end of turns in a language that it does not know.

    Its model is trained on English. In other languages it takes pauses for ends and ends for pauses: the assistant
    talks into sentences or lets callers wait.

    Bad:
        name: Ricevimento
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Rispondi in italiano.}]}
        transcriber: {provider: deepgram, model: nova-3, language: it}
        startSpeakingPlan: {smartEndpointingPlan: {provider: livekit}}
    Good:
        name: Ricevimento
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Rispondi in italiano.}]}
        transcriber: {provider: deepgram, model: nova-3, language: it}
        startSpeakingPlan: {smartEndpointingPlan: {provider: vapi}}
    Source: semantics §10, field-notes 16, OpenAPI LivekitSmartEndpointingPlan
    """
    where = smart_endpointing(node)
    plan = part(node.value, "startSpeakingPlan")
    provider = part(plan, "smartEndpointingPlan").get("provider") or plan.get("smartEndpointingEnabled")
    hears = heard(part(node.value, "transcriber"))
    if where is None or provider != "livekit" or hears is None or hears == LIVEKIT:
        return
    yield node.fault(
        T021,
        (*where, "provider") if where[-1] == "smartEndpointingPlan" else where,
        f"LiveKit's endpointing knows English alone, and the transcriber hears {names(hears) or 'several languages'}: "
        f"turns end too early or too late. Use vapi. (As of {AS_OF}.)",
        related=(node.related(("transcriber",), "the transcriber", key=True),),
    )


def languages_unnamed(node: Node) -> Iterator[Diagnostic]:
    """The transcriber hears several languages and the prompt names none.

    The model answers in the language of its prompt, or changes it with the first foreign word. What it may speak has
    to stand in the system prompt.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers with their orders.}]}
        transcriber: {provider: deepgram, model: nova-3, language: multi}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Speak English or Spanish.}]}
        transcriber: {provider: deepgram, model: nova-3, language: multi}
    Source: semantics §10.3
    """
    if node.path != ("transcriber",):
        return
    hears = heard(node.value)
    if hears is None or len(hears) == 1:
        return
    prompts = [text for _, text in _prompts(node.root)]
    if not prompts or any(_names_language(reading(text).lower) for text in prompts):
        return
    key = next((key for key in ("language", "languages", "languageBehaviour", "model") if key in node.value), "")
    yield node.fault(
        T022,
        (key,) if key else (),
        "the transcriber hears several languages, and the prompt names none: the model may answer in any, or change "
        "with a single foreign word. Say in the prompt which ones it speaks.",
        key=True,
    )


def script_not_heard(node: Node) -> Iterator[Diagnostic]:
    """Callers are spoken to in a language that the transcriber does not hear.

    The prompt or the first message is written in another script or, by its commonest words, in another language than
    the transcriber's; or what hooks, idle messages and the goodbye say is; or the prompt tells the model to speak
    another one. Callers answer in the language that they are
    spoken to, and it comes out as words that they never said.

    Bad:
        name: Приёмная
        firstMessage: Здравствуйте! Чем я могу вам помочь?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Отвечай коротко и вежливо.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en}
    Good:
        name: Приёмная
        firstMessage: Здравствуйте! Чем я могу вам помочь?
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Отвечай коротко и вежливо.}]}
        transcriber: {provider: deepgram, model: nova-3, language: ru}
    Source: semantics §10, field-notes 16
    """
    for path, text in (*_first(node.value), *_prompts(node.value)):
        if not reading(text).letters:
            continue  # letters of English alone
        script = written(text)
        if script is None:
            code = latin(text)
            hears = heard(part(node.value, "transcriber")) if code else None
            if code and hears and code not in hears:
                yield _not_heard(node, path, f"in {names(frozenset((code,)))}", hears)
                return
            continue
        transcriber = node.value.get("transcriber")
        name = path[0] if path[0] == "firstMessage" else "the prompt"
        if transcriber is None:
            yield node.fault(
                T023,
                path,
                f"{name} is written in {script[0]} script and no transcriber is set: the platform's own is not told "
                "which language callers speak. Set one that hears it.",
            )
            return
        hears = heard(part(node.value, "transcriber"))
        if hears and hears.isdisjoint(script[1]):
            yield _not_heard(node, path, f"in {script[0]} script", hears)
            return
    yield from _said(node) or _asked_for(node)


def _said(node: Node) -> tuple[Diagnostic, ...]:
    """T023 for a line that is spoken word for word in a language that nobody listens for: the first one."""
    hears = heard(part(node.value, "transcriber"))
    for path, text in said(node.value) if hears else ():
        code = foreign(text, hears) if hears else None
        if code and hears:
            message = (
                f"this is said in {names(frozenset((code,)))}, and the transcriber hears {names(hears)}: callers do "
                "not understand it, and what they answer comes out as words that they never said. Use one language."
            )
            return (node.fault(T023, path, message, related=(node.related(("transcriber",), "hears it", key=True),)),)
    return ()


def _asked_for(node: Node) -> Iterator[Diagnostic]:
    """T023 for a prompt in English that tells the model to speak what nobody listens for."""
    transcriber = node.value.get("transcriber")
    for path, text in _prompts(node.value):
        told = reading(text).once(asked)
        hears = heard(part(node.value, "transcriber")) if told else None
        if told is None or (transcriber is None and "en" in told.codes):
            continue
        if transcriber is None:
            said = "no transcriber is set: the platform's own is not told which language callers speak. Set one."
        elif hears and told.codes.isdisjoint(hears):
            said = (
                f"the transcriber hears {names(hears)}: what callers answer comes out as words that they never said. "
                "Use one language."
            )
        else:
            continue
        language = names(told.codes, "or")
        yield node.fault_in_text(T023, path, told.start, told.end, f"the model is told to speak {language}, and {said}")
        return


def _not_heard(node: Node, path: Path, how: str, hears: frozenset[str]) -> Diagnostic:
    name = path[0] if path[0] == "firstMessage" else "the prompt"
    return node.fault(
        T023,
        ("transcriber", "language") if "language" in part(node.value, "transcriber") else ("transcriber",),
        f"{name} is written {how}, and the transcriber hears {names(hears)}: what callers answer comes out as words "
        "that they never said. Use one language.",
        related=(node.related(path, "written here"),),
    )


def _first(assistant: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    if isinstance(assistant.get("firstMessage"), str):
        yield ("firstMessage",), assistant["firstMessage"]


def _prompts(assistant: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """The system messages of an assistant that have a text."""
    messages = part(assistant, "model").get("messages")
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(message, dict) and message.get("role") == "system":
            text = message.get("content")
            if isinstance(text, str) and text.strip():
                yield ("model", "messages", index, "content"), text


def _names_language(text: str) -> bool:
    return any(word in text for word in WORDS) or any(name in text for names in NAMES.values() for name in names)


def _dated(english: bool) -> str:
    from ...schemas.tables import voices

    return f" (Voice models as of {voices.AS_OF}.)" if english else ""


_SAYING = frozenset({"endCallMessage", "firstMessage", "hooks", "messagePlan", "model"})

CHECKS = (
    Check((V019,), "assistant", voice_language, frozenset({"voice"})),
    Check((T021,), "assistant", endpointing_language, frozenset({"startSpeakingPlan"})),
    Check(
        (T022,),
        "transcriber",
        languages_unnamed,
        frozenset({"language", "languages", "languageBehaviour", "languageCodes", "model"}),
    ),
    Check((T023,), "assistant", script_not_heard, _SAYING),
)
