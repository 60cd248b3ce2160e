"""`qualcode import`: transcripts into a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, progress_bar, say

if TYPE_CHECKING:
    from qualcode.domain.speakers import NotTaken
    from qualcode.services.importing import Imported, ImportedFile

SHOWN_LINES = 6


@click.command(epilog='Example: qualcode import fls transcripts/*.docx --speakers "MEL=interviewer,DONALD=participant"')
@study_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--speakers",
    default="auto",
    show_default=True,
    metavar="auto|none|before|LABEL=ROLE,...",
    help="Who speaks: proposed and printed, nobody, proposed with the roles you confirmed before, or the labels with their"
    " roles (interviewer, participant, other).",
)
@click.option(
    "--case-from",
    type=click.Choice(["speaker", "name", "none"]),
    default="speaker",
    show_default=True,
    help="Make or find a case for each participant label, one for the source's name, or none.",
)
@click.option(
    "--case", "cases", multiple=True, metavar="LABEL=NAME", help="Whose talk a label's is, as one speaker of a group; repeat it."
)
@click.option("--encoding", metavar="E", help="Read plain texts in this encoding, such as cp1252; else it is found or guessed.")
@click.option("--name", metavar="NAME", help="Call the source so, not as its file (one file only).")
@click.option("--dry-run", is_flag=True, help="Only show what would be imported.")
@click.option("--preview", type=click.IntRange(min=0), default=0, metavar="N", help="With --dry-run, the first N turns as read.")
@as_option
@json_option
def command(
    study: str,
    files: tuple[Path, ...],
    speakers: str,
    case_from: str,
    cases: tuple[str, ...],
    encoding: str | None,
    name: str | None,
    dry_run: bool,
    preview: int,
    acting: str | None,
    as_json: bool,
) -> int:
    """Import transcripts: txt, md, docx, odt, vtt, srt.

    Labels and roles are proposed, taken and printed; --speakers corrects them, and remembers what you gave for
    --speakers before. Each file is one change: `qualcode undo` takes back one file.
    """
    from qualcode.services.importing import import_files

    with opened(study, acting) as work, progress_bar("Importing") as progress:
        done = import_files(
            work,
            files,
            speakers=speakers,
            case_from=case_from,
            cases=cases,
            encoding=encoding,
            name=name,
            dry_run=dry_run,
            previewed=preview,
            progress=progress,
        )
    if as_json:
        emit_json([_as_json(one) for one in done.files])
    else:
        for one in done.files:
            _print_file(one)
    _say_end(done, dry_run, proposed=speakers in {"auto", "before"})
    return 1 if done.failed else 0


def _as_json(one: ImportedFile) -> dict[str, object]:
    return {
        "file": one.file,
        "name": one.name,
        "reader": one.reader,
        "encoding": one.encoding,
        "encoding_known_by": one.known_by,
        "confidence": one.confidence,
        "words": one.words,
        "turns": one.turns,
        "speakers": [{"label": speaker.label, "role": speaker.role.value, "turns": speaker.turns} for speaker in one.speakers],
        "not_taken": [{"label": left.label, "lines": list(left.lines), "reason": left.reason} for left in one.not_taken],
        "cases": [{"case": case.name, "known": case.known} for case in one.cases],
        "notes": list(one.notes),
        "change": one.change.id if one.change else None,
        "preview": [
            {"turn": part.number, "label": part.label, "role": part.role.value if part.role else None, "words": part.words}
            for part in one.preview
        ],
    }


def _print_file(one: ImportedFile) -> None:
    from qualcode.domain.text import drawn

    sure = "" if one.confidence is None else f", {one.confidence:.0%} sure"
    lines = [
        f"{one.name}: {one.words:,} words, {one.turns:,} turns",
        f"  read as {one.reader}, {one.encoding} ({one.known_by}{sure})",
    ]
    if one.speakers:
        said = ", ".join(f"{speaker.label} {speaker.turns} ({speaker.role.value})" for speaker in one.speakers)
        lines.append(f"  speakers: {said}")
    else:
        lines.append("  no speakers: it is read by paragraphs")
    if one.cases:
        lines.append(f"  cases: {', '.join(case.name + (' (known)' if case.known else ' (made)') for case in one.cases)}")
    lines += [f"  not taken as a label: {_left(left)}" for left in one.not_taken[:SHOWN_LINES]]
    if len(one.not_taken) > SHOWN_LINES:
        lines.append(f"  and {len(one.not_taken) - SHOWN_LINES} more (all with --json)")
    lines += [f"  note: {note}" for note in one.notes]
    for part in one.preview:
        head = f"  {part.number} {part.label} ({part.role.value}): " if part.role else "  outside turns: "
        lines.append(head + " ".join(part.words.split()))
    click.echo(drawn("\n".join(lines)))


def _left(left: NotTaken) -> str:
    where = ", ".join(map(str, left.lines[:SHOWN_LINES])) + (", …" if len(left.lines) > SHOWN_LINES else "")
    return f'"{left.label}" in line {where} ({left.reason})'


def _say_end(done: Imported, dry_run: bool, *, proposed: bool) -> None:
    count = counted(len(done.files), "file")
    if dry_run:
        say(f"{count} could be imported; nothing was written.")
    elif done.files:
        ask = proposed and any(one.speakers for one in done.files)
        say(f"Imported {count}.{' Labels and roles are proposals; `--speakers` corrects them.' if ask else ''}")
    for one in done.failed:
        say(f"Not imported: {one.error.message} {one.error.hint}".strip())
