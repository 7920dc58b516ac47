"""The project file ``callplan.yaml`` (design §3.6)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from .. import policies as policy_table
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import J001, J002
from ..sources import Document, Path, pointer
from ..traced import Place, Scalar, Traced
from ..values import dataclass, field
from .kinds import BY_NAME
from .layouts import FILE as FILE
from .rule_config import RuleConfig, read_rules
from .scope import Resource, is_id


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment: the folder that holds its tree, what it changes, by ``folder/name`` of the resource, and its
    values of parameters.
    """

    name: str
    folder: str | None = None
    overlay: Mapping[str, Traced] = field(default_factory=dict)
    parameters: Mapping[str, Traced] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A declared parameter: its type, the value where an environment has none of its own, where it is declared."""

    name: str
    type: str
    default: Scalar | None
    place: Place

    @property
    def given(self) -> Place:
        """Where the default stands."""
        return self.place.inside(("default",)) if isinstance(self.place.value, dict) else self.place


@dataclass(frozen=True, slots=True)
class Variable:
    """A declared input: who supplies it (``source``) is for people to read."""

    name: str
    type: str = "string"
    example: Any = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """Differences between environments that are meant to be: patterns (``*`` is any text; in ``path``, a JSON pointer
    into the plan, any text of one step, and ``**`` any steps) that all have to fit, and why. ``between`` are the two
    environments, in either order; without them any two.
    """

    place: Place
    reason: str
    between: tuple[str, str] | None = None
    target: str | None = None
    path: str | None = None
    node: str | None = None
    field: str | None = None
    category: str | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Hooks for a target: the hook document's name, a pattern of ``folder/name`` (``*`` is any text); the places of
    the entry and of the target in it.
    """

    written: str
    target: str
    place: Place
    at: Place

    @property
    def name(self) -> str:
        """The document's name: ``hooks/silence`` and ``silence`` are the same."""
        return self.written.removeprefix("hooks/")

    def fits(self, kind: str, name: str) -> bool:
        """Whether the resource *name* of a kind is meant, under any of the kind's folder names."""
        pattern = re.compile(".*".join(map(re.escape, self.target.split("*"))), re.DOTALL)
        return any(pattern.fullmatch(f"{folder}/{name}") for folder in BY_NAME[kind].folders)


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of a workspace; all empty where there is no project file. ``exports`` names by folder of a kind the
    file with an API's list answer, which brings more of ``external``; ``exported`` are the resources in it. ``layout``
    is the one to read it as, whatever it looks like; ``roots`` are the folders that hold it, without which all do.
    """

    document: Document | None = None
    environments: tuple[Environment, ...] = ()
    variables: Mapping[str, Variable] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    external: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    exports: Mapping[str, Place] = field(default_factory=dict)
    exported: Mapping[tuple[str, str], Resource] = field(default_factory=dict)
    rules: RuleConfig = field(default_factory=RuleConfig)
    allow: tuple[Allowance, ...] = ()
    hooks: tuple[Attachment, ...] = ()
    layout: str | None = None
    roots: tuple[str, ...] = ()


def read_project(document: Document) -> tuple[Project, list[Diagnostic]]:
    """The project that *document* describes. Faulty parts are reported and left out; the rest holds. A file with
    nothing in it, or comments alone, says no more than that the project begins here.
    """
    if document.data is None:
        return Project(document), []
    from ..structure import check

    diagnostics = [
        J001.at(found.span, found.message, path=found.path, fix=found.fix) for found in check(document, "project")
    ]
    faulty = {found.path for found in diagnostics}
    data = document.data if isinstance(document.data, dict) else {}

    def section(name: str) -> dict[str, Any]:
        value = data.get(name)
        if not isinstance(value, dict):
            return {}
        return {key: item for key, item in value.items() if pointer((name, key)) not in faulty}

    environments = tuple(_environment(document, name, spec or {}) for name, spec in section("environments").items())
    variables = {name: _variable(name, spec) for name, spec in section("variables").items()}
    policies: dict[str, str] = {}
    for name, value in section("policies").items():
        fault = policy_table.fault(name, value)
        if fault is None:
            policies[name] = str(value)
        else:
            path = ("policies", name)
            diagnostics.append(J002.at(document.key_span(path), fault, path=pointer(path)))
    return (
        Project(
            document,
            environments,
            variables,
            {name: _parameter(document, name, spec) for name, spec in section("parameters").items()},
            policies,
            {kind: _names(names) for kind, names in section("external").items()},
            {
                kind: Place(document, ("external", kind))
                for kind, names in section("external").items()
                if isinstance(names, str)
            },
            {},
            read_rules(Traced.of(document, ("rules",))),
            tuple(_allowances(document, faulty, diagnostics)),
            tuple(_attachments(document, section("hooks"))),
            data["layout"] if "layout" in data and "/layout" not in faulty else None,
            tuple(_roots(document, faulty)),
        ),
        diagnostics,
    )


def _roots(document: Document, faulty: Collection[str]) -> Iterator[str]:
    """Folders relative to the workspace; ``.`` is all of it."""
    roots = document.get(("roots",))
    for index, root in enumerate(roots if isinstance(roots, list) else ()):
        if isinstance(root, str) and pointer(("roots", index)) not in faulty:
            yield PurePosixPath(root).as_posix()


def _names(names: Any) -> dict[str, str]:
    """What is declared external: ids in small letters, as every reference to them is looked up."""
    if not isinstance(names, dict):
        return {}
    return {key.lower() if is_id(key) else key: name for key, name in names.items() if isinstance(name, str)}


def _allowances(document: Document, faulty: Collection[str], diagnostics: list[Diagnostic]) -> Iterator[Allowance]:
    data = document.data if isinstance(document.data, dict) else {}
    rules = data.get("allow")
    names = data["environments"] if isinstance(data.get("environments"), dict) else {}
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        path: Path = ("allow", index)
        if not isinstance(rule, dict) or any((at + "/").startswith(pointer(path) + "/") for at in faulty):
            continue
        texts = {key: rule.get(key) for key in ("target", "path", "node", "field", "category", "what")}
        between = rule.get("between")
        wrong = None
        if between is not None and len(between) != 2:
            wrong = "between names two environments."
        elif not any(texts[key] for key in ("path", "node", "field", "category", "what")):
            wrong = "this rule allows every difference: say which, by path, node, field, category or what."
        if wrong:
            diagnostics.append(J001.at(document.span(path), wrong, path=pointer(path)))
            continue
        for number, name in enumerate(between or ()):
            if names and name not in names:
                at: Path = (*path, "between", number)
                message = f"there is no environment {name!r}; known are {', '.join(names)}."
                diagnostics.append(J001.at(document.span(at), message, path=pointer(at)))
        pair = (between[0], between[1]) if between else None
        yield Allowance(Place(document, path), rule.get("reason") or "", pair, **texts)


def _attachments(document: Document, hooks: Mapping[str, Any]) -> Iterator[Attachment]:
    """``name: target`` or ``name: [target, …]``."""
    for name, targets in hooks.items():
        place = Place(document, ("hooks", name))
        if isinstance(targets, str):
            yield Attachment(name, targets, place, place)
        for index, target in enumerate(targets if isinstance(targets, list) else ()):
            if isinstance(target, str):
                yield Attachment(name, target, place, place.inside((index,)))
        if targets == []:
            yield Attachment(name, "", place, place)


def _environment(document: Document, name: str, spec: Any) -> Environment:
    folder, overlay, parameters = (
        spec.get(key) if isinstance(spec, dict) else None for key in ("folder", "overlay", "parameters")
    )
    path = ("environments", name)
    return Environment(
        name,
        folder if isinstance(folder, str) and folder else None,
        {
            key: Traced.of(document, (*path, "overlay", key), f"environment {name}")
            for key, over in (overlay if isinstance(overlay, dict) else {}).items()
            if isinstance(over, dict)
        },
        {
            key: Traced.of(document, (*path, "parameters", key))
            for key in (parameters if isinstance(parameters, dict) else ())
        },
    )


def _parameter(document: Document, name: str, spec: Any) -> Parameter:
    """``name: {type, default}``; a plain value is the default, and its type the parameter's."""
    place = Place(document, ("parameters", name))
    if not isinstance(spec, dict):
        return Parameter(name, _type(spec), spec, place)
    default = spec.get("default")
    return Parameter(name, spec.get("type") or ("string" if default is None else _type(default)), default, place)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "integer" if isinstance(value, int) else "number"


def _variable(name: str, spec: Any) -> Variable:
    if not isinstance(spec, dict):
        return Variable(name, example=spec)
    return Variable(name, spec.get("type", "string"), spec.get("example"), spec.get("from"))
