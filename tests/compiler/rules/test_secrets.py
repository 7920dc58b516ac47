"""C001 wherever a literal secret can stand: a table of places, and of what is no secret there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.secrets import MASK, mask, names_secret

Tree = Callable[[dict[str, str]], Path]
LITERAL = "hunter2"
MODEL = {"provider": "openai", "model": "gpt-4o"}
FRONT = {"name": "Front", "model": MODEL}
VALUES = {"variableValues": {"authToken": LITERAL}}
ENVIRONMENTS = "callplan: 1\nenvironments: {dev: {}, prod: {}}\n"


def overridden(key: str) -> dict[str, Any]:
    return {key: VALUES}


PLACES: dict[str, tuple[str, str, Any]] = {
    # where overrides can stand (semantics §2.1)
    "1": ("calls/a.json", "/assistantOverrides", {"assistantId": "front", **overridden("assistantOverrides")}),
    "2": ("calls/a.json", "/squadOverrides", {"squadId": "desk", **overridden("squadOverrides")}),
    "4": (
        "calls/a.json",
        "/customers/0/assistantOverrides",
        {"assistantId": "front", "customers": [{"number": "+15550100001", **overridden("assistantOverrides")}]},
    ),
    "5": ("answers/a.json", "/squadOverrides", {"squadId": "desk", **overridden("squadOverrides")}),
    "6": (
        "squads/a.json",
        "/members/0/assistantOverrides",
        {"members": [{"assistantId": "front", **overridden("assistantOverrides")}]},
    ),
    "7": (
        "squads/a.json",
        "/membersOverrides",
        {"members": [{"assistantId": "front"}], **overridden("membersOverrides")},
    ),
    "8": (
        "tools/a.json",
        "/destinations/0/assistantOverrides",
        {
            "type": "handoff",
            "destinations": [{"type": "assistant", "assistantName": "Front", **overridden("assistantOverrides")}],
        },
    ),
    "9": (
        "tools/a.json",
        "/destinations/0/squadOverrides",
        {
            "type": "handoff",
            "destinations": [{"type": "squad", "squadId": "desk", **overridden("squadOverrides")}],
        },
    ),
    "10": (
        "handoff-answers/a.json",
        "/destination/assistantOverrides",
        {"destination": {"type": "assistant", "assistantName": "Front", **overridden("assistantOverrides")}},
    ),
    "11": (
        "chats/a.json",
        "/assistantOverrides",
        {"input": "Hi.", "assistantId": "front", **overridden("assistantOverrides")},
    ),
    "12": (
        "scenarios/a.json",
        "/targetOverrides",
        {"name": "S", "instructions": "Ask.", "evaluations": [], **overridden("targetOverrides")},
    ),
    "13": ("campaigns/a.json", "/assistantOverrides", {"assistantId": "front", **overridden("assistantOverrides")}),
}
PLACES = {
    f"overrides, place {name}": (file, f"{at}/variableValues/authToken", value)
    for name, (file, at, value) in PLACES.items()
}
TOOL = {"type": "apiRequest", "name": "look", "method": "POST", "url": "https://example.com"}
PLACES |= {
    "values of an assistant": ("assistants/a.json", "/variableValues/authToken", {**FRONT, **VALUES}),
    "values inside values": (
        "assistants/a.json",
        "/metadata/crm/password",
        {**FRONT, "metadata": {"crm": {"password": LITERAL}}},
    ),
    "a number": ("assistants/a.json", "/metadata/password", {**FRONT, "metadata": {"password": 12345}}),
    "a list": ("assistants/a.json", "/metadata/apiKeys", {**FRONT, "metadata": {"apiKeys": [LITERAL]}}),
    "a header": (
        "tools/a.json",
        "/server/headers/X-Api-Key",
        {
            "type": "function",
            "function": {"name": "look"},
            "server": {"url": "https://example.com", "headers": {"X-Api-Key": LITERAL}},
        },
    ),
    "the default of a header": (
        "tools/a.json",
        "/headers/properties/Authorization/default",
        {
            **TOOL,
            "headers": {"type": "object", "properties": {"Authorization": {"type": "string", "default": LITERAL}}},
        },
    ),
    "the default of a body": (
        "tools/a.json",
        "/body/properties/apiKey/default",
        {**TOOL, "body": {"type": "object", "properties": {"apiKey": {"type": "string", "default": LITERAL}}}},
    ),
    "the default of an argument": (
        "tools/a.json",
        "/function/parameters/properties/password/default",
        {
            "type": "function",
            "function": {
                "name": "look",
                "parameters": {"type": "object", "properties": {"password": {"type": "string", "default": LITERAL}}},
            },
        },
    ),
    "a static parameter": (
        "tools/a.json",
        "/parameters/0/value",
        {**TOOL, "parameters": [{"key": "apiKey", "value": LITERAL}]},
    ),
    "inside of a static parameter": (
        "tools/a.json",
        "/parameters/0/value/apiKey",
        {**TOOL, "parameters": [{"key": "login", "value": {"apiKey": LITERAL}}]},
    ),
    "a default of the project's": (
        "callplan.yaml",
        "/parameters/crmPassword",
        f"callplan: 1\nparameters: {{crmPassword: {LITERAL}}}\n",
    ),
    "a default of the project's, in long": (
        "callplan.yaml",
        "/parameters/crmPassword/default",
        f"callplan: 1\nparameters: {{crmPassword: {{type: string, default: {LITERAL}}}}}\n",
    ),
    "a parameter of an environment": (
        "callplan.yaml",
        "/environments/dev/parameters/crmPassword",
        "callplan: 1\nparameters: {crmPassword: {type: string}}\n"
        f"environments: {{dev: {{parameters: {{crmPassword: {LITERAL}}}}}}}\n",
    ),
    "an overlay": (
        "callplan.yaml",
        "/environments/dev/overlay/assistants~1front/variableValues/authToken",
        "callplan: 1\nenvironments:\n  dev:\n    overlay:\n      assistants/front:\n"
        f"        variableValues: {{authToken: {LITERAL}}}\n",
    ),
    "the example of a variable": (
        "callplan.yaml",
        "/variables/crm/example",
        "callplan: 1\nvariables: {crm: {example: sk-abcdefghijklmnopqrstuvwxyz}}\n",
    ),
    "environments.yaml": (
        "environments.yaml",
        "/dev/parameters/crmPassword",
        f"dev: {{orgId: acme-dev, parameters: {{crmPassword: {LITERAL}}}}}\n",
    ),
    "an endpoint": (
        "environments.yaml",
        "/dev/endpoints/jira",
        "dev: {endpoints: {jira: 'https://me:hunter2@jira.example.com'}}\n",
    ),
    "a file of no known kind": ("notes/a.yml", "/crmPassword", f"crmPassword: {LITERAL}\n"),
}


def faults(tree: Tree, files: dict[str, Any]) -> list[Diagnostic]:
    base = {"assistants/front.json": FRONT, "squads/desk.json": {"members": [{"assistantId": "front"}]}}
    written = {name: text if isinstance(text, str) else json.dumps(text) for name, text in {**base, **files}.items()}
    found = compiler.check(compiler.load(tree(written))).diagnostics
    return [item for item in found if item.rule == "C001"]


@pytest.mark.parametrize("place", PLACES)
def test_a_literal(place: str, tree: Tree) -> None:
    file, at, value = PLACES[place]
    found = faults(tree, {file: value})
    assert {(item.span.file, item.path, item.severity.value) for item in found} == {(file, at, "error")}
    assert len(found) == 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("reference", ["${env:CRM}", "secrets://crm/key"])
def test_a_reference(place: str, reference: str, tree: Tree) -> None:
    file, _, value = PLACES[place]
    text = value if isinstance(value, str) else json.dumps(value)
    for literal in ("sk-abcdefghijklmnopqrstuvwxyz", "me:hunter2@", "12345", LITERAL):
        text = text.replace(literal, reference if literal != "12345" else f'"{reference}"')
    assert (
        faults(tree, {file: text.replace(f": {reference}", f": '{reference}'") if file.endswith("ml") else text}) == []
    )


NO_SECRETS: dict[str, dict[str, Any]] = {
    "an empty value": {"authToken": ""},
    "a switch": {"password": False},
    "nothing": {"password": None},
    "an address that is about one": {"passwordResetUrl": "https://example.com/reset"},
    "a question": {"secretQuestion": "Your first pet?"},
    "a count": {"authTokenTtl": 3600},
    "a field of a schema in short": {"password": "string"},
    "a template": {"authToken": "{{ token }}"},
}


@pytest.mark.parametrize("name", NO_SECRETS)
def test_what_is_no_secret(name: str, tree: Tree) -> None:
    assert faults(tree, {"assistants/a.json": {**FRONT, "variableValues": NO_SECRETS[name]}}) == []


def test_a_column_of_secrets_is_told_once(tree: Tree) -> None:
    rows = f"number,apiKey\n+15550100001,\n+15550100002,{LITERAL}\n+15550100003,{LITERAL}\n+15550100004,${{env:CRM}}\n"
    (found,) = faults(tree, {"campaigns/a.json": {"assistantId": "front"}, "campaigns/a.csv": rows})
    assert (found.span.file, found.span.start.line, found.span.start.column) == ("campaigns/a.csv", 3, 14)
    assert "in 2 rows" in found.message


def test_a_parameter_that_stands_where_a_secret_does(tree: Tree) -> None:
    (found,) = faults(
        tree,
        {
            "callplan.yaml": f"callplan: 1\nparameters: {{crm: {LITERAL}}}\n",
            "assistants/a.json": {**FRONT, "variableValues": {"authToken": "${crm}"}},
        },
    )
    assert (found.span.file, found.path) == ("callplan.yaml", "/parameters/crm")
    assert "stands at 'authToken'" in found.message
    assert [item.span.file for item in found.related] == ["assistants/a.json"]


def test_ids_and_names_in_settings_are_no_secrets(tree: Tree) -> None:
    uuid = "11111111-1111-4111-8111-111111111111"
    found = faults(
        tree,
        {
            "callplan.yaml": "callplan: 1\nexternal: {credentials: {crm-api-key: CRM}}\n",
            ".vapi-state.dev.json": {"credentials": {"crm-api-key": uuid, "token": {"uuid": uuid}}},
            "resources/dev/assistants/front.yml": "name: Front\n",
        },
    )
    assert found == []


@pytest.mark.parametrize(
    "key", ["password", "crm_password", "apiKey2", "api-keys", "accessToken", "X-Auth-Token", "passphrase"]
)
def test_names_of_secrets(key: str) -> None:
    assert names_secret(key)
    assert mask({key: 5}) == {key: MASK}


@pytest.mark.parametrize("key", ["privateKeyId", "bearerPrefixEnabled", "maxTokens", "keyterm", "isServerUrlSecretSet"])
def test_names_of_what_is_none(key: str) -> None:
    assert not names_secret(key)
    assert mask({key: 5}) == {key: 5}


def test_a_secret_of_another_type_is_not_printed(tree: Tree) -> None:
    project = f"callplan: 1\nparameters: {{crmPassword: {{type: integer, default: {LITERAL}}}}}\n"
    found = compiler.check(compiler.load(tree({"callplan.yaml": project}))).diagnostics
    assert {"C001", "J005"} <= {item.rule for item in found}
    assert not any(LITERAL in item.message for item in found)
