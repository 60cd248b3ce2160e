"""Coding: applying a code to a segment, taking it away, changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound, SpanOutsideSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codes import Code
    from qualcode.domain.coding import Coding
    from qualcode.domain.sources import Source, SourceText
    from qualcode.storage import OpenStudy, UnitOfWork
    from qualcode.storage.repositories import Repositories

FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " ", "\t": " ", "\u00a0": " "})
"""Signs a keyboard cannot tell apart, each one for one, so that offsets hold."""


def apply_code(study: OpenStudy, *, source: int, span: Span, code: int, note: str = "") -> tuple[int, ChangeSet | None]:
    """Record that the viewer applied a code to a segment, in the round they code this source in.

    Applying the same code twice to the same segment is one coding, not two, so agreement counts stay honest: the
    change set is then None. Returns the coding's id with it.

    Raises:
        SpanOutsideSource: the segment does not fit the source's current text.
        InvalidInput: the code is retired or set to not codable.
        NotAllowed: the source is finished in a round still in progress.
    """
    number, change = apply_codes(study, source=source, span=span, codes=[code], note=note)
    return number[0], change


def apply_codes(
    study: OpenStudy, *, source: int, span: Span, codes: Sequence[int], note: str = "", known_text: SourceText | None = None
) -> tuple[list[int], ChangeSet | None]:
    """Apply several codes to one segment as one action; otherwise as `apply_code`.

    `known_text` is the source as the caller has read it, and the span is one of it: where another window has corrected the
    text since, the codes go on the same words, wherever they are now.

    Raises:
        InvalidInput: a correction since it was read changed just these words.
        NotFound: the source or a code is no longer in the study.
    """
    # Read inside the write: while it waits for another window, that one may correct the text or retire the code.
    with study.unit_of_work("apply_code") as work:
        coded, text, span = at_present(work, source, span, known_text)
        check = check_of_words(words_at(coded.name, text, span))
        work.what = f"{', '.join(codable_code(work, code).name for code in codes)} in {coded.name}"
        round_ = work.rounds.current_for(study.viewer.id, source)
        added = [
            work.codings.add(
                source=source,
                revision=coded.revision,
                span=span,
                code=code,
                coder=study.viewer.id,
                round=round_.id,
                check=check,
                note=note,
            )
            for code in codes
        ]
    return [number for number, _ in added], work.change_set


def at_present(work: UnitOfWork, source: int, span: Span, known: SourceText | None) -> tuple[Source, str, Span]:
    """A source, its text now, and where the words of a span that was chosen in a `known` text of it are now.

    Asked inside a write. Without a `known` text the span is one of the text as it is.

    Raises:
        InvalidInput: a correction since then changed just these words.
        NotFound: the source is no longer in the study.
    """
    try:
        if known is None:
            return *work.sources.body(source), span
        coded = work.sources.get(source)
        if coded.revision == known.revision:
            return coded, known.text, span
        coded, text = work.sources.body(source)
    except KeyError:
        raise _no_source() from None
    carried = work.revisions.edits_between(known.revision, coded.revision).carry(span)
    if carried.changed or carried.span is None:
        raise InvalidInput(f"These words of {coded.name} were corrected since they were chosen.", "Choose them again.")
    return coded, text, carried.span


def require_current(work: UnitOfWork, revisions: Mapping[int, int]) -> None:
    """Refuse spans of a text that another window has corrected since it was read; `revisions` are those read, by source.

    Raises:
        InvalidInput: one of the sources has another text by now.
        NotFound: one of them is no longer in the study.
    """
    now = {one.id: one for one in work.sources.all()}
    for source, read in revisions.items():
        if source not in now:
            raise _no_source()
        if now[source].revision != read:
            raise _corrected_since(now[source].name)


def _corrected_since(name: str) -> InvalidInput:
    return InvalidInput(f"The text of {name} was corrected since these words were chosen.", "Choose them again.")


def _no_source() -> NotFound:
    return NotFound("That source is no longer in the study.", "Choose another.")


def codable_code(work: UnitOfWork, code: int) -> Code:
    """A code that may be applied.

    Raises:
        NotFound: it is no longer in the codebook.
        InvalidInput: it is retired, or set to not codable.
    """
    found = work.codes.some([code]).get(code)
    if found is None:
        raise NotFound("That code is no longer in the codebook.", "Choose another.")
    require_codable(found)
    return found


def remove_coding(study: OpenStudy, number: int) -> ChangeSet | None:
    """Take a coding away; it stays in the study's history.

    Raises:
        NotFound: there is no such coding, or it is not the viewer's to see.
        NotAllowed: it is another coder's, or its source is finished in a round still in progress.
    """
    with study.unit_of_work("remove_coding") as work:
        work.what = f"{about_coding(work, own_coding(work, study.viewer.id, number))} taken away"
        work.codings.remove([number])
    return work.change_set


def recode(study: OpenStudy, number: int, code: int) -> ChangeSet | None:
    """Give a coding another code; where that coding exists already, the two become one.

    Raises:
        NotFound: there is no such coding.
        NotAllowed: it is another coder's, or its source is finished in a round still in progress.
        InvalidInput: the code is retired or set to not codable.
    """
    with study.unit_of_work("recode") as work:
        coding = own_coding(work, study.viewer.id, number)
        work.what = f"{about_coding(work, coding)} to {codable_code(work, code).name}"
        same = work.codings.same(source=coding.source, span=coding.span, code=code, coder=coding.coder, round=coding.round)
        if same is None:
            work.codings.change(number, code=code)
        elif same != number:
            work.codings.join(same, number)
    return work.change_set


def star(study: OpenStudy, number: int, *, starred: bool | None = None) -> tuple[bool, ChangeSet | None]:
    """Star a coding as quotable, or take the star away; without `starred` the other of the two. Returns the new state.

    Raises:
        NotFound: there is no such coding.
    """
    coding = coding_of(study, number)
    wanted = not coding.star if starred is None else starred
    told = f"{about_coding(study, coding)} {'starred' if wanted else 'unstarred'}"
    with study.unit_of_work("star" if wanted else "unstar", what=told) as work:
        work.codings.change(number, star=int(wanted))
    return wanted, work.change_set


def mark_unsure(study: OpenStudy, number: int, *, unsure: bool | None = None) -> tuple[bool, ChangeSet | None]:
    """Mark a coding unsure, or sure again; without `unsure` the other of the two. Returns the new state.

    Raises:
        NotFound: there is no such coding.
    """
    coding = coding_of(study, number)
    wanted = not coding.unsure if unsure is None else unsure
    marked = f"{about_coding(study, coding)} marked {'unsure' if wanted else 'sure'}"
    with study.unit_of_work("mark_unsure" if wanted else "mark_sure", what=marked) as work:
        work.codings.change(number, unsure=int(wanted))
    return wanted, work.change_set


def coding_of(study: Repositories, number: int) -> Coding:
    """The live coding of this number.

    Raises:
        NotFound: there is none that the viewer may see.
    """
    try:
        return study.codings.get(number)
    except KeyError:
        raise NotFound(
            f"There is no coding {number}.", "`qualcode show STUDY SOURCE` and `qualcode segments` print their numbers."
        ) from None


def own_coding(work: UnitOfWork, viewer: int, number: int) -> Coding:
    """The viewer's own live coding of this number, in a source they may still code.

    Raises:
        NotFound: there is none.
        NotAllowed: it is another coder's, or its source is finished in a round still in progress.
    """
    coding = coding_of(work, number)
    if coding.coder != viewer:
        owner = work.coders.get(coding.coder).name
        raise NotAllowed(
            f"Coding {number} is {owner}'s, and each coder changes only their own.", f'Act as them with `--as "{owner}"`.'
        )
    work.rounds.current_for(viewer, coding.source)
    return coding


def words_of(text: SourceText, span: Span) -> str:
    """The words of a span that lies in the text.

    Raises:
        SpanOutsideSource: it does not, or it holds nothing but white space.
    """
    return words_at(text.source.name, text.text, span)


def words_at(name: str, text: str, span: Span) -> str:
    """The words of a span of a text; `name` is that of its source.

    Raises:
        SpanOutsideSource: it lies outside the text, or holds nothing but white space.
    """
    if span.end > len(text):
        message = f"{span} lies outside {name}, whose text has {len(text)} characters."
        raise SpanOutsideSource(message, "Offsets are counted in characters from 0, the end not included.")
    words = span.words_of(text)
    if not words.strip():
        raise SpanOutsideSource(f"{span} of {name} holds nothing but white space.", "Choose a span with words in it.")
    return words


def require_codable(code: Code) -> None:
    """Refuse a code that may not be applied.

    Raises:
        InvalidInput: it is retired, or set to not codable.
    """
    if code.retired:
        raise InvalidInput(
            f'The code "{code.name}" is retired.', "Restore it with `qualcode codebook restore`, or choose another."
        )
    if not code.codable:
        raise InvalidInput(f'The {code.kind} "{code.name}" is set to not codable.', "Choose one of the codes under it.")


def span_of_words(text: SourceText, words: str, *, turn: int | None = None) -> Span:
    """Where words stand in a source, or in one of its turns; they must stand there once.

    Straight and curly quotation marks, and white space, count as equal where the words as given are not found.

    Raises:
        NotFound: there is no such turn, or the words are not there.
        InvalidInput: they are there more than once.
    """
    start, end, place = 0, len(text.text), text.source.name
    if turn is not None:
        talk = span_of_turn(text, turn)
        start, end, place = talk.start, talk.end, f"turn {turn} of {text.source.name}"
    if not words.strip():
        raise InvalidInput("No words were given to look for.", "Give them with --words.")
    places = list(_places(text.text, words, start, end)) or list(
        _places(text.text.translate(FOLDED), words.translate(FOLDED), start, end)
    )
    if not places:
        raise NotFound(f"These words do not stand in {place}.", "Copy them from `qualcode show`, or give --span START:END.")
    if len(places) > 1:
        raise InvalidInput(f"These words stand {len(places)} times in {place}.", "Give more of them, or --span START:END.")
    return places[0]


def span_of_turn(text: SourceText, turn: int) -> Span:
    """The talk of a turn, by its number.

    Raises:
        NotFound: there is no such turn.
    """
    for one in text.turns:
        if one.number == turn:
            return one.span
    raise NotFound(f"{text.source.name} has no turn {turn}.", f"Its turns are numbered 1 to {len(text.turns)}.")


def _places(text: str, words: str, start: int, end: int) -> Iterator[Span]:
    at = text.find(words, start, end)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1, end)


def about_coding(study: Repositories, coding: Coding) -> str:
    """A coding as the change history names it: its code and its source."""
    known = study.codes.some([coding.code])
    name = known[coding.code].name if coding.code in known else "a code"
    return f"{name} in {study.sources.get(coding.source).name}"
