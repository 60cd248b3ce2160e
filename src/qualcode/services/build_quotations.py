"""The quotations of a build: what each of them is made of, so that a check can name those that are others since."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.build import STARRED, QuotedPart
from qualcode.domain.summaries import evidence_of
from qualcode.domain.text import check_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualcode.domain.build import Quoted
    from qualcode.domain.coding import Coding
    from qualcode.domain.quotes import Quote
    from qualcode.domain.spans import Span
    from qualcode.domain.theme_tables import PrintedQuotation, ThemeTable
    from qualcode.storage import OpenStudy


class _Stands(NamedTuple):
    """Where a printed quotation stands in the study: guid and id of the quotation, or of the starred coding that it is."""

    guid: str
    number: int
    source: int
    span: Span
    edits: str
    starred: bool


def quotations_of(study: OpenStudy, tables: Iterable[ThemeTable]) -> tuple[Quoted, dict[str, tuple[str, ...]]]:
    """What the quotations on some tables are made of, and the names of those who speak in each, by the same keys."""
    quoted: Quoted = {}
    cases = {}
    made_of = _MadeOf(study)
    for table in tables:
        for one in table.quotations:
            stands = made_of.stands(one)
            if stands is not None:
                key = blake2b(stands.guid.encode(), digest_size=8).hexdigest()
                quoted[key] = {"table": table.number, "number": stands.number, **made_of.parts(stands)}
                quoted[key] |= {STARRED: 1} if stands.starred else {}
                cases[key] = one.cases
    return quoted, cases


class _MadeOf:
    """What quotations are made of, with what of the study is read once for all of them."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study
        self._quotes: Mapping[int, Quote] = {one.id: one for one in study.quotes.all()}
        self._codings: dict[int, list[Coding]] = {}
        for one in study.codings.analysis():
            self._codings.setdefault(one.source, []).append(one)
        self._by_id = {one.id: one for some in self._codings.values() for one in some}
        self._texts: dict[int, str] = {}

    def stands(self, one: PrintedQuotation) -> _Stands | None:
        """Where a quotation stands in the study."""
        quote = self._quotes.get(one.quote) if one.quote is not None else None
        if quote is not None:
            edits = [(edit.kind.value, edit.start, edit.end, edit.text) for edit in quote.edits]
            return _Stands(quote.guid, quote.id, quote.source, quote.span, json.dumps(edits), starred=False)
        coding = self._by_id.get(one.coding) if one.quote is None and one.coding is not None else None
        return None if coding is None else _Stands(coding.guid, coding.id, coding.source, coding.span, "", starred=True)

    def parts(self, stands: _Stands) -> dict[str, str]:
        """A hash of each part: the words as they were said, the codings on them, the recorded edits."""
        if stands.source not in self._texts:
            self._texts[stands.source] = self._study.sources.text(stands.source).text
        words = check_of_words(stands.span.words_of(self._texts[stands.source]))
        said = {QuotedPart.WORDS: words, QuotedPart.CODINGS: self._coded(stands), QuotedPart.EDITS: stands.edits}
        return {part: _hash((stands.guid, part, what)) for part, what in said.items()}

    def _coded(self, stands: _Stands) -> str:
        over = self._over(self._codings.get(stands.source, ()), stands.span)
        # What the passage is coded as, and not in which words: those of a coding that goes on behind it are not quoted.
        return evidence_of((one.guid, one.code, "") for one in over)

    def _over(self, codings: Sequence[Coding], span: Span) -> Iterator[Coding]:
        return (one for one in codings if one.span.overlaps(span))


def _hash(parts: Sequence[str]) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
