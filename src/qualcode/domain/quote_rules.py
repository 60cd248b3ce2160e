"""How all quotations of a study print: hesitations, the mark of a cut, and what stands behind the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.hesitations import HESITATIONS, hesitations_in
from qualcode.domain.quotes import CUT_MARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.quotes import Edit

TAG = "[Participant ID: {id}]"
"""What stands behind a quotation unless the study asks for something else."""
BARE_CUT = "…"
CUT_MARKS = (CUT_MARK, BARE_CUT)
"""How a cut may print."""


class Hesitations(StrEnum):
    """What a study does with hesitations in its quotations."""

    KEPT = "kept"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True, slots=True)
class QuotationRules:
    """The study's rules for its quotations.

    `words` are what counts as a hesitation; `tag` is the pattern of what stands behind a quotation, with `{id}` for the
    participant's ID and `{name}` for the printed form of an attribute.
    """

    hesitations: Hesitations = Hesitations.KEPT
    words: tuple[str, ...] = HESITATIONS
    cut_mark: str = CUT_MARK
    tag: str = TAG

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> QuotationRules:
        """The rules that settings of the study say; what is not said is as it is by default."""
        words = tuple(settings.get("hesitation_words", "").split("\n")) if settings.get("hesitation_words") else HESITATIONS
        return cls(
            Hesitations(settings.get("hesitations", Hesitations.KEPT.value)),
            words,
            settings.get("cut_mark", CUT_MARK),
            settings.get("tag", TAG),
        )

    @property
    def as_settings(self) -> dict[str, str]:
        """The rules as settings of the study, by key."""
        return {
            "hesitations": self.hesitations.value,
            "hesitation_words": "\n".join(self.words),
            "cut_mark": self.cut_mark,
            "tag": self.tag,
        }

    def taken_out_of(self, verbatim: str) -> tuple[Edit, ...]:
        """The edits by which the hesitations of verbatim words go, where the study takes them out."""
        return hesitations_in(verbatim, self.words) if self.hesitations is Hesitations.TAKEN_OUT else ()
