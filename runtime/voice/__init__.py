"""The voice pipeline: chunking, flush tags, the founding table's formatters, replacements, durations (semantics §7)."""

from .chunks import Buffer, Chunk, chunk
from .formatting import Formatted, Pass, explain, format_chunk, format_text
from .markup import break_ms, strip_flush
from .plan import ChunkPlan, FormatPlan
from .policies import VoicePolicies
from .replacements import ReplacementError, ReplacementFault
from .speech import Spoken, duration_ms, is_audio, member_plan, read_plan, speak, word_count

__all__ = [
    "Buffer",
    "Chunk",
    "ChunkPlan",
    "FormatPlan",
    "Formatted",
    "Pass",
    "ReplacementError",
    "ReplacementFault",
    "Spoken",
    "VoicePolicies",
    "break_ms",
    "chunk",
    "duration_ms",
    "explain",
    "format_chunk",
    "format_text",
    "is_audio",
    "member_plan",
    "read_plan",
    "speak",
    "strip_flush",
    "word_count",
]
