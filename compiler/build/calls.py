"""Call requests: which assistant or squad a call runs, under which overrides (semantics §1.4, §2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..diagnostics import Related, Rule
from ..diagnostics.catalog import B001, Q014, R005, R007, R029, R031, S018, S021, S022
from ..overrides import Layer
from ..overrides.layers import leaves
from ..payload.references import NOT_FOUND, RUN, START, TRANSFER
from ..plan.frozen import EMPTY, FrozenDict, freeze
from ..plan.model import Call
from ..secrets import mask
from ..traced import Traced
from ..workspace import Resource
from .answers import ends, nobody
from .context import Build
from .conversations import REQUESTS, Conversation
from .members import Seat
from .read import mapping, text
from .references import resolve
from .squads import Chair, chair_of, chairs_of, pinned_version


class Cast(NamedTuple):
    """Who is on the call: the chairs, whether they form a squad, and the layers that the request puts over them."""

    chairs: list[Chair]
    squad: bool
    call: Call


def cast_of(build: Build, resource: Resource) -> Cast:
    """The chairs that a call request (or an assistant-request answer, the same shape) fills."""
    request = resource.source
    if ends(build, request):
        return Cast([], False, _call(resource))
    kinds = [kind for kind in ("assistant", "squad") if _inline(request, kind) or text(request, f"{kind}Id")]
    if len(kinds) == 2:
        first, second = (kind if mapping(request, kind) else f"{kind}Id" for kind in kinds)
        message = "this request names an assistant and a squad: which is called is nowhere documented. Keep one."
        related = (Related(request.key_span((first,)), "the assistant"),)
        build.fault(R029, request, (second,), message, key=True, related=related)
    if not kinds:
        nobody(build, resource)
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
        target = resolve(build, "squad", request, ("squadId",), *_dangling(resource, "squad"))
        if target is None or target.resource is None:
            if target is not None:
                message = "this squad exists elsewhere: nothing of it is known here, so no plan comes of the request."
                build.fault(B001, request, ("squadId",), message)
            return Cast([], True, _call(resource))
        squad = target.resource.source
    return Cast(chairs_of(build, squad, layers), True, _call(resource))


def _dangling(resource: Resource, kind: str) -> tuple[Rule, str]:
    """The rule, and what happens, where a request names nobody that there is."""
    if resource.kind == "answer" and kind == "assistant":
        return R031, NOT_FOUND
    if resource.kind == "handoff-answer":
        return R005, TRANSFER
    return (R031, START) if resource.kind in REQUESTS or resource.kind == "phone-number" else (R007, RUN)


def _stored(build: Build, resource: Resource, layers: tuple[Layer, ...]) -> Chair | None:
    request = resource.source
    pinned = pinned_version(build, request)
    target = resolve(build, "assistant", request, ("assistantId",), *_dangling(resource, "assistant"))
    if target is None:
        return None
    if target.resource is None:
        name = target.external or ""
        return Chair(Seat(name, name, "external", None), None, layers, None, request)
    name = text(target.resource.source, "name") or target.resource.name
    seat = Seat(name, name, "permanent", target.resource.name, None, pinned)
    return Chair(seat, target.resource.source, layers, target.resource, request)


def _layers(build: Build, resource: Resource, *, squad: bool) -> tuple[Layer, ...]:
    """The request's own layer. A customer's overrides take its place, they are not merged with it (semantics §2.2; of a
    campaign's squadOverrides the API's reference says that they are).
    """
    request = resource.source
    customer = request.at(("customer",)) if mapping(request, "customer") else None
    called = resource.layers if isinstance(resource, Conversation) else {}
    names = ["assistantOverrides", "squadOverrides"] if squad else ["assistantOverrides"]
    if squad and build.policies.get("assistantOverridesOnSquad") == "ignore":
        names.remove("assistantOverrides")
    own = customer is not None and any(mapping(customer, name) for name in names)
    by_row = resource.kind == "campaign" and not own and _has_values(build, resource)
    merged = build.policies.get("customerOverrides") == "merge"
    by_row = by_row and not merged
    source, found = request, list[Layer]()
    if customer is not None and own:
        source = customer
        for name in names:
            if mapping(request, name):
                found.append(Layer(called.get(name, name), request.at((name,)), "" if merged else BY_CUSTOMER))
        if not merged:
            _replaced(build, request, customer, names)
    if by_row:
        _replaced_by_rows(build, resource, names)
    for name in names:
        if not mapping(source, name):
            continue
        if squad and name == "assistantOverrides":
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
        if by_row:
            found.append(Layer(name, overrides, BY_ROW))
            continue
        if resource.kind == "chat":
            overrides, dropped = _for_a_chat(build, overrides)
            found.append(Layer(called.get(name, name), dropped, BY_CHAT))
        found.append(Layer(called.get(name, name), overrides))
    if not squad:
        found += _of_no_squad(build, request, customer)
    return tuple(found)


BY_CUSTOMER = "a customer's overrides take the place of the request's (semantics §2.2)"
BY_ROW = "the values of each row of the campaign's table take the place of its overrides (semantics §2.2)"
BY_CHAT = "the overrides of a chat are values of variables alone (C19)"
NO_SQUAD = "there is no squad on this call"


def _has_values(build: Build, resource: Resource) -> bool:
    """Whether a table brings values of variables to a campaign's calls: each row has overrides of its own then."""
    table = build.scope.tables.get(resource.name)
    return table is not None and bool(table.examples)


