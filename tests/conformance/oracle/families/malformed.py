"""Templates that are wrong: which of them LiquidJS refuses, and at which stage."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ..case import Case

_TEMPLATES = (
    "{{",
    "{{ name",
    "{{ name }",
    "{{ name }}}",
    "{{{ s }}}",
    "{{}}",
    "{{ }}",
    "}}",
    "%}",
    "{",
    "{ {",
    "{%",
    "{% if",
    "{% if t",
    "{% if t %",
    "{% if t }",
    "{{ s %}",
    "{% if t }}",
    "{{ 'a }}",
    '{{ "a }}',
    "{{ s | }}",
    "{{ s || upcase }}",
    "{{ | upcase }}",
    "{{ s | upcase | }}",
    "{{ s | upcase: }}",
    "{{ s | append: 'a' 'b' }}",
    "{{ s | append 'a' }}",
    "{{ s | 1 }}",
    "{{ s | upcase; }}",
    "{{ s ! }}",
    "{{ s | append: , }}",
    "{{ s | slice: 1 2 }}",
    "{{ s.[0] }}",
    "{{ s[0 }}",
    "{{ s[ }}",
    "{{ arr[0]] }}",
    "{{ (1..2 }}",
    "{{ (1.2) }}",
    "{{ (..) }}",
    "{{ 1..2 }}",
    "{{ ((1..2)..3) }}",
    "{{ s | a:b:c }}",
    "{{ s | f: a: }}",
    "{{ s | default: 'x' y: 1 }}",
    "{{ 'a'b }}",
    "{{ a'b' }}",
    "{{ s\n| upcase\n}}",
    "{{ s | 'upcase' }}",
    "{{ [] }}",
    "{{ . }}",
    "{{ .a }}",
    "{{ a..b }}",
    "{{ a...b }}",
    "{{ a | b | c: | d }}",
    "{{ %} }}",
    "{{ {% }}",
    "{% {{ %}",
    "{%{%%}",
    "{{{{ s }}}}",
    "{% if t %}{{ s {% endif %}",
    "{{ s }} {% if",
    "{{ s }} {{",
    "{% if t == %}a{% endif %}",
    "{% if == t %}a{% endif %}",
    "{% if t = fl %}a{% endif %}",
    "{% if t & fl %}a{% endif %}",
    "{% assign x = | upcase %}",
    "{% assign x = 'a %}{{ x }}",
    '{% assign x = "\\u12 %}',
    "{% assign x = '\\u' %}{{ x }}",
    "{% assign x = '\\7",
    "{% for x in (1..2 %}a{% endfor %}",
    "{% for x in arr limit %}a{% endfor %}",
    "{% for x in arr limit: %}a{% endfor %}",
    "{% case %}{% endcase %}",
    "{% case i %}{% endcase %}",
    "{% case i %}",
    "{% unless %}{% endunless %}",
    "{% capture x",
    "{% cycle 'a' 'b' %}",
    "{% cycle a: %}",
    "{% increment 'x' %}",
    "{% echo 'a %}",
    "{% if t %}{% for x in arr %}{% endif %}{% endfor %}",
    "{% if t %}{% endfor %}{% endif %}",
    "{% end %}",
    "{% endraw %}",
    "{% endcomment %}",
    "{% endblock %}",
)
_WHOLE = (
    "Hi {{ s | upcase }}, {% if i > 3 %}you have {{ i }} of {{ arr | size }}{% else %}none{% endif %}.",
    "{% for p in people %}{{ forloop.index }}. {{ p.name | default: 'x' }}{% unless forloop.last %}, {%"
    " endunless %}{% endfor %}",
    "{% assign x = s | split: ', ' %}{% capture y %}{{ x[0] }}-{{ x.last }}{% endcapture %}{{ y | append:"
    " '!' }} {% case i %}{% when 1, 7 %}a{% endcase %}",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for template in _TEMPLATES:
        yield Case("malformed", template)
    for whole in _WHOLE:
        for cut in range(1, len(whole), 2):
            yield Case("malformed.cut", whole[:cut])
        chance = random.Random(17)
        for _ in range(140):
            yield Case("malformed.mutated", mutated(whole, chance))


def mutated(template: str, chance: random.Random) -> str:
    """*template* with a few characters dropped, doubled, swapped or put in."""
    characters = list(template)
    for _ in range(chance.randint(1, 3)):
        if not characters:
            break
        at = chance.randrange(len(characters))
        match chance.randrange(4):
            case 0:
                del characters[at]
            case 1:
                characters.insert(at, characters[at])
            case 2:
                characters.insert(at, chance.choice("{}%|:,.'\"-[]()<>=# \n\\aé0"))
            case _:
                other = chance.randrange(len(characters))
                characters[at], characters[other] = characters[other], characters[at]
    return "".join(characters)
