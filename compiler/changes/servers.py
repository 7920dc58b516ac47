"""Where requests go, and how long they may take."""

from __future__ import annotations

from ..plan.frozen import freeze
from ..plan.model import Server
from ..sources import Path
from .freeform import leaves
from .ledger import Ledger
from .model import what_of
from .words import seconds


def compare_server(
    ledger: Ledger, node: str, goes: str, before: Server | None, after: Server | None, old: Path, new: Path
) -> None:
    """Two servers: where requests go is the environment's, how long they may take is behaviour."""
    if before == after:
        return
    was, now = (server.url.text if server else None for server in (before, after))
    if was != now:
        sentence = f"{goes} to {now or 'no server'} instead of {was or 'no server'}."
        what = what_of(was, now)
        ledger.add(what, "environment", node, "server.url", sentence, ((*old, "url"), (*new, "url")), was, now)
    if before is None or after is None:
        return
    if before.timeout_ms != after.timeout_ms:
        sentence = f"{node} gives up after {seconds(after.timeout_ms)} instead of {seconds(before.timeout_ms)}."
        paths = ((*old, "timeout_ms"), (*new, "timeout_ms"))
        ledger.add(
            "changed", "behaviour", node, "server.timeout_ms", sentence, paths, before.timeout_ms, after.timeout_ms
        )
    headers = [{key: template.text for key, template in server.headers} for server in (before, after)]
    at = [{key: index for index, (key, _) in enumerate(server.headers)} for server in (before, after)]
    for leaf in leaves(freeze(headers[0]), freeze(headers[1])):
        key = str(leaf.path[0])
        sentence = f"requests of {node} carry another header {key}."
        was_at, now_at = (
            (*side, "headers", known[key], 1) if key in known else None
            for side, known in zip((old, new), at, strict=True)
        )
        ledger.add(
            leaf.what,
            "environment",
            node,
            f"server.headers.{key}",
            sentence,
            (was_at, now_at),
            leaf.before,
            leaf.after,
        )
    if before.credential != after.credential:
        was, now = _credential(before).removeprefix("the credential "), _credential(after)
        sentence = f"requests of {node} use {now} instead of {was}."
        ledger.add(
            "changed",
            "environment",
            node,
            "server.credential",
            sentence,
            (
                (*old, "credential") if before.credential else None,
                (*new, "credential") if after.credential else None,
            ),
            before.credential,
            after.credential,
        )
    if before.retry != after.retry:
        retries = [server.retry.max_retries if server.retry else 0 for server in (before, after)]
        sentence = (
            f"failed requests of {node} are retried {retries[1]} times instead of {retries[0]}, or at another pace."
        )
        field = next(
            (
                name
                for name in ("max_retries", "kind", "base_delay_ms", "excluded_status_codes")
                if getattr(before.retry, name, None) != getattr(after.retry, name, None)
            ),
            "max_retries",
        )
        paths = ((*old, "retry", field), (*new, "retry", field))
        ledger.add("changed", "behaviour", node, "server.retry", sentence, paths, retries[0], retries[1])


def _credential(server: Server) -> str:
    return f"the credential {server.credential}" if server.credential else "no credential"
