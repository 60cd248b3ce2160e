"""The app: it paints at once, opens the study in a worker, and publishes every change set once."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.message import Message

from qualcode.domain.changes import together
from qualcode.errors import QualcodeError, fault_of_ours
from qualcode.settings import keep_setting, load_settings
from qualcode.settings.reading import nearest
from qualcode.tui.commands import bindings
from qualcode.tui.desk import StudyDesk
from qualcode.tui.keys import KeysInForce
from qualcode.tui.navigation import Navigation
from qualcode.tui.plain_signs import PlainSigns
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.screens.writing_screen import WritingScreen
from qualcode.tui.study_changed import StudyChanged
from qualcode.tui.themes import INK, PAPER
from qualcode.tui.writing import LOOK_EVERY, KnowsOfWaiting, WritesInTurn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from textual.actions import ActionParseResult
    from textual.binding import BindingType
    from textual.command import Provider
    from textual.dom import DOMNode
    from textual.filter import LineFilter
    from textual.screen import Screen
    from textual.timer import Timer

    from qualcode.domain.changes import ChangeSet
    from qualcode.tui.commands import Command
    from qualcode.tui.widgets.bars import Part


_LISTEN_EVERY = 0.25
"""Seconds between two looks for what other windows wrote."""
_PUT_OFF = 2
"""Looks that are put off at most while a worker runs: what others write is seen within a second all the same."""
_LAST_WAIT = 5.0
"""Seconds for which a window that is closed waits for another one to let its last changes in."""
_YOUNG = 5_000
"""Objects made since the last collection at which the next one comes."""


def _registry_provider() -> type[Provider]:
    from qualcode.tui.palette import RegistryProvider

    return RegistryProvider


class QualcodeApp(Navigation):
    """One study in a terminal."""

    TITLE = "qualcode"
    CSS_PATH = [  # noqa: RUF012
        "styles/coding.tcss",
        "styles/sources.tcss",
        "styles/cases.tcss",
        "styles/study_screen.tcss",
        "styles/found.tcss",
        "styles/chart.tcss",
        "styles/reconcile.tcss",
        "styles/tables.tcss",
        "styles/names.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    COMMANDS = {_registry_provider}  # noqa: RUF012

    class StudyOpened(Message):
        """The worker has opened the study, and read the source to start with."""

        def __init__(self, desk: StudyDesk) -> None:
            self.desk = desk
            super().__init__()

    class OpeningFailed(Message):
        """The study could not be opened."""

        def __init__(self, error: QualcodeError) -> None:
            self.error = error
            super().__init__()

    def __init__(
        self, path: str | Path, acting: str | None = None, source: str | None = None, *, ascii_only: bool = False, at: str = ""
    ) -> None:
        """A study to be opened for who acts, at a source and a screen `at`; `ascii_only` whatever the settings say of it."""
        super().__init__()
        self._path = path
        self._acting = acting
        self._source = source
        self._at = at
        self.failure: QualcodeError | None = None
        self.unsaved: tuple[str, ...] = ()
        self.copying_explained = False
        self.compared: tuple[str, str] | None = None
        self.at_table: tuple[int, tuple[str, int] | None] = (1, None)
        self.import_path = ""
        self.writes = WritesInTurn(self._is_free, self._show_waiting)
        self._until_free: Timer | None = None
        self._put_off = 0
        self.study_changed = StudyChanged()
        self.register_theme(INK)
        self.register_theme(PAPER)
        loaded = load_settings()
        self.settings = loaded.settings
        self.keys = KeysInForce(loaded.settings.keys, ascii_only=ascii_only or loaded.settings.ascii)
        self._settings_faults = [*loaded.faults, *self.keys.faults]
        self._plain_signs = PlainSigns(enabled=ascii_only or loaded.settings.ascii)
        self._take_settings()

    def _take_settings(self) -> None:
        """Look and behave as the settings say, as far as that can be: what cannot is told once the study is open."""
        known = self.settings.theme in self.available_themes
        if not known:
            self._settings_faults.append(
                f'There is no theme "{self.settings.theme}". {nearest(self.settings.theme, self.available_themes)}'
            )
        self.theme = self.settings.theme if known else INK.name
        self.animation_level = "full" if self.settings.animations else "none"
        if self.keys.keymap:
            self.set_keymap(self.keys.keymap)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is written."""
        return [*super().get_line_filters(), self._plain_signs] if self._plain_signs.enabled else super().get_line_filters()

    def _fatal_error(self) -> None:
        """Leave with one sentence where the framework would print every local value: they can be words of a transcript."""
        error = sys.exc_info()[1]
        if error is None or os.environ.get("QUALCODE_DEBUG"):
            super()._fatal_error()
            return
        self.bell()
        self._exit_renderables.append(Text(fault_of_ours(error)))
        self._close_messages_no_wait()

    def get_default_screen(self) -> Screen[None]:
        """The coding screen is there from the first paint."""
        return CodingScreen()

    def on_mount(self) -> None:
        """Open the study once the first paint is on its way."""
        self.call_after_refresh(self._open_study)

    @work(thread=True, exclusive=True, group="open")
    def _open_study(self) -> None:
        try:
            desk = StudyDesk.open(self._path, self._acting)
            start = desk.where_to_start(self._source)
            if start is not None:
                desk.open_source(start)
            self.post_message(self.StudyOpened(desk))
        except QualcodeError as error:
            self.post_message(self.OpeningFailed(error))

    def on_qualcode_app_study_opened(self, event: StudyOpened) -> None:
        """Show the study."""
        self.desk = event.desk
        self.coding.take_study(event.desk)
        source = event.desk.source if self._source is not None else None
        self.open_what_was_asked(self._at, *([source.text.source.id] if source is not None else []))
        if self._settings_faults:
            more = len(self._settings_faults) - 1
            self.coding.say(
                self._settings_faults[0] + (f" And {more} more: `qualcode config` lists them." if more else ""), refused=True
            )
        self.set_interval(_LISTEN_EVERY, self._listen_if_idle)

    def on_qualcode_app_opening_failed(self, event: OpeningFailed) -> None:
        """Leave; whoever launched the app says why."""
        self.failure = event.error
        self.exit(return_code=1)

    def publish(self, change: ChangeSet) -> None:
        """Tell every pane, once, what a change set of this window changed."""
        shown = change if self.desk is None else self.desk.own(change)
        if shown is not None:
            self._show(shown)

    def _listen_if_idle(self) -> None:
        """Look for news, but not while a question is being answered: an import elsewhere would have it asked ever again."""
        if self._put_off < _PUT_OFF and any(worker.is_running for worker in self.workers):
            self._put_off += 1
            return
        self._put_off = 0
        self.listen()

    def listen(self) -> None:
        """Tell every pane, once, what other windows and commands changed since the last look."""
        news = () if self.desk is None else self.desk.news()
        if news:
            self._show(together(news))

    def _show(self, change: ChangeSet) -> None:
        with self._one_moment():
            self.study_changed.publish(change)

    def _one_moment(self) -> AbstractContextManager[None]:
        """What is read in this block is of one moment of the study, up to the first thing that is written."""
        return nullcontext() if self.desk is None else self.desk.snapshot()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key is bound to; what it reads is of one moment."""
        with self._one_moment():
            return await super().run_action(action, default_namespace, namespaces)

    # changes that wait for another window

    def saved_sign(self) -> Part:
        """What a header says of whether everything is saved."""
        waiting = len(self.writes.waiting)
        if waiting:
            return (f"  ◌ {waiting} wait{'s' if waiting == 1 else ''} ", "bad")
        return ("  ○ read only " if self.desk is not None and not self.desk.writable else "  ● saved ", "muted")

    def _is_free(self) -> bool:
        return self.desk is not None and self.desk.is_free()

    def _show_waiting(self) -> None:
        """Say that changes wait, and look for their turn; or that none does any more."""
        waiting = bool(self.writes.waiting)
        if waiting and self._until_free is None:
            self._until_free = self.set_interval(LOOK_EVERY, self.writes.go_on)
        elif not waiting and self._until_free is not None:
            self._until_free.stop()
            self._until_free = None
        for screen in self.screen_stack:
            if isinstance(screen, WritingScreen):
                screen.show_header()
                if waiting:
                    screen.say_waiting()
            elif isinstance(screen, KnowsOfWaiting):
                screen.go_on()

    def freeze_memory(self) -> None:
        """After a source is loaded, keep the garbage collector from walking over it at every key."""
        gc.unfreeze()
        self.call_later(self._freeze)

    def _freeze(self) -> None:
        gc.collect()
        gc.freeze()
        # From here on garbage is small and young: collecting it often takes well under a millisecond.
        gc.set_threshold(_YOUNG, 10, 10)
        gc.enable()

    # commands of every screen

    def screen_name(self, screen: Screen[object]) -> str:
        """The name under which the registry knows a screen."""
        return str(getattr(screen, "PLACE", "sources"))

    async def run_command(self, command: Command) -> None:
        """Do what a command's key does, from the palette or a click."""
        from qualcode.tui.widgets.transcript.moves import MovingTranscript

        screen = self.screen
        reading = next(iter(screen.query(MovingTranscript)), self.coding.view)
        targets: dict[str, object] = {"reading": reading, "codebook": self.coding.pane, "app": self}
        target = targets.get(command.place, screen)
        await self.run_action(command.action, target)  # type: ignore[arg-type]

    def action_help(self) -> None:
        """Show every key of the screen."""
        from qualcode.tui.modals.help import Help

        self.push_screen(Help(self.screen_name(self.screen), self.keys.shown))

    def action_command_palette(self) -> None:
        """Offer every command of the screen by name."""
        from qualcode.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(placeholder="type what you want to do"))

    def action_document(self) -> None:
        """Look into a study document, such as the topic guide, over the screen."""
        from qualcode.tui.study_documents import look_into_document

        look_into_document(self)

    def action_switch_theme(self) -> None:
        """Ink to paper, any other to ink."""
        self.theme = PAPER.name if self.theme == INK.name else INK.name
        try:
            keep_setting("theme", self.theme)
        except QualcodeError as error:
            self.notify(f"{error.message} {error.hint}".strip(), severity="warning")

    async def action_quit(self) -> None:
        """Keep the place and leave; words typed into a form and not saved are asked about first."""
        from qualcode.tui.modals.dialog import Dialog

        # A dialog under another one may hold words too.
        if any(isinstance(one, Dialog) and one.asks_before_leaving() for one in reversed(self.screen_stack)):
            return
        if isinstance(self.screen, KnowsOfWaiting):
            return
        self.coding.remember()
        if self.writes.waiting:
            from qualcode.tui.modals.leaving import Leaving

            self.push_screen(Leaving(lambda: self.writes.waiting), self._leave)
        else:
            self.exit()

    def _leave(self, agreed: bool | None) -> None:
        if agreed:
            self.writes.give_up()
            self.coding.remember()
            self.exit()

    def close_study(self) -> None:
        """Let go of the study.

        Every change was written when it was made, or is now if it still waits; `unsaved` then has those that could not be.
        """
        self.writes.finish(_LAST_WAIT)
        self.unsaved = self.writes.waiting
        if self.desk is not None:
            self.desk.close()
            self.desk = None
