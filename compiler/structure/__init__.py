"""Structure checks: does a document have the keys and values that its kind takes?"""

from __future__ import annotations

from .compile import validate
from .fault import Fault, Path, Repair

__all__ = ["Fault", "Path", "Repair", "validate"]
