"""What is known of a call before it starts: the plan's call request and the transcript's ``call:`` (design §3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ...compiler.plan.frozen import EMPTY, FrozenDict, thaw
from ...compiler.plan.model import Plan, Retry, Server, Template
from ..transcript.model import Transcript
from .moment import CHATS
from .plans import milliseconds
from .records import Json

INBOUND = "inboundPhoneCall"
OUTBOUND = "outboundPhoneCall"
JOINED = ("webCall", OUTBOUND)
"""Calls that wait for the customer before they start."""
SERVER_MS = 20_000
"""How long a server may take where nothing else is written (semantics §11.4)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def call_info(plan: Plan, transcript: Transcript, started: datetime) -> dict[str, Json]:
    """The caller, the number, the type, the variables and the clock's zero. The transcript's fields win."""
    call = transcript.call
    if started.tzinfo is None:
        started = started.replace(tzinfo=UTC)
    kind = call.type or plan.call.type or ("webCall" if transcript.assistant_request is None else INBOUND)
    return {
        "type": kind,
        "startedAt": call.started_at,
        "epoch_ms": (started - _EPOCH) // timedelta(milliseconds=1),
        "id": call.id,
        "customer": _both(plan.call.customer, call.customer),
        "phoneNumber": _both(plan.call.phone_number, call.phone_number),
        "metadata": _both(plan.call.metadata, call.metadata),
        "transport": {"conversationType": "chat" if kind in CHATS else "voice", **_both(EMPTY, call.transport)},
        "variables": _both(EMPTY, call.variables),
        "recordings": dict(transcript.recordings),
    }


def server_url(number: Mapping[str, Json]) -> str | None:
    """The URL of a phone number's server, in today's or yesterday's form."""
    server = number.get("server")
    url = server.get("url") if isinstance(server, Mapping) else number.get("serverUrl")
    return url if isinstance(url, str) and url else None


def server_of_number(number: Mapping[str, Json]) -> Server | None:
    """A phone number's server with its time limit, headers and retries: it serves functions that have no other, and
    destinations that no other server names (semantics §11.1, §6.4).
    """
    url = server_url(number)
    if url is None:
        return None
    given = _mapping(number.get("server"))
    plan, headers = _mapping(given.get("backoffPlan")), _mapping(given.get("headers"))
    codes, most = plan.get("excludedStatusCodes"), plan.get("maxRetries")
    retry = Retry(
        "exponential" if plan.get("type") == "exponential" else "fixed",
        most if isinstance(most, int) and not isinstance(most, bool) else 0,
        milliseconds(plan.get("baseDelaySeconds"), 0),
        tuple(code for code in (codes if isinstance(codes, list) else ()) if isinstance(code, int)),
    )
    return Server(
        Template(url),
        milliseconds(given.get("timeoutSeconds"), SERVER_MS),
        tuple((name, Template(value)) for name, value in sorted(headers.items()) if isinstance(value, str)),
        retry=retry if plan else None,
    )


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def contradiction(plan: Plan, transcript: Transcript) -> str | None:
    """What the transcript's ``call:`` says against the target's own call request, or None."""
    call = transcript.call
    if transcript.assistant_request is not None and (call.type or plan.call.type or INBOUND) != INBOUND:
        return (
            f"an assistantRequest belongs to an inboundPhoneCall, not to a call of type {call.type or plan.call.type}"
        )
    number = _both(plan.call.phone_number, call.phone_number)
    named = next((key for key in ("assistantId", "squadId", "workflowId") if number.get(key)), None)
    if transcript.assistant_request is not None and named is not None:
        return f"the number names its {named} {number[named]!r}: nobody is asked for an assistant"
    joins = bool(transcript.misses) or transcript.joins_ms is not None
    kind = call.type or plan.call.type or "webCall"
    if joins and (kind not in JOINED or transcript.assistant_request is not None):
        return f"only the customer of a webCall or an outboundPhoneCall joins; this is a call of type {kind}"
    if transcript.misses == "busy" and kind == "webCall":
        return "the caller of a webCall is never busy: who does not come joins never"
    if call.type is not None and plan.call.type is not None and call.type != plan.call.type:
        return f"call.type is {call.type!r} here and {plan.call.type!r} in the target's own call request"
    pairs = (
        ("customer", plan.call.customer, call.customer),
        ("phoneNumber", plan.call.phone_number, call.phone_number),
        ("metadata", plan.call.metadata, call.metadata),
    )
    for name, planned, given in pairs:
        if not planned:
            continue
        for key, value in given.items():
            if key in planned and planned[key] != value:
                return f"call.{name}.{key} is {value!r} here and {planned[key]!r} in the target's own call request"
    return None


def _both(planned: FrozenDict, given: FrozenDict) -> dict[str, Json]:
    both: dict[str, Json] = thaw(planned) if planned else {}
    if given:
        both.update(thaw(given))
    return both
