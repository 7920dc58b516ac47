"""Front matter and prompt (gitops-layout §2.2 item 7)."""

from __future__ import annotations

import pytest
from callplan.compiler.sources import Document, Reading, read_bytes, read_text

FRONT = "---\nname: A\n---\n"


def read(text: str) -> Reading:
    """*text* as a Markdown resource."""
    return read_text("a.md", text)


def only(text: str) -> Document:
    """Its document, which no finding accompanies."""
    reading = read(text)
    assert not reading.diagnostics
    return reading.documents[0]


def prompt(content: str) -> list[dict[str, str]]:
    """A list with one system message."""
    return [{"role": "system", "content": content}]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (f"{FRONT}\nHi\n", {"name": "A", "model": {"messages": prompt("Hi")}}),
        (f"{FRONT}Hi", {"name": "A", "model": {"messages": prompt("Hi")}}),
        (FRONT, {"name": "A"}),
        ("---\nname: A\n---", {"name": "A"}),
        (f"{FRONT} \n\t\u2003\ufeff\xa0\n", {"name": "A"}),
        (f"{FRONT}\u200bHi\u2028\n", {"name": "A", "model": {"messages": prompt("\u200bHi")}}),
        (f"{FRONT}\n\nHi\n---\nthere\n\n", {"name": "A", "model": {"messages": prompt("Hi\n---\nthere")}}),
        ("---\r\nname: A\r\n---\r\nHi\r\nyou\r\n", {"name": "A", "model": {"messages": prompt("Hi\r\nyou")}}),
        ("---\nmodel:\nname: A\n---\nHi", {"model": {"messages": prompt("Hi")}, "name": "A"}),
        ("---\nmodel: {messages: []}\n---\nHi", {"model": {"messages": prompt("Hi")}}),
        ("---\nmodel: {messages: [{role: user}]}\n---\n", {"model": {"messages": [{"role": "user"}]}}),
        (
            "---\nmodel: {messages: [{role: user}, x], provider: openai}\n---\nHi",
            {"model": {"messages": [*prompt("Hi"), {"role": "user"}, "x"], "provider": "openai"}},
        ),
        ("---\nmodel: gpt\n---\nHi", {"model": "gpt"}),
        ("---\nmodel: {messages: none}\n---\nHi", {"model": {"messages": "none"}}),
        ("---\na: |\n  x\n---\nHi", {"a": "x\n", "model": {"messages": prompt("Hi")}}),
    ],
)
def test_data(text: str, data: dict[str, object]) -> None:
    found = only(text).data
    assert found == data
    assert isinstance(found, dict) and list(found) == list(data)


@pytest.mark.parametrize(
    ("text", "codes", "prompt_text"),
    [
        ("---\nname: A\n---# Role\nHi\n", ["Y011"], "# Role\nHi"),
        ("---\nname: A\n----\nHi\n", ["Y011"], "-\nHi"),
        ("---\nname: A\n---  \nHi\n", ["Y011"], "Hi"),
        ("--- \nname: A\n---\nHi\n", ["Y011"], "Hi"),
        ("\n\n---\nname: A\n---\nHi\n", ["Y011"], "Hi"),
        ("---\rname: A\r---\rHi\r", ["Y011"], "Hi"),
        ("\ufeff---\nname: A\n---\nHi", ["Y011"], "Hi"),
        ("---\n\n---\nHi", ["Y012"], "Hi"),
        ("---\n# nothing\n---\nHi", ["Y012"], "Hi"),
        ("---\n- a\n---\nHi", ["Y012"], None),
        ("---\nname\n---\nHi", ["Y012"], None),
        ("---\n---\nHi", ["Y011"], None),
        ("Hi", ["Y011"], None),
        ("", ["Y011"], None),
        ("---\nname: A\nHi", ["Y011"], None),
        ("---\nname: 'A\n---\nHi", ["Y001"], None),
        ("---\na: {{x}} y\n---\nHi", ["Y005"], "Hi"),
        ("---\nmodel: {messages: [{role: system, content: x}]}\n---\nHi", ["Y021"], "Hi"),
    ],
)
def test_findings(text: str, codes: list[str], prompt_text: str | None) -> None:
    reading = read(text)
    assert [found.rule for found in reading.diagnostics] == codes
    contents = [document.get(("model", "messages", 0, "content")) for document in reading.documents]
    assert contents == ([] if prompt_text is None else [prompt_text])


LONG = """\
---
name: A
model:
  provider: openai
  messages:
    - role: system
      content: old
    - role: user
      content: hello {{x}}
---

# Role

You are {{name}}.
"""


def test_places() -> None:
    source = read(LONG).documents[0]
    assert source.get(("model", "messages", 1)) == {"role": "user", "content": "hello {{x}}"}
    content = ("model", "messages", 0, "content")
    assert source.span(content)[1:] == ((12, 1), (14, 18))
    assert source.key_span(content) == source.span(("model", "messages", 0)) == source.span(content)
    text = source.get(content)
    assert isinstance(text, str)
    at = text.index("{{name}}")
    assert source.text_span(content, at, at + 8)[1:] == ((14, 9), (14, 17))
    assert source.span(("model", "messages", 1, "content")).start == (9, 16)
    assert source.text_span(("model", "messages", 1, "content"), 6, 11).start == (9, 22)
    assert source.key_span(("model", "messages")).start == (5, 3)
    assert source.span(("model", "provider")).start == (4, 13)
    assert source.span(("model", "missing")) == source.span(("model",))


def test_places_of_what_only_the_body_made() -> None:
    source = only(f"{FRONT}\nHi {{{{x}}}}\n")
    body = source.span(("model", "messages", 0, "content"))
    assert body.start == (5, 1)
    assert source.span(("model",)) == source.span(("model", "messages")) == body
    assert source.span(("name",)).start == (2, 7)
    assert source.span(("voice",)).start == (2, 1)


def test_the_body_does_not_count_a_byte_order_mark() -> None:
    (source,) = read_bytes("a.md", b"\xef\xbb\xbf---\nname: A\n---\nHi\n").documents
    assert source.text.startswith("---")
    assert source.span(("name",)).start == (2, 7)
