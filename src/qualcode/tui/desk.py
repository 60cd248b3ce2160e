"""The study as the screens use it: one object that calls services, and nothing else.

It is made in a worker, so that the first paint does not wait for the study, and used on the app's thread after that.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from qualcode.errors import StudyFileError
from qualcode.tui.lookup import Lookup
from qualcode.tui.writing import PATIENCE_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.coding_hits import CodingPlan
    from qualcode.domain.edits import EditMap
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.services.coding_screen import SourceLine, SourceOnDesk
    from qualcode.storage import OpenStudy


class StudyDesk:
    """An open study, its viewer, and the source that lies open on the desk."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import codebook, coding, coding_screen, studies

        study.wait_at_most(PATIENCE_MS)
        # Before anything is read: what is written in between is news.
        self._watch = study.watch()
        self._study = study
        self._codebook = codebook
        self._coding = coding
        self._screen = coding_screen
        self._studies = studies
        self.title = study.facts.title
        self.writable = study.writable
        self.source: SourceOnDesk | None = None
        self.lookup = Lookup(study.address, lambda: self.coder)

    @classmethod
    def open(cls, path: str | Path, acting: str | None) -> Self:
        """Open a study file for the coder who acts.

        Raises:
            QualcodeError: it cannot be opened, or it cannot be told who acts.
        """
        from qualcode.services.studies import open_study

        return cls(open_study(path, acting))

    def close(self) -> None:
        """Let go of the study."""
        self.lookup.close()
        self._study.close()

    @property
    def study(self) -> OpenStudy:
        """The open study, for the desks of other screens."""
        return self._study

    @property
    def coder(self) -> str:
        """The name of the coder, which can be changed while the study is open."""
        return self._study.viewer.name

    # other windows

    def is_free(self) -> bool:
        """Whether a change could be made now; asked without waiting."""
        return self._study.is_free()

    def snapshot(self) -> AbstractContextManager[None]:
        """What is read in this block is of one moment, whatever other windows write meanwhile."""
        return self._study.snapshot()

    def news(self) -> tuple[ChangeSet, ...]:
        """What other windows and commands wrote since the last look."""
        return self._watch.news()

    def own(self, change: ChangeSet) -> ChangeSet | None:
        """A change of this window's as it is to be shown; None where it was shown as news already."""
        return self._watch.take_own(change)

    # reading

    def codebook(self) -> Codebook:
        """The codebook as this coder may see it."""
        return self._codebook.read_codebook(self._study)

    def counts(self) -> dict[int, int]:
        """Codings of the coder, by code."""
        return self._screen.count_codes(self._study)

    def sources(self) -> tuple[SourceLine, ...]:
        """The sources in their order."""
        return self._screen.list_sources(self._study)

    def where_to_start(self, wanted: str | None) -> int | None:
        """The source to open first; None in a study without sources."""
        return self._screen.where_to_start(self._study, wanted)

    def has_source(self, number: int) -> bool:
        """Whether a source is in the study still."""
        return self._screen.has_source(self._study, number)

    def source_has_changed(self, change: ChangeSet) -> bool:
        """Whether a change made the source on the desk another: its text, turns, speakers, name or round."""
        return self.source is not None and self._screen.has_changed(self._study, self.source, change)

    def read_source_again(self) -> EditMap:
        """Read the source on the desk anew; returns how its text became what it is now."""
        assert self.source is not None
        before = self.source
        with self.snapshot():
            self.source = self._screen.open_source(self._study, before.text.source.id)
            return self._screen.edits_between(self._study, before, self.source)

    def open_source(self, number: int) -> SourceOnDesk:
        """Put a source on the desk, read anew."""
        with self.snapshot():
            self.source = self._screen.open_source(self._study, number)
        return self.source

    def attributes(self) -> tuple[Attribute, ...]:
        """What is known of cases."""
        from qualcode.services.cases import list_cases

        return list_cases(self._study)[1]

    def coding(self, number: int) -> Coding | None:
        """A live coding by its number; None where there is none any more."""
        return self._screen.coding_now(self._study, number)

    def cases(self) -> tuple[tuple[Case, ...], tuple[Attribute, ...]]:
        """The cases with what is known of them, and the attributes in their order."""
        from qualcode.services.cases import list_cases

        return list_cases(self._study)

    def queries_asked(self) -> tuple[str, ...]:
        """The coder's queries of late, the newest last."""
        from qualcode.services.asked import queries_asked

        return queries_asked(self._study)

    def note_query(self, query: str) -> None:
        """Note a query that was asked; where another window writes just then it is not noted."""
        from qualcode.services.asked import note_query

        with suppress(StudyFileError):
            note_query(self._study, query)

    def cases_of(self, source: int, speaker: int | None) -> tuple[Case, ...]:
        """The cases to which a source is linked whole, or a speaker of it."""
        from qualcode.services.cases import list_cases

        return tuple(case for case in list_cases(self._study)[0] if source in case.sources or speaker in case.speakers)

    def look_into(self, number: int) -> SourceOnDesk:
        """A source read anew without putting it on the desk."""
        with self.snapshot():
            return self._screen.open_source(self._study, number)

    def codings_now(self, numbers: Iterable[int]) -> dict[int, Coding | None]:
        """The present state of codings, as far as they belong to the source on the desk."""
        return self._screen.codings_now(self._study, self.source, numbers) if self.source is not None else {}

    # coding

    def apply(self, text: SourceText, span: Span, codes: Sequence[int]) -> tuple[list[int], ChangeSet | None]:
        """Apply codes to a segment of a source as it was read; the change set is None where all were there already."""
        return self._coding.apply_codes(self._study, source=text.source.id, span=span, codes=codes, known_text=text)

    def apply_new(self, text: SourceText, span: Span, typed: str) -> tuple[int, int, ChangeSet]:
        """Make the code that was typed, a name or `theme > name`, and apply it; returns the ids of code and coding."""
        from qualcode.services.coding_anew import apply_new_code

        return apply_new_code(self._study, typed, source=text.source.id, span=span, known_text=text)

    def recode_to_new(self, coding: int, typed: str) -> tuple[int, ChangeSet]:
        """Make the code that was typed and give it to a coding in place of its own; returns the code's id."""
        from qualcode.services.coding_anew import recode_to_new

        return recode_to_new(self._study, coding, typed)

    def code_in_vivo(self, text: SourceText, span: Span) -> tuple[int, int, ChangeSet | None]:
        """Apply the code that a segment's words name, made where there is none; returns the ids of code and coding."""
        from qualcode.services.coding_anew import code_in_vivo

        return code_in_vivo(self._study, source=text.source.id, span=span, known_text=text)

    def move_ends(self, text: SourceText, coding: int, span: Span) -> tuple[int, ChangeSet | None]:
        """Let a coding hold other words; returns the id of the coding that has them."""
        from qualcode.services.coding_ends import move_ends

        return move_ends(self._study, coding, span, known_text=text)

    def code_plan(self, plan: CodingPlan) -> tuple[int, ChangeSet | None]:
        """Apply a code to all that was planned, as one change; returns how many codings are new."""
        from qualcode.services.coding_hits import code_plan

        return code_plan(self._study, plan)

    def uncode(self, coding: int) -> ChangeSet | None:
        """Take a coding away."""
        return self._coding.remove_coding(self._study, coding)

    def recode(self, coding: int, code: int) -> ChangeSet | None:
        """Give a coding another code."""
        return self._coding.recode(self._study, coding, code)

    def star(self, coding: int) -> tuple[bool, ChangeSet | None]:
        """Star a coding, or unstar it."""
        return self._coding.star(self._study, coding)

    def mark_unsure(self, coding: int) -> tuple[bool, ChangeSet | None]:
        """Mark a coding unsure, or sure."""
        return self._coding.mark_unsure(self._study, coding)

    def undo(self) -> ChangeSet:
        """Take this coder's latest action back."""
        return self._studies.undo(self._study)

    def redo(self) -> ChangeSet:
        """Put back what this coder undid last."""
        return self._studies.redo(self._study)

    # the desk's own memory, outside the change history

    def remember(self, offset: int | None, codes: Iterable[int] = ()) -> None:
        """Keep where the coder is in the source on the desk, and which codes they used, oldest first."""
        number = self.source.text.source.id if self.source is not None and offset is not None else None
        self._screen.remember(self._study, source=number, offset=offset or 0, codes=codes)

    def digits(self) -> tuple[Mapping[int, int], tuple[int, ...]]:
        """Pinned codes by digit, and codes of late, newest first."""
        return self._screen.digits(self._study)

    def pin(self, code: int, digit: int | None) -> None:
        """Pin a code to a digit, or unpin it."""
        self._screen.pin_code(self._study, code, digit)

    def filter(self) -> tuple[int, ...]:
        """The codes whose codings alone are shown; none where all are."""
        return self._screen.code_filter(self._study)

    def keep_filter(self, codes: Iterable[int]) -> None:
        """Keep the codes whose codings alone are shown."""
        self._screen.keep_code_filter(self._study, codes)

    def queries(self) -> dict[str, int]:
        """The code taken last for what was typed in quick code."""
        return self._screen.queries(self._study)

    def keep_queries(self, chosen: Mapping[str, int]) -> None:
        """Keep the code taken last for what was typed."""
        self._screen.keep_queries(self._study, chosen)
