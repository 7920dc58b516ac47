"""``callplan timeline``: the calls that nobody steers, and the hooks that can never fire."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Tree = Callable[[dict[str, str]], Path]

SEVEN = "one two three four five six seven"  # lasts 2000 ms


def say(text: str) -> dict[str, Any]:
    return {"type": "say", "exact": text}


def silence(seconds: float, *actions: dict[str, Any], name: str | None = None, **options: Any) -> dict[str, Any]:
    hook = {"on": "customer.speech.timeout", "options": {"timeoutSeconds": seconds, **options}, "do": list(actions)}
    return hook | ({"name": name} if name else {})


def elapsed(seconds: int, *actions: dict[str, Any]) -> dict[str, Any]:
    return {"on": "call.timeElapsed", "options": {"seconds": seconds}, "do": list(actions)}


END = {"type": "tool", "tool": {"type": "endCall"}}
BRIEFED = {"mode": "warm-transfer-say-message", "message": f"{SEVEN} {SEVEN}"}
PLACE = {"type": "number", "number": "+15550100911", "message": "", "transferPlan": BRIEFED}
WARM = {"type": "tool", "tool": {"type": "transferCall", "destinations": [PLACE]}}


@pytest.fixture
def shown(callplan: Run, tree: Tree) -> Callable[..., Any]:
    def show(*arguments: str, **fields: Any) -> Any:
        value = {"name": "Front", "firstMessage": SEVEN, "model": {"provider": "openai", "model": "gpt-4o"}, **fields}
        root = tree({"assistants/front.json": json.dumps(value)})
        done = callplan("timeline", root / "assistants" / "front.json", *arguments)
        assert (done.code, done.err) == (0, "")
        return done.out

    return show


def test_the_founding_example(shown: Callable[..., str]) -> None:
    """10, 20, 30 seconds; the last one says goodbye and ends the call (semantics §5.3, the worked timeline)."""
    hooks = [silence(10, say("Hello?"), name="ten"), silence(20, say("Still?")), silence(30, say("Bye"), END)]
    assert shown(hooks=hooks).splitlines() == [
        "assistants/front: calls that nobody steers, from Front on",
        "",
        "A silent caller",
        "   0:00.000  the call starts (webCall)",
        f"   0:00.000  says '{SEVEN}' (first-message, 2.000s)",
        "   0:12.000  hook ten fires, time 1, 10.000s into the silence",
        "   0:12.000  says 'Hello?' (hook, 0.286s)",
        "   0:22.000  hook ten does not fire: a hook with a longer timeout is due",
        "   0:22.000  hook customer.speech.timeout#1 fires, time 1, 20.000s into the silence",
        "   0:22.000  says 'Still?' (hook, 0.286s)",
        "   0:32.000  hook ten does not fire: a hook with a longer timeout is due",
        "   0:32.000  hook customer.speech.timeout#2 fires, time 1, 30.000s into the silence",
        "   0:32.000  says 'Bye' (hook, 0.286s)",
        "   0:32.286  tool endCall starts",
        "   0:32.286  an endCall tool ends the call, called by the hook customer.speech.timeout#2",
        "",
        "A caller who never stops",
        "   0:00.000  the call starts (webCall)",
        f"   0:00.000  says '{SEVEN}' (first-message, 2.000s)",
        "   0:00.000  the caller begins to speak",
        "  10:00.000  the maximum duration ends the call",
        "",
        "Hooks",
        "  ten                        customer.speech.timeout after 10.000s: silent 0:12.000",
        "  customer.speech.timeout#1  customer.speech.timeout after 20.000s: silent 0:22.000",
        "  customer.speech.timeout#2  customer.speech.timeout after 30.000s: silent 0:32.000",
    ]


NEVER = [
    (
        "behind the silence timeout",
        {"silenceTimeoutSeconds": 30, "hooks": [silence(30, say("x"))]},
        "the silence timeout ends the call at 0:32.000, the instant that it is due, and goes first",
    ),
    (
        "behind the maximum duration",
        {"maxDurationSeconds": 20, "hooks": [silence(60, say("x"))]},
        "the maximum duration ends the call at 0:20.000, 42.000s before it is due",
    ),
    (
        "behind a hook that ends the call",
        {"hooks": [silence(5, END, name="gone"), silence(9, say("x"))]},
        "an endCall tool ends the call, called by the hook gone at 0:07.000, 4.000s before it is due",
    ),
    (
        "a time that no call reaches",
        {"maxDurationSeconds": 60, "hooks": [elapsed(60, say("x"))]},
        "the maximum duration ends the call at 1:00.000, the instant that it is due, and goes first",
    ),
    (
        "behind a time hook that ends the call",
        {"hooks": [elapsed(60, END), elapsed(90, say("x"))]},
        "an endCall tool ends the call, called by the hook call.timeElapsed#0 at 1:00.000, 30.000s before it is due",
    ),
    (
        "a silence that no call has",
        {"hooks": [elapsed(60, END), silence(90, say("x"))]},
        "an endCall tool ends the call, called by the hook call.timeElapsed at 1:00.000, 32.000s before it is due",
    ),
    (
        "always behind one of the same timeout",
        {"maxDurationSeconds": 90, "hooks": [silence(10, say("x"), triggerMaxCount=10), silence(10, say("y"))]},
        "whenever it is due, a hook with the same timeout is due",
    ),
    (
        "behind one whose count each caller's word sets back",
        {
            "silenceTimeoutSeconds": 15,
            "hooks": [
                silence(10, say("x"), triggerMaxCount=1, triggerResetMode="onUserSpeech"),
                silence(10, say("y")),
            ],
        },
        "whenever it is due, a hook with the same timeout is due",
    ),
    (
        "a little too long for a call, behind words that nobody can interrupt",
        {"maxDurationSeconds": 70, "hooks": [silence(69, say("x"))]},
        "the maximum duration ends the call at 1:10.000, 1.000s before it is due",
    ),
    (
        "a silence that is never so long",
        {"firstMessageMode": "assistant-waits-for-user", "silenceTimeoutSeconds": 30, "hooks": [silence(45, say("x"))]},
        "the silence timeout ends the call at 0:31.429, 15.000s before it is due",
    ),
    (
        "behind a hook that ends any silence, where nobody speaks first",
        {"firstMessageMode": "assistant-waits-for-user", "hooks": [silence(5, END, name="gone"), silence(9, say("x"))]},
        "an endCall tool ends the call, called by the hook gone at 0:06.429, 4.000s before it is due",
    ),
    ("an event of chats", {"hooks": [{"on": "session.created", "do": [END]}]}, "sessions of chats alone"),
]


@pytest.mark.parametrize(("fields", "why"), [one[1:] for one in NEVER], ids=[one[0] for one in NEVER])
def test_hooks_that_never_fire(shown: Callable[..., str], fields: dict[str, Any], why: str) -> None:
    value = json.loads(shown("--format", "json", **fields))
    last = value["hooks"][-1]
    assert why in last["never"]
    assert not any(last["fires"].values())
    assert [hook["never"] for hook in value["hooks"][:-1]] == [None] * (len(value["hooks"]) - 1)


MAYBE = [
    (
        "the other caller",
        {"silenceTimeoutSeconds": 10, "hooks": [elapsed(60, say("x"))]},
        {"silent": [], "talking": [60000]},
    ),
    (
        "an interruption",
        {"hooks": [{"on": "assistant.speech.interrupted", "do": [say("x")]}]},
        {"silent": [], "talking": []},
    ),
    (
        "an interruption that is allowed",
        {"firstMessageInterruptionsEnabled": True, "hooks": [{"on": "assistant.speech.interrupted", "do": [say("x")]}]},
        {"silent": [], "talking": [0]},
    ),
    (
        "the assistant interrupts",
        {"hooks": [{"on": "customer.speech.interrupted", "do": [say("x")]}, elapsed(60, say("y"))][::-1]},
        {"silent": [], "talking": [60000]},
    ),
    (
        "a silence that may begin sooner",
        {"maxDurationSeconds": 70, "firstMessageInterruptionsEnabled": True, "hooks": [silence(69, say("x"))]},
        {"silent": [], "talking": []},
    ),
    (
        "when the count of the one before it is used up",
        {"silenceTimeoutSeconds": 15, "hooks": [silence(10, say("x"), triggerMaxCount=1), silence(10, say("y"))]},
        {"silent": [], "talking": []},
    ),
    (
        "within a transfer that a silent caller brings about",
        {"firstMessage": "", "hooks": [elapsed(1, say(SEVEN), WARM), elapsed(4, say("y"))]},
        {"silent": [], "talking": []},
    ),
    (
        "nobody has spoken yet",
        {"firstMessageMode": "assistant-waits-for-user", "hooks": [silence(9, say("x"))]},
        {"silent": [], "talking": [], "once": [10429, 19429, 28429]},
    ),
]


@pytest.mark.parametrize(("fields", "fires"), [one[1:] for one in MAYBE], ids=[one[0] for one in MAYBE])
def test_hooks_that_other_calls_may_let_fire(shown: Callable[..., str], fields: Any, fires: Any) -> None:
    last = json.loads(shown("--format", "json", **fields))["hooks"][-1]
    assert (last["never"], last["fires"]) == (None, fires)


def test_reminders_that_wait_for_the_first_words(shown: Callable[..., str]) -> None:
    """The page says why a silent caller hears none, and a caller who says hello hears them (§5.3 rule 8)."""
    page = shown(firstMessage="", silenceTimeoutSeconds=20, hooks=[silence(9, say("Hm?"), name="nine")])
    assert page.splitlines()[2:] == [
        "A silent caller",
        "   0:00.000  the call starts (webCall)",
        "   0:00.000  reminders wait until somebody has spoken (policy remindersAtStart)",
        "   0:20.000  the silence timeout ends the call",
        "",
        "A caller who never stops",
        "   0:00.000  the call starts (webCall)",
        "   0:00.000  the caller begins to speak",
        "  10:00.000  the maximum duration ends the call",
        "",
        "A caller who says hello, and then nothing",
        "   0:00.000  the call starts (webCall)",
        "   0:00.000  the caller begins to speak",
        "   0:00.286  the model is asked",
        "   0:00.286  says '(The model says something.)' (model, 1.143s)",
        "   0:10.429  hook nine fires, time 1, 9.000s into the silence",
        "   0:10.429  says 'Hm?' (hook, 0.286s)",
        "   0:19.429  hook nine fires, time 2, 18.000s into the silence",
        "   0:19.429  says 'Hm?' (hook, 0.286s)",
        "   0:21.429  the silence timeout ends the call",
        "",
        "Hooks",
        "  nine  customer.speech.timeout after 9.000s: says hello 0:10.429, 0:19.429",
    ]


def test_the_hook_that_ends_a_call_need_not_be_the_last_to_fire(shown: Callable[..., str]) -> None:
    hooks = [silence(5, say(SEVEN), END, name="gone"), elapsed(8, say("Time"))]
    assert "   0:09.000  an endCall tool ends the call, called by the hook gone" in shown(hooks=hooks).splitlines()


def test_what_another_member_does_is_not_the_first_ones(callplan: Run, tree: Tree) -> None:
    """Both have a hook of one name at one place; the first one's waits for a silence that its handoff cuts short."""
    model = {"provider": "openai", "model": "gpt-4o"}
    go = {"type": "handoff", "destinations": [{"type": "assistant", "assistantName": "Back"}]}
    front = [silence(5, {"type": "tool", "tool": go}), silence(9, say("Hm?"), name="hm")]
    back = [silence(3, say("So?")), silence(7, say("Hm?"), name="hm")]
    members = [
        {"assistant": {"name": name, "firstMessage": SEVEN, "model": model, "hooks": hooks}}
        for name, hooks in (("Front", front), ("Back", back))
    ]
    root = tree({"squads/s.json": json.dumps({"name": "s", "members": members})})
    out = callplan("timeline", root / "squads" / "s.json").out.splitlines()
    assert any("hook hm fires" in line for line in out)
    assert out[-3].endswith("hm                         customer.speech.timeout after 9.000s: not in these calls")
    assert out[-2:] == ["", "Not shown: Back (2 hooks); --member NAME shows what becomes of them"]


