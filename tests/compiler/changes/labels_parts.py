"""More edits of one document each: what stands deeper in assistants, hooks and tools, and in the project file.

As in :mod:`.labels`, what a diff has to say comes from what is done to a file: from what the platform's documents say
of the field, never from the code that compares.
"""

from __future__ import annotations

from typing import Any

from .labels import BEHAVIOUR, CONTENT, ENVIRONMENT, Found, Told, add, breaking, drop, put

PLAN = {"conditions": [{"type": "regex", "regex": "please", "target": {"position": -1, "role": "user"}}]}


def of_project(data: Any) -> Found:
    told = (BEHAVIOUR,)
    yield "another clock of silence", lambda copied: copied.update(policies={"silenceClock": "restart"}), told
    yield "a policy as it is by default", lambda copied: copied.update(policies={"silenceClock": "continuous"}), ()


def of_settings(data: Any) -> Found:
    """What an assistant has beside its words, voice and tools."""
    speaks = data.get("startSpeakingPlan") or {}
    if speaks:
        yield "starts later", put("startSpeakingPlan", "waitSeconds", to=2.5), (BEHAVIOUR,)
    if "transcriptionEndpointingPlan" in speaks:
        path = ("startSpeakingPlan", "transcriptionEndpointingPlan", "onNumberSeconds")
        yield "longer after figures", put(*path, to=2.9), (BEHAVIOUR,)
    for index, _ in enumerate(speaks.get("customEndpointingRules", [])):
        rule = ("startSpeakingPlan", "customEndpointingRules", index)
        yield f"rule {index} waits longer", put(*rule, "timeoutSeconds", to=4), (BEHAVIOUR,)
    hidden = data["name"] in ("Account Desk", "Card Desk")  # behind what the squad says for all
    yield "sounds behind", put("backgroundSound", to="office"), () if hidden else (BEHAVIOUR,)
    if "serverMessages" not in data:
        told = (breaking("behaviour", "servers"),)
        yield "a report alone is sent", put("serverMessages", to=["end-of-call-report"]), told
    yield "words for a machine", put("voicemailMessage", to="Please call back."), (CONTENT,)
    yield "more tokens", put("model", "maxTokens", to=333), (BEHAVIOUR,)
    if "model" in data["transcriber"]:
        yield "another ear", put("transcriber", "model", to="nova-2-general"), (BEHAVIOUR,)
    yield "more of a message", lambda copied: _more_prompt(copied), (CONTENT,)
    if (data.get("artifactPlan") or {}).get("recordingEnabled") is True:
        told = (breaking("content", "analytics"),)
        yield "no recording", put("artifactPlan", "recordingEnabled", to=False), told
    if (data.get("artifactPlan") or {}).get("recordingEnabled") is False:
        yield "a recording", put("artifactPlan", "recordingEnabled", to=True), (CONTENT,)
    if "analysisPlan" not in data:
        yield "an analysis comes", put("analysisPlan", to={"summaryPlan": {"enabled": True}}), (CONTENT,)
    if "idleMessages" in (data.get("messagePlan") or {}):
        yield "no reminders", put("messagePlan", "idleMessages", to=[]), (BEHAVIOUR,)
        yield "a last word in silence", put("messagePlan", "silenceTimeoutMessage", to="I am gone."), (CONTENT,)
    for index, phrase in enumerate(data.get("endCallPhrases", [])):
        yield f"no longer ends with {phrase}", drop("endCallPhrases", index), (BEHAVIOUR,)
    plan = ((data["voice"].get("chunkPlan") or {}).get("formatPlan")) or {}
    at = ("voice", "chunkPlan", "formatPlan")
    if plan.get("formattersEnabled"):
        yield "a formatter less", drop(*at, "formattersEnabled", 0), (BEHAVIOUR,)
    for index, _ in enumerate(plan.get("replacements", [])):
        yield f"replacement {index}", put(*at, "replacements", index, "value", to="something"), (BEHAVIOUR,)
    if data["voice"].get("provider") == "11labs":
        yield "a slower voice", put("voice", "speed", to=0.9), (BEHAVIOUR,) * (data["voice"].get("speed") != 0.9)


def _more_prompt(data: Any) -> None:
    data["model"].setdefault("messages", []).append({"role": "assistant", "content": "I listen."})


