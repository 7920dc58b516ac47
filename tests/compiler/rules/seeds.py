"""Workspaces with one known fault each, and the same in every layout that a configuration can have.

A seed is a Bad example of a page or of fixtures/rules. Written anew it keeps its meaning: as JSON, in the tree of the
gitops engine, as an assistant inside of a squad or of a call request, as overrides of a squad.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from callplan.compiler.diagnostics.catalog import BY_CODE
from callplan.compiler.rules.pages import all_pages
from callplan.compiler.sources import read_text

FIXTURES = Path(__file__).parents[3] / "fixtures" / "rules"
Files = dict[str, str]


class Seed(NamedTuple):
    """A rule, where the example comes from, its files and those of the good one."""

    code: str
    name: str
    bad: Files
    good: Files


def in_preview(code: str, files: Files) -> Files:
    """*files* with the project file that lets a new rule speak."""
    project = files.get("callplan.yaml", "callplan: 1\n")
    if not BY_CODE[code].preview or "\nrules:" in project:
        return files
    return {**files, "callplan.yaml": f"{project}rules: {{select: [ALL, {code}]}}\n"}


def seeds() -> Iterator[Seed]:
    """Every example, pages first."""
    for code, page in all_pages().items():
        if page.bad.command() is None:
            yield Seed(code, "page", page.bad.files(), page.good.files())
    for case in sorted(FIXTURES.iterdir()):
        yield Seed(case.name.partition("-")[0], case.name, _read(case, "bad"), _read(case, "good"))


def _read(case: Path, name: str) -> Files:
    [place] = [path for path in case.iterdir() if path.name.partition(".")[0] == name and path.suffix != ".out"]
    if place.is_file():
        return {f"example{place.suffix}": place.read_text(encoding="utf-8")}
    return {
        path.relative_to(place).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


class Unfit(Exception):
    """An example has no counterpart in a layout."""


def as_json(files: Files) -> Files:
    """Every YAML document as JSON."""
    found = {}
    for name, text in files.items():
        stem, dot, ending = name.rpartition(".")
        if (
            ending not in ("yml", "yaml")
            or name == "callplan.yaml"
            or name.startswith((".", "resources/", "platform/"))
        ):
            if ending in ("yml", "yaml"):
                raise Unfit(name)
            found[name] = text
        else:
            found[f"{stem}{dot}json"] = json.dumps(_value(text), indent=2, ensure_ascii=False)
    return found


GITOPS = ("assistants/", "squads/", "tools/", "structuredOutputs/", "simulations/")


def as_gitops(files: Files) -> Files:
    """The tree of one organisation."""
    found = {}
    for name, text in files.items():
        if name == "example.yaml" and _is_assistant(text):
            name = "assistants/example.yml"
        if not name.startswith(GITOPS) or name.endswith((".json", ".ts")):
            raise Unfit(name)
        found[f"resources/dev/{name}"] = text
    return found


def inside(wrap: Callable[[object], object], name: str) -> Callable[[Files], Files]:
    """One assistant as a part of another document."""

    def made(files: Files) -> Files:
        if len(files) != 1:
            raise Unfit("more than one file")
        [text] = files.values()
        if not _is_assistant(text):
            raise Unfit("no assistant")
        return {name: yaml.safe_dump(wrap(_value(text)), sort_keys=False, allow_unicode=True, width=1000)}

    return made


BASE = {"name": "Base", "model": {"provider": "openai", "model": "gpt-4o"}}


class Layout(NamedTuple):
    """A way to write an example anew, and what stands before the pointers of an assistant in it."""

    made: Callable[[Files], Files]
    prefix: str = ""


LAYOUTS: dict[str, Layout] = {
    "as written": Layout(lambda files: files),
    "json": Layout(as_json),
    "gitops": Layout(as_gitops),
    "member": Layout(
        inside(lambda value: {"name": "Desk", "members": [{"assistant": value}]}, "squads/desk.yml"),
        "/members/0/assistant",
    ),
    "call": Layout(inside(lambda value: {"assistant": value}, "calls/now.yml"), "/assistant"),
    "overrides": Layout(
        inside(
            lambda value: {"name": "Desk", "members": [{"assistant": BASE}], "membersOverrides": value},
            "squads/desk.yml",
        ),
        "/membersOverrides",
    ),
}


def _value(text: str) -> object:
    [document] = read_text("example.yaml", text).documents
    return document.data


def _is_assistant(text: str) -> bool:
    if text.startswith("---"):
        return False
    value = _value(text)
    return isinstance(value, dict) and "model" in value and isinstance(value["model"], dict)
