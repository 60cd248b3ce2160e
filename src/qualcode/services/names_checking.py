"""Looking at once for all that would stop the study's publication, before any output is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.printing import Audience
from qualcode.domain.progress import silent

if TYPE_CHECKING:
    from qualcode.domain.identification import Stop
    from qualcode.domain.progress import Progress
    from qualcode.storage import OpenStudy


def check_outputs(study: OpenStudy, *, with_allowed: bool = False) -> tuple[Stop, ...]:
    """What stops in all outputs of a publication, read together; `with_allowed` also what was allowed.

    Raises:
        NotAllowed: the viewer codes blind.
        InvalidInput: the replacement list cannot be read, or the words of a quotation are no longer in its source.
    """
    from qualcode.services.build_parts import parts_of
    from qualcode.services.gate import findings_in

    with study.snapshot():
        found = parts_of(study, Audience.PUBLICATION, silent)
        return findings_in(study, [words for part in found.parts for words in part.words], with_allowed=with_allowed)


def undecided_terms(study: OpenStudy, *, progress: Progress = silent) -> int:
    """How many terms found in the transcripts nobody has decided on; 0 where there is no replacement list yet.

    Raises:
        InvalidInput: the replacement list cannot be read.
        QualcodeError: the process that looks for names failed.
        Cancelled: `progress` raised it.
    """
    from qualcode.services.names_finding import find_names
    from qualcode.services.names_list import read_list

    return len(find_names(study, progress=progress)) if read_list(study).there else 0
