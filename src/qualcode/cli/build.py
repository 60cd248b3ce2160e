"""`qualcode build`: every output of a study into one folder, and the check whether they are still true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, audience_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, print_table, progress_bar, say
from qualcode.errors import NotAllowed, UsageError

if TYPE_CHECKING:
    from qualcode.domain.build import BuildCheck
    from qualcode.services.build import Build
    from qualcode.services.gate import StoppedForPublication
    from qualcode.storage import OpenStudy

OLDER = 3
"""The exit code of a check that found something that is not as it would be built now."""


@click.command(epilog="Example: qualcode build fls --to paper")
@study_argument
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="The folder to build in.")
@audience_option
@click.option("--check", is_flag=True, help="Write nothing; say what is older than the study. Exit code 3 where something is.")
@click.option("--overwrite", is_flag=True, help="Replace files that were changed since they were built, too.")
@as_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    study: str,
    folder: Path,
    audience: str,
    check: bool,
    overwrite: bool,
    acting: str | None,
    as_json: bool,
) -> None:
    """Build every chart, table and appendix the study has, with a manifest of what they were made from.

    The same study gives the same bytes. For publication all outputs pass the de-identification check together, or none is
    written; the audit trail is built for the team alone.
    """
    if check and overwrite:
        raise UsageError("A check writes nothing.", "Leave out --check or --overwrite.")
    with opened(study, acting) as work:
        if check:
            current = _check(work, folder, as_json=as_json)
        else:
            _build(work, folder, audience, overwrite=overwrite, as_json=as_json)
            current = True
    if not current:
        context.exit(OLDER)


def _build(work: OpenStudy, folder: Path, audience: str, *, overwrite: bool, as_json: bool) -> None:
    from qualcode.domain.printing import Audience
    from qualcode.services.build import build
    from qualcode.services.gate import StoppedForPublication

    try:
        with progress_bar("Building") as progress:
            done = build(work, folder, audience=Audience(audience), overwrite=overwrite, progress=progress)
    except StoppedForPublication as error:
        raise _all_named(error) from None
    if as_json:
        emit_json(_as_json(done))
    else:
        _print(done)


def _all_named(error: StoppedForPublication) -> NotAllowed:
    """Say every place that tells who somebody is, not the first few alone."""
    for stop in error.stops:
        say(stop.said)
    return NotAllowed(f"Nothing was built: {error.counted}.", error.hint)


def _print(done: Build) -> None:
    from qualcode.domain.theme_tables import unread_in_tables

    for one in done.left_out:
        say(f"Not built: {one.what}, for {one.why.rstrip('.')}.")
    # Who publishes has to see each of them; for the team it is enough to know how many there are.
    unread = (
        tuple(unread_in_tables(done.unread)) if done.manifest.audience == "publication" else _counted_unread(len(done.unread))
    )
    for line in (*done.remarks, *unread):
        say(line)
    for name in done.removed:
        say(f"Removed {name}: the study no longer has it.")
    rows = [(one.file, one.what, one.size, "written" if one.file in done.written else "unchanged") for one in done.manifest.files]
    print_table(["file", "what", "bytes", ""], rows, right=["bytes"])
    said = (
        f"Built {counted(len(rows), 'file')} in {done.folder}: {len(done.written)} written, {len(done.unchanged)} as they were."
    )
    say(f"{said} {done.manifest.audience.remark}")


def _counted_unread(many: int) -> tuple[str, ...]:
    return (f"Not read for identification: {counted(many, 'quotation')}.",) if many else ()


def _as_json(done: Build) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "for": str(done.manifest.audience),
        "files": [
            {"file": one.file, "what": one.what, "size": one.size, "sha256": one.sha256, "written": one.file in done.written}
            for one in done.manifest.files
        ],
        "removed": list(done.removed),
        "left_out": [{"what": one.what, "why": one.why} for one in done.left_out],
        "unread": [one.said for one in done.unread],
        "remarks": list(done.remarks),
    }


def _check(work: OpenStudy, folder: Path, *, as_json: bool) -> bool:
    from qualcode.services.build import check_build

    with progress_bar("Checking") as progress:
        found = check_build(work, folder, progress=progress)
    if as_json:
        emit_json(_check_as_json(found))
        return found.current
    print_table(["file", "state"], [(one.file, _state(one.state, older=one.older)) for one in found.files])
    for note in found.notes:
        say(note)
    for cell in found.cells:
        say(f"Evidence changed: {cell.case}, {cell.theme}.")
    for one in found.quotations:
        say(f"{one.said}.")
    behind = sum(one.state != "current" for one in found.files)
    many = counted(len(found.files), "file")
    say(f"All {many} are as the study is." if found.current else f"{behind} of {many} are not as the study is: build again.")
    return found.current


def _state(state: str, *, older: bool) -> str:
    return f"{state}, and older than the study" if older and state == "changed since it was built" else str(state)


def _check_as_json(found: BuildCheck) -> dict[str, object]:
    return {
        "for": str(found.audience),
        "current": found.current,
        "files": [{"file": one.file, "state": str(one.state), "older": one.older} for one in found.files],
        "cells": [{"case": one.case, "theme": one.theme} for one in found.cells],
        "quotations": [
            {
                "starred_coding" if one.starred else "number": one.number,
                "table": one.table,
                "cases": list(one.cases),
                "changed": list(one.changed),
            }
            for one in found.quotations
        ],
        "notes": list(found.notes),
    }
