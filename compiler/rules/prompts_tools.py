"""What prompts say about tools (rules §4.13, R028)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import P004, P005, P006
from ..variables import property_types
from .check import Check
from .handoffs_parts import all_known, all_tools
from .prompt import Prompt
from .prompts_parts import code_names, mentioned
from .reading import Reading
from .tools_parts import at, listed

if TYPE_CHECKING:
    from ..plan.model import Member
    from ..workspace import Scope

_FLAGS = {
    "endCallFunctionEnabled": "endCall",
    "dialKeypadFunctionEnabled": "dtmf",
    "forwardingPhoneNumber": "transferCall",
}
_VALUES = frozenset({"id", "ids", "name", "number", "date", "day", "time", "status", "email", "phone", "address"}) | {
    *("type", "code", "list", "field", "value", "text", "data", "result", "zone", "format", "language"),
}
_STYLES = (["snake", "case"], ["camelcase"])
_DEEDS = frozenset({"add", "book", "cancel", "change", "check", "confirm", "create", "end", "fetch", "find", "get"}) | {
    *("handoff", "log", "look", "lookup", "query", "save", "schedule", "search", "send", "set", "start", "submit"),
    *("transfer", "update", "verify"),
}


def id_for_name(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt calls a tool by its file or id.

    The model knows tools by function.name alone. It looks for another tool, or says the id aloud, letter by letter.

    Bad:
        # file: tools/visits-v2.yml
        type: function
        function: {name: book_visit, description: Books a visit.}
        server: {url: https://api.example.com/book}
        # file: assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: To book use visits-v2.}]
          toolIds: [visits-v2]
    Good:
        # file: tools/visits-v2.yml
        type: function
        function: {name: book_visit, description: Books a visit.}
        server: {url: https://api.example.com/book}
        # file: assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: To book use book_visit.}]
          toolIds: [visits-v2]
    Source: rules P004
    """
    scope = node.scope
    if scope is None:
        return
    for reference in listed(at(node.root, ("model", "toolIds"))):
        if not isinstance(reference, str) or _is_unsaid(node.reading, scope, reference):
            continue
        found = scope.find("tool", reference)
        if found is None:
            continue
        name = found.source.get(("function", "name"))
        ids = {found.name.rpartition("/")[2], str(reference)}
        if not isinstance(name, str) or name in ids:
            continue
        for id_ in sorted(ids):
            start = node.reading.position(id_) if not id_.isalpha() else -1
            mention = mentioned(node, start, start + len(id_)) if start >= 0 else None
            if mention is not None:
                yield node.fault_in_text(
                    P004,
                    (),
                    mention.start,
                    mention.end,
                    f"the model does not know {id_!r}: it knows this tool as {name!r}.",
                )
                break


def _is_unsaid(text: Reading, scope: Scope, reference: str) -> bool:
    """Whether *reference* is the whole name of a tool's file, and not in *text*: nothing to look up then."""
    return not text.holds(reference) and "/" not in reference and ("tool", reference) in scope.resources


def argument_as_heading(node: Prompt) -> Iterator[Diagnostic]:
    """A heading or a line of the prompt is the name of an argument.

    Models that fill in the argument of a handoff have said such a word aloud, "Reason.", before the call changed hands.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: "# Reason\\n\\nFind out why they call."}]
                tools:
                  - type: handoff
                    function:
                      name: to_visits
                      description: Brings the caller to the calendar.
                      parameters: {type: object, properties: {reason: {type: string}}}
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: "They want {{reason}}."}]}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: "# What they want\\n\\nFind out why they call."}]
                tools:
                  - type: handoff
                    function:
                      name: to_visits
                      description: Brings the caller to the calendar.
                      parameters: {type: object, properties: {reason: {type: string}}}
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: "They want {{reason}}."}]}
    Source: rules P005
    """
    words = [(match, 2) for match in node.outside_fences("heading")]
    words += [(match, 1) for match in node.outside_fences("lone-word")]
    member = node.subject.member if words else None
    if member is None:
        return
    names = {
        name.lower()
        for tool in member.tools
        if tool.type in ("handoff", "transferCall")
        for name, _ in property_types(tool.parameters)
    }
    for match, group in words:
        if match[group].strip().lower() in names:
            yield node.fault_in_text(
                P005,
                (),
                match.start(group),
                match.end(group),
                f"{match[group].strip()!r} is an argument of a handoff: models say such words aloud. Use another.",
            )


