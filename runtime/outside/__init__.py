"""What the world outside sees of a call: the messages of servers and clients, and the artifact (semantics §1.1, §13).

All of it follows from a trace with full detail, so a run does not carry it: :func:`told` adds it to a trace where
somebody asks.
"""

from .messages import told

__all__ = ["told"]
