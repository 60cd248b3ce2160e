"""Coding with a code that is made for it: named by the coder, or in vivo by the words themselves. One change, one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import LONGEST_NAME, clean_name, folded, parse_path, path_text
from qualcode.domain.codes import CodeKind
from qualcode.domain.text import check_of_words
from qualcode.domain.words import words
from qualcode.errors import InvalidInput
from qualcode.services.codebook import put_code
from qualcode.services.coding import about_coding, at_present, own_coding, require_codable, words_at

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy, UnitOfWork

IN_VIVO_WORDS = 12
"""The most words a code may be named by: what is longer is a passage and no name."""


def apply_new_code(
    study: OpenStudy, typed: str, *, source: int, span: Span, known_text: SourceText | None = None
) -> tuple[int, int, ChangeSet]:
    """Make the code that was typed, a name or `Theme > name`, and apply it to a segment as one action.

    Returns the ids of the code and of the coding. `known_text` is as in `apply_codes`.

    Raises:
        NotFound: there is no code above it of that name, or no such source.
        InvalidInput: the name cannot be, or is taken there; or a correction since the text was read changed just these words.
        SpanOutsideSource: the segment does not fit the source's current text.
        NotAllowed: the source is finished in a round still in progress.
    """
    with study.unit_of_work("apply_new_code") as work:
        code, name = _made(work, typed)
        coding, where = _put_coding(work, study.viewer.id, source, span, code, known_text)
        work.what = f"new code {name} in {where}"
    return code, coding, work.insist()


def recode_to_new(study: OpenStudy, number: int, typed: str) -> tuple[int, ChangeSet]:
    """Make the code that was typed, a name or `Theme > name`, and give it to a coding in place of its own, as one action.

    Returns the id of the code.

    Raises:
        NotFound: there is no such coding, or no code above of that name.
        NotAllowed: it is another coder's, or its source is finished in a round still in progress.
        InvalidInput: the name cannot be, or is taken there.
    """
    with study.unit_of_work("recode_to_new") as work:
        coding = own_coding(work, study.viewer.id, number)
        told = about_coding(work, coding)
        code, name = _made(work, typed)
        work.what = f"new code {name} in place of {told}"
        work.codings.change(number, code=code)
    return code, work.insist()


def code_in_vivo(
    study: OpenStudy, *, source: int, span: Span, under: int | None = None, known_text: SourceText | None = None
) -> tuple[int, int, ChangeSet | None]:
    """Apply to a segment a code named by its own words, made under a code or at the root unless there is one so called.

    A code of that name anywhere in the codebook, capitals aside, is the one that is meant. Returns the ids of the code and
    of the coding; the change set is None where the segment has that code already.

    Raises:
        InvalidInput: the words are too many for a name; or a correction since the text was read changed just these words.
        SpanOutsideSource: the segment does not fit the source's current text.
        NotAllowed: the source is finished in a round still in progress.
    """
    with study.unit_of_work("code_in_vivo") as work:
        coded, text, span = at_present(work, source, span, known_text)
        name = in_vivo_name(words_at(coded.name, text, span))
        there = _called(work.codes.codebook(), name)
        if there is not None:
            require_codable(there)
        code = put_code(work, {"kind": CodeKind.CODE, "name": name}, parent=under) if there is None else there.id
        coding, where = _put_coding(work, study.viewer.id, source, span, code, None)
        # The name is words of the transcript, which the history does not repeat.
        work.what = f"a code from the words, in {where}"
    return code, coding, work.change_set


def in_vivo_name(passage: str) -> str:
    """The name that a passage gives: from its first word to its last, on one line.

    Raises:
        InvalidInput: it holds no word, or more than a name should.
    """
    found = words(passage)
    if not found:
        raise InvalidInput("There is no word there to name a code by.", "Choose words.")
    name = " ".join(found[0].hull(found[-1]).words_of(passage).split())
    if len(found) > IN_VIVO_WORDS or len(name) > LONGEST_NAME:
        raise InvalidInput(
            f"{len(found)} words are too many to name a code by; at most {IN_VIVO_WORDS} are taken.", "Choose the telling ones."
        )
    return clean_name(name)


def _made(work: UnitOfWork, typed: str) -> tuple[int, str]:
    """Make the code that was typed; returns its id and its name."""
    names = parse_path(typed)
    name = clean_name(names[-1])
    parent = work.codes.codebook().find(path_text(names[:-1])).id if len(names) > 1 else None
    return put_code(work, {"kind": CodeKind.CODE, "name": name}, parent=parent), name


def _called(book: Codebook, name: str) -> Code | None:
    """The code called so, the one in just these letters first."""
    alike = [code for code in book.live if folded(code.name) == folded(name)]
    return next((code for code in alike if code.name == name), alike[0] if alike else None)


def _put_coding(work: UnitOfWork, viewer: int, source: int, span: Span, code: int, known: SourceText | None) -> tuple[int, str]:
    """Add the coding; returns its id and the source's name."""
    coded, text, span = at_present(work, source, span, known)
    number, _ = work.codings.add(
        source=source,
        revision=coded.revision,
        span=span,
        code=code,
        coder=viewer,
        round=work.rounds.current_for(viewer, source).id,
        check=check_of_words(words_at(coded.name, text, span)),
    )
    return number, coded.name
