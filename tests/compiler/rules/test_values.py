"""Values of variables: what a command line gives is held against the declaration, with every reader named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.rules.values import fits
from callplan.compiler.workspace.project import Variable

TREE = {
    "callplan.yaml": "callplan: 1\nvariables:\n  visits: {type: integer}\n  order: {type: string}\n",
    "assistants/a.yml": 'name: A\nfirstMessage: "{{ visits }} visits, {{ order }}"\nendCallMessage: "{{ visits }}"\n',
}


@pytest.mark.parametrize(
    ("type_", "value", "fitting"),
    [
        ("string", "x", True),
        ("string", 1, False),
        ("number", 1.5, True),
        ("number", True, False),
        ("integer", 2.0, True),
        ("integer", 2.5, False),
        ("boolean", False, True),
        ("boolean", "no", False),
        ("object", {}, True),
        ("array", [], True),
        ("array", {}, False),
        ("integer", "{{ other }}", True),
        ("integer", None, True),
    ],
)
def test_types(type_: str, value: Any, fitting: bool) -> None:
    assert fits(Variable("x", type_), value) is fitting


def test_a_mistyped_value_is_refused_with_its_readers(tree: Callable[[dict[str, str]], Path]) -> None:
    workspace = compiler.load(tree(TREE))
    assert compiler.compile(workspace, "assistants/a", {"visits": 3, "order": 70412}).variables["visits"] == 3
    with pytest.raises(compiler.CompileError) as error:
        compiler.compile(workspace, "assistants/a", {"visits": "many"})
    (found,) = [item for item in error.value.diagnostics if str(item.severity) == "error"]
    assert (found.rule, found.span.file, found.span.start.line) == ("Q020", "callplan.yaml", 3)
    assert [related.span.start.line for related in found.related] == [2, 3]


@pytest.mark.parametrize(("others", "found"), [("dev: {}, ", []), ("", ["/variables/spare"])])
def test_an_unread_declaration_is_told_only_where_all_is_looked_at(
    others: str, found: list[str], tree: Callable[[dict[str, str]], Path]
) -> None:
    text = TREE["callplan.yaml"] + f"  spare: {{type: string}}\nenvironments: {{{others}prod: {{}}}}\n"
    root = tree({**TREE, "callplan.yaml": text})

    def told(env: str | None) -> list[str]:
        return [item.path for item in compiler.check(compiler.load(root, env)).diagnostics if item.rule == "J008"]

    assert (told(None), told("prod")) == (["/variables/spare"], found)


def test_a_variable_that_nobody_writes_is_told_once_a_text(tree: Callable[[dict[str, str]], Path]) -> None:
    """One fault, one finding: it names the first other places, and how many there are besides."""
    files = {
        "assistants/a.yml": "name: A\nfirstMessage: '{{ plan }} {{ plan }}'\nendCallMessage: Bye {{ plan }}\n",
        "assistants/b.yml": f"name: B\nfirstMessage: '{'{{ plan }} ' * 6}'\n",
    }
    found = [item for item in compiler.check(compiler.load(tree(files))).diagnostics if item.rule == "Q002"]
    told = [(item.path, *(f"{place.span.start.column} {place.label}" for place in item.related)) for item in found]
    again = ["30 read here, too", "41 read here, too", "52 read here, too, and 2 times more"]
    assert told == [
        ("/firstMessage", "30 read here, too"),
        ("/endCallMessage",),
        ("/firstMessage", *again),
    ]


def test_a_column_that_fits_no_declaration_is_told_with_every_reader(tree: Callable[[dict[str, str]], Path]) -> None:
    message = "{{ visits }} " * 6
    files = {
        **TREE,
        "assistants/a.yml": f"name: A\nfirstMessage: '{message}'\n",
        "campaigns/spring.yml": "name: Spring\nassistantId: a\n",
        "campaigns/spring.csv": "number,visits,order\n+15550100001,three,7\n",
    }
    found = [item for item in compiler.check(compiler.load(tree(files))).diagnostics if item.rule == "Q020"]
    assert [(item.span.file, len(item.related)) for item in found] == [("campaigns/spring.csv", 6)]
