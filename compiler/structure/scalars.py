"""Checks of texts, numbers and the rest that holds nothing inside."""

from __future__ import annotations

import re
from typing import Any

from .fault import Check, Fault, Faults, Repair
from .formats import FORMATS, Format, fits
from .suggest import nearest
from .words import KIND, expected, found

Json = dict[str, Any]


def accept(_: Any) -> Faults:
    """Anything will do."""
    return None


def string_check(schema: Json) -> Check:
    """A check of a value that is known to be text."""
    if "enum" in schema:
        return enum_check(schema)
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    search = re.compile(schema["pattern"]).search if "pattern" in schema else None
    form = schema.get("format")
    if not least and most is None and search is None and form is None:
        return accept

    def check(value: str) -> Faults:
        if (most is not None and len(value) > most) or len(value) < least:
            what = f"{found(value)}, {len(value)} long" if value else "an empty text"
            return [Fault((), "L002", what, expected({k: v for k, v in schema.items() if k != "pattern"}), value=value)]
        if search is not None and not search(value):
            return [Fault((), "L002", found(value), expected(schema), value=value)]
        if form is not None and not fits(form, value):
            return [_malformed(value, FORMATS[form])]
        return None

    return check


def _malformed(value: str, form: Format) -> Fault:
    meant = form.mended(value)
    return Fault(
        (),
        form.rule,
        found(value) if value else "an empty text",
        form.words,
        f'Did you mean "{meant}"?' if meant else "",
        repair=Repair("replace", meant, False) if meant else None,
        value=value,
        effect=form.effect,
    )


def enum_check(schema: Json) -> Check:
    """A check of a value that is to be one of few."""
    values = frozenset(schema["enum"])
    old: dict[str, str | None] = schema.get("x-legacy-values", {})

    def check(value: Any) -> Faults:
        if value in values:
            return None
        if value in old:
            today = old[value]
            words = "the platform accepts it, and it switches nothing on: leave it out"
            if today:
                words = f"the platform still accepts it and reads {today}"
            repair = Repair("replace", today, True) if today else None
            return [Fault((), "L027", f'"{value}" is not in the published enum', words, repair=repair)]
        guess = (
            nearest(value, [item for item in schema["enum"] if isinstance(item, str)])
            if value.__class__ is str
            else None
        )
        return [
            Fault(
                (),
                "L002",
                found(value),
                expected(schema),
                f'Did you mean "{guess.text}"?' if guess else "",
                repair=Repair("replace", guess.text, guess.certain) if guess else None,
                value=value,
            )
        ]

    return check


def number_check(schema: Json, whole: bool = False) -> Check:
    """A check of a value that is known to be a number; *whole*: an integer, 1.0 being one."""
    least, most = schema.get("minimum"), schema.get("maximum")
    doubt: Json = schema.get("x-doubt", {})
    allowed = schema.get("enum")
    if least is None and most is None and not doubt and allowed is None and not whole:
        return accept

    def check(value: float) -> Faults:
        if (least is not None and value < least) or (most is not None and value > most):
            return [Fault((), "L002", found(value), expected(schema), value=value)]
        if whole and value.__class__ is float and not value.is_integer():
            return [Fault((), "L002", found(value), expected(schema), value=value)]
        if allowed is not None and value not in allowed:
            return [Fault((), "L002", found(value), expected(schema), value=value)]
        if doubt and value < doubt["minimum"]:
            return [
                Fault((), doubt["rule"], found(value), f"at least {doubt['minimum']}: {doubt['note']}", value=value)
            ]
        return None

    return check


def wrong_type(value: Any, schema: Json, wanted: str | None = None) -> list[Fault]:
    """The fault of a value that is of none of the types of *schema*, in the words that fit the usual mistakes."""
    wanted = wanted or expected(schema)
    types = schema.get("type", ())
    types = {types} if isinstance(types, str) else set(types)
    what, advice, repair = found(value), "", None
    if isinstance(value, str):
        advice, repair = _text_for(value, types)
    elif value is None:
        advice = "Leave the key out when nothing is meant."
    elif isinstance(value, bool) and "string" in types:
        sentinel = _sentinel(value, schema)
        advice = (
            f"A YAML 1.1 step turns an unquoted {sentinel or 'on, off, yes or no'} into {str(value).lower()}: "
            "write the text in quotes."
        )
        repair = Repair("replace", sentinel, True) if sentinel else None
    elif KIND.get(value.__class__) == "number" and "string" in types and "enum" not in schema:
        advice = "Write it in quotes."
        repair = None if isinstance(value, float) else Repair("replace", str(value), False)
    return [Fault((), "L002", what, wanted, advice, repair=repair, value=value)]


def _sentinel(value: bool, schema: Json) -> str | None:
    words = ("on", "yes", "true") if value else ("off", "no", "false")
    return next((word for word in words if word in schema.get("enum", ())), None)


def _text_for(value: str, types: set[str]) -> tuple[str, Repair | None]:
    """Advice where another type is wanted and a text stands there."""
    if "{{" in value or "{%" in value:
        return "Templates are filled in only where the platform reads text; here it gets the braces.", None
    if types & {"number", "integer"} and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", value):
        return "Write the number without quotes.", Repair("replace", value, True, quoted=False)
    if "boolean" in types and value.casefold() in ("true", "false", "on", "off", "yes", "no"):
        word = "true" if value.casefold() in ("true", "on", "yes") else "false"
        return f"Write {word} without quotes.", Repair("replace", word, True, quoted=False)
    return "", None
