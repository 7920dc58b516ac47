"""The call's language: what it begins with, what is detected, and which texts go by it (semantics §10.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .moment import Moment
from .templates import Text

DEFAULT = "en"
_OPEN = frozenset({"multi", "multilingual", "auto"})


def configured(transcriber: Mapping[str, Any]) -> str:
    """The language of a call that begins with this transcriber: ``en`` where it hears several, or none is written."""
    language = transcriber.get("language")
    short = _short(language) if isinstance(language, str) else DEFAULT
    return DEFAULT if short in _OPEN else short


def detects(transcriber: Mapping[str, Any]) -> bool:
    """Whether this transcriber can find out that another language is spoken: not one that is told a single one."""
    behaviour = transcriber.get("languageBehaviour")
    if isinstance(behaviour, str):
        return behaviour != "manual"
    language = transcriber.get("language")
    several = any(transcriber.get(key) for key in ("languages", "languageCodes"))
    return several or not isinstance(language, str) or _short(language) in _OPEN or "_" in language


def heard(m: Moment, language: str | None) -> None:
    """The transcriber has heard *language*."""
    short = _short(language) if language else ""
    if short and short != m.s.heard_language:
        m.emit("language.changed", {"from": m.s.heard_language, "to": short})
        m.s.heard_language = short


def pick(m: Moment, content: Text, contents: Mapping[str, Text]) -> Text:
    """The text of a message in the call's language. Where there is none in it the first one stands for its translation,
    which is a model's affair, and the trace says so. *content* serves messages without ``contents``.
    """
    if not contents:
        return content
    language = m.s.language
    if m.s.heard_language != language and (
        m.policy("activeLanguage", f"the caller speaks {m.s.heard_language}") == "detected"
    ):
        language = m.s.heard_language
    if language not in contents:
        why = f"no text of the message is in {language}: the platform translates the first one"
        if m.policy("missingLanguage", why) == "content":
            return content
    return contents.get(language) or next(iter(contents.values()))


def custom(m: Moment, message: Any) -> str:
    """What a message of a destination or a plan says: a text, or a custom message with one or with one a language."""
    if isinstance(message, str):
        return Text(message).render(m)
    if not isinstance(message, Mapping):
        return ""
    contents: dict[str, Text] = {}
    listed = message.get("contents")
    for one in listed if isinstance(listed, tuple | list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("text"), str):
            contents.setdefault(str(one.get("language", "")), Text(one["text"]))
    content = message.get("content")
    return pick(m, Text(content if isinstance(content, str) else ""), contents).render(m)


def _short(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]
