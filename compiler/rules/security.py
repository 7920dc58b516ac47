"""Where data goes: servers and what is sent to them (rules §4.16)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import C009
from .check import Check
from .node import Node


def plain_http(node: Node) -> Iterator[Diagnostic]:
    """A server is called without encryption.

    Everything that the platform sends there can be read on the way: what callers say, their numbers, the arguments of
    tools. Nothing about the call sounds different.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server: {url: http://api.example.com/vapi}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server: {url: https://api.example.com/vapi}
    Source: rules C009
    """
    url = node.value["url"]
    if isinstance(url, str) and url.lower().startswith("http://"):
        yield node.fault(
            C009, ("url",), "this server is called without encryption: anybody on the way can read the call. Use https."
        )


CHECKS = (Check((C009,), "server", plain_http, frozenset({"url"})),)
