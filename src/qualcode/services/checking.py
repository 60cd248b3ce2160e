"""Checking a study for faults: what must hold of every row, said in one line where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.progress import silent

if TYPE_CHECKING:
    from qualcode.domain.progress import Progress
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and how many of each; one line for each fault; notes on what is no fault."""

    checked: dict[str, int]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def check_study(study: OpenStudy, *, progress: Progress = silent) -> CheckReport:
    """Check the file, references, texts against their hashes, codings against their words, turns, the journal.

    A fault's line names what, where and never the words of a transcript. A search index that is behind is a note: it
    is made again from the texts. While a blind round is in progress only sources are counted: the other numbers would
    tell how far the other coder has come.
    """
    checked, faults, notes = study.check(progress)
    if study.sight.sealed_rounds:
        checked = {"sources": checked["sources"]}
    return CheckReport(checked, faults, notes)
