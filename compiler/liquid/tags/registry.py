"""Every tag of LiquidJS 10.30.1, with three pseudo tags, as python-liquid has them."""

from __future__ import annotations

from . import conditions, cycle, loops, partials, text, variables
from .block import Tag

TAGS: tuple[type[Tag], ...] = (
    text.ContentTag,
    text.OutputTag,
    text.IllegalTag,
    variables.AssignTag,
    text.BlockBlockTag,
    loops.BreakTag,
    variables.CaptureTag,
    conditions.CaseTag,
    text.CommentTag,
    loops.ContinueTag,
    cycle.CycleTag,
    variables.DecrementTag,
    text.EchoTag,
    loops.ForTag,
    conditions.IfTag,
    partials.IncludeTag,
    variables.IncrementTag,
    text.InlineCommentTag,
    partials.LayoutTag,
    text.LiquidTag,
    text.RawTag,
    partials.RenderTag,
    loops.TableRowTag,
    conditions.UnlessTag,
)
