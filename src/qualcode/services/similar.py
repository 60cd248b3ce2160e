"""More like this: turns that share weighty words with a passage or with all that has a code. It proposes and never codes.

The comparison runs in a process of its own (`similar_child`); what is called here asks that process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.progress import silent
from qualcode.domain.similar import Like, UseOfSimilar
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.similar_asking import SimilarAsker

if TYPE_CHECKING:
    from qualcode.domain.progress import Progress
    from qualcode.domain.similar import SimilarPassage
    from qualcode.storage import OpenStudy

LIMIT = 20


def similar_to_coding(
    study: OpenStudy, number: int, *, limit: int = LIMIT, progress: Progress = silent
) -> tuple[SimilarPassage, ...]:
    """The turns most like the words of a coding.

    Raises:
        NotFound: there is no such coding.
        NotAllowed: the viewer codes a blind sample.
        InvalidInput: the coding has no words to compare.
        StudyFileError: the study may only be read, and so the use could not be recorded.
    """
    return _ask(study, Like(coding=number), limit, progress)


def similar_to_turn(
    study: OpenStudy, source: str, turn: int, *, limit: int = LIMIT, progress: Progress = silent
) -> tuple[SimilarPassage, ...]:
    """The turns most like a turn; otherwise as `similar_to_coding`."""
    text = study.sources.text(study.sources.named(source).id)
    found = next((one for one in text.turns if one.number == turn), None)
    if found is None:
        raise NotFound(f"{text.source.name} has no turn {turn}.", f"Its turns are numbered 1 to {len(text.turns)}.")
    return _ask(study, Like(source=text.source.id, span=found.span), limit, progress)


def similar_to_code(
    study: OpenStudy, code: str, *, limit: int = LIMIT, progress: Progress = silent
) -> tuple[SimilarPassage, ...]:
    """The turns most like all that has a code or one of its sub-codes in the analysis coding, those that have it left out.

    Raises as `similar_to_coding`, and NotFound or Ambiguous for the code.
    """
    refuse_blind(study)
    return _ask(study, Like(code=study.codes.codebook().find(code).id), limit, progress)


def uses_of_similar(study: OpenStudy) -> tuple[UseOfSimilar, ...]:
    """Who looked for similar passages and how often; a blind coder sees only their own."""
    names = {one.id: one.name for one in study.coders.all()}
    uses = study.desk.uses_of_similar()
    return tuple(UseOfSimilar(names.get(coder, "a coder"), times, first, last) for coder, times, first, last in uses)


def refuse_blind(study: OpenStudy) -> None:
    """Refuse to propose anything to somebody who codes blind, or where the use could not be recorded.

    Raises:
        NotAllowed: the viewer codes a blind sample.
        StudyFileError: the study may only be read.
    """
    if study.sight.blind:
        raise NotAllowed(
            f"{study.viewer.name} is coding a blind sample, and similar passages are not proposed until it is closed.",
            "What is proposed would make the two codings alike.",
        )
    study.refuse_unless_writable()


def _ask(study: OpenStudy, like: Like, limit: int, progress: Progress) -> tuple[SimilarPassage, ...]:
    refuse_blind(study)
    asker = SimilarAsker(study.address, study.viewer.name)
    try:
        return asker.ask(like, limit, progress)
    finally:
        asker.close()
