"""What is said in the conversation, or by the model, in places that decide about access (semantics §3.2, §3.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from callplan import compiler


def _server(**fields: Any) -> dict[str, Any]:
    return {"server": {"url": "https://x.example", **fields}}


def _transfer(**fields: Any) -> dict[str, Any]:
    number = {"type": "number", "number": "+15550100200", "description": "The nurse"}
    return {"type": "transferCall", "destinations": [{**number, **fields}], "messages": []}


def _sip(text: str) -> dict[str, Any]:
    return {**_transfer(), "destinations": [{"type": "sip", "sipUri": text, "description": "The nurse"}]}


def _refused(text: str) -> dict[str, Any]:
    return {"rejectionPlan": {"conditions": [{"type": "liquid", "liquid": text}]}}


def _request(text: str) -> dict[str, Any]:
    value = {"type": "object", "properties": {"X-Name": {"type": "string", "value": text}}}
    return {"type": "apiRequest", "name": "ask", "method": "POST", "url": "https://x.example", "headers": value}


#: The place, its rule, what the message calls it, and a member's second tool with the template there.
SLOTS: list[tuple[str, str, str, Callable[[Any, str], dict[str, Any]]]] = [
    (
        "static parameter",
        "K011",
        "a static parameter",
        lambda kit, text: kit.function("ask", parameters=[{"key": "k", "value": {"deep": [text]}}]),
    ),
    ("server URL", "Q013", "a server's URL", lambda kit, text: kit.function("ask", **_server(url=text))),
    (
        "apiRequest URL",
        "Q013",
        "a server's URL",
        lambda kit, text: {"type": "apiRequest", "name": "ask", "method": "GET", "url": text},
    ),
    ("header", "Q013", "a header", lambda kit, text: kit.function("ask", **_server(headers={"X-Name": text}))),
    ("apiRequest header", "Q013", "a header", lambda kit, text: _request(text)),
    ("transfer number", "Q013", "the number or address of a transfer", lambda kit, text: _transfer(number=text)),
    ("caller id", "Q013", "the number or address of a transfer", lambda kit, text: _transfer(callerId=text)),
    ("SIP address", "Q013", "the number or address of a transfer", lambda kit, text: _sip(text)),
    ("rejection", "Q013", "a rejection condition", lambda kit, text: kit.function("ask", **_refused(text))),
]

EXTRACTS = {
    "schema": {"type": "object", "properties": {"city": {"type": "string"}}},
    "aliases": [{"key": "town", "value": "{{ city | upcase }}"}],
}


@pytest.mark.parametrize(("slot", "rule", "what", "tool"), SLOTS, ids=[slot[0] for slot in SLOTS])
@pytest.mark.parametrize(
    ("name", "by", "flow"),
    [
        ("transcript", "is made of what was said", []),
        ("city", "the model writes", ["'city' comes from here, extracted by the model"]),
        (
            "town",
            "the model writes",
            ["'town' comes from here, an alias", "'city' comes from here, extracted by the model"],
        ),
        ("customer.number", None, []),
    ],
)
def test_the_flow_into_a_place(
    kit: Any,
    slot: str,
    rule: str,
    what: str,
    tool: Callable[[Any, str], dict[str, Any]],
    name: str,
    by: str | None,
    flow: list[str],
) -> None:
    front = kit.assistant(tools=[kit.function(variableExtractionPlan=EXTRACTS), tool(kit, f"{{{{ {name} }}}}")])
    report = compiler.check(kit.workspace(front))
    found = [item for item in report.diagnostics if item.rule in ("K011", "Q013")]
    if by is None:
        assert found == []
        return
    (item,) = found
    assert item.rule == rule
    assert item.message.startswith(f"{what} reads {name!r}, which {by}: ")
    assert [related.label for related in item.related] == flow
