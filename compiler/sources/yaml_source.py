"""Reading the YAML of a file or of its front matter, past the mistakes that leave no doubt."""

from __future__ import annotations

from yaml import MarkedYAMLError
from yaml.reader import ReaderError

from ..diagnostics import Severity
from ..diagnostics.catalog import Y001
from ..values import dataclass
from .bounds import Bounds
from .findings import Findings
from .hiding import UNPRINTABLE, hidden, hide_breaks, hide_unprintable, hide_value, join_surrogates, reveal
from .yaml_reader import AbandonedError, YamlReader
from .yaml_syntax import escape_of, explain

_AGAIN = 4_000_000
"""How many characters of one file are read again to get past its mistakes."""


@dataclass(frozen=True, slots=True)
class YamlContent:
    """The documents of a YAML text, and the text as the parser saw it (of the same length, mostly the same object)."""

    documents: tuple[object, ...]
    parsed: str


def read_yaml(findings: Findings, bounds: Bounds, *, start: int = 0, end: int | None = None, many: bool) -> YamlContent:
    """The YAML at ``findings.text[start:end]``.

    Without *many* there is one document, null for an empty text, or none when it cannot be read.
    """
    text = findings.text if end is None else findings.text[start:end]
    stop = start + len(text)
    parsed = hide_breaks(text)
    for _ in range(2 + _AGAIN // (len(text) + 1)):
        known = len(findings.diagnostics)
        reader = None
        try:
            reader = YamlReader(parsed, start, findings, bounds)
            reader.read(many)
        except (ReaderError, UnicodeEncodeError):
            findings.forget(known)
            parsed = _without_unprintable(text, parsed, start, findings)
        except MarkedYAMLError as error:
            if (joined := join_surrogates(parsed, escape_of(error))) is not parsed:
                findings.forget(known)
                parsed = joined
                continue
            mistake = explain(error, findings, start, stop)
            if mistake.plain is not None:
                findings.forget(known)
            findings.add(mistake.rule, mistake.start, mistake.end, mistake.message, fix=mistake.fix)
            if mistake.plain is None:
                break
            at, to = mistake.plain
            image = hide_value(text, parsed, at - start, to - start)
            if image == parsed:
                break
            parsed = image
        except AbandonedError:
            break
        else:
            return YamlContent(
                _revealed(reader.documents, text, parsed) if reader.documents or many else (None,), parsed
            )
    complete = reader.documents if many and reader is not None else []
    return YamlContent(_revealed(complete, text, parsed), parsed)


def _revealed(documents: list[object], text: str, parsed: str) -> tuple[object, ...]:
    if parsed is text:
        return tuple(documents)
    originals = hidden(text, parsed)
    return tuple(reveal(document, originals) for document in documents)


def _without_unprintable(text: str, parsed: str, start: int, findings: Findings) -> str:
    """*parsed* without the characters that the parser refuses; a warning names the first."""
    match = UNPRINTABLE.search(parsed)
    if match is None:
        raise AssertionError("the parser refused a character that YAML allows")
    at = match.start()
    message = (
        f"the character U+{ord(text[at]):04X} may not stand in YAML: the gitops engine lets it pass into the value, "
        "other tools refuse the file. Remove it, or write it as an escape in double quotes"
    )
    findings.add(Y001, start + at, start + at + 1, message, severity=Severity.WARNING)
    return hide_unprintable(text, parsed)
