"""Mustache, as the platform's fallback renders it (semantics §3.6)."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ..case import Case

_TEMPLATES = (
    "{{ name }} {{{ name }}} {{& name }} {{&name}}",
    "{{ html }} {{{ html }}}",
    "{{ missing }}|{{{ missing }}}",
    "{{ arr }} {{{ arr }}} {{ obj }} {{ t }} {{ fl }} {{ n }} {{ z }} {{ f }} {{ huge }}",
    "{{ deep.a.b.c }} {{ deep.a.x.c }} {{ s.length }} {{ arr.0 }} {{ arr.length }} {{ people.0.name }} {{"
    " people.9.name }}",
    "{{ s | upcase }}",
    "{{ $.data.id }}",
    "{% if t %}{{ s }}{% endif %}",
    "{{#t}}yes{{/t}}{{^t}}no{{/t}}",
    "{{#fl}}yes{{/fl}}{{^fl}}no{{/fl}}",
    "{{#arr}}{{.}},{{/arr}}",
    "{{#people}}{{name}} {{address.city}} {{s}};{{/people}}",
    "{{#ea}}x{{/ea}}{{^ea}}none{{/ea}}",
    "{{#obj}}{{a}}{{b}}{{s}}{{/obj}}",
    "{{#z}}x{{/z}}{{^z}}zero{{/z}}",
    "{{#e}}x{{/e}}{{^e}}e{{/e}}",
    "{{#i}}{{.}}{{/i}}",
    "{{#s}}{{.}}{{length}}{{/s}}",
    "{{#nested}}{{#.}}{{.}}{{/.}}|{{/nested}}",
    "{{! note }}x{{!}}",
    "{{> partial }}x",
    "{{=<% %>=}}<% s %> {{ s }}",
    "{{=| |=}}|s|",
    "{{=<%=}}",
    "{{= =}}",
    "{{=<% %> x=}}<% s %>",
    "{{ s",
    "{{{ s }}",
    "{{{ s } }}",
    "{{#a}}",
    "{{/a}}",
    "{{#a}}{{/b}}",
    "{{#a}}{{#b}}{{/a}}{{/b}}",
    "{{ }}",
    "{{}}",
    "{{.}}",
    "{{ a b }}",
    "{{\ns\n}}",
    "}} {{ s }} }}",
    "{ {s} }",
    "{{#t}}\nline\n{{/t}}\nend",
    "a\n  {{#t}}  \n  b\n  {{/t}}  \nc",
    "{{#t}}\n{{s}}\n{{/t}}",
    "  {{! alone }}\nx",
    "x {{! not alone }}\ny",
    "{{#t}} a {{/t}}\n",
    "\n{{#fl}}\na\n{{/fl}}\nb",
    "{{#t}}{{#t}}\nx\n{{/t}}{{/t}}\ny",
    " {{=<% %>=}} \n<% s %>",
    "{{> p}}\nx",
    "{{#arr}}\n- {{.}}\n{{/arr}}\n",
    "\r\n{{#t}}\r\na\r\n{{/t}}\r\n",
    "\u00a0{{#t}}\u00a0\nx{{/t}}",
    "{{#mixed}}{{name}}{{/mixed}}",
    "{{#mixed}}[{{.}}]{{/mixed}}",
    "{{^missing}}{{#t}}deep{{/t}}{{/missing}}",
    "{{# t }}a{{/ t }}",
    "{{ #t }}a{{ /t }}",
    "{{#t}}a{{/t}}{{#t}}b{{/t}}",
    "{{deep.first}} {{deep.size}} {{deep.10}} {{len.length}}",
    "{{#deep}}{{first}}{{#a}}{{b.c}}{{first}}{{/a}}{{/deep}}",
    "{{name}} & {{{html}}} {{uni}} {{emoji}} {{`}}",
    "{{url}}",
)
_PIECES = (
    "{{",
    "}}",
    "{{{",
    "}}}",
    "#",
    "/",
    "^",
    "&",
    "!",
    "=",
    "t",
    "arr",
    "s",
    ".",
    " ",
    "\n",
    "x",
    "{{#t}}",
    "{{/t}}",
    "{{#arr}}",
    "{{/arr}}",
    "{{.}}",
    "{{s}}",
    "{{^fl}}",
    "{{/fl}}",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for template in _TEMPLATES:
        yield Case("mustache", template, engine="mustache")
    chance = random.Random(19)
    for _ in range(300):
        yield Case("mustache.random", scrambled(chance), engine="mustache")


def scrambled(chance: random.Random) -> str:
    """Pieces of templates in any order."""
    return "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 9)))