def _replaced_by_rows(build: Build, resource: Resource, names: list[str]) -> None:
    """Q014 of the campaign's overrides, for all rows at once."""
    table = build.scope.tables[resource.name]
    for name in names:
        lost = [".".join(map(str, path)) for path in leaves(mapping(resource.source, name)) if path]
        if lost:
            build.fault(
                Q014,
                resource.source,
                (name,),
                f"each row of {table.file} is a customer with values of its own, and these take the place of the "
                f"campaign's overrides: {', '.join(lost[:5])} {'is' if len(lost) == 1 else 'are'} not in force on any "
                "call. Give values a column of their own, and put the rest into the assistant (policy "
                "customerOverrides).",
                key=True,
            )


def _of_no_squad(build: Build, *sources: Traced | None) -> Iterator[Layer]:
    """S021 for each ``squadOverrides`` of a request, or of its customer, that calls a single assistant."""
    for source in sources:
        if source is not None and mapping(source, "squadOverrides"):
            message = (
                "squadOverrides are for the members of a squad, and this call has one assistant: nothing of them is in "
                "force. Write assistantOverrides."
            )
            build.fault(S021, source, ("squadOverrides",), message, key=True)
            yield Layer("squadOverrides", source.at(("squadOverrides",)), NO_SQUAD)


def _for_a_chat(build: Build, overrides: Traced) -> tuple[Traced, Traced]:
    """What of a chat's overrides is in force, and what is not: by the API's reference, values of variables alone are
    (C19).
    """
    if build.policies.get("chatOverrides") == "full":
        return overrides, Traced({}, overrides.origins)
    for key in overrides.value:
        if key != "variableValues":
            message = (
                f"{key} in the overrides of a chat: the API's reference says that chats take values of variables only. "
                "It is not in force here; change the assistant, or put it into a session."
            )
            build.fault(S022, overrides, (key,), message, key=True)
    kept, dropped = (
        {key: item for key, item in overrides.value.items() if (key == "variableValues") is wanted}
        for wanted in (True, False)
    )
    return Traced(kept, overrides.origins), Traced(dropped, overrides.origins)


def _replaced(build: Build, request: Traced, customer: Traced, names: list[str]) -> None:
    """Q014 tells of what the request says and the customer's own overrides do not repeat."""
    for key in names:
        lost = [path for path in leaves(mapping(request, key)) if path and customer.get((key, *path)) is None]
        if lost:
            own = key if mapping(customer, key) else next(name for name in names if mapping(customer, name))
            told = ", ".join(".".join(map(str, path)) for path in lost[:5])
            build.fault(
                Q014,
                customer,
                (own,),
                f"a customer's own overrides take the place of the request's, they are not merged: {told} "
                f"{'is' if len(lost) == 1 else 'are'} not in force on this call. Repeat here what shall stay.",
                key=True,
                related=(Related(request.key_span((key, *lost[0])), "not in force"),),
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
