"""A small study to be coded twice: interviews of four turns, a codebook, and two coders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind
from qualcode.domain.imports import ImportRecord, NewSource
from qualcode.domain.sources import Role, SourceKind, Turn
from qualcode.domain.spans import Span
from qualcode.services.coding import apply_code
from qualcode.services.studies import add_coder

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy, UnitOfWork

LEAD, SECOND = "Mairi Lennox", "Tom Adeyemi"
TALK = ("Who wrote it?", "I did, at home. Nobody's job.", "And then?", "It came back. Twice.")
"""Turns 1 and 3 are the interviewer's."""
TEXT = "\n\n".join(f"{label}: {words}" for label, words in zip("IPIP", TALK, strict=True))
TURNS = tuple(
    Turn(number, Span(TEXT.index(words), TEXT.index(words) + len(words)), None, (number + 1) % 2)
    for number, words in enumerate(TALK, 1)
)
CODES = ("Time", "Approval", "Figures")


def furnish(study: OpenStudy, *names: str, codes: tuple[str, ...] = CODES) -> OpenStudy:
    """Give a study its interviews of these names, its codes and its second coder."""
    with study.unit_of_work("furnish") as work:
        for name in names:
            add_source(work, name)
        for rank, code in enumerate(codes):
            work.codes.add({"name": code, "kind": CodeKind.CODE}, parent=None, rank=rank)
    add_coder(study, SECOND)
    return study


def add_source(work: UnitOfWork, name: str, kind: SourceKind = SourceKind.INTERVIEW) -> int:
    """Add one interview inside a unit of work; returns its id."""
    record = ImportRecord(f"{name}.txt", name, "txt", 1, "utf-8", "default", None, "lf", False, 0, "{}")
    new = NewSource(name, TEXT, (("I", Role.INTERVIEWER), ("P", Role.PARTICIPANT)), TURNS, record, b"", kind)
    return work.sources.add(new)


def code_words(study: OpenStudy, source: str, words: str, code: str) -> int:
    """Let the viewer apply a code to words of a source; returns the coding's id."""
    where = study.sources.named(source).id
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    number, _ = apply_code(study, source=where, span=span, code=study.codes.codebook().find(code).id)
    return number
