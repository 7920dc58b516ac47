"""The words that a transcriber is to know: keywords and keyterms (rules §4.6)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Fix
from ..diagnostics.catalog import T008, T009, T010, T011
from ..normalise.edits import rename_key
from ..values import replace
from .check import Check, Option
from .node import Node
from .voices_parts import number, plain, texts

_KEYTERMS = ("nova-3", "flux-")
"""How the names of Deepgram's models begin that read ``keyterm``; the others read ``keywords``."""

_OLD = ("nova-2", "nova", "enhanced", "base", "whisper")
_TERMS = 100
_TOKENS = 500
_CHARACTERS = 4
"""So many characters are a token, roughly."""


def keywords_on_new_model(node: Node) -> Iterator[Diagnostic]:
    """Keywords stand at a model that reads keyterms.

    Nova-3 and Flux take no notice of `keywords`: the names that the list was written for are misheard as before.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, keywords: ['Kowalski:2']}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, keyterm: [Kowalski]}
    Source: rules T008, semantics §10.1
    """
    model = plain(node.value.get("model"))
    if node.value.get("keywords") and node.value.get("provider") == "deepgram" and model.startswith(_KEYTERMS):
        yield node.fault(
            T008,
            ("keywords",),
            f"{model} takes no notice of keywords: write them as keyterm, without the numbers behind the colons.",
            key=True,
            fix=None if any(map(_weight, texts(node.value["keywords"]))) else _renamed(node, "keywords", "keyterm"),
        )


def keyterm_on_old_model(node: Node) -> Iterator[Diagnostic]:
    """Keyterms stand at a model that reads keywords.

    Models before Nova-3 take no notice of `keyterm`: the names that the list was written for are misheard as before.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-2-phonecall, language: en, keyterm: [Kowalski]}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-2-phonecall, language: en, keywords: ['Kowalski:2']}
    Source: rules T009, semantics §10.1
    """
    model = plain(node.value.get("model"))
    if not node.value.get("keyterm") or node.value.get("provider") != "deepgram":
        return
    if model in _OLD or (model.startswith(tuple(f"{name}-" for name in _OLD)) and not model.startswith(_KEYTERMS)):
        terms = texts(node.value["keyterm"])
        yield node.fault(
            T009,
            ("keyterm",),
            f"{model} takes no notice of keyterm: write the terms as keywords.",
            key=True,
            fix=_renamed(node, "keyterm", "keywords") if all(map(str.isalpha, terms)) else None,
        )


def _renamed(node: Node, old: str, new: str) -> Fix | None:
    """The list under the name that the model reads: unsafe, for what is heard then is no longer the same."""
    place = node.source.place((*node.path, old))
    fix = rename_key(place.document, place.path, new) if new not in node.value else None
    return replace(fix, safe=False) if fix is not None else None


def keyterm_limits(node: Node) -> Iterator[Diagnostic]:
    """Keyterms are too many, or weighted.

    Deepgram takes 100 terms and about 500 tokens, and refuses or cuts off what is beyond. A weight such as `Vapi:5`
    belongs to `keywords`: here it is part of the term, which nobody ever says.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, keyterm: ['Kowalski:5']}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, keyterm: [Kowalski]}
    Source: rules T010
    """
    terms = node.value.get("keyterm")
    if not isinstance(terms, list) or node.value.get("provider") != "deepgram":
        return
    for index, term in enumerate(terms):
        if isinstance(term, str) and _weight(term):
            yield node.fault(
                T010,
                ("keyterm", index),
                f"{term!r}: keyterms have no weights, so the number is part of the term. Write the word alone.",
            )
    tokens = sum(map(len, texts(terms))) // _CHARACTERS
    if len(terms) > _TERMS:
        said = f"{len(terms)} keyterms: Deepgram takes {_TERMS}, and refuses or cuts off more."
        yield node.fault(T010, ("keyterm",), said, key=True)
    elif tokens > _TOKENS:
        said = f"keyterms of about {tokens} tokens: Deepgram takes {_TOKENS}, and refuses or cuts off more."
        yield node.fault(T010, ("keyterm",), said, key=True)


def _weight(term: str) -> bool:
    word, colon, weight = term.rpartition(":")
    return bool(word and colon and weight.lstrip("+-").replace(".", "", 1).isdigit())


def english_keyterms(node: Node) -> Iterator[Diagnostic]:
    """A long list of English keyterms stands at a transcriber of several languages.

    Each term pulls what is heard towards its language: with many English ones, callers who speak another are taken for
    English, and their words are lost.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Speak English or Spanish.}]}
        transcriber:
          provider: deepgram
          model: nova-3
          language: multi
          keyterm: [account, balance, card, transfer, branch, loan, credit, debit, payment, invoice, refund, statement,
            deposit, savings, mortgage, interest, overdraft, currency, exchange, fraud, dispute]
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Speak English or Spanish.}]}
        transcriber:
          provider: deepgram
          model: nova-3
          language: multi
          keyterm: [Kowalski, hipoteca, refund]
    Options:
        limit (20): so many terms are not told
    Source: rules T011
    """
    terms = texts(node.value.get("keyterm"))
    if node.value.get("language") != "multi" or node.value.get("provider") != "deepgram":
        return
    limit = number(node.option("limit"))
    english = sum(map(str.isascii, terms))
    if limit is not None and len(terms) > limit and english * 5 >= len(terms) * 4:
        yield node.fault(
            T011,
            ("keyterm",),
            f"{english} of {len(terms)} keyterms are in plain letters, as English is: they pull callers who speak "
            "another language towards it. Keep names and what is misheard.",
            key=True,
        )


_KEYTERM = frozenset({"keyterm"})

CHECKS = (
    Check((T008,), "transcriber", keywords_on_new_model, frozenset({"keywords"})),
    Check((T009,), "transcriber", keyterm_on_old_model, _KEYTERM),
    Check((T010,), "transcriber", keyterm_limits, _KEYTERM),
    Check((T011,), "transcriber", english_keyterms, _KEYTERM, (Option("limit", 20, "so many terms are not told"),)),
)
