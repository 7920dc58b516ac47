"""``callplan explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .exits import CLEAN, Refused, near
from .own import own_rules
from .terminal import out

if TYPE_CHECKING:
    from ..compiler.diagnostics import Rule


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code (H004) or slug (say-in-call-ending).")],
    *,
    plugins: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Know the rules of an installed plugin too; repeatable.")
    ] = None,
) -> int:
    """Explain one rule: what it finds, why that matters on a call, an example, and the same corrected.

    Of a rule that the project file states, what it says there.

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
        more = own_rules(plugins or ())
        own = next((own for own in more if code in (own.rule.code, own.rule.slug)), None)
        if own is None:
            known = [name for rule in (*RULES, *(own.rule for own in more)) for name in (rule.code, rule.slug)]
            raise Refused(f"there is no rule {code!r}{near(code, known)}")
        from ..compiler.diagnostics.reporters.safe import one_line

        rule = own.rule
        out(f"{rule.code}{f' {rule.slug}' if rule.slug != rule.code else ''}: not callplan's own ({own.stated})\n")
        out(f"{one_line(rule.summary[:1].upper() + rule.summary[1:])}.\n")
        if own.text:
            out(indented(own.text))
        out(f"Severity: {rule.severity.value}.\n")
        _silence(rule)
        return CLEAN
    out(f"{rule.code} {rule.slug}\n")
    page = page_of(rule.code)
    if page is None:
        out(f"{rule.summary[0].upper()}{rule.summary[1:]}.\n")
    else:
        out(f"{page.summary}\n\n{page.why}\n")
        out(f"Bad:\n{indented(page.bad.text)}\nGood:\n{indented(page.good.text)}")
        if page.options:
            out("Options:\n" + indented("\n".join(page.options)))
    out(facts(rule, page) + "\n")
    _silence(rule)
    return CLEAN


def _silence(rule: Rule) -> None:
    out("To weigh or silence it, in callplan.yaml:")
    out(f"  rules: {{severity: {{{rule.code}: info}}}}")
    out(f"  rules: {{ignore: [{rule.code}]}}")
    out("at one place, in a comment above or behind it:")
    out(f"  # callplan: ignore[{rule.code}] why")
    out("or for one run:")
    out(f"  callplan check --severity {rule.code}=info")
    out(f"  callplan check --ignore {rule.code}")
