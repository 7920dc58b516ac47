"""Every origin of a plan is the place of the value, or of the key that holds it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.plan import dump
from callplan.compiler.plan.model import Origin
from callplan.compiler.sources import parse_pointer
from callplan.compiler.workspace import Workspace

from .samples import SAMPLES, plan

WORKSPACES = [name for name in SAMPLES if not name.startswith("founding")]


def text_at(workspace: Workspace, origin: Origin) -> str:
    """The source text from an origin on."""
    source = workspace.source(origin.file)
    assert source is not None, origin
    lines = source.split("\n")
    assert 1 <= origin.line <= len(lines)
    assert 1 <= origin.column <= len(lines[origin.line - 1]) + 1
    return "\n".join([lines[origin.line - 1][origin.column - 1 :], *lines[origin.line :]])


def value_at(data: Any, pointer: str) -> Any:
    for step in parse_pointer(pointer):
        if not isinstance(data, (dict, list)):
            return None
        try:
            data = data[step] if isinstance(data, list) else data[str(step)]
        except (KeyError, IndexError):
            return None  # a field at its default is left out
    return data


def holds(text: str, value: Any, key: str) -> bool:
    """Whether *text* begins with what *value* is written as, or with its key."""
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        value = value["text"]  # a template
    if isinstance(value, bool):
        return text.lstrip("\"'").startswith((str(value).lower(), "onUserSpeech" if value else "never"))
    if isinstance(value, (int, float)):
        number = text.split("\n")[0].split(" ")[0].rstrip(",}]")
        return bool(number) and float(number) in (value, value / 1000)
    if isinstance(value, str):
        wanted = "".join(value.split())
        start = re.sub(r"^([|>][-+0-9]*[ \t]*(#.*)?\n|[\"'])", "", text)
        found = "".join(start.replace("\\n", "").replace('\\"', '"').replace("''", "'").split())
        return found.startswith(wanted[:40])
    return text.lstrip("-").strip()[:1] in "{[" or bool(text.strip()) or key in text


@pytest.mark.parametrize("name", WORKSPACES)
def test_origins_point_at_what_they_are_about(name: str) -> None:
    path, env, _ = SAMPLES[name]
    workspace = compiler.load(path, env)
    compiled = plan(name)
    data = json.loads(dump(compiled))
    layers = {
        "base",
        "assistantOverrides",
        "membersOverrides",
        "squadOverrides",
        "destination.assistantOverrides",
        f"environment {env}",
    }
    given = next((spec.parameters for spec in workspace.project.environments if spec.name == env), {})
    for pointer, origin in compiled.origins:
        text = text_at(workspace, origin)
        for parameter, traced in given.items():  # a parameter's value stands where it is named
            text = text.replace(f"${{{parameter}}}", str(traced.value))
        value = value_at(data, pointer)
        assert origin.layer in layers
        if origin.file.endswith(".md") and pointer.endswith("/role"):
            continue  # the body of a Markdown file is a system message without saying so
        if value is not None and not (isinstance(value, str) and value == "***"):
            assert holds(text, value, pointer.rsplit("/", 1)[-1]), (pointer, value, text[:60])


@pytest.mark.parametrize("name", WORKSPACES)
def test_what_is_said_and_when_has_its_own_origin(name: str) -> None:
    compiled = plan(name)
    data = json.loads(dump(compiled))
    origins = dict(compiled.origins)
    told = [
        f"/members/{number}/{field}"
        for number, member in enumerate(data["members"])
        for field in ("opening/message", "silence/timeout_ms", "voice/voice_id", "max_duration_ms", "ending/message")
        if value_at(member, f"/{field}") is not None
    ]
    told += [
        f"/members/{number}/{kind}/{index}"
        for number, member in enumerate(data["members"])
        for kind in ("prompt", "hooks", "tools")
        for index, item in enumerate(member.get(kind, ()))
        if kind != "tools" or item.get("type") != "endCall"
    ]
    assert told
    for pointer in told:
        assert any(known == pointer or known.startswith(f"{pointer}/") for known in origins), pointer


def test_an_overlay_is_named_as_the_layer() -> None:
    (voice,) = [
        origin
        for pointer, origin in plan("shop/prod/calls/order-update").origins
        if pointer == "/members/0/voice/voice_id"
    ]
    assert (voice.file, voice.layer) == ("callplan.yaml", "environment prod")
