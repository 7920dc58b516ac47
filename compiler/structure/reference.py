"""The same verdicts from jsonschema: slow, independent, and the judge of the closures in the tests.

``discriminator`` is taught to it as a keyword, so that an error stands in the branch that the value chose (plain
``oneOf`` takes half a second for an assistant and ends at its root). jsonschema is imported when first used.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ... import schemas

Json = dict[str, Any]


def errors(value: Any, name: str) -> list[tuple[tuple[str | int, ...], str]]:
    """What jsonschema has against *value* as a document *name*: paths and the keywords that failed, sorted."""
    found = {(tuple(error.absolute_path), str(error.validator)) for error in _validator(name).iter_errors(value)}
    return sorted(found, key=repr)


def check_schema(name: str) -> None:
    """Raise jsonschema's SchemaError when the document *name* is no JSON Schema."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schemas.load(name))


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator, ValidationError, validators

    from .fault import HARMLESS
    from .formats import FORMATS, fits

    plain_one_of = Draft202012Validator.VALIDATORS["oneOf"]

    def one_of(validator: Any, branches: Any, value: Any, schema: Json) -> Iterator[Any]:
        """The branches of a discriminated union are checked by the discriminator alone."""
        if "discriminator" not in schema:
            yield from plain_one_of(validator, branches, value, schema)

    def form(_: Any, name: str, value: Any, __: Json) -> Iterator[Any]:
        """A format decides, as in the closures."""
        if isinstance(value, str) and FORMATS[name].rule not in HARMLESS and not fits(name, value):
            yield ValidationError(f"no {name}", validator="format")

    extend: Any = validators.extend  # its stub has no types
    keywords = {"discriminator": _discriminator, "oneOf": one_of, "format": form}
    made = extend(Draft202012Validator, keywords)
    return made(schemas.bundle(name))


def _discriminator(validator: Any, told: Json, value: Any, schema: Json) -> Iterator[Any]:
    from re import search

    from jsonschema import ValidationError

    if not isinstance(value, dict):
        yield ValidationError("not an object", validator="type")
        return
    name, mapping = told["propertyName"], told["mapping"]
    if name not in value:
        yield ValidationError(f"{name} is missing", validator="required")
        return
    tag = value[name]
    if not isinstance(tag, str):
        yield ValidationError(f"{name} is no text", path=[name], validator="enum")
        return
    patterns = told.get("patterns", {})
    branch = mapping.get(tag) or next((found for pattern, found in patterns.items() if search(pattern, tag)), None)
    if branch is None and patterns:
        branch = mapping.get(tag.split("[")[0])
    if branch is None:
        yield ValidationError(f"unknown {name}", path=[name], validator="enum")
    else:
        yield from validator.descend(value, branch)
