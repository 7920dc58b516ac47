"""The ``callplan`` command: the way from a command line to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import __version__
from .exits import INTERNAL, INTERRUPTED, USAGE, Failed, Refused
from .quick import question
from .terminal import err, finish, prepare


def main(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code of design §3.1. Nothing is raised, whatever the input."""
    try:
        Path.cwd()
    except OSError:
        err("callplan: the current folder does not exist any more")
        return USAGE
    try:
        asked = question(arguments)
        if asked is not None:
            return asked.answer()
        from .commands import run

        return run(arguments)
    except Refused as refusal:
        err(f"callplan: {refusal}")
        return USAGE
    except Failed as failure:
        return failure.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _internal(error, arguments)


def _internal(error: Exception, arguments: Sequence[str]) -> int:
    """One line without the error's own text, which may quote a configuration; all of it under ``CALLPLAN_DEBUG``."""
    import shlex
    import traceback

    if os.environ.get("CALLPLAN_DEBUG"):
        traceback.print_exception(error)
    root = Path(__file__).parent.parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(root)]
    place = f" at {Path(frames[-1].filename).relative_to(root).as_posix()}:{frames[-1].lineno}" if frames else ""
    command = shlex.join(["callplan", *arguments])
    err(
        f"callplan {__version__}: internal error, {type(error).__name__}{place}. This is a bug in callplan: please "
        f"report it with the output of: CALLPLAN_DEBUG=1 {command}"
    )
    return INTERNAL


def run() -> None:
    """The console entry point."""
    import gc

    gc.set_threshold(100_000, 20, 100)  # a run builds much and drops little: the default collects for nothing
    prepare()
    try:
        code = main(sys.argv[1:])
        finish()
    except KeyboardInterrupt:
        code = INTERRUPTED
    os._exit(code)  # taking the interpreter down object by object would be a tenth of a check's time