@pytest.mark.parametrize(("policy", "never"), [("off", True), ("on", False)])
def test_a_time_hook_of_who_is_handed_the_call(callplan: Run, tree: Tree, policy: str, never: bool) -> None:
    """As check says of it (D014); where the policy arms it anew, it fires."""
    model = {"provider": "openai", "model": "gpt-4o"}
    back = {"assistant": {"name": "Back", "firstMessage": SEVEN, "model": model, "hooks": [elapsed(20, say("So?"))]}}
    front = {"assistant": {"name": "Front", "firstMessage": SEVEN, "model": model}}
    squad = json.dumps({"name": "s", "members": [front, back]})
    project = f"callplan: 1\npolicies: {{rearmTimeElapsed: '{policy}'}}\n"
    root = tree({"squads/s.json": squad, "callplan.yaml": project})
    out = callplan("timeline", root / "squads" / "s.json", "--member", "Back").out.splitlines()
    assert ("which arms no time hook" in out[-1]) is never
    assert ("never stops 0:20.000" in out[-1]) is not never


def test_a_tool_that_puts_the_end_off(shown: Callable[..., str]) -> None:
    """A hook's tool ends the silence: the page says why the timeout of 20 seconds comes later (§5.3 rule 7)."""
    note = {"type": "tool", "tool": {"type": "function", "function": {"name": "note"}}}
    page = shown(silenceTimeoutSeconds=20, hooks=[silence(7, note, triggerMaxCount=1)]).splitlines()
    assert "   0:09.000  a tool ends the silence, which counts anew behind it (policy silenceInTools)" in page
    assert "   0:29.000  the silence timeout ends the call" in page


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"silenceTimeoutSeconds": 30, "hooks": [silence(45, say("x"))]}, "call after 30.000s of silence"),
        (
            {"hooks": [silence(5, END, name="gone"), silence(9, say("x"))]},
            "by the hook gone at 0:05.000, 4.000s before",
        ),
    ],
)
def test_reminders_that_count_from_the_start(callplan: Run, tree: Tree, fields: dict[str, Any], why: str) -> None:
    """Under the policy the silent call is such a silence itself: no third caller is needed."""
    front = json.dumps({"name": "Front", "model": {"provider": "openai", "model": "gpt-4o"}, **fields})
    root = tree({"assistants/front.json": front, "callplan.yaml": "callplan: 1\npolicies: {remindersAtStart: run}\n"})
    out = callplan("timeline", root / "assistants" / "front.json").out
    assert "says hello" not in out
    assert f"NEVER FIRES: {'an endCall tool' if 'gone' in why else 'the silence timeout'}" in out
    assert why in out.splitlines()[-1]


