"""What the engine depends on: nothing at import, no host zone data, no clock but the caller's."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from callplan.compiler import liquid
from callplan.compiler.liquid.dates import zones

NOW = datetime(2024, 1, 1, 23, 45, 6, tzinfo=UTC)


def run(code: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout.strip()


def test_import_loads_no_engine() -> None:
    code = (
        "import sys, callplan.compiler.liquid as l; l.has_template('x');"
        "print(sorted({'liquid', 'babel', 'zoneinfo', 'tzdata', 'importlib.resources'} & set(sys.modules)))"
    )
    assert run(code) == "[]"


def test_what_a_check_asks_loads_no_python_liquid() -> None:
    code = (
        "import sys, callplan.compiler.liquid as l;"
        'found = l.analyse(\'{% if a %}{{ b | nope }}{{ "now" | date: "%A", "Europe/Rome" }}{% endif %}\');'
        "print(len(found.reads), len(found.problems), 'liquid' in sys.modules)"
    )
    assert run(code) == "2 1 False"


def test_the_host_has_no_say() -> None:
    """Neither its zone files nor its zone nor its locale."""
    code = (
        "import datetime, callplan.compiler.liquid as l;"
        "now = datetime.datetime(2024, 7, 1, tzinfo=datetime.UTC);"
        'text = \'{{ "now" | date: "%c %z", "America/New_York" }} {{ "2024-03-05 06:07" | date }}\';'
        "print(l.render(text, {}, now=now))"
    )
    expected = "6/30/2024, 8:00:00 PM -0400 Tuesday, March 5, 2024 at 6:07 am +0000"
    assert run(code, PYTHONTZPATH="", TZ="UTC") == expected
    assert run(code, PYTHONTZPATH="/nonexistent", TZ="Asia/Tokyo", LC_ALL="de_DE.UTF-8", PYTHONHASHSEED="7") == expected


def test_zone_names_stay_inside_the_package() -> None:
    for name in ("../../etc/passwd", "/etc/localtime", "America", "America/", "posixrules", "Factory", "", "zone.tab"):
        assert not zones.is_zone(name)
        with pytest.raises(liquid.LiquidError, match="Invalid time zone"):
            zones.zone(name)


def test_every_zone_loads() -> None:
    assert len(zones.zone_names()) > 590
    for name in zones.zone_names():
        assert zones.utc_offset_ms(zones.zone(name), 1_700_000_000_000) % 60_000 == 0


def test_now_may_be_in_any_zone() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    text = '{{ "now" | date: "%H:%M %z" }}'
    assert liquid.render(text, {}, now=elsewhere) == liquid.render(text, {}, now=NOW) == "23:45 +0000"


def test_the_same_input_gives_the_same_bytes() -> None:
    text = "{{ (1..9) | sample: 3 }} {{ 'now' | date: '%N' }}"
    assert len({liquid.render(text, {}, now=NOW) for _ in range(5)}) == 1


def test_has_template() -> None:
    assert liquid.has_template("a {{ b }}") and liquid.has_template("{% raw %}")
    assert not liquid.has_template("{ { a } } 100%")


def test_the_public_names_exist() -> None:
    assert all(hasattr(liquid, name) for name in liquid.__all__)
    template = liquid.parse("Hi {{ name }}")
    assert isinstance(template, liquid.Template)
    assert template.render({"name": "Ana"}, now=NOW) == "Hi Ana"
    with pytest.raises(AttributeError):
        liquid.nothing  # type: ignore[attr-defined]
