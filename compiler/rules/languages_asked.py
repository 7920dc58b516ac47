"""The language that a prompt tells the model to speak, in English as most prompts are: "Greet callers in Spanish".

Names of languages stand in prompts for many reasons: what is translated, whom a call is handed to, what there is for
breakfast. A sentence counts if it is about the assistant's own speech: it tells the model ("Always answer in …", "you
speak …"), or says what its replies or the call are in, with no condition, and no word of other things in between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ..expression import Expression
from .reading import Reading, Stretch
from .reading_patterns import LANGUAGES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOKEN = Expression(r"[\w'’]+|[^\w\s]")
_LIST = Expression(r"(?:\s|[,/&]|\b(?:and|or)\b)+")
_ARE_YOU = Expression(r"\W*(?:you are|you['’]re|you will be|act as)\b", re.IGNORECASE)

_TELLS = _words(
    "speak talk converse communicate chat respond reply answer greet welcome say tell ask explain help assist serve "
    "address interact engage conduct hold run handle keep carry continue begin start open close finish stay remain "
    "introduce confirm deliver phrase express guide support use"
)
_SPEECH = _TELLS.union(
    (f"{verb}s" for verb in _TELLS), (f"{verb.removesuffix('e')}ing" for verb in _TELLS), ("replies", "running")
)
"""What an assistant does with its voice: with "in Spanish" behind it."""
_SPOKEN = _words("speak speaks speaking use uses using")
"""Right before the name of a language."""
_QUALITIES = _words(
    "only always exclusively strictly fluent fluently natural native simple plain clear formal informal polite proper "
    "perfect correct standard everyday conversational mexican brazilian european american british swiss canadian latin "
    "castilian australian , * _ ` \" “ '"
)
"""Between the verb and the name."""
_MODALS = _words(
    "always please only must should will shall need needs have has are is be being exclusively kindly just strictly "
    "simply ought required expected generally usually politely warmly briefly sure make"
)
_OBLIGED = _words("have has need needs are is ought required expected sure")
"""Before "to speak"."""
_US = _words("you you'll you’ll you're you’re assistant agent bot receptionist ai")
"""Who has to stand before the verb, if anybody does."""
_BOUNDARIES = _words(", : ( ) [ ] { } - – — * _ # > • | / .")
"""What an order may follow right behind."""
_REPLIES = _words(
    "response responses reply replies answer answers conversation conversations call speech dialogue interaction "
    "interactions communication greeting greetings"
)
_ARE = _MODALS.union(_words("held conducted handled spoken given stay stays remain remains happen happens"))
_OWN = _BOUNDARIES.union(
    _words("your all every each the of entire whole this keep ensure make sure spoken voice phone")
)
_NAMING = _BOUNDARIES.union(
    _words("the your this of spoken speaking conversation call calls assistant response output")
)
"""Around the first word in "Language of the call: Spanish"."""
_MEANS = _words(': = - – — is must should be will always * _ ` " “')
_KEEPS = _words("stick default keep")
"""Before "to Spanish"."""
_THEIRS = _words("the their same caller's caller’s customer's customer’s user's user’s patient's patient’s")
_ELSEWHERE = _words(
    "if when whenever unless whether can could may might not never without cannot until before once after while "
    "another anyone someone who whose whom which that what where than like such switch switches switching instead "
    "translate translates translated translation translator interpreter transfer transfers transferred transferring "
    "route forward escalate press word words phrases term terms pronounce pronounced pronunciation accent spell "
    "spelled written write writes document documents form forms email emails sms brochure website letter letters learn "
    "learns learning teach teaches lesson lessons class classes course courses tutor practice practise film book "
    "sometimes occasionally about regarding understand understands some certain prefer prefers preferred request "
    "requests requested available also even except but although though"
)
"""Words of a condition, or of something else than the assistant's own speech."""
_FAR = _words("for on from into with at by or and to of")
"""Not in "answer questions on visits in German"; right behind the verb they may: "speak with callers in German"."""
_BEHIND = _words("with to in at only always exclusively throughout during and please regardless every no")
_CASES = _words("if when whenever unless whether until once while who example examples")
_CALLERS = _words(
    "caller callers customer customers user users guest guests patient patients client clients speaker speakers "
    "speaking human them"
)
"""Of a line that others stand below: whom they hold for."""
_MARKS = _words("* _ - – — • >")
_ONLY = _MARKS.union(_words("only , please always at all times"))
"""All that stands behind the name in "English only, please"."""
_WHOLE = _words("the this all every each entire whole our your now")
"""Behind "Spanish for"."""
_GAP = 8
"""So many words may stand between the verb and "in"."""


