"""Defaults of a list's items are told of the items that have them, and of no other."""

from __future__ import annotations

from callplan.compiler.why.defaults import default_at, defaults_below

SAY = {"type": "say", "exact": "Hello?"}
ADD = {"type": "message.add", "message": {"role": "system", "content": "Wait."}}
HOOKS = {
    "hooks": [
        {"on": "call.ending", "do": [{"type": "tool", "toolId": "log"}]},
        {"on": "customer.speech.timeout", "options": {"triggerMaxCount": 2}, "do": [SAY, ADD]},
        {"on": "customer.speech.timeout[timeoutSeconds=10]", "do": [{**ADD, "triggerResponseEnabled": False}]},
        "no hook",
    ]
}


def test_of_hooks_and_their_actions() -> None:
    told = {"/".join(map(str, path)): default.value for path, default in defaults_below(("hooks",), HOOKS)}
    assert told == {
        "hooks/1/options/timeoutSeconds": 7.5,
        "hooks/1/options/triggerResetMode": "never",
        "hooks/1/do/1/triggerResponseEnabled": True,
        "hooks/2/options/triggerMaxCount": 3,
        "hooks/2/options/triggerResetMode": "never",
    }


def test_of_one_path() -> None:
    def at(*path: str | int) -> object:
        found = default_at(path, config=HOOKS)
        return found and found.value

    assert at("hooks", 1, "options", "timeoutSeconds") == 7.5
    assert at("hooks", 0, "options", "timeoutSeconds") is None, "an ending has no clock"
    assert at("hooks", 2, "options", "timeoutSeconds") is None, "its event says it"
    assert at("hooks", 1, "do", 0, "triggerResponseEnabled") is None, "no message is added"
    assert at("voice", "chunkPlan", "enabled") is True, "no item of a list"
