"""Keys of one's own: what is taken, what is refused and why, and that help and footer show what is in force."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode import tui
from qualcode.tui.commands import COMMANDS, Command
from qualcode.tui.keys import KeysInForce, written
from qualcode.tui.modals.help import Help
from qualcode.tui.plain_signs import STAND_INS, in_ascii
from qualcode.tui.screens.history import HistoryScreen
from qualcode.tui.widgets.bars import KeyBar
from tests.tui.screens import SIZES, coded, driven

if TYPE_CHECKING:
    from tests.tui.screens import Driven


def command(name: str) -> Command:
    return next(one for one in COMMANDS if one.id == name)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "settings.toml"))
    return tmp_path / "settings.toml"


def test_without_choices_the_registry_is_in_force() -> None:
    keys = KeysInForce()
    assert (keys.keymap, keys.faults) == ({}, [])
    assert [keys.shown(one) for one in COMMANDS] == [one.shown for one in COMMANDS]
    for one in COMMANDS:
        assert ",".join(keys.of(one)) == one.keys


@pytest.mark.parametrize(
    ("chosen", "held"),
    [
        ("f5", ("f5",)),
        ("delete,F5", ("delete", "f5")),
        ("Delete , shift+j", ("delete", "J")),
        ("@", ("at",)),
        (",", ("comma",)),
        ("ctrl+x", ("ctrl+x",)),
        ("f6", ("f6",)),
        ("none", ()),
    ],
)
def test_keys_are_taken(chosen: str, held: tuple[str, ...]) -> None:
    keys = KeysInForce({"history.rows": chosen})
    assert keys.faults == []
    assert keys.of(command("history.rows")) == held


@pytest.mark.parametrize(
    ("name", "chosen", "said"),
    [
        ("coding.uncoed", "d", 'Did you mean "coding.uncode"?'),
        ("uncod", "d", "config keys"),
        ("coding.uncode", "", "none was given"),
        ("coding.uncode", "pagdown", 'did you mean "pagedown"?'),
        ("coding.uncode", "ctrl+i", "sends ctrl+i as Tab"),
        ("reading.word.1", "none", "palette"),
    ],
)
def test_what_cannot_be_is_said(name: str, chosen: str, said: str) -> None:
    keys = KeysInForce({name: chosen})
    (fault,) = keys.faults
    assert said in fault
    assert keys.keymap == {}


def test_a_key_used_twice_on_a_screen_is_refused_with_both_names() -> None:
    keys = KeysInForce({"coding.uncode": "r"})
    (fault,) = keys.faults
    for part in ("r cannot be the key of both", "coding.uncode", "coding.recode", "coding screen"):
        assert part in fault
    assert keys.of(command("coding.uncode")) == ("x",)
    # Also where one of the two lives on another part of the screen, or everywhere.
    assert "reading.widen" in KeysInForce({"coding.star": "w"}).faults[0]
    assert "app.open_menu" in KeysInForce({"memos.edit": "o"}).faults[0]


def test_two_commands_can_change_places() -> None:
    keys = KeysInForce({"coding.uncode": "r", "coding.recode": "x"})
    assert keys.faults == []
    assert keys.of(command("coding.uncode")) == ("r",)


def test_a_key_given_back_does_not_stay_with_whoever_took_it() -> None:
    # star cannot have w, so it keeps *, and uncode cannot have that either.
    keys = KeysInForce({"coding.uncode": "asterisk", "coding.star": "w"})
    assert len(keys.faults) == 2
    assert keys.keymap == {}


def test_keys_are_written_for_people() -> None:
    assert [written(key) for key in ("x", "question_mark", "pagedown", "left", "ctrl+x", "f6")] == [
        "x", "?", "PgDn", "←", "ctrl+x", "f6",
    ]  # fmt: skip
    assert KeysInForce(ascii_only=True).shown(command("reading.word.1")) == "Right l"


async def shown(it: Driven) -> str:
    return it.screen.query_one(KeyBar).text


async def test_chosen_keys_work_and_are_shown(study_path: Path, settings: Path) -> None:
    settings.write_text('[keys]\n"coding.uncode" = "f5"\n"coding.undo" = "backspace,y"\n"coding.copy_quote" = "none"\n')
    async with driven(study_path) as it:
        await it.press("c", "type:wait", "enter")
        assert len(coded(study_path)) == 1
        await it.press("x")
        assert len(coded(study_path)) == 1
        await it.press("f5")
        assert coded(study_path) == []
        await it.press("y")
        assert len(coded(study_path)) == 1
        assert " f5 uncode " in await shown(it)
        assert " Backspace undo " in await shown(it)
        await it.press("question_mark", "type:uncode")
        assert isinstance(it.app.screen, Help)
        from textual.widgets import Static

        words = str(it.app.screen.query_one(Static).render())
        assert "f5               take the focused coding away" in words


async def test_sentences_name_the_keys_in_force(study_path: Path, settings: Path) -> None:
    settings.write_text('[keys]\n"coding.uncode" = "f5"\n"history.undo" = "f6"\n"history.take_back" = "none"\n')
    async with driven(study_path) as it:
        await it.press("c", "type:wait", "enter", *["less_than_sign"] * 9)
        assert "is one word here; f5 takes it away." in it.status
        await it.press("o", "h")
        screen = it.app.screen
        assert isinstance(screen, HistoryScreen)
        assert screen.summary().endswith("; f6 takes back your latest, the palette the chosen one")


def test_sentences_name_keys_of_commands_that_there_are() -> None:
    named = [
        name
        for file in Path(tui.__file__).parent.rglob("*.py")
        for name in re.findall(r"""(?:self\.key|keys\.in_words)\(["'](.+?)["']\)""", file.read_text(encoding="utf-8"))
    ]
    assert len(named) > 10
    assert set(named) <= {command.id for command in COMMANDS}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("theme = ", "cannot be read"),
        ('theme = "qual-inc"', 'Did you mean "qual-ink"?'),
        ('compcat = true\nmeasure = 60\n[keys]\n"coding.uncode" = "r"', "And 1 more"),
        ('[keys]\n"coding.uncode" = "r"', "coding.recode"),
    ],
)
async def test_a_faulty_file_never_keeps_anybody_from_a_study(study_path: Path, settings: Path, content: str, said: str) -> None:
    settings.write_text(content, encoding="utf-8")
    async with driven(study_path, (200, 60)) as it:
        assert said in it.status
        await it.press("c", "type:wait", "enter")
        assert "Coded Waiting times" in it.status
        assert it.app.theme == "qual-ink"
        if "measure" in content:
            assert it.screen.view.geometry.measure == 60


