"""The page of every rule: what it finds, why that matters on a call, an example and the same corrected.

A check that reports one rule has its page as its docstring. What the compiler's stages report, and what shares a check,
has it in a Markdown file beside this module, one section (``## V026``) a code, laid out alike.
"""

from .page import Example, Page, parse
from .store import all_pages, page_of, written_pages

__all__ = ["Example", "Page", "all_pages", "page_of", "parse", "written_pages"]
