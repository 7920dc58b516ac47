"""The frame: help, exit codes, streams."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from callplan import __version__
from callplan.cli.commands import COMMANDS
from callplan.cli.main import main

Run = Callable[..., tuple[int, str, str]]
COMMAND = [sys.executable, "-m", "callplan"]


@pytest.mark.parametrize("name", [entry.name for entry in COMMANDS])
def test_help_of_each_command_has_an_example(callplan: Run, name: str) -> None:
    code, out, err = callplan(name, "--help")
    assert (code, err) == (0, "")
    assert f"  callplan {name}" in out.split("Example", 1)[1]


def test_table_and_docstrings_agree() -> None:
    for entry in COMMANDS:
        function = getattr(import_module(f"callplan.cli.{entry.python}"), entry.python)
        assert function.__doc__.splitlines()[0] == entry.summary


def test_help_lists_every_command(callplan: Run) -> None:
    code, out, _ = callplan("--help")
    assert code == 0
    assert all(f"\n  {entry.name} " in out for entry in COMMANDS)


@pytest.mark.parametrize("arguments", [["--version"], ["-m", "--version"]])
def test_version(arguments: list[str]) -> None:
    command = COMMAND if arguments[0] == "-m" else [str(Path(sys.executable).parent / "callplan")]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"callplan {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing command"),
        (["chek"], "there is no command 'chek'; did you mean 'check'"),
        (["check", "--fromat", "json"], "No such option: --fromat"),
        (["check", "--format", "yaml"], "'yaml' is not one of"),
        (["explain"], "Missing argument 'CODE'"),
        (["explain", "H04"], "or 'H004'?"),
        (["schema", "asistant"], "did you mean 'assistant'"),
        (["schema", "../plan"], "there is no schema '../plan'"),
    ],
)
def test_wrong_usage_is_2_with_one_hint(callplan: Run, arguments: list[str], said: str) -> None:
    code, out, err = callplan(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) <= 2


def test_internal_error_is_3_and_says_how_to_report(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import callplan.cli.rules as module

    def broken() -> int:
        """Nothing."""
        raise ValueError("a secret of the configuration")

    monkeypatch.setattr(module, "rules", broken)
    monkeypatch.delenv("CALLPLAN_DEBUG", raising=False)
    code, out, err = callplan("rules")
    assert (code, out) == (3, "")
    assert len(err.splitlines()) == 1
    assert "ValueError at tests/cli/test_main.py:" in err
    assert "CALLPLAN_DEBUG=1 callplan rules" in err
    assert "secret" not in err
    monkeypatch.setenv("CALLPLAN_DEBUG", "1")
    assert "Traceback" in callplan("rules").err


def test_interrupt_is_130(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import callplan.cli.rules as module

    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "rules", interrupted)
    assert callplan("rules") == (130, "", "")


def test_closed_pipe_is_silent() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*COMMAND, "schema", "assistant"], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_output_in_any_encoding(tmp_path: Path) -> None:
    (tmp_path / "assistants").mkdir()
    (tmp_path / "assistants" / "größe.yml").write_text("nmae: Zoë\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run(
        [*COMMAND, "check", "assistants"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert rb"assistants/gr\xf6\xdfe.yml:1:1: error L001" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    done = subprocess.run(
        [*COMMAND, "--show-completion", shell],
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "_CALLPLAN_COMPLETE" in done.stdout


def test_completion_of_commands() -> None:
    environment = {
        **os.environ,
        "_CALLPLAN_COMPLETE": "complete_bash",
        "COMP_WORDS": "callplan expl",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["explain"]


def test_main_returns_and_does_not_exit() -> None:
    assert main(["--version"]) == 0


def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    script = f'mkdir {gone} && cd {gone} && rmdir {gone} && exec {sys.executable} -c "$CODE" check'
    code = "import sys; sys.path[:0] = sys.argv[2:]; from callplan.cli.main import main; sys.exit(main(sys.argv[1:2]))"
    done = subprocess.run(["sh", "-c", script], env={**os.environ, "CODE": code}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"callplan: the current folder does not exist any more\n"
