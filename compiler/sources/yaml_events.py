"""PyYAML's parser, in C where it was built with it, as a stream of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError


class PurePythonParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, without its two ways to fail on an escape that is no character."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        """The next event."""
        following: Callable[[], Any] = super().get_event
        try:
            event = following()
        except (ValueError, OverflowError):
            mark = self.get_mark()
            raise ScannerError(None, None, "found invalid Unicode character escape code", mark) from None
        if type(event) is ScalarEvent and not event.value.isascii():
            event.value = event.value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return event


_parser: Callable[[str], Any] = PurePythonParser
try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML without libyaml: sixteen times slower, the same events and marks
    pass
else:
    _parser = CParser


def event_source(text: str) -> Callable[[], Any]:
    """A function that returns the next event of *text*, which is read as if a line break ended it.

    Without that break libyaml would take the last one off a block scalar, and the gitops engine would not.
    It raises yaml.YAMLError at the first mistake, yaml.reader.ReaderError where a character may not stand in YAML,
    UnicodeEncodeError for a lone surrogate. Marks hold code point indices.
    """
    source: Callable[[], Any] = _parser(text if text.endswith(("\n", "\r")) else text + "\n").get_event
    return source


def after_properties(text: str, offset: int) -> int:
    """The place of a node's content in *text*, where *offset* may be that of its anchor or tag.

    The parser's marks of a node begin at ``&anchor`` and ``!tag``; they belong to the key's side, not to the value.
    """
    end = len(text)
    while offset < end and text[offset] in "&!":
        while offset < end and not text[offset].isspace():
            offset += 1
        offset = after_blanks(text, offset)
    return offset


def after_blanks(text: str, offset: int) -> int:
    """The next place in *text* that is neither white space nor comment."""
    end = len(text)
    while offset < end:
        if text[offset] == "#":
            while offset < end and text[offset] not in "\r\n":
                offset += 1
        elif text[offset].isspace():
            offset += 1
        else:
            break
    return offset
