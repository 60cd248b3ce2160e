"""Changes made in their turn: nothing is made twice or out of order, and no key waits for another window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput, QualcodeError, StudyBusy
from qualcode.tui.writing import Write, WritesInTurn

if TYPE_CHECKING:
    from collections.abc import Callable


class Study:
    """A study that another window holds for a number of attempts."""

    def __init__(self) -> None:
        self.held = False
        self.made: list[str] = []
        self.shown: list[str] = []
        self.refused: list[str] = []
        self.heard: list[tuple[str, ...]] = []
        self.writes = WritesInTurn(lambda: not self.held, lambda: self.heard.append(self.writes.waiting))

    def write(self, name: str, then: Callable[[], None] = lambda: None) -> None:
        def do() -> str:
            if self.held:
                raise StudyBusy("Another window is writing.")
            if name.startswith("refused"):
                raise InvalidInput(name)
            self.made.append(name)
            return name

        def show(result: str) -> None:
            self.shown.append(result)
            then()

        self.writes.add(Write(do, show, self._refuse, name))

    def _refuse(self, error: QualcodeError) -> None:
        self.refused.append(str(error))


def test_a_free_study_is_written_at_once() -> None:
    it = Study()
    it.write("a", lambda: it.write("b"))
    assert it.made == it.shown == ["a", "b"]
    assert it.heard == []


def test_what_waits_is_made_in_its_order_and_once() -> None:
    it = Study()
    it.held = True
    it.write("a")
    it.write("refused b")
    it.held = False
    it.write("c")
    assert it.made == []
    assert it.writes.waiting == ("a", "refused b", "c")
    it.writes.go_on()
    it.writes.go_on()
    assert it.made == it.shown == ["a", "c"]
    assert it.refused == ["refused b"]
    assert it.heard[-1] == ()


def test_what_follows_from_a_change_comes_right_after_it() -> None:
    it = Study()
    it.held = True

    def follow() -> None:
        it.write("a1")
        it.write("a2")

    it.write("a", follow)
    it.write("b")
    it.held = False
    it.writes.go_on()
    assert it.made == ["a", "a1", "a2", "b"]


def test_a_change_that_fails_to_be_shown_is_not_made_again() -> None:
    it = Study()
    it.held = True

    def fails() -> None:
        raise ZeroDivisionError

    it.write("a", fails)
    it.write("b")
    it.held = False
    with pytest.raises(ZeroDivisionError):
        it.writes.go_on()
    assert it.writes.waiting == ("b",)
    it.writes.finish(1.0)
    assert it.made == ["a", "b"]


def test_the_last_changes_are_made_without_a_screen_or_named() -> None:
    it = Study()
    it.held = True
    it.write("a")
    it.write("b")
    it.writes.finish(0.0)
    assert it.writes.waiting == ("a", "b")
    it.held = False
    it.writes.finish(0.0)
    assert it.made == ["a", "b"]
    assert not it.shown
    assert not it.writes.waiting


def test_what_is_given_up_is_never_made() -> None:
    it = Study()
    it.held = True
    it.write("a")
    it.writes.give_up()
    it.held = False
    it.writes.go_on()
    assert it.made == []
