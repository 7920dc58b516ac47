"""Characters that the parser must not see: replaced one for one, so that every offset stays true.

PyYAML speaks YAML 1.1: it breaks lines at U+0085, U+2028 and U+2029 and refuses control characters, where the gitops
engine's YAML 1.2 takes them for text. And a value that should have been quoted can be read as if it were, when the
characters that the parser trips over are hidden from it.
"""

from __future__ import annotations

from ..expression import Expression

_BREAKS_OF_YAML_1_1 = Expression("[\x85\u2028\u2029]")
UNPRINTABLE = Expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATES = Expression(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_PRIVATE_USE = range(0xF0000, 0xFFFFE)


def hide_breaks(text: str) -> str:
    """*text* without the line breaks that only YAML 1.1 knows; the same object when there are none."""
    if text.isascii() or not _BREAKS_OF_YAML_1_1.search(text):
        return text
    return hide(text, text, [match.start() for match in _BREAKS_OF_YAML_1_1.finditer(text)])


def hide_unprintable(text: str, parsed: str) -> str:
    """*parsed*, an image of *text*, without the characters that YAML does not allow."""
    return hide(text, parsed, [match.start() for match in UNPRINTABLE.finditer(parsed)])


def hide_value(text: str, parsed: str, start: int, end: int) -> str:
    """*parsed* with ``text[start:end]`` changed such that YAML takes it for a plain text."""
    return hide(text, parsed, [at for at in range(start, end) if not (text[at].isalnum() or text[at] == " ")])


def join_surrogates(parsed: str, start: int) -> str:
    """*parsed* with the pair of surrogate escapes at *start* written as YAML allows; the same object if there is none.

    In JSON a character beyond U+FFFF is two escapes, twelve characters. Its one YAML escape has ten; the escaped line
    break before it, which stands for nothing, makes up for the rest.
    """
    match = _SURROGATES.match(parsed, start)
    if match is None:
        return parsed
    high, low = int(match[0][2:6], 16), int(match[0][8:], 16)
    code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
    return f"{parsed[:start]}\\\n\\U{code:08X}{parsed[match.end() :]}"


def hide(text: str, parsed: str, offsets: list[int]) -> str:
    """*parsed* with the characters at *offsets* replaced by private ones, one for each character of *text*."""
    known = {original: stand_in for stand_in, original in hidden(text, parsed).items()}
    taken = set(text)
    free = (chr(code) for code in _PRIVATE_USE if chr(code) not in taken and chr(code) not in known.values())
    characters = list(parsed)
    for offset in offsets:
        original = text[offset]
        if original not in known:
            known[original] = next(free)
        characters[offset] = known[original]
    return "".join(characters)


def hidden(text: str, parsed: str) -> dict[str, str]:
    """What each private character of *parsed* stands for in *text*."""
    if parsed is text:
        return {}
    pairs = zip(parsed, text, strict=True)
    return {shown: original for shown, original in pairs if shown != original and ord(shown) in _PRIVATE_USE}


def reveal(value: object, originals: dict[str, str]) -> object:
    """*value*, a document's data, with every hidden character put back."""
    table = str.maketrans(originals)
    done: dict[int, object] = {}

    def walk(node: object) -> object:
        if isinstance(node, str):
            return node.translate(table)
        if not isinstance(node, dict | list):
            return node
        if id(node) not in done:  # aliases share their value: once is enough, and must stay so
            if isinstance(node, dict):
                done[id(node)] = {name.translate(table): walk(item) for name, item in node.items()}
            else:
                done[id(node)] = [walk(item) for item in node]
        return done[id(node)]

    return walk(value)
