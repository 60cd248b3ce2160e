"""Replacing listed terms in the summaries of framework charts by words in square brackets, as one recorded change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.analysis.name_matching import NameMatcher
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.summaries import Summary
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class SummaryReplaced:
    """A summary that prints a listed term, in its text or its remark: how it said it, and says it now."""

    case: str
    theme: str
    before: str
    after: str


def preview_in_summaries(study: OpenStudy) -> tuple[SummaryReplaced, ...]:
    """What `replace_in_summaries` would do.

    Raises:
        NotAllowed: the list holds no confirmed term, or the viewer codes a blind sample.
        InvalidInput: the replacement list cannot be read.
    """
    from qualcode.services.deidentifying import matcher_of
    from qualcode.services.theme_table_finding import refuse_blind

    refuse_blind(study)
    return _told(study, list(_worked_out(study, matcher_of(study))))


def replace_in_summaries(study: OpenStudy) -> tuple[tuple[SummaryReplaced, ...], ChangeSet | None]:
    """Replace listed terms in all summaries, as one change; None where none holds a term.

    A summary keeps its author, its time, and the codings it has seen. Raises as `preview_in_summaries`.
    """
    from qualcode.services.deidentifying import matcher_of
    from qualcode.services.theme_table_finding import refuse_blind

    refuse_blind(study)
    matcher = matcher_of(study)
    with study.unit_of_work("replace_names_in_summaries") as work:
        found = list(_worked_out(work, matcher))
        links = work.summaries.links([one.id for one, _ in found])
        for one, now in found:
            work.summaries.put(
                case=one.case,
                code=one.code,
                author=one.author,
                text=now.text,
                remark=now.remark,
                mark=one.mark,
                draft=one.draft,
                seen=links.get(one.id, ()),
                written_at=one.written_at,
            )
        work.what = f"replaced listed terms in {len(found)} {'summary' if len(found) == 1 else 'summaries'}"
    return _told(study, found), work.change_set


def without_names(text: str, matcher: NameMatcher) -> str:
    """The text with each listed term as its replacement in square brackets; one that stands in brackets gets no others."""
    from qualcode.services.deidentifying import stand_in_of, with_possessive

    for match in reversed(matcher.matches(text)):
        span, words = with_possessive(stand_in_of(match, text), text)
        before = text[: span.start]
        inside = before.rfind("[") > before.rfind("]")
        text = f"{before}{words if inside else f'[{words}]'}{text[span.end :]}"
    return text


def _worked_out(study: Repositories, matcher: NameMatcher) -> Iterator[tuple[Summary, Summary]]:
    for one in study.summaries.all():
        now = one._replace(text=without_names(one.text, matcher), remark=without_names(one.remark, matcher))
        if now != one:
            yield one, now


def _told(study: OpenStudy, found: list[tuple[Summary, Summary]]) -> tuple[SummaryReplaced, ...]:
    cases = {case.id: case.name for case in study.cases.all()}
    book = study.codes.codebook()
    return tuple(SummaryReplaced(cases.get(one.case, ""), book[one.code].name, _words(one), _words(now)) for one, now in found)


def _words(summary: Summary) -> str:
    return f"{summary.text} [{summary.remark}]" if summary.remark else summary.text
