"""The theme tables as they are worked on, and the passages that could be quoted in a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from qualcode.analysis.frequencies import counts_of, plural, site_attribute, sites_of
from qualcode.analysis.talk import talk_of
from qualcode.analysis.theme_tables import silence, table_remarks
from qualcode.domain.cases import CaseKind
from qualcode.domain.quote_rules import QuotationRules
from qualcode.domain.quotes import apply_edits, kept_words
from qualcode.domain.summaries import Bearing
from qualcode.domain.tags import tag_of, told_by, told_in
from qualcode.domain.text import check_of_words
from qualcode.domain.theme_table_desk import Candidate, ShownEvidence, ShownQuotation, ShownRow, ShownTable, TablesDesk
from qualcode.domain.theme_tables import BEARINGS, PrintedQuotation
from qualcode.services.reading import read_analysis
from qualcode.services.theme_table_finding import row_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.citations import CitedCoding
    from qualcode.domain.quotes import Quote
    from qualcode.domain.theme_tables import Count, RowFacts
    from qualcode.storage import OpenStudy


def tables_desk(study: OpenStudy) -> TablesDesk:
    """All theme tables with their rows, evidence and quotations; a quotation that cannot be printed says why.

    Raises:
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    with study.snapshot():
        return Desk.of(study).tables


