"""Makes the pictures of the documentation from the sample study: the screens, and pages of the Word files.

    python docs/pictures/make.py [NAME ...]

Without names it makes them all. Needs chromium for the screens, LibreOffice and pdftoppm for the pages, and Pillow. The
screens are those of the running workbench; look at each picture before it is committed.
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

from qualcode.__main__ import run
from qualcode.services.demo import LEAD, TITLE, build_demo, sample_folders
from qualcode.services.studies import new_study
from qualcode.tui.app import QualcodeApp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
SCREEN = (160, 45)
MEMO = "Nobody was given the time, except P007: half a day a week, in his objectives."
READ = ("wait:1500",)
"""What is looked up in a worker needs a moment."""


def typed(words: str) -> tuple[str, ...]:
    """The keys that type words."""
    return tuple(NAMES.get(sign, sign) for sign in words)


OF_A_NEW_STUDY = frozenset({"import"})
"""Screens of a study without sources."""
NAMES = {
    "*": "asterisk",
    "/": "slash",
    "_": "underscore",
    " ": "space",
    ",": "comma",
    ":": "colon",
    ".": "full_stop",
    "=": "equals_sign",
}
SCREENS: dict[str, tuple[str, ...]] = {
    "reading": (),
    "coding": ("c", *"nobo"),
    "paper": (),
    "sources": ("q",),
    "cases": ("o", "p", *"lllljjjj", "enter"),
    "import": ("q", "a", *typed("transcripts_sample/P01*"), "enter", *READ, "enter", "enter", "enter", "j"),
    "help": ("question_mark",),
    "hits": ("slash", *typed("time | weeks"), "enter", "ampersand", *"writ", "enter", "2"),
    "correct": ("left", "E", *["delete"] * 8, *"directorate"),
    "codebook": ("o", "b", *"jjjjjj"),
    "side": ("o", "e", *typed("time and"), "enter", *READ, *"llllpl", "m", *READ, *typed(MEMO)),
    "retrieve": ("o", "q", *typed("time and capacity"), "enter"),
    "query": ("o", "q", *typed("Quality and profess"), "tab", *typed("= nurse and not savi")),
    "history": (
        "c",
        *"nobo",
        "enter",
        "asterisk",
        *["right_curly_bracket"] * 2,
        "c",
        *"weeks",
        "enter",
        "x",
        "u",
        "o",
        "h",
        *"jjjj",
    ),
    "similar": ("Q", *READ, *READ, *READ, *READ, "down"),
    "split": (
        *("o", "b", "slash", *"easy", "enter", "j", "j", "vertical_line", "a", *"Luck", "enter"),
        *("a", *typed("Approved at once"), "enter", "1", "2", "2"),
    ),
    "memo": ("m", *typed("Compare "), "ctrl+l", *"compli", "enter", *typed(", and here nobody answers at all.")),
    "reconcile": ("o", "r", *READ, *"1134141", *"14x22", *"4114", *READ),
    "match": ("o", "t", *READ, "1", *READ, "1", *READ, "5", *READ, "2", *READ, "j", *READ),
}
"""Each screen with the keys pressed after the caret stands in turn 14 of P004."""
PAGES = {"chart": "charts.docx", "tables": "tables.docx", "sample-table": "sample.docx", "minutes": "minutes.docx"}
"""The first page of each Word file."""
LARGEST = 400_000


TWO_LISTS = {
    "Tom Adeyemi": {
        "No time for it": ("I wrote it at home.", "it’s nobody’s job, is it?"),
        "Talking past one another": ("he says yes, but what’s the benefit?",),
        "The one who came back": ("I had you back.",),
        "People come and go": ("by then it were all, they’re being abolished.",),
        "Helped by a friend": ("Everything I know about a cost line I know off Gillian.",),
        "Silence": ("I never had a reply to one of them",),
        "Kindness": (),
    },
    "Mairi Lennox": {
        "Written in own time": ("I wrote it at home.",),
        "Nobody's job": ("it’s nobody’s job, is it?",),
        "Different languages": ("he says yes, but what’s the benefit?", "I never had a reply to one of them"),
        "Starting again with new people": ("by then it were all, they’re being abolished.",),
        "Borrowed expertise": ("Everything I know about a cost line I know off Gillian.",),
    },
}
"""What the two give to P004 in the study whose code lists are matched."""
DEFINITIONS = {
    "No time for it": "The case is written in hours that nobody has.",
    "Talking past one another": "Two sides use one word for two things.",
    "The one who came back": "A patient of theirs who returns with the fracture that could have been prevented.",
    "People come and go": "Those who decide are gone by the time they should.",
    "Helped by a friend": "Someone who knows money does the figures for love.",
    "Silence": "Nobody answers. Not a no: nothing at all.",
    "Kindness": "",
}


def two_lists(folder: Path) -> Path:
    """A study in which the second coder made codes of his own."""
    study, (lead, second) = str(folder / "lists"), ("Mairi Lennox", "Tom Adeyemi")
    codebooks, transcripts = sample_folders()
    steps = [
        ("new", study, "--coder", lead),
        ("import", study, *(str(transcripts / name) for name in ("P004.docx", "P005.docx"))),
        ("codebook", "import", study, str(codebooks / "fls-v1.yaml")),
        ("coders", "add", study, second),
        ("sample", study, "--for", second, "--choose", "P004", "--reason", "rich", "--purpose", "develop"),
        *(("codebook", "add", study, code, "--definition", said, "--as", second) for code, said in DEFINITIONS.items()),
    ]
    for coder, codes in TWO_LISTS.items():
        for code, passages in codes.items():
            steps += [("code", "add", study, "P004", "--words", words, "--code", code, "--as", coder) for words in passages]
        steps.append(("finish", study, "P004", "--as", coder))
    for step in steps:
        if run(list(step)) != 0:
            raise SystemExit(f"{' '.join(step)} failed.")
    return folder / "lists.qualcode"


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


async def screen(study: Path, name: str, keys: tuple[str, ...]) -> str:
    """The screen as SVG."""
    app = QualcodeApp(study, None, None if name in OF_A_NEW_STUDY else "P004")
    async with app.run_test(size=SCREEN) as pilot:
        while app.desk is None:
            await pilot.pause(0.1)
        await pilot.pause(0.3)
        await pilot.press(*["right_curly_bracket"] * 17, *["left_curly_bracket"] * 4, *["right_parenthesis"] * 3, "w")
        if name == "paper":
            app.action_switch_theme()
        await pilot.press(*keys)
        await pilot.pause(0.3)
        await app.workers.wait_for_complete()
        await pilot.pause(0.3)
        svg = app.export_screenshot(title="qualcode")
    app.close_study()
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


def few_colours(picture: Path) -> None:
    """Keep a picture small: a palette instead of full colour."""
    drawn = Image.open(picture).convert("RGB")
    drawn.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(picture, optimize=True)


def main(names: Sequence[str]) -> None:
    """Build the sample study and make the pictures of these names beside this file; all of them where none is given."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # The picture of the light theme must not change what its maker has chosen.
        os.environ["QUALCODE_SETTINGS"] = str(folder / "settings.toml")
        made = build_demo(folder / "demo")
        if not names or "minutes" in names:
            minutes_of(made.study, folder)
        for name, keys in _wanted(SCREENS, names):
            copy = folder / f"{name}.qualcode"
            if name in OF_A_NEW_STUDY:
                new_study(copy, lead=LEAD, title=TITLE).close()
            else:
                shutil.copy(two_lists(folder) if name == "match" else made.study, copy)
            to_png(asyncio.run(screen(copy, name, keys)), HERE / f"{name}.png", folder)
        for name, document in _wanted(PAGES, names):
            page_of(folder / "demo" / document, HERE / f"{name}.png", folder)
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
