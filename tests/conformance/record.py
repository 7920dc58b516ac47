"""Record the oracles' answers anew: ``python tests/conformance/record.py``.

Needs Node.js and ``npm ci`` in this folder. Prints where callplan disagrees; the answers are written either way.
"""

from __future__ import annotations

import sys
import time

from oracle import node, recorded
from oracle.case import ours
from oracle.families import all_cases


def main() -> int:
    """0 if callplan agrees with every answer, 1 if not, 2 if the oracle cannot run."""
    reason = node.missing()
    if reason:
        print(reason, file=sys.stderr)
        return 2
    cases = all_cases()
    started = time.perf_counter()
    with node.Oracle() as oracle:
        answered = list(zip(cases, oracle.answers(cases), strict=True))
        recorded.write(oracle.versions, answered)
        print(f"{len(cases)} cases answered in {time.perf_counter() - started:.1f} s by {oracle.versions}")
    different = [(case, expected, ours(case)) for case, expected in answered]
    different = [(case, expected, found) for case, expected, found in different if expected != found]
    for case, expected, found in different[:40]:
        print(f"{case.group} {case.template!r} {case[2:]}\n  expected {expected}\n  found    {found}")
    print(f"callplan disagrees on {len(different)} of {len(cases)}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
