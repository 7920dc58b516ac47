"""The date filter: conversions, flags, zones.

Instants lie between 1970 and 2025 wherever a zone is named: there the zone data of Node's ICU (2025c) and of the
``tzdata`` package agree. Later years differ with the release (liquid.md §9.3), which is a matter of data, not of code;
the zones that changed their rules since (Vancouver, Edmonton, Winnipeg, Casablanca …) are asked about 2023 only.
"""

from __future__ import annotations

from collections.abc import Iterator

from callplan.compiler.liquid.dates.zones import zone_names

from ..case import NOW_MS, Case

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%+. 0"
_FLAGS = (
    "",
    "-",
    "_",
    "0",
    "^",
    "#",
    ":",
    "::",
    "-_",
    "_0",
    "^#",
    "10",
    "3",
    "_10",
    "-10",
    "^10",
    "010",
    "E",
    "O",
    "-5E",
)
_INSTANTS = (0, 951_782_400_000, 1_078_012_799_999, 1_710_054_123_045, NOW_MS, 1_735_689_599_999, 1_720_069_445_006)
_ZONES = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "Europe/London",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Monrovia",
    "america/new_york",
    "EST",
    "EST5EDT",
    "PST",
    "BST",
    "IST",
    "CST",
    "GMT",
    "Etc/GMT+5",
    "US/Pacific",
    "US/Pacific-New",
    "SystemV/PST8",
    "Zulu",
)
_BAD_ZONES = (
    "EDT",
    "PDT",
    "UTC+1",
    "GMT-5",
    "Z",
    "",
    "Mars/Base",
    "Factory",
    "America",
    "360",
    "Europe/Londn",
    "Etc/Unknown",
)
FORMATS = (
    "%A, %B %d, %Y, %I:%M %p",
    "%b %d, %Y, %I:%M %p",
    "%H:%M",
    "%Y-%m-%d",
    "%A",
    "%-d.%-m.%y",
    "%s %L %z %Z",
    "%j %U %W %u %w",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    yield from _conversions()
    yield from _zones()


def _conversions() -> Iterator[Case]:
    for letter in _LETTERS:
        for flags in _FLAGS:
            yield Case("date.conversion", f'{{{{ "now" | date: "[%{flags}{letter}]", "America/New_York" }}}}')
        for instant in _INSTANTS:
            yield Case("date.conversion", f'{{{{ "now" | date: "%{letter}|%_{letter}" }}}}', now_ms=instant)
    for layout in (
        "",
        "%",
        "%-",
        "%5",
        "%%",
        "100%",
        "%%%",
        "%-%",
        "a%\nb",
        "%\u2028",
        "%é",
        "%😀",
        "%1$s",
        "%E",
        "%OH",
        "no conversion",
    ):
        yield Case("date.conversion", f"{{{{ 'now' | date: '[{layout}]' }}}}")
    for day in range(1, 32):
        yield Case("date.conversion", f'{{{{ "2024-03-{day:02d}" | date: "%-d%q %e %U %W %j %a" }}}}')
    for year in (
        "0001",
        "0050",
        "0099",
        "0100",
        "0999",
        "1582",
        "1900",
        "2000",
        "9999",
        "+010000",
        "+275760",
        "-000044",
        "-271821",
    ):
        yield Case(
            "date.conversion",
            f'{{{{ "{year}-09-12T00:00:00Z" | date: "%Y %y %C %j %U %s %c %x %a %3Y %8Y %_8Y %-Y" }}}}',
        )


def _zones() -> Iterator[Case]:
    for zone in (*_ZONES, *_BAD_ZONES):
        for layout in FORMATS:
            yield Case("date.zone", f'{{{{ "now" | date: "{layout}", "{zone}" }}}}')
    for zone in sorted(set(zone_names().values())):
        # 15 January and 15 July 2023, the beginning of 1970: where offsets in summer, in winter and in the past show
        template = "".join(
            f'{{{{ {epoch} | date: "%Y-%m-%d %H:%M:%S %z", "{zone}" }}}} ' for epoch in (1673784000, 1689422400, 0)
        )
        yield Case("date.zone", template)
    for offset in (
        "0",
        "360",
        "-330",
        "-330.5",
        "nil",
        "true",
        "false",
        "1e3",
        "999999999999",
        "t",
        "n",
        "missing",
        "arr",
        "ea",
        "obj",
        "num",
        '"360"',
    ):
        for layout in ("%H:%M %z %Z", "%FT%T%:z"):
            yield Case("date.zone", f'{{{{ "now" | date: "{layout}", {offset} }}}}')
    for text in (
        "2023-03-12T06:59:59Z",
        "2023-03-12T07:00:00Z",
        "2023-11-05T05:59:59Z",
        "2023-11-05T06:00:00Z",
        "0050-01-01",
        "1883-11-18T17:00:00Z",
    ):
        for zone in ("America/New_York", "Europe/Dublin", "Asia/Kolkata"):
            yield Case("date.zone", f'{{{{ "{text}" | date: "%c %z %Z", "{zone}" }}}}')
