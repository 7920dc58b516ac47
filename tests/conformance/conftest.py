"""Lets the tests and scripts of this folder import ``oracle`` whichever way they are started."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
