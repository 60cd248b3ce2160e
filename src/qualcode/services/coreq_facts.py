"""What a study itself says to the items of COREQ: sentences from recorded facts, without a judgement and without a guess."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.domain.codes import CodeKind
from qualcode.domain.methods import REFLEXIVE
from qualcode.domain.sources import NO_TRANSCRIPTS, SourceKind
from qualcode.services.reading import participants, sources_by_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.cases import Case
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy

APPROACHES = {
    "codebook": "Thematic analysis with a codebook.",
    "reliability": "Thematic analysis with a codebook and coding compared between coders.",
    REFLEXIVE: "Reflexive thematic analysis.",
}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the study says to an item, and what it leaves the authors to say."""

    text: str = ""
    asks: str = ""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the sentences are made of, read once."""

    study: OpenStudy
    transcripts: tuple[Source, ...]
    people: tuple[Case, ...]
    of_case: dict[int, frozenset[int]]


def known_of(study: OpenStudy) -> dict[int, Known]:
    """What the study says, by number of the item; an item that is missing it knows nothing of."""
    people = participants(study)
    of_case = sources_by_case(study, people)
    ground = _Ground(
        study,
        tuple(one for one in study.sources.all() if one.kind not in NO_TRANSCRIPTS),
        tuple(case for case in people if of_case[case.id]),
        of_case,
    )
    found = {
        1: _interviewers(ground),
        9: Known(APPROACHES.get(study.facts.approach, ""), "the theory it rests on"),
        12: _size(ground),
        14: _modes(ground),
        15: _together(ground),
        16: _sample(ground),
        17: _guide(ground),
        18: _repeats(ground),
        20: _field_notes(study),
        21: _duration(ground),
        24: _coders(ground),
        25: _tree(study),
        26: _derivation(study),
        27: Known(f"qualcode {__version__}."),
        29: _quotations(study),
        30: _traced(study),
        31: _themes(study),
        32: _contrary(study),
    }
    return {number: known for number, known in found.items() if known.text}


def _interviewers(ground: _Ground) -> Known:
    held = Counter(one.interviewer for one in ground.transcripts if one.interviewer)
    if not held:
        return Known()
    untold = len(ground.transcripts) - sum(held.values())
    names = [f"{name} ({_counted(many, 'interview')})" for name, many in sorted(held.items(), key=lambda one: (-one[1], one[0]))]
    rest = f"who held {_counted(untold, 'interview')}" if untold else ""
    return Known(f"{_listed(names)}.", rest)


def _size(ground: _Ground) -> Known:
    if not ground.people:
        return Known()
    held = {source for case in ground.people for source in ground.of_case[case.id]} & {one.id for one in ground.transcripts}
    return Known(f"{_counted(len(ground.people), 'participant')}, {_counted(len(held), 'transcript')}.")


def _modes(ground: _Ground) -> Known:
    modes = Counter(one.mode for one in ground.transcripts if one.mode)
    told = [f"{many} {mode}" for mode, many in sorted(modes.items(), key=lambda one: (-one[1], one[0]))]
    return Known(f"How interviews were held: {_listed(told)}." if told else "", "the places")


def _together(ground: _Ground) -> Known:
    together = Counter(source for case in ground.people for source in ground.of_case[case.id])
    joint = sum(1 for many in together.values() if many > 1)
    if not joint:
        return Known()
    return Known(f"{_was(joint, 'interview')} held with more than one participant.", "whether anybody else was there")


def _sample(ground: _Ground) -> Known:
    from qualcode.services.numbering import number_of_sample_table

    if not ground.people:
        return Known()
    dates = sorted(one.date for one in ground.transcripts if one.date)
    text = f"See Table {number_of_sample_table(ground.study)}."
    if dates:
        first, last = _month(dates[0]), _month(dates[-1])
        text = f"{text} Interviews were held {f'in {first}' if first == last else f'from {first} to {last}'}."
    return Known(text)


def _guide(ground: _Ground) -> Known:
    guides = [one.name for one in ground.study.sources.all() if one.kind is SourceKind.STUDY_DOCUMENT]
    pilots = sum(one.pilot for one in ground.transcripts)
    told = [f"Kept with the study: {_listed(guides)}."] if guides else []
    told += [f"{_was(pilots, 'interview')} a pilot." if pilots == 1 else f"{pilots} interviews were pilots."] if pilots else []
    return Known(" ".join(told), "" if guides and pilots else "whether there was a guide, and whether it was tried out")


def _repeats(ground: _Ground) -> Known:
    if not ground.people:
        return Known()
    talks = {one.id for one in ground.transcripts}
    times = Counter(len(ground.of_case[case.id] & talks) for case in ground.people)
    again = [(many, how_often) for how_often, many in sorted(times.items()) if how_often > 1]
    if not again:
        return Known("No participant was interviewed more than once.")
    told = [f"{_was(many, 'participant')} interviewed {'twice' if often == 2 else f'{often} times'}" for many, often in again]
    return Known(f"{'; '.join(told)}.")


def _field_notes(study: OpenStudy) -> Known:
    notes = sum(one.kind is SourceKind.FIELD_NOTE for one in study.sources.all())
    many = "One field note belongs" if notes == 1 else f"{notes} field notes belong"
    return Known(f"{many} to the study." if notes else "")


def _duration(ground: _Ground) -> Known:
    minutes = sorted(one.minutes for one in ground.transcripts if one.minutes is not None)
    if not minutes:
        return Known()
    untold = len(ground.transcripts) - len(minutes)
    length = f"{minutes[0]} minutes" if minutes[0] == minutes[-1] else f"{minutes[0]} to {minutes[-1]} minutes"
    return Known(f"{length}.", f"the length of {_counted(untold, 'interview')}" if untold else "")


def _coders(ground: _Ground) -> Known:
    from qualcode.services.agreement_methods import coded_by

    told = [(coder, coded_by(ground.study, coder, ground.transcripts)) for coder in ground.study.coders.all()]
    told = [(coder, many) for coder, many in told if many and coder.kind.value == "person"]
    if not told:
        return Known()
    lead = ground.study.facts.lead_coder
    told.sort(key=lambda one: (one[0].id != lead, -one[1], one[0].name))
    of = len(ground.transcripts)
    names = [f"{coder.name} ({many} of {_counted(of, 'transcript')})" for coder, many in told]
    return Known(f"{_counted(len(told), 'person', 'people')}: {_listed(names)}.")


def _tree(study: OpenStudy) -> Known:
    from qualcode.services.codebook_appendix import SAVED, codebook_as_now

    book = study.codes.codebook()
    kinds = Counter(code.kind for code in book.live)
    told = [_counted(kinds[kind], str(kind)) for kind in CodeKind if kinds[kind]]
    if not told:
        return Known()
    now = codebook_as_now(study)
    return Known(f"See the codebook in the appendix{f' ({now})' if now.startswith(SAVED) else ''}: {_listed(told)}.")


def _derivation(study: OpenStudy) -> Known:
    versions = study.codes.versions()
    if not study.codes.codebook().live:
        return Known()
    asks = "whether themes were set beforehand or developed from the data"
    if not versions:
        return Known("Codes were grouped into themes.", asks)
    many = "one version" if len(versions) == 1 else f"{len(versions)} versions"
    return Known(f"Codes were grouped into themes; {many} of the codebook {'is' if len(versions) == 1 else 'are'} kept.", asks)


def _quotations(study: OpenStudy) -> Known:
    quotes = study.quotes.all()
    if not quotes:
        return Known()
    tables = sorted({one.table for one in quotes})
    where = f"Table {tables[0]}" if len(tables) == 1 else f"Tables {_listed([str(number) for number in tables])}"
    return Known(f"{_counted(len(quotes), 'quotation')} in {where}, each followed by who is quoted.")


def _traced(study: OpenStudy) -> Known:
    quotes = study.quotes.all()
    if not quotes:
        return Known()
    linked = sum(one.coding is not None for one in quotes)
    return Known(f"{linked} of {_counted(len(quotes), 'quotation')} come from a coded passage.", "how the findings were checked")


def _themes(study: OpenStudy) -> Known:
    themes = sum(code.kind is CodeKind.THEME for code in study.codes.codebook().live)
    tables = len({one.table for one in study.quotes.all()})
    if not themes or not tables:
        return Known()
    return Known(f"{_counted(themes, 'theme')}, illustrated in {_counted(tables, 'table')}.")


def _contrary(study: OpenStudy) -> Known:
    contrary = sum(one.contrary for one in study.quotes.all())
    if not contrary:
        return Known()
    return Known(f"{_counted(contrary, 'quotation')} in the tables {'is' if contrary == 1 else 'are'} marked contrary.")


def _month(day: str) -> str:
    """The month of a date: the day itself would help to tell who was met on it."""
    year, month = day.split("-")[:2]
    return f"{MONTHS[int(month) - 1]} {year}"


def _was(number: int, noun: str) -> str:
    return f"One {noun} was" if number == 1 else f"{number} {noun}s were"


def _counted(number: int, noun: str, several: str = "") -> str:
    return f"{number} {noun if number == 1 else several or f'{noun}s'}"


def _listed(words: Sequence[str] | Iterable[str]) -> str:
    *first, last = list(words)
    return f"{', '.join(first)} and {last}" if first else last