def quote_candidates(study: OpenStudy, row: int, *, everything: bool = False) -> tuple[Candidate, ...]:
    """The passages that could be quoted in a row, by its id: starred ones first, else in the order of sources and text.

    They are those of the row's theme and codes with their sub-codes and those linked as evidence, with `everything` those of
    the whole analysis coding. Codings of the same words are one passage.

    Raises:
        NotFound: the row is no longer there.
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    with study.snapshot():
        return Desk.of(study).candidates(row, everything=everything)


def roles_of(attributes: Sequence[Attribute], people: Sequence[Case]) -> dict[str, str]:
    """The role of each participant by name: their value of the first attribute that has a few categories."""
    from qualcode.analysis.charts import shown_attributes
    from qualcode.domain.cases import AttributeType

    for one in shown_attributes(attributes, people, site_attribute(one.name for one in attributes)):
        if one.type is AttributeType.CATEGORY:
            return {case.name: case.value(one.name) or "" for case in people}
    return {}


@dataclass(frozen=True)
class Desk:
    """What the study holds, read once."""

    reading: Reading
    rows: tuple[RowFacts, ...]
    quotes: tuple[Quote, ...]
    checks: Mapping[int, str]
    cited: Mapping[str, CitedCoding]
    attributes: tuple[Attribute, ...]
    rules: QuotationRules
    study: OpenStudy

    @classmethod
    def of(cls, study: OpenStudy) -> Desk:
        """Read what the study holds now."""
        rows = study.theme_tables.rows_of()
        guids = {one.coding for row in rows for one in row.evidence}
        return cls(
            read_analysis(study, finished=True),
            rows,
            study.quotes.all(),
            study.quotes.checks(),
            {one.guid: one for one in study.codings.cited(guids=guids)},
            study.cases.attributes(),
            QuotationRules.of(study.settings.all()),
            study,
        )

    @cached_property
    def tables(self) -> TablesDesk:
        """All tables, and what there is to know of them before they print."""
        tables = tuple(self.table(one.id) for one in self.study.theme_tables.all())
        people = [case for case in self.reading.cases if case.kind is CaseKind.PARTICIPANT and case.may_quote]
        never, unheard = silence(
            [one.cases for table in tables for one in table.quotations],
            [case.name for case in people],
            roles_of(self.attributes, people),
        )
        unread = tuple(one.number for table in tables for one in table.quotations if not one.read)
        remarks = tuple(remark for table in tables for remark in table.remarks)
        return TablesDesk(tables, self.rules, never, unheard, unread, remarks)

    @cached_property
    def talks(self) -> Mapping[int, SourceTalk]:
        """The talk of each source with a coding or a quotation, by id."""
        missing = {one.source for one in self.quotes} - self.reading.talks.keys()
        more = {text.source: talk_of(text, self.reading.cases) for text in self.study.talk.of_sources(missing)}
        return {**self.reading.talks, **more}

    @cached_property
    def cases(self) -> Mapping[int, Case]:
        """The cases by id."""
        return {case.id: case for case in self.reading.cases}

    @cached_property
    def site(self) -> str | None:
        """The attribute that names each participant's site, or None."""
        return site_attribute(one.name for one in self.attributes)

    @cached_property
    def sites(self) -> Mapping[int, str]:
        """The site of each case that has one, by id."""
        return sites_of(self.reading.cases, self.site)

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """The codings of the analysis coding by guid."""
        return {one.coding.guid: one for one in self.reading.placed}

    @cached_property
    def starred(self) -> frozenset[int]:
        """The ids of the starred codings."""
        return frozenset(one.coding.id for one in self.reading.placed if one.coding.star)

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The place of each row in its table, from 1, by the row's id."""
        count: dict[int, int] = {}
        found = {}
        for row in self.rows:
            count[row.table] = count.get(row.table, 0) + 1
            found[row.id] = count[row.table]
        return found

    def table(self, number: int) -> ShownTable:
        """A table by its id."""
        facts = next(one for one in self.study.theme_tables.all() if one.id == number)
        shown = ShownTable(
            facts.id,
            facts.number,
            facts.title,
            facts.group,
            self.name(facts.group),
            facts.layout,
            facts.orientation,
            facts.legend,
            facts.abbreviations,
            tuple(self.row(one) for one in self.rows if one.table == number),
        )
        return replace(shown, remarks=table_remarks(shown))

    def name(self, code: int | None) -> str:
        """What a code is called, even one that was retired."""
        return "" if code is None or code not in self.reading.book else self.reading.book[code].name

    def row(self, row: RowFacts) -> ShownRow:
        """A row with its evidence and quotations."""
        quoted = [one for one in self.quotes if one.row_id == row.id]
        evidence = tuple(self.evidence(row))
        return ShownRow(
            row.id,
            self.places[row.id],
            row.theme,
            self.name(row.theme),
            row.heading,
            row.finding,
            row.codes,
            tuple(self.name(code) for code in row.codes),
            row.note,
            evidence,
            () if quoted and all(one.contrary for one in quoted) else self.support(row),
            tuple((bearing, len(self.heard(row, bearing))) for bearing in BEARINGS),
            tuple(self.quotation(one, place) for place, one in enumerate(quoted, 1)),
        )

    def codes_of(self, row: RowFacts) -> frozenset[int]:
        """The codes a row rests on, with their sub-codes."""
        own = [*([] if row.theme is None else [row.theme]), *row.codes]
        return frozenset(below for code in own if code in self.reading.book for below in self.reading.book.subtree(code))

    def support(self, row: RowFacts) -> tuple[Count, ...]:
        """In how many finished participants and sites the row was found, not counting what contradicts it."""
        against = {one.coding for one in row.evidence if one.bearing is Bearing.CONTRADICTS}
        by_guid = {one.coding.guid: one for one in self.reading.of(self.codes_of(row))}
        linked = {one.coding: self.placed[one.coding] for one in row.evidence if one.coding in self.placed}
        placed = [one for guid, one in {**by_guid, **linked}.items() if guid not in against]
        return counts_of(placed, self.reading.finished, self.sites, plural(self.site) if self.site else "")

    def heard(self, row: RowFacts, bearing: Bearing) -> frozenset[int]:
        """The participants who speak in evidence of one kind."""
        found = (self.placed[one.coding] for one in row.evidence if one.bearing is bearing and one.coding in self.placed)
        people = {case.id for case in self.reading.cases if case.kind is CaseKind.PARTICIPANT}
        return frozenset(case for one in found for case in one.cases) & people

    def evidence(self, row: RowFacts) -> Iterable[ShownEvidence]:
        """The codings a row rests on, with their words."""
        for one in row.evidence:
            coding, placed = self.cited.get(one.coding), self.placed.get(one.coding)
            if coding is None:
                continue
            cases = () if placed is None else tuple(self.cases[case].name for case in placed.cases)
            yield ShownEvidence(
                coding.id,
                one.bearing,
                coding.source_name,
                coding.turn,
                coding.words,
                self.name(coding.code),
                cases,
                gone=placed is None,
            )

    def quotation(self, one: Quote, place: int) -> ShownQuotation:
        """A quotation with its words beside its printed form."""
        talk = self.talks.get(one.source)
        speaking = [self.cases[case] for case in talk.speakers_in(one.span)] if talk else []
        verbatim = one.span.words_of(talk.spoken.text) if talk else ""
        turn = talk.first_turn(one.span) if talk else None
        tag = tag_of(self.rules.tag, speaking, self.attributes, shown_id=one.fresh_id)
        wrong = self.wrong(one, verbatim, speaking)
        printed = verbatim if wrong and not verbatim else _printed(one, verbatim, self.rules)
        return ShownQuotation(
            one.id,
            one.row_id,
            place,
            one.source,
            talk.spoken.name if talk else "",
            talk.spoken.numbers[turn] if talk and turn is not None else None,
            one.span,
            verbatim,
            printed,
            one.edits,
            f"[{one.tag}]" if one.tag else tag.text,
            one.tag,
            one.fresh_id,
            tuple(case.name for case in speaking),
            tuple(dict.fromkeys(self.sites[case.id] for case in speaking if case.id in self.sites)),
            one.contrary,
            one.coding,
            one.coding in self.starred,
            one.read_by,
            one.read_at,
            wrong,
            () if one.tag else tag.missing,
            self.is_coded(one),
        )

    def is_coded(self, one: Quote) -> bool:
        """Whether a coding that the row of a quotation rests on has words of it; any coding, where it rests on none."""
        row = next(row for row in self.rows if row.id == one.row_id)
        codes, linked = self.codes_of(row), {each.coding for each in row.evidence}
        return any(
            each.coding.span.overlaps(one.span)
            and (each.coding.code in codes or each.coding.guid in linked or not (codes or linked))
            for each in self.by_source.get(one.source, ())
        )

    @cached_property
    def by_source(self) -> Mapping[int, Sequence[Placed]]:
        """The codings of the analysis coding by the source's id."""
        found: dict[int, list[Placed]] = {}
        for one in self.reading.placed:
            found.setdefault(one.coding.source, []).append(one)
        return found

    def printed(self, one: ShownQuotation) -> PrintedQuotation:
        """A quotation as it stands in a table."""
        by_name = {case.name: case for case in self.reading.cases}
        speaking = [by_name[name] for name in one.cases]
        if one.own_tag:
            told = told_in(one.own_tag, speaking, self.attributes)
        else:
            told = told_by(self.rules.tag, speaking, self.attributes, shown_id=one.fresh_id)
        return PrintedQuotation(
            one.printed,
            one.tag,
            one.number,
            one.coding,
            one.cases,
            told,
            fresh=bool(one.fresh_id) and not one.own_tag,
            unread=not one.read,
            edited=frozenset(edit.kind for edit in one.edits),
            kept=kept_words(one.edits, one.verbatim),
        )

    def wrong(self, one: Quote, verbatim: str, speaking: Sequence[Case]) -> str:
        """Why a quotation cannot be printed; empty where it can."""
        if check_of_words(verbatim) != self.checks.get(one.id):
            return "Its words no longer stand where they were quoted from."
        silenced = [case.name for case in speaking if not case.may_quote]
        return f"{', '.join(silenced)} may not be quoted." if silenced else ""

    def candidates(self, number: int, *, everything: bool = False) -> tuple[Candidate, ...]:
        """The passages that could be quoted in a row, by its id; as `quote_candidates`."""
        row = row_among(self.rows, number)
        bearings = {one.coding: one.bearing for one in row.evidence}
        codes = self.codes_of(row)
        wanted = [one for one in self.reading.placed if everything or one.coding.code in codes or one.coding.guid in bearings]
        passages: dict[tuple[int, int, int], list[Placed]] = {}
        for one in wanted:
            passages.setdefault((one.coding.source, one.coding.span.start, one.coding.span.end), []).append(one)
        quoted = self.quoted_in(row.table)
        found = [self.candidate(each, bearings, quoted) for each in passages.values()]
        return tuple(sorted(found, key=lambda one: not one.starred))

    def quoted_in(self, table: int) -> dict[str, int]:
        """How often each case is quoted in a table, by name."""
        rows = {row.id for row in self.rows if row.table == table}
        found: dict[str, int] = {}
        for one in self.quotes:
            if one.row_id in rows and one.source in self.talks:
                for case in self.talks[one.source].speakers_in(one.span):
                    name = self.cases[case].name
                    found[name] = found.get(name, 0) + 1
        return found

    def candidate(self, each: Sequence[Placed], bearings: Mapping[str, Bearing], quoted: Mapping[str, int]) -> Candidate:
        """A passage from the codings of its words."""
        first = next((one for one in each if one.coding.star), each[0])
        coding, talk = first.coding, self.talks[first.coding.source]
        turn = talk.first_turn(coding.span)
        speaking = [self.cases[case] for case in first.cases]
        return Candidate(
            coding.id,
            coding.source,
            talk.spoken.name,
            None if turn is None else talk.spoken.numbers[turn],
            coding.span,
            coding.span.words_of(talk.spoken.text),
            tuple(dict.fromkeys(self.name(one.coding.code) for one in each)),
            tuple(case.name for case in speaking),
            tuple(dict.fromkeys(self.sites[case.id] for case in speaking if case.id in self.sites)),
            coding.star,
            any(one.coding.unsure for one in each),
            self.used(first),
            next((bearings[one.coding.guid] for one in each if one.coding.guid in bearings), None),
            all(case.may_quote for case in speaking),
            max((quoted.get(case.name, 0) for case in speaking), default=0),
        )

    def used(self, placed: Placed) -> tuple[str, ...]:
        """Where words of a passage are quoted already."""
        coding = placed.coding
        return tuple(
            dict.fromkeys(
                f"Table {one.table}, row {self.places[one.row_id]}"
                for one in self.quotes
                if one.source == coding.source and one.span.overlaps(coding.span) and one.row_id in self.places
            )
        )


def _printed(one: Quote, verbatim: str, rules: QuotationRules) -> str:
    try:
        return apply_edits(one.edits, verbatim, cut_mark=rules.cut_mark)
    except ValueError:
        return verbatim
