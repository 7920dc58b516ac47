"""Settings of the language model (rules §4.4)."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.tables.models import AS_OF, DEFAULT_TOKENS, PINNED
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import M001, M005, M006, M007, M008, M013, M014
from .check import Check, Option
from .node import Node
from .voices_parts import number, part, plain

_PRODUCTION = ("prod", "live")
"""How the names of environments begin that real callers reach."""


def tokens_unset(node: Node) -> Iterator[Diagnostic]:
    """The length of answers is left to the platform.

    Without `maxTokens` an answer ends after 250 tokens, in the middle of a sentence or of a tool call. Whoever writes
    a longer list into the prompt does not see why callers hear half of it.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, maxTokens: 300, messages: [{role: system, content: Help callers.}]}
    Source: rules M001, semantics §1.2
    """
    if node.path == ("model",) and node.value.get("maxTokens") is None:
        said = f"maxTokens is not set: an answer ends after {DEFAULT_TOKENS} tokens, wherever it is."
        yield node.fault(M001, (), said, key=True)


def fast_turns(node: Node) -> Iterator[Diagnostic]:
    """The first turns are left to another model.

    With `numFastTurns` the platform answers so many turns with a smaller model of the provider (gpt-3.5-turbo at
    OpenAI). It has not been tested with this prompt, and it calls tools less reliably: just at the greeting.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, numFastTurns: 2, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o-mini, messages: [{role: system, content: Help callers.}]}
    Source: rules M005, OpenAPI OpenAIModel
    """
    turns = number(node.get("numFastTurns"))
    if turns and turns > 0:
        smaller = "gpt-3.5-turbo" if node.value.get("provider") == "openai" else "a smaller model of the provider"
        name = plain(node.value.get("model")) or "the model"
        first = "the first turn is" if turns == 1 else f"the first {turns:g} turns are"
        yield node.fault(M005, ("numFastTurns",), f"{first} answered by {smaller}, not by {name}.")


def emotions(node: Node) -> Iterator[Diagnostic]:
    """Emotions are to be recognised, and nothing comes of it.

    The published schema describes `emotionRecognitionEnabled`; on calls it has been seen to have no effect. The model
    is told nothing about how the caller sounds.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          emotionRecognitionEnabled: true
          messages: [{role: system, content: Help callers.}]
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
    Source: rules M006, semantics §1.2
    """
    if node.get("emotionRecognitionEnabled") is True:
        yield node.fault(
            M006, ("emotionRecognitionEnabled",), "this has been seen to have no effect on calls.", key=True
        )


def unpinned(node: Node) -> Iterator[Diagnostic]:
    """Production runs on a name that moves.

    Names without a date mean whatever model the provider has behind them today. On the day that it changes the
    assistant answers otherwise, and nobody has deployed anything.

    Bad:
        # file: callplan.yaml
        callplan: 1
        environments: {prod: {}}
        rules: {preview: true}
        # file: resources/prod/assistants/front.yml
        name: Front desk
        model: {provider: openai, model: gpt-4o, maxTokens: 300, messages: [{role: system, content: Help callers.}]}
    Good:
        # file: callplan.yaml
        callplan: 1
        environments: {prod: {}}
        rules: {preview: true}
        # file: resources/prod/assistants/front.yml
        name: Front desk
        model:
          provider: openai
          model: gpt-4o-2024-11-20
          maxTokens: 300
          messages: [{role: system, content: Help callers.}]
    Source: rules M007
    """
    pinned = PINNED.get(plain(node.value.get("model"))) if node.value.get("provider") == "openai" else None
    if pinned is None:
        return
    environment = (node.scope.environment if node.scope is not None else None) or ""
    if environment.lower().startswith(_PRODUCTION):
        yield node.fault(
            M007,
            ("model",),
            f"{node.value['model']} means another model whenever the provider says so: {pinned} stays what it is. "
            f"(Models as of {AS_OF}.)",
        )


def temperature(node: Node) -> Iterator[Diagnostic]:
    """The model is left to improvise.

    The higher the temperature, the longer and the more different the answers, and the more often a tool is called
    with arguments that nobody said.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          temperature: 0.9
          maxTokens: 300
          messages: [{role: system, content: Help callers.}]
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          temperature: 0.2
          maxTokens: 300
          messages: [{role: system, content: Help callers.}]
    Options:
        limit (0.3): the highest temperature that is not told
    Source: rules M008
    """
    set_to, limit = number(node.get("temperature")), number(node.option("limit"))
    if set_to is not None and limit is not None and limit < set_to <= 2:
        yield node.fault(
            M008, ("temperature",), f"at {set_to:g} answers are long and never twice the same: {limit:g} is enough."
        )


def generated_by_realtime(node: Node) -> Iterator[Diagnostic]:
    """A realtime model is to write the first message.

    The platform cannot ask a realtime model for a message before anybody has spoken: the call ends with an error as
    soon as it is answered.

    Bad:
        name: Front desk
        firstMessageMode: assistant-speaks-first-with-model-generated-message
        model:
          provider: google
          model: gemini-2.0-flash-realtime-exp
          messages: [{role: system, content: Help callers.}]
    Good:
        name: Front desk
        firstMessageMode: assistant-waits-for-user
        model:
          provider: google
          model: gemini-2.0-flash-realtime-exp
          messages: [{role: system, content: Help callers.}]
    Source: rules M013
    """
    mode, model = plain(node.value.get("firstMessageMode")), plain(part(node.value, "model").get("model"))
    if mode.endswith("-model-generated-message") and "realtime" in model:
        yield node.fault(
            M013,
            ("firstMessageMode",),
            f"{model} is a realtime model and cannot write the first message: the call ends with an error.",
            related=(node.related(("model", "model"), "the model"),),
        )


def incomplete_override(node: Node) -> Iterator[Diagnostic]:
    """An override of the model does not name it.

    The published schema wants `provider` and `model` in every model object, in overrides too; a guide of the
    platform's own shows one with nothing but `temperature`. Where the schema is right, the API refuses the squad.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: squads/desk.yaml
        name: Desk
        members:
          - assistant:
              name: Front
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantOverrides: {model: {temperature: 0.1}}
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: squads/desk.yaml
        name: Desk
        members:
          - assistant:
              name: Front
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantOverrides: {model: {provider: openai, model: gpt-4o, temperature: 0.1}}
    Source: rules M014, semantics §2.3
    """
    model = part(node.value, "model")
    if model and "provider" not in model:
        yield node.fault(
            M014,
            ("model",),
            "the schema wants provider and model in an override's model: the API may answer 400.",
            key=True,
        )


CHECKS = (
    Check((M001,), "model", tokens_unset),
    Check((M005,), "model", fast_turns, frozenset({"numFastTurns"})),
    Check((M006,), "model", emotions, frozenset({"emotionRecognitionEnabled"})),
    Check((M007,), "model", unpinned, frozenset({"model"})),
    Check(
        (M008,),
        "model",
        temperature,
        frozenset({"temperature"}),
        (Option("limit", 0.3, "the highest temperature that is not told"),),
    ),
    Check((M013,), "assistant", generated_by_realtime, frozenset({"firstMessageMode"})),
    Check((M014,), "overrides", incomplete_override, frozenset({"model"})),
)
