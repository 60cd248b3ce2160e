"""Saved versions of the codebook: keeping one, and telling what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook_compare import compare_codebooks
from qualcode.domain.codebook_paths import clean_text
from qualcode.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook_compare import CodebookChange
    from qualcode.domain.codes import CodebookVersion
    from qualcode.storage import OpenStudy


def save_codebook_version(study: OpenStudy, name: str, *, note: str = "") -> tuple[CodebookVersion, ChangeSet]:
    """Save the codebook as it is now under a name.

    Raises:
        InvalidInput: the name is empty, too long or taken.
        NotAllowed: the viewer codes blind, and so does not see the whole codebook.
    """
    if study.sight.blind:
        raise NotAllowed("A codebook version cannot be saved by who codes blind.", "Save it when the round is closed.")
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise InvalidInput("A codebook version needs a name of at most 200 characters.", 'Give one, such as "v1".')
    if study.codes.version_name_taken(name):
        raise InvalidInput(
            f'There is already a codebook version "{name}".', "Choose another name; a saved version stays as it is."
        )
    with study.unit_of_work("save_codebook_version", what=f"codebook version {name}") as work:
        number = work.codes.add_version(name, clean_text(note))
    return next(one for one in study.codes.versions() if one.id == number), work.insist()


def list_codebook_versions(study: OpenStudy) -> tuple[CodebookVersion, ...]:
    """The saved versions that the viewer may see, the oldest first."""
    return study.codes.versions()


def compare_codebook(study: OpenStudy, before: str, after: str | None = None) -> tuple[CodebookChange, ...]:
    """What changed from one saved version to another, or to the codebook as it is now.

    Raises:
        NotFound: there is no such version.
    """
    old = study.codes.codebook_of_version(study.codes.version_named(before).id)
    if after is None:
        return compare_codebooks(old, study.codes.codebook())
    return compare_codebooks(old, study.codes.codebook_of_version(study.codes.version_named(after).id))
