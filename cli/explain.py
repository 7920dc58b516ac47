"""``callplan explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from .exits import CLEAN, Refused, near
from .terminal import out


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code (H004) or slug (say-in-call-ending).")],
) -> int:
    """Explain one rule: what it finds, why that matters on a call, an example, and the same corrected.

    \b
    Example:
      callplan explain H004
    """
    from ..compiler.diagnostics.catalog import RULES
    from ..compiler.diagnostics.catalog.covered import COVERED, OUT_OF_SCOPE
    from ..compiler.rules.pages import page_of
    from ..compiler.rules.pages.book import facts, indented

    if code.upper() in OUT_OF_SCOPE:
        out(f"{code.upper()} is no rule of callplan: {OUT_OF_SCOPE[code.upper()]}")
        return CLEAN
    if code.upper() in COVERED:
        out(f"{code.upper()} is told as {COVERED[code.upper()]}:\n")
        code = COVERED[code.upper()]
    rule = next((rule for rule in RULES if code.upper() == rule.code or code == rule.slug), None)
    if rule is None:
        raise Refused(
            f"there is no rule {code!r}{near(code, [name for rule in RULES for name in (rule.code, rule.slug)])}"
        )
    out(f"{rule.code} {rule.slug}\n")
    page = page_of(rule.code)
    if page is None:
        out(f"{rule.summary[0].upper()}{rule.summary[1:]}.\n")
    else:
        out(f"{page.summary}\n\n{page.why}\n")
        if page.unshown:
            out(f"No example: {page.unshown}.\n")
        else:
            out(f"Bad:\n{indented(page.bad.text)}\nGood:\n{indented(page.good.text)}")
        if page.options:
            out("Options:\n" + indented("\n".join(page.options)))
    out(facts(rule, page) + "\n")
    out("To weigh or silence it, in callplan.yaml:")
    out(f"  rules: {{severity: {{{rule.code}: info}}}}")
    out(f"  rules: {{ignore: [{rule.code}]}}")
    out("at one place, in a comment above or behind it:")
    out(f"  # callplan: ignore[{rule.code}] why")
    out("or for one run:")
    out(f"  callplan check --severity {rule.code}=info")
    out(f"  callplan check --ignore {rule.code}")
    return CLEAN
