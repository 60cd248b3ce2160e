"""All outputs of a study built together into one folder, and the check whether they are still true.

A build writes nothing into the study. What is made twice from the same study has the same bytes, so that a check is a build
whose bytes are compared instead of written.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.domain.build import (
    MANIFEST,
    BuildCheck,
    BuiltFile,
    ChangedCell,
    Manifest,
    ManifestFile,
    changed_cells,
    changed_quotations,
    checked_files,
    read_manifest,
)
from qualcode.domain.printing import Audience
from qualcode.domain.progress import silent
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.build_parts import LeftOut, parts_of
from qualcode.services.build_places import left_in, make_folder, place_files, read_file, refuse_unwritable
from qualcode.services.codebook_appendix import codebook_as_now
from qualcode.services.gate import check_printed, remarks_on_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from qualcode.domain.progress import Progress
    from qualcode.domain.theme_tables import UnreadQuotation
    from qualcode.services.build_parts import Parts
    from qualcode.storage import OpenStudy

LIBRARIES = ("lxml", "python-docx", "xlsxwriter")
"""What writes the files: another version of it may write other bytes."""
NAMED = 6


@dataclass(frozen=True, slots=True)
class Build:
    """What was built: the files whose bytes are new or others than before, those that were so already, and what was said.

    `removed` are outputs of an earlier build that the study no longer has. `unread` says which quotations nobody has read
    for identification, `remarks` what an author may want to know.
    """

    folder: Path
    manifest: Manifest
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    unread: tuple[UnreadQuotation, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    files: tuple[BuiltFile, ...]
    manifest: Manifest
    left_out: tuple[LeftOut, ...]
    unread: tuple[UnreadQuotation, ...]
    remarks: tuple[str, ...]
    speaking: Mapping[str, tuple[str, ...]]


def build(
    study: OpenStudy,
    folder: Path,
    *,
    audience: Audience = Audience.TEAM,
    overwrite: bool = False,
    progress: Progress = silent,
) -> Build:
    """Build every output the study has into a folder, which is made where it does not exist.

    All of it is made before any of it is written; what fails, or is stopped, leaves the files of before. A file that
    somebody changed since it was built, or that no build wrote, is replaced with `overwrite` only.

    Raises:
        StoppedForPublication: it is for publication and something in it tells who somebody is; all places are named.
        NotAllowed: the folder holds a build for others or of another study, or files that would be lost; or the viewer
            codes blind; or it is for publication and there is no replacement list.
        InvalidInput: the folder or a file in it cannot be written.
        Cancelled: `progress` stopped it.
    """
    refuse_unwritable(folder)
    before = _before(study, folder, audience)
    made = _make(study, audience, progress, gate=True)
    if not overwrite:
        _refuse_to_lose(folder, before, made)
    make_folder(folder)
    wanted = {one.name: one.data for one in made.files}
    stale = [] if before is None else [one for one in before.files if one.file not in wanted]
    removed = [one.file for one in stale if _hash(read_file(folder / one.file)) == one.sha256]
    there = {name: read_file(folder / name) for name in wanted}
    written = {name: data for name, data in wanted.items() if there[name] != data}
    place_files(folder, {**written, MANIFEST: made.manifest.to_bytes()}, removed)
    return Build(
        folder,
        made.manifest,
        tuple(written),
        tuple(name for name in wanted if name not in written),
        tuple(removed),
        made.left_out,
        made.unread,
        made.remarks,
    )


def check_build(study: OpenStudy, folder: Path, *, progress: Progress = silent) -> BuildCheck:
    """Say which outputs in a folder are older than the study, changed by hand, missing or not built yet; writes nothing.

    Raises:
        NotFound: there is no build in the folder.
        NotAllowed: it is a build of another study, or the viewer codes blind.
        InvalidInput: its manifest cannot be read.
        Cancelled: `progress` stopped it.
    """
    manifest = _manifest(folder)
    if manifest is None:
        raise NotFound(f"There is no build in {folder}.", "Make one with `qualcode build STUDY --to FOLDER`.")
    _refuse_other_study(study, folder, manifest)
    made = _make(study, manifest.audience, progress, gate=False)
    now = {one.name: one.sha256 for one in made.files}
    on_disk = {name: _hash(read_file(folder / name)) for name in {*now, *(one.file for one in manifest.files)}}
    notes = []
    if manifest.qualcode != __version__:
        notes.append(f"Built with qualcode {manifest.qualcode}; this is {__version__}.")
    elif dict(manifest.libraries) != dict(made.manifest.libraries):
        notes.append("Built with other versions of the libraries that write the files.")
    return BuildCheck(
        manifest.audience,
        checked_files(manifest, on_disk, now),
        _named(study, changed_cells(manifest.cells, made.manifest.cells)),
        tuple(notes),
        changed_quotations(manifest.quotations, made.manifest.quotations, made.speaking),
    )


def _make(study: OpenStudy, audience: Audience, progress: Progress, *, gate: bool) -> _Made:
    with study.snapshot():
        found = parts_of(study, audience, progress, to_print=gate)
        if gate:
            check_printed(study, [words for part in found.parts for words in part.words], audience=audience)
        names = [(part, name) for part in found.parts for name in part.names]
        files = []
        for place, (part, name) in enumerate(names):
            progress(len(names) + place, 2 * len(names), f"Making {name}")
            files.append(part.built(name))
        manifest = _manifest_of(study, audience, files, found)
    unread = tuple(line for part in found.parts for line in part.unread)
    remarks = (*remarks_on_list(study, audience), *(line for part in found.parts for line in part.remarks))
    return _Made(tuple(files), manifest, found.left_out, unread, remarks, found.speaking)


def _manifest_of(study: OpenStudy, audience: Audience, files: Iterable[BuiltFile], found: Parts) -> Manifest:
    return Manifest(
        study.facts.guid,
        study.facts.schema,
        codebook_as_now(study),
        __version__,
        {name: version(name) for name in LIBRARIES},
        audience,
        tuple(ManifestFile(one.name, one.what, len(one.data), one.sha256) for one in files),
        found.cells,
        found.quotations,
    )


def _manifest(folder: Path) -> Manifest | None:
    data = read_file(folder / MANIFEST)
    return None if data is None else read_manifest(data)


def _before(study: OpenStudy, folder: Path, audience: Audience) -> Manifest | None:
    """What was built in the folder before, if it may be built anew there."""
    before = _manifest(folder)
    if before is None:
        return None
    _refuse_other_study(study, folder, before)
    if before.audience is not audience:
        whom = "the team" if before.audience is Audience.TEAM else "publication"
        raise NotAllowed(
            f"{folder} holds a build for {whom}.",
            "Build for others into a folder of its own, so that the two are never mixed up.",
        )
    return before


def _refuse_other_study(study: OpenStudy, folder: Path, manifest: Manifest) -> None:
    if manifest.study != study.facts.guid:
        raise NotAllowed(f"{folder} holds a build of another study.", "Name another folder.")


def _refuse_to_lose(folder: Path, before: Manifest | None, made: _Made) -> None:
    """Refuse to replace what no build wrote, or what was changed since."""
    lost = []
    manifests = (*([before] if before else []), *_stopped(folder))
    for one in made.files:
        there = read_file(folder / one.name)
        built = {file.sha256 for manifest in manifests if (file := manifest.file(one.name))}
        if there is not None and there != one.data and _hash(there) not in built:
            lost.append(one.name)
    if lost:
        named = ", ".join(lost[:NAMED]) + (f" and {len(lost) - NAMED} more" if len(lost) > NAMED else "")
        raise NotAllowed(
            f"Nothing was written: changed since it was built, or written by no build, in {folder}: {named}.",
            "Move away what you want to keep, or replace it with --overwrite.",
        )


def _stopped(folder: Path) -> Iterator[Manifest]:
    """The manifests of builds that were stopped while their files came into their places."""
    for data in left_in(folder, MANIFEST):
        with suppress(InvalidInput):
            yield read_manifest(data)


def _named(study: OpenStudy, keys: Iterable[tuple[str, str]]) -> tuple[ChangedCell, ...]:
    """Cells by the names of their case and theme, in the order of cases and codebook."""
    cases = {case.guid: (place, case.name) for place, case in enumerate(study.cases.all())}
    codes = {code.guid: (place, code.name) for place, code in enumerate(study.codes.codebook().codes)}
    lost = (len(cases), "a case that is no longer there"), (len(codes), "a theme that is no longer there")
    found = sorted((cases.get(case, lost[0]), codes.get(code, lost[1])) for case, code in keys)
    return tuple(ChangedCell(case, theme) for (_, case), (_, theme) in found)


def _hash(data: bytes | None) -> str | None:
    return None if data is None else sha256(data).hexdigest()
