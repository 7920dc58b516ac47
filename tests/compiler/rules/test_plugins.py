"""Rules that people install: loaded by name, guarded, and never because a repository says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler.diagnostics import Diagnostic, Rule, Severity
from callplan.compiler.rules import Check, Node
from callplan.compiler.rules.plugins import GROUP, PluginError, load_plugins

Tree = Callable[[dict[str, str]], Path]

PLAIN = "name: A\nmodel: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help.}]}\n"
ACME = Rule("ACME1", "acme-name", Severity.WARNING, "names begin with Acme")


def acme(node: Node) -> Iterator[Diagnostic]:
    """Everything of ours is called so."""
    if not str(node.get("name")).startswith("Acme"):
        yield node.fault(ACME, ("name",), "not ours.")


def broken(node: Node) -> Iterator[Diagnostic]:
    yield node.fault(ACME, (), str(node.value["nothing"]))


class Point:
    """What the import system says of an installed entry point."""

    def __init__(self, name: str, held: Any) -> None:
        self.name, self.held = name, held

    def load(self) -> Any:
        if isinstance(self.held, Exception):
            raise self.held
        return self.held


POINTS = [
    Point("acme", [Check((ACME,), "assistant", acme)]),
    Point("broken", [Check((ACME,), "assistant", broken)]),
    Point("absent", ImportError("no module named acme")),
    Point("odd", ["acme"]),
    Point("taken", [Check((Rule("H004", "ours", Severity.INFO, "x"),), "assistant", acme)]),
]


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def entry_points(*, group: str) -> list[Point]:
        return POINTS if group == GROUP else []

    monkeypatch.setattr(metadata, "entry_points", entry_points)
    monkeypatch.delenv("CALLPLAN_PLUGINS", raising=False)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("acmee", "there is no plugin 'acmee': installed are absent, acme, broken, odd, taken"),
        ("absent", "the plugin 'absent' cannot be loaded: ImportError: no module named acme"),
        ("odd", "the plugin 'odd' holds 'acme', which is no callplan.compiler.rules.Check"),
        ("taken", "the plugin 'taken' uses the code H004, which is callplan's own"),
    ],
)
def test_what_cannot_be_loaded(name: str, message: str) -> None:
    with pytest.raises(PluginError) as caught:
        load_plugins([name])
    assert str(caught.value) == message


def test_on_the_command_line(tree: Tree, callplan: Callable[..., Any]) -> None:
    root = tree({"assistants/a.yml": PLAIN})
    assert "ACME1" not in callplan("check", root).out
    assert "warning ACME1 not ours." in callplan("check", root, "--plugins", "acme", "--format", "concise").out
    assert "ACME1" not in callplan("check", root, "--plugins", "acme", "--ignore", "ACME1").out
    refused = callplan("check", root, "--plugins", "absent")
    assert refused.code == 2 and "callplan: the plugin 'absent' cannot be loaded" in refused.err


def test_plugins_rules_are_listed_and_explained(callplan: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ACME1" not in callplan("rules").out
    assert callplan("explain", "ACME1").code == 2
    listed = callplan("rules", "ACME1", "--plugins", "acme").out
    assert "ACME1  acme-name" in listed and "names begin with Acme (plugin acme)" in listed
    monkeypatch.setenv("CALLPLAN_PLUGINS", "acme")
    told = callplan("explain", "acme-name").out
    assert told.startswith("ACME1 acme-name: not callplan's own (plugin acme)\n\nNames begin with Acme.\n")
    assert "    Everything of ours is called so." in told
    assert callplan("rules", "--plugins", "absent").code == 2


def test_in_the_users_own_environment(
    tree: Tree, callplan: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({"assistants/a.yml": PLAIN})
    monkeypatch.setenv("CALLPLAN_PLUGINS", "acme")
    assert "ACME1" in callplan("check", root).out


@pytest.mark.parametrize("text", ["plugins: [acme]", "rules: {plugins: [acme]}"])
def test_a_repository_cannot_ask_for_one(text: str, tree: Tree, callplan: Callable[..., Any]) -> None:
    root = tree({"callplan.yaml": f"callplan: 1\n{text}\n", "assistants/a.yml": PLAIN})
    done = callplan("check", root)
    assert "ACME1" not in done.out and "J001" in done.out and done.code == 2


def test_a_rule_that_fails_hides_nothing(tree: Tree, callplan: Callable[..., Any]) -> None:
    root = tree({"assistants/a.yml": PLAIN + "server: {url: http://example.com}\n"})
    done = callplan("check", root, "--plugins", "broken", "--format", "concise")
    assert "warning J015 the plugin 'broken' failed here with KeyError" in done.out
    assert "warning C009" in done.out and done.code == 0


def test_timings(tree: Tree, callplan: Callable[..., Any]) -> None:
    done = callplan("check", tree({"assistants/a.yml": PLAIN}), "--plugins", "acme", "--timings")
    for name in ("reading", "structure", "compiling", "all checks", "plugins.acme.acme"):
        assert any(line.strip().startswith(f"{name} ") for line in done.err.split("\n")), name
