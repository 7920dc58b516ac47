"""Hooks: when they fire, and what their actions do (semantics §4)."""

from __future__ import annotations

from collections.abc import Mapping

from ...compiler.secrets import MASK, is_secret_key
from . import choice, cuts, queue, requests, tools
from .moment import Moment
from .program import AddProgram, HookProgram, SayProgram, ToolAction
from .records import Due, Item, Json

ELAPSED = "call.timeElapsed"
SHOWN = 100
"""Characters of what a filter found that the trace shows."""
BUSY = "a tool call or transfer is under way"


def fire_all(m: Moment, event: str) -> None:
    """Every hook of the active member on *event*, in the order written."""
    for hook in m.member.on(event):
        fire_unless_busy(m, hook)


def fire_unless_busy(m: Moment, hook: HookProgram) -> None:
    """Fire *hook*; while a tool call or a transfer is under way all hooks are off (semantics §4.5)."""
    if m.s.calls:
        suppress(m, hook, BUSY)
    elif m.s.phase == "live":
        fire(m, hook)


def fire(m: Moment, hook: HookProgram, silence_ms: int | None = None) -> None:
    """Count, tell, and run the actions."""
    m.s.counts = {**m.s.counts, hook.counter: m.s.counts.get(hook.counter, 0) + 1}
    data: dict[str, Json] = {
        "hook": hook.hook.label,
        "on": hook.hook.on,
        "index": hook.hook.index,
        "count": m.s.counts[hook.counter],
    }
    if silence_ms is not None:
        data["silence_ms"] = silence_ms
    m.emit("hook.fired", data)
    _run(m, hook)


def suppress(m: Moment, hook: HookProgram, why: str) -> None:
    """The hook would have fired, but does not."""
    m.emit("hook.suppressed", {"hook": hook.hook.label, "on": hook.hook.on, "index": hook.hook.index, "why": why})


def elapsed_due(m: Moment, due: Due) -> None:
    """The call has lasted as long as the hook says."""
    fire_unless_busy(m, m.member.hooks[due.ref])


def fire_ending(m: Moment) -> None:
    """Hooks on ``call.ending`` whose filters all match (semantics §4.3); of another the trace says which does not."""
    for hook in m.member.on("call.ending"):
        for one in hook.hook.filters:
            found = _lookup(m, one.key)
            if not _matches(found, one.kind, one.values):
                suppress(m, hook, missed(one.key, one.kind, found))
                break
        else:
            fire(m, hook)


def missed(key: str, kind: str, found: Json) -> str:
    """Which filter does not match, and what it looked at: a word of it, no list, no object and no secret."""
    if found is None:
        shown = "nothing"
    elif isinstance(found, (Mapping, list, tuple)):
        shown = "an object" if isinstance(found, Mapping) else "a list"
    elif is_secret_key(key.rpartition(".")[2]):
        shown = MASK
    else:
        text = str(found)
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"filter {key} {kind}: found {shown}"


def _matches(found: Json, kind: str, values: tuple[str, ...]) -> bool:
    if found is None:
        return False
    text = str(found)
    return any(text.startswith(value) if kind == "startsWith" else value in text for value in values)


def _lookup(m: Moment, key: str) -> Json:
    """What a dotted path points at in call, assistant, customer and phoneNumber (Q17); None for a missing key."""
    from .defaults import DEFAULTS

    root, *path = key.split(".")
    if root not in ("call", "assistant", "customer", "phoneNumber"):
        return None
    value = DEFAULTS[root](m)
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _run(m: Moment, hook: HookProgram) -> None:
    """The actions in the order written: what follows speech waits until it has been spoken, what follows a tool until
    that has ended. A caller who speaks stops what follows speech, and nothing else; one who is gone is told nothing.
    """
    waits = spoken = False
    for index, action in enumerate(hook.actions):
        place: dict[str, Json] = {"member": m.s.active, "hook": hook.place, "action": index}
        if isinstance(action, SayProgram):
            if queue.nobody_hears(m):
                continue
            waits = spoken = True
            _make_room(m)
            if action.exact:
                text = choice.pick(m, action.exact, f"the hook {hook.hook.label} has several texts").render(m)
                queue.say(m, "hook", text, over=hook.hook.on == ELAPSED, **place)
            else:
                queue.put(m, Item("prompt", over=hook.hook.on == ELAPSED, **place))
        else:
            (queue.put if waits else _do)(m, Item("action", keep=not spoken, **place))
        if isinstance(action, ToolAction) and index + 1 < len(hook.actions):
            waits = True
            queue.put(m, Item("after", keep=not spoken, **place))


def _make_room(m: Moment) -> None:
    """What the assistant is saying goes on, or is cut off for a hook's words (Q11); another hook's are spoken."""
    speaking = m.s.speaking
    if speaking is None or speaking.source in cuts.REMINDERS or not speaking.interruptible:
        return
    if m.policy("hookSay", "a hook speaks while the assistant does") == "cuts":
        cuts.cut(m)
        queue.clear(m)


def skips(m: Moment) -> int:
    """How many items of the queue stand behind tools of hooks that are still under way: the place of the first that
    does not.
    """
    waiting: set[tuple[str, int]] = set()
    for place, item in enumerate(m.s.queue):
        if _runs(m, item):
            waiting.add((item.member, item.hook))
        if (item.member, item.hook) not in waiting:
            return place
    return len(m.s.queue)


def _runs(m: Moment, item: Item) -> bool:
    """Whether the tool of the action that *item* stands behind is still under way."""
    return any(queue.is_behind(item, running) for running in m.s.calls)


def act(m: Moment, item: Item) -> None:
    """An action whose turn has come: what it says goes before what is still to come."""
    s = m.s
    behind, s.queue = s.queue, ()
    _do(m, item)
    s.queue += behind


def _do(m: Moment, item: Item) -> None:
    """Run a hook's tool, or add its message."""
    action = m.p.members[item.member].hooks[item.hook].actions[item.action]
    if isinstance(action, ToolAction):
        tools.start_for_hook(m, item, action)
    elif isinstance(action, AddProgram):
        requests.add_message(m, action.role, action.content.render(m), "hook", action.triggers)
