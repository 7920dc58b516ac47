"""Write the schema documents anew from a copy of the platform's public OpenAPI document.

    python -m callplan.schemas.refresh PATH/openapi.json [--digest FILE]

Standard library only. The document is converted (``published``), repaired (``overlay``), and extended by what callplan
treats differently (``policies``) and by what the platform accepts beyond it (``legacy``). Nothing is written when a
repair has become needless, or when the document holds a form that nobody has decided about: the script says which.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from pathlib import Path
from typing import Any

from . import formats, layout, legacy, overlay, policies
from .digest import digest
from .published import FORMS, Conversion, Unrefreshable, nullable

Json = dict[str, Any]
FOLDER = Path(__file__).parent / "vapi"


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when the documents were written, 1 when they could not be; reasons go to stderr."""
    parser = argparse.ArgumentParser(prog="python -m callplan.schemas.refresh", description=__doc__)
    parser.add_argument("openapi", type=Path, help="the published document, as JSON")
    parser.add_argument(
        "--digest", type=Path, help="write names, types, enums and ranges of the published document here"
    )
    options = parser.parse_args(arguments)
    components = json.loads(options.openapi.read_text(encoding="utf-8"))["components"]["schemas"]
    try:
        documents, needless = refreshed(components)
    except Unrefreshable as problem:
        print(f"cannot refresh: {problem}", file=sys.stderr)
        return 1
    for name in needless:
        print(f"needless: the repair {name} found nothing to do; remove it", file=sys.stderr)
    if needless:
        return 1
    FOLDER.mkdir(exist_ok=True)
    for name, document in documents.items():
        (FOLDER / f"{name}.json").write_text(text(document), encoding="utf-8")
    if options.digest:
        options.digest.write_text(text({"$defs": digest(components)}), encoding="utf-8")
    print(f"{len(documents)} documents, {sum(len(text(document)) for document in documents.values()) // 1000} kB")
    return 0


def refreshed(published: Json) -> tuple[dict[str, Json], tuple[str, ...]]:
    """The documents for *published* (raw components) and the names of the repairs that it does not need."""
    components = copy.deepcopy(published)
    needed = overlay.amend(components)
    conversion = Conversion(components)
    definitions = layout.reachable(conversion, legacy.UNREACHED)
    groups = layout.groups(definitions)
    _retire(definitions)
    for tool in groups["tools"]:
        messages = definitions[tool]["properties"]["messages"]
        definitions[tool]["properties"]["messages"] = nullable(messages)
    _accept(definitions, groups)
    union = conversion.discriminated(list(layout.PHONE_NUMBERS), "PhoneNumber")
    definitions["PhoneNumber"], definitions["PhoneNumberUpdate"] = policies.phone_number(
        definitions, union, layout.PHONE_NUMBERS
    )
    for difference in policies.DIFFERENCES:
        try:
            definitions[difference.definition] = difference.change(definitions[difference.definition])
        except (KeyError, ValueError) as problem:
            raise Unrefreshable(f"the difference {difference.name} does not fit any more: {problem}") from problem
    policies.override_parts(
        definitions,
        {
            "model": (layout.at(definitions, "CreateAssistantDTO.model"), groups["models"]),
            "voice": (layout.at(definitions, "CreateAssistantDTO.voice"), groups["voices"]),
            "transcriber": (layout.at(definitions, "CreateAssistantDTO.transcriber"), groups["transcribers"]),
        },
    )
    layout.compose(definitions)
    strange = formats.give(definitions)
    if strange:
        raise Unrefreshable(f"nothing takes the formats of {', '.join(sorted(strange))} any more")
    documents = layout.documents(layout.share(_reached(definitions)))
    documents["ended-reason"] = ended_reason(published)
    met = {form: conversion.seen[form] > 0 for form in FORMS}
    return documents, tuple(name for name, was_needed in {**needed, **met}.items() if not was_needed)


def ended_reason(published: Json) -> Json:
    """The reasons that a call can end with: an enum of answers, so no request document leads to it."""
    reasons = published["Call"]["properties"]["endedReason"]["enum"]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, "type": "string", "enum": sorted(set(reasons))}


def _retire(definitions: Json) -> None:
    """Workflows are read as anything at all, with the word that they are gone."""
    for schema in definitions.values():
        for key in legacy.RETIRED:
            if key in schema.get("properties", {}):
                kinds = {"workflow": "object", "workflowOverrides": "object", "workflowIds": "array"}
                schema["properties"][key] = {"type": [kinds.get(key, "string"), "null"], "x-legacy": {"retired": True}}


def _accept(definitions: Json, groups: dict[str, tuple[str, ...]]) -> None:
    definitions["MessagePlan"] = legacy.MESSAGE_PLAN
    for owner, keys in legacy.KEYS.items():
        for name in groups.get(owner, (owner,)):
            properties = definitions[name]["properties"]
            definitions[name]["properties"] = {**properties, **{k: v for k, v in keys.items() if k not in properties}}
    for name, told in legacy.BRANCHES.items():
        definitions[name] = {**definitions[name], "x-legacy": told}
    for place, values in legacy.VALUES.items():
        layout.at(definitions, place)["x-legacy-values"] = values
    for owner, keys in legacy.MISPLACED.items():
        for name in groups.get(owner, (owner,)):
            properties = definitions[name]["properties"]
            kept = {key: where for key, where in keys.items() if key not in properties}
            definitions[name] = {**definitions[name], "x-misplaced": kept}


def _reached(definitions: Json) -> Json:
    """Without the definitions that retired keys alone led to."""
    kept: Json = {}
    waiting = [*layout.roots(), "PhoneNumber", *layout.COMPOSED.values()]
    while waiting:
        name = waiting.pop(0)
        if name not in kept:
            kept[name] = definitions[name]
            waiting.extend(layout.references(definitions[name]))
    return kept


def text(document: Json) -> str:
    """One line for each key and each definition: small, and a change of one shows as one line."""
    lines = []
    for key, value in document.items():
        if key in ("$defs", "properties") and value:
            inner = ",\n".join(f"  {json.dumps(name)}: {_compact(schema)}" for name, schema in value.items())
            lines.append(f" {json.dumps(key)}: {{\n{inner}\n }}")
        else:
            lines.append(f" {json.dumps(key)}: {_compact(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main())
