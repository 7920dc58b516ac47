"""Edits with more than one effect, or with as few as one where more might be thought of."""

from __future__ import annotations

import pytest
from callplan import compiler

from .plans import Edit, Files, compiled, original
from .steps import FRONT, ONWARD, line, setting


def renamed_member(files: Files) -> None:
    files["assistants/back.json"]["name"] = "Office"
    files[ONWARD]["destinations"][0]["assistantName"] = "Office"


SEVERAL: dict[str, tuple[Edit, list[str]]] = {
    "destination's overrides": (
        setting(ONWARD, "destinations", 0, "assistantOverrides", to={"firstMessage": "Me again."}),
        [
            "behaviour changed tool onward of Front destinations.Back.member: onward leads to Back as "
            "Back@Front/onward#0 instead of Back: its overrides on the way differ.",
            "behaviour added member Back@Front/onward#0 : Back joins the call: it opens with “Me again.”.",
        ],
    ),
    "needed variable": (
        setting(FRONT, "endCallMessage", to="Goodbye, {{ nickname }}."),
        [
            "behaviour added plan needs: the call has to supply the variable nickname.",
            "content changed member Front ending.message: Front says goodbye with “Goodbye, {{ nickname }}.” instead "
            "of “Goodbye.”.",
        ],
    ),
    "member renamed": (
        renamed_member,
        [
            "behaviour changed member Office name: Back is now called Office; handoffs find it by the new name.",
        ],
    ),
    "entry renamed": (
        setting(FRONT, "name", to="Reception"),
        ["behaviour changed member Reception name: Front is now called Reception; handoffs find it by the new name."],
    ),
    "inline tool renamed": (
        lambda files: files["tools/hang-up.json"].update({"function": {"name": "end_the_call"}}),
        ["behaviour changed tool end_the_call of Front name: the model calls end_the_call where it called endCall."],
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_changes(name: str) -> None:
    edit, expected = SEVERAL[name]
    assert [line(change) for change in compiler.diff(original(), compiled(edit)).changes] == expected
