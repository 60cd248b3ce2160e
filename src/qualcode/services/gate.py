"""The gate before a publication: what of the printed words tells who somebody is, and what was allowed.

Passing means that no listed term and no rare combination of printed attributes was found, not that a text is anonymous.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.attributes import printed_value
from qualcode.domain.cases import CaseKind, Identifies
from qualcode.domain.identification import Stop, StopKind, combination_text, same_term, sealed_term
from qualcode.domain.printing import Audience
from qualcode.domain.quoted_words import quoted_in
from qualcode.errors import NotAllowed
from qualcode.services.silenced import Silenced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.identification import Allowance, Combination, NameMatch, ReplacementList
    from qualcode.domain.printing import PrintedWords
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy

NAMED = 8
"""How many places an error names; the rest are counted."""
REPLACE = "Replace listed terms (`qualcode names apply-to-quotes` and `names apply-to-summaries`; elsewhere by writing otherwise)"
BAND = "Band an attribute or print it never (`qualcode cases attribute set`)"
ALLOW = "or allow it with a reason (`qualcode names allow`)."

NOT_QUOTED = (
    "What a case says that may not be quoted is told without its words: take its quotations out (`qualcode quotes remove`),"
    " and the quotation marks out of its summaries with what stands in them; give a code another example"
    " (`qualcode codebook example`)."
)


class StoppedForPublication(NotAllowed):
    """An output would tell who somebody is; `stops` says where and how."""

    title = "Not for publication yet"

    def __init__(self, stops: tuple[Stop, ...]) -> None:
        named = "; ".join(one.said for one in stops[:NAMED])
        more = f"; and {len(stops) - NAMED} more" if len(stops) > NAMED else ""
        self.stops = stops
        super().__init__(f"Nothing was written: {self.counted}. {named}{more}.", self._how_to_go_on)

    @property
    def _how_to_go_on(self) -> str:
        kinds = {one.kind for one in self.stops}
        ways = [REPLACE] if StopKind.TERM in kinds else []
        if kinds & {StopKind.COMBINATION, StopKind.DIRECT}:
            ways.append(f"{BAND[0].lower()}{BAND[1:]}" if ways else BAND)
        said = [f"{', '.join(ways)}, {ALLOW}"] if ways else []
        return " ".join([*said, NOT_QUOTED] if self._quotes else said)

    @property
    def _tells(self) -> bool:
        return any(one.kind is not StopKind.NOT_TO_QUOTE for one in self.stops)

    @property
    def _quotes(self) -> bool:
        return any(one.kind is StopKind.NOT_TO_QUOTE for one in self.stops)

    @property
    def counted(self) -> str:
        """How many places stop it, and as what."""
        one = len(self.stops) == 1
        tells, quotes = ("tells", "quotes") if one else ("tell", "quote")
        what = [f"{tells} who somebody is"] if self._tells else []
        what += [f"{quotes} who may not be quoted"] if self._quotes else []
        return f"{'1 place' if one else f'{len(self.stops)} places'} {' or '.join(what)}"


def check_printed(study: OpenStudy, words: Sequence[PrintedWords], *, audience: Audience | str, k: int | None = None) -> None:
    """Refuse to publish words that tell who somebody is; for the team nothing is refused.

    `words` are all that is printed, of one output or of several that are read together. A listed term stops, as printed
    attributes do that fewer than `k` participants share (the setting `smallest_group`, 3 unless changed).

    Raises:
        StoppedForPublication: something stops; the message names output, place, quotation and term, and how to go on.
        NotAllowed: there is no replacement list, so nothing was looked for yet.
        InvalidInput: the replacement list cannot be read.
    """
    from qualcode.services.names_list import read_list

    if Audience(audience) is Audience.TEAM:
        return
    found = read_list(study)
    if not found.there:
        raise NotAllowed(
            f"There is no replacement list {found.path.name} beside the study, so nothing could be checked for publication.",
            "Begin one with `qualcode names find`, which looks for names in the transcripts.",
        )
    stops = _stops(study, words, found.listed, k)
    if stops:
        raise StoppedForPublication(stops)


def remarks_on_list(study: OpenStudy, audience: Audience | str = Audience.PUBLICATION) -> tuple[str, ...]:
    """What whoever publishes has to know of the replacement list: that nothing is looked for by it; for the team nothing.

    Raises:
        InvalidInput: the replacement list cannot be read.
    """
    from qualcode.services.names_list import read_list

    if Audience(audience) is Audience.TEAM or study.path is None:
        return ()
    found = read_list(study)
    if found.there and found.listed.confirmed:
        return ()
    there = f"The replacement list {found.path.name} has no confirmed term"
    what = there if found.there else f"There is no replacement list {found.path.name}"
    return (f"{what}, so no name was looked for. What is undecided is listed by `qualcode names find`.",)


def findings_in(
    study: OpenStudy, words: Sequence[PrintedWords], *, with_allowed: bool = False, k: int | None = None
) -> tuple[Stop, ...]:
    """What would stop the publication of words, in their order; without a replacement list, no terms.

    `with_allowed` also gives what was allowed, with the number of the allowance.

    Raises:
        InvalidInput: the replacement list cannot be read.
    """
    from qualcode.domain.identification import ReplacementList
    from qualcode.services.names_list import read_list

    listed = ReplacementList() if study.path is None else read_list(study).listed
    return _stops(study, words, listed, k, with_allowed=with_allowed)


def _stops(
    study: OpenStudy, words: Sequence[PrintedWords], listed: ReplacementList, k: int | None, *, with_allowed: bool = False
) -> tuple[Stop, ...]:
    from qualcode.settings import load_settings

    k = load_settings().settings.smallest_group if k is None else k
    cases = {case.id: case for case in study.cases.all()}
    place = {id(one): number for number, one in enumerate(words)}
    found = [*_unquotable(study, words, cases), *_terms(words, listed), *_combinations(study, words, cases, k)]
    found.sort(key=lambda one: (place[id(one.words)], one.span is not None, one.span.start if one.span else 0))
    judged = _judged(found, study.identification.all(), listed.key, words)
    return tuple(one for one in judged if with_allowed or one.allowance is None)


def _judged(found: Iterable[Stop], allowances: Sequence[Allowance], key: str, words: Sequence[PrintedWords]) -> Iterator[Stop]:
    """Each stop, with the allowance that lets it pass: in each output that prints it, for one is not allowed by another."""
    for one in found:
        fitting = [each for each in allowances if _allows(each, one, key)]
        outputs = (one.words.output, *one.elsewhere)
        stopped = [output for output in outputs if not any(each.fits(output) for each in fitting)]
        if stopped:
            yield one if len(stopped) == len(outputs) else _in_outputs(one, stopped, words)
        else:
            yield replace(one, allowance=next(each.id for each in fitting if each.fits(one.words.output)))


def _in_outputs(stop: Stop, outputs: Sequence[str], words: Sequence[PrintedWords]) -> Stop:
    """A combination of a participant that is allowed in some outputs, where it stops still."""
    of, printed = stop.words.case, set(stop.combination)
    first = (one for one in words if one.output == outputs[0] and one.case == of and printed & set(one.printed))
    return replace(stop, words=next(first, stop.words), elsewhere=tuple(outputs[1:]))


def _allows(allowance: Allowance, stop: Stop, key: str) -> bool:
    if stop.kind is StopKind.TERM:
        return bool(key) and allowance.sealed == sealed_term(key, stop.term)
    return stop.kind is not StopKind.NOT_TO_QUOTE and bool(stop.combination) and allowance.combination == stop.combination


def _unquotable(study: OpenStudy, words: Sequence[PrintedWords], cases: Mapping[int, Case]) -> Iterator[Stop]:
    """Quotations and extracts in which a case speaks that may not be quoted, and words in quotation marks printed of it.

    In a summary these are words of the case, whether or not they are found in its transcript; where nobody is told beside
    them, and in examples of codes, they are held against what it says.
    """
    silenced = Silenced(study, list(cases.values()))
    for one in words if silenced.cases else ():
        if one.quote is not None or (one.case in silenced.cases.values() and quoted_in(one.text)):
            for name, number in silenced.cases.items():
                if number == one.case or name in one.said_by:
                    yield Stop(StopKind.NOT_TO_QUOTE, one, name)
        yield from (Stop(StopKind.NOT_TO_QUOTE, one, name) for name in silenced.speaking_in(one))


def _terms(words: Sequence[PrintedWords], listed: ReplacementList) -> Iterator[Stop]:
    from qualcode.analysis.name_matching import NameMatcher

    if not listed.confirmed:
        return
    matcher = NameMatcher(listed)
    beside: set[tuple[str, str]] = set()
    for one in words:
        yield from (_term(one, one.text, match, match.span) for match in matcher.matches(one.text))
        # An ID and what is printed with it stand beside many words of an output, and are told once.
        for text in (one.shown_id, *(value for _, value in one.printed)):
            if (one.output, text) not in beside and text not in one.text:
                beside.add((one.output, text))
                yield from (_term(one, text, match, None) for match in matcher.matches(text))


def _term(words: PrintedWords, text: str, match: NameMatch, span: Span | None) -> Stop:
    said = " ".join(match.span.words_of(text).split())
    name = match.name
    return Stop(StopKind.TERM, words, said, span, term=name.term, replacement=name.replacement, how=match.how)


def _combinations(study: OpenStudy, words: Sequence[PrintedWords], cases: Mapping[int, Case], k: int) -> Iterator[Stop]:
    """Where what prints of a participant, together under one ID, is shared by fewer than `k` of them."""
    attributes = {one.name: one for one in study.cases.attributes()}
    people = [case for case in cases.values() if case.kind is CaseKind.PARTICIPANT]
    shown: dict[object, list[PrintedWords]] = defaultdict(list)
    for one in words:
        if one.case is not None and one.case in cases and cases[one.case].kind is CaseKind.PARTICIPANT and one.printed:
            shown[(same_term(one.shown_id), one.case) if one.shown_id else id(one)].append(one)
    for together in shown.values():
        # One place may print a band and another, in an author's own words, the value: both are told.
        printed = sorted({(name, value) for one in together for name, value in one.printed if value})
        for name, value in printed:
            if name in attributes and attributes[name].identifies is Identifies.DIRECTLY:
                first = next(one for one in together if (name, value) in one.printed)
                yield Stop(StopKind.DIRECT, first, combination_text(((name, value),)), combination=((name, value),))
        combination = tuple((name, value) for name, value in printed if _counts(attributes.get(name)))
        sharing = tuple(case.name for case in people if _shares(case, combination, attributes))
        if combination and len(sharing) < k:
            yield _rare(together, combination, sharing)


def _rare(together: Sequence[PrintedWords], combination: Combination, sharing: tuple[str, ...]) -> Stop:
    """The stop stands where most of the combination prints."""
    where = max(together, key=lambda one: len(set(one.printed) & set(combination)))
    outputs = dict.fromkeys(one.output for one in together if set(one.printed) & set(combination))
    return Stop(
        StopKind.COMBINATION,
        where,
        combination_text(combination),
        combination=combination,
        shared_by=sharing,
        elsewhere=tuple(output for output in outputs if output and output != where.output),
    )


def _counts(attribute: Attribute | None) -> bool:
    """Whether an attribute tells something of who somebody is."""
    return attribute is not None and attribute.identifies is not Identifies.NO


def _shares(case: Case, combination: Combination, attributes: Mapping[str, Attribute]) -> bool:
    """Whether a case has all of a combination, as it prints or, where an author's own words tell it, as it is known."""
    values = dict(case.values)
    return all(value in {printed_value(attributes[name], values.get(name, "")), values.get(name)} for name, value in combination)
