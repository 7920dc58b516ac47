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
codes = []

def produce(name, *arguments):
    codes.append(main([*arguments, "-o", str(out / name)]))

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
print(json.dumps([codes, digests]), file=sys.__stdout__)
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


def _outcome(setting: Setting, workspaces: Path, folder: Path) -> tuple[list[int], dict[str, str]]:
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
    command = [sys.executable, "-c", WORK, str(workspaces), str(folder / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    codes, digests = json.loads(done.stdout.splitlines()[-1])
    return codes, digests


@pytest.fixture(scope="module")
def outcomes(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[list[int], dict[str, str]]]:
    folder = tmp_path_factory.mktemp("determinism")
    return [_outcome(setting, fixtures / "workspaces", folder / setting.seed) for setting in SETTINGS]


def test_every_command_did_its_work(outcomes: list[tuple[list[int], dict[str, str]]]) -> None:
    codes, digests = outcomes[0]
    assert set(codes) == {0}
    assert len(digests) > 20
    assert len(set(digests.values())) > 20


@pytest.mark.parametrize(
    "index", range(1, len(SETTINGS)), ids=lambda index: "-".join(SETTINGS[index]).replace("/", ".")
)
def test_same_bytes(outcomes: list[tuple[list[int], dict[str, str]]], index: int) -> None:
    assert outcomes[index] == outcomes[0]
