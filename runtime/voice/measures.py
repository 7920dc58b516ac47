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
    "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "mi": ("mile", "miles"),
    "ft": ("foot", "feet"),
    "yd": ("yard", "yards"),
    "yds": ("yard", "yards"),
}
UNITS: Final = {
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
        rf"(?<![\w.,:/$€£#+])(?P<minus>(?<![\w)])[-−])?(?<![\w]-)(?P<figure>[0-9]{{1,15}}(?:,[0-9]{{3}}){{0,4}}(?:\.[0-9]{{1,9}})?)"
        rf"(?P<to>[-–][0-9]{{1,15}})?[ \u00a0-]?(?P<unit>{spelled})(?![\w²³°/^]|-\w|\.\w)"
    )


_DISTANCE: Final = _pattern(DISTANCES)
_UNIT: Final = _pattern(UNITS)
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
    """``50%`` is ``50 percent``."""
    return _PERCENT.sub(" percent", text)


def _name(names: dict[str, tuple[str, str]], match: re.Match[str]) -> str:
    one, many = names[match["unit"]]
    return one if match["figure"] == "1" and not match["to"] else many