def test_idle_messages_are_listed(shown: Callable[..., str]) -> None:
    plan = {"idleMessages": ["Hm?"], "idleTimeoutSeconds": 6, "silenceTimeoutMessage": "I hang up."}
    out = shown(messagePlan=plan, silenceTimeoutSeconds=20)
    assert "  idle  idle after 6.000s: silent 0:08.000, 0:14.000, 0:20.000" in out.splitlines()
    assert "   0:22.000  says 'I hang up.' (idle, 0.858s)" in out.splitlines()
    assert "   0:22.858  the silence timeout ends the call" in out.splitlines()


@pytest.mark.parametrize(
    ("case", "code", "target"),
    [
        ("D006-D008-D010-silence", "D010", ("squads/desk.yml", "--member", "Hook")),
        ("D006-D008-D010-silence", "D008", ("assistants/late.json",)),
        ("D011-D014-duration", "D011", ("assistants/front.yml",)),
    ],
)
def test_static_findings_and_timelines_agree(
    callplan: Run, fixtures: Path, case: str, code: str, target: tuple[str, ...]
) -> None:
    """What check says never fires is marked here too."""
    root = fixtures / "compiler" / "check" / case / "bad"
    assert f" {code} " in callplan("check", root, "--select", code, "--format", "concise").out
    done = callplan("timeline", root / target[0], *target[1:], "--format", "json")
    assert [bool(hook["never"]) for hook in json.loads(done.out)["hooks"]] == [True]


