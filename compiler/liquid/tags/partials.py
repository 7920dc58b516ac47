"""Tags that would load another template. There is no file system behind a prompt, so reaching one fails the render."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from ..error import render_error
from ..javascript.convert import stringify
from ..tree import Expression, Node, Token, TokenStream
from .block import ExpressionNode, Tag
from .text import NothingNode


class PartialNode(ExpressionNode):
    """``include``, ``render`` and ``layout``."""

    __slots__ = ("file",)

    def __init__(self, token: Token, file: Expression) -> None:
        super().__init__(token)
        self.file = file

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        raise render_error(f'ENOENT: Failed to lookup "{stringify(self.file.evaluate(context))}" in "."')

    def held(self) -> Iterable[Expression | None]:
        return (self.file,)


class IncludeTag(Tag):
    """``{% include 'file' %}``."""

    name = "include"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        parser = self.arguments(stream)
        file = parser.value()
        if file is None:
            raise parser.failure("illegal file path")
        if self.name == "layout" and file.token.value == "none":
            return NothingNode(token)
        return PartialNode(token, file)


class RenderTag(IncludeTag):
    """``{% render 'file' %}``."""

    name = "render"


class LayoutTag(IncludeTag):
    """``{% layout 'file' %}``; ``{% layout none %}`` is nothing."""

    name = "layout"
