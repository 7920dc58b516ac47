"""Parameters: ``${name}`` in any text of a resource stands for a value of the environment (semantics §15.1).

``${env:NAME}`` and ``secrets://…`` are no parameters but references to secrets, which nobody reads here. The code of a
code tool is left alone: ``${…}`` belongs to JavaScript there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic, Related, Severity
from ..diagnostics.catalog import J005, J006, R033, R034
from ..expression import Expression
from ..secrets import mask
from ..sources import Document, Path, pointer
from ..traced import Filled, Place, Scalar, Traced, fill
from ..values import replace
from .environments_file import Settings
from .project import Parameter, Project
from .scope import Resource

NAME = Expression(r"\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}")


class Value(NamedTuple):
    """A parameter's value in an environment, and where it is given."""

    value: Scalar
    place: Place


class Parameters:
    """The parameters of a workspace: those that the project file declares, and those of an ``environments.yaml``."""

    def __init__(self, project: Project, settings: tuple[Settings, ...]) -> None:
        self.declared: Mapping[str, Parameter] = project.parameters
        self.diagnostics: list[Diagnostic] = []
        self.used: set[str] = set()
        self.places: dict[tuple[str, str], dict[str, Place]] = {}
        for name, one in self.declared.items():
            fault = None if one.default is None else fault_of(one.default, one.type, name)
            if NAME.fullmatch(f"${{{name}}}") is None:
                fault = "is no name that a text can hold: letters, digits, dots, dashes and _ are, a letter first."
            if fault:
                self.diagnostics.append(J005.at(one.place.span(), f"{name!r} {fault}", path=pointer(one.place.path)))
        self._given: dict[str | None, dict[str, Value]] = {None: {}}
        for setting in settings:
            self._given[setting.name] = self._values(setting.parameters, setting.name, closed=bool(self.declared))
            self._given[setting.name] |= {
                name: Value(text.value, text.place()) for name, text in setting.implied() if name not in self.declared
            }
        for environment in project.environments:
            own = self._values(environment.parameters, environment.name, closed=True)
            self._given[environment.name] = {**self._given.get(environment.name, {}), **own}

    def filled(self, resource: Resource, env: str | None) -> Resource:
        """*resource* as environment *env* has it. The value of a text's place stays where the text is."""
        documents = {id(place.document): place.document for place in resource.source.origins.values()}
        if not any("${" in document.text for document in documents.values()):
            return resource
        source = resource.source
        filling = _Filling(self, source, env)
        value = filling.visit(source.value, ())
        self.diagnostics += filling.found
        if not filling.origins:
            return resource
        for place in filling.origins.values():
            here = self.places.setdefault((place.document.file, pointer(place.path)), {})
            here.update({f"the value of ${{{one.name}}}": one.declared for one in place.filled})
        losers: dict[Path, tuple[Place, ...]] = {}
        for path, places in source.replaced.items():
            for place in places:
                for inner, part in filling.lost(place):
                    at = (*path, *inner)
                    losers[at] = (*losers.get(at, ()), part)
        return replace(resource, source=Traced(value, {**source.origins, **filling.origins}, losers, source.dropped))

    def value(self, name: str, env: str | None) -> Value | None:
        """The value of *name* in *env*: the environment's own, else the default."""
        self.used.add(name)
        given = self._given.get(env, {}).get(name)
        parameter = self.declared.get(name)
        if given is None and parameter is not None and parameter.default is not None:
            return Value(parameter.default, parameter.given)
        return given

    def known(self) -> list[str]:
        """All names that some environment has a value for, or that are declared."""
        return sorted({*self.declared, *(name for values in self._given.values() for name in values)})

    def findings(self, documents: Iterable[Document]) -> list[Diagnostic]:
        """What was found while filling in, and J006 for each declared parameter that none of *documents* names."""
        left = set(self.declared) - self.used
        for document in documents:
            if left and "${" in document.text:
                left -= set(NAME.findall(document.text))
        for name in sorted(left):
            place = self.declared[name].place
            message = (
                f"nothing names ${{{name}}}: this parameter changes nothing in any environment. Name it, or remove it."
            )
            self.diagnostics.append(J006.at(place.key_span(), message, path=pointer(place.path)))
        return self.diagnostics

    def declarations(self) -> dict[tuple[str, str], tuple[Related, ...]]:
        """By file and JSON pointer of each text that holds parameters, where their values are given."""
        return {
            key: tuple(Related(place.span(), label) for label, place in places.items())
            for key, places in self.places.items()
        }

    def _values(self, entries: Mapping[str, Traced], env: str, *, closed: bool) -> dict[str, Value]:
        """The values of *entries* that can be used; *closed*: only declared names count."""
        found = {}
        for name, entry in entries.items():
            place, parameter = entry.place(), self.declared.get(name)
            if parameter is None and closed:
                near = _near(name, self.declared)
                message = (
                    f"environment {env} gives {name!r} a value, but 'parameters' does not declare it{near} Nothing "
                    "takes the value: declare it, or take it away."
                )
                self.diagnostics.append(J005.at(place.key_span(), message, path=pointer(place.path)))
                continue
            fault = fault_of(entry.value, parameter.type if parameter else None, name)
            if fault:
                self.diagnostics.append(J005.at(place.span(), f"{name!r} {fault}", path=pointer(place.path)))
            else:
                found[name] = Value(entry.value, place)
        return found


