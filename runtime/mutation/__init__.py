"""Mutation: changes of a plan, and which of them no transcript notices."""

from .mutant import Mutant
from .play import Case, Suite, Verdict, baseline, play
from .score import Score, score
from .suggestion import suggestion

__all__ = ["Case", "Mutant", "Score", "Suite", "Verdict", "baseline", "play", "score", "suggestion"]
