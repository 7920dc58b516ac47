"""What must never be printed: literal secrets (design §5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .expression import Expression

MASK = "***"

_WORDS_OF_KEYS = (
    r"(?:secret|password|passwd|passphrase|api[-_]?key|access[-_]?key|private[-_]?key"
    r"|(?:access|auth|refresh|session)[-_]?token|bearer|authorization"
)
_SECRET_KEY = Expression(_WORDS_OF_KEYS + r"|^token$|^(?:set-)?cookie$)", re.IGNORECASE)
_NAMED = Expression(_WORDS_OF_KEYS + r"|^token|^(?:set-)?cookie)s?[\d_-]*$", re.IGNORECASE)
_REFERENCE = Expression(r"\{\{|\$\{|secrets?:/|secrets/")
_Forms = tuple[tuple[tuple[str, ...], Expression], ...]

_WORDS: _Forms = tuple(
    (marks, Expression(form))
    for marks, form in (
        (("sk-",), r"\bsk-[A-Za-z0-9_-]{20,}"),
        (("sk_", "rk_"), r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
        (("gho_", "ghp_", "ghr_", "ghs_", "ghu_"), r"\bgh[oprsu]_[A-Za-z0-9]{30,}"),
        (("github_pat_", "glpat-"), r"\b(?:github_pat_|glpat-)[A-Za-z0-9_-]{20,}"),
        (("xox",), r"\bxox[abeprs]-[A-Za-z0-9-]{10,}"),
        (("AKIA", "ASIA"), r"\bA[KS]IA[0-9A-Z]{16}\b"),
        (("AIza",), r"\bAIza[A-Za-z0-9_-]{35}"),
    )
)
"""Forms that nothing but a secret has, each with what is in every text that has it: keys of OpenAI and Anthropic,
Stripe, GitHub, GitLab, Slack, AWS and Google. Each is a word of :data:`_LONG` or more of the characters of
:data:`_IN_WORDS`: few words of a text are so long, so that the marks are looked for in those alone.
"""
_LONG = b"x" * 15
_IN_WORDS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_CLASSES = bytes(0x78 if character in _IN_WORDS else 0x20 for character in range(256))

_FORMS: _Forms = tuple(
    (marks, Expression(form))
    for marks, form in (
        (("whsec_",), r"\bwhsec_[A-Za-z0-9+/=]{24,}"),
        (("eyJ",), r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
        (
            ("PRIVATE KEY",),
            r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,10000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?",
        ),
        (("://",), r"(?<=://)[^\s:/@{}$]{1,100}:[^\s:/@{}$]{1,100}(?=@[\w.-])"),
        (("Bearer ",), r"(?<=\bBearer )(?=[A-Za-z._~+/=-]{0,200}\d)[A-Za-z0-9._~+/=-]{16,}"),
        (("Basic ",), r"(?<=\bBasic )(?=[A-Za-z+/]{0,200}[\d=])[A-Za-z0-9+/]{12,}={0,2}"),
    )
)
"""The others: secrets of webhooks, signed tokens, private keys, a user and a password in an address, what a header
authenticates with.
"""
_RARE = {"whsec_": "_", "eyJ": "J", "PRIVATE KEY": "K", "://": "/", "Bearer ": "B", "Basic ": "B"}
"""A sign of a mark that many texts do not have: one sign is looked for in no time."""
_QUERY = Expression(
    r"(?:(?<=[?&]key=)|(?<=[?&]api[_-]key=)|(?<=[?&]apikey=)|(?<=[?&_]token=)"
    r"|(?<=[?&_]secret=)|(?<=[?&]password=))[A-Za-z0-9._~%+/-]{8,}"
)
_NAMES = ("key=", "token=", "secret=", "password=")
"""A key in the query of an address."""

HOLDERS = ("value", "const", "default")
"""Where a schema's property, or an entry with a ``key`` beside it, holds the value that it always has, or has unless
somebody gives another.
"""

_SHORTEST = len("://a:b")

MARKS = ("${env:", "secret")
"""One of them is in every text that refers to a secret by name."""

_REQUIRED = Expression(r"\$\{env:([^}\s]+)\}|\b(secrets?:/{0,2}[\w./-]+|secrets/[\w./-]+)")


def is_secret_key(key: str) -> bool:
    """Whether the value at a key of this name is a secret unless it is a reference."""
    return _SECRET_KEY.search(key) is not None


def names_secret(key: str) -> bool:
    """Whether a key of this name holds nothing but a secret: ``crmPassword``, and not ``passwordResetUrl``, which is
    masked all the same.
    """
    return _NAMED.search(key) is not None


def is_reference(value: str) -> bool:
    """Whether a string stands for a secret kept elsewhere: a template, ``${env:NAME}``, ``secrets://…``."""
    return _REFERENCE.search(value) is not None


def find(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each part of *text* that has the form of a secret."""
    if len(text) < _SHORTEST:
        return
    long = _long_words(text)
    for forms, within in ((_WORDS, long), (_FORMS, text)):
        for marks, form in forms if within else ():
            for mark in marks:
                if _RARE.get(mark, "") in within and mark in within:
                    yield from (match.span() for match in form.finditer(text))
                    break
    if "=" in text and any(name in text for name in _NAMES):
        yield from (match.span() for match in _QUERY.finditer(text))


def _long_words(text: str) -> str:
    """The words of *text* that are long enough for a key, with blanks between them."""
    classes = text.encode("ascii", "replace").translate(_CLASSES)  # a byte for each character
    found = []
    start = classes.find(_LONG)
    while start >= 0:
        end = classes.find(b" ", start)
        found.append(text[start : end if end >= 0 else None])
        start = classes.find(_LONG, end) if end >= 0 else -1
    return " ".join(found)


def stars(text: str) -> str:
    """*text* with every part that has the form of a secret as stars, as many as it has characters."""
    for start, end in tuple(find(text)):
        text = text[:start] + "*" * (end - start) + text[end:]
    return text


def required(value: Any) -> Iterator[str]:
    """The names of the secrets that a plain JSON value refers to: ``NAME`` of ``${env:NAME}``, ``secrets://…``."""
    if isinstance(value, str):
        if any(mark in value for mark in MARKS):
            yield from (match[1] or match[2] for match in _REQUIRED.finditer(value))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from required(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from required(item)


def holders(key: str, value: Mapping[str, Any], judge: Callable[[str], bool] = is_secret_key) -> tuple[str, ...]:
    """The keys of *value*, which stands at *key*, that hold a secret though their own names do not say so: those of a
    header's schema (``Authorization: {type: string, value: …}``), of a static parameter (``{key: api_key, value: …}``).
    *judge* says whether a name is that of a secret.
    """
    named = value.get("key")
    if not (judge(key) or (isinstance(named, str) and judge(named))):
        return ()
    return tuple(name for name in HOLDERS if name in value)


def mask(value: Any, key: str = "") -> Any:
    """A plain JSON value with every literal secret in it replaced by ``***``."""
    if isinstance(value, dict):
        held = holders(key, value)
        return {name: mask(item, "secret" if name in held else name) for name, item in value.items()}
    if isinstance(value, list):
        return [mask(item, key) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and names_secret(key):
        return MASK
    if not isinstance(value, str) or not value:
        return value
    if is_secret_key(key) and not is_reference(value):
        return MASK
    for start, end in sorted(find(value), reverse=True):
        value = value[:start] + MASK + value[end:]
    return value
