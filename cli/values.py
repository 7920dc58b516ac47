"""``--var``, ``--vars`` and ``--now`` as values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .exits import Failed, Refused
from .places import existing, shown


def variables(pairs: Iterable[str] | None, file: str | None) -> dict[str, Any]:
    """The variables of a command line: those of the file, then each ``NAME=VALUE`` over them."""
    values = {} if file is None else _from_file(file)
    for pair in pairs or ():
        name, equals, text = pair.partition("=")
        if not equals or not name.strip():
            raise Refused(f"--var: {pair!r} is not NAME=VALUE")
        values[name.strip()] = _value(text)
    return values


def _value(text: str) -> Any:
    """What a value on the command line means: JSON where it is exactly that, else the text itself.

    ``1.50`` and ``007`` stay texts: as numbers they would be printed otherwise.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if json.dumps(value) == text else text
    return value


def _from_file(file: str) -> dict[str, Any]:
    from ..compiler.diagnostics import Severity
    from ..compiler.rules.secrets import literals
    from ..compiler.sources import read_file
    from ..compiler.traced import Traced
    from .findings import tell

    path = existing(file)
    reading = read_file(path, shown(path))
    errors = [found for found in reading.diagnostics if found.severity is Severity.ERROR]
    if errors:
        tell(errors)
        raise Failed(2)
    data = reading.documents[0].data if reading.documents else None
    if not isinstance(data, dict):
        raise Refused(f"--vars: {shown(path)} holds no mapping of names to values")
    secrets = list(literals(Traced.of(reading.documents[0])))
    if secrets:
        raise Failed(tell(secrets))
    return dict(data)


def instant(text: str | None) -> datetime | None:
    """``--now`` as an aware datetime; None where it was not given."""
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None:
        raise Refused(f"--now: {text!r} is not an instant with a zone, such as 2026-01-05T15:00:00Z")
    return when
