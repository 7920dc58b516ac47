"""Servers: where tool calls and events go (semantics §11.4)."""

from __future__ import annotations

from ..plan.model import Retry, Server, Template
from ..secrets import MASK, is_reference, is_secret_key
from ..sources import Path
from ..traced import Traced
from .context import Build
from .read import listing, mapping, milliseconds, text, whole
from .templates import template


def server(build: Build, source: Traced, at: Path, timeout_ms: int = 20_000) -> Server | None:
    """The server that the object *source* describes (``url`` and its companions), or None without a url."""
    url = template(build, source, ("url",), (*at, "url"))
    if url is None:
        return None
    headers: list[tuple[str, Template]] = []
    for name, path in sorted(_headers(source)):  # their order means nothing
        value = source.get(path)
        if isinstance(value, str):
            header = template(build, source, path, (*at, "headers", len(headers), 1))
            hidden = is_secret_key(name) and not is_reference(value)
            headers.append((name, Template(MASK) if hidden or header is None else header))
    build.origin_of((*at, "timeout_ms"), source, ("timeoutSeconds",))
    build.origin_of((*at, "credential"), source, ("credentialId",))
    build.origin_of((*at, "retry"), source, ("backoffPlan",))
    for field, key in _RETRY:
        build.origin_of((*at, "retry", field), source, ("backoffPlan", key))
    return Server(
        url,
        milliseconds(source, "timeoutSeconds") or timeout_ms,
        tuple(headers),
        text(source, "credentialId"),
        _retry(source),
    )


_RETRY = (
    ("kind", "type"),
    ("max_retries", "maxRetries"),
    ("base_delay_ms", "baseDelaySeconds"),
    ("excluded_status_codes", "excludedStatusCodes"),
)


def _headers(source: Traced) -> list[tuple[str, Path]]:
    """Names and places of the headers: values by name, or an apiRequest's schema with a value in each property."""
    written = mapping(source, "headers")
    if isinstance(written.get("properties"), dict) or written.get("type") == "object":
        return [(name, ("headers", "properties", name, "value")) for name in mapping(source, "headers", "properties")]
    return [(name, ("headers", name)) for name in written]


def _retry(source: Traced) -> Retry | None:
    plan = mapping(source, "backoffPlan")
    if not plan:
        return None
    return Retry(
        "exponential" if plan.get("type") == "exponential" else "fixed",
        whole(source, "backoffPlan", "maxRetries") or 0,
        milliseconds(source, "backoffPlan", "baseDelaySeconds") or 0,
        tuple(
            code
            for code in listing(source, "backoffPlan", "excludedStatusCodes")
            if isinstance(code, int) and not isinstance(code, bool)
        ),
    )


def member_server(build: Build, config: Traced, at: Path) -> Server | None:
    """An assistant's server: ``server``, or the legacy ``serverUrl``."""
    if mapping(config, "server"):
        return server(build, config.at(("server",)), at)
    url = template(build, config, ("serverUrl",), (*at, "url"))
    return Server(url) if url is not None else None
