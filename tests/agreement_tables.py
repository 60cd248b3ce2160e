"""A small agreement table to print and to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.agreement.report import ComparedCode, ComparedSource, Material, agreement_table
from qualcode.domain.agreement import ScopeNote
from qualcode.domain.sources import Turn
from qualcode.domain.spans import Span
from qualcode.domain.units import Unit

if TYPE_CHECKING:
    from qualcode.domain.agreement import AgreementTable

PATHS = ("Making the case > Time", "Making the case > =Costs", "Never used")


def compared(sources: int = 3, coders: int = 2, *, explore: bool = False) -> AgreementTable:
    """Texts of 40 turns of five characters; the coders differ on the second code, and nobody used the third."""
    names = ("Mairi Lennox", "Tom Adeyemi", "Jo Ito")[:coders]
    turns = [Turn(at + 1, Span(at * 5, at * 5 + 5), None, 0) for at in range(40)]
    marks = [[(0, 0, 5), (0, 10, 15)], [(0, 0, 5), (0, 10, 15), (1, 100, 110)], [(0, 0, 5)]]
    made = tuple(ComparedSource(f"P{at + 1:03d}", "x" * 200, turns, frozenset(), tuple(marks[:coders])) for at in range(sources))
    codes = tuple(ComparedCode(at, path, frozenset({at})) for at, path in enumerate(PATHS))
    note = ScopeNote(0, 0, with_interviewer=False, with_sub_codes=False)
    material = Material(names, made, codes, note, (("Making the case", (0, 1)),))
    return agreement_table(material, Unit.TURN, explore=0.9 if explore else None, cross_check=True)
