"""Which variables the call has to supply (semantics §3.2, §3.10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..variables import DEFAULTS, RESPONSE
from .context import Use


def needs(uses: Iterable[Use], writers: Collection[str]) -> tuple[str, ...]:
    """The variables that are read without a guard, and that neither the platform nor anything in the plan writes. What
    an alias reads may come from the answer that it is about; what stands for that answer no call can supply.
    """
    never = {*DEFAULTS, *RESPONSE, *writers}
    return tuple(
        sorted({use.root for use in uses if not use.guarded and use.moment != "alias" and use.root not in never})
    )
