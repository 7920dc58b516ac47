"""Parameters: ``${name}`` becomes the environment's value, and every finding stays where the text is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.sources import read_bytes
from callplan.compiler.traced import Filled, Place, fill
from hypothesis import given
from hypothesis import strategies as st

Tree = Callable[[dict[str, str]], Path]

PROJECT = """\
callplan: 1
parameters:
  host: {type: string}
  limit: {type: integer, default: 300}
environments:
  dev: {parameters: {host: dev.example.com, limit: 120}}
  prod:
    parameters: {host: example.com}
    overlay: {assistants/front: {server: {url: "https://hooks.${host}/prod"}}}
"""
FRONT = """\
name: Front
firstMessage: Hello from ${host}, {{ first }}.
maxDurationSeconds: ${limit}
server: {url: "https://hooks.${host}/all", headers: {X-Key: "${env:HOOK_KEY}"}}
"""


@pytest.fixture
def root(tree: Tree) -> Path:
    return tree({"callplan.yaml": PROJECT, "assistants/front.yml": FRONT})


@pytest.mark.parametrize(
    ("env", "limit", "url"),
    [("dev", 120_000, "https://hooks.dev.example.com/all"), ("prod", 300_000, "https://hooks.example.com/prod")],
)
def test_each_environment_has_its_values(root: Path, env: str, limit: int, url: str) -> None:
    (member,) = compiler.compile(compiler.load(root, env), "assistants/front").members
    assert member.max_duration_ms == limit
    assert member.server is not None and member.server.url.text == url
    assert {key: value.text for key, value in member.server.headers} == {"X-Key": "${env:HOOK_KEY}"}


def test_a_value_stands_where_it_is_named(root: Path) -> None:
    plan = compiler.compile(compiler.load(root, "dev"), "assistants/front")
    origin = dict(plan.origins)["/members/0/max_duration_ms"]
    assert (origin.file, origin.line, origin.column) == ("assistants/front.yml", 3, 21)
    (found,) = compiler.check(compiler.load(root, "dev")).diagnostics
    assert (found.rule, found.span.start.line, found.span.start.column) == ("Q002", 2, 38)
    assert FRONT.splitlines()[1][37:42] == "first"
    assert [(item.span.file, item.span.start.line) for item in found.related] == [("callplan.yaml", 6)]


def test_without_parameters_a_name_is_doubted(tree: Tree) -> None:
    root = tree({"assistants/front.yml": "name: Front\nfirstMessage: Hello ${who}.\n"})
    (found,) = compiler.check(compiler.load(root)).diagnostics
    assert (found.rule, str(found.severity)) == ("R033", "warning")


def test_an_environments_file_gives_parameters(tree: Tree) -> None:
    root = tree(
        {
            "platform/environments.yaml": """\
environments:
  dev: {orgId: acme-dev, endpoints: {crm: "https://dev.example.com"}, parameters: {desk: Dev Desk}}
  prod: {orgId: acme, endpoints: {crm: "https://example.com"}, parameters: {desk: Front Desk}}
""",
            "platform/assistants/front.yml": """\
kind: Assistant
apiVersion: v1
metadata: {name: front, owner: "${orgId}"}
spec: {firstMessage: "This is ${desk}, see ${endpoints.crm}."}
""",
        }
    )
    said = [
        compiler.compile(compiler.load(root, env), "assistants/front").members[0].opening.message
        for env in ("dev", "prod")
    ]
    assert [text.text for text in said if text] == [
        "This is Dev Desk, see https://dev.example.com.",
        "This is Front Desk, see https://example.com.",
    ]


@given(
    st.lists(st.tuples(st.text("ab ", max_size=4), st.text("xyz", max_size=9)), max_size=4), st.text("ab ", max_size=4)
)
def test_characters_between_parameters_keep_their_places(parts: list[tuple[str, str]], rest: str) -> None:
    """Whatever the values are, a character that is written in the text is found where it is written."""
    written, filled = "", []
    for text, value in parts:
        written += text
        declared = Place(read_bytes("p.json", b"0").documents[0], ())
        filled.append(Filled(len(written), len(written) + 4, "n", value, declared))
        written += "${n}"
    written += rest
    source = f'"{written}"'
    place = Place(read_bytes("a.json", source.encode()).documents[0], (), "base", tuple(filled))
    result = fill(written, place.filled)
    if (written, len(filled)) == ("${n}", 1):
        assert result == filled[0].value
    assert isinstance(result, str)
    for index, character in enumerate(result):
        if character in "ab ":
            span = place.text_span(index, index + 1)
            column = span.start.column - 1
            assert source[column] == character and span.end.column == column + 2
        else:
            span = place.text_span(index, index + 1)
            assert source[span.start.column - 1 : span.end.column - 1] == "${n}"
