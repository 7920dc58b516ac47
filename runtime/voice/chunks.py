"""Cutting a text into what is sent to the voice provider at once (semantics §7.1, §7.7).

A chunk is the shortest prefix of at least ``minCharacters`` that ends right after a boundary followed by white space.
No boundary: inside a tag, after an abbreviation or an initial, at a comma between figures. Full-width and Indic marks
end a chunk without white space behind them. Text before a flush tag goes at once, with the white space that separates
it from the tag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from .markup import FLUSH
from .plan import DEFAULT_CHUNKS, ChunkPlan
from .policies import DEFAULT, VoicePolicies

_TIGHT: Final = frozenset("。，।॥")
_CLOSERS: Final = frozenset("”’»」』）】)]\"'")
_SHORT: Final = """
    mr mrs ms dr prof rev gen sr jr st ave rd blvd mt vs dept approx inc ltd corp e.g i.e a.m p.m u.s ph.d jan feb apr
    jun jul aug sep sept oct nov dec
"""
_ABBREVIATIONS: Final = frozenset(_SHORT.split())
_NUMERO: Final = re.compile(r"(?<![^\s。，।॥>])[Nn]o\.\Z")
_DIGITS: Final = frozenset("0123456789")
_REACH: Final = 8
"""How far back an abbreviation is looked for: the longest has six characters."""
_LONGEST: Final = 240
"""A tag that does not end within so many characters is none, and white space is waited behind for no longer."""
_KEPT: Final = 12
"""So much text before a place may decide about it."""
_SETTLED: Final = 4_000
"""So much undivided text is put aside, lest each piece of a stream copies it again."""
_TAG: Final = re.compile(r"<spell>[^<>]*</spell>|<<?/?[A-Za-z][^<>]*>{1,2}", re.IGNORECASE)
_TAG_BEGUN: Final = re.compile(
    r"<spell>[^<>]*(?:<(?:/(?:s(?:p(?:e(?:l(?:l)?)?)?)?)?)?)?\Z|<<?/?(?:[A-Za-z][^<>]*>?)?\Z", re.I
)
_FLUSH_BEGUN: Final = re.compile(r"<\s*(?:/\s*)?(?:f(?:l(?:u(?:s(?:h(?:\s*/?)?)?)?)?)?)?\Z", re.IGNORECASE)
_BLANK: Final = re.compile(rf"\s{{0,{_LONGEST}}}")


class Chunk(NamedTuple):
    """A piece of speech. ``flushed``: sent because of a flush tag.

    ``start`` and ``end`` are its place in the whole text, in code points; flush tags are not in ``text``.
    """

    text: str
    flushed: bool = False
    start: int = 0
    end: int = 0


class Buffer(NamedTuple):
    """What a stream has left unsent: a value; :meth:`feed` and :meth:`close` give the next one and the chunks.

    Feeding a text piece by piece gives the chunks of the whole text, wherever it is cut. ``origin`` is the offset of
    ``pending`` in the stream, ``lead`` white space that a flush left behind, ``start`` where the next chunk begins,
    ``scanned`` how much of ``pending`` holds no more decision.
    """

    plan: ChunkPlan = DEFAULT_CHUNKS
    pending: str = ""
    origin: int = 0
    lead: str = ""
    start: int = 0
    scanned: int = 0

    def feed(self, text: str) -> tuple[Buffer, tuple[Chunk, ...]]:
        """Take the next piece of the stream."""
        if not text:
            return self, ()
        if self.plan.enabled:
            return _cut(self, self.pending + text, final=False)
        return self._replace(pending=self.pending + text), ()

    def close(self) -> tuple[Buffer, tuple[Chunk, ...]]:
        """The stream has ended: the remainder is the last chunk. Chunking that is off gives one chunk, tags and all."""
        if self.plan.enabled:
            return _cut(self, self.pending, final=True)
        whole = Chunk(self.pending, False, self.start, self.origin + len(self.pending))
        return Buffer(self.plan), ((whole,) if self.pending else ())


def chunk(
    text: str,
    chunk_plan: Mapping[str, Any] | ChunkPlan | None = None,
    policies: VoicePolicies = DEFAULT,
) -> tuple[Chunk, ...]:
    """The chunks of *text*; *chunk_plan* is the JSON object of ``voice.chunkPlan``. A blank text gives none."""
    plan = chunk_plan if isinstance(chunk_plan, ChunkPlan) else ChunkPlan.read(chunk_plan, policies=policies)
    buffer, chunks = Buffer(plan).feed(text)
    return chunks + buffer.close()[1]


@lru_cache(maxsize=64)
def _stops(boundaries: tuple[str, ...]) -> re.Pattern[str]:
    long = [re.escape(mark) for mark in boundaries if len(mark) > 1]
    short = "".join(re.escape(mark) for mark in boundaries if len(mark) == 1)
    return re.compile("|".join([*long, *([f"[{short}]"] if short else ()), r"<(?=[\s/A-Za-z]|<[/A-Za-z]|<?\Z)"]))


def _cut(buffer: Buffer, text: str, *, final: bool) -> tuple[Buffer, tuple[Chunk, ...]]:
    """Emit what is decided of *text*, which is what was pending and more. Every decision looks only at what stands
    before it and at what it waits for.
    """
    plan, _, origin, lead, start, at = buffer
    least, base = plan.min_characters, 0
    stops = _stops(plan.boundaries)
    chunks: list[Chunk] = []
    while match := stops.search(text, at):
        at = match.start()
        if match[0] == "<":
            if flush := FLUSH.match(text, at, at + _LONGEST):
                lead += text[base:at]
                base = flush.end()
                if lead.strip():
                    chunks.append(Chunk(lead, True, start, origin + at))
                    lead, start = "", origin + base
                at = base
                continue
            past = _past_tag(text, at, final)
            if past is None:
                break
            at = past
            continue
        end = _boundary(text, match, final) if len(lead) + match.end() - base >= least else -1
        if end is None:
            break
        if end < 0:
            at = match.end()
            continue
        chunks.append(Chunk(lead + text[base:end], False, start, origin + end))
        lead, base, at, start = "", end, end, origin + end
    else:
        begun = len(plan.boundaries[0]) - 1 if plan.boundaries else 0  # of a boundary of several characters
        at = max(at, len(text) - begun)
    if final:
        rest = lead + text[base:]
        if rest.strip():
            chunks.append(Chunk(rest, False, start, origin + len(text)))
        return Buffer(plan), tuple(chunks)
    if at - base > _SETTLED:
        lead += text[base : at - _KEPT]
        base = at - _KEPT
    return Buffer(plan, text[base:], origin + base, lead, start, at - base), tuple(chunks)


def _boundary(text: str, match: re.Match[str], final: bool) -> int | None:
    """Where the chunk ends; -1 if *match* is no boundary, None if the stream must say more first."""
    end = match.end()
    if end == len(text):
        return end if final else None
    after = text[end]
    if not after.isspace() and (match[0] not in _TIGHT or after in _CLOSERS or after in _TIGHT):
        return -1
    mark = match[0]
    if mark == "." and _abbreviated(text, end - 1):
        return -1
    following = end
    if after.isspace():
        following += 1
        if (following == len(text) or text[following].isspace()) and (blank := _BLANK.match(text, end)):
            following = blank.end()
    if following == len(text) and following - end < _LONGEST:
        return following if final else None
    if following == len(text) or text[following].isspace():
        return end
    if text[following] in _DIGITS and (
        (mark == "." and text[end - 2 : end - 1] == "o" and _NUMERO.search(text, max(0, end - _KEPT), end))
        or (mark == "," and text[match.start() - 1 : match.start()] in _DIGITS)
    ):
        return -1
    if text[following] == "<":
        if FLUSH.match(text, following, following + _LONGEST):
            return -1
        if not final and len(text) - following < _LONGEST and _FLUSH_BEGUN.match(text, following):
            return None
    return end


def _abbreviated(text: str, end: int) -> bool:
    """Whether the word that ends at *end*, points in it included, is an abbreviation or an initial."""
    if not text[end - 1 : end].isalpha():
        return False
    begin, low = end, max(0, end - _REACH)
    while begin > low and ((before := text[begin - 1]).isalnum() or before in "._"):
        begin -= 1
    word = text[begin:end]
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and "A" <= word <= "Z")


def _past_tag(text: str, at: int, final: bool) -> int | None:
    """Where scanning goes on after the bracket at *at*: behind its tag, or the bracket; None to wait for more."""
    unfinished = not final and len(text) - at < _LONGEST
    if unfinished and (_TAG_BEGUN.match(text, at) or _FLUSH_BEGUN.match(text, at)):
        return None
    tag = _TAG.match(text, at, at + _LONGEST)
    return tag.end() if tag else at + 1
