"""The codebook as a paper's appendix."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from qualcode.domain.codebook_appendix import CodebookAppendix, appendix_entries
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.errors import NotAllowed, UsageError
from qualcode.services.codebook_versions import compare_codebook
from qualcode.services.gate import check_printed
from qualcode.services.outputs import require_docx, unprintable
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.theme_tables import Count
    from qualcode.storage import OpenStudy

TITLE = "Codebook"
SAVED = "version "


def codebook_appendix(
    study: OpenStudy, *, version: str | None = None, counts: bool = False, examples: bool = True
) -> CodebookAppendix:
    """The codebook as it is now, or a saved version of it; with `counts` how many participants each code was found in.

    Raises:
        NotFound: there is no such version.
        NotAllowed: the codebook is empty, or the viewer codes blind and asks for counts.
        UsageError: counts are asked for of a saved version, whose codes may be others by now.
    """
    if version is not None and counts:
        raise UsageError("Participants are counted for the codebook as it is now.", "Leave out --version or --counts.")
    book = study.codes.codebook()
    named = codebook_as_now(study)
    if version is not None:
        saved = study.codes.version_named(version)
        book, named = study.codes.codebook_of_version(saved.id), f"{SAVED}{saved.name}"
    if not len(book):
        raise NotAllowed("The codebook is empty, so there is nothing to print.", "Bring one in with `qualcode codebook import`.")
    found = _counts(study) if counts else {}
    entries = appendix_entries(book, found, examples=examples)
    return CodebookAppendix(TITLE, named, entries, counted=counts, saved=named.startswith(SAVED))


def write_codebook_appendix(
    study: OpenStudy,
    path: Path,
    *,
    version: str | None = None,
    counts: bool = False,
    examples: bool = True,
    audience: Audience = Audience.TEAM,
) -> tuple[CodebookAppendix, tuple[str, ...]]:
    """Write the appendix to a Word file, which is replaced where it exists; with it a line for what Word cannot hold.

    Raises:
        UsageError: the file is not to be a .docx.
        InvalidInput: the file cannot be written.
        NotAllowed: as `codebook_appendix`, or it is for publication and would tell who somebody is.
    """
    require_docx(path)
    found = codebook_appendix(study, version=version, counts=counts, examples=examples)
    words = printed_words(found)
    check_printed(study, words, audience=audience)
    write_bytes(path, appendix_file(found, audience=audience))
    return found, unprintable((one.place, one.text) for one in words)


def appendix_file(found: CodebookAppendix, *, audience: Audience = Audience.TEAM) -> bytes:
    """The bytes of the Word file."""
    from qualcode.formats.writers.docx.codebook_appendix import codebook_appendix_docx

    return codebook_appendix_docx(found, audience=audience)


def printed_words(found: CodebookAppendix) -> tuple[PrintedWords, ...]:
    """The words of the caption, which names a version, and of each code; an example is words that nobody is told beside."""
    caption = PrintedWords(found.title, "caption", found.caption)
    entries = (
        PrintedWords(
            found.title,
            one.name,
            "\n".join((one.name, one.definition, one.include, one.exclude, one.example)),
            verbatim=one.example,
        )
        for one in found.entries
    )
    return (caption, *entries)


def appendix_data(found: CodebookAppendix) -> dict[str, object]:
    """The appendix as plain data, for JSON."""
    return asdict(found)


def codebook_as_now(study: OpenStudy) -> str:
    """The codebook as it is now in words: the version it is, or the last one it was changed from."""
    versions = study.codes.versions()
    if not versions:
        return "no version saved"
    last = versions[-1].name
    return f"changed since version {last}" if compare_codebook(study, last) else f"{SAVED}{last}"


def _counts(study: OpenStudy) -> dict[int, Count]:
    from qualcode.analysis.frequencies import frequencies
    from qualcode.domain.theme_tables import Count
    from qualcode.services.reading import read_analysis

    counted = frequencies(read_analysis(study, finished=True))
    return {one.code: Count(one.participants, one.of, "participants") for one in counted if one.of}