def of_hook_parts(data: Any) -> Found:
    for index, hook in enumerate(data.get("hooks", [])):
        at = ("hooks", index)
        options = hook.get("options") or {}
        if hook["on"] == "customer.speech.timeout":
            resets = options.get("triggerResetMode") == "onUserSpeech"
            to = "never" if resets else "onUserSpeech"
            yield f"the count of hook {index}", put(*at, "options", "triggerResetMode", to=to), (BEHAVIOUR,)
        says = {"type": "say", "exact": "And one more thing."}
        ends = any("end-call" in str(action) or "hang-up" in str(action) for action in hook["do"])
        if not ends and hook["on"] != "call.ending":
            yield f"hook {index} does more", add(*at, "do", item=says), (BEHAVIOUR,)
            note = {"type": "message.add", "message": {"role": "system", "content": "Be brief now."}}
            yield f"hook {index} tells the model", add(*at, "do", item=note), (BEHAVIOUR,)
        for number, one in enumerate(hook.get("filters", [])):
            path = (*at, "filters", number, "oneOf")
            yield f"hook {index} for another reason", add(*path, item="exceeded-max-duration"), (BEHAVIOUR,)
            if len(one.get("oneOf", [])) > 1:
                yield f"hook {index} for fewer reasons", drop(*path, 0), (BEHAVIOUR,)
        for number, action in enumerate(hook["do"]):
            if action.get("type") == "message.add":
                place = (*at, "do", number)
                yield f"what hook {index} adds", put(*place, "message", "content", to="Begin anew."), (CONTENT,)


def of_tool_parts(data: Any) -> Found:
    for index, message in enumerate(data.get("messages", [])):
        at = ("messages", index)
        if message["type"] == "request-response-delayed":
            later = message["timingMilliseconds"] + 700
            yield f"message {index} later", put(*at, "timingMilliseconds", to=later), (BEHAVIOUR,)
        if message["type"] == "request-start" and message.get("content"):
            blocks = message.get("blocking") is True
            yield f"message {index} is waited for", put(*at, "blocking", to=not blocks), (BEHAVIOUR,)
        for number, _ in enumerate(message.get("conditions", [])):
            path = (*at, "conditions", number)
            yield f"message {index} for another case", put(*path, "value", to="checkup"), (BEHAVIOUR,)
        if message["type"] == "request-complete" and message.get("content"):
            yield f"message {index} ends the call", put(*at, "endCallAfterSpokenEnabled", to=True), (BEHAVIOUR,)
    yield from _server(data)
    if data["type"] == "function":
        yield "strict", put("function", "strict", to=True), (BEHAVIOUR,)
    if data["type"] in ("function", "apiRequest", "endCall", "handoff", "transferCall"):
        told = (BEHAVIOUR,)
        if "rejectionPlan" in data:
            yield "no rejection", drop("rejectionPlan"), told
            yield "another rejection", put("rejectionPlan", "conditions", 0, "regex", to="never"), told
        else:
            yield "a rejection", put("rejectionPlan", to=PLAN), told
    for index, alias in enumerate((data.get("variableExtractionPlan") or {}).get("aliases", [])):
        if alias["key"] not in READ:
            told = (breaking("behaviour", "analytics"),)
            yield f"alias {alias['key']} goes", drop("variableExtractionPlan", "aliases", index), told
    if "aliases" in (data.get("variableExtractionPlan") or {}):
        item = {"key": "extra", "value": "{{ $.extra }}"}
        yield "an alias comes", add("variableExtractionPlan", "aliases", item=item), (BEHAVIOUR,)
    yield from _destinations(data)


READ = frozenset({"visitId", "visitStart", "arrives_on", "return_label"})
"""Variables that prompts read: without them the call has to supply them."""


def _server(data: Any) -> Found:
    server = data.get("server") or {}
    if "backoffPlan" in server:
        yield "more attempts", put("server", "backoffPlan", "maxRetries", to=5), (BEHAVIOUR,)
        yield "no more attempts", drop("server", "backoffPlan"), (BEHAVIOUR,)
    for name in server.get("headers", {}):
        yield f"header {name}", put("server", "headers", name, to="other"), (ENVIRONMENT,)
        yield f"no header {name}", drop("server", "headers", name), (breaking("environment", "servers"),)


def _destinations(data: Any) -> Found:
    if data["type"] == "transferCall":
        item = {"type": "number", "number": "+15550100777", "description": "the night line"}
        yield "a destination more", add("destinations", item=item), (BEHAVIOUR,)
        for index, one in enumerate(data["destinations"]):
            if one.get("type") == "number":
                mode = {"mode": "warm-transfer-say-message", "message": "A caller."}
                yield "a warm transfer", put("destinations", index, "transferPlan", to=mode), (BEHAVIOUR,)
    if data["type"] == "handoff":
        for index, one in enumerate(data["destinations"]):
            values = {**(one.get("assistantOverrides") or {}), "variableValues": {"desk": "back"}}
            told: tuple[Told, ...] = (BEHAVIOUR, CONTENT) if "assistantOverrides" in one else (BEHAVIOUR,)
            yield "a value on the way", put("destinations", index, "assistantOverrides", to=values), told
