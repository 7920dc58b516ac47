"""The date filter: inputs of every kind, V8's date parser, the zone of the process, the short forms."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ..case import Case
from .dates import FORMATS

_TEXTS = (
    "now",
    "today",
    "Now",
    " now",
    "now ",
    "2024",
    "1700000000",
    "0",
    "00",
    "1.5",
    "-1",
    "2024-03-05",
    "2024-03",
    "20240305",
    "2024-03-05T06:07",
    "2024-03-05T06:07:08",
    "2024-03-05T06:07:08.123Z",
    "2024-03-05T06:07:08+02:00",
    "2024-03-05 06:07:08",
    "2024-03-05T24:00:00",
    "2024-03-05T24:00:01",
    "2023-02-29",
    "2023-02-31",
    "2023-13-01",
    "March 5, 2024",
    "5 March 2024",
    "Mar 5",
    "Mar 5 2024 6:07 PM",
    "Mar 5, 2024, 12:00 AM",
    "Tue, 5 Mar 2024 06:07:08 EST",
    "Tue Mar 05 2024 06:07:08 GMT+0100 (CET)",
    "3/5/2024",
    "3-5-2024",
    "5/3/24",
    "24/3/5",
    "13/13/2024",
    "Order 66",
    "Room 101",
    "hello",
    "",
    "12:30",
    "noon",
    "Friday",
    "Jan 1, 2024, 12:00 PM UTC",
    "Jan 1, 2024 12:00 PM",
    "1 jan 70",
    "1 jan 49",
    "1 jan 50",
    "2024-3-5",
    "+002024-03-05",
    "-000001-01-01",
    "2024-03-05T06:07:08z",
    "2024-03-05t06:07:08Z",
    "2024-03-05T06:07:08.1",
    "2024-03-05T06:07:08.123456789Z",
    "2024-03-05T06",
    "2024-03-05 6:07 pm",
    "6:07 pm 2024-03-05",
    "2024/03/05 06:07 PST",
    "Sept 3 2024",
    "3 septembre 2024",
    "Thursday 3",
    "10 am 3/4/2024",
    "(comment) 3/4/2024",
    "3/4/2024 (nested (comment)",
    "2024-03-05T06:07:08+25:00",
    "1 2 3 4",
    "1,2,3",
    "99999999999",
    "2024-03-05T06:07:08 +0530",
    "2024-03-05T06:07:08+0530",
    "2024-03-05T06:07:08-2360",
    "2024-03-05T06:07:08+05:6",
    "2024-03-05T06:07:08+05:60",
    "2024-03-05T06:07:08+24:00",
    "2024-03-05T06:07:08.",
    "2024-03-05T06:07:08.12x",
    "2024-03-05T06:07:",
    "2024-03-05T6:07",
    "2024-03-05T06:60",
    "2024-03-05T06:07:60",
    "2024-03-05T24:00:00.1",
    "-000000-03-05",
    "-000000",
    "+0020245-03-05",
    "1::2 3 2024",
    "3/4/2024 1::2",
    "3/4/2024 1:2::3",
    "3/4/2024 1:2:3:4:5",
    "3/4/2024 13:00 pm",
    "3/4/2024 0:00 am",
    "3/4/2024 10:00 GMT+5:30",
    "3/4/2024 10:00 GMT+",
    "3/4/2024 10:00 GMT+05306",
    "3/4/2024 10:00 UTC-0730",
    "3/4/2024 10:00 +5:30:00",
    "3/4/2024)",
    "3/4/2024 -",
    "3/4/2024 -x",
    "-271821-04-19",
    "+275760-09-13T00:00:00.001Z",
    "3/4/2024 10:00 GMT+99999999:00",
    "3/4/2024 10:00 GMT+9999999:00",
    "3/4/2024 10:00 GMT-596523:14",
    "3/4/2024 10:00 GMT-596524:00",
)
_VARIABLES = (
    "i",
    "z",
    "neg",
    "f",
    "epoch",
    "big",
    "huge",
    "t",
    "fl",
    "n",
    "missing",
    "arr",
    "ea",
    "obj",
    "iso",
    "day",
    "us",
    "num",
    "numf",
    "nan",
    "sp",
)
_ALL = "%a %A %b %B %c %C %d %e %H %I %j %k %l %L %m %M %N %p %P %q %s %S %u %U %w %W %x %X %y %Y %z %:z %Z"
_PROCESS_ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Europe/London", "Australia/Lord_Howe")
_PIECES = (
    "2024",
    "24",
    "3",
    "5",
    "05",
    "31",
    "32",
    "1970",
    "0001",
    "12",
    "60",
    "99",
    "Mar",
    "March",
    "mayo",
    "Tuesday",
    "am",
    "PM",
    "T",
    "t",
    "Z",
    "UTC",
    "GMT",
    "EST",
    "PDT",
    "+",
    "-",
    ":",
    "/",
    ".",
    ",",
    " ",
    " ",
    " ",
    "(x)",
    "06:07",
    "06:07:08",
    ".123",
    "+0530",
    "-05:00",
    "st",
    "of",
    "100",
    "999999999",
    "1234567",
    "z",
    "-000001",
    "+002024",
    "2024-03-05",
    "2024-03-05T06:07:08",
    "24:00",
    "\u00a0",
    "é",
    ";",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    yield from _inputs()
    yield from _parsing()
    yield from _process_zones()
    yield from _short_forms()


def _inputs() -> Iterator[Case]:
    layouts = (
        '"%Y-%m-%d %H:%M:%S.%L %z"',
        "nil",
        "missing",
        "''",
        "5",
        "t",
        "arr",
        '"%H", "America/New_York"',
        '"%H", "nowhere"',
        '"%H", "UTC", 1, 2',
    )
    for value in (
        *_VARIABLES,
        "true",
        "false",
        "nil",
        "empty",
        "blank",
        "(1..3)",
        "1700000000",
        "1700000000.5",
        "-1",
        "8640000000000",
        "8640000000001",
    ):
        yield Case("date.input", f"{{{{ {value} | date }}}}")
        for layout in layouts:
            yield Case("date.input", f"{{{{ {value} | date: {layout} }}}}")
    for text in _TEXTS:
        quoted = "'" + text + "'"
        yield Case("date.input", f"{{{{ {quoted} | date: '%Y-%m-%d %H:%M:%S.%L %z' }}}}")
        yield Case("date.input", f"{{{{ {quoted} | date: '%c', 'Asia/Tokyo' }}}}")
        yield Case("date.input", f"{{{{ {quoted} | date }}}}")
    for layout in FORMATS:
        yield Case(
            "date.input",
            f'{{{{ now | date: "{layout}" }}}} {{{{ now | date: "{layout}", "America/Los_Angeles" }}}}',
            "call",
        )
    yield Case("date.input", '{{ "now" | date: f: "%H" }}')
    yield Case("date.input", '{{ "now" | date: "%H", tz: "UTC" }}')


def date_text(chance: random.Random) -> str:
    """Pieces of dates in any order."""
    return "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 9)))


def _parsing() -> Iterator[Case]:
    chance = random.Random(20240101)
    for _ in range(900):
        yield Case("date.parse", f'{{{{ "{date_text(chance)}" | date: "%Y-%m-%d %H:%M:%S.%L" }}}}')


def _process_zones() -> Iterator[Case]:
    for zone in _PROCESS_ZONES:
        for layout in (_ALL, "%c", "%H:%M %Z"):
            for argument in ("", ', "America/Chicago"', ", 90"):
                yield Case("date.process", f'{{{{ "now" | date: "{layout}"{argument} }}}}', timezone=zone)
        for text in (
            "2024-03-10 02:30",
            "2024-03-31T01:30:00",
            "2023-11-05 01:30",
            "2024-03-05",
            "Mar 5 2024 6:00 PM",
            "0044-03-15",
            "1700000000",
        ):
            yield Case(
                "date.process",
                f'{{{{ "{text}" | date }}}} {{{{ "{text}" | date: "%c %z", "Europe/Paris" }}}}',
                timezone=zone,
            )
        yield Case("date.process", "{{ 'now' | date_to_xmlschema }} {{ 'now' | date_to_rfc822 }}", timezone=zone)


def _short_forms() -> Iterator[Case]:
    values = (
        "'now'",
        "iso",
        "day",
        "epoch",
        "s",
        "n",
        "missing",
        "obj",
        "'2024-03-01'",
        "'2024-03-02'",
        "'2024-03-03'",
        "'2024-03-11'",
        "'2024-03-21'",
    )
    for name in ("date_to_xmlschema", "date_to_rfc822", "date_to_string", "date_to_long_string"):
        for value in values:
            for argument in ("", ": 'ordinal'", ": 'ordinal', 'US'", ": 'other'", ": nil, 'US'"):
                yield Case("date.short", f"{{{{ {value} | {name}{argument} }}}}")
