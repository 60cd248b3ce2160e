"""What a memo is attached to: read from what people write, and written as it can be read again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind
from qualcode.domain.memos import OF_ONE_SORT, Attachment, MemoKind, MemoTarget, kinds_about
from qualcode.domain.spans import Span
from qualcode.errors import Ambiguous, InvalidInput, NotFound
from qualcode.services.coding import coding_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.domain.memos import Memo
    from qualcode.storage import OpenStudy

TURN = "turn"
PASSAGE = "passage"
FORMS = "source NAME, turn SOURCE NUMBER, passage SOURCE START:END, code PATH, theme PATH, coding NUMBER, case NAME or study"
_GROUPING = tuple(str(kind) for kind in CodeKind if kind is not CodeKind.CODE)
_SPAN = re.compile(r"(.+?)\s+(\d+):(\d+)")
_TURN = re.compile(r"(.+?)\s+(\d+)")


def target_of(study: OpenStudy, text: str, kind: MemoKind) -> tuple[Attachment, ...]:
    """What a memo is to be attached to.

    Nothing or `study` is the study; `source NAME`, `turn SOURCE NUMBER`, `passage SOURCE START:END` (code points),
    `code PATH`, `theme PATH` (or group, subtheme), `case NAME` and `coding NUMBER` say what is meant, with or without a
    colon. A bare name is a source, a case or a code, whichever the kind of memo is about or the only one there is.

    Raises:
        NotFound: there is nothing of that name.
        Ambiguous: the name fits several things.
        InvalidInput: the kind of memo is about another sort of thing.
    """
    about = _target_of(study, text, kind)
    require_kind(kind, about)
    return (about,)


def require_kind(kind: MemoKind, about: Attachment) -> None:
    """Refuse a kind of memo that is about one sort of thing on anything else.

    Raises:
        InvalidInput: a case portrait not on a case, a familiarisation note not on the whole of a source, and the like.
    """
    if kind not in kinds_about(about):
        wanted = OF_ONE_SORT[kind].value
        whole = " as a whole" if kind is MemoKind.FAMILIARISATION else ""
        raise InvalidInput(
            f"A {kind.value} is about a {wanted}{whole}.",
            f"Name one, or choose a kind that fits: {', '.join(one.value for one in kinds_about(about))}.",
        )


def _target_of(study: OpenStudy, text: str, kind: MemoKind) -> Attachment:
    wanted = text.strip()
    if wanted.casefold() in ("", MemoTarget.STUDY.value):
        return Attachment(MemoTarget.STUDY, study.facts.guid)
    word, name = _leading_word(wanted)
    if word is None:
        return _bare(study, wanted, kind)
    try:
        return _FINDERS[word](study, name)
    except NotFound:
        try:
            # A source may be called "group 3" or "case study".
            return _bare(study, wanted, kind)
        except NotFound:
            pass
        raise


def _bare(study: OpenStudy, name: str, kind: MemoKind) -> Attachment:
    tried = [OF_ONE_SORT[kind]] if kind in OF_ONE_SORT else [MemoTarget.SOURCE, MemoTarget.CASE, MemoTarget.CODE]
    found = []
    for target in tried:
        try:
            found.append(_FINDERS[target.value](study, name))
        except NotFound:
            continue
    if not found:
        raise NotFound(f'There is nothing called "{name}".', f"Write {FORMS}.")
    if len(found) > 1:
        names = " or ".join(f"{one.to.value} {name}" for one in found)
        raise Ambiguous(f'"{name}" fits several things.', f"Write {names}.")
    return found[0]


def _leading_word(text: str) -> tuple[str | None, str]:
    for word in _FINDERS:
        rest = text[len(word) :]
        if text.casefold().startswith(word) and rest[:1] in (" ", ":"):
            return word, rest[1:].strip()
    return None, text


def _source(study: OpenStudy, name: str) -> Attachment:
    return Attachment(MemoTarget.SOURCE, study.sources.named(name).guid)


def _turn(study: OpenStudy, name: str) -> Attachment:
    parts = _TURN.fullmatch(name)
    if parts is None:
        raise NotFound(f'"{name}" names no turn.', "Write turn SOURCE NUMBER, as in turn P004 12.")
    text = study.sources.text(study.sources.named(parts[1]).id)
    for turn in text.turns:
        if turn.number == int(parts[2]):
            return Attachment(MemoTarget.SOURCE, text.source.guid, text.revision, turn.span)
    hint = f"Its turns are numbered 1 to {len(text.turns)}." if text.turns else "It has no turns."
    raise NotFound(f"{text.source.name} has no turn {parts[2]}.", hint)


def _passage(study: OpenStudy, name: str) -> Attachment:
    parts = _SPAN.fullmatch(name)
    if parts is None or int(parts[2]) >= int(parts[3]):
        raise NotFound(f'"{name}" names no passage.', "Write passage SOURCE START:END, as in passage P004 120:180.")
    text = study.sources.text(study.sources.named(parts[1]).id)
    span = Span(int(parts[2]), int(parts[3]))
    words_of(text, span)
    return Attachment(MemoTarget.SOURCE, text.source.guid, text.revision, span)


def _code(study: OpenStudy, name: str) -> Attachment:
    return Attachment(MemoTarget.CODE, study.codes.codebook().find(name).guid)


def _theme(study: OpenStudy, name: str) -> Attachment:
    book = study.codes.codebook()
    code = book.find(name)
    if code.kind is CodeKind.CODE:
        raise NotFound(f'"{book.path_text(code.id)}" is a code and groups none.', f"Write code {name}.")
    return Attachment(MemoTarget.CODE, code.guid)


def _coding(study: OpenStudy, name: str) -> Attachment:
    number = name.removeprefix("#")
    if not (number.isascii() and number.isdecimal()):
        raise NotFound(f'"{name}" is not the number of a coding.', "`qualcode segments` prints their numbers.")
    return Attachment(MemoTarget.CODING, coding_of(study, int(number)).guid)


def _case(study: OpenStudy, name: str) -> Attachment:
    found = [case for case in study.cases.all() if case.name.casefold() == name.casefold()]
    if not found:
        raise NotFound(f'There is no case "{name}".', "`qualcode cases list` lists them.")
    return Attachment(MemoTarget.CASE, found[0].guid)


def _study(_study: OpenStudy, name: str) -> Attachment:
    raise NotFound(f'There is nothing called "study {name}".', "Write study alone.")


_FINDERS: dict[str, Callable[[OpenStudy, str], Attachment]] = {
    MemoTarget.STUDY.value: _study,
    MemoTarget.SOURCE.value: _source,
    TURN: _turn,
    PASSAGE: _passage,
    MemoTarget.CODE.value: _code,
    **dict.fromkeys(_GROUPING, _theme),
    MemoTarget.CODING.value: _coding,
    MemoTarget.CASE.value: _case,
}


_ORDER = (MemoTarget.STUDY, MemoTarget.SOURCE, MemoTarget.CODING, MemoTarget.CASE, MemoTarget.CODE)


class WrittenTargets:
    """How what memos are attached to is written, read once for many memos."""

    def __init__(self, study: OpenStudy, memos: Sequence[Memo]) -> None:
        self._written = _by_guid(study, {one.to for memo in memos for one in memo.attachments})
        # Things are read in their order, so the order of reading is the order of places.
        self._order = {guid: place for place, guid in enumerate(self._written)}
        spans = {
            (one.revision, one.span)
            for memo in memos
            for one in memo.attachments
            if one.span is not None and one.revision is not None
        }
        self._turns = study.sources.turns_at(spans) if spans else {}

    def place(self, memo: Memo) -> tuple[int, int, int]:
        """Where a memo stands in the order of what memos are about: the study, sources by their place, cases, codes."""
        return min((self._place(one) for one in memo.attachments), default=(0, 0, 0))

    def _place(self, about: Attachment) -> tuple[int, int, int]:
        return (_ORDER.index(about.to), self._order.get(about.guid, -1), about.span.start if about.span is not None else -1)

    def of(self, memo: Memo) -> str:
        """What a memo is attached to."""
        return "; ".join(self._one(one) for one in memo.attachments)

    def _one(self, about: Attachment) -> str:
        text = self._written.get(about.guid)
        if text is None:
            return f"a {about.to.value} no longer there"
        if about.span is None or about.revision is None:
            return text
        name = text.removeprefix(f"{MemoTarget.SOURCE.value} ")
        turn = self._turns.get((about.revision, about.span))
        return f"{PASSAGE} {name} {about.span}" if turn is None else f"{TURN} {name} {turn}"


def _by_guid(study: OpenStudy, wanted: set[MemoTarget]) -> dict[str, str]:
    """How each thing of the wanted sorts is written, by guid."""
    written = {study.facts.guid: MemoTarget.STUDY.value}
    if MemoTarget.SOURCE in wanted:
        written |= {one.guid: f"source {one.name}" for one in study.sources.all()}
    if MemoTarget.CODE in wanted:
        book = study.codes.codebook()
        written |= {one.guid: f"{one.kind} {book.path_text(one.id)}" for one in book.codes}
    if MemoTarget.CASE in wanted:
        written |= {one.guid: f"case {one.name}" for one in study.cases.all()}
    if MemoTarget.CODING in wanted:
        written |= {one.guid: f"coding {one.id}" for one in study.codings.all()}
    return written
