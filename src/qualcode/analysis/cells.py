"""The evidence of the cells of framework charts: what they rest on now, and what a summary is said to have seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.cell_references import ORDINALS, Reach, ResolvedReference, reference_to, references_in
from qualcode.domain.cells import CellEvidence, GoneEvidence
from qualcode.domain.quoted_words import is_said, plain, quoted_in
from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.domain.summaries import Bearing, Became, Evidence, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.cell_references import CellReference
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.summaries import EvidenceChange


def evidence_now(placed: Iterable[Placed]) -> list[Evidence]:
    """The codings of a cell as they are."""
    return [Evidence(one.id, one.guid, one.source, one.span, one.code, one.check) for one in (found.coding for found in placed)]


def links_now(reading: Reading, placed: Iterable[Placed], bearings: Mapping[int, Bearing]) -> list[Link]:
    """The codings of a cell as a summary that is written now has seen them; `bearings` by coding, else they support it."""
    return [
        Link(
            one.id,
            one.guid,
            bearings.get(one.id, Bearing.SUPPORTS),
            one.code,
            one.span.words_of(reading.talks[one.source].spoken.text),
        )
        for one in (found.coding for found in placed)
    ]


def cell_evidence(
    reading: Reading,
    placed: Sequence[Placed],
    bearings: Mapping[int, Bearing],
    changes: Sequence[EvidenceChange],
    *,
    named: bool,
) -> tuple[CellEvidence, ...]:
    """The codings of a cell for readers; `named` where a reference names its source, the case speaking in several."""
    became: dict[int, list[EvidenceChange]] = {}
    for change in changes:
        became.setdefault(change.coding, []).append(change)
    found = []
    links = links_now(reading, placed, bearings)
    for one, extract, link in zip(placed, reading.extracts(placed), links, strict=True):
        of_it = became.get(extract.id, [])
        corrected = next((change.words_then for change in of_it if change.became is Became.CORRECTED), None)
        found.append(
            CellEvidence(
                extract,
                one.coding.source,
                reference_to(extract.turn, extract.source if named else "") if extract.turn is not None else "",
                link,
                tuple(change.became for change in of_it),
                corrected,
            )
        )
    return tuple(found)


def gone_evidence(
    book: Codebook, links: Iterable[Link], there: Iterable[int], changes: Iterable[EvidenceChange]
) -> tuple[GoneEvidence, ...]:
    """The codings that a summary has seen and the cell has no longer; `there` are the ids of those it has."""
    by_coding = {link.coding: link for link in links}
    in_cell = set(there)

    def path(code: int | None) -> str:
        return book.path_text(code) if code is not None and code in book else ""

    return tuple(
        GoneEvidence(
            one.coding,
            one.became,
            by_coding[one.coding].words,
            by_coding[one.coding].bearing,
            path(one.code_then),
            path(one.code),
        )
        for one in changes
        if one.coding in by_coding and one.coding not in in_cell
    )


def resolved(text: str, case: int, talks: Sequence[SourceTalk], placed: Sequence[Placed]) -> tuple[ResolvedReference, ...]:
    """Where the references of a summary lead; `talks` are the sources in which the case speaks."""
    return tuple(_resolved(one, case, _meant(text, one, talks), placed) for one in references_in(text))


def _meant(text: str, reference: CellReference, talks: Sequence[SourceTalk]) -> list[SourceTalk]:
    """The sources that a reference can mean: all where it names none, else the one of that name."""
    if not reference.source:
        return list(talks)
    named = [one for one in talks if _folded(one.spoken.name) == _folded(reference.source)]
    named = named or [one for word, one in zip(ORDINALS, talks, strict=False) if word == _folded(reference.source)]
    before = _folded(text[: reference.start].rstrip(" ,\u00a0"))
    # A name may hold a semicolon, which else stands between references.
    return named or [one for one in talks if before.endswith(_folded(one.spoken.name))]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _resolved(reference: CellReference, case: int, meant: Sequence[SourceTalk], placed: Sequence[Placed]) -> ResolvedReference:
    if not meant:
        return ResolvedReference(reference, Reach.NO_SOURCE)
    found = [(one, place) for one in meant if (place := _place(one, reference.turn)) is not None]
    if len(found) > 1:
        # Where one turn alone of that number is evidence of the cell, it is the one that is meant.
        coded = [(one, place) for one, place in found if _coded(one, place, placed)]
        found = coded if len(coded) == 1 else found
    if not found:
        return ResolvedReference(reference, Reach.NO_TURN)
    if len(found) > 1:
        return ResolvedReference(reference, Reach.WHICH_SOURCE)
    talk, place = found[0]
    spoken = talk.spoken
    span = Span(spoken.starts[place], max(spoken.ends[place], spoken.starts[place] + 1))
    own = case in talk.cases.get(spoken.speakers[place], ())
    codings = _coded(talk, place, placed)
    return ResolvedReference(reference, Reach.FOUND, spoken.source, spoken.name, span, own, codings)


def _place(talk: SourceTalk, turn: int) -> int | None:
    try:
        return talk.spoken.numbers.index(turn)
    except ValueError:
        return None


def _coded(talk: SourceTalk, place: int, placed: Iterable[Placed]) -> tuple[int, ...]:
    spoken = talk.spoken
    start, end = spoken.starts[place], spoken.ends[place]
    return tuple(
        one.coding.id
        for one in placed
        if one.coding.source == spoken.source and one.coding.span.start < end and start < one.coding.span.end
    )


def plain_talk(case: int, talks: Iterable[SourceTalk]) -> str:
    """All that a case says, as quoted words are held against it; of a text without turns the whole."""
    said: list[str] = []
    for talk in talks:
        spoken = talk.spoken
        if not spoken.ends:
            said.append(spoken.text)
        said += [
            spoken.text[start:end]
            for start, end, speaker in zip(spoken.starts, spoken.ends, spoken.speakers, strict=True)
            if case in talk.cases.get(speaker, ()) and spoken.roles.get(speaker) is not Role.INTERVIEWER
        ]
    return plain("\n".join(said))


def not_said(text: str, talk: str) -> tuple[str, ...]:
    """The words in quotation marks in a summary that are not in a talk (see `plain_talk`)."""
    return tuple(words for words in quoted_in(text) if not is_said(words, talk))
