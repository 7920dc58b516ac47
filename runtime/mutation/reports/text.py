"""For people: a table of operators, then each mutant that nothing noticed, with a transcript that would."""

from __future__ import annotations

from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.safe import one_line
from ..score import Score
from ..suggestion import suggestion


def write(score: Score, view: View) -> str:
    """The report, line feed at the end."""
    operators = sorted({verdict.mutant.operator for verdict in score.verdicts})
    lines = [f"{'mutants':<20}{'noticed':>8}{'of':>7}"]
    lines += [_row(operator, *score.count(operator)) for operator in operators]
    noticed, total = score.count()
    lines.append(f"{_row('all', noticed, total)}  {score.percent:6.2f} %")
    for suite, verdicts in score.suites:
        environment = f", {suite.plan.environment}" if suite.plan.environment is not None else ""
        for verdict in verdicts:
            if verdict.noticed_by is not None:
                continue
            mutant = verdict.mutant
            place = f"{view.name(mutant.file)}:{mutant.line}: " if mutant.file else ""
            told = f"{place}{mutant.what} ({suite.plan.target}{environment}): {_why(verdict.played)}"
            lines += ["", one_line(told)]
            lines += [f"    {one_line(line)}" for line in suggestion(suite.plan, mutant).text.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _row(name: str, noticed: int, total: int) -> str:
    return f"{name:<20}{noticed:>8}{total:>7}"


def _why(played: int) -> str:
    if not played:
        return "no transcript comes there"
    return (
        "the one transcript that comes there does not notice" if played == 1 else f"{played} transcripts do not notice"
    )
