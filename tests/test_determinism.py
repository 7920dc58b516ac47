"""The same input gives the same bytes: under any hash seed, time zone, locale and order of files on disk.

Each setting is a process of its own that checks, compiles, diffs and plays the example workspaces. A ``sitecustomize``
module, found only there, shuffles what the operating system lists.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

SHUFFLE = """\
import os, random
_random = random.Random(os.environ["SHUFFLE"])
_listdir, _scandir = os.listdir, os.scandir

def listdir(*arguments):
    names = _listdir(*arguments)
    _random.shuffle(names)
    return names

class scandir:
    def __init__(self, *arguments):
        with _scandir(*arguments) as entries:
            self._entries = list(entries)
        _random.shuffle(self._entries)
    def __iter__(self):
        return self
    def __next__(self):
        if not self._entries:
            raise StopIteration
        return self._entries.pop()
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.close()
    def close(self):
        self._entries = []

os.listdir, os.scandir = listdir, scandir
"""

WORK = """\
import hashlib, json, os, sys
from pathlib import Path
from callplan.cli.main import main

assert os.listdir.__module__ == "sitecustomize"
workspaces, out = Path(sys.argv[1]), Path(sys.argv[2])
codes, found = [], []

def produce(name, *arguments):
    codes.append(main([*arguments, "-o", str(out / name)]))

for faulty in map(Path, sys.argv[3:]):  # what is found matters here, and its order
    os.chdir(faulty)
    for form in ("json", "concise", "sarif"):
        sys.stdout = open(out / f"{faulty.parent.name}.{faulty.name}.{form}", "w", encoding="utf-8")
        found.append(main(["check", "--format", form]))
        sys.stdout.close()
for workspace in sorted(path for path in workspaces.iterdir() if path.is_dir()):
    os.chdir(workspace)
    sys.stdout = open(out / f"{workspace.name}.check.json", "w")
    codes.append(main(["check", "--format", "json"]))
    sys.stdout.close()
    sys.stdout = open(os.devnull, "w")
    for transcript in sorted(workspace.rglob("*.transcript.yaml")):
        name = f"{workspace.name}.{transcript.name}"
        relative = str(transcript.relative_to(workspace))
        for form in ("text", "json"):
            produce(f"{name}.{form}", "run", relative, "--format", form)
        produce(f"{name}.events", "run", relative, "--detail", "events")
os.chdir(workspaces / "clinic")
for env in ("dev", "uat", "prod"):
    produce(f"{env}.plan.json", "compile", "squads/clinic", "--env", env)
sys.stdout = open(out / "diff.json", "w")
codes.append(main(["diff", "squads/clinic", "--env", "uat", "--env", "prod", "--format", "json"]))
sys.stdout.close()
digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}
print(json.dumps([codes, found, digests]), file=sys.__stdout__)
"""


class Setting(NamedTuple):
    """One process: hash seed, zone, locale (``C`` without Python's own coercion to UTF-8), order of directories."""

    seed: str
    zone: str
    locale: str
    shuffle: str


SETTINGS = (
    Setting("0", "UTC", "C.UTF-8", "1"),
    Setting("1", "Asia/Kathmandu", "C", "2"),
    Setting("2", "America/St_Johns", "C.UTF-8", "3"),
    Setting("3", "UTC", "C", "4"),
    Setting("4", "Asia/Kathmandu", "C.UTF-8", "5"),
)


class Outcome(NamedTuple):
    """The exit codes of what must work, those of checks that must find something, and the digest of every output."""

    codes: list[int]
    found: list[int]
    digests: dict[str, str]


def _outcome(setting: Setting, workspaces: Path, faulty: list[Path], folder: Path) -> Outcome:
    (folder / "out").mkdir(parents=True)
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(SHUFFLE, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    environment |= {
        "PYTHONHASHSEED": setting.seed,
        "TZ": setting.zone,
        "LC_ALL": setting.locale,
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "PYTHONPATH": str(folder / "site"),
        "SHUFFLE": setting.shuffle,
    }
    command = [sys.executable, "-c", WORK, str(workspaces), str(folder / "out"), *map(str, faulty)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return Outcome(*json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def outcomes(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    folder = tmp_path_factory.mktemp("determinism")
    workspaces = fixtures / "workspaces"
    subprocess.run([sys.executable, workspaces / "plant.py", workspaces / "clinic", folder / "planted"], check=True)
    faulty = [folder / "planted", *_tangles(folder / "tangled"), *sorted(fixtures.glob("compiler/check/R0*/bad"))]
    return [_outcome(setting, workspaces, faulty, folder / setting.seed) for setting in SETTINGS]


def _tangles(folder: Path) -> list[Path]:
    """A folder in which the order of files would show: names that clash, and slips that resemble several names."""
    for name in "zyxwvutsrq":
        file = folder / "assistants" / f"desk-{name}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"name: Desk\nmodel: {{provider: openai, model: gpt-4o, toolIds: [desk-{name}]}}\nvoic: x\n")
        file.with_suffix(".json").write_text('{"name": "Desk"}')
    return [folder]


def test_every_command_did_its_work(outcomes: list[Outcome]) -> None:
    first = outcomes[0]
    assert set(first.codes) == {0}
    assert set(first.found) <= {0, 1}, "warnings end with 0, errors with 1"
    assert sum(first.found) > 10
    assert len(set(first.digests.values())) > 30


@pytest.mark.parametrize(
    "index", range(1, len(SETTINGS)), ids=lambda index: "-".join(SETTINGS[index]).replace("/", ".")
)
def test_same_bytes(outcomes: list[Outcome], index: int) -> None:
    assert outcomes[index] == outcomes[0]
