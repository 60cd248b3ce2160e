"""The documentation says what the program does: help, keys, commands, links, and the output it shows."""

from __future__ import annotations

import io
import os
import re
import runpy
import shlex
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from qualcode.__main__ import run
from qualcode.cli.main import cli
from qualcode.tui.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MADE: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "make_commands.py"))
EVERY_COMMAND: list[tuple[tuple[str, ...], click.Command]] = list(MADE["every_command"]())

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
IN_LINE = re.compile(r"`(qualcode [^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
MACHINE_PATH = re.compile(r"(?<![\w.~:/])/(?:work|tmp|home|root|Users|usr|var)/\S*|\b[A-Z]:\\")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d(?::?\d\d)?")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def name_of(words: tuple[str, ...]) -> str:
    return " ".join(words)


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """The fenced blocks of a page: language and text."""
    return ((found[1], found[2]) for found in FENCE.finditer(page.read_text(encoding="utf-8")))


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def typed(block: str) -> Iterator[str]:
    """The `qualcode` command lines of a block, those that run on with a backslash joined."""
    for line in block.replace("\\\n", " ").splitlines():
        words = line.removeprefix("$ ").strip()
        if words.startswith("qualcode "):
            yield words


# ---- the help ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "command"), EVERY_COMMAND, ids=[name_of(words) for words, _ in EVERY_COMMAND])
def test_every_command_has_help_and_an_example_that_can_be_typed(words: tuple[str, ...], command: click.Command) -> None:
    assert command.help
    assert "\\b" not in command.help
    assert command.epilog
    assert command.epilog.startswith("Example: qualcode ")
    for example in command.epilog.removeprefix("Example: ").split("    (")[:1]:
        parse(example)
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help or isinstance(option.type, click.Choice), option.name


def test_the_page_of_commands_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == MADE["commands_page"](), "run docs/make_commands.py"


def test_the_tables_of_keys_are_the_registry() -> None:
    page = (ROOT / "docs" / "coding.md").read_text(encoding="utf-8")
    assert page == MADE["with_keys"](page), "run docs/make_commands.py"
    for command in COMMANDS:
        if command.keys and not command.shown.isdecimal():
            assert command.words in page


def test_the_keys_of_the_readme_are_in_the_registry() -> None:
    known = {(shown, words) for shown, words in MADE["key_rows"](COMMANDS)}
    table = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("| key | what it does |\n|---|---|\n")[2].partition("\n\n")[0]
    )
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()]
    assert len(rows) == 20
    for keys, words in rows:
        assert (keys.replace("`", ""), words) in known


# ---- commands that pages quote -----------------------------------------------------------------------------------


def parse(line: str, *, whole: bool = True) -> None:
    """Let click read a command line without running it; of a part of one only the command and the options are looked at."""
    words = shlex.split(line)[1:]
    group: click.Command = cli
    context = click.Context(cli)
    while isinstance(group, click.Group) and words and not words[0].startswith("-"):
        found = group.get_command(context, words[0])
        if found is None:
            # `qualcode STUDY` needs no further command, nor does a group that has one of its own for it.
            default = "open" if group is cli else getattr(group, "default", "")
            assert default, f"there is no command {words[0]} in {line!r}"
            found = group.get_command(context, default)
        else:
            words = words[1:]
        assert found is not None
        group = found
    if "--help" in words or (isinstance(group, click.Group) and not words):
        return
    if whole:
        try:
            group.make_context(group.name, words, help_option_names=["-h", "--help"])
        except click.ClickException as error:
            pytest.fail(f"{line!r}: {error.format_message()}")
    known = {option for one in group.params for option in (*one.opts, *one.secondary_opts)} | {"--help", "--version", "-h"}
    for word in words:
        assert not word.startswith("--") or word in known, f"{line!r} has no option {word}"


@pages
def test_quoted_commands_exist_with_their_options(page: Path) -> None:
    for language, block in blocks(page):
        if page.name != "commands.md" and language in ("console", "text", "sh"):
            for line in typed(block):
                parse(line.partition("  #")[0])
    for found in IN_LINE.finditer(prose(page)):
        parse(found[1].replace("…", "").replace("...", ""), whole=False)


# ---- the output that pages show ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with its outputs, as `make demo` leaves it."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert run(["demo", "--to", str(folder), "--no-open"]) == 0
    return folder


def as_shown(text: str) -> str:
    """Output without what differs from one day to the next, and without white space at the ends of lines."""
    return "\n".join(line.rstrip() for line in MOMENT.sub("(moment)", text).splitlines())


def shown_in(shown: list[str], said: str) -> str | None:
    """The first line of those shown that was not said, in order; a … stands for anything left out."""
    rest = as_shown(said).split("\n")
    for line in shown:
        pattern = re.compile(".*".join(re.escape(part) for part in as_shown(line).split("…")) if line.strip() != "…" else ".*")
        while rest and not pattern.fullmatch(rest[0]):
            rest.pop(0)
        if not rest:
            return line
        if line.strip() != "…":
            rest.pop(0)
    return None


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")], ids=lambda page: page.name
)
def test_what_pages_show_is_what_the_program_prints(
    page: Path, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is a road from an empty folder that has the sample material beside it."""
    monkeypatch.chdir(tmp_path)
    for folder in ("transcripts_sample", "codebooks"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    shutil.copytree(demo, tmp_path / "build" / "demo")
    for language, block in blocks(page):
        if language != "console":
            continue
        for command, *shown in (
            part.splitlines() for part in re.split(r"^\$ ", block.replace("\\\n", ""), flags=re.MULTILINE) if part
        ):
            said = run_line(command, shown)
            missing = shown_in([line for line in shown if line.strip()], said)
            assert missing is None, f"{page.name}: {command!r} does not say {missing!r} but\n{said}"


def files_of(word: str) -> list[str]:
    """The files a pattern such as `folder/P*` stands for, as a shell gives them; another word is itself."""
    return sorted(map(str, Path().glob(word))) if "*" in word and "/" in word else [word]


def run_line(line: str, shown: list[str]) -> str:
    """What a line prints; `cat FILE` brings the file that the page shows."""
    words = [one for word in shlex.split(line) for one in files_of(word)]
    if words[0] == "cat":
        Path(words[1]).write_text("\n".join([*shown, ""]), encoding="utf-8")
        return "\n".join(shown)
    assert words[0] == "qualcode", line
    with io.StringIO() as said, redirect_stdout(said), redirect_stderr(said):
        run(words[1:])
        return said.getvalue()


# ---- links, paths ------------------------------------------------------------------------------------------------


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    for found in LINK.finditer(prose(page)):
        target, _, heading = found[1].partition("#")
        if target.startswith(("https:", "http:", "mailto:")):
            continue
        there = page if not target else (page.parent / target).resolve()
        assert there.exists(), found[1]
        if heading:
            headings = re.findall(r"^#+ (.+)$", FENCE.sub("", there.read_text(encoding="utf-8")), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
            assert heading in anchors, found[1]


@pages
def test_no_page_names_a_place_on_somebodys_machine(page: Path) -> None:
    assert not MACHINE_PATH.findall(page.read_text(encoding="utf-8").replace("C:\\", "C:/"))


def test_every_picture_is_shown_and_small() -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    for picture in pictures:
        assert picture.name in shown
        assert os.path.getsize(picture) < 400_000  # noqa: PTH202


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index
    assert "docs/index.md" in (ROOT / "README.md").read_text(encoding="utf-8")
