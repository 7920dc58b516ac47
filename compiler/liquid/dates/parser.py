"""``Date.parse`` as V8 does it: the ECMAScript format first, then the legacy parser token by token (liquid.md §4.3).

Free text parses too, to nonsense: ``Order 66`` is 1966-01-01. That is what happens on a live call, so it happens here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .calendar import DAY_MS, HOUR_MS, MAX_MS, MINUTE_MS, days_from_civil, time_clip
from .tokens import END, INVALID, Kind, Token, Tokens
from .zones import local_to_utc_ms

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MONTH_MS = 2_592_000_000  # how far outside the range V8 still converts local times
_LARGEST_OFFSET_S = 2**31 - 1


class _Time:
    """Hours, minutes, seconds, milliseconds as far as they were read."""

    __slots__ = ("half_day", "parts")

    def __init__(self) -> None:
        self.parts: list[int] = []
        self.half_day: int | None = None

    def add(self, number: int) -> bool:
        if len(self.parts) == 4:
            return False
        self.parts.append(number)
        return True

    def finish(self, number: int) -> None:
        self.add(number)
        self.parts += [0] * (4 - len(self.parts))

    def expects(self, number: int) -> bool:
        """Whether *number* can be the next part."""
        count = len(self.parts)
        return (count in (1, 2) and number < 60) or (count == 3 and number < 1000)

    def total_ms(self) -> int | None:
        """Milliseconds since midnight; ``None`` when a part is out of range. 24:00 is the end of the day."""
        hour, minute, second, ms = (*self.parts, 0, 0, 0, 0)[:4]
        if self.half_day is not None:
            if hour > 12:
                return None
            hour = hour % 12 + self.half_day
        in_range = hour <= 23 and minute <= 59 and second <= 59 and ms <= 999
        if not in_range and (hour, minute, second, ms) != (24, 0, 0, 0):
            return None
        return hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + ms


class _Offset:
    """The offset from UTC as far as it was read; ``sign`` is ``None`` for local time."""

    __slots__ = ("hours", "minutes", "sign")

    def __init__(self) -> None:
        self.sign: int | None = None
        self.hours: int | None = None
        self.minutes: int | None = None

    def set(self, hours: int) -> None:
        self.sign = -1 if hours < 0 else 1
        self.hours, self.minutes = abs(hours), 0

    def is_utc(self) -> bool:
        return self.hours == 0 and self.minutes == 0


def parse(text: str, local: ZoneInfo | None) -> int | None:
    """The instant that ``new Date(text)`` means in a process of the zone *local*; ``None`` for an invalid date."""
    return _Parser(text).parse(local)


def _milliseconds(token: Token) -> int:
    """The fraction of a second that a number's digits mean."""
    if token.length <= 3:
        factor: int = 10 ** (3 - token.length)
        return token.number * factor
    divisor: int = 10 ** (min(token.length, 9) - 3)
    return token.number // divisor


