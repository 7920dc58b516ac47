"""Step 11, first three: distances keep their figures, units are spelled with theirs, ``%`` is "percent".

The difference between the first two is the founding table's: ``5km`` is ``5 kilometers``, ``43 lb`` is
``forty three pounds``.
"""

from __future__ import annotations

import re
from typing import Final

from .english import quantity
from .settings import Settings

DISTANCES: Final = {
    "KM": ("kilometer", "kilometers"),
    "CM": ("centimeter", "centimeters"),
    "FT": ("foot", "feet"),
    "YD": ("yard", "yards"),
    "YDS": ("yard", "yards"),
    "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "mi": ("mile", "miles"),
    "ft": ("foot", "feet"),
    "yd": ("yard", "yards"),
    "yds": ("yard", "yards"),
}
UNITS: Final = {
    "LB": ("pound", "pounds"),
    "LBS": ("pound", "pounds"),
    "KG": ("kilogram", "kilograms"),
    "MPH": ("mile per hour", "miles per hour"),
    "KMH": ("kilometer per hour", "kilometers per hour"),
    "KPH": ("kilometer per hour", "kilometers per hour"),
    "SQ FT": ("square foot", "square feet"),
    "KWH": ("kilowatt hour", "kilowatt hours"),
    "HR": ("hour", "hours"),
    "HRS": ("hour", "hours"),
    "HZ": ("hertz", "hertz"),
    "Hz": ("hertz", "hertz"),
    "KHZ": ("kilohertz", "kilohertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHZ": ("megahertz", "megahertz"),
    "GHZ": ("gigahertz", "gigahertz"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "gal": ("gallon", "gallons"),
    "tsp": ("teaspoon", "teaspoons"),
    "tbsp": ("tablespoon", "tablespoons"),
    "mph": ("mile per hour", "miles per hour"),
    "km/h": ("kilometer per hour", "kilometers per hour"),
    "kph": ("kilometer per hour", "kilometers per hour"),
    "sq ft": ("square foot", "square feet"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
}


def _pattern(names: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(
        rf"(?<![\w.,:/$€£¥¢%°#+@])(?P<minus>(?<![\w)])[-−])?(?<![\w]-)(?P<figure>[0-9]{{1,15}}(?:,[0-9]{{3}}){{0,4}}(?:\.[0-9]{{1,9}})?)"
        rf"(?P<to>[-–][0-9]{{1,15}})?[ \u00a0-]?(?P<unit>{spelled})(?![\w²³°/^]|-\w|\.\w)"
    )


BEHIND_FIGURES: Final = r"[ \u00a0-]?(?:[€¢%]|(?:{})(?![\w²³°/^]))".format(
    "|".join(re.escape(name) for name in sorted([*DISTANCES, *UNITS], key=lambda name: (-len(name), name)))
)
"""A sign or a unit: the figure before it is no date, no time and no phone number, or was not meant as one."""
_DISTANCE: Final = _pattern(DISTANCES)
_UNIT: Final = _pattern(UNITS)
_NO_PERCENTAGE: Final = re.compile(
    r"(?:[$€£¥¢₹][0-9.,]+|[0-9]:[0-9]+|[0-9]([-/. ])[0-9]+\1[0-9]+|[+](?:[0-9][ .()-]{0,2}){7,15})\Z"
)
_INCHES: Final = re.compile(r"(?<=\b(?:foot|feet) )([0-9]{1,2}) ?(?:in|inches)(?![\w])")
_PERCENT: Final = re.compile(r"(?<=[0-9])[ \u00a0]?%(?![\w%])")


def format_distances(text: str, settings: Settings) -> str:
    """``5km`` is ``5 kilometers``."""

    def spell(match: re.Match[str]) -> str:
        figure = match["figure"] + (match["to"] or "")
        return f"{match['minus'] or ''}{figure} {_name(DISTANCES, match)}"

    return _INCHES.sub(lambda m: f"{m[1]} {'inch' if m[1] == '1' else 'inches'}", _DISTANCE.sub(spell, text))


def format_units(text: str, settings: Settings) -> str:
    """``43 lb`` is ``forty three pounds``; a range keeps its figures."""

    def spell(match: re.Match[str]) -> str:
        name, minus = _name(UNITS, match), match["minus"]
        words = None if match["to"] else quantity(match["figure"])
        if words is None:
            return f"{minus or ''}{match['figure']}{match['to'] or ''} {name}"
        return f"{'minus ' if minus else ''}{words} {name}"

    return _UNIT.sub(spell, text)


def format_percentages(text: str, settings: Settings) -> str:
    """``50%`` is ``50 percent``; behind an amount, a time, a date or a phone number the sign stays."""

    def word(match: re.Match[str]) -> str:
        start = match.start()
        return match[0] if _NO_PERCENTAGE.search(text, max(0, start - 40), start) else " percent"

    return _PERCENT.sub(word, text)


def _name(names: dict[str, tuple[str, str]], match: re.Match[str]) -> str:
    one, many = names[match["unit"]]
    return one if match["figure"] == "1" and not match["to"] else many
