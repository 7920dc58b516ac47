"""What happened in a call, and its two written forms."""

from .lines import TraceFormatError, dump_json, load_json
from .model import FORMAT_VERSION, TYPES, Event, Header, Trace
from .text import dump_text, golden_text

__all__ = [
    "FORMAT_VERSION",
    "TYPES",
    "Event",
    "Header",
    "Trace",
    "TraceFormatError",
    "dump_json",
    "dump_text",
    "golden_text",
    "load_json",
]
