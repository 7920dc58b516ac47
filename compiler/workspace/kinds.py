"""The kinds of resources: what they are called, and which folders hold them. :mod:`.shapes` tells them apart by what
they hold.
"""

from __future__ import annotations

from ..values import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource.

    ``folders`` are the folder names that hold it, the first being how targets name it (``squads/clinic``);
    ``state`` is its section in a gitops state file; ``schema`` its structure document, None where callplan
    knows the kind but not its shape.
    """

    name: str
    folders: tuple[str, ...]
    state: str | None = None
    schema: str | None = None


KINDS: tuple[Kind, ...] = (
    Kind("assistant", ("assistants",), "assistants", "assistant"),
    Kind("squad", ("squads",), "squads", "squad"),
    Kind("tool", ("tools",), "tools", "tool"),
    Kind("hooks", ("hooks",), None, "hooks"),
    Kind("call", ("calls", "requests"), None, "call"),
    Kind("answer", ("answers",), None, "assistant-request"),
    Kind("structured-output", ("structuredOutputs", "structured-outputs"), "structuredOutputs", "structured-output"),
    Kind("phone-number", ("phoneNumbers", "phone-numbers"), None, "phone-number"),
    Kind("eval", ("evals",), "evals", "eval"),
    Kind("personality", ("simulations/personalities", "personalities"), "personalities", "personality"),
    Kind("scenario", ("simulations/scenarios", "scenarios"), "scenarios", "scenario"),
    Kind("simulation", ("simulations/tests",), "simulations", "simulation"),
    Kind("suite", ("simulations/suites",), "simulationSuites", "suite"),
    Kind("credential", ("credentials",), "credentials", "credential"),
    Kind("campaign", ("campaigns",), None, "campaign"),
    Kind("chat", ("chats",), None, "chat"),
    Kind("session", ("sessions",), None, "session"),
    Kind("handoff-answer", ("handoff-answers",), None, "handoff-destination"),
    Kind("transfer-answer", ("transfer-answers",), None, "transfer-destination"),
    Kind("tool-results", ("tool-results",), None, "tool-calls"),
    Kind("tools", ("tool-lists",), None, "tools"),
    Kind("overrides", ("overrides",), None, "assistant-overrides"),
    Kind("message", ("messages",), None, "control-message"),
    Kind("test-suite", ("test-suites",), None, "test-suite"),
    Kind("eval-run", ("eval-runs",), None, "eval-run"),
    Kind("simulation-run", ("simulation-runs",), None, "simulation-run"),
    Kind("record", ("recordings", "records")),
    Kind("workflow", ("workflows",)),
)

_CALLED = {
    "hooks": "a list of hooks",
    "message": "a control message",
    "overrides": "a set of overrides",
    "record": "a recorded call",
    "suite": "a simulation suite",
    "tool-results": "a list of tool results",
    "tools": "a list of tools",
}


def called(kind: str) -> str:
    """A kind as a sentence has it: ``a list of tools``, ``an eval``."""
    plain = kind.replace("-", " ")
    return _CALLED.get(kind, f"{'an' if plain[0] in 'aeio' else 'a'} {plain}")


BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
BY_FOLDER: dict[str, Kind] = {folder: kind for kind in KINDS for folder in kind.folders}

GITOPS_FOLDERS = frozenset({"assistants", "evals", "simulations", "squads", "structuredOutputs", "tools"})
"""The folders of an organisation's tree under VapiAI/gitops (gitops-layout §2.1)."""

ENGINE = frozenset(kind.name for kind in KINDS if kind.state is not None and kind.name != "credential")
"""The kinds that the gitops engine deploys."""
