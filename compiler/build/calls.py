"""Call requests: which assistant or squad a call runs, under which overrides (semantics §1.4, §2.2)."""

from __future__ import annotations

from typing import NamedTuple

from ..diagnostics import Related, Rule
from ..diagnostics.catalog import B001, Q014, R005, R007, R029, R030, R031, R036, S018, S022
from ..overrides import Layer
from ..overrides.layers import leaves
from ..payload.references import RUN, START, TRANSFER
from ..plan.frozen import EMPTY, FrozenDict, freeze
from ..plan.model import Call
from ..secrets import mask
from ..traced import Traced
from ..workspace import Resource
from .context import Build
from .conversations import OVERRIDES, REQUESTS, Conversation
from .members import Seat
from .read import mapping, text
from .references import resolve
from .squads import Chair, chair_of, chairs_of


class Cast(NamedTuple):
    """Who is on the call: the chairs, whether they form a squad, and the layers that the request puts over them."""

    chairs: list[Chair]
    squad: bool
    call: Call


def cast_of(build: Build, resource: Resource) -> Cast:
    """The chairs that a call request (or an assistant-request answer, the same shape) fills."""
    request = resource.source
    if _ends(build, request):
        return Cast([], False, _call(resource))
    kinds = [kind for kind in ("assistant", "squad") if _inline(request, kind) or text(request, f"{kind}Id")]
    if len(kinds) == 2:
        second = "squad" if mapping(request, "squad") else "squadId"
        message = "this request names an assistant and a squad: which is called is nowhere documented."
        build.fault(R029, request, (second,), message, key=True)
    if not kinds:
        _nobody(build, request)
        return Cast([], False, _call(resource))
    layers = _layers(build, resource, squad=kinds[0] == "squad")
    if kinds[0] == "assistant":
        chair = (
            chair_of(build, request, layers, "assistant")
            if _inline(request, "assistant")
            else _stored(build, resource, layers)
        )
        return Cast([chair] if chair else [], False, _call(resource))
    squad = request.at(("squad",))
    if not _inline(request, "squad"):
        target = resolve(build, "squad", request, ("squadId",), *_dangling(resource))
        if target is None or target.resource is None:
            if target is not None:
                message = "this squad exists elsewhere: nothing of it is known here, so no plan comes of the request."
                build.fault(B001, request, ("squadId",), message)
            return Cast([], True, _call(resource))
        squad = target.resource.source
    return Cast(chairs_of(build, squad, layers), True, _call(resource))


def _dangling(resource: Resource) -> tuple[Rule, str]:
    """The rule, and what happens, where a request names nobody that there is."""
    if resource.kind == "handoff-answer":
        return R005, TRANSFER
    return (R031, START) if resource.kind in REQUESTS or resource.kind == "phone-number" else (R007, RUN)


def _stored(build: Build, resource: Resource, layers: tuple[Layer, ...]) -> Chair | None:
    request = resource.source
    target = resolve(build, "assistant", request, ("assistantId",), *_dangling(resource))
    if target is None:
        return None
    if target.resource is None:
        name = target.external or ""
        return Chair(Seat(name, name, "external", None), None, layers, None, request)
    name = text(target.resource.source, "name") or target.resource.name
    return Chair(
        Seat(name, name, "permanent", target.resource.name), target.resource.source, layers, target.resource, request
    )


def _layers(build: Build, resource: Resource, *, squad: bool) -> tuple[Layer, ...]:
    """The request's own layer. A customer's overrides take its place, they are not merged with it (semantics §2.2)."""
    source = request = resource.source
    if mapping(request, "customer"):
        source = _own(build, request, request.at(("customer",)))
    called = resource.layers if isinstance(resource, Conversation) else {}
    names = ["squadOverrides", "assistantOverrides"] if squad else ["assistantOverrides"]
    found = []
    for name in names:
        if not mapping(source, name):
            continue
        if squad and name == "assistantOverrides":
            if build.policies.get("assistantOverridesOnSquad") == "ignore":
                continue
            build.fault(
                S018,
                source,
                (name,),
                "assistantOverrides on a squad call: no document says what they do. They are read as "
                "squadOverrides, for "
                "every member; write that.",
                key=True,
            )
        overrides = source.at((name,))
        if resource.kind == "chat":
            overrides = _for_a_chat(build, overrides)
        found.append(Layer(called.get(name, name), overrides))
    return tuple(reversed(found)) if squad else tuple(found)


