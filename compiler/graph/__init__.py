"""The squad as a graph: who hands the caller to whom, and where calls leave."""

from .build import changed, graph_of
from .model import Edge, Graph, Mark, Node

__all__ = ["Edge", "Graph", "Mark", "Node", "changed", "graph_of"]