class _Filling:
    """One resource under way: its new places, and what was found."""

    def __init__(self, parameters: Parameters, source: Traced, env: str | None) -> None:
        self.parameters, self.source, self.env = parameters, source, env
        self.origins: dict[Path, Place] = {}
        self.found: list[Diagnostic] = []

    def visit(self, value: Any, path: Path) -> Any:
        if isinstance(value, str):
            return self.text(value, path) if "${" in value else value
        if isinstance(value, list):
            return [self.visit(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, dict):
            own = value.get("type") == "code"
            return {
                key: item if own and key == "code" else self.visit(item, (*path, key)) for key, item in value.items()
            }
        return value

    def text(self, written: str, path: Path) -> Scalar:
        place = self.source.place(path)
        filled = tuple(self.parts(written, place, report=True))
        if not filled:
            return written
        self.origins[path] = replace(place, filled=filled)
        return fill(written, filled)

    def lost(self, place: Place) -> Iterator[tuple[Path, Place]]:
        """A value that lost with its parameters filled in, and each text with parameters inside of it."""
        written = place.document.get(place.path)
        if isinstance(written, str) and "${" in written:
            yield (), replace(place, filled=tuple(self.parts(written, place, report=False)))
            return
        yield (), place
        for inner in _named(written):
            part = place.inside(inner)
            text = str(part.document.get(part.path))
            yield inner, replace(part, filled=tuple(self.parts(text, part, report=False)))

    def parts(self, written: str, place: Place, *, report: bool) -> Iterator[Filled]:
        for match in NAME.finditer(written):
            value = self.parameters.value(match[1], self.env)
            if value is not None:
                yield Filled(match.start(), match.end(), match[1], value.value, value.place)
            elif report:
                self.found.append(self.missing(match[1], place, match.start(), match.end()))

    def missing(self, name: str, place: Place, start: int, end: int) -> Diagnostic:
        span, at = place.text_span(start, end), pointer(place.path)
        declared = self.parameters.declared.get(name)
        known = self.parameters.known()
        if declared is None and name not in known:
            if not known:
                message = f"no parameter is declared, so nothing takes the place of ${{{name}}}: it is sent as written."
                return R033.at(span, message, path=at, severity=Severity.WARNING)
            message = f"there is no parameter {name!r}{_near(name, known)} On a call the text stays as it is."
            return R033.at(span, message, path=at)
        where = f"environment {self.env!r}" if self.env else "this workspace, which has no environments"
        cure = f"Give it a value under {self.env!r}, or a default." if self.env else "Give it a default."
        message = (
            f"the parameter {name!r} has no value in {where}, and no default. On a call the text stays as it is. {cure}"
        )
        related = (Related(declared.place.key_span(), "declared here"),) if declared else ()
        return R034.at(span, message, path=at, related=related)


def _named(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where the texts inside of *value* are that name parameters."""
    if isinstance(value, str):
        if path and "${" in value:
            yield path
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _named(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _named(item, (*path, key))


TYPES: dict[str, type | tuple[type, ...]] = {"string": str, "number": (int, float), "integer": int, "boolean": bool}


def fault_of(value: object, type_: str | None, name: str) -> str | None:
    """What is wrong with the *value* of the parameter *name*, or None; without *type_* any scalar will do."""
    if not isinstance(value, (str, int, float, bool)):
        return "takes a text, a number or a boolean."
    if type_ is not None and (not isinstance(value, TYPES[type_]) or (isinstance(value, bool) and type_ != "boolean")):
        return (
            f"is declared as {type_}, found {mask(value, name)!r}, which does not count: the default takes its place, "
            "and where there is none the text stays as it is on a call. Write a value of that type."
        )
    if isinstance(value, str) and NAME.search(value):
        return "refers to another parameter: values are taken as they are written."
    return None


def _near(name: str, known: Mapping[str, object] | list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known)[:8])}." if known else "."
