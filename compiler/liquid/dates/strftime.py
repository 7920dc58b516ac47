"""LiquidJS's strftime (liquid.md §4.2): its own conversions and paddings; what it does not know stays as written."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from ..javascript.numbers import number_to_string
from .calendar import Fields
from .moment import Moment

DEFAULT_FORMAT = "%A, %B %-e, %Y at %-l:%M %P %z"

#: A conversion: flags, width, modifier, letter. The letter may be anything but a line terminator.
CONVERSION = re.compile("%([-_0^#:]+)?([0-9]+)?([EO])?([^\n\r\u2028\u2029])")

Value: TypeAlias = Callable[[Moment], str | int]

_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _hour12(wall: Fields) -> int:
    return wall.hour % 12 or 12


def _date(wall: Fields) -> str:
    return f"{wall.month}/{wall.day}/{wall.year if wall.year > 0 else 1 - wall.year}"


def _time(wall: Fields) -> str:
    return f"{_hour12(wall)}:{wall.minute:02d}:{wall.second:02d} {'AM' if wall.hour < 12 else 'PM'}"


def _ordinal(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _offset(west_min: float, colon: bool) -> str:
    minutes = abs(west_min)
    hours, rest = number_to_string(math.floor(minutes / 60)), number_to_string(minutes % 60)
    return ("-" if west_min > 0 else "+") + hours.rjust(2, "0") + (":" if colon else "") + rest.rjust(2, "0")


#: Letter to value. ``N``, ``z`` and ``Z`` need their flags and are written out below.
_VALUES: dict[str, Value] = {
    "a": lambda moment: _WEEKDAYS[moment.wall.weekday][:3],
    "A": lambda moment: _WEEKDAYS[moment.wall.weekday],
    "b": lambda moment: _MONTHS[moment.wall.month - 1][:3],
    "B": lambda moment: _MONTHS[moment.wall.month - 1],
    "c": lambda moment: f"{_date(moment.wall)}, {_time(moment.wall)}",
    "C": lambda moment: moment.wall.year // 100,
    "d": lambda moment: moment.wall.day,
    "e": lambda moment: moment.wall.day,
    "h": lambda moment: _MONTHS[moment.wall.month - 1][:3],
    "H": lambda moment: moment.wall.hour,
    "I": lambda moment: _hour12(moment.wall),
    "j": lambda moment: moment.wall.day_of_year,
    "k": lambda moment: moment.wall.hour,
    "l": lambda moment: _hour12(moment.wall),
    "L": lambda moment: moment.wall.millisecond,
    "m": lambda moment: moment.wall.month,
    "M": lambda moment: moment.wall.minute,
    "n": lambda moment: "\n",
    "p": lambda moment: "AM" if moment.wall.hour < 12 else "PM",
    "P": lambda moment: "am" if moment.wall.hour < 12 else "pm",
    "q": lambda moment: _ordinal(moment.wall.day),
    "s": lambda moment: moment.ms // 1000,
    "S": lambda moment: moment.wall.second,
    "t": lambda moment: "\t",
    "u": lambda moment: moment.wall.weekday or 7,
    "U": lambda moment: (moment.wall.day_of_year + 6 - moment.wall.weekday) // 7,
    "w": lambda moment: moment.wall.weekday,
    "W": lambda moment: (moment.wall.day_of_year + 6 - (moment.wall.weekday + 6) % 7) // 7,
    "x": lambda moment: _date(moment.wall),
    "X": lambda moment: _time(moment.wall),
    "y": lambda moment: moment.wall.year % 100,
    "Y": lambda moment: moment.wall.year,
    "%": lambda moment: "%",
}

#: Every letter that prints something other than itself.
LETTERS = frozenset(_VALUES) | {"N", "z", "Z"}
#: Letters whose value changes with the hour or the day, so that the zone matters.
LOCAL_LETTERS = frozenset("aAcdeHIjklMpPqSuUwWxX")

_WIDTHS = dict.fromkeys("CdeHIklmMSUWy", 2) | {"j": 3, "L": 3, "Y": 4}
_SPACE_PADDED = frozenset("aAbBceklpP")
_DEFAULT_FRACTION_DIGITS = 9


class _Piece(NamedTuple):
    """Literal text, or a conversion with its layout settled."""

    literal: str
    letter: str = ""
    value: Value | None = None
    flags: str = ""
    width: int = 0
    pad: str = "0"


@lru_cache(maxsize=512)
def _pieces(layout: str) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    end = 0
    for match in CONVERSION.finditer(layout):
        flags, width, _, letter = match.groups("")
        if letter not in LETTERS:
            continue
        found.append(_Piece(layout[end : match.start()]))
        found.append(_conversion(letter, flags, int(width or 0)))
        end = match.end()
    found.append(_Piece(layout[end:]))
    return tuple(piece for piece in found if piece.literal or piece.letter)


def _fraction(digits: int) -> Value:
    """``%N``: the milliseconds cut to *digits*, filled up with zeros on the right."""
    return lambda moment: f"{moment.wall.millisecond:03d}"[:digits].ljust(digits, "0")


def _numeric_zone(colon: bool) -> Value:
    return lambda moment: _offset(moment.west_min, colon)


def _named_zone(colon: bool) -> Value:
    return lambda moment: moment.zone_name or _offset(moment.west_min, colon)


def _conversion(letter: str, flags: str, asked: int) -> _Piece:
    if letter == "N":
        value = _fraction(asked or _DEFAULT_FRACTION_DIGITS)
    elif letter in "zZ":
        value = (_numeric_zone if letter == "z" else _named_zone)(":" in flags)
    else:
        value = _VALUES[letter]
    pad = " " if "_" in flags or (letter in _SPACE_PADDED and "0" not in flags) else "0"
    width = 0 if "-" in flags else asked or _WIDTHS.get(letter, 0)
    return _Piece("", letter, value, flags, width, pad)


def strftime(moment: Moment, layout: str) -> str:
    """*moment* printed by *layout*. Widths are bounded by ``longest`` before this is called."""
    return "".join(
        [piece.literal if piece.value is None else _print(piece, piece.value(moment)) for piece in _pieces(layout)]
    )


def _print(piece: _Piece, value: str | int) -> str:
    text = str(value)
    if "^" in piece.flags:
        text = text.upper()
    elif "#" in piece.flags:
        text = text.upper() if re.search("[a-z]", text) else text.lower()
    if piece.pad == "0" and text[:1] == "-":
        return "-" + text[1:].rjust(piece.width - 1, "0")
    return text.rjust(piece.width, piece.pad)


def longest(layout: str) -> int:
    """An upper bound of the length that *layout* prints, counting the widths that it asks for."""
    widths = (min(int(match[2][:12]), 10**9) for match in CONVERSION.finditer(layout) if match[2])
    return len(layout) * 24 + sum(widths)
