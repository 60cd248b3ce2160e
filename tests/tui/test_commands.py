"""One registry: each command has a method, no key means two things on one screen, help and palette show them all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from qualcode.services.studies import new_study
from qualcode.settings import load_settings
from qualcode.tui.app import QualcodeApp
from qualcode.tui.commands import COMMANDS, SCREENS, bindings, footer, of_place
from qualcode.tui.modals.help import table
from qualcode.tui.screens.cases import CasesScreen
from qualcode.tui.screens.chart import ChartScreen
from qualcode.tui.screens.chart_reading import CaseScreen, ThemeScreen
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.compare import CompareScreen
from qualcode.tui.screens.find import FindScreen
from qualcode.tui.screens.found import FoundScreen
from qualcode.tui.screens.history import HistoryScreen
from qualcode.tui.screens.importing import ImportScreen
from qualcode.tui.screens.match import MatchScreen
from qualcode.tui.screens.memos import MemoScreen
from qualcode.tui.screens.names import NamesScreen
from qualcode.tui.screens.reconcile import ReconcileScreen
from qualcode.tui.screens.retrieve import RetrieveScreen
from qualcode.tui.screens.reviews import ReviewsScreen
from qualcode.tui.screens.revision import RevisionScreen
from qualcode.tui.screens.side import SideScreen
from qualcode.tui.screens.similar import SimilarScreen
from qualcode.tui.screens.sources import SourcesScreen
from qualcode.tui.screens.speakers import SpeakersScreen
from qualcode.tui.screens.split import SplitScreen
from qualcode.tui.screens.tables import TablesScreen
from qualcode.tui.screens.together import TogetherScreen
from qualcode.tui.screens.versions import VersionsScreen
from qualcode.tui.widgets.codebook_pane import CodebookPane
from qualcode.tui.widgets.difference_list import DifferenceList
from qualcode.tui.widgets.transcript.view import TranscriptView

if TYPE_CHECKING:
    from pathlib import Path

    from textual.dom import DOMNode

HOMES: dict[str, type[DOMNode]] = {
    "reading": TranscriptView,
    "coding": CodingScreen,
    "codebook": CodebookPane,
    "sources": SourcesScreen,
    "found": FoundScreen,
    "find": FindScreen,
    "retrieve": RetrieveScreen,
    "similar": SimilarScreen,
    "side": SideScreen,
    "compare": CompareScreen,
    "chart": ChartScreen,
    "down": ThemeScreen,
    "across": CaseScreen,
    "together": TogetherScreen,
    "tables": TablesScreen,
    "names": NamesScreen,
    "speakers": SpeakersScreen,
    "import": ImportScreen,
    "cases": CasesScreen,
    "codes": CodebookScreen,
    "split": SplitScreen,
    "versions": VersionsScreen,
    "memos": MemoScreen,
    "history": HistoryScreen,
    "reconcile": ReconcileScreen,
    "match": MatchScreen,
    "differences": DifferenceList,
    "reviews": ReviewsScreen,
    "revision": RevisionScreen,
    "app": QualcodeApp,
}
TAKEN_ELSEWHERE = {"ctrl+a", "ctrl+b", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket", "ctrl+z", "ctrl+s"}
"""Keys of terminal multiplexers, of flow control, and those a terminal cannot tell from tab, Enter or Esc."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_each_command_has_a_method_and_can_be_reached(command) -> None:  # type: ignore[no-untyped-def]
    assert callable(getattr(HOMES[command.place], command.method, None))
    assert command.keys or command.palette
    assert command.words


def test_ids_are_unique_and_bound() -> None:
    assert max(Counter(command.id for command in COMMANDS).values()) == 1
    for place, home in HOMES.items():
        bound = {getattr(binding, "id", None) for binding in home.BINDINGS}
        assert {command.id for command in of_place(place) if command.keys} <= bound


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_means_two_things_on_one_screen(screen: str) -> None:
    nearest, *rest = SCREENS[screen]
    for place in SCREENS[screen]:
        keys = Counter(key for command in of_place(place) for key in command.keys.split(",") if key)
        assert [key for key, count in keys.items() if count > 1] == []
    if screen in {"codebook", "differences"}:
        # A list beside the text has the keyboard while it is in focus: there arrows and Enter are its own.
        return
    keys = Counter(key for command in of_place(nearest, *rest) for key in command.keys.split(",") if key)
    assert [key for key, count in keys.items() if count > 1] == []


def test_keys_are_those_that_every_terminal_passes_on() -> None:
    for command in COMMANDS:
        for key in command.keys.split(","):
            assert not key.startswith(("alt+", "ctrl+shift+"))
            assert key not in TAKEN_ELSEWHERE
            assert not key.startswith("shift+") or key in {"shift+left", "shift+right", "shift+up", "shift+down"}


@pytest.mark.parametrize("screen", [name for name in SCREENS if name not in ("codebook", "revision", "differences")])
def test_the_line_of_keys_is_short(screen: str) -> None:
    shown = footer(screen)
    assert 2 <= len(shown) <= 8
    assert all(command.short and command.shown for command in shown)
    assert sum(len(f" {command.shown.split()[0]} {command.short} ") for command in shown) < 80


def test_help_lists_every_command_once() -> None:
    text = table(list(COMMANDS)).plain
    for command in COMMANDS:
        assert command.words in text or command.shown.isdecimal()
    assert "1 – 9" in text
    assert text.count("undo\n") == 1


def test_the_same_letter_is_the_same_idea_on_each_screen() -> None:
    ideas: dict[str, set[str]] = {}
    for command in COMMANDS:
        for key in command.keys.split(","):
            if len(key) == 1 and key.isalpha():
                ideas.setdefault(key, set()).add(command.method)
    same = (
        {"action_row", "action_step"},
        {"action_word", "action_fold"},
        {"action_quick_code", "action_apply", "action_open"},
        {"action_definition", "action_define"},
        {"action_uncode", "action_remove", "action_take_back"},
        {"action_filter_codes", "action_filter_by", "action_filter_kinds"},
        {"action_next_coding", "action_next_difference", "action_next_changed"},
        {"action_next_uncoded", "action_next_open"},
        {"action_toggle_codebook", "action_change_codebook", "action_choose_group"},
        {"action_choose_source", "action_show_source"},
        {"action_swap_ends", "action_order"},
        {"action_finish", "action_settle"},
        {"action_restore", "action_wordings"},
        {"action_recode", "action_replace"},
    )
    for key, methods in ideas.items():
        assert len(methods) == 1 or any(methods <= group for group in same), (key, methods)


def test_bindings_carry_the_ids_a_keymap_needs() -> None:
    for place in HOMES:
        for binding in bindings(place):
            assert binding.id is not None
            assert binding.id.startswith(place)


async def test_the_theme_is_kept_for_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "settings.toml"))
    new_study(tmp_path / "fls", lead="Mairi").close()
    app = QualcodeApp(tmp_path / "fls.qualcode")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        app.action_switch_theme()
        await pilot.pause()
    app.close_study()
    assert load_settings().settings.theme == "qual-paper"
    assert QualcodeApp(tmp_path / "fls.qualcode").theme == "qual-paper"
