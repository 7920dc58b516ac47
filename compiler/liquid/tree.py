"""What a parsed template is made of: tokens, expressions, nodes.

The shapes are python-liquid's, so that its environment can hold our templates (:mod:`.environment`). They are written
out here because importing python-liquid takes longer than a whole check, which parses and analyses but renders nothing.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, NamedTuple, TextIO

TOKEN_TAG, TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_CONTENT = "tag", "expression", "output", "content"
TOKEN_ILLEGAL, TOKEN_EOF = "illegal", "end of expression"


class Token(NamedTuple):
    """A stretch of ``source``, which begins at ``start_index``, and what it is."""

    kind: str
    value: str
    start_index: int
    source: str


class TokenStream:
    """The tokens of a template, of which one is current. ``block_depth`` counts the blocks that are open."""

    __slots__ = ("block_depth", "position", "tokens")

    end = Token(TOKEN_EOF, TOKEN_EOF, -1, "")

    def __init__(self, tokens: Iterable[Token], block_depth: int = 0) -> None:
        self.tokens = [*tokens, self.end]
        self.position = 0
        self.block_depth = block_depth

    @property
    def current(self) -> Token:
        """The token that is to be read, at last the one that ends all streams."""
        return self.tokens[self.position]

    def __next__(self) -> Token:
        """The current token, which is read with that."""
        token = self.current
        if token is not self.end:
            self.position += 1
        return token


class Identifier(str):
    """A name with its place."""

    __slots__ = ("token",)

    def __new__(cls, name: str, *, token: Token) -> Identifier:
        made = super().__new__(cls, name)
        made.token = token
        return made

    token: Token


class Expression:
    """What has a value when the template is rendered; ``token`` is its text."""

    __slots__ = ("token",)

    def __init__(self, token: Token) -> None:
        self.token = token

    def __str__(self) -> str:
        return self.token.value

    @abstractmethod
    def evaluate(self, context: Any) -> Any:
        """The value in *context*."""

    def children(self) -> Iterable[Expression]:
        """Expressions inside this one."""
        return ()

    def scope(self) -> Iterable[Identifier]:
        """Names that hold inside it alone; LiquidJS has no expression with any."""
        return ()


class Node:
    """A piece of a template; ``token`` is the one that begins it."""

    __slots__ = ("token",)

    def __init__(self, token: Token) -> None:
        self.token = token

    @abstractmethod
    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        """Print what it is in *context*; how many characters that is, if anybody should know."""

    def children(self, static_context: Any, *, include_partials: bool = True) -> Iterable[Node]:
        """Nodes inside this one; no argument changes them, as there are no partials."""
        return ()

    def expressions(self) -> Iterable[Expression]:
        """The expressions that it holds itself."""
        return ()

    def template_scope(self) -> Iterable[Identifier]:
        """Names that it sets for what comes after it."""
        return ()

    def block_scope(self) -> Iterable[Identifier]:
        """Names that hold inside it alone."""
        return ()

    def partial_scope(self) -> None:
        """What it loads: nothing."""