class Asked(NamedTuple):
    """Languages by their two letters, one or some to choose from, and where the text says so."""

    codes: frozenset[str]
    start: int
    end: int


def asked(text: Reading) -> Asked | None:
    """The language that *text* tells the model to speak, or the few it may; None where it says nothing of it, makes it
    a condition, or says two things.
    """
    found: list[Asked] = []
    others: set[str] = set()
    conditions: dict[int, bool] = {}
    matches = [one for one in text.find("language") or text.find("language-only") if not text.is_fenced(one.start())]
    for sentence, names in groupby(matches, lambda match: text.sentence(match.start(), match.end())):
        one = _told(sentence, list(names), text.has(sentence.end, "?"))
        if not isinstance(one, Asked):
            others |= one
        elif not found or one.codes != found[0].codes:
            leads = list(text.leads(sentence.start))
            for lead in leads:
                if lead.start not in conditions:
                    conditions[lead.start] = _is_condition(lead.text)
            if any(conditions[lead.start] for lead in leads):
                others |= one.codes  # in one case alone
            else:
                found.append(one)
    return found[0] if len({one.codes for one in found}) == 1 and others <= found[0].codes else None


def _told(sentence: Stretch, names: Sequence[re.Match[str]], asks: bool) -> Asked | frozenset[str]:
    """What the sentence tells the model; else the languages that it says are spoken, on a condition or by others, or
    that it *asks* about.
    """
    text, _, _ = sentence
    first, last = names[0].start() - sentence.start, names[-1].end() - sentence.start
    tokens = list(_TOKEN.finditer(text[:first]))
    before = [token[0].lower() for token in tokens]
    after = [token.lower() for token in _TOKEN.findall(text[last:])]
    codes = frozenset(LANGUAGES[name[0]] for name in names)
    is_order = not asks and _are_listed(sentence, names)
    way = _way(before, after, _ARE_YOU.match(text) is not None) if is_order else None
    if way is not None:
        return Asked(codes, sentence.start + (tokens[way].start() if way < len(tokens) else first), names[-1].end())
    is_spoken = not _SPEECH.isdisjoint((*before, *after)) or "language" in before
    return codes if is_spoken else frozenset()


def _is_condition(lead: str) -> bool:
    """Whether what stands below a heading, or a line like "Spanish callers:", holds for some calls alone."""
    tokens = _TOKEN.findall(lead)
    words = {token.lower() for token in tokens}
    if not words.isdisjoint(_CASES):
        return True
    is_list = lead.rstrip(" \t\r*_").endswith(":") and words.isdisjoint(("language", "languages"))
    return not LANGUAGES.keys().isdisjoint(tokens) and (is_list or not words.isdisjoint(_CALLERS))


