"""The pages in a browser: they look as they did when somebody looked at them, in light and dark, and ask for nothing.

``CALLPLAN_UPDATE=1`` takes new references. Fonts differ from machine to machine: these pictures are compared by the
brightness of blocks, of which each may lie one block off. What does not depend on fonts is compared strictly
(``test_drawings``).
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from .browser import DARK, chromium
from .pages import PAGES, REFERENCES
from .png import coarse, difference, rows_of

pytestmark = pytest.mark.chromium

SIZE = (1240, 1500)
LIKE = 0.25
"""Pictures of one page in other fonts differ by 0.04 to 0.15, those of two pages by 0.45 and more."""


def page(home: Path, name: str, markup: str | None = None) -> str:
    file = home / f"{name}.html"
    file.write_text(PAGES[name]() if markup is None else markup, "utf-8")
    return file.as_uri()


def shot(home: Path, name: str, *options: str, markup: str | None = None) -> Path:
    picture = home / f"{name}{len(options)}.png"
    chromium(home, *options, f"--screenshot={picture}", page(home, name, markup), size=SIZE)
    return picture


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_it_looks_as_it_did(tmp_path: Path, name: str, scheme: str) -> None:
    picture = shot(tmp_path, name, *([DARK] if scheme == "dark" else []))
    reference = REFERENCES / f"{name}-{scheme}.png"
    if os.environ.get("CALLPLAN_UPDATE") and not os.environ.get("CI"):
        REFERENCES.mkdir(exist_ok=True)
        shutil.copyfile(picture, reference)
    assert rows_of(picture)[0] == SIZE[0] // 2
    found = difference(coarse(picture), coarse(reference))
    assert found < LIKE, f"{name} ({scheme}) differs from its reference by {found:.3f}"


def test_two_pages_do_not_look_alike() -> None:
    grids = {name: coarse(REFERENCES / f"{name}-light.png") for name in PAGES}
    names = list(grids)
    for number, one in enumerate(names):
        assert difference(grids[one], coarse(REFERENCES / f"{one}-dark.png")) > 1
        for other in names[number + 1 :]:
            assert difference(grids[one], grids[other]) > LIKE


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_its_timeline_is_noticed(tmp_path: Path, name: str) -> None:
    broken = re.sub(r"<svg.*?</svg>", "", PAGES[name](), flags=re.DOTALL)
    found = difference(coarse(shot(tmp_path, name, markup=broken)), coarse(REFERENCES / f"{name}-light.png"))
    assert found > LIKE


@pytest.mark.parametrize("name", PAGES)
def test_the_browser_sees_what_was_written_and_nothing_else(tmp_path: Path, name: str) -> None:
    done = chromium(tmp_path, "--dump-dom", "--enable-logging=stderr", page(tmp_path, name), size=SIZE)
    dom = done.stdout.decode()
    assert "</footer>" in dom and "<script" not in dom
    console = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    assert console == [], "no blocked style, no missing file"


def test_nothing_of_a_configuration_runs(tmp_path: Path) -> None:
    from .test_pages import hostile

    trap = '<script>document.title = "ran"</script>'
    assert trap not in hostile()
    done = chromium(tmp_path, "--dump-dom", page(tmp_path, "hostile", hostile()), size=SIZE)
    assert "<title>ran" not in done.stdout.decode()
