"""Plan coverage: which parts of a plan a suite of transcripts touched."""

from .model import Coverage, Entry, Played, collect
from .nodes import KINDS, Node, nodes
from .touch import touched

__all__ = ["KINDS", "Coverage", "Entry", "Node", "Played", "collect", "nodes", "touched"]
