"""Differential fuzzing against LiquidJS: ``python tests/conformance/fuzz.py [--seconds 60] [--seed N]``.

Templates come from a grammar, from recorded cases with a few characters changed, from pieces of dates; some go to
Mustache. A difference is printed with the seed that makes it again; the exit code is 1 then. Both engines render under
the same clock and in the same zone.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time

import tzdata
from oracle import node
from oracle.case import NOW_MS, Case, ours
from oracle.families import all_cases, mustache
from oracle.families.instants import date_text
from oracle.families.malformed import mutated
from oracle.grammar import Grammar

#: A number this long in a range exhausts LiquidJS's memory (liquid.md §6).
_LONG_NUMBER = re.compile(r"[0-9]{4,}")
_ARGUMENTS = ("", "", ', "America/New_York"', ', "Europe/London"', ", 300", ", -90")
_ZONES = ("UTC", "UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")


def one(seed: int, recorded: list[Case]) -> Case:
    """The case that *seed* means."""
    chance = random.Random(seed)
    context = chance.choice(("base", "base", "call"))
    if chance.random() < 0.1:
        return Case("fuzz", mustache.scrambled(chance), engine="mustache")
    zone = chance.choice(_ZONES)
    if chance.random() < 0.1:
        template = f'{{{{ "{date_text(chance)}" | date: "%Y-%m-%d %H:%M:%S.%L %z"{chance.choice(_ARGUMENTS)} }}}}'
    elif chance.random() < 0.5:
        template = Grammar(chance).template()
    else:
        case = chance.choice(recorded)
        template, context = mutated(case.template, chance), case.context
    return Case("fuzz", template, context, NOW_MS, zone)


def mutable(zones: str = "") -> list[Case]:
    """The cases to damage; *zones* is the release of LiquidJS's zone data.

    Unless callplan has the same, cases that name every zone are left out: damaged, they ask for years in which zone
    data differs (liquid.md §9.3).
    """
    same = zones == tzdata.IANA_VERSION
    return [case for case in all_cases() if case.engine == "liquidjs" and (same or case.group != "date.zone")]


def survivable(case: Case) -> bool:
    """Whether LiquidJS can be asked: it has no bound for ranges, and ``sample`` draws by chance."""
    return not (".." in case.template and _LONG_NUMBER.search(case.template)) and "sample" not in case.template


def main() -> int:
    """0 without a difference, 1 with one, 2 if the oracle cannot run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long (60)")
    parser.add_argument("--seed", type=int, help="look at one seed only")
    arguments = parser.parse_args()
    reason = node.missing()
    if reason:
        print(reason, file=sys.stderr)
        return 2
    first = random.SystemRandom().randrange(2**40) if arguments.seed is None else arguments.seed
    count = limited = differences = 0
    end = time.monotonic() + arguments.seconds
    with node.Oracle() as oracle:
        recorded = mutable(oracle.versions["tz"])
        while time.monotonic() < end and (arguments.seed is None or count == 0):
            case = one(first + count, recorded)
            count += 1
            if not survivable(case):
                continue
            found = ours(case)
            if found.error == "limit":
                limited += 1
                continue
            expected, message = oracle.raw(case)
            if expected != found:
                differences += 1
                print(f"seed {first + count - 1}: {case.template!r} {case[2:]}")
                print(f"  LiquidJS {expected} {message}\n  callplan {found}", flush=True)
    print(f"{count} templates from seed {first}: {differences} differences, {limited} beyond our limits")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
