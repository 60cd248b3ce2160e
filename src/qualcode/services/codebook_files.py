"""Codebook files: merged into the study's codebook, and written from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook_entries import entries_of
from qualcode.domain.codebook_import import FIELDS, plan_import
from qualcode.domain.printing import TEAM_ONLY
from qualcode.errors import InvalidInput
from qualcode.services.codebook import require_unfrozen, require_unlocked
from qualcode.services.tables_in import read_bytes, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook_entries import CodeEntry, ProposedKind
    from qualcode.domain.codebook_import import ImportPlan
    from qualcode.storage import OpenStudy, UnitOfWork

YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class ImportedCodebook:
    """What an import of a codebook did, or on a dry run would do.

    `added` are paths; `changed` paths with the names of the fields that changed; `proposed` the kinds taken from the
    tree because nothing stated them; `change` is None when nothing was written.
    """

    added: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    unchanged: int
    proposed: tuple[ProposedKind, ...]
    change: ChangeSet | None


def import_codebook(study: OpenStudy, path: Path, *, dry_run: bool = False, reason: str = "") -> ImportedCodebook:
    """Merge a codebook file (YAML or CSV) into the study's codebook as one action: the same path is the same code.

    What the file states is taken, what it does not stays, and codes it does not hold stay too.

    Raises:
        InvalidInput: the file cannot be read; the message names the line, the key and what was expected.
        NotAllowed: it would change a frozen codebook, or retire a code of a check round in progress.
    """
    entries = _read(path)
    plan = plan_import(study.codes.codebook(), entries)
    retired = [number for number, values in plan.changed.items() if values.get("retired")]
    require_unfrozen(study, [*plan.changed, *(child for child, _ in plan.shown)])
    require_unlocked(study, retired, "retired")
    change = None
    if not dry_run and not plan.does_nothing:
        with study.unit_of_work("import_codebook", reason=reason, what=f"codebook from {path.name}") as work:
            _write(work, plan)
        change = work.change_set
    return _told(plan, change)


def export_codebook(study: OpenStudy, path: Path, *, version: str | None = None) -> int:
    """Write the codebook, or a saved version of it, as YAML or CSV by the file's ending; returns how many codes.

    Raises:
        InvalidInput: the ending is neither, or the file cannot be written.
        NotFound: there is no such version.
    """
    entries = _entries_now(study, version)
    if path.suffix.lower() in YAML:
        from qualcode.formats.writers.codebook_yaml import write_codebook_yaml

        # The examples are participants' words. A table has no line that could say so.
        write_text(path, f"# {TEAM_ONLY}\n{write_codebook_yaml(entries)}")
    elif path.suffix.lower() == ".csv":
        from qualcode.formats.writers.codebook_csv import write_codebook_csv

        write_text(path, write_codebook_csv(entries))
    else:
        raise _unknown_ending(path)
    return len(entries)


def _entries_now(study: OpenStudy, version: str | None) -> tuple[CodeEntry, ...]:
    if version is None:
        return entries_of(study.codes.codebook())
    return entries_of(study.codes.codebook_of_version(study.codes.version_named(version).id))


def _read(path: Path) -> tuple[CodeEntry, ...]:
    from qualcode.formats.csv_cells import utf8_text

    if path.suffix.lower() not in (*YAML, ".csv"):
        raise _unknown_ending(path)
    data = read_bytes(path)
    try:
        text = utf8_text(data)
        if path.suffix.lower() == ".csv":
            from qualcode.formats.readers.codebook_csv import read_codebook_csv

            return read_codebook_csv(text)
        from qualcode.formats.readers.codebook_yaml import read_codebook_yaml

        return read_codebook_yaml(text)
    except InvalidInput as error:
        raise InvalidInput(f"{path.name}: {error.message}", error.hint) from None


def _unknown_ending(path: Path) -> InvalidInput:
    return InvalidInput(f"{path.name} is no codebook file by its name.", "A codebook file ends in .yaml or .csv.")


def _write(work: UnitOfWork, plan: ImportPlan) -> None:
    ids: dict[int, int] = {}

    def known(number: int) -> int:
        return ids.get(number, number)

    for code in sorted(plan.new, key=lambda one: -one.id):
        values: dict[str, Any] = {field: getattr(code, field) for field in (*FIELDS, "name", "retired")}
        parent = None if code.parent is None else known(code.parent)
        ids[code.id] = work.codes.add(values, parent=parent, rank=code.rank)
    for code in plan.new:
        if code.merged_into is not None:
            work.codes.change(known(code.id), merged_into=known(code.merged_into))
    for number, values in plan.changed.items():
        referred = {"merged_into": known(values["merged_into"])} if "merged_into" in values else {}
        work.codes.change(number, **{**values, **referred})
    for child, parent in plan.shown:
        work.codes.show_under(known(child), known(parent))


def _told(plan: ImportPlan, change: ChangeSet | None) -> ImportedCodebook:
    book = plan.codebook
    fields: dict[int, list[str]] = {number: list(values) for number, values in plan.changed.items()}
    for child, _ in plan.shown:
        if child > 0 and "also_under" not in fields.setdefault(child, []):
            fields[child].append("also_under")
    return ImportedCodebook(
        added=tuple(book.path_text(code.id) for code in book.codes if code.id < 0),
        changed=tuple((book.path_text(code.id), tuple(fields[code.id])) for code in book.codes if code.id in fields),
        unchanged=plan.unchanged - sum(1 for number in fields if number not in plan.changed),
        proposed=plan.proposed,
        change=change,
    )
