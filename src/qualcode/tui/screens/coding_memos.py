"""What a memo written on the coding screen can be about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.text import drawn
from qualcode.tui.modals.memo_editor import About

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.services.memos import ListedMemo
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.transcript.view import TranscriptView


def abouts_here(desk: StudyDesk, read: SourceText, view: TranscriptView, codebook: Codebook) -> list[About]:
    """What is at hand, the nearest first: selection, focused coding, source, turn, its code, the speaker's case."""
    source = read.source

    def in_text(word: str, words: str, span: Span) -> About:
        return About(word, words, Attachment(MemoTarget.SOURCE, source.guid, read.revision, span))

    span, coding = view.selection.span, view.focused
    turn = view.reading.turn_at(view.selection.caret.start) if view.reading.blocks else None
    found: list[About] = []
    if span is not None:
        found.append(in_text("these words", f"On “{' '.join(span.words_of(view.reading.drawn).split())[:200]}”", span))
    if coding is not None:
        here = f"On {drawn(codebook[coding.code].name)} here"
        found.append(About("this coding", here, Attachment(MemoTarget.CODING, coding.guid)))
    whole = Attachment(MemoTarget.SOURCE, source.guid)
    found.append(About("the source", f"On {drawn(source.name)}", whole, MemoKind.FAMILIARISATION))
    if turn is not None and turn.span != span:
        found.append(in_text("this turn", f"On turn {turn.number} of {drawn(source.name)}", turn.span))
    if coding is not None:
        code = codebook[coding.code]
        path = f"On the {code.kind} {drawn(codebook.path_text(code.id))}"
        found.append(About("its code", path, Attachment(MemoTarget.CODE, code.guid)))
    speaker = view.reading.speaker_of(turn) if turn is not None else None
    cases = desk.cases_of(source.id, None if speaker is None else speaker.id)
    names = [(drawn(one.name), one.guid) for one in cases]
    return [*found, *(About(f"case {name}", f"On case {name}", Attachment(MemoTarget.CASE, guid)) for name, guid in names)]


def familiarisation_note(memos: Sequence[ListedMemo], source: About, coder: str) -> ListedMemo | None:
    """The coder's own familiarisation note on a source as a whole, the newest; None where they wrote none."""
    own = (one for one in memos if one.kind == MemoKind.FAMILIARISATION and one.author == coder and source.what in one.about)
    return max(own, key=lambda one: (one.when, one.id), default=None)
