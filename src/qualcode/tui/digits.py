"""Which code each digit applies: pinned ones keep theirs, recent ones share the rest and stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALL = range(1, 10)


class Digits:
    """Codes on the digits 1 to 9. A code keeps its digit while it is in use, so that fingers can learn it."""

    def __init__(self, pinned: Mapping[int, int] | None = None, recent: Sequence[int] = ()) -> None:
        """Pinned codes by digit, and codes of late, newest first."""
        self.pinned = dict(pinned or {})
        self._on: dict[int, int] = dict(self.pinned)
        self._used: list[int] = []
        for code in recent[: len(ALL)]:
            self._place(code)
        self._used = [code for code in reversed(recent) if code in self._on.values()]

    def code(self, digit: int) -> int | None:
        """The code on a digit."""
        return self._on.get(digit)

    def of_code(self, code: int) -> int | None:
        """The digit of a code."""
        return next((digit for digit, one in self._on.items() if one == code), None)

    @property
    def last(self) -> int | None:
        """The code used last."""
        return self._used[-1] if self._used else None

    @property
    def recent(self) -> list[int]:
        """Codes of late, newest first."""
        return self._used[::-1]

    def use(self, code: int) -> set[int]:
        """Note that a code was used; returns the codes whose digit changed."""
        before = dict(self._on)
        self._used = [*(one for one in self._used if one != code), code]
        self._place(code)
        return {
            one
            for digit in ALL
            if before.get(digit) != self._on.get(digit)
            for one in (before.get(digit), self._on.get(digit))
            if one
        }

    def toggle_pin(self, code: int) -> int | None:
        """Pin a code to its digit, or unpin it; returns the digit it is now pinned to.

        A code without a digit takes the one of the code longest unused; None where all nine are pinned.
        """
        digit = self.of_code(code)
        if digit is not None and digit in self.pinned:
            del self.pinned[digit]
            return None
        if digit is None:
            self._place(code)
            digit = self.of_code(code)
        if digit is not None:
            self.pinned[digit] = code
        return digit

    def forget(self, known: Sequence[int]) -> None:
        """Drop codes that are no longer among the known ones."""
        kept = set(known)
        self._on = {digit: code for digit, code in self._on.items() if code in kept}
        self.pinned = {digit: code for digit, code in self.pinned.items() if code in kept}
        self._used = [code for code in self._used if code in kept]

    def _place(self, code: int) -> None:
        if code in self._on.values():
            return
        free = next((digit for digit in ALL if digit not in self._on), None)
        if free is None:
            loose = [digit for digit in ALL if digit not in self.pinned]
            if not loose:
                return
            age = {one: position for position, one in enumerate(self._used)}
            free = min(loose, key=lambda digit: (age.get(self._on[digit], -1), digit))
        self._on[free] = code