class _Parser:
    __slots__ = ("day", "iso", "month", "offset", "seen_number", "time", "tokens")

    def __init__(self, text: str) -> None:
        self.tokens = Tokens(text)
        self.day: list[int] = []
        self.month: int | None = None
        self.time = _Time()
        self.offset = _Offset()
        self.iso = False
        self.seen_number = False

    def parse(self, local: ZoneInfo | None) -> int | None:
        token = self._ecmascript()
        if token is INVALID:
            return None
        self.seen_number = bool(self.day)
        if token is END:
            token = self.tokens.next()
        while token.kind is not Kind.END:
            if not self._legacy(token):
                return None
            token = self.tokens.next()
        return self._instant(local) if self.day else None

    # -- the ECMAScript format -----------------------------------------------------------------------------------------

    def _ecmascript(self) -> Token:
        """Read what fits the format; the first token that the legacy parser must take, END or INVALID."""
        tokens = self.tokens
        if tokens.at_sign():
            sign = tokens.next()
            if not tokens.at_number(6):
                return sign
            year = tokens.next().number
            if sign.symbol == "-" and year == 0:
                return sign
            self.day.append(-year if sign.symbol == "-" else year)
        elif tokens.at_number(4):
            self.day.append(tokens.next().number)
        else:
            return tokens.next()
        for largest in (12, 31):
            if not tokens.skip("-"):
                break
            if not tokens.at_number(2) or not 1 <= tokens.current.number <= largest:
                return tokens.next()
            self.day.append(tokens.next().number)
        if tokens.current.kind is Kind.TIME_MARK:
            tokens.next()
            if not self._ecmascript_time():
                return INVALID
        elif tokens.current.kind is not Kind.END:
            return tokens.next()
        if self.offset.hours is None and not self.time.parts:
            self.offset.set(0)  # a date alone is UTC
        self.iso = True
        return END

    def _ecmascript_time(self) -> bool:
        tokens, time = self.tokens, self.time
        if not tokens.at_number(2) or tokens.current.number > 24:
            return False
        ends_day = tokens.current.number == 24
        time.add(tokens.next().number)
        if not tokens.skip(":") or not self._sixtieth(ends_day):
            return False
        if tokens.skip(":"):
            if not self._sixtieth(ends_day):
                return False
            if tokens.skip("."):
                if tokens.current.kind is not Kind.NUMBER or (ends_day and tokens.current.number > 0):
                    return False
                time.add(_milliseconds(tokens.next()))
        if tokens.at_zulu():
            tokens.next()
            self.offset.set(0)
        elif tokens.at_sign() and not self._ecmascript_offset():
            return False
        return tokens.current.kind is Kind.END

    def _sixtieth(self, ends_day: bool) -> bool:
        """Minutes or seconds: two digits below 60, none but 00 after 24 hours."""
        if not self.tokens.at_number(2) or self.tokens.current.number > (0 if ends_day else 59):
            return False
        return self.time.add(self.tokens.next().number)

    def _ecmascript_offset(self) -> bool:
        tokens, offset = self.tokens, self.offset
        offset.sign = 1 if tokens.next().symbol == "+" else -1
        if tokens.at_number(4):
            offset.hours, offset.minutes = divmod(tokens.next().number, 100)
            return offset.hours <= 23 and offset.minutes <= 59
        if not tokens.at_number(2) or tokens.current.number > 23:
            return False
        offset.hours = tokens.next().number
        if not tokens.skip(":") or not tokens.at_number(2) or tokens.current.number > 59:
            return False
        offset.minutes = tokens.next().number
        return True

    # -- the legacy parser ---------------------------------------------------------------------------------------------

    def _legacy(self, token: Token) -> bool:
        """Take one token; whether the text can still be a date."""
        kind = token.kind
        if kind is Kind.NUMBER:
            self.seen_number = True
            return self._legacy_number(token)
        if kind is Kind.HALF_DAY and self.time.parts:
            self.time.half_day = token.number
        elif kind is Kind.MONTH:
            self.month = token.number
            self.tokens.skip("-")
        elif kind is Kind.ZONE and self.seen_number:
            self.offset.set(token.number)
        elif kind in (Kind.WORD, Kind.HALF_DAY, Kind.ZONE, Kind.TIME_MARK):
            # words may stand before the first number, not glued to it
            return not self.seen_number and self.tokens.current.kind is not Kind.NUMBER
        elif token.symbol in ("+", "-") and (self.offset.is_utc() or self.time.parts):
            return self._legacy_offset(-1 if token.symbol == "-" else 1)
        elif token.symbol in ("+", "-", ")") and self.seen_number:
            return False
        return True

    def _legacy_number(self, token: Token) -> bool:
        tokens, time, number = self.tokens, self.time, token.number
        if tokens.skip(":"):
            if tokens.skip(":"):
                if time.parts:
                    return False
                return time.add(number) and time.add(0)
            if not time.add(number):
                return False
            tokens.skip(".")
            return True
        if tokens.skip(".") and time.expects(number):
            time.add(number)
            if tokens.current.kind is not Kind.NUMBER:
                return False
            time.finish(_milliseconds(tokens.next()))
            return True
        if self.offset.hours is not None and self.offset.minutes is None and number < 60:
            self.offset.minutes = number
        elif time.expects(number):
            time.finish(number)
            return tokens.current.kind in (Kind.END, Kind.SPACE) or tokens.at_zulu() or tokens.at_sign()
        else:
            if len(self.day) >= 3:
                return False
            self.day.append(number)
            tokens.skip("-")
        return True

    def _legacy_offset(self, sign: int) -> bool:
        tokens, offset = self.tokens, self.offset
        offset.sign = sign
        token = tokens.next() if tokens.current.kind is Kind.NUMBER else Token(Kind.NUMBER)
        self.seen_number = True
        if tokens.current.symbol == ":":
            offset.hours, offset.minutes = token.number, None
        elif token.length in (1, 2):
            offset.hours, offset.minutes = token.number, 0
        elif token.length in (3, 4):
            offset.hours, offset.minutes = divmod(token.number, 100)
        else:
            return False
        return True

    # -- the result ----------------------------------------------------------------------------------------------------

    def _date(self) -> tuple[int, int, int]:
        """Year, month, day from up to three numbers and a named month."""
        first, second, third = (*self.day, 1, 1, 1)[:3]
        if self.month is not None:
            year, month, day = (second, self.month, first) if 1 <= first <= 31 else (first, self.month, second)
        elif self.iso or not 1 <= first <= 31:
            year, month, day = first, second, third
        else:
            year, month, day = third, first, second
        if not self.iso and 0 <= year <= 99:
            year += 2000 if year <= 49 else 1900
        return year, month, day

    def _instant(self, local: ZoneInfo | None) -> int | None:
        year, month, day = self._date()
        time_ms = self.time.total_ms()
        if not 1 <= month <= 12 or not 1 <= day <= 31 or time_ms is None:
            return None
        ms = days_from_civil(year, month, day) * DAY_MS + time_ms
        if self.offset.sign is None:
            return None if abs(ms) > MAX_MS + _MONTH_MS else time_clip(local_to_utc_ms(local, ms))
        # V8 computes this in 32 bits and refuses only what is too large after it has wrapped
        offset_s = ((self.offset.hours or 0) * 3600 + (self.offset.minutes or 0) * 60) % 2**32
        return None if offset_s > _LARGEST_OFFSET_S else time_clip(ms - self.offset.sign * offset_s * 1000)
