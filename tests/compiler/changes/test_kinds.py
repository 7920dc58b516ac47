"""Each kind of change by itself: one change, its category, and a sentence about the call."""

# ruff: noqa: E501  # sentences and documents stand as they are printed

from __future__ import annotations

import pytest
from callplan import compiler

from .plans import Edit, compiled, original
from .steps import BACK, CALL, FRONT, LOOKUP, ONWARD, SERVER, both, hooks, joined, line, setting

CASES: dict[str, tuple[Edit, str]] = {
    # -- content
    "prompt, a line changed": (
        setting(FRONT, "model", "messages", 0, "content", to="You are the front desk.\nBe very brief.\nBe kind."),
        "content changed member Front prompt.0.line 2: Front is told “Be very brief.” instead of “Be brief.” (prompt, line 2).",
    ),
    "prompt, a line added": (
        setting(FRONT, "model", "messages", 0, "content", to="You are the front desk.\nBe brief.\nBe kind.\nAlways."),
        "content added member Front prompt.0.line 4: Front is told “Always.” (prompt, line 4).",
    ),
    "prompt, a line removed": (
        setting(FRONT, "model", "messages", 0, "content", to="You are the front desk.\nBe kind."),
        "content removed member Front prompt.0.line 2: Front is no longer told “Be brief.” (prompt, line 2).",
    ),
    "prompt, spaces alone": (
        setting(FRONT, "model", "messages", 0, "content", to="You are the front desk.\nBe  brief.\nBe kind."),
        "cosmetic changed member Front prompt.0.line 2: Front is told the same with other spaces and line breaks (prompt, line 2).",
    ),
    "first message": (
        setting(FRONT, "firstMessage", to="Hello."),
        "content changed member Front opening.message: Front opens with “Hello.” instead of “Welcome.”.",
    ),
    "first message gone": (
        setting(FRONT, "firstMessage", to=...),
        "content removed member Front opening.message: Front opens with what the model makes of the prompt instead of “Welcome.”.",
    ),
    "first message that nobody speaks": (
        setting(BACK, "firstMessage", to=...),
        "content removed member Back opening.message: Back opens with what the model makes of the prompt instead of “Back office.”.",
    ),
    # -- what one side does not have
    "a number that was not set": (
        setting(BACK, "model", "temperature", to=0.9),
        "behaviour added member Back model.temperature: Back: model.temperature is 0.9 instead of unset.",
    ),
    "a number that is set no longer": (
        setting(FRONT, "model", "temperature", to=...),
        "behaviour removed member Front model.temperature: Front: model.temperature is unset instead of 0.2.",
    ),
    "an object that was not there": (
        setting(BACK, "stopSpeakingPlan", to={"numWords": 2, "voiceSeconds": 0.3}),
        "behaviour added member Back stopSpeakingPlan: Back: stopSpeakingPlan is numWords 2, voiceSeconds 0.3 instead of unset.",
    ),
    "an object that holds another and a list": (
        setting(
            BACK, "startSpeakingPlan", to={"smartEndpointingPlan": {"provider": "vapi"}, "customEndpointingRules": []}
        ),
        "behaviour added member Back startSpeakingPlan: Back: startSpeakingPlan is customEndpointingRules an empty list, "
        "smartEndpointingPlan (provider “vapi”) instead of unset.",
    ),
    "a list that was not there": (
        setting(BACK, "serverMessages", to=["hang", "transcript"]),
        "behaviour added member Back serverMessages: Back: serverMessages is [“hang”, “transcript”] instead of unset.",
    ),
    "a switch that was not there": (
        setting(BACK, "firstMessageInterruptionsEnabled", to=True),
        "behaviour changed member Back opening.interruptible: callers can interrupt Back's first message.",
    ),
    "a flag among the settings": (
        setting(BACK, "backgroundSpeechDenoisingPlan", to={"smartDenoisingPlan": {"enabled": False}}),
        "behaviour added member Back backgroundSpeechDenoisingPlan: Back: backgroundSpeechDenoisingPlan is "
        "smartDenoisingPlan (enabled false) instead of unset.",
    ),
    "a voice that was not set": (
        setting(BACK, "voice", to={"provider": "11labs", "voiceId": "abc"}),
        "behaviour added member Back voice.voice_id: callers hear Back in the voice abc (11labs) instead of the platform's own voice.",
    ),
    "a credential that is not needed any more": (
        setting(LOOKUP, "server", to={key: value for key, value in SERVER.items() if key != "credentialId"}),
        "environment changed tool lookup of Front server.credential: requests of tool lookup of Front use no credential instead of key.",
    ),
    "a member that speaks first": (
        joined({"firstMessage": "Night desk."}),
        "behaviour added member Night : Night joins the call: it opens with “Night desk.”.",
    ),
    "a member whose model speaks first": (
        joined({"firstMessageMode": "assistant-speaks-first-with-model-generated-message", "firstMessage": "No."}),
        "behaviour added member Night : Night joins the call: it opens with what the model makes of the prompt.",
    ),
    "a member without a first message": (
        joined({}),
        "behaviour added member Night : Night joins the call: it opens with what the model makes of the prompt.",
    ),
    "a member that waits": (
        joined({"firstMessageMode": "assistant-waits-for-user", "firstMessage": "No."}),
        "behaviour added member Night : Night joins the call: it waits for the caller to speak.",
    ),
    "goodbye": (
        setting(FRONT, "endCallMessage", to="Bye."),
        "content changed member Front ending.message: Front says goodbye with “Bye.” instead of “Goodbye.”.",
    ),
    "tool description": (
        setting(LOOKUP, "function", "description", to="Finds an order."),
        "content changed tool lookup of Front description: the model is told of lookup: “Finds an order.” instead of “Looks an order up.”.",
    ),
    "tool message": (
        setting(LOOKUP, "messages", 0, "content", to="Just a second."),
        "content changed tool lookup of Front messages.request-start: at request-start of lookup callers hear “Just a second.” instead of “One moment.”.",
    ),
    "tools in another order": (
        setting(FRONT, "model", "toolIds", to=["onward", "lookup", "hang-up"]),
        "content changed tools of Front order: the model is told of Front's tools in another order.",
    ),
    "supplied variable": (
        setting(CALL, "squadOverrides", "variableValues", "city", to="Kiel"),
        "content changed plan variables.city: the variable city is “Kiel” instead of “Bonn”.",
    ),
    # -- behaviour
    "voice": (
        setting(FRONT, "voice", "voiceId", to="def"),
        "behaviour changed member Front voice.voice_id: callers hear Front in the voice def (11labs) instead of abc (11labs).",
    ),
    "chunk plan": (
        setting(FRONT, "voice", "chunkPlan", "minCharacters", to=30),
        "behaviour changed member Front voice.chunk_plan.minCharacters: Front's words are prepared for speech differently: voice.chunk_plan.minCharacters is 30, was 20.",
    ),
    "temperature": (
        setting(FRONT, "model", "temperature", to=0.7),
        "behaviour changed member Front model.temperature: Front: model.temperature is 0.7 instead of 0.2.",
    ),
    "opening mode": (
        setting(FRONT, "firstMessageMode", to="assistant-waits-for-user"),
        "behaviour changed member Front opening.mode: Front waits for the caller to speak; before it speaks its first message.",
    ),
    "interruptible": (
        setting(FRONT, "firstMessageInterruptionsEnabled", to=True),
        "behaviour changed member Front opening.interruptible: callers can interrupt Front's first message.",
    ),
    "silence": (
        setting(FRONT, "silenceTimeoutSeconds", to=45),
        "behaviour changed member Front silence.timeout_ms: a call with Front ends after 45 s of silence; before after 60 s.",
    ),
    "idle messages": (
        setting(FRONT, "messagePlan", "idleTimeoutSeconds", to=12),
        "behaviour changed member Front silence.idle.timeout_ms: Front reminds silent callers every 12 s, at most 3 times, with “Are you there?”; before, every 10 s.",
    ),
    "idle messages gone": (
        setting(FRONT, "messagePlan", "idleMessages", to=[]),
        "behaviour removed member Front silence.idle: Front no longer speaks idle messages.",
    ),
    "the longest limit": (
        setting(FRONT, "maxDurationSeconds", to=900),
        "behaviour changed plan max_duration_ms: the call is cut after 900 s instead of 600 s.",
    ),
    "a limit that is not the longest": (
        setting("assistants/back.json", "maxDurationSeconds", to=300),
        "cosmetic added member Back max_duration_ms: Back allows a call of 300 s instead of the default length; the longest limit of all members counts, and stays 600 s.",
    ),
    "end phrase added": (
        setting(FRONT, "endCallPhrases", to=["have a good day", "until then", "farewell"]),
        "behaviour added member Front ending.phrases: saying “farewell” ends a call with Front.",
    ),
    "end phrase removed": (
        setting(FRONT, "endCallPhrases", to=["until then"]),
        "behaviour removed member Front ending.phrases: saying “have a good day” no longer ends a call with Front.",
    ),
    "end phrases in another order": (
        setting(FRONT, "endCallPhrases", to=["until then", "have a good day"]),
        "cosmetic changed member Front ending.phrases: the phrases that end a call with Front stand in another order.",
    ),
    "tool added": (
        setting("assistants/back.json", "model", "toolIds", to=["hang-up"]),
        "behaviour added tool endCall of Back : Back can call endCall.",
    ),
    "tool removed": (
        setting(FRONT, "model", "toolIds", to=["lookup", "onward"]),
        "behaviour removed tool endCall of Front : Front can no longer call endCall.",
    ),
    "handoff removed": (
        setting(FRONT, "model", "toolIds", to=["lookup", "hang-up"]),
        "behaviour removed tool onward of Front : Front can no longer call onward (handoff), which leads to Back.",
    ),
    "tool parameter": (
        setting(LOOKUP, "function", "parameters", "properties", "order", "type", to="integer"),
        "behaviour changed tool lookup of Front parameters.properties.order.type: among the arguments of lookup, order is integer instead of string.",
    ),
    "tool async": (
        setting(LOOKUP, "async", to=True),
        "behaviour changed tool lookup of Front is_async: the call no longer waits for lookup's result.",
    ),
    "tool timeout": (
        setting(LOOKUP, "server", "timeoutSeconds", to=5),
        "behaviour changed tool lookup of Front server.timeout_ms: tool lookup of Front gives up after 5 s instead of 10 s.",
    ),
    "static parameter": (
        setting(LOOKUP, "parameters", 0, "value", to="web"),
        "behaviour changed tool lookup of Front static.source: the server of lookup gets source as “web” instead of “phone”.",
    ),
    "alias": (
        setting(LOOKUP, "variableExtractionPlan", "aliases", 0, "value", to="{{ $.sum }}"),
        "behaviour changed tool lookup of Front extraction.aliases.total: lookup: extraction.aliases.total is “{{ $.sum }}” instead of “{{ $.total }}”.",
    ),
    "context": (
        setting(ONWARD, "destinations", 0, "contextEngineeringPlan", to={"type": "lastNMessages", "maxMessages": 4}),
        "behaviour changed tool onward of Front destinations.Back.context: onward leads to Back with the context lastNMessages 4 instead of all.",
    ),
    "messages of a destination": (
        setting(ONWARD, "destinations", 0, "handoffMessages", to=[{"role": "system", "content": "It is late."}]),
        "behaviour changed tool onward of Front destinations.Back.context: onward leads to Back with the context handoffMessages “system: It is late.” instead of all.",
    ),
    "destination's reason": (
        setting(ONWARD, "destinations", 0, "description", to="for refunds"),
        "content changed tool onward of Front destinations.Back.description: onward leads to Back for another reason: “for refunds” instead of “for invoices”.",
    ),
    "hook delay": (
        setting(FRONT, "hooks", 0, "options", "timeoutSeconds", to=25),
        "behaviour changed hook idle of Front delay_ms: the assistant says “Hello?” after 25 s of silence, not after 20 s (Front).",
    ),
    "hook count": (
        setting(FRONT, "hooks", 0, "options", to={"timeoutSeconds": 20, "triggerMaxCount": 1}),
        "behaviour changed hook idle of Front max_count: after 20 s of silence the hook acts at most once a call instead of 3 times (Front).",
    ),
    "hook reset": (
        setting(FRONT, "hooks", 0, "options", to={"timeoutSeconds": 20, "triggerResetMode": "onUserSpeech"}),
        "behaviour changed hook idle of Front reset_on_user_speech: the count of the hook after 20 s of silence begins anew when the caller speaks (Front).",
    ),
    "hook words": (
        setting(FRONT, "hooks", 0, "do", 0, "exact", to="Anyone?"),
        "content changed hook idle of Front actions: after 20 s of silence, the assistant says “Anyone?”; before, the assistant says “Hello?” (Front).",
    ),
    "hook filter": (
        setting(FRONT, "hooks", 1, "filters", 0, "oneOf", 0, to="pipeline-error-openai"),
        "behaviour changed hook call.ending of Front filters: the hook now acts when the call ends with pipeline-error-openai; before, when the call ends with pipeline-error (Front).",
    ),
    "hook added": (
        lambda files: files[FRONT]["hooks"].append(
            {"on": "assistant.speech.interrupted", "do": [{"type": "say", "exact": "Sorry."}]}
        ),
        "behaviour added hook assistant.speech.interrupted of Front : when the caller interrupts the assistant, the assistant says “Sorry.” (Front).",
    ),
    "hook removed": (
        hooks(0, 1),
        "behaviour removed hook customer.speech.timeout#2 of Front : no longer after 30 s of silence: the tool endCall is called (Front).",
    ),
    "first hook removed": (
        hooks(1, 2),
        "behaviour removed hook idle of Front : no longer after 20 s of silence: the assistant says “Hello?” (Front).",
    ),
    "hooks of one event in another order": (
        hooks(2, 1, 0),
        "behaviour changed hooks of Front order: the hooks on customer.speech.timeout of Front run in another order where they fall due together.",
    ),
    "hooks of two events in another order": (
        hooks(1, 0, 2),
        "cosmetic changed hooks of Front order: the hooks of Front stand in another order, those of one event in the same one.",
    ),
    "hook renamed": (
        setting(FRONT, "hooks", 0, "name", to="reminder"),
        "cosmetic changed hook reminder of Front name: the hook idle is now reminder (Front): traces call it so.",
    ),
    "member added": (
        lambda files: files["squads/desk.json"]["members"].append(
            {"assistant": {"name": "Night", "firstMessage": "Good night."}}
        ),
        "behaviour added member Night : Night joins the call: it opens with “Good night.”.",
    ),
    "another entry": (
        lambda files: files["squads/desk.json"]["members"].reverse(),
        "behaviour changed plan entry: the call begins with Back instead of Front.",
    ),
    "customer": (
        setting(CALL, "customer", "name", to="Ana"),
        "content added plan call.customer.name: the call's customer: name is “Ana” instead of unset.",
    ),
    # -- environment
    "tool server": (
        setting(LOOKUP, "server", "url", to="https://prod.example.com/lookup"),
        "environment changed tool lookup of Front server.url: lookup is sent to https://prod.example.com/lookup instead of https://hooks.example.com/lookup.",
    ),
    "assistant server": (
        setting(FRONT, "server", "url", to="https://prod.example.com"),
        "environment changed member Front server.url: Front's events go to https://prod.example.com instead of https://hooks.example.com.",
    ),
    "header": (
        setting(LOOKUP, "server", "headers", "X-Team", to="night"),
        "environment changed tool lookup of Front server.headers.X-Team: requests of tool lookup of Front carry another header X-Team.",
    ),
    "credential": (
        setting(LOOKUP, "server", "credentialId", to="other"),
        "environment changed tool lookup of Front server.credential: requests of tool lookup of Front use the credential other instead of key.",
    ),
    "phone number": (
        setting(CALL, "phoneNumberId", to="line"),
        "environment added plan call.phone_number.id: the call's phone number: id is “line” instead of unset.",
    ),
    # -- cosmetic
    "metadata": (
        setting(FRONT, "metadata", "owner", to="night"),
        "cosmetic changed member Front metadata.owner: Front: metadata.owner is “night” instead of “desk”.",
    ),
    "private metadata": (
        setting(FRONT, "metadata", "__owner", to="night"),
        "cosmetic added member Front metadata.__owner: Front: metadata.__owner is “night” instead of unset.",
    ),
    "true is not 1": (
        both(setting(FRONT, "metadata", "owner", to=True)),
        "cosmetic changed member Front metadata.owner: Front: metadata.owner is true instead of “desk”.",
    ),
    "recording": (
        setting(FRONT, "artifactPlan", "recordingEnabled", to=False),
        "content changed member Front artifactPlan.recordingEnabled: Front: artifactPlan.recordingEnabled is false instead of true.",
    ),
    # -- renamed
    "tool renamed": (
        setting(LOOKUP, "function", "name", to="find"),
        "behaviour changed tool find of Front name: the model calls find where it called lookup.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_change(name: str) -> None:
    edit, expected = CASES[name]
    changes = compiler.diff(original(), compiled(edit)).changes
    assert [line(change) for change in changes] == [expected]
    (change,) = changes
    assert change.before_origin or change.after_origin or change.what != "changed", "a place to look at"
