"""The deterministic runtime: transcripts on a virtual clock, traces, voice, golden tests.

Parts load on first use: ``run``, ``unsupported`` and ``ScriptError`` are a function, a function and an exception, the
others are modules.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import checks, machine, testing, trace, transcript, voice
    from .errors import ScriptError
    from .play import run
    from .support import unsupported

__all__ = ["ScriptError", "checks", "machine", "run", "testing", "trace", "transcript", "unsupported", "voice"]

_PLACES = {"ScriptError": "errors", "run": "play", "unsupported": "support"}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        value = getattr(import_module(f".{_PLACES[name]}", __name__), name)
        globals()[name] = value
        return value
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
