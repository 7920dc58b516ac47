"""Two forms of one member."""

from __future__ import annotations

from ..plan.frozen import FrozenDict, Json
from ..plan.model import Idle, Member, Message, Template
from ..sources import Path
from .freeform import leaves
from .hooks import compare_hooks
from .ledger import Ledger
from .lines import Hunk, hunks
from .model import Category, What, what_of
from .outputs import compare_outputs
from .servers import compare_server
from .settings import compare_settings
from .tools import compare_tools
from .wording import quotes
from .words import first_words, quote, seconds, speaker, times, value

_MODES = {
    "assistant-speaks-first": "speaks its first message",
    "assistant-speaks-first-with-model-generated-message": "lets the model make its first message",
    "assistant-waits-for-user": "waits for the caller to speak",
}


def compare_member(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    """All differences between two forms of a member that stand at *old* and *new* in their plans, but for those that
    are the whole call's: its length, and the variables that it starts with.
    """
    count = ledger.noted
    name = after.name
    node = f"member {after.key}"
    _prompt(ledger, before, after, old, new)
    _opening(ledger, before, after, old, new)
    _silence(ledger, before, after, old, new)
    _ending(ledger, before, after, old, new)
    _voice(ledger, before, after, old, new)
    compare_server(ledger, node, f"{name}'s events go", before.server, after.server, (*old, "server"), (*new, "server"))
    for leaf in leaves(*_own_variables(ledger, before, after)):
        key = ".".join(map(str, leaf.path))
        sentence = f"{name} reads {key} as {value(leaf.after)} instead of {value(leaf.before)}."
        paths = ((*old, "variables", *leaf.path), (*new, "variables", *leaf.path))
        ledger.add(leaf.what, "content", node, f"variables.{key}", sentence, paths, leaf.before, leaf.after)
    compare_settings(ledger, before, after, (*old, "settings"), (*new, "settings"))
    compare_outputs(ledger, before, after, (*old, "outputs"), (*new, "outputs"))
    compare_tools(ledger, after.name, before.tools, after.tools, (*old, "tools"), (*new, "tools"))
    compare_hooks(ledger, after.name, before.hooks, after.hooks, (*old, "hooks"), (*new, "hooks"))
    _identity(ledger, before, after, old, new)
    if ledger.noted == count:
        if before.layers != after.layers:
            sentence = (
                f"{name} is made by other layers of overrides ({', '.join(after.layers) or 'none'}), with one result."
            )
            _field(ledger, "cosmetic", node, "layers", sentence, old, new, before.layers, after.layers)
        elif before.max_duration_ms == after.max_duration_ms:
            ledger.unchanged += 1


def _own_variables(ledger: Ledger, before: Member, after: Member) -> tuple[FrozenDict, FrozenDict]:
    """The variables of either side without those that are, before and after, what the call starts with."""
    sides = tuple(zip((before.variables, after.variables), ledger.variables, strict=True))
    shared = {
        key
        for key in {*before.variables, *after.variables}
        if all((key in own) == (key in call) and own.get(key) == call.get(key) for own, call in sides)
    }
    one, other = (FrozenDict({key: item for key, item in own.items() if key not in shared}) for own, _ in sides)
    return one, other


def _identity(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    node = f"member {after.key}"
    if before.name != after.name:
        sentence = f"{before.name} is now called {after.name}; handoffs find it by the new name."
        _field(ledger, "behaviour", node, "name", sentence, old, new, before.name, after.name)
    if before.version != after.version:
        pins = [f"version {side.version}" if side.version else "no version" for side in (before, after)]
        sentence = f"the squad pins {pins[1]} of {after.name} instead of {pins[0]}."
        _field(ledger, "behaviour", node, "version", sentence, old, new, before.version, after.version)
    if (before.source, before.resource) != (after.source, after.resource):
        homes = [f"{side.source}{f' ({side.resource})' if side.resource else ''}" for side in (before, after)]
        sentence = f"{after.name} is {homes[1]}; before, {homes[0]}."
        _field(ledger, "cosmetic", node, "source", sentence, old, new, homes[0], homes[1])


def _field(
    ledger: Ledger,
    category: Category,
    node: str,
    field: str,
    sentence: str,
    old: Path,
    new: Path,
    before: Json,
    after: Json,
) -> None:
    what = what_of(before, after)
    path = tuple(field.split("."))
    ledger.add(what, category, node, field, sentence, ((*old, *path), (*new, *path)), before, after)


def _prompt(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    node = f"member {after.key}"
    for index in range(max(len(before.prompt), len(after.prompt))):
        was = before.prompt[index] if index < len(before.prompt) else None
        now = after.prompt[index] if index < len(after.prompt) else None
        if was == now:
            continue
        paths = ((*old, "prompt", index, "content"), (*new, "prompt", index, "content"))
        if was is None or now is None or was.role != now.role:
            sentence = f"{after.name} starts from other messages: {_message(now)} instead of {_message(was)}."
            what = what_of(was, now)
            ledger.add(what, "content", node, f"prompt.{index}", sentence, paths, _text(was), _text(now))
            continue
        for hunk in hunks(was.content.text, now.content.text):
            cosmetic = not hunk.moved and hunk.before.split() == hunk.after.split()
            ledger.add(
                "added" if not hunk.before else "removed" if not hunk.after else "changed",
                "cosmetic" if cosmetic else "content",
                node,
                f"prompt.{index}.line {hunk.after_line}",
                f"{after.name} {_told(hunk, cosmetic)} (prompt, line {hunk.after_line}).",
                paths,
                hunk.before,
                hunk.after,
                line=(hunk.before_line, hunk.after_line),
            )


def _told(hunk: Hunk, cosmetic: bool) -> str:
    if cosmetic:
        return "is told the same with other spaces and line breaks"
    if hunk.moved:
        return f"is told {quote(hunk.after)} in another place"
    if not hunk.after:
        return f"is no longer told {quote(hunk.before)}"
    if not hunk.before:
        return f"is told {quote(hunk.after)}"
    was, now = quotes(hunk.before, hunk.after)
    return f"is told {now} instead of {was}"


def _message(message: Message | None) -> str:
    return f"a {message.role} message {quote(message.content)}" if message else "none"


def _text(message: Message | None) -> str | None:
    return message.content.text if message else None


def _opening(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    node = f"member {after.key}"
    if before.opening.mode != after.opening.mode:
        sentence = f"{after.name} {_MODES[after.opening.mode]}; before it {_MODES[before.opening.mode]}."
        _field(ledger, "behaviour", node, "opening.mode", sentence, old, new, before.opening.mode, after.opening.mode)
    if before.opening.message != after.opening.message:
        texts = [side.opening.message.text if side.opening.message else None for side in (before, after)]
        sentence = f"{after.name} opens with {first_words(after.opening)} instead of {first_words(before.opening)}."
        _field(ledger, "content", node, "opening.message", sentence, old, new, *texts)
    if before.opening.interruptible != after.opening.interruptible:
        can = "can" if after.opening.interruptible else "can no longer"
        sentence = f"callers {can} interrupt {after.name}'s first message."
        was, now = before.opening.interruptible, after.opening.interruptible
        _field(ledger, "behaviour", node, "opening.interruptible", sentence, old, new, was, now)


def _spoken(
    ledger: Ledger,
    node: str,
    field: str,
    begins: str,
    before: Template | None,
    after: Template | None,
    old: Path,
    new: Path,
) -> None:
    if before != after:
        was, now = (item.text if item else None for item in (before, after))
        sentence = f"{begins} {quote(after)} instead of {quote(before)}."
        _field(ledger, "content", node, field, sentence, old, new, was, now)


def _silence(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    node, was, now = f"member {after.key}", before.silence, after.silence
    if was.timeout_ms != now.timeout_ms:
        ends = (
            "is never ended by silence"
            if now.timeout_ms is None
            else f"ends after {seconds(now.timeout_ms)} of silence"
        )
        then = "never" if was.timeout_ms is None else f"after {seconds(was.timeout_ms)}"
        sentence = f"a call with {after.name} {ends}; before {then}."
        _field(ledger, "behaviour", node, "silence.timeout_ms", sentence, old, new, was.timeout_ms, now.timeout_ms)
    _spoken(ledger, node, "silence.message", "a silent call ends with", was.message, now.message, old, new)
    if was.idle and now.idle:
        _idle(ledger, after, was.idle, now.idle, (*old, "silence", "idle"), (*new, "silence", "idle"))
    elif was.idle or now.idle:
        sentence = f"{after.name} {_reminds(now.idle) if now.idle else 'no longer speaks idle messages'}."
        texts = [tuple(item.text for item in idle.messages) if idle else None for idle in (was.idle, now.idle)]
        _field(ledger, "behaviour", node, "silence.idle", sentence, old, new, texts[0], texts[1])


def _reminds(idle: Idle) -> str:
    pace = f"reminds silent callers every {seconds(idle.timeout_ms)}, at most {times(idle.max_count)}"
    return f"{pace}, with {' or '.join(quote(item) for item in idle.messages)}" if idle.messages else pace


def _idle(ledger: Ledger, member: Member, was: Idle, now: Idle, old: Path, new: Path) -> None:
    node = f"member {member.key}"

    def changed(category: Category, field: str, sentence: str, one: Json, other: Json) -> None:
        paths = ((*old, field), (*new, field))
        ledger.add("changed", category, node, f"silence.idle.{field}", sentence, paths, one, other)

    if was.messages != now.messages:
        texts = [tuple(item.text for item in idle.messages) for idle in (was, now)]
        said = [" or ".join(map(quote, side)) or "nothing" for side in texts]
        sentence = f"{member.name} reminds silent callers with {said[1]} instead of {said[0]}."
        changed("content", "messages", sentence, texts[0], texts[1])
    if was.timeout_ms != now.timeout_ms:
        sentence = f"{member.name} {_reminds(now)}; before, every {seconds(was.timeout_ms)}."
        changed("behaviour", "timeout_ms", sentence, was.timeout_ms, now.timeout_ms)
    if was.max_count != now.max_count:
        sentence = f"{member.name} {_reminds(now)}; before, at most {times(was.max_count)}."
        changed("behaviour", "max_count", sentence, was.max_count, now.max_count)
    if was.reset_on_user_speech != now.reset_on_user_speech:
        anew = "begins anew" if now.reset_on_user_speech else "no longer begins anew"
        sentence = f"the count of {member.name}'s idle messages {anew} when the caller speaks."
        resets = (was.reset_on_user_speech, now.reset_on_user_speech)
        changed("behaviour", "reset_on_user_speech", sentence, *resets)


def _ending(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    node = f"member {after.key}"
    begins = f"{after.name} says goodbye with"
    _spoken(ledger, node, "ending.message", begins, before.ending.message, after.ending.message, old, new)
    was = tuple(phrase.text for phrase in before.ending.phrases)
    now = tuple(phrase.text for phrase in after.ending.phrases)
    for phrase in sorted({*was, *now} - ({*was} & {*now})):
        ends = "ends" if phrase in now else "no longer ends"
        sentence = f"saying {quote(phrase)} {ends} a call with {after.name}."
        paths = ((*old, "ending", "phrases"), (*new, "ending", "phrases"))
        what: What = "added" if phrase in now else "removed"
        ledger.add(
            what,
            "behaviour",
            node,
            "ending.phrases",
            sentence,
            paths,
            *((None, phrase) if phrase in now else (phrase, None)),
        )
    if was != now and {*was} == {*now}:
        sentence = f"the phrases that end a call with {after.name} stand in another order."
        _field(ledger, "cosmetic", node, "ending.phrases", sentence, old, new, was, now)


def _voice(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    node, was, now = f"member {after.key}", before.voice, after.voice
    if (was.provider, was.voice_id) != (now.provider, now.voice_id):
        sentence = f"callers hear {after.name} in {speaker(now)} instead of {speaker(was).removeprefix('the voice ')}."
        if was.voice_id == now.voice_id:
            _field(ledger, "behaviour", node, "voice.provider", sentence, old, new, was.provider, now.provider)
        else:
            _field(ledger, "behaviour", node, "voice.voice_id", sentence, old, new, was.voice_id, now.voice_id)
    for leaf in leaves(was.chunk_plan, now.chunk_plan):
        key = ".".join(("voice.chunk_plan", *map(str, leaf.path)))
        change = f"{key} is {value(leaf.after)}, was {value(leaf.before)}"
        sentence = f"{after.name}'s words are prepared for speech differently: {change}."
        paths = ((*old, "voice", "chunk_plan", *leaf.path), (*new, "voice", "chunk_plan", *leaf.path))
        ledger.add(leaf.what, "behaviour", node, key, sentence, paths, leaf.before, leaf.after)
