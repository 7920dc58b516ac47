"""``callplan explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from .exits import CLEAN, Refused, near
from .terminal import out


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code (H004) or slug (say-in-call-ending).")],
) -> int:
    """Explain one rule.

    \b
    Example:
      callplan explain H004
    """
    from ..compiler.diagnostics.catalog import RULES

    rule = next((rule for rule in RULES if code.upper() == rule.code or code == rule.slug), None)
    if rule is None:
        raise Refused(
            f"there is no rule {code!r}{near(code, [name for rule in RULES for name in (rule.code, rule.slug)])}"
        )
    out(f"{rule.code} {rule.slug}\n")
    out(f"{rule.summary[0].upper()}{rule.summary[1:]}.\n")
    out(f"Severity: {rule.severity.value}, unless the project or --severity says otherwise.\n")
    out("To weigh or silence it, in callplan.yaml:")
    out(f"  rules: {{severity: {{{rule.code}: info}}}}")
    out(f"  rules: {{ignore: [{rule.code}]}}")
    out("or for one run:")
    out(f"  callplan check --severity {rule.code}=info")
    out(f"  callplan check --ignore {rule.code}")
    return CLEAN