def test_one_member_of_a_squad(callplan: Run, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fixtures / "workspaces" / "clinic")
    value = json.loads(callplan("timeline", "squads/clinic", "-e", "uat", "--member", "Scheduler", "-f", "json").out)
    assert (value["version"], value["target"], value["member"]) == (1, "squads/clinic", "Scheduler")
    assert [call["caller"] for call in value["calls"]] == ["silent", "talking"]
    for call in value["calls"]:
        times = [event["t"] for event in call["events"]]
        assert times == sorted(times)
        assert call["events"][-1]["type"] == "call.ended"
        assert times[-1] == call["ended_ms"] <= 15 * 60 * 1000
    done = callplan("timeline", "squads/clinic", "-e", "uat", "--member", "Schedular")
    assert (done.code, done.out) == (2, "")
    assert "did you mean 'Scheduler'?" in done.err


def test_variables_and_texts(shown: Callable[..., str]) -> None:
    out = shown("--var", "who=Ana\x1b[31m", firstMessage="Hello {{ who }}")
    assert "\x1b" not in out
    assert "says 'Hello Ana" in out
    said = shown(firstMessage="https://example.com/hello.mp3").splitlines()
    assert said[4] == "   0:00.000  says 'https://example.com/hello.mp3' (first-message, a recording of unknown length)"