def _are_listed(sentence: Stretch, names: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but commas, "and" and "or" stands between the names."""
    between = [(one.end(), two.start()) for one, two in pairwise(names)]
    return all(_LIST.fullmatch(sentence.text[start - sentence.start : end - sentence.start]) for start, end in between)


def _way(before: list[str], after: list[str], are_you: bool) -> int | None:
    """With which word of *before* it begins that the assistant speaks the language that stands behind them."""
    if are_you and after[:2] == ["-", "speaking"] and _FAR.union(_SPEECH).isdisjoint(before):
        return len(before)
    if are_you and before[-2:] in (["who", "speaks"], ["who", "speak"]):
        before = [*before[:-2], "you", before[-1]]  # "You are a nurse who speaks French"
    if next((one for one in before if one not in _BOUNDARIES), "") in _CALLERS and ":" in before:
        return None  # "Caller: speak German, please", of an example
    if after[:1] == ["only"] and _MARKS.issuperset(before) and _ONLY.issuperset(after):
        return len(before)  # "English only."
    if not _goes_on(after) or any(one in _ELSEWHERE or one.endswith(("n't", "n’t")) for one in (*before, *after)):
        return None
    end = len(before)
    while end and before[end - 1] in _QUALITIES:
        end -= 1
    end = _without_theirs(before, end)
    last = before[end - 1] if end else ""
    if last in _SPOKEN:
        return end - 1 if _is_ours(before[: end - 1], last) else None
    if last == "to" and end > 1 and before[end - 2] in _KEEPS:
        return end - 2 if _is_ours(before[: end - 2], "keep") else None
    return _with_in(before[: end - 1]) if last == "in" else _named(before, end)


def _goes_on(after: list[str]) -> bool:
    """Whether the name stands for the language, not for breakfast."""
    if not after:
        return True
    if after[0] == "for":
        return len(after) > 1 and after[1] in _WHOLE
    return after[0] in _BEHIND or (after[0] not in ("-", "'", "’") and not after[0][0].isalnum())


def _without_theirs(before: list[str], end: int) -> int:
    """Where "in the caller's language (" ends without what is behind "in"."""
    at = end - 1
    while at >= 0 and before[at] in _BOUNDARIES:
        at -= 1
    if at < 0 or before[at] != "language" or at == end - 1:
        return end
    while at > 0 and before[at - 1] in _THEIRS:
        at -= 1
    return at if at and before[at - 1] == "in" else end


def _with_in(words: list[str]) -> int | None:
    """The same where *words* stand before "in"."""
    at = next((at for at in range(len(words) - 1, -1, -1) if words[at] in _SPEECH), None)
    gap = words[at + 1 :] if at is not None else []
    is_near = len(gap) <= _GAP and _FAR.isdisjoint(gap[1:]) and all(one[0].isalnum() for one in gap)
    if at is not None and is_near and _is_ours(words[:at], words[at]):
        return at
    end = len(words)
    while end and words[end - 1] in _ARE:
        end -= 1
    if (
        end
        and (end < len(words) or "keep" in words)
        and words[end - 1] in _REPLIES
        and _OWN.issuperset(words[: end - 1])
    ):
        return end - 1  # "Your answers must be in German"
    return None


def _named(before: list[str], end: int) -> int | None:
    """The same where it is said as "Language: Spanish"."""
    stop = end
    while stop and before[stop - 1] in _MEANS:
        stop -= 1
    start = next((at for at in range(stop) if before[at] == "language"), None)
    if start is None or stop == len(before) or not _NAMING.issuperset((*before[:start], *before[start + 1 : stop])):
        return None
    return start


def _is_ours(words: list[str], verb: str) -> bool:
    """Whether a verb behind *words* is what the assistant does: an order, or with "you" before it."""
    end = len(words)
    while end and (words[end - 1] in _MODALS or (words[end - 1] == "to" and end > 1 and words[end - 2] in _OBLIGED)):
        end -= 1
    if end and words[end - 1] in _US:
        return True
    if verb not in _TELLS and not ("be" in words[end:] and verb in _SPEECH):
        return False
    if not end or words[end - 1] in _BOUNDARIES or words[end - 1].isdigit():
        return True
    first = next((word for word in words if word not in _BOUNDARIES), "")
    return words[end - 1] in ("and", "then") and (first in _TELLS or first == "be" or not _US.isdisjoint(words))
