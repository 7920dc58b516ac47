"""callplan as people have it: a wheel in a virtual environment of its own, not a checkout that an import hook finds.

check-jsonschema, the peer that start-up is measured against, stands beside it.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

HERE = Path(__file__).parent


@cache
def folder() -> Path:
    """The environment's folder of programs, made at the first call; it lies among the temporary files."""
    home = Path(mkdtemp(prefix="callplan-bench-"))
    print(f"installing callplan and check-jsonschema into {home} ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = home / "bin" / "python"
    subprocess.run([HERE.parent / ".ci" / "pip", python, str(HERE.parent), "check-jsonschema"], check=True)
    return python.parent


def program(name: str) -> str:
    """The path of an installed program."""
    return str(folder() / name)