def test_a_long_call_is_bounded(shown: Callable[..., str]) -> None:
    """The longest call with the densest hooks ends, and the page says how much it leaves out."""
    again = [silence(1, say("x"), triggerMaxCount=10), *(elapsed(second, say("y")) for second in range(1, 300))]
    out = shown(maxDurationSeconds=43200, hooks=again)
    assert " more until 720:00.000" in out
    assert len(out.splitlines()) < 1000


def test_a_run_that_cannot_go_on_says_so(callplan: Run, tree: Tree) -> None:
    plan = {"formatPlan": {"replacements": [{"type": "regex", "regex": "(?=(.*)(.*)(.*)(.*)x$).", "value": ""}]}}
    voice = {"provider": "vapi", "voiceId": "Elliot", "chunkPlan": plan}
    root = tree({"assistants/a.json": json.dumps({"name": "A", "firstMessage": "a" * 3000, "voice": voice})})
    out = callplan("timeline", root / "assistants" / "a.json").out
    assert out.count("broken off: replacement 1 of A's voice cannot be made") == 2


def test_a_session(callplan: Run, tree: Tree) -> None:
    """Nothing is spoken and nothing is timed: the hook on its creation fires, all others never do."""
    note = {"type": "tool", "tool": {"type": "function", "function": {"name": "note"}}}
    hooks = [{"on": "session.created", "do": [note]}, silence(5, say("Hm?"), name="hm")]
    front = {"name": "Front", "firstMessage": SEVEN, "model": {"provider": "openai", "model": "gpt-4o"}, "hooks": hooks}
    root = tree({"assistants/front.json": json.dumps(front), "sessions/s.json": json.dumps({"assistantId": "front"})})
    done = callplan("timeline", root / "sessions" / "s.json")
    assert done.code == 0
    assert done.out.splitlines()[2:7] == [
        "A silent caller",
        "   0:00.000  the session is created",
        "   0:00.000  hook session.created fires, time 1",
        "   0:00.000  tool note starts",
        "   0:00.000  nothing more happens: a chat waits for what the caller writes",
    ]
    assert "NEVER FIRES: a chat has no speech, no silence and no end for it to wait for" in done.out


def test_a_transfer_to_an_operator(shown: Callable[..., str]) -> None:
    plan = {"mode": "warm-transfer-say-message", "message": "A caller"}
    place = {"type": "number", "number": "+15550100911", "message": "", "transferPlan": plan}
    tool = {"type": "tool", "tool": {"type": "transferCall", "destinations": [place]}}
    told = shown(hooks=[silence(5, tool, name="five")])
    assert "   0:07.000  on the operator's side: dialing" in told
    assert "   0:07.572  on the operator's side: connected" in told
    assert "a transfer takes the call away, called by the hook five" in told
