"""What fuzzing found and systematic cases had not (liquid.md §0): each of these failed once."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Case

_TEMPLATES = (
    r"{{ '\uD83D' | append: '\uDE00' }}",
    r"{% capture x %}{{ '\uD83D' }}{{ '\uDE00' }}{% endcapture %}{{ x | size }}",
    "{{ -0 | json }}",
    "{{ '-0' | times: 1 }}",
    "{% assign z = 0 | times: -1 %}{{ z }}",
    "{% increment big %}{% increment big %}",
    "{{ obj | json: 0.5 }}",
    "{{ arr[nan] }}",
    "{{ arr['NaN'] }}",
    "{% for forloop in arr %}x{% endfor %}",
    "{{ 'junk' | date: '%H', 'Nowhere' }}",
    "{% for x in arr %}{% continue %}{% endfor %}{% if t %}{% endif %}a",
    "{% continue %}{% if t %}{% endif %}a{{ i }}b",
    "{{ 'x' | where: 'size' | json }}",
    "{{ own }}",
    "{{ own | json }}",
    "{{ own | append: '' }}",
    "{% if own == 'x' %}{% endif %}{{ own.toString }}",
    "{{ '%ff' | url_decode }}",
    "{{ '%C3%A9%e2%82' | url_decode }}",
    "{{ nested | where: 'length', 2 | json }}",
    "{{ '0xffffffffffffffffffffffffffff' | plus: 0 }}",
    "{{ people | map: 'name.size' }}",
    "{{ s | truncate: 3, '😀😀😀😀' }}",
    "{{ emoji | slice: 1 | json }}",
    "{{ 'a' | slugify: 'default', 'x' }}",
    "{{ '(' | date }}",
    "{{ 'x(' | date: '%Y' }}",
    "{{ '1 (' | date: '%Y' }}",
    "{{ '0000-03-01' | date: '%j %U %W' }}",
    "{{ '0000-12-31T12:00:00Z' | date: '%j %U %W' }}",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for template in _TEMPLATES:
        yield Case("regression", template)
