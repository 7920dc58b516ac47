"""Files and bytes: what cannot be opened, decoded or followed is a finding."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from callplan.compiler.diagnostics import Severity
from callplan.compiler.sources import (
    Bounds,
    Reading,
    format_of,
    parse_pointer,
    pointer,
    read_bytes,
    read_file,
    read_text,
)

SMALL = Bounds(size=100, depth=5, nodes=50, documents=2, findings=3)


def codes(reading: Reading) -> list[str]:
    """The rules of all findings."""
    return [found.rule for found in reading.diagnostics]


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'\xef\xbb\xbf{"a": 1}')
    reading = read_file(tmp_path / "a.json", "x/a.json")
    assert reading.documents[0].data == {"a": 1}
    assert (reading.documents[0].file, reading.diagnostics[0].span.file) == ("x/a.json", "x/a.json")


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing.yml", "loop", ".", "nul\0l", "pipe"):
        reading = read_file(tmp_path / name, name)
        assert (codes(reading), reading.documents) == (["B003"], ())


@pytest.mark.skipif(not hasattr(os, "mkfifo") or os.geteuid() == 0, reason="the super-user may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("a: 1")
    path.chmod(0)
    assert codes(read_file(path, "a.yml")) == ["B003"]


def test_size(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"#" * 101)
    assert codes(read_file(tmp_path / "a.yml", "a.yml", bounds=SMALL)) == ["B002"]
    assert codes(read_bytes("a.yml", b"#" * 101, bounds=SMALL)) == ["B002"]
    assert codes(read_bytes("a.yml", b"#" * 100, bounds=SMALL)) == []


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: \xe9t\xe9\n", (1, 4)),
        ("é: 1\nb: ".encode() + b"\xc3", (2, 4)),
        (b"\xff\xfea\x00", (1, 1)),
        (b"\x89PNG\r\n", (1, 1)),
        (b"a: x\x00y", (1, 5)),
    ],
)
def test_what_is_not_text(data: bytes, place: tuple[int, int]) -> None:
    reading = read_bytes("a.yml", data)
    assert (codes(reading), reading.documents) == (["B003"], ())
    assert reading.diagnostics[0].span.start == place


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.yml", "[[[[[[1]]]]]]"),
        ("a.yml", "a:\n b:\n  c:\n   d:\n    e:\n     f: 1"),
        ("a.yml", "- - - - - - 1"),
        ("a.yml", "a: &a [[1]]\nb: &b [[*a]]\nc: [[*b]]"),
        ("a.yml", "[" * 10_000),
        ("a.json", "[[[[[[1]]]]]]"),
        ("a.json", "[" * 10_000 + "]" * 10_000),
        ("a.json", "[" * 10_000),
        ("a.md", "---\na: [[[[[[1]]]]]]\n---\n"),
    ],
)
def test_depth(file: str, text: str) -> None:
    bounds = Bounds(depth=5)
    reading = read_text(file, text, bounds=bounds)
    assert (codes(reading)[-1:], reading.documents) == (["B004"], ())


def test_depth_that_is_allowed() -> None:
    for file in ("a.yml", "a.json"):
        reading = read_text(file, '{"a": [[[[1]]]], "b": [[]], "c": [[]], "s": "[[[[[["}', bounds=Bounds(depth=5))
        assert codes(reading) == []


def test_one_anchor_may_be_used_a_hundred_times() -> None:
    uses = "\n".join(["a: &a x", "b:", *["- *a"] * 100])
    assert codes(read_text("a.yml", uses)) == ["Y009"]
    assert codes(read_text("a.yml", uses + "\n- *a"))[-1] == "B005"


def test_aliases_that_multiply() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    reading = read_text("a.yml", "\n".join(levels))
    assert (codes(reading)[-1], reading.documents) == ("B005", ())


def test_aliases_that_add_up() -> None:
    text = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\nb: [*a, *a, *a, *a]\nc: [*a]"
    assert codes(read_text("a.yml", text, bounds=Bounds(nodes=50))) == ["Y009"]
    assert codes(read_text("a.yml", text, bounds=Bounds(nodes=49))) == ["Y009", "B005"]


def test_documents_and_findings_are_bounded() -> None:
    reading = read_text("a.yml", "a: 1\n---\nb: 1\n---\nc: 1\n", many=True, bounds=SMALL)
    assert (codes(reading), len(reading.documents)) == (["B005"], 2)
    found = read_text("a.yml", "a: .inf\n" + "a: 1\n" * 9 + "b: 'open", bounds=SMALL).diagnostics
    assert [diagnostic.rule for diagnostic in found] == ["Y017", "Y002", "Y002", "Y002", "Y001"]
    assert [diagnostic.message.endswith("not listed") for diagnostic in found] == [False, False, False, True, False]


def test_many_mistakes_in_much_text_are_not_read_for_ever() -> None:
    text = "".join(f"k{n}: @x{' y' * 4000}\n" for n in range(600))
    reading = read_text("a.yml", text)
    assert (reading.documents, codes(reading)[0]) == ((), "Y001")


def test_one_broken_place_hides_no_other() -> None:
    reading = read_text("a.yml", "a: 1\na: 2\nnumber: +15551234567\nb: 'open\n")
    assert codes(reading) == ["Y002", "Y004", "Y001"]
    assert all(found.severity is Severity.ERROR for found in reading.diagnostics)


@pytest.mark.parametrize(
    ("file", "format"),
    [
        ("a.yml", "yaml"),
        ("a.YAML", "yaml"),
        ("x/a.transcript.yaml", "yaml"),
        ("a.JSON", "json"),
        ("a.md", "markdown"),
        ("README", "yaml"),
        ("a.txt", "yaml"),
    ],
)
def test_formats(file: str, format: str) -> None:
    assert format_of(file) == format


def test_the_format_may_be_given() -> None:
    assert read_text("-", "---\na: 1\n---\n", format="markdown").documents[0].format == "markdown"


@pytest.mark.parametrize(
    ("path", "text"),
    [((), ""), (("a", 0, "b/c~d"), "/a/0/b~1c~0d"), (("",), "/"), (("01", "-1"), "/01/-1")],
)
def test_pointers(path: tuple[str | int, ...], text: str) -> None:
    assert pointer(path) == text
    assert parse_pointer(text) == path


def test_a_pointer_begins_with_a_slash() -> None:
    with pytest.raises(ValueError, match="slash"):
        parse_pointer("a/b")


def test_get_and_has() -> None:
    (document,) = read_text("a.yml", "a: [x, {'1': null}]\n").documents
    assert document.get(parse_pointer("/a/1/1"), "none") is None
    assert document.has(("a", 1, "1")) and not document.has(("a", 1, "2"))
    assert document.get(("a", 7), "none") == "none"
    assert not document.has(("a", "x")) and not document.has(("a", -1)) and not document.has(("a", 0, 0))


@pytest.mark.parametrize("asked", [False, True])
def test_documents_travel_between_processes(asked: bool) -> None:
    (document,) = read_text("a.md", "---\nname: A\nvoice: {{x}} y\n---\nHi {{z}}\n").documents
    span = document.text_span(("model", "messages", 0, "content"), 3, 8) if asked else None
    copy = pickle.loads(pickle.dumps(document))
    assert copy.data == document.data
    assert copy.text_span(("model", "messages", 0, "content"), 3, 8) == span or not asked
    assert copy.span(("voice",)) == document.span(("voice",))
