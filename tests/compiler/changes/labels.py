"""Edits of one document each, by its sort, with all that a diff has to say of them.

The labels come from what is done to a file, never from the code that compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Told = tuple[str, str, str]
"""Category, severity, and whom it breaks (empty for nobody)."""
Apply = Callable[[Any], object]

CONTENT: Told = ("content", "notable", "")
BEHAVIOUR: Told = ("behaviour", "notable", "")
ENVIRONMENT: Told = ("environment", "minor", "")
COSMETIC: Told = ("cosmetic", "minor", "")


def breaking(category: str, whom: str) -> Told:
    return (category, "breaking", whom)


def put(*path: Any, to: Any) -> Apply:
    def apply(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return apply


def drop(*path: Any) -> Apply:
    def apply(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return apply


def add(*path: Any, item: Any) -> Apply:
    def apply(data: Any) -> None:
        for step in path:
            data = data[step]
        data.append(item)

    return apply


Found = Iterator[tuple[str, Apply, tuple[Told, ...]]]


def of_prompt(get: Callable[[Any], str], put_text: Callable[[Any, str], object]) -> Callable[[Any], Found]:
    """Edits of a prompt, line by line."""

    def edits(data: Any) -> Found:
        lines = get(data).split("\n")
        plain = [index for index, line in enumerate(lines) if len(line.split()) > 4 and "{" not in line]

        def rewritten(change: Callable[[list[str]], list[str]]) -> Apply:
            return lambda copied: put_text(copied, "\n".join(change(get(copied).split("\n"))))

        for number in plain[::4]:
            words = lines[number].split(" ")

            def at(text: str, number: int = number) -> Callable[[list[str]], list[str]]:
                return lambda all: [*all[:number], text, *all[number + 1 :]]

            other = " ".join([*words[:-1], "otherwise."])
            yield f"word of line {number}", rewritten(at(other)), (CONTENT,)
            yield f"spaces in line {number}", rewritten(at("  ".join(words))), (COSMETIC,)
            yield f"line {number} goes", rewritten(lambda all, n=number: [*all[:n], *all[n + 1 :]]), (CONTENT,)
            yield (
                f"line after {number}",
                rewritten(lambda all, n=number: [*all[: n + 1], "- Mention the weather.", *all[n + 1 :]]),
                (CONTENT,),
            )
        if len(plain) > 3:
            first, last = plain[0], plain[-1]
            yield (
                f"line {first} moves",
                rewritten(lambda all: [*all[:first], *all[first + 1 : last + 1], all[first], *all[last + 1 :]]),
                (CONTENT,),
            )

    return edits


CALLED_BY_NAME = frozenset({"Scheduler", "Account Desk", "Card Desk"})
"""Members that a destination names: without that edit, another name would not compile."""


def of_assistant(data: Any) -> Found:
    yield "keys in another order", lambda copied: _reverse(copied), ()
    if data["name"] not in CALLED_BY_NAME:
        yield "name", put("name", to=data["name"] + " Two"), (breaking("behaviour", "analytics"),)
    yield "metadata comes", put("metadata", to={**data.get("metadata", {}), "owner": "desk"}), (COSMETIC,)
    yield "temperature", put("model", "temperature", to=0.77), (BEHAVIOUR,)
    if data["model"]["provider"] == "openai":
        yield "model", put("model", "model", to="gpt-4.1-nano"), (BEHAVIOUR,)
    if data["transcriber"]["provider"] == "deepgram":
        yield "language", put("transcriber", "language", to="de"), (BEHAVIOUR,)
    yield "wait", put("stopSpeakingPlan", to={"numWords": 7}), (BEHAVIOUR,) * _differs(data.get("stopSpeakingPlan"))
    if data["voice"].get("provider") == "11labs":
        yield "voice", put("voice", "voiceId", to="george"), (BEHAVIOUR,)
    if data.get("firstMessage") and data.get("firstMessageMode") in (None, "assistant-speaks-first"):
        yield "first message", put("firstMessage", to="Good day."), (CONTENT,)
        yield (
            "waits for the caller",
            put("firstMessageMode", to="assistant-waits-for-user"),
            (breaking("behaviour", "callers"),),
        )
    if "endCallMessage" in data:
        yield "goodbye", put("endCallMessage", to="Farewell."), (CONTENT,)
    if "endCallPhrases" not in data:
        yield "an end phrase", put("endCallPhrases", to=["farewell now"]), (BEHAVIOUR,)
    if "silenceTimeoutSeconds" in data:
        told = (breaking("behaviour", "callers"),)
        yield "less silence", put("silenceTimeoutSeconds", to=data["silenceTimeoutSeconds"] - 5), told
        yield "more silence", put("silenceTimeoutSeconds", to=data["silenceTimeoutSeconds"] + 5), (BEHAVIOUR,)
    if "messagePlan" in data:
        yield "a reminder's words", put("messagePlan", "idleMessages", 0, to="Anybody there?"), (CONTENT,)
        yield "a reminder's pace", put("messagePlan", "idleTimeoutSeconds", to=22), (BEHAVIOUR,)
        yield "a reminder's count", put("messagePlan", "idleMessageMaxSpokenCount", to=5), (BEHAVIOUR,)
    if "structuredOutputIds" in data.get("artifactPlan", {}):
        told = (breaking("content", "analytics"),)
        yield "no structured output", put("artifactPlan", "structuredOutputIds", to=[]), told
    if "keypadInputPlan" in data:
        told = (breaking("behaviour", "callers"),)
        yield "no keypad", put("keypadInputPlan", "enabled", to=False), told
    for index, reference in enumerate(data["model"].get("toolIds", [])):
        effects = 1 + (reference in EXTRACTING)
        yield f"without {reference}", drop("model", "toolIds", index), (breaking("behaviour", "callers"),) * effects
    yield from of_hooks(data)


EXTRACTING = frozenset({"book-visit"})
"""Tools that extract a variable which prompts read: without them the call has to supply it."""


def _reverse(data: dict[str, Any]) -> None:
    items = list(data.items())
    data.clear()
    data.update(reversed(items))


def _differs(plan: Any) -> int:
    """How many settings differ from ``{numWords: 7}``."""
    return len({*(plan or {}), "numWords"})


def of_hooks(data: Any) -> Found:
    yield (
        "a hook comes",
        lambda copied: copied.setdefault("hooks", []).append(
            {"on": "customer.speech.timeout", "name": "late", "options": {"timeoutSeconds": 44}, "do": [SAY]}
        ),
        (BEHAVIOUR,),
    )
    for index, hook in enumerate(data.get("hooks", [])):
        timed = hook["on"] in ("customer.speech.timeout", "call.timeElapsed")
        key = "seconds" if hook["on"] == "call.timeElapsed" else "timeoutSeconds"
        if timed:
            later = hook["options"][key] + 1.5
            yield f"hook {index} later", put("hooks", index, "options", key, to=later), (BEHAVIOUR,)
        if hook["on"] == "customer.speech.timeout":
            yield f"hook {index} more often", put("hooks", index, "options", "triggerMaxCount", to=9), (BEHAVIOUR,)
        for number, action in enumerate(hook["do"]):
            if action.get("type") == "say" and "exact" in action:
                yield f"words of hook {index}", put("hooks", index, "do", number, "exact", to="Hm?"), (CONTENT,)
        calls = [action for action in hook["do"] if action.get("type") == "tool"]
        ends = any((action.get("tool") or {}).get("type") == "endCall" for action in calls)
        asks = bool(calls) and not ends
        told = breaking("behaviour", "servers") if asks else BEHAVIOUR
        if not any("end-call" in str(action) or "hang-up" in str(action) for action in calls):
            yield f"without hook {index}", drop("hooks", index), (told,)
        if "name" in hook:
            yield f"hook {index} renamed", put("hooks", index, "name", to="another"), (COSMETIC,)


SAY = {"type": "say", "exact": "One more moment."}


def of_tool(data: Any) -> Found:
    yield "keys in another order", lambda copied: _reverse(copied), ()
    own = data["type"] in ("function", "apiRequest")
    holder = ("function",) if "function" in data else ()
    if "name" in (data.get("function") or data) and own:
        path = (*holder, "name")
        yield "another name", put(*path, to="renamed_tool"), (breaking("behaviour", "servers"),)
    if "description" in (data.get("function") or data):
        yield "description", put(*holder, "description", to="Does something."), (CONTENT,)
    place: tuple[str, ...] = ("body",) if "body" in data else ("function", "parameters")
    schema = data.get("body") or (data.get("function") or {}).get("parameters")
    if schema:
        yield from of_schema(schema, place, "servers" if own else "")
    extraction = data.get("variableExtractionPlan") or {}
    if "schema" in extraction:
        path = ("variableExtractionPlan", "schema", "properties", "order", "properties", "late")
        yield "an extracted field goes", drop(*path), (breaking("behaviour", "analytics"),)
        yield "an extracted type", put(*path, "type", to="string"), (breaking("behaviour", "analytics"),)
    for index, alias in enumerate(extraction.get("aliases", [])):
        path = ("variableExtractionPlan", "aliases", index)
        yield f"alias {alias['key']}", put(*path, "value", to="{{ $.other }}"), (BEHAVIOUR,)
    server = data.get("server") or (data if "url" in data else None)
    if server:
        path = ("server",) if "server" in data else ()
        limit = server["timeoutSeconds"]
        yield "address", put(*path, "url", to="https://elsewhere.example/x"), (ENVIRONMENT,)
        hidden = limit == 12  # under what the environment says instead
        less = () if hidden else (breaking("behaviour", "servers"),)
        yield "less time", put(*path, "timeoutSeconds", to=limit - 3), less
        yield "more time", put(*path, "timeoutSeconds", to=limit + 3), () if hidden else (BEHAVIOUR,)
        yield "a header comes", put(*path, "headers", to=HEADERS if path else HEADER_SCHEMA), (ENVIRONMENT,)
        if "credentialId" in server:
            yield "credential", put(*path, "credentialId", to="another-key"), (ENVIRONMENT,)
            yield "no credential", drop(*path, "credentialId"), (breaking("environment", "servers"),)
    for index, item in enumerate(data.get("parameters", [])):
        told = (breaking("behaviour", "servers"),)
        yield f"static {item['key']} goes", drop("parameters", index), told
        if isinstance(item["value"], str):
            yield f"static {item['key']}", put("parameters", index, "value", to="constant"), (BEHAVIOUR,)
            yield f"static {item['key']} a number", put("parameters", index, "value", to=7), told
    if own:
        yield "static comes", lambda copied: copied.setdefault("parameters", []).append(STATIC), (BEHAVIOUR,)
        yield "nobody waits", put("async", to=True), (BEHAVIOUR,)
    seen = set()
    for index, message in enumerate(data.get("messages", [])):
        if message["type"] not in seen and message.get("content"):
            seen.add(message["type"])
            yield f"words at {message['type']}", put("messages", index, "content", to="Just a second."), (CONTENT,)
            yield f"no words at {message['type']}", drop("messages", index), (CONTENT,)
    for index, item in enumerate(data.get("destinations", [])):
        at = ("destinations", index)
        yield "a destination's reason", put(*at, "description", to="for other things"), (CONTENT,)
        if "number" in item:
            yield "a number", put(*at, "number", to="+15550100999"), (ENVIRONMENT,)
        if "contextEngineeringPlan" in item:
            yield "a context", put(*at, "contextEngineeringPlan", to={"type": "none"}), (BEHAVIOUR,)
        if item.get("message"):
            yield "a destination's message", put(*at, "message", to="I'll put you through."), (CONTENT,)


STATIC = {"key": "added", "value": "yes"}
HEADERS = {"X-Desk": "north"}
HEADER_SCHEMA = {"type": "object", "properties": {"X-Desk": {"type": "string", "value": "north"}}}


def of_schema(schema: Any, place: tuple[str, ...], whom: str) -> Found:
    def told(broken: bool) -> tuple[Told, ...]:
        return (breaking("behaviour", whom) if broken and whom else BEHAVIOUR,)

    required = schema.get("required", [])
    for key, item in schema["properties"].items():
        if key == "destination":
            continue  # the platform reads it
        at = (*place, "properties", key)

        def gone(copied: Any, key: str = key) -> None:
            for step in place:
                copied = copied[step]
            del copied["properties"][key]
            if key in required:
                copied["required"].remove(key)

        def called(copied: Any, key: str = key) -> None:
            for step in place:
                copied = copied[step]
            copied["properties"][f"{key}_two"] = copied["properties"].pop(key)
            if key in required:
                copied["required"][required.index(key)] = f"{key}_two"

        yield f"argument {key} goes", gone, told(True)
        yield f"argument {key} renamed", called, told(True)
        yield f"type of {key}", put(*at, "type", to="boolean" if "enum" not in item else ["string", "null"]), told(True)
        yield f"description of {key}", put(*at, "description", to="Another description."), (CONTENT,)
        if "enum" in item:
            yield f"fewer values of {key}", drop(*at, "enum", 0), told(True)
            yield f"more values of {key}", add(*at, "enum", item="special"), told(False)
        if key in required:
            yield f"{key} may be missing", drop(*place, "required", required.index(key)), told(True)
        else:
            yield f"{key} is required", lambda copied, key=key: _require(copied, place, key), told(False)
    yield "an argument comes", put(*place, "properties", "remark", to={"type": "string"}), told(False)


def _require(data: Any, place: tuple[str, ...], key: str) -> None:
    for step in place:
        data = data[step]
    data["required"] = [*data.get("required", []), key]


def of_squad(data: Any) -> Found:
    everyone = data.get("membersOverrides", {})
    yield "its name", put("name", to="Another squad"), (COSMETIC,)
    if len(data["members"]) == 2:
        yield "members the other way round", lambda copied: copied["members"].reverse(), (BEHAVIOUR,)
    else:
        yield "a member stands last", lambda copied: copied["members"].append(copied["members"].pop(2)), (COSMETIC,)
    yield "everyone's output", put("membersOverrides", "modelOutputInMessagesEnabled", to=True), (BEHAVIOUR,)
    yield (
        "everyone's metadata",
        put("membersOverrides", "metadata", to={**everyone.get("metadata", {}), "x": 1}),
        (COSMETIC,),
    )
    if "server" in everyone:
        yield (
            "everyone's server",
            put("membersOverrides", "server", "url", to="https://elsewhere.example"),
            (ENVIRONMENT,),
        )
        less = put("membersOverrides", "server", "timeoutSeconds", to=5)
        yield "everyone's server sooner", less, (breaking("behaviour", "servers"),)
        gone = drop("membersOverrides", "server", "credentialId")
        yield "everyone's credential", gone, (breaking("environment", "analytics"),)
    if "metadata" in everyone:
        yield "no metadata", drop("membersOverrides", "metadata"), (breaking("cosmetic", "analytics"),)
    if "maxDurationSeconds" in everyone:
        told = (breaking("behaviour", "callers"),)
        yield "a shorter call", put("membersOverrides", "maxDurationSeconds", to=200), told
        yield "a longer call", put("membersOverrides", "maxDurationSeconds", to=2000), (BEHAVIOUR,)
    yield "another member", add("members", item={"assistant": NIGHT}), (BEHAVIOUR,)


NIGHT = {"name": "Night Desk", "firstMessage": "Good night.", "model": {"provider": "openai", "model": "gpt-4.1"}}


def of_call(data: Any) -> Found:
    yield "customer", put("customer", "name", to="Sam Okafor"), (CONTENT,)
    yield "number", put("phoneNumberId", to="11111111-2222-4333-8444-555555555555"), (ENVIRONMENT,)
    yield "a variable", put("assistantOverrides", "variableValues", "order_id", to="99999"), (CONTENT,)
    yield "another variable", put("assistantOverrides", "variableValues", "colour", to="red"), (CONTENT,)
    yield (
        "no interruption",
        drop("assistantOverrides", "firstMessageInterruptionsEnabled"),
        (breaking("behaviour", "callers"),),
    )
    yield "a voice on this call", put("assistantOverrides", "voice", to=CALL_VOICE), (BEHAVIOUR,)


CALL_VOICE = {"provider": "vapi", "voiceId": "Savannah", "speed": 1.2}
