"""The reasons for which a call ends, as a transcript writes them (semantics §14)."""

from __future__ import annotations

from ...compiler.diagnostics.catalog import G009
from ...compiler.sources import Path
from .sheet import Sheet, nearest

INJECTED = "if no call ends with it, hooks and plans that ask for the reason behave otherwise on a live call than here"
EXPECTED = "no call ends with it but by a fault of the script, so that an expectation holds, or fails, of any call"


def ask_for_reason(sheet: Sheet, at: Path, reason: str, otherwise: str) -> None:
    """A reason that the platform has, written as it has it. One that closely resembles another is misspelt; one that
    does not may be newer than the list: it is taken, and told (G009) with what it means *otherwise*.
    """
    from difflib import get_close_matches

    from ...schemas import ended_reasons

    known = sorted(ended_reasons())
    if not reason or reason in known:
        return
    misspelt = next(iter(get_close_matches(reason[:200], known, 1, 0.9)), "")
    if misspelt:
        sheet.note(at, f"there is no endedReason {reason!r}; did you mean {misspelt!r}?")
        return
    whole = next((one for one in known if one.endswith(f"-{reason}")), "")
    meant = f"; did you mean {whole!r}?" if whole else nearest(reason, known)
    listed = "" if meant else "; `callplan schema ended-reason` lists them"
    sheet.note(
        at,
        f"none of the {len(known)} endedReasons that are documented is {reason!r}: {otherwise}{meant}{listed}",
        rule=G009,
    )
