"""Two lists of hooks."""

from __future__ import annotations

from ..plan.model import Action, AddMessage, CallTool, Hook, Say, Tool
from ..sources import Path
from . import match
from .ledger import Ledger
from .model import Audience, Category
from .tools import compare_tool
from .words import does, seconds, times, when


def compare_hooks(
    ledger: Ledger, name: str, before: tuple[Hook, ...], after: tuple[Hook, ...], old: Path, new: Path
) -> None:
    """The differences between the hooks of a member called *name*."""
    pairs = match.hooks(before, after)
    _order(ledger, name, pairs, old, new)
    for was, now in pairs:
        if was and now:
            _hook(ledger, name, was[1], now[1], (*old, was[0]), (*new, now[0]))
        elif now:
            sentence = f"{when(now[1])}, {does(now[1].actions)} ({name})."
            ledger.add("added", "behaviour", _node(now[1], name), "", sentence, (None, (*new, now[0])))
        elif was:
            sentence = f"no longer {when(was[1])}: {does(was[1].actions)} ({name})."
            breaks = _unheard(was[1])
            ledger.add("removed", "behaviour", _node(was[1], name), "", sentence, ((*old, was[0]), None), breaks=breaks)


def _unheard(hook: Hook) -> tuple[Audience, ...]:
    """A server that a hook called, and that hears nothing any more."""
    calls = [action.tool for action in hook.actions if isinstance(action, CallTool)]
    return ("servers",) if any(tool.server is not None for tool in calls) else ()


def _hangs_up(hook: Hook) -> bool:
    return any(isinstance(action, CallTool) and action.tool.type == "endCall" for action in hook.actions)


def _node(hook: Hook, name: str) -> str:
    return f"hook {hook.label} of {name}"


def _hook(ledger: Ledger, name: str, before: Hook, after: Hook, old: Path, new: Path) -> None:
    node, count = _node(after, name), ledger.noted
    if before.delay_ms != after.delay_ms:
        sentence = f"{does(after.actions)} {when(after)}, not after {seconds(before.delay_ms)} ({name})."
        was, now = before.delay_ms, after.delay_ms
        sooner: tuple[Audience, ...] = ("callers",) if _hangs_up(after) and (now or 0) < (was or 0) else ()
        ledger.add("changed", "behaviour", node, "delay_ms", sentence, (old, new), was, now, breaks=sooner)
    if before.max_count != after.max_count:
        most = f"at most {times(after.max_count)} a call instead of {times(before.max_count)}"
        sentence = f"{when(after)} the hook acts {most} ({name})."
        ledger.add("changed", "behaviour", node, "max_count", sentence, (old, new), before.max_count, after.max_count)
    if before.reset_on_user_speech != after.reset_on_user_speech:
        counts = "begins anew" if after.reset_on_user_speech else "no longer begins anew"
        sentence = f"the count of the hook {when(after)} {counts} when the caller speaks ({name})."
        resets = before.reset_on_user_speech, after.reset_on_user_speech
        ledger.add("changed", "behaviour", node, "reset_on_user_speech", sentence, (old, new), *resets)
    _actions(ledger, name, before, after, (*old, "actions"), (*new, "actions"))
    if (before.filters, before.confidence, before.on) != (after.filters, after.confidence, after.on):
        sentence = f"the hook now acts {when(after)}; before, {when(before)} ({name})."
        if when(after) == when(before):
            sentence = f"the hook {after.label} acts {when(after)} under other conditions ({name})."
        ledger.add("changed", "behaviour", node, "filters", sentence, (old, new))
    if before.name != after.name:
        titles = [side.name or "without a name" for side in (before, after)]
        sentence = f"the hook {titles[0]} is now {titles[1]} ({name}): traces call it so."
        ledger.add("changed", "cosmetic", node, "name", sentence, (old, new), before.name, after.name)
    if ledger.noted == count:
        ledger.unchanged += 1


def _actions(ledger: Ledger, name: str, before: Hook, after: Hook, old: Path, new: Path) -> None:
    """Actions pair up by position; a tool that stays is compared as a tool, all else is said as a whole."""
    if before.actions == after.actions:
        return
    pairs = list(zip(before.actions, after.actions, strict=False))
    tools = [
        (index, was.tool, now.tool)
        for index, (was, now) in enumerate(pairs)
        if isinstance(was, CallTool) and isinstance(now, CallTool) and _one(was.tool, now.tool)
    ]
    for index, was_tool, now_tool in tools:
        if was_tool != now_tool:
            compare_tool(ledger, name, was_tool, now_tool, (*old, index, "tool"), (*new, index, "tool"))
    same = {index for index, _, _ in tools} | {index for index, (was, now) in enumerate(pairs) if was == now}
    if len(same) < max(len(before.actions), len(after.actions)):
        sentence = f"{when(after)}, {does(after.actions)}; before, {does(before.actions)} ({name})."
        category: Category = "content" if _same_but_words(before.actions, after.actions) else "behaviour"
        texts = _texts(before.actions), _texts(after.actions)
        gone = {action.tool.name for action in before.actions if isinstance(action, CallTool) and action.tool.server}
        left = {action.tool.name for action in after.actions if isinstance(action, CallTool)}
        breaks: tuple[Audience, ...] = ("servers",) if gone - left else ()
        node = _node(after, name)
        ledger.add("changed", category, node, "actions", sentence, (old, new), *texts, breaks=breaks)


def _same_but_words(before: tuple[Action, ...], after: tuple[Action, ...]) -> bool:
    """Whether two lists of actions differ in what is said or told alone."""

    def shape(action: Action) -> object:
        if isinstance(action, Say):
            return ("say", bool(action.exact))
        if isinstance(action, AddMessage):
            return ("add", action.message.role, action.triggers_response)
        return action

    return [*map(shape, before)] == [*map(shape, after)]


def _texts(actions: tuple[Action, ...]) -> tuple[str, ...]:
    """What actions say, tell or call, one text each."""
    found: list[str] = []
    for action in actions:
        if isinstance(action, Say):
            found += [text.text for text in action.exact] or [part.content.text for part in action.prompt]
        else:
            found.append(action.tool.name if isinstance(action, CallTool) else action.message.content.text)
    return tuple(found)


def _one(was: Tool, now: Tool) -> bool:
    return was.name == now.name or (was.tool_id is not None and was.tool_id == now.tool_id)


def _order(ledger: Ledger, name: str, pairs: list[match.Pair[Hook]], old: Path, new: Path) -> None:
    """Hooks on one event run in the order written."""
    places = [(pair.after[1].on, pair.before[0]) for pair in pairs if pair.before and pair.after]
    for on in dict.fromkeys(on for on, _ in places):
        indices = [index for event, index in places if event == on]
        if indices != sorted(indices):
            sentence = f"the hooks on {on} of {name} run in another order where they fall due together."
            ledger.add("changed", "behaviour", f"hooks of {name}", "order", sentence, (old, new))
            return
    indices = [index for _, index in places]
    if indices != sorted(indices):
        sentence = f"the hooks of {name} stand in another order, those of one event in the same one."
        ledger.add("changed", "cosmetic", f"hooks of {name}", "order", sentence, (old, new))
