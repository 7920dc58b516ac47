"""The cache of ``check``: it says what a check would say, or nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from callplan.cli import cache, fingerprint, workspaces

TREE = {
    "assistants/typo.yml": "nmae: Ana\n",
    "assistants/unbound.yml": 'name: Bea\nfirstMessage: "Hi {{ x }}"\n',
    "squads/two.yml": "members: [{assistantId: typo}, {assistantId: unbound}]\n",
    "notes.md": "# Notes\n",
}

Run = Callable[..., Any]


@pytest.fixture
def project(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(TREE)
    monkeypatch.chdir(root)
    _later(monkeypatch)
    return root


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "cache"
    monkeypatch.setenv(cache.FOLDER, str(folder))
    return folder


def _later(monkeypatch: pytest.MonkeyPatch, seconds: int = 10) -> None:
    """The files are *seconds* old."""
    now = fingerprint.time_ns
    monkeypatch.setattr(fingerprint, "time_ns", lambda: now() + seconds * 1_000_000_000)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The roots that were read, not recalled."""
    read: list[Path] = []
    load = workspaces._loaded

    def counting(root: Path, *rest: Any) -> Any:
        read.append(root)
        return load(root, *rest)

    monkeypatch.setattr(workspaces, "_loaded", counting)
    yield read


@pytest.mark.parametrize("format", ["text", "concise", "json", "junit", "github", "markdown", "sarif", "gitlab"])
@pytest.mark.parametrize("name", ["clinic", "shop", "bank"])
def test_a_known_answer_is_the_same_answer(
    callplan: Run,
    fixtures: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: Path,
    loads: list[Path],
    name: str,
    format: str,
) -> None:
    _later(monkeypatch)
    target = fixtures / "workspaces" / name
    first = callplan("check", target, "--format", format)
    again = callplan("check", target, "--format", format)
    assert again == first
    recalled = format not in ("sarif", "gitlab")  # these need the documents
    assert len(loads) == (1 if recalled else 2)
    assert any(place.iterdir()) if recalled else not place.exists()


@pytest.mark.usefixtures("project", "place")
@pytest.mark.parametrize(
    "arguments",
    [["."], ["assistants/typo.yml"], ["assistants/unbound.yml", "squads"], ["notes.md"], ["squads", "nothing"]],
    ids=" ".join,
)
def test_every_question_has_its_own_answer(callplan: Run, loads: list[Path], arguments: list[str]) -> None:
    Path("nothing").mkdir()
    callplan("check", "assistants")  # another question about the same files
    fresh = callplan("check", *arguments, "--no-cache")
    assert callplan("check", *arguments) == fresh
    read = len(loads)
    assert callplan("check", *arguments) == fresh
    assert len(loads) == read


@pytest.mark.usefixtures("project", "place")
def test_options_apply_to_what_is_recalled(callplan: Run, loads: list[Path]) -> None:
    callplan("check")
    chosen = callplan("check", "--select", "Q002", "--severity", "Q002=error", "--format", "concise")
    assert (
        chosen.out
        == "assistants/unbound.yml:2:22: error Q002" + chosen.out[len("assistants/unbound.yml:2:22: error Q002") :]
    )
    assert chosen.code == 1
    assert len(loads) == 1


def _edit(root: Path) -> None:
    """A text of the same length, with the times of the old one."""
    file = root / "assistants/typo.yml"
    kept = file.stat()
    file.write_text("name: Bob\n")
    os.utime(file, ns=(kept.st_atime_ns, kept.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited": _edit,
    "new file": lambda root: (root / "assistants/new.yml").write_text("nmae: New\n"),
    "gone": lambda root: (root / "assistants/typo.yml").unlink(),
    "renamed": lambda root: (root / "assistants/typo.yml").rename(root / "assistants/other.yml"),
    "project file": lambda root: (root / "callplan.yaml").write_text("callplan: 1\nrules: {ignore: [L001]}\n"),
    "ignore file": lambda root: (root / ".vapi-ignore").write_text("*\n"),
    "folder": lambda root: (root / "resources").mkdir(),
}


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(callplan: Run, project: Path, loads: list[Path], change: Callable[[Path], object]) -> None:
    callplan("check")
    change(project)
    fresh = callplan("check", "--no-cache")
    read = len(loads)
    assert callplan("check") == fresh
    assert len(loads) == read + 1


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("reason", ["version", "packages"])
def test_another_callplan_answers_anew(
    callplan: Run, project: Path, loads: list[Path], monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    callplan("check")
    if reason == "version":
        monkeypatch.setattr(cache, "__version__", "0.0.0")
    else:
        monkeypatch.setattr(fingerprint, "_written", lambda place: 1)
    callplan("check")
    assert len(loads) == 2


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b'{"asked": 1}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "cut", "list", "null", "keys", "bytes", "deep"],
)
def test_a_damaged_entry_is_none(callplan: Run, place: Path, damage: bytes) -> None:
    first = callplan("check")
    (entry,) = place.iterdir()
    entry.write_bytes(damage)
    assert callplan("check") == first
    assert json.loads(entry.read_bytes())["diagnostics"]


@pytest.mark.usefixtures("project")
def test_an_entry_with_other_shapes_is_none(callplan: Run, place: Path) -> None:
    first = callplan("check")
    (entry,) = place.iterdir()
    held = json.loads(entry.read_bytes())
    for broken in ([1], [[]], [None], "no", {"a": 1}, [["L001", "x", "loud", "m", ["f", 1, 1, 1, 1], "", [], None]]):
        entry.write_text(json.dumps({**held, "diagnostics": broken}))
        assert callplan("check") == first


@pytest.mark.usefixtures("project")
def test_a_folder_that_cannot_be_written_costs_nothing(
    callplan: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = callplan("check", "--no-cache")
    place.write_text("")
    monkeypatch.setenv(cache.FOLDER, str(place))
    assert callplan("check") == fresh


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("option", ["--no-cache", "--verbose", "--diff", "--fix"])
def test_who_asks_for_more_asks_the_files(callplan: Run, place: Path, option: str) -> None:
    callplan("check", option)
    assert not place.exists()


def test_files_of_this_instant_are_not_trusted(
    callplan: Run, tree: Callable[[dict[str, str]], Path], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second write within one tick of the file system's clock would bear the same time."""
    root = tree(TREE)
    _later(monkeypatch, -1)
    callplan("check", root)
    assert not place.exists()


def test_a_linked_folder_is_not_trusted(callplan: Run, project: Path, place: Path) -> None:
    (project / ".kept").mkdir()
    (project / "linked").symlink_to(".kept")
    callplan("check")
    assert not place.exists()


def test_no_secret_is_kept(callplan: Run, project: Path, place: Path) -> None:
    (project / "assistants/keyed.yml").write_text(
        "name: Keyed\nserver: {url: 'https://example.com', secret: hunter2hunter2, timeoutSecond: 5}\n"
    )
    assert "F010" in callplan("check", "--format", "concise").out
    assert not place.exists()


@pytest.mark.usefixtures("project")
def test_the_cache_does_not_grow_for_ever(callplan: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    for target in ("assistants", "squads", "assistants/typo.yml", "assistants/unbound.yml"):
        callplan("check", target)
    assert len(list(place.iterdir())) == 2
