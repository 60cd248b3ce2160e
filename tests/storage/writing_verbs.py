"""Verbs on memos, summaries and quotations, for random histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.storage.verbs import VERBS, codes, one, verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["VERBS"]


@verb
def add_memo(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.memos import add_memo

    kind = one(["analytic", "reflexive", "familiarisation note"], choose)
    add_memo(study, f"Thought {choose(9)}.", kind=kind, target=one(["", f"P{choose(4):03d}", f"case P{choose(4):03d}"], choose))


@verb
def import_memos(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.memos import import_memos

    path = folder / "memos.csv"
    path.write_text(f"kind,target,text\nanalytic,,Thought {choose(4)}.\nreflexive,,Thought {choose(4)}.\n", encoding="utf-8")
    import_memos(study, path)


@verb
def import_summaries(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.summaries import import_summaries

    book = study.codes.codebook()
    if codes(study):
        path = folder / "summaries.csv"
        said = ["Short of time.,", ",not raised", "Out of date.,"][choose(3)]
        path.write_text(
            f'case,theme,text,mark\nP{choose(4):03d},"{book.path_text(one(codes(study), choose))}",{said}\n', encoding="utf-8"
        )
        import_summaries(study, path)


@verb
def import_quotes(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.quotations import import_quotes

    path = folder / "quotes.csv"
    printed = ["", "I did […] Nobody's job.", '"I did, at [place]. Nobody\'s job."'][choose(3)]
    words = '"I did, at home. Nobody\'s job."'
    rows = [f"{1 + choose(2)},{1 + choose(3)},P{choose(4):03d},{words},{printed}" for _ in range(1 + choose(2))]
    path.write_text("table,row,source,words,printed\n" + "\n".join(rows) + "\n", encoding="utf-8")
    import_quotes(study, path)
