"""What every verb of a discussion does inside its write: read it afresh, and put codings into the agreed layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.coding import require_codable, words_of
from qualcode.services.discussion import Reader
from qualcode.services.discussion_pair import chosen_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.discussions import Discussion, Wanted
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.services.discussion import SourceDiscussion
    from qualcode.services.discussion_pair import Pair
    from qualcode.storage import OpenStudy, UnitOfWork


def open_discussion(
    study: OpenStudy, work: UnitOfWork, pair: Pair, source: str, known: SourceDiscussion | None = None
) -> tuple[Discussion, SourceDiscussion]:
    """The discussion of a source where it may be decided in, with all that is read for it; read inside the write.

    It is not read again where the caller's `known` reading of it still holds: where nothing in the study changed since.

    Raises:
        NotFound: there is no such source.
        NotAllowed: it was not begun, or is finished; or somebody codes blind.
    """
    if known is not None and known.as_of == work.history.latest():
        found = known
    else:
        (chosen,) = chosen_sources(study, pair, [source])
        found = Reader(work, pair).read(chosen.id)
    name = found.source.name
    if found.discussion is None:
        raise NotAllowed(f"The discussion of {name} was not begun.", f"Begin it with `qualcode reconcile start STUDY {name}`.")
    if found.discussion.finished:
        raise NotAllowed(
            f"The discussion of {name} is finished.",
            f'Take it up again with `qualcode reconcile reopen STUDY {name} --reason "..."`.',
        )
    return found.discussion, found


def make_codings(work: UnitOfWork, text: SourceText, wanted: Iterable[Wanted], consensus: tuple[int, int]) -> list[int]:
    """Put codings into the agreed layer and return their ids, each once; what is there already is one with it."""
    return list(dict.fromkeys(work.codings.add(**_values(text, one, consensus))[0] for one in wanted))


def make_fresh_codings(
    work: UnitOfWork, text: SourceText, wanted: Iterable[Wanted], consensus: tuple[int, int]
) -> dict[Wanted, int]:
    """Put codings into an agreed layer that has nothing of this source yet, all at once; returns their ids."""
    each = list(dict.fromkeys(wanted))
    rows = []
    for one in each:
        values = _values(text, one, consensus)
        span = values.pop("span")
        rows.append({**values, "start": span.start, "end": span.end})
    return dict(zip(each, work.codings.add_fresh(rows), strict=True))


def _values(text: SourceText, wanted: Wanted, consensus: tuple[int, int]) -> dict[str, Any]:
    span, code = wanted
    coder, round_ = consensus
    return {
        "source": text.source.id,
        "revision": text.revision,
        "span": span,
        "code": code,
        "coder": coder,
        "round": round_,
        "check": check_of_words(span.words_of(text.text)),
    }


def require_fitting(
    work: UnitOfWork, text: SourceText, spans: Sequence[Span], codes: Sequence[int], revision: int | None = None
) -> None:
    """Refuse spans that do not fit the current text and codes that may not be given.

    Raises:
        InvalidInput: a code is retired or set to not codable, or the text was corrected since `revision`.
        SpanOutsideSource: a span does not lie in the text.
        NotFound: a code is gone.
    """
    if revision is not None and revision != text.revision:
        raise InvalidInput(f"The text of {text.source.name} was corrected since these words were chosen.", "Choose them again.")
    for span in spans:
        words_of(text, span)
    known = work.codes.some(codes)
    for code in codes:
        if code not in known:
            raise NotFound("That code is no longer in the codebook.", "Choose another.")
        require_codable(known[code])
