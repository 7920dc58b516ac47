"""Text to documents: YAML 1.2, JSON and Markdown with front matter, each value traceable to its place."""

from .bounds import DEFAULT_BOUNDS, Bounds
from .document import Document
from .path import Path, parse_pointer, pointer
from .reading import FORMATS, Reading, format_of, read_bytes, read_file, read_text

__all__ = [
    "DEFAULT_BOUNDS",
    "FORMATS",
    "Bounds",
    "Document",
    "Path",
    "Reading",
    "format_of",
    "parse_pointer",
    "pointer",
    "read_bytes",
    "read_file",
    "read_text",
]