async def test_settings_shape_the_screen(study_path: Path, settings: Path) -> None:
    settings.write_text(
        'theme = "qual-paper"\ncompact = true\nmeasure = 50\ndim_interviewer = false\ncodebook_panel = false\nanimations = true\n'
    )
    async with driven(study_path) as it:
        view = it.screen.view
        assert (it.app.theme, it.app.animation_level) == ("qual-paper", "full")
        assert (view.compact, view.geometry.measure, view.ink.context) == (True, 50, view.ink.text)
        assert not it.screen.pane.display
        await it.press("b")
        assert it.screen.pane.display


def lines(it: Driven) -> str:
    """Everything that is on the screen, as it is written to the terminal."""
    compositor = it.app.screen._compositor
    return "\n".join("".join(segment.text for segment in strip) for strip in compositor.render_strips())


@pytest.mark.parametrize("size", SIZES)
async def test_ascii_leaves_no_sign_of_lines_or_shapes_anywhere(study_path: Path, settings: Path, size: tuple[int, int]) -> None:
    settings.write_text("ascii = true\n", encoding="utf-8")
    async with driven(study_path, size) as it:
        seen = []
        for keys in (
            ("c", "type:wait", "enter", "l", "l", "c", "type:trans", "enter", "asterisk"),
            ("w", "c"), ("escape",), ("question_mark",), ("escape", "m"), ("escape", "o"), ("b",), ("space", "M"),
            ("escape", "e"), ("escape", "o", "m"), ("o", "h"), ("o", "s"), ("o", "f"), ("o", "q"), ("o", "g"), ("colon",),
        ):  # fmt: skip
            await it.press(*keys)
            seen.append(lines(it))
        assert len(set(seen)) > 10
        for drawn in seen:
            assert [sign for sign in drawn if ord(sign) in STAND_INS] == []


async def test_without_the_setting_the_signs_are_there(study_path: Path, settings: Path) -> None:
    async with driven(study_path) as it:
        assert "●" in lines(it)


def test_stand_ins_take_one_cell_and_leave_words_alone() -> None:
    assert in_ascii("╭─● Trust ▾ “no”, café — 日本 🙂…") == "+-o Trust v “no”, café — 日本 🙂…"
    assert all(len(stand_in) == 1 and stand_in.isascii() for stand_in in STAND_INS.values())
