"""Makes the pictures of the documentation from the sample study: the screens, and pages of the Word files.

    python -m docs.pictures.make [NAME ...]

Without names it makes them all. Needs chromium for the screens, LibreOffice and pdftoppm for the pages, and Pillow. The
screens are those of the running workbench that the tests hold to their portraits (tests/tui/gallery.py); look at each picture
before it is committed.
"""

# ruff: noqa: S603

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps
from tests.tui.gallery import PICTURE, ROOT, at_shot, pictures, take_theme
from tests.tui.gallery_studies import Studies

from qualcode.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.tui.gallery import Shot

HERE = Path(__file__).parent
PAGES = {
    "chart": "charts.docx",
    "tables": "tables.docx",
    "sample-table": "sample.docx",
    "recommendations": "recommendations.docx",
    "codebook-appendix": "codebook.docx",
    "coreq": "coreq.docx",
    "minutes": "minutes.docx",
}
"""The first page of each Word file."""
LARGEST = 400_000


def minutes_of(study: Path, folder: Path) -> None:
    """Discuss one source of the sample study and write the minutes."""
    copy = str(folder / "discussed.qualcode")
    shutil.copy(study, copy)
    for outcome in DISCUSSED:
        run(["reconcile", outcome[0], copy, *outcome[1:]])
    run(["minutes", copy, "--source", "P005", "--to", str(folder / "demo" / "minutes.docx")])


DISCUSSED = (
    ("start", "P005"),
    ("decide", "11", "--outcome", "first", "--reason", "The lever is the table, not the failing."),
    ("decide", "13", "--outcome", "both"),
    ("decide", "1", "2", "--each", "--outcome", "first", "--reason", "The whole of what he says of it."),
    ("decide", "3", "4", "--each", "--outcome", "overlap"),
    (
        *("decide", "5", "--outcome", "codebook", "--code", "Tariff and income", "--reason", "A block contract is not tariff."),
        *("--definition", "What is paid for what, and by whom, as a reason for or against the service."),
    ),
    ("decide", "6", "--outcome", "second", "--reason", "Mairi had read past it."),
    ("decide", "14", "--outcome", "drop", "--reason", "A judgement of persons; nothing passes or fails to pass."),
    ("finish", "P005", "--rest", "leave both readings"),
)
"""What is settled before the minutes are written."""


async def screen(study: Path, shot: Shot, theme: str) -> str:
    """The screen as SVG."""
    async with at_shot(study, shot, PICTURE) as (app, pilot):
        await take_theme(app, pilot, theme)
        svg = app.export_screenshot(title="qualcode")
    # No font from the network: the picture is drawn with one of this machine.
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S).replace("Fira Code", "DejaVu Sans Mono")


def to_png(svg: str, target: Path, folder: Path) -> None:
    """Draw an SVG with chromium."""
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    page = folder / "page.html"
    page.write_text(f"<html><meta charset='utf-8'><body style='margin:0;background:#fff'>{svg}</body></html>", encoding="utf-8")
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--hide-scrollbars"),
            *(f"--screenshot={target}", f"--window-size={width:.0f},{height:.0f}", page),
        ],
        check=True,
        capture_output=True,
    )


def page_of(document: Path, target: Path, folder: Path) -> None:
    """The first page of a Word file, as LibreOffice lays it out, without its empty end."""
    office = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, document]
    subprocess.run(office, check=True, capture_output=True)
    pdf = folder / f"{document.stem}.pdf"
    paper = ["pdftoppm", "-png", "-gray", "-r", "110", "-l", "1", "-singlefile", pdf, target.with_suffix("")]
    subprocess.run(paper, check=True)
    page = Image.open(target).convert("L")
    box = ImageOps.invert(page).getbbox()
    ImageOps.expand(page.crop(box), border=24, fill=255).save(target)


def in_browser(study: Path, target: Path, folder: Path) -> None:
    """The page of charts in a browser, with the extracts of a cell unfolded."""
    page = folder / "charts.html"
    run(["chart", str(study), "--to", str(page)])
    anchor = re.findall(r'href="#(e1-[^"]+)"', page.read_text(encoding="utf-8"))[2]
    shot = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--screenshot={target}", "--window-size=1280,720"]
    subprocess.run([*shot, f"{page.as_uri()}#{anchor}"], check=True, capture_output=True)


def few_colours(picture: Path) -> None:
    """Keep a picture small: a palette instead of full colour."""
    drawn = Image.open(picture).convert("RGB")
    drawn.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(picture, optimize=True)


def main(names: Sequence[str]) -> None:
    """Build the sample study and make the pictures of these names beside this file; all of them where none is given."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # Nobody's own settings show in a picture.
        os.environ["QUALCODE_SETTINGS"] = str(folder / "settings.toml")
        studies = Studies(folder)
        sample = studies.made("sample")
        if not names or "minutes" in names:
            minutes_of(sample, folder)
        os.chdir(ROOT)
        for name, (shot, theme) in _wanted(pictures(), names):
            copy = studies.copy(shot.study, folder / f"{name}.qualcode")
            to_png(asyncio.run(screen(copy, shot, theme)), HERE / f"{name}.png", folder)
        for name, document in _wanted(PAGES, names):
            page_of(folder / "demo" / document, HERE / f"{name}.png", folder)
        if not names or "chart-page" in names:
            in_browser(sample, HERE / "chart-page.png", folder)
    for picture in sorted(HERE.glob("*.png")):
        if names and picture.stem not in names:
            continue
        few_colours(picture)
        size = picture.stat().st_size
        print(f"{picture.name}: {size:,} bytes{' (too large)' if size > LARGEST else ''}")


def _wanted(pictures: Mapping[str, Any], names: Sequence[str]) -> list[tuple[str, Any]]:
    return [(name, how) for name, how in pictures.items() if not names or name in names]


if __name__ == "__main__":
    main(sys.argv[1:])
