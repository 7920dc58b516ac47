"""``check --fix`` and ``--diff``: what is written, and what is left alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

PHONE = "name: Line\nphoneNumber: +15550100042\n"


@pytest.fixture
def typo(tree: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree({})
    monkeypatch.chdir(root)
    (root / "assistants").mkdir()
    path = root / "assistants" / "a.yml"
    path.write_bytes(b"\xef\xbb\xbfnmae: Ana\r\nfirstMessage: Hello\r\n")
    path.chmod(0o640)
    return path


def test_unsafe_fixes_need_their_option(callplan: Run, typo: Path) -> None:
    before = typo.read_bytes()
    done = callplan("check", "--fix")
    assert (done.code, done.err) == (1, "applied 0 fixes in 0 files\n")
    assert typo.read_bytes() == before


def test_fix_keeps_line_endings_mark_and_mode(callplan: Run, typo: Path) -> None:
    done = callplan("check", "--fix", "--unsafe-fixes")
    assert (done.code, done.err) == (0, "applied 1 fix in 1 file\n")
    assert typo.read_bytes() == b"\xef\xbb\xbfname: Ana\r\nfirstMessage: Hello\r\n"
    assert typo.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in typo.parent.iterdir()] == ["a.yml"]


def test_diff_changes_nothing(callplan: Run, typo: Path) -> None:
    before = typo.read_bytes()
    done = callplan("check", "--diff", "--unsafe-fixes")
    assert done.err == "would apply 1 fix in 1 file\n"
    changed = [line for line in done.out.splitlines() if line[:1] in "+-"][2:]
    assert changed == ["-\\ufeffnmae: Ana\\x0d", "+\\ufeffname: Ana\\x0d"]
    assert typo.read_bytes() == before


def test_a_link_is_followed(callplan: Run, typo: Path) -> None:
    real = typo.with_name("real.txt")
    typo.rename(real)
    typo.symlink_to(real.name)
    assert callplan("check", "--fix", "--unsafe-fixes", "assistants/a.yml").code == 0
    assert typo.is_symlink()
    assert real.read_bytes().startswith(b"\xef\xbb\xbfname: Ana")


def test_a_file_that_cannot_be_written_is_wrong_usage(callplan: Run, typo: Path, monkeypatch: Any) -> None:
    from callplan.cli import files

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    with pytest.raises(files.Refused, match=r"cannot write .*: Permission denied"):
        files.replace(typo, b"")
    assert callplan("check", "--fix", "--unsafe-fixes").code == 2


MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("tools/a.json", b'{"type": "endCall"}\r\n', b'{"type": "endCall"}\r\n'),
        ("assistants/a.md", b"---\nname: A\n---\nHi\r\n", b"---\nname: A\n---\nHi\r\n"),
        ("assistants/a.md", b"\r\n---\nname: A\n---\nHi\n", b"---\nname: A\n---\nHi\n"),
    ],
)
def test_a_byte_order_mark_goes(
    callplan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, before: bytes, after: bytes
) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    path.write_bytes(MARK + before)
    monkeypatch.chdir(tmp_path)
    shown = callplan("check", "--diff", "--select", "Y")
    assert shown.err == "would apply 1 fix in 1 file\n"
    assert "\n-\\ufeff" in shown.out
    assert path.read_bytes() == MARK + before
    done = callplan("check", "--fix", "--select", "Y", "--fail-on", "info")
    assert (done.code, done.err) == (0, "applied 1 fix in 1 file\n")
    assert path.read_bytes() == after


def test_a_file_that_changed_meanwhile_is_left_alone(callplan: Run, typo: Path, monkeypatch: Any) -> None:
    from callplan.cli import files

    replaced: list[bytes] = []
    monkeypatch.setattr(files, "replace", lambda path, content: replaced.append(content))
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"nmae: Bea\n")
    done = callplan("check", "--fix", "--unsafe-fixes")
    assert done.code == 2
    assert "has changed since it was read: nothing written" in done.err
    assert replaced == []


def test_what_is_no_file_is_written_to_and_stays(tmp_path: Path) -> None:
    from callplan.cli import files

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.replace(pipe, b"plan")
    assert os.read(reader, 10) == b"plan"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_folder_cannot_be_written(tmp_path: Path) -> None:
    from callplan.cli import files

    with pytest.raises(files.Refused, match="Is a directory"):
        files.replace(tmp_path, b"plan")
