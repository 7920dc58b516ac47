"""Pages for people: a run as a timeline and a conversation, a diff with its prompts side by side."""

from .call import Run
from .call import render as run_page
from .differences import Comparison
from .differences import render as diff_page
from .matrix import render as matrix_page

__all__ = ["Comparison", "Run", "diff_page", "matrix_page", "run_page"]
