"""A small study for tests of the codebook: two sources, two coders, a handful of codes and codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.imports import ImportRecord, NewSource
from qualcode.domain.sources import Role, Turn
from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words
from qualcode.services.codebook import add_code
from qualcode.services.studies import add_coder

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy

TEXT = "P: We never had the time to write it, and then the money went to the falls clinic instead."


def add_source(study: OpenStudy, name: str, text: str = TEXT) -> int:
    """Add a source of one turn."""
    record = ImportRecord(f"{name}.txt", name.ljust(64, "0"), "txt", 1, "utf-8", "bom", None, "LF", False, 0, "{}")
    turn = Turn(1, Span(3, len(text)), Span(0, 2), 0)
    new = NewSource(name, text, (("P", Role.PARTICIPANT),), (turn,), record, text.encode())
    with study.unit_of_work("import_source", what=name) as work:
        return work.sources.add(new)


def add_coding(study: OpenStudy, source: int, span: Span, code: int, *, coder: str | None = None, note: str = "") -> int:
    """Add a coding of a coder (the viewer) in the open round."""
    with study.unit_of_work("apply_code", what="a coding") as work:
        number, _ = work.codings.add(
            source=source,
            revision=work.sources.get(source).revision,
            span=span,
            code=code,
            coder=work.coders.named(coder).id if coder else study.viewer.id,
            round=work.rounds.open_round().id,
            check=check_of_words(span.words_of(TEXT)),
            note=note,
        )
    return number


def fill(study: OpenStudy) -> dict[str, int]:
    """Fill an empty study; returns the ids of codes by name.

    The codes are: Experiences > Time > (Evenings, Nobody's job), Experiences > Money, Factors > Savings.
    """
    add_coder(study, "Tom")
    ids: dict[str, int] = {}
    for name, parent in [
        ("Experiences", None), ("Time", "Experiences"), ("Evenings", "Time"), ("Nobody's job", "Time"),
        ("Money", "Experiences"), ("Factors", None), ("Savings", "Factors"),
    ]:  # fmt: skip
        code, _ = add_code(study, name=name, parent=ids[parent] if parent else None)
        ids[name] = code.id
    return ids
