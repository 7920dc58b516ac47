"""The enterprise guide's assistants: a prompt in a file, a model by name, tools and knowledge by reference."""

from __future__ import annotations

from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import B001, F014, L002
from ..sources import Document, Path
from ..traced import Place
from .materials import PROMPT
from .platform_shape import Context, Shape

_PROVIDERS = (
    (("gpt-", "o1", "o3", "o4", "chatgpt"), "openai"),
    (("claude",), "anthropic"),
    (("gemini",), "google"),
    (("grok",), "xai"),
    (("deepseek",), "deep-seek"),
)
"""Whose models begin with what: a spec names a model, the API a provider and a model."""


def assistant(context: Context, document: Document, shape: Shape) -> None:
    """Bring the spec of an assistant into the API's shape; what has no counterpart there is B001."""
    _model(context, document, shape)
    _prompt(context, document, shape)
    _tools(context, document, shape)
    for key, folder, what in (
        ("knowledge", "knowledge", "attach a query tool to the assistant to have it on a call"),
        ("safetyPolicyRef", "policies", "write what the model must obey into the prompt"),
    ):
        if key not in shape.value:
            continue
        value = shape.take(key)
        paths: list[Path] = [("spec", key)]
        if isinstance(value, list):
            paths = [("spec", key, index, "ref") for index, item in enumerate(value) if isinstance(item, dict)]
        for path in paths:
            if isinstance(document.get(path), str):
                file = context.materials.find(document, path, folder)
                if isinstance(file, Diagnostic):
                    context.found.append(file)
        message = f"{key} has no counterpart in the API: nothing of it is part of a call; {what}."
        context.fault(B001, document, ("spec", key), message, key=True)


def _model(context: Context, document: Document, shape: Shape) -> None:
    """A model's name alone gets the provider that has it; the environment's defaults fill what is left open."""
    model = shape.value.get("model")
    if isinstance(model, str):
        provider = _provider(model)
        shape.put(("model",), {}, ("spec", "model"))
        shape.put(("model", "model"), model, ("spec", "model"))
        if provider is not None:
            shape.put(("model", "provider"), provider, ("spec", "model"))
            context.fault(
                F014,
                document,
                ("spec", "model"),
                f"the API takes an object with provider and model: {model!r} is read as provider {provider!r}.",
            )
    defaults = context.settings.model if context.settings else None
    if defaults is None or not isinstance(shape.value.get("model", {}), dict):
        return
    named = isinstance(defaults.value, str)
    values = {"model": defaults.value, "provider": _provider(defaults.value)} if named else defaults.value
    present = dict(shape.value.get("model", {}))
    if "model" in present or "provider" in present:  # a part of another model's name would be nobody's model
        values = {key: value for key, value in values.items() if key not in ("model", "provider")}
    for key, value in values.items():
        if key not in present and value is not None:
            shape.put(("model", key), value, defaults.place(() if named else (key,)))


def _provider(model: str) -> str | None:
    return next((name for starts, name in _PROVIDERS if model.lower().startswith(starts)), None)


def _prompt(context: Context, document: Document, shape: Shape) -> None:
    if "systemPromptRef" not in shape.value:
        return
    path: Path = ("spec", "systemPromptRef")
    if not isinstance(shape.take("systemPromptRef"), str):
        context.fault(L002, document, path, "systemPromptRef is the name of a file, as text.")
        return
    file = context.materials.find(document, path, "prompts")
    if isinstance(file, Diagnostic):
        context.found.append(file)
        return
    prompt = context.materials.prompt(file)
    if prompt is None:
        return
    model = shape.value.get("model")
    written = model.get("messages") if isinstance(model, dict) else None
    rest = [item for item in written if not _is_system(item)] if isinstance(written, list) else []
    message = {"role": "system", "content": prompt.get(PROMPT)}
    if isinstance(shape.value.get("model", {}), dict):
        shape.put(("model", "messages"), [message, *rest], path)
        shape.origins[PROMPT] = Place(prompt, PROMPT)


def _is_system(message: Any) -> bool:
    return isinstance(message, dict) and message.get("role") == "system"


def _tools(context: Context, document: Document, shape: Shape) -> None:
    """``tools: [{ref}]`` as ids of the model; a tool that is written out stays inline."""
    listed = shape.take("tools")
    if not isinstance(listed, list):
        if listed is not None:
            context.fault(L002, document, ("spec", "tools"), "tools is a list of entries such as {ref: jira}.")
        return
    ids: list[str] = []
    inline: list[Any] = []
    for index, item in enumerate(listed):
        path: Path = ("spec", "tools", index)
        reference = item.get("ref") if isinstance(item, dict) else item
        if isinstance(reference, str):
            name = reference.removeprefix("tools/")
            for one in context.tools.get(name, (name,)):
                shape.origins[("model", "toolIds", len(ids))] = Place(
                    document, (*path, "ref") if isinstance(item, dict) else path
                )
                ids.append(one)
        else:
            shape.origins[("model", "tools", len(inline))] = Place(document, path)
            inline.append(item)
    for key, entries in (("toolIds", ids), ("tools", inline)):
        if entries and isinstance(shape.value.get("model", {}), dict):
            shape.put(("model", key), entries, ("spec", "tools"))
