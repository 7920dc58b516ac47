"""Properties of the formatters over any text, and what ``explain`` tells."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from callplan.runtime.voice import FormatPlan, explain, format_chunk, format_text
from callplan.runtime.voice.formatters import FORMATTERS, KEYS, TOUCHED, Formatter
from callplan.runtime.voice.markup import remove_angle_brackets
from callplan.runtime.voice.settings import Settings
from hypothesis import assume, given
from hypothesis import strategies as st

VOICE = Path(__file__).parents[3] / "fixtures" / "voice"
PARTS = (
    "$|€|£|¥|¢|5|7|12|2023|00|-|.|,|:|/|km| lb| MPH|KG| ft|°C|%|@|a|Bc|NASA|PDF|.NET|example.com|bob@|2023-05-10|14:30|"
    "415-555-2671| ext. |\n|\r\n|\t|\u00a0|*|**|_|`|~|<|>|<b>|<break/>|<spell>|</spell>|<<|>>| |  |am|PM|p.m.|May |"
    "Main |St|th|(|)|[|'|\"|“|’|é|你|٣|½|😀|−|–|—|+|#|+1 |1,234|http://x.y|www.|mailto:|911|007|1900| million|k|bn|"
    " of | to | percent|one| feet |;|!|…|&|="
)
SIGNS = (
    "0123456789$€£¥¢%.,:;/-–—−+*_`~<>@#&()[]{}'\"“”‘’ \u00a0\t\n\r\u2009aAbBkKmMlLpPxXtTfF°½²é你٣\u200b\u2028\x85\x1c"
)
TEXTS = st.one_of(st.text(), st.text(SIGNS), st.lists(st.sampled_from(PARTS.split("|")), max_size=25).map("".join))


def name(formatter: Formatter) -> str:
    return formatter.key


@given(TEXTS)
def test_any_text_is_formatted(text: str) -> None:
    assert isinstance(format_text(text), str)


@pytest.mark.parametrize("formatter", FORMATTERS, ids=name)
@given(text=TEXTS)
def test_a_formatter_is_idempotent(formatter: Formatter, text: str) -> None:
    once = formatter.apply(text, Settings())
    assert formatter.apply(once, Settings()) == once


@given(TEXTS)
def test_brackets_are_removed_at_once(text: str) -> None:
    once = remove_angle_brackets(text)
    assert remove_angle_brackets(once) == once


# The founding table makes a full hour one figure, `14:00` is `14`, and words such a figure where it stands alone.
FULL_HOUR = re.compile("[0-9]:00")
# It takes the asterisks out behind the steps that word figures, signs and capitals: what they held apart joins.
JOINED = re.compile(r"[^\s*]\*+[^\s*]|[0-9][\s-]?\*+[\s-]?[^\s*]")


@pytest.mark.parametrize("formatters", [None, KEYS], ids=["default", "all"])
@given(text=TEXTS)
def test_the_whole_is_idempotent(formatters: frozenset[str] | None, text: str) -> None:
    """Whatever the text: with two exceptions, which the founding table forces."""
    assume(not FULL_HOUR.search(text) and not JOINED.search(text))
    once = format_chunk(text, FormatPlan(formatters=formatters)).text
    assert format_chunk(once, FormatPlan(formatters=formatters)).text == once


@given(text=TEXTS, formatters=st.frozensets(st.sampled_from(sorted(KEYS))))
def test_every_choice_of_formatters_is_idempotent(text: str, formatters: frozenset[str]) -> None:
    assume(not FULL_HOUR.search(text) and not JOINED.search(text))
    once = format_chunk(text, FormatPlan(formatters=formatters)).text
    assert format_chunk(once, FormatPlan(formatters=formatters)).text == once


@pytest.mark.parametrize("text", yaml.safe_load((VOICE / "hard" / "junctions.yaml").read_text("utf-8")))
def test_junctions(text: str) -> None:
    """Texts that once became another text when they were formatted again."""
    once = format_chunk(text, FormatPlan(formatters=KEYS)).text
    assert format_chunk(once, FormatPlan(formatters=KEYS)).text == once


@pytest.mark.parametrize(("text", "once", "twice"), [("at 14:00", "at 14", "at fourteen"), ("5*5", "55", "fifty five")])
def test_what_the_founding_table_forces(text: str, once: str, twice: str) -> None:
    assert FULL_HOUR.search(text) or JOINED.search(text)
    assert (format_text(text), format_text(once)) == (once, twice)


@pytest.mark.parametrize("formatter", FORMATTERS, ids=name)
@given(text=TEXTS)
def test_what_a_formatter_needs(formatter: Formatter, text: str) -> None:
    if not formatter.needs.search(text):
        assert formatter.apply(text, Settings()) == text


@given(TEXTS)
def test_the_last_pass_is_the_result(text: str) -> None:
    plan = {"formattersEnabled": sorted(KEYS), "replacements": [{"type": "exact", "key": "a", "value": "b"}]}
    passes = explain(text, plan)
    for one, following in pairwise(passes):
        assert one.after == following.before
    assert passes[-1].after == format_text(text, plan)


def test_lone_surrogates_become_replacement_characters() -> None:
    assert format_text("a\udb00\udcd05\ud83d") == "a��5�"


def test_seventeen_names() -> None:
    assert len(KEYS) == 17


def test_explain_names_every_step() -> None:
    passes = explain("Call **me**: $5")
    assert [one.name for one in passes] == [
        "removeAngleBracketContent",
        "removeMarkdownSymbols",
        "replaceNewLinesWithPeriods",
        "replaceColonsWithPeriods",
        "formatAcronyms",
        "formatDollarAmounts",
        "formatEmails",
        "formatDates",
        "formatTimes",
        "formatDistances",
        "formatUnits",
        "formatPercentages",
        "formatPhoneNumbers",
        "formatNumbers",
        "removeAsterisks",
    ]
    changed = {one.key: (one.before, one.after) for one in passes if one.before != one.after}
    assert changed == {
        "colon": ("Call **me**: $5", "Call **me**. $5"),
        "dollarAmount": ("Call **me**. $5", "Call **me**. five dollars"),
        "stripAsterisk": ("Call **me**. five dollars", "Call me. five dollars"),
    }


def test_explain_of_no_formatting_is_empty() -> None:
    assert explain("$5", {"enabled": False}) == ()


def test_explain_says_why_a_replacement_was_left_out() -> None:
    last = explain("aaa", {"replacements": [{"type": "regex", "regex": "(a+)+", "value": "b"}]})[-1]
    assert (last.name, last.after) == ("replacements", "aaa")
    assert "exponential" in last.fault


@pytest.mark.parametrize(
    "plan", [{}, None, [], "x", {"formattersEnabled": 3, "replacements": 4, "numberToDigitsCutoff": "5"}]
)
def test_a_plan_of_the_wrong_shape_counts_as_absent(plan: object) -> None:
    assert format_text("$5 and 12345", plan) == "five dollars and 1 2 3 4 5"  # type: ignore[arg-type]


CASES = [
    case
    for path in sorted(VOICE.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
    if not {"plan", "policies", "year"} & set(case)
]


def test_what_was_formatted_stays_when_it_is_formatted_again() -> None:
    again = {case["text"] for case in CASES if format_text(case["says"]) != case["says"]}
    assert again == {"9:00", "14:00", "14:00:00", "from 9:00 to 5:30 pm", "I have 14 and it is 14:00", "5*5"}
    assert all(FULL_HOUR.search(text) or JOINED.search(text) for text in again)


@given(TEXTS)
def test_a_text_that_no_step_touches(text: str) -> None:
    """The short cut for plain texts says the same as the steps."""
    if not TOUCHED.search(text):
        assert explain(text)[-1].after == text == format_text(text)


ONE_BY_ONE = {
    "markdown": ("a_b", "ab"),
    "asterisk": ("a *b*", "a"),
    "newline": ("a\nb", "a . b"),
    "colon": ("a: b", "a. b"),
    "acronym": ("NASA", "nasa"),
    "dollarAmount": ("$5", "five dollars"),
    "email": ("a@b.co", "a at b dot co"),
    "date": ("2023-05-10", "Wednesday, May 10, 2023"),
    "time": ("14:30", "14 30"),
    "distance": ("5km", "5 kilometers"),
    "unit": ("43 lb", "forty three pounds"),
    "percentage": ("50%", "50 percent"),
    "phoneNumber": ("123-456-7890", "1 2 3 4 5 6 7 8 9 0"),
    "number": ("7", "seven"),
    "stripAsterisk": ("a*", "a"),
    "quote": ("'a' \"b\" “c”", "'a' \"b\" “c”"),
    "dash": ("a - b – c — d", "a - b – c — d"),
}

WITHOUT = {"unit": "forty three lb", "asterisk": "a b"}
"""What the other formatters make of the text; they leave the rest as it is."""


@pytest.mark.parametrize("key", sorted(KEYS))
def test_each_name_chooses_its_formatter_alone(key: str) -> None:
    everything = " | ".join(text for text, _ in ONE_BY_ONE.values())
    text, says = ONE_BY_ONE[key]
    assert format_text(text, {"formattersEnabled": [key]}) == says
    assert format_text(text, {"formattersEnabled": sorted(KEYS - {key})}) == WITHOUT.get(key, text)
    ran = explain(everything, {"formattersEnabled": [key]})
    assert [one.key for one in ran] == ["", *([] if key in ("quote", "dash") else [key])]