def no_such_tool(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt speaks of a tool that its model does not have.

    The model says that it does it, and nothing is done; or it calls whatever sounds alike. Mostly the tool was renamed,
    or is attached elsewhere.

    Bad:
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: When they want a visit call book_appointment.}]
          tools:
            - type: function
              function: {name: book_visit, description: Books a visit.}
              server: {url: https://api.example.com/book}
    Good:
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: When they want a visit call book_visit.}]
          tools:
            - type: function
              function: {name: book_visit, description: Books a visit.}
              server: {url: https://api.example.com/book}
    Source: rules P006, R028
    """
    mentions = [one for one in code_names(node) if not (one.used and _is_data(one.text))]
    member = node.subject.member if mentions else None
    if member is None or node.scope is None:
        return
    if not all_known(member, at(node.root, ("model", "toolIds")), node.scope):
        return
    known = _known(node, member)
    told: set[str] = set()
    for name, start, end, _ in mentions:
        plain = _plain(name)
        ways = (plain, plain.removesuffix("tool"), plain.removesuffix("function"))
        if plain in told or known.intersection(ways) or _is_elsewhere(node):
            continue
        told.add(plain)
        near = _near(name, [tool.name for tool in member.tools])
        yield node.fault_in_text(
            P006,
            (),
            start,
            end,
            f"{member.name} has no tool {name!r}: the model says that it does it, and nothing is done."
            + (f" Is {near!r} meant?" if near else ""),
        )


def _is_data(word: str) -> bool:
    """Whether a name is rather that of a value: ``order_id``, which is used as well, but not ``check_order_status``; or
    of a way to write names.
    """
    parts = word.lower().split("_")
    return parts in _STYLES or (parts[-1] in _VALUES and parts[0] not in _DEEDS)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _known(node: Prompt, member: Member) -> set[str]:
    """The names that a prompt may well use, plain: tools, their arguments, destinations, variables."""
    root = node.root
    known = {_plain(name) for flag, name in _FLAGS.items() if root.get(flag)}
    for tool in all_tools(member):
        known |= {_plain(tool.name), _plain(tool.type)}
        known |= {_plain(name) for name, _ in property_types(tool.parameters)}
        for way in tool.destinations:
            known |= {f"{verb}to{_plain(way.label)}" for verb in ("handoff", "transfer")}
    build = node.subject.build
    if build is not None:
        known |= {_plain(name) for name in (*member.variables, *(write.name for write in build.writes))}
        known |= {_plain(use.root) for use in build.uses}
    return known


def _is_elsewhere(node: Prompt) -> bool:
    """Whether this is an assistant by itself that sits in a squad, where it gets its other tools."""
    plan, resource, scope = node.subject.plan, node.resource, node.scope
    if plan is None or plan.kind != "assistant" or resource is None or scope is None:
        return False
    for squad in scope.resources.values():
        members = squad.source.get(("members",)) if squad.kind == "squad" else None
        for one in listed(members):
            reference = one.get("assistantId") if isinstance(one, dict) else None
            if isinstance(reference, str) and scope.find("assistant", reference) is resource:
                return True
    return False


def _near(name: str, known: list[str]) -> str | None:
    from difflib import get_close_matches

    found = get_close_matches(name, known, 1, 0.6)
    return found[0] if found else None


CHECKS = (
    Check((P004,), "prompt", id_for_name),
    Check((P005,), "prompt", argument_as_heading),
    Check((P006,), "prompt", no_such_tool),
)
