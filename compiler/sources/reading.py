"""Files and texts to documents. Bad input is a finding, never an exception."""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from stat import S_ISREG

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import B002, B003, Y021
from ..values import dataclass
from .bounds import DEFAULT_BOUNDS, Bounds
from .document import Document
from .findings import Findings
from .markdown import MarkdownLayout, assemble, dropped, split
from .path import pointer

_SURROGATE = re.compile("[\ud800-\udfff]")

FORMATS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".md": "markdown", ".markdown": "markdown"}
"""The format of a file by the ending of its name, in lower case; any other ending is read as YAML."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds, and what reading it found. A file that cannot be read has no documents."""

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]


def format_of(file: str) -> str:
    """The format that the name of *file* promises."""
    dot = file.rfind(".")
    return FORMATS.get(file[dot:].lower(), "yaml") if dot >= 0 else "yaml"


def read_file(
    path: FilePath, file: str, *, format: str | None = None, many: bool = False, bounds: Bounds = DEFAULT_BOUNDS
) -> Reading:
    """Read the file at *path*, which findings call *file*."""
    try:
        if not S_ISREG(path.stat().st_mode):  # opening a pipe would wait for a writer
            raise OSError("it is a folder or a device")
        with path.open("rb") as stream:
            data = stream.read(bounds.size + 1)
    except OSError as error:
        why = error.strerror or str(error)
    except ValueError as error:  # a name with a null character
        why = str(error)
    else:
        return read_bytes(file, data, format=format, many=many, bounds=bounds)
    message = f"the file cannot be opened: {why.lower()}. Nothing in it is checked"
    return Reading((), (B003.at(Span.at(file), message),))


def read_bytes(
    file: str, data: bytes, *, format: str | None = None, many: bool = False, bounds: Bounds = DEFAULT_BOUNDS
) -> Reading:
    """Read *data*, the bytes of *file*: UTF-8, with or without a byte order mark."""
    if len(data) > bounds.size:
        message = (
            f"the file is larger than {bounds.size:,} bytes, the most that callplan reads. Nothing in it is checked"
        )
        return Reading((), (B002.at(Span.at(file), message),))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "the file is UTF-16: the platform and the gitops engine read UTF-8. Save it as UTF-8"
        return Reading((), (B003.at(Span.at(file), message),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        findings = Findings(file, before, bounds)
        message = (
            f"the byte 0x{data[error.start]:02X} is not UTF-8: the platform and the gitops engine read UTF-8. "
            "Save the file as UTF-8"
        )
        findings.add(B003, len(before), len(before), message)
        return Reading((), tuple(findings.diagnostics))
    if "\0" in text:
        findings = Findings(file, text, bounds)
        at = text.index("\0")
        findings.add(B003, at, at + 1, "the file holds a null character: it is not text. Nothing in it is checked")
        return Reading((), tuple(findings.diagnostics))
    return read_text(file, text, format=format, many=many, bounds=bounds)


def read_text(
    file: str, text: str, *, format: str | None = None, many: bool = False, bounds: Bounds = DEFAULT_BOUNDS
) -> Reading:
    """Read *text*, the content of *file*. With *many* a YAML text may hold several documents, or none; of the format
    ``text`` the value is the text itself.
    """
    byte_order_mark = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    half = None if text.isascii() else _SURROGATE.search(text)
    if half is not None:
        text = _SURROGATE.sub("\ufffd", text)
    findings = Findings(file, text, bounds)
    if half is not None:
        message = "half of a surrogate pair is no character: callplan reads U+FFFD in its place"
        findings.add(B003, half.start(), half.end(), message)
    format = format or format_of(file)
    if format == "markdown":
        documents = _read_markdown(findings, bounds, byte_order_mark)
    elif format == "json":
        from .json_reader import read_json

        contents, parsed = read_json(findings, bounds, byte_order_mark)
        documents = _documents(findings, "json", contents, parsed)
    elif format == "text":
        documents = _documents(findings, "text", (text,), text)
    else:
        from .yaml_source import read_yaml

        content = read_yaml(findings, bounds, many=many)
        documents = _documents(findings, "yaml", content.documents, content.parsed)
    return Reading(documents, tuple(findings.diagnostics))


def _documents(findings: Findings, format: str, contents: tuple[object, ...], parsed: str) -> tuple[Document, ...]:
    text = findings.text
    image = "" if parsed is text else parsed
    return tuple(Document(findings.file, format, text, data, index, image) for index, data in enumerate(contents))


def _read_markdown(findings: Findings, bounds: Bounds, byte_order_mark: bool) -> tuple[Document, ...]:
    from .yaml_source import read_yaml

    layout = split(findings, byte_order_mark)
    if layout is None:
        return ()
    text = findings.text
    start, end = layout.front
    content = read_yaml(findings, bounds, start=start, end=end, many=False)
    if not content.documents:
        return ()
    front = content.documents[0]
    assembled = assemble(findings, layout, front)
    if assembled is None:
        return ()
    data, layout = assembled
    original = text[start:end]
    image = "" if content.parsed == original else text[:start] + content.parsed + text[end:]
    matter = Document(findings.file, "markdown", text, front, 0, image, MarkdownLayout(layout.front, (end, end)))
    for index in dropped(front, layout)[: bounds.findings]:
        path = ("model", "messages", index)
        message = (
            "a system message in front matter is dropped when the file has a body: the body alone becomes the prompt, "
            "and this text never reaches the model. Move it into the body"
        )
        findings.diagnostics.append(Y021.at(matter.span(path), message, path=pointer(path)))
    return (Document(findings.file, "markdown", text, data, 0, image, layout),)
