"""Pages as drawings: set in a font of bars, so that they look the same wherever they are drawn, and compared strictly.

A pixel may be one off, for the sake of other versions of the browser; nothing may be missing, new, of another colour or
elsewhere. ``CALLPLAN_UPDATE=1`` takes new references.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .barfont import style
from .browser import DARK, chromium
from .pages import DRAWN, REFERENCES
from .png import unlike

pytestmark = pytest.mark.chromium

VIEWS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "light": ((1240, 4400), ()),
    "dark": ((1240, 4400), (DARK,)),
    "narrow": ((520, 4400), ()),
}
_STYLES = "style-src &#x27;unsafe-inline&#x27;"
_POLICIES = re.compile(
    r'(<section aria-labelledby="policies">.*?<ul class="chips">(?:<li>.*?</li>){4}).*?</ul>', re.DOTALL
)


def barred(markup: str) -> str:
    """The page in bars. Of the policies, which grow with every release, the first four."""
    assert _STYLES in markup
    markup = markup.replace(_STYLES, f"{_STYLES}; font-src data:")
    return _POLICIES.sub(r"\1</ul>", markup).replace("</head>", f"{style()}</head>", 1)


def drawing(home: Path, markup: str, view: str) -> Path:
    size, options = VIEWS[view]
    file, picture = home / "page.html", home / "page.png"
    file.write_text(barred(markup), "utf-8")
    chromium(home, *options, f"--screenshot={picture}", file.as_uri(), size=size)
    return picture


@pytest.mark.parametrize(
    ("name", "view"),
    [(name, view) for name in DRAWN for view in VIEWS if view == "light" or name in ("booking", "promotion")],
)
def test_it_is_drawn_as_it_was(tmp_path: Path, name: str, view: str) -> None:
    picture = drawing(tmp_path, DRAWN[name](), view)
    reference = REFERENCES / "drawings" / f"{name}-{view}.png"
    if os.environ.get("CALLPLAN_UPDATE") and not os.environ.get("CI"):
        reference.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, reference)
    found = unlike(picture, reference)
    assert found == 0, f"{name} ({view}): {found} pixels are unlike the reference"


def once(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    def change(markup: str) -> str:
        changed, count = re.subn(pattern, new, markup, count=1, flags=re.DOTALL)
        assert count == 1 and changed != markup, pattern
        return changed

    return change


def moved(match: re.Match[str]) -> str:
    return f'{match[1]}{float(match[2]) + 6:.1f}"'


BROKEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "a row of the conversation is missing": ("booking", once(r'<li id="e12".*?</li>\n?', "")),
    "a row comes twice": ("booking", once(r'(<li id="e12".*?</li>)', r"\1\1")),
    "two rows change places": ("booking", once(r'(<li id="e7".*?</li>)\n?(<li id="e12".*?</li>)', r"\2\1")),
    "a row stands on the other side": ("booking", once(r'<li id="e12" class="right">', '<li id="e12">')),
    "a bar has another colour": ("booking", once(r'<a class="m1"( href="#e4)', r'<a class="m0"\1')),
    "a bar is a quarter of a second late": ("booking", once(r'(<rect class="bar" x=")([0-9.]+)"', moved)),
    "a bar is shorter": ("booking", once(r'(<rect class="bar" x="[0-9.]+" y="[0-9.]+" width=")[0-9.]+"', r'\g<1>40"')),
    "a bar is missing": ("booking", once(r'<rect class="bar"[^>]*/>', "")),
    "a handoff is not drawn": ("booking", once(r'<line class="pass"[^>]*/>', "")),
    "a tick is missing": ("booking", once(r'<text class="tick"[^>]*>0:20</text>', "")),
    "a figure is missing": ("booking", once(r'<div class="tile "><dt>tools</dt>.*?</div>', "")),
    "a word of a bubble is missing": ("booking", once("</span>Thank you for calling", "</span>Thank you calling")),
    "an edge of the squad is missing": ("booking", once(r'<g class="cg-same"><path class="cg-line".*?</g>', "")),
    "a member of the squad is missing": ("booking", once(r'<rect class="cg-box"[^>]*/>', "")),
    "a change is missing": ("promotion", once(r'<div class="change.*?</div>', "")),
    "a severity has no colour": ("promotion", once('class="change notable"', 'class="change minor"')),
    "a line of a prompt is not marked": ("promotion", once(r"<ins>(.*?)</ins>", r"\1")),
    "a row of the table is missing": ("environments", once(r"<tr>(?:(?!</tr>).)*<td.*?</tr>", "")),
    "a missed line is not marked": ("coverage", once(r'(<span id="[^"]*") class="none"', r"\1")),
    "a missed line looks touched": ("coverage", once(r'(<span id="[^"]*") class="none"', r'\1 class="all"')),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_seen(tmp_path: Path, what: str) -> None:
    name, change = BROKEN[what]
    picture = drawing(tmp_path, change(DRAWN[name]()), "light")
    assert unlike(picture, REFERENCES / "drawings" / f"{name}-light.png") > 0
