"""Answers to an assistant-request: which of their fields counts, and what the call ends with where nobody speaks
(semantics §9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..diagnostics import Diagnostic, Related, Severity
from ..diagnostics.catalog import R030, R036, R037, R038
from ..sources import pointer
from ..traced import Traced
from ..workspace import Resource, Scope
from .context import Build
from .read import mapping, text

ENDINGS: tuple[tuple[str, str], ...] = (
    ("no answer in 7.5 s, a network error, a status that is not 2xx", "assistant-request-failed"),
    ("error with a text", "assistant-request-returned-error"),
    ("error without a text", "assistant-request-returned-unspeakable-error"),
    ("a configuration that the API rejects", "assistant-request-returned-invalid-assistant"),
    ("an empty object", "assistant-request-returned-no-assistant"),
    ("destination", "assistant-request-returned-forwarding-phone-number"),
    ("an assistantId that nobody has", "assistant-not-found"),
    ("an assistantId whose stored configuration is invalid", "assistant-not-valid"),
    ("no server URL anywhere to ask", "call-start-error-neither-assistant-nor-server-set"),
)
"""Answers to an assistant-request after which no assistant speaks, and what the call ends with (semantics §9)."""

_ANSWERS = ("destination", "assistant", "assistantId", "squad", "squadId", "workflow", "workflowId")


def ends(build: Build, request: Traced) -> bool:
    """Whether an answer ends or forwards the call: ``error`` goes before ``destination``, and that before the rest."""
    value = request.value if isinstance(request.value, dict) else {}
    if "error" in value:
        spoken = bool(text(request, "error"))
        reason = ENDINGS[1 if spoken else 2][1]
        hears = "hears this text" if spoken else "hears nothing: only a text can be spoken"
        key, before = "error", 0
    elif mapping(request, "destination"):
        how = "is forwarded without a word" if text(request, "destination", "message") == "" else "is forwarded"
        reason, hears, key, before = ENDINGS[5][1], how, "destination", 1
    else:
        return False
    message = f"the caller {hears}, and the call ends with {reason}: there is no assistant on it, and no plan of it."
    build.fault(R037, request, (key,), message, key=True)
    for other in _ANSWERS[before:]:
        if value.get(other) is not None:
            said = f"{other} is ignored: this answer has {key}, which goes before it."
            build.fault(R036, request, (other,), said, key=True, related=(Related(request.key_span((key,)), "counts"),))
    return True


def nobody(build: Build, resource: Resource) -> None:
    """R030: the request names no one to speak."""
    what, happens = "request", "the call has nobody to speak and does not start."
    if resource.kind == "answer":
        happens = f"the call ends with {ENDINGS[4][1]}."
    elif resource.kind == "handoff-answer":
        what, happens = "destination", "the handoff fails, and the call stays where it is."
    message = f"this {what} names no assistant, assistantId, squad or squadId: {happens}"
    build.fault(R030, resource.source, (), message)


def asks_nobody(build: Build, number: Resource) -> None:
    """R038: nobody takes a call on the number, and no server is asked who should."""
    source = number.source
    if any(text(source, key) for key in ("assistantId", "squadId", "workflowId", "serverUrl")) or mapping(
        source, "server"
    ):
        return
    message = (
        "this number names neither an assistant nor a squad, and no server to ask for one: unless the organisation has "
        f"a server, an inbound call ends with {ENDINGS[-1][1]}."
    )
    build.fault(R038, source, (), message)


def rejected(resource: Resource, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """R037 about an assistant-request's answer whose own configuration has errors among *found*."""
    inline = [kind for kind in ("assistant", "squad") if mapping(resource.source, kind)]
    wrong = [
        item for item in found if item.severity is Severity.ERROR and item.path.startswith(("/assistant", "/squad"))
    ]
    if resource.kind == "answer" and inline and wrong and not {"error", "destination"} & resource.source.value.keys():
        place = resource.source.place((inline[0],))
        message = f"the API rejects this {inline[0]}: the call ends with {ENDINGS[3][1]}."
        yield R037.at(place.key_span(), message, path=pointer(place.path), related=(Related(wrong[0].span, "why"),))


def stored_invalid(scope: Scope, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """R037 about each answer whose stored assistant has errors of structure among *found*: the platform finds it, and
    cannot use it.
    """
    answers = [one for (kind, _), one in scope.resources.items() if kind == "answer"]
    if not answers:
        return
    wrong: dict[str, Diagnostic] = {}
    for item in found:
        if item.severity is Severity.ERROR and item.rule.startswith("L"):
            wrong.setdefault(item.span.file, item)
    for answer in answers:
        reference = text(answer.source, "assistantId")
        stored = scope.find("assistant", reference) if reference is not None else None
        fault = wrong.get(stored.document.file) if stored is not None else None
        if fault is not None and not {"error", "destination"} & answer.source.value.keys():
            place = answer.source.place(("assistantId",))
            yield R037.at(
                place.span(),
                f"the API has this assistant and cannot use it: the call ends with {ENDINGS[7][1]}.",
                path=pointer(place.path),
                related=(Related(fault.span, "why"),),
            )
