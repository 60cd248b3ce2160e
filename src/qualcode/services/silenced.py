"""Words of cases that may not be quoted, where nobody is told beside them: in a code's example, a heading, an answer."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from qualcode.domain.quoted_words import is_said, plain, quoted_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.domain.cases import Case
    from qualcode.domain.printing import PrintedWords
    from qualcode.storage import OpenStudy

FEWEST = 4
"""Words from which they are taken for those of who said them; fewer anybody says."""


class Silenced:
    """The cases that may not be quoted, and what they say; their talk is read where something is held against it."""

    def __init__(self, study: OpenStudy, cases: Sequence[Case]) -> None:
        self._study = study
        self._known = cases
        self.cases = {case.name: case.id for case in cases if not case.may_quote}

    @cached_property
    def _talks(self) -> Mapping[str, str]:
        from qualcode.analysis.cells import plain_talk
        from qualcode.analysis.talk import talks_of
        from qualcode.services.reading import sources_by_case

        silent = [case for case in self._known if case.name in self.cases]
        sources = sources_by_case(self._study, silent)
        texts = self._study.talk.of_sources({source for found in sources.values() for source in found})
        talks = talks_of(texts, self._known)
        return {case.name: plain_talk(case.id, [talks[source] for source in sources[case.id]]) for case in silent}

    def speaking_in(self, words: PrintedWords) -> Iterator[str]:
        """Who of them says what is printed in quotation marks, or as an example, where nobody is told beside it."""
        if not self.cases or words.case is not None or words.quote is not None:
            return
        given = [one for one in (*quoted_in(words.text), words.verbatim) if len(plain(one).split()) >= FEWEST]
        if given:
            yield from (name for name, talk in self._talks.items() if any(is_said(one, talk) for one in given))
