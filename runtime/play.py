"""A transcript against a plan: the trace (design §3.2, §3.7)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

from ..compiler.plan.model import Plan
from .machine.driver import Driver, Failure, program_for
from .trace.model import Event, Header, Trace
from .transcript.model import Transcript

Detail = Literal["full", "events"]


def run(
    plan: Plan, transcript: Transcript, *, detail: Detail = "full", sink: Callable[[Event], object] | None = None
) -> Trace:
    """Play *transcript* and return what happened.

    Under ``events`` the trace leaves out prompts and spoken text. With a *sink* every event goes there as it happens,
    and the trace that is returned holds none: a long call then needs the memory of its conversation alone. Raises
    :class:`ScriptError` with a diagnostic at the transcript's line: G002 where the script asks for what the plan does
    not offer, G003 for a missing answer, G004 for one that nobody asked for, G008 for a run beyond its bounds or past
    what can be known (a pattern without a verdict).
    """
    driver = Driver(program_for(plan, transcript, detail), transcript, sink)
    try:
        driver.play()
    except Failure as failure:
        from .errors import ScriptError

        raise ScriptError(failure.diagnostic, _trace(plan, driver, detail), failure.ask) from None
    return _trace(plan, driver, detail)


def _trace(plan: Plan, driver: Driver, detail: Detail) -> Trace:
    from .. import __version__

    header = Header(__version__, plan.digest, _tzdata(), dict(driver.program.policies), detail)
    return Trace(header, tuple(driver.events), driver.state.reason or None)


@cache
def _tzdata() -> str:
    from importlib.metadata import version

    return version("tzdata")
