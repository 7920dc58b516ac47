"""What a template reads: paths, places, scopes, guards."""

from __future__ import annotations

import pytest
from callplan.compiler import liquid
from callplan.compiler.liquid.environment import environment
from callplan.compiler.liquid.grammar import grammar
from callplan.compiler.liquid.limits import DEFAULT

#: Template to its reads as ``path`` or ``path?`` where guarded.
CASES: list[tuple[str, str]] = [
    ("plain text", ""),
    ("{{ name }} {{customer.name}}", "name customer.name"),
    ('{{ items[0].x }} {{ items["a b"].c }} {{ items["c"] }}', 'items[0].x items["a b"].c items.c'),
    ("{{ items[idx].sku }}", "items[idx].sku idx"),
    ("{{ items[a.b[c]].d }}", "items[a.b[c]].d a.b[c] c"),
    ('{{ ["name"] }} {{ [key] }}', "name key"),
    ("{{ 'x' | append: y }} {{ (1..n) }} {{ 'abc'.size }}", "y n"),
    ("{{ a == b }} {{ not c }}", "a b c"),
    ("{{ ünï.cödé }} {{ a-b }} {{ q? }}", "ünï.cödé a-b q?"),
    ("{{ x | where: 'a', y | date: f, z }}", "x y f z"),
    # scopes
    ("{% assign x = y %}{{ x }}{{ x.z }}", "y"),
    ("{{ x }}{% assign x = 1 %}{{ x }}", "x"),
    ("{% capture x %}{{ y }}{% endcapture %}{{ x }}", "y"),
    ("{% for i in items %}{{ i.name }}{{ forloop.index }}{{ other }}{% endfor %}{{ i }}", "items other i"),
    ("{% for i in items limit: n offset: m %}{% else %}{{ i }}{% endfor %}", "items n m"),
    ("{% tablerow i in items cols: c %}{{ i }}{{ tablerowloop.col }}{% endtablerow %}", "items c"),
    ("{% increment c %}{{ c }}", ""),
    ("{% cycle a, b %}{% cycle g: 'x', y %}", "a b g y"),
    ("{% echo a %}{% liquid\necho b\nassign c = d\necho c\n%}", "a b d"),
    ("{% raw %}{{ a }}{% endraw %}{% comment %}{{ b }}{% endcomment %}", ""),
    ("{% if false %}{% render a %}{% endif %}", "a"),
    # guards
    ('{{ a | default: "x" }} {{ a | upcase | default: b }}', "a? a? b"),
    ("{% if a %}{{ a.b }}{{ c }}{% endif %}{{ a }}", "a? a.b? c a"),
    ("{% if a %}x{% else %}{{ a }}{% endif %}", "a? a?"),
    ("{% if a == 'x' %}{{ a }}{% endif %}", "a a?"),
    ("{% if a != nil and b != blank and c != '' %}{{ a }}{{ b }}{{ c }}{% endif %}", "a? b? c? a? b? c?"),
    ("{% if a and b > 3 %}{{ b }}{% endif %}", "a? b b?"),
    ("{% if a or not b %}{% endif %}", "a? b?"),
    ("{% if a contains 'x' %}{% endif %}", "a"),
    ("{% if a %}{% elsif a.b == 1 %}{{ a }}{% endif %}", "a? a.b? a?"),
    ("{% unless a %}{{ a }}{% endunless %}", "a? a?"),
    ("{% case a %}{% when b %}{{ a.c }}{% else %}{{ a }}{% endcase %}{{ a }}", "a b a.c? a? a"),
    ("{% if a %}{% for x in a.list %}{{ x }}{{ b }}{% endfor %}{% endif %}", "a? a.list? b"),
    ("{% if a | size %}{{ a }}{% endif %}", "a a?"),
    # expressions in texts
    ("{{ items | where_exp: 'i', 'i.price > limit.max' }}", "items limit.max"),
    ("{{ items | group_by_exp: 'i', \"i.a == other\" | map: 'name' }}", "items other"),
    ("{{ items | find_exp: 'i', '(((' }}{{ items | has_exp: x, y }}", "items items x y"),
    ("{{ items | where_exp: 'i', 'i == \\'a\\' or z' }}", "items z"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_reads(text: str, expected: str) -> None:
    reads = liquid.parse(text).reads
    assert " ".join(read.path + "?" * read.guarded for read in reads) == expected
    assert all(read.path.startswith(read.root) for read in reads)


@pytest.mark.parametrize("text", [text for text, _ in CASES if "\\" not in text], ids=lambda text: text)
def test_a_read_stands_where_it_says(text: str) -> None:
    for read in liquid.parse(text).reads:
        written = text[read.start : read.end].replace('["', ".").replace('"]', "").replace('["', ".")
        assert written.lstrip(".") == read.path.replace('["', ".").replace('"]', "")


@pytest.mark.parametrize(
    "text", [text for text, _ in CASES if "_exp" not in text and "{{ [" not in text and '["' not in text]
)
def test_scopes_are_those_of_python_liquid(text: str) -> None:
    rules = grammar(True, DEFAULT.nesting)
    analysis = environment(rules).template(rules.read(text)).analyze(include_partials=False)
    theirs = sorted((variable.span.index, str(variable)) for uses in analysis.globals.values() for variable in uses)
    assert [(start, path.partition("[")[0].partition(".")[0]) for start, path in theirs] == [
        (read.start, read.root) for read in liquid.parse(text).reads
    ]


def test_parse_is_cached() -> None:
    assert liquid.parse("{{ a }}") is liquid.parse("{{ a }}")
    assert liquid.parse("{{ a }}") is not liquid.parse("{{ a }}", "liquidjs")
