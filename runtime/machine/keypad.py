"""Keys: digits are collected until a delimiter or a pause makes them a message of the caller (semantics §5.7)."""

from __future__ import annotations

from . import agenda, requests
from .moment import Moment
from .records import Due, Message


def pressed(m: Moment, digits: str) -> None:
    """The caller presses keys; each key starts the pause anew, by default."""
    s = m.s
    plan = m.member.keypad
    running = any(due.kind == "keypad" for due in s.agenda)
    if (
        running
        and plan.delimiters.isdisjoint(digits)
        and m.policy("keypadPause", "more keys are pressed before the timeout") == "restart"
    ):
        agenda.drop(m, "keypad")
    entered = False
    for digit in digits:
        if digit in plan.delimiters:
            entered = _enter(m) or entered
        else:
            s.keys += digit
    if entered:
        agenda.drop(m, "keypad")
        requests.ask_turn(m, "the caller's keypad entry")
    if s.keys and plan.timeout_ms and not any(due.kind == "keypad" for due in s.agenda):
        agenda.arm(m, m.t + plan.timeout_ms, "keypad", 0, "keypad")


def pause_due(m: Moment, _: Due) -> None:
    """No key for as long as the plan says: the digits are an entry (C28)."""
    if m.s.keys and m.policy("keypadTimeout", "the keys have no delimiter behind them") == "ignore":
        m.s.keys = ""
    elif _enter(m):
        requests.ask_turn(m, "the caller's keypad entry")


def _enter(m: Moment) -> bool:
    s = m.s
    if not s.keys:
        return False
    content = f"User's Keypad Entry: {s.keys}"
    s.keys = ""
    s.history = s.history.plus(Message("user", content))
    m.emit("message.added", {"role": "user", **({"content": content} if m.p.full else {}), "source": "keypad"})
    return True
