"""Ids of the platform (gitops-layout §2.6)."""

from __future__ import annotations

import re

from ..expression import Expression

UUID = Expression(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
