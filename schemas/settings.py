"""The project file ``callplan.yaml`` as pydantic models: ``schemas/project.schema.json`` is generated from them.

``check`` reads the schema document, compiled to closures, never these models: pydantic takes longer to load than most
workspaces take to check. What no schema says (a rule that exists, a policy's values, a folder that is there) is the
reader's alone.

    python -m callplan.schemas.settings > schemas/project.schema.json
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue


def _no_truth(value: Any) -> Any:
    """Python has ``True == 1``, JSON does not."""
    if isinstance(value, bool):
        raise ValueError("a number is expected, not a truth value")
    return value


Version = Annotated[Literal[1], BeforeValidator(_no_truth)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[list[Text], Field(min_length=1)]
Scalar = str | float | bool
Object = dict[str, Any]
Severity = Literal["error", "warning", "info"]
Codes = list[str]
Layout = Literal["gitops", "gitops-environments", "gitops-flat", "plain", "platform"]
External = dict[str, str] | str
"""Ids by name, or the file with an API's list answer."""

PLACES = (
    *("assistant", "squad", "member", "tool", "hook", "voice", "model", "transcriber", "destination", "server"),
    *("phone-number", "structured-output", "call"),
)
"""What an own rule may look at."""


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Environment(Strict):
    """What an environment changes."""

    folder: Text = "-"
    overlay: dict[str, Object] = {}
    parameters: dict[str, Scalar] = {}


class Parameter(Strict):
    """A declared parameter."""

    type: Literal["string", "number", "integer", "boolean"] = "string"
    default: Scalar = ""
    description: str = ""


class Variable(Strict):
    """A declared input: ``from`` says who supplies it."""

    type: Literal["string", "number", "integer", "boolean", "object", "array"] = "string"
    example: JsonValue = None
    source: Annotated[str, Field(alias="from")] = ""


class Allowance(Strict):
    """A difference between environments that is meant to be."""

    between: Annotated[list[str], Field(max_length=2)] = []
    target: Text = "-"
    path: Annotated[str, Field(pattern="^/")] = "/"
    node: Text = "-"
    field: Text = "-"
    category: Literal["behaviour", "content", "environment", "cosmetic"] = "behaviour"
    what: Literal["added", "removed", "changed"] = "changed"
    reason: Text


class Foreign(Strict):
    """What exists outside of the workspace, by folder of its kind."""

    assistants: External = {}
    squads: External = {}
    tools: External = {}
    structuredOutputs: External = {}
    credentials: External = {}
    personalities: Annotated[External, Field(alias="simulations/personalities")] = {}
    scenarios: Annotated[External, Field(alias="simulations/scenarios")] = {}
    tests: Annotated[External, Field(alias="simulations/tests")] = {}
    suites: Annotated[External, Field(alias="simulations/suites")] = {}
    evals: External = {}


class Override(Strict):
    """Rules for some files or environments."""

    paths: Texts = ["-"]
    environments: Texts = ["-"]
    ignore: Codes = []
    severity: dict[str, Severity] = {}
    options: dict[str, Object] = {}


class Own(Strict):
    """A rule of the project's own."""

    id: Annotated[str, Field(pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)+$", max_length=60)]
    on: Literal[PLACES] = "assistant"  # type: ignore[valid-type]  # a literal's values may be a tuple at run time
    environments: Texts = ["-"]
    paths: Texts = ["-"]
    where: Object = {}
    path: Annotated[str, Field(pattern="^(/.*)?$")]
    holds: Annotated[Any, Field(alias="is")] = None
    expect: Literal["each", "some", "none"] = "each"
    message: Annotated[str, Field(min_length=1, max_length=500)]
    severity: Severity = "error"


class Rules(Strict):
    """Which rules are looked at, and how."""

    profile: Literal["default", "strict", "minimal"] = "default"
    preview: bool = False
    select: Codes = []
    ignore: Codes = []
    severity: dict[str, Severity] = {}
    options: dict[str, Object] = {}
    overrides: list[Override] = []
    own: list[Own] = []


class ProjectFile(Strict):
    """``callplan.yaml``."""

    callplan: Version
    layout: Layout = "plain"
    roots: Texts = ["-"]
    environments: dict[str, Environment] = {}
    parameters: dict[str, Scalar | Parameter] = {}
    variables: dict[str, Variable] = {}
    allow: list[Allowance] = []
    hooks: dict[str, Text | list[Text]] = {}
    policies: dict[str, str | int] = {}
    external: Foreign = Foreign()
    rules: Rules = Rules()


class _Generate(GenerateJsonSchema):
    """Defaults are the reader's, and a title that repeats a name says nothing."""

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def generate() -> str:
    """The text of ``schemas/project.schema.json``."""
    schema = ProjectFile.model_json_schema(by_alias=True, schema_generator=_Generate)
    definitions = schema.pop("$defs")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:callplan:project"}
    document = {**head, **_plain(schema, definitions), "title": "callplan.yaml"}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any, definitions: Object) -> Any:
    """*value* with its definitions in place, constants as lists of one, and simple alternatives as a list of types."""
    if isinstance(value, list):
        return [_plain(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _plain(definitions[value["$ref"].rpartition("/")[2]], definitions)
    out = {key: _plain(item, definitions) for key, item in value.items() if not _idle(key, item)}
    if "const" in out:
        return {"enum": [out["const"]]}
    if "enum" in out:
        return {"enum": out["enum"]}
    branches = out.pop("anyOf", ())
    return {**out, **_folded(branches)} if branches else out


def _idle(key: str, value: Any) -> bool:
    """A keyword that says nothing; of the same names, properties are mappings."""
    return (key in ("title", "description") and isinstance(value, str)) or (
        key == "additionalProperties" and value is True
    )


def _folded(branches: list[Object]) -> Object:
    """Alternatives of several types as one schema: each keyword but ``type`` is about one type alone."""
    merged: Object = {"type": [branch["type"] for branch in branches]}
    for branch in branches:
        merged |= {key: value for key, value in branch.items() if key != "type"}
    return merged


if __name__ == "__main__":
    print(generate(), end="")
