"""The portraits of cases, as files of framework charts print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.charts import CitedWords, Portrait
from qualcode.domain.memos import MemoKind
from qualcode.services.memos import listed
from qualcode.services.reading import sources_by_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.cases import Case
    from qualcode.domain.citations import Citation
    from qualcode.domain.memos import Memo
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy


def portraits_of(study: OpenStudy, cases: Sequence[Case]) -> dict[int, Portrait]:
    """The portraits of some cases by their ids, with the words that they cite; those of several authors one below the other.

    Who wrote them is not told: a chart is the study's.
    """
    wanted = {case.guid: case.id for case in cases}
    memos: dict[int, list[Memo]] = {}
    for memo in study.memos.all():
        if memo.kind is MemoKind.PORTRAIT:
            for case in {wanted[one.guid] for one in memo.attachments if one.guid in wanted}:
                memos.setdefault(case, []).append(memo)
    if not memos:
        return {}
    speaking = _speaking(study)
    return {case: _portrait(listed(study, of), speaking) for case, of in memos.items()}


def _portrait(memos: Sequence[ListedMemo], speaking: dict[int, tuple[str, ...]]) -> Portrait:
    cited = {one.coding.id: one.coding for memo in memos for one in memo.citations if one.coding is not None}
    words = tuple(CitedWords(one.id, one.words, speaking.get(one.source, ())) for one in cited.values())
    return Portrait("\n\n".join("".join(map(_printed, memo.parts)).strip() for memo in memos), words)


def _printed(part: str | Citation) -> str:
    """A piece of a memo: words that are cited with their place, as summaries write it."""
    if isinstance(part, str):
        return part
    turn = "" if part.coding is None or part.coding.turn is None else f", turn {part.coding.turn}"
    # The place stands behind the words, which may name a turn themselves.
    said, _, rest = part.words.rpartition(turn) if turn else (part.words, "", "")
    return f"{said}{turn.replace('turn', 't.')}{rest}"


def _speaking(study: OpenStudy) -> dict[int, tuple[str, ...]]:
    """The names of the cases that speak in each source: whoever of them said some words, one that may not be quoted is told."""
    found: dict[int, list[str]] = {}
    cases = study.cases.all()
    sources = sources_by_case(study, cases)
    for case in cases:
        for source in sources[case.id]:
            found.setdefault(source, []).append(case.name)
    return {source: tuple(names) for source, names in found.items()}