def _for_a_chat(build: Build, overrides: Traced) -> Traced:
    """What of a chat's overrides is in force: by the API's reference, values of variables alone (C19)."""
    if build.policies.get("chatOverrides") == "full":
        return overrides
    for key in overrides.value:
        if key != "variableValues":
            message = (
                f"{key} in the overrides of a chat: the API's reference says that chats take values of variables only. "
                "It is not in force here; change the assistant, or put it into a session."
            )
            build.fault(S022, overrides, (key,), message, key=True)
    kept = {key: item for key, item in overrides.value.items() if key == "variableValues"}
    return Traced(kept, overrides.origins)


def _own(build: Build, request: Traced, customer: Traced) -> Traced:
    """Where the layer of a customer's call is written: with the customer, if there is anything, else in the request.
    Q014 tells of what the request says and the customer's own overrides do not repeat.
    """
    if not (mapping(customer, "assistantOverrides") or mapping(customer, "squadOverrides")):
        return request
    for key in OVERRIDES:
        lost = [path for path in leaves(mapping(request, key)) if path and customer.get((key, *path)) is None]
        if lost:
            own = key if mapping(customer, key) else next(k for k in OVERRIDES if mapping(customer, k))
            names = ", ".join(".".join(map(str, path)) for path in lost[:5])
            build.fault(
                Q014,
                customer,
                (own,),
                f"a customer's own overrides take the place of the request's, they are not merged: {names} "
                f"{'is' if len(lost) == 1 else 'are'} not in force on this call. Repeat here what shall stay.",
                key=True,
                related=(Related(request.key_span((key, *lost[0])), "not in force"),),
            )
    return customer


ENDINGS: tuple[tuple[str, str], ...] = (
    ("no answer in 7.5 s, a network error, a status that is not 2xx", "assistant-request-failed"),
    ("error with a text", "assistant-request-returned-error"),
    ("error without a text", "assistant-request-returned-unspeakable-error"),
    ("a configuration that the API rejects", "assistant-request-returned-invalid-assistant"),
    ("an empty object", "assistant-request-returned-no-assistant"),
    ("destination", "assistant-request-returned-forwarding-phone-number"),
    ("an assistantId that nobody has", "assistant-not-found"),
)
"""Answers to an assistant-request after which no assistant speaks, and what the call ends with (semantics §9)."""

_ANSWERS = ("destination", "assistant", "assistantId", "squad", "squadId", "workflow", "workflowId")


def _ends(build: Build, request: Traced) -> bool:
    """Whether an answer ends or forwards the call: ``error`` goes before ``destination``, and that before the rest."""
    value = request.value if isinstance(request.value, dict) else {}
    if "error" in value:
        spoken = bool(text(request, "error"))
        reason = ENDINGS[1 if spoken else 2][1]
        hears = "hears this text" if spoken else "hears nothing: only a text can be spoken"
        key, before = "error", 0
    elif mapping(request, "destination"):
        reason, hears, key, before = ENDINGS[5][1], "is forwarded", "destination", 1
    else:
        return False
    message = f"the caller {hears}, and the call ends with {reason}: there is no assistant on it, and no plan of it."
    build.fault(B001, request, (), message)
    for other in _ANSWERS[before:]:
        if value.get(other) is not None:
            said = f"{other} is ignored: this answer has {key}, which goes before it."
            build.fault(R036, request, (other,), said, key=True, related=(Related(request.key_span((key,)), "counts"),))
    return True


def _nobody(build: Build, request: Traced) -> None:
    build.fault(
        R030,
        request,
        (),
        "this request names no assistant, assistantId, squad or squadId: the call has nobody to speak and does "
        "not start.",
    )


def _call(resource: Resource) -> Call:
    request = resource.source
    customer = mapping(request, "customer") or _stored_id(request, "customerId")
    phone_number = mapping(request, "phoneNumber") or _stored_id(request, "phoneNumberId")
    transport = text(request, "transport", "provider") or ""
    written = resource.kind if resource.kind in ("chat", "session") else None
    return Call(
        written or _TRANSPORTS.get(transport) or ("outboundPhoneCall" if customer or phone_number else None),
        _frozen({key: value for key, value in customer.items() if not key.endswith("Overrides")}),
        _frozen(phone_number),
        _frozen(mapping(request, "metadata")),
    )


_TRANSPORTS = {"daily": "webCall", "vapi.websocket": "vapi.websocketCall"}
"""The type of a call by its transport, where it is no phone call (semantics §1.4)."""


def _stored_id(request: Traced, key: str) -> dict[str, object]:
    stored = text(request, key)
    return {"id": stored} if stored else {}


def _inline(request: Traced, kind: str) -> bool:
    return isinstance(request.get((kind,)), dict)


def _frozen(value: dict[str, object]) -> FrozenDict:
    frozen = freeze(mask(value))
    return frozen if isinstance(frozen, FrozenDict) else EMPTY
