"""Random patterns on random texts match the same as in Node.js, by ``re`` and by the own matcher."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import subprocess
from typing import Any

import pytest
from callplan.compiler.javascript import PatternError, translate
from callplan.compiler.javascript.escapes import utf16
from callplan.compiler.javascript.properties import property_set

NODE = """
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([pattern, flags, text, template]) => {
  try {
    const match = new RegExp(pattern, flags + "d").exec(text);
    return [
      match && match.indices.map((span) => span === undefined ? null : [span[0], span[1]]),
      text.replace(new RegExp(pattern, flags + "g"), template).toWellFormed(),
      text.replace(new RegExp(pattern, flags), template).toWellFormed(),
    ];
  } catch (error) { return "error"; }
})));
"""
SOME_ATOMS = (
    r"a b A é É ß ſ k \w \d \s \W . [ab] [^a] [a-c] [\w-] [^] [] \b \B ^ $ x - 😀 \x61 \u0062 \1 \2 \k<n> 1 \D \0 [\b] "
    r"\cA \c { ] } [😀] \- \/ \p{L} \P{Lu} [\d-x] \8 \07 [^\W] \u{61} \n \u017f \u212a [^x] [\W_] µ Σ ς"
)
ATOMS = SOME_ATOMS.split()
LETTERS = [*"abABcxéÉ12 \n_-ßſKkKsSµΣς", "😀", "aa", "ab", "p{L}"]
TEMPLATES = ["[$&]", "<$1|$2>", "$<n>!", "$$$`$'", "x", "$10$01$0", "$3$"]


def pattern(rnd: random.Random, depth: int) -> str:
    roll = rnd.random()
    if depth == 0 or roll < 0.35:
        return rnd.choice(ATOMS)
    inner = pattern(rnd, depth - 1)
    if roll < 0.55:
        return inner + pattern(rnd, depth - 1)
    if roll < 0.65:
        return f"{inner}|{pattern(rnd, depth - 1)}"
    if roll < 0.85:
        return rnd.choice(["(", "(", "(?<n>", "(?:", "(?=", "(?!", "(?<=", "(?<!"]) + inner + ")"
    single = len(inner) == 1 or inner[0] in "[("
    repeat = rnd.choice(["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}"]) + rnd.choice(["", "", "?"])
    return (inner if single else f"(?:{inner})") + repeat


def node(source: str, cases: Any) -> Any:
    executable = shutil.which("node")
    if executable is None:
        pytest.skip("Node.js is not installed")
    done = subprocess.run(
        [executable, "-e", source], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.node
@pytest.mark.parametrize("seed", range(3))
def test_the_same_as_node(seed: int) -> None:
    rnd = random.Random(seed)
    cases = []
    for _ in range(1500):
        flags = rnd.choice(["", "", "i", "m", "s", "u", "iu", "im", "su"])
        # Under the flag u, V8 finds empty matches between the halves of a pair, where ECMAScript has no position.
        letters = [letter for letter in LETTERS if "u" not in flags or letter != "😀"]
        text = "".join(rnd.choice(letters) for _ in range(rnd.randint(0, 9)))
        cases.append([pattern(rnd, 4), flags, text, rnd.choice(TEMPLATES)])
    used = 0
    for (source, flags, text, template), expected in zip(cases, node(NODE, cases), strict=True):
        translation = translate(source, flags)
        if isinstance(translation, PatternError):
            assert translation.fault != "syntax" or expected == "error", (source, flags, translation)
            continue
        for variant in (translation, dataclasses.replace(translation, python=None)):
            match = variant.search(text)
            spans = match and [
                span and [len(utf16(text[: span[0]])), len(utf16(text[: span[1]]))] for span in match.spans
            ]
            replaced = [variant.replace(text, template), variant.replace(text, template, everywhere=False)]
            what = (source, flags, text, template, variant.python)
            assert replaced == expected[1:], what
            if len(utf16(text)) == len(text):
                assert spans == expected[0], what
            used += 1
    assert used > 1500


PROPERTY = """
const names = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(names.map((name) => {
  const one = new RegExp(`^\\\\p{${name}}$`, "u");
  let count = 0;
  for (let point = 0; point < 0x10000; point += 7) if (one.test(String.fromCodePoint(point))) count += 1;
  return count;
})));
"""


@pytest.mark.node
def test_properties_differ_from_node_by_new_characters_at_most() -> None:
    names = [
        "L",
        "Lu",
        "N",
        "P",
        "S",
        "Z",
        "Uppercase_Letter",
        "Alphabetic",
        "Emoji",
        "Script=Greek",
        "sc=Hani",
        "gc=Mn",
    ]
    for name, count in zip(names, node(PROPERTY, names), strict=True):
        found = property_set(*(name.split("=") if "=" in name else (name, None)))
        assert found is not None
        ours = sum(1 for low, high in found for point in range(low, min(high, 0xFFFF) + 1) if point % 7 == 0)
        assert abs(ours - count) <= 60, name
