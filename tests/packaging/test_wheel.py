"""sdist to wheel to an empty environment: what lands there, and that it works where folders have our names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

OURS = ("cli", "compiler", "runtime", "schemas")


def _run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode in (0, 1), f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def _copy(root: Path, target: Path) -> None:
    """The checkout as a clean clone has it: what git knows or would add; without git, all but what it ignores."""
    git = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if git.returncode != 0:
        skipped = (".venv", "*.egg-info", "__pycache__", "build", "dist", "node_modules", ".*_cache")
        shutil.copytree(root, target, ignore=shutil.ignore_patterns(*skipped))
        return
    for name in filter(None, git.stdout.decode().split("\0")):
        if (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, target / name)


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of a clean copy and the wheel that was built from that sdist."""
    home = tmp_path_factory.mktemp("build")
    _copy(root, home / "clean")
    done = _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", home / "dist", cwd=home / "clean")
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "dist"


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an empty environment with the wheel in it; the dependencies come from the running one."""
    home = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    (wheel,) = built.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, "install"]
    assert _run(*pip, "--no-deps", "--no-index", "--quiet", wheel, cwd=built).returncode == 0
    return python


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """Dependencies on the path behind everything else; nothing of the checkout, whose hook is a .pth file, is seen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CALLPLAN"))}
    return {**kept, "PYTHONPATH": sysconfig.get_path("purelib")}


def _site(python: Path) -> Path:
    (site,) = (python.parent.parent / "lib").glob("python*/site-packages")
    return site


def test_nothing_but_callplan_is_installed(installed: Path) -> None:
    names = {path.name for path in _site(installed).iterdir()}
    (info,) = (name for name in names if name.endswith(".dist-info"))
    assert info.startswith("callplan-")
    assert names - {info} == {"callplan"}


def test_wheel_holds_the_package_and_nothing_of_the_tests(built: Path, root: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[1].split(".")[0] for name in names if name.startswith("callplan/")}
    assert tops == {"__init__", "__main__", "py", *OURS}
    data = {
        path.relative_to(root).as_posix()
        for part in OURS
        for path in (root / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {f"callplan/{name}" for name in data} <= names


def test_sdist_holds_what_the_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"Makefile", "constraints.txt", "tests/conftest.py", "fixtures/workspaces/plant.py", ".ci/run"} <= names
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name]


def test_it_is_the_installed_package_that_runs(installed: Path, environment: dict[str, str], tmp_path: Path) -> None:
    code = "import callplan, callplan.cli.main as m; print(callplan.__file__); print(m.__file__)"
    done = _run(installed, "-c", code, cwd=tmp_path, env=environment)
    assert [Path(line).is_relative_to(_site(installed)) for line in done.stdout.splitlines()] == [True, True]


@pytest.mark.parametrize("module", [False, True], ids=["script", "python -m"])
def test_check_where_folders_have_our_names(
    installed: Path, environment: dict[str, str], tmp_path: Path, module: bool
) -> None:
    for name in OURS if module else (*OURS, "callplan"):  # -m puts the current folder first, a script does not
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the user code was imported')\n")
    (tmp_path / "assistants").mkdir()
    (tmp_path / "assistants" / "a.yml").write_text("nmae: Ana\n")
    command = [installed, "-m", "callplan"] if module else [installed.parent / "callplan"]
    done = _run(*command, "check", "--format", "concise", cwd=tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("assistants/a.yml:1:1: error L001")
