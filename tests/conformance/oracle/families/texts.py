"""String filters on text that is hard: Unicode, surrogates, blanks, escapes."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Case

_TEXTS = (
    r"\uD83D",
    r"\uDE00",
    r"a\uD83Db",
    r"\uD83D\uDE00",
    "😀",
    "👩‍👧‍👦",
    "e\u0301",
    "ß",
    "ŉ",
    "İ",
    "ΟΔΟΣ",
    "ﬁ",
    "ǆ",
    "\u00a0x\u00a0",
    "\ufeffx\ufeff",
    "\u2003x\u3000",
    "\u0085x\u001c",
    "a\u2028b",
    r"tab\tnew\nline",
    r"\x41\101\0",
    r"it\'s",
    r"\q\"",
    "100%",
    "a+b",
    "%41",
    "%zz",
    "&amp;&lt;&",
    "<b>x</b>",
    "<!-- a --> b",
    "<unclosed",
    "<script>a</script>b",
    "<style>a",
    "aGk=",
    "aGk",
    "a",
    "====",
    "你好吗",
    "日本語 text 한국어",
    "a-b_c d",
    "-- a --",
    "ÀÉÎõü ßæø",
    "१२३",
    "x" * 60,
    "one two  three",
)
_CALLS = (
    "size",
    "upcase",
    "downcase",
    "capitalize",
    "split: '' | json",
    "split: ' ' | json",
    "strip | json",
    "lstrip",
    "rstrip",
    "squish",
    "normalize_whitespace",
    "first",
    "last",
    "slice: 0",
    "slice: 1, 2",
    "slice: -1",
    "truncate: 4",
    "truncate: 4, ''",
    "truncatewords: 1",
    "replace: '', '.'",
    "remove: 'a'",
    r"replace: '\uD83D', '!'",
    r"split: '\uDE00' | json",
    r"replace_last: '\uDE00', '.'",
    "escape",
    "escape_once",
    "strip_html",
    "newline_to_br",
    "strip_newlines",
    "url_encode",
    "url_decode",
    "cgi_escape",
    "uri_escape",
    "slugify",
    "slugify: 'pretty'",
    "slugify: 'latin'",
    "slugify: 'ascii'",
    "base64_encode",
    "base64_decode",
    "sha256",
    "hmac_sha256: 'k'",
    "json",
    "number_of_words",
    "number_of_words: 'auto'",
    "reverse | json",
    "append: 'é'",
    "xml_escape",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for index, text in enumerate(_TEXTS):
        literal = f"'{text}'"
        yield Case(
            "text", f"[{{{{ {literal} }}}}] {{{{ {literal}.size }}}} {{{{ {literal}[0] }}}} {{{{ {literal}.length }}}}"
        )
        for offset, call in enumerate(_CALLS):
            if (index + offset) % 2 == 0:
                yield Case("text", f"[{{{{ {literal} | {call} }}}}]")
