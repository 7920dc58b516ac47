"""Templates: callplan against stock python-liquid and, where Node.js and its packages are, against LiquidJS.

``python benchmarks/liquid_render.py [--seconds 0.5] [--rounds 5]`` prints rates and ratios for a prompt of 4,096
characters with ten variables and three dates. The contestants take turns and each one's best round counts, so that a
busy machine disturbs all alike. The exit code is 1 if a ratio misses its target.

Not named after what it measures: a script ``liquid.py`` would stand before the package ``liquid`` for its neighbours.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import liquid as stock_liquid
from callplan.compiler import liquid
from callplan.compiler.liquid import template as engine

_NODE_PACKAGES = Path(__file__).parents[1] / "tests" / "conformance" / "node_modules" / "liquidjs"
_LENGTH = 4096
_HEAD = """Hello {{ customer.name }} ({{ customer.number }}, {{ customer.email }}, {{ customer.id }}).
You answer for {{ company }} in {{ city }}, language {{ language }}, agent {{ agent }}, topic {{ topic }}.
Plan {{ plan }}, status {{ status }}, balance {{ balance }}, visits {{ visits }}.
Today is {{ "now" | date: "%A, %B %d, %Y"ZONE }}, {{ "now" | date: "%I:%M %p"ZONE }}.
For the records it is {{ "now" | date: "%Y-%m-%d"ZONE }}.
{% if plan == "gold" %}Offer same-day visits.{% elsif plan == "basic" %}Offer the next day.{% else %}Ask.{% endif %}
"""
_FILLER = "Keep answers short, ask one question at a time, confirm what you heard, and never guess. "
_VARIABLES: dict[str, Any] = {
    "customer": {"name": "Ana", "number": "+15551230000", "email": "ana@clinic.example", "id": 7},
    "company": "Clinic",
    "city": "Lisbon",
    "language": "en",
    "agent": "Bo",
    "topic": "visits",
    "plan": "gold",
    "status": "active",
    "balance": 12.5,
    "visits": 3,
}
#: Ratio to its target (liquid.md §13 holds the figures that these come from).
TARGETS = {
    "parse and render / stock python-liquid": 1.0,
    "with zones: parse and render / LiquidJS": 1.3,
    "render / LiquidJS": 2.0,
    "with zones: render / LiquidJS": 2.0,
}


def prompt(zone: str) -> str:
    """The template; *zone* is the zone of its dates, empty for none."""
    head = _HEAD.replace("ZONE", f', "{zone}"' if zone else "")
    return head + (_FILLER * _LENGTH)[: _LENGTH - len(head)]


def rate(work: Callable[[], object], seconds: float) -> float:
    """How often *work* is done a second."""
    start = time.perf_counter()
    end = start + seconds
    count = 0
    while time.perf_counter() < end:
        work()
        count += 1
    return count / (time.perf_counter() - start)


def contestants(text: str, zone: str) -> dict[str, Callable[[], object]]:
    """What runs in this process."""
    now = datetime.now(UTC)
    parsed = liquid.parse(text, "liquidjs")

    def parse_and_render() -> str:
        engine._parse.cache_clear()
        return liquid.render(text, _VARIABLES, now=now)

    works: dict[str, Callable[[], object]] = {
        "callplan parse and render": parse_and_render,
        "callplan render": lambda: parsed.render(_VARIABLES, now=now),
    }
    if not zone:  # stock python-liquid has no zones
        environment = stock_liquid.Environment()
        template = environment.from_string(text)
        works["stock parse and render"] = lambda: environment.from_string(text).render(**_VARIABLES)
        works["stock render"] = lambda: template.render(**_VARIABLES)
    return works


def lacking() -> str:
    """Why LiquidJS cannot run here; empty if it can."""
    if shutil.which("node") is None:
        return "Node.js is not installed"
    return "" if _NODE_PACKAGES.is_dir() else "run: npm ci --prefix tests/conformance"


def liquidjs(text: str, seconds: float) -> dict[str, float]:
    """LiquidJS's rates; empty where it cannot run."""
    if lacking():
        return {}
    question = json.dumps({"template": text, "variables": _VARIABLES, "seconds": seconds})
    script = str(Path(__file__).with_suffix(".mjs"))
    done = subprocess.run(["node", script], input=question, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return {"LiquidJS parse and render": answer["parse_and_render"], "LiquidJS render": answer["render"]}


def measure(zone: str, seconds: float, rounds: int) -> dict[str, float]:
    """The best rate of each contestant."""
    text = prompt(zone)
    works = contestants(text, zone)
    best: dict[str, float] = {}
    for _ in range(rounds):
        found = {name: rate(work, seconds) for name, work in works.items()} | liquidjs(text, seconds)
        best = {name: max(value, best.get(name, 0)) for name, value in found.items()}
    return best


def import_ms() -> tuple[float, float]:
    """How long what parses takes to load, and python-liquid, which renders; the best of five processes each."""
    code = "import time; a = time.perf_counter(); import {}; print(time.perf_counter() - a)"

    def load(module: str) -> float:
        runs = (
            subprocess.run([sys.executable, "-c", code.format(module)], capture_output=True, text=True, check=True)
            for _ in range(5)
        )
        return min(float(run.stdout) for run in runs) * 1000

    return load("callplan.compiler.liquid.template"), load("liquid")


def main() -> int:
    """0 if every ratio that could be measured reaches its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=0.5, help="for one contestant in one round (0.5)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each takes its turn (5)")
    arguments = parser.parse_args()
    if lacking():
        print(f"without LiquidJS: {lacking()}")
    ratios: dict[str, float] = {}
    for prefix, zone in (("", ""), ("with zones: ", "America/New_York")):
        best = measure(zone, arguments.seconds, arguments.rounds)
        for name, value in best.items():
            print(f"{prefix}{name:28} {value:10,.0f}/s")
        for what in ("parse and render", "render"):
            for other, label in (("stock", "stock python-liquid"), ("LiquidJS", "LiquidJS")):
                if f"{other} {what}" in best:
                    ratios[f"{prefix}{what} / {label}"] = best[f"callplan {what}"] / best[f"{other} {what}"]
    missed = 0
    for name, ratio in ratios.items():
        target = TARGETS.get(name)
        verdict = "" if target is None else f"  target {target:.1f}" + ("" if ratio >= target else "  MISSED")
        missed += verdict.endswith("MISSED")
        print(f"{name:48} {ratio:6.2f}x{verdict}")
    own, theirs = import_ms()
    print(f"import: {own:.0f} ms to parse and analyse, python-liquid's {theirs:.0f} ms to render as well")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
