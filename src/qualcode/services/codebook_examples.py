"""Examples of codes, taken from their codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook_rules import require_live
from qualcode.errors import InvalidInput, NotFound
from qualcode.services.codebook import require_unfrozen
from qualcode.services.coding import coding_of

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.storage import OpenStudy


def take_example(study: OpenStudy, code: int, coding: int, *, reason: str = "") -> ChangeSet | None:
    """Make the words of a coding the example of its code, or of one above it; None where they are that already.

    The words are taken as they are now, on one line. They then stand in the codebook: a coder who codes blind does not see
    those of sampled sources, and a withdrawal takes them out.

    Raises:
        NotFound: there is no such code, or no such coding that the viewer may see.
        InvalidInput: the coding is of another code.
        NotAllowed: the code is retired or frozen.
    """
    with study.unit_of_work("take_example", reason=reason) as work:
        book = work.codes.codebook()
        if code not in book:
            raise NotFound(f"There is no code {code}.", "`qualcode codebook show` lists the codes.")
        require_live(book, code)
        require_unfrozen(work, [code])
        found = coding_of(work, coding)
        if found.code not in book.subtree(code):
            raise InvalidInput(
                f'Coding {coding} is not one of "{book.path_text(code)}" or of a code below it.',
                "`qualcode segments --code` lists them.",
            )
        (cited,) = work.codings.cited(numbers=[coding])
        work.what = f"example of {book[code].name} from {cited.source_name}"
        work.codes.change(code, example=" ".join(cited.words.split()))
    return work.change_set
