"""Chromium, as the tests of pages use it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

DARK = "--blink-settings=preferredColorScheme=0"


def chromium(home: Path, *arguments: str, size: tuple[int, int]) -> subprocess.CompletedProcess[bytes]:
    """Chromium without a window, a profile of its own, and no way out: every host is an address that nobody has.

    *size* is that of the page in CSS pixels, of which a picture has half as many.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(found for found in map(shutil.which, names) if found)
    return subprocess.run(
        [
            program,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=0.5",
            "--disable-extensions",
            "--disable-background-networking",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={home / 'profile'}",
            f"--window-size={size[0]},{size[1]}",
            *arguments,
        ],
        capture_output=True,
        check=True,
        timeout=120,
        env={**os.environ, "HOME": str(home)},
    )
