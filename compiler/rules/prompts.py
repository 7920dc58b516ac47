"""Prompts as texts: what stands in them twice, and what must not be spoken (rules §4.13)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import P001, P002, P009, P010, P011, P014
from .check import Check, Option
from .node import Node
from .prompt import Prompt
from .prompts_parts import Line, is_conditional, is_formatted, lines_of, repeated_block, repeated_line

_CHARACTERS_A_TOKEN = 4
_PROMPTED_ELSEWHERE = (None, "", "custom-llm")
"""Models whose server may well have the prompt, and those that nobody has chosen yet."""


def heading_twice(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt has a chapter twice.

    Mostly a new version was pasted above the old one. The model gets both, and follows now this and now that.

    Bad:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        # Task

        Book visits.

        # Task

        Book visits and cancel them.
    Good:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        # Task

        Book visits and cancel them.
    Source: rules P001
    """
    if node.reading.times("\n# ") + node.reading.is_begun_by("# ") < 2:
        return
    first: dict[str, int] = {}
    for match in node.outside_fences("heading"):
        if len(match[1]) > 1 or is_conditional(node, match.start()):
            continue
        title = match[2].strip().lower()
        if title in first:
            yield node.fault_in_text(
                P001,
                (),
                match.start(),
                match.end(),
                f"a second chapter {match[2].strip()!r}: the model gets both and follows now this and now that.",
            )
        first.setdefault(title, match.start())


def said_twice(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt repeats itself.

    The same lines stand in it twice, or one line three times in a row. When one of them is changed the other stays, and
    every turn pays for both.

    Bad:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        Ask for the day of the visit.
        Ask for the day of the visit.
        Ask for the day of the visit.
    Good:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        Ask for the day of the visit.
    Options:
        lines (4): so many lines make a block
    Source: rules P002
    """
    lines = lines_of(node)
    if len(lines) < 3:
        return
    found: list[tuple[Line, Line, str]] = []
    line = repeated_line(lines)
    if line is not None:
        found.append((*line, "this line stands here three times or more"))
    block = repeated_block(lines, node.option("lines"))
    if block is not None:
        found.append((*block, "these lines stand in the prompt twice"))
    for start, end, what in found:
        if not is_conditional(node, start.start):
            yield node.fault_in_text(P002, (), start.start, end.end, f"{what}: keep them once.")


def not_for_ears(node: Prompt) -> Iterator[Diagnostic]:
    """What is spoken has an address of a page, or marks of a text.

    Callers hear "h t t p s colon slash slash". Say where to look, and let a message send the address. Asterisks go
    where voice.chunkPlan formats texts, as it does by default; where formatPlan leaves them in, they are told of, too.

    Bad:
        name: Front
        firstMessage: Hello! Our hours are at https://clinic.example.com/hours.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        firstMessage: Hello! Our hours are on our page.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules P009
    """
    spans: list[tuple[int, int]] = []
    for name in ("link", "url", "bold", "heading"):
        for match in node.find(name):
            if name == "url" and match[0] == node.value.strip():
                return  # a recording, which is played
            if name == "bold" and is_formatted(node, ("stripAsterisk",)):
                continue
            if not any(start <= match.start() < end for start, end in spans):
                spans.append(match.span())
    for start, end in sorted(spans):
        said = node.value[start:end]
        yield node.fault_in_text(P009, (), start, end, f"callers hear {said!r} as it is written: write words.")


def nothing_to_do(node: Node) -> Iterator[Diagnostic]:
    """A model without instructions.

    It is a friendly voice that knows nothing: not who it is, not whom it works for, and it makes up the rest. Mostly a
    prompt was lost, by an override or a file that came to be empty.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: ""}]}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules P010
    """
    model = node.get("model")
    member = node.member
    if (
        not isinstance(model, dict)
        or model.get("provider") in _PROMPTED_ELSEWHERE
        or node.text("model", "systemPrompt").strip()
    ):
        return
    if any(message.role in ("system", "developer") and message.content.text.strip() for message in member.prompt):
        return
    complete = node.get("voice") is not None and node.get("transcriber") is not None
    written = node.source.place(("model",)).document.format  # a body that is not there is a prompt that is lost
    if "messages" in model or complete or written == "markdown":  # what is less is a part, completed elsewhere
        yield node.fault(
            P010,
            ("model", "messages"),
            f"{member.name} has no prompt: the model does not know who it is or what to do.",
            key=True,
        )


def too_long(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt is long.

    It is read again at every turn: callers wait for it. Knowledge that few calls need belongs into a knowledge base or
    a tool.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {select: [ALL, P011], options: {P011: {tokens: 10}}}
        # file: assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers with visits and bills and insurance and the way to us.}]
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {select: [ALL, P011], options: {P011: {tokens: 10}}}
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers with visits.}]}
    Options:
        tokens (4000): so many tokens are enough
    Source: rules P011
    """
    tokens = len(node.value) // _CHARACTERS_A_TOKEN
    if tokens > node.option("tokens"):
        yield node.fault(P011, (), f"about {tokens:,} tokens, read again at every turn: callers wait for it.")


def read_as_figures(node: Prompt) -> Iterator[Diagnostic]:
    """Numbers and amounts are written in figures, and nothing writes them out.

    formatPlan turns figures into words before they are spoken. Where it is off, or leaves numbers out, each voice reads
    them in its own way: as a year, a count, or digit by digit.

    Bad:
        name: Front
        firstMessage: Hello! A visit costs $25.
        voice: {provider: 11labs, voiceId: sarah, chunkPlan: {formatPlan: {enabled: false}}}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        firstMessage: Hello! A visit costs twenty-five dollars.
        voice: {provider: 11labs, voiceId: sarah, chunkPlan: {formatPlan: {enabled: false}}}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules P014, semantics §7.2
    """
    for match in node.find("figures"):
        if not is_formatted(node, ("dollarAmount",) if match[0][0] in "$€£" else ("number", "phoneNumber")):
            yield node.fault_in_text(
                P014, (), match.start(), match.end(), f"each voice reads {match[0]!r} in its own way: write the words."
            )


CHECKS = (
    Check((P001,), "prompt", heading_twice, frozenset({"\n# "})),
    Check((P002,), "prompt", said_twice, options=(Option("lines", 4, "so many lines make a block"),)),
    Check((P009,), "spoken", not_for_ears, frozenset({"](", "://", "**", "#"})),
    Check((P010,), "form", nothing_to_do, frozenset({"model"})),
    Check((P011,), "prompt", too_long, options=(Option("tokens", 4000, "so many tokens are enough"),)),
    Check((P014,), "spoken", read_as_figures, frozenset("0123456789")),
)
