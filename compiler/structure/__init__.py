"""Structure checks: does a document have the keys and values that its kind takes?"""

from __future__ import annotations

from .check import check
from .compile import validate
from .fault import Fault, Repair
from .vocabulary import property_names

__all__ = ["Fault", "Repair", "check", "property_names", "validate"]
