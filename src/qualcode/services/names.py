"""What the researcher says of names: the verbs of the replacement list, which is a file beside the study and not in it.

Every verb keeps the list as it was before, and `services.names_list.undo_list` takes the last one back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.identification import REPLACED_BY, ListedName, NameKind, NameState, same_term
from qualcode.errors import InvalidInput, NotFound
from qualcode.services.names_list import FoundList, begin_list, read_list, write_list, write_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qualcode.domain.identification import ProposedName
    from qualcode.storage import OpenStudy

PROPOSED = ("term", "kind", "replacement", "state", "note", "why", "times", "sources", "context")
"""The columns of a table of what was found; those behind `note` are for reading, and are passed over when it is imported."""


@dataclass(frozen=True, slots=True)
class ListChanged:
    """What a verb did to the list: terms that are new, that changed, and that were so. `undecided` rows said nothing."""

    path: Path
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    undecided: int = 0

    @property
    def done(self) -> int:
        """How many lines are other than before."""
        return len(self.new) + len(self.changed)


def confirm_names(
    study: OpenStudy, terms: Sequence[str], *, kind: str | None = None, replacement: str | None = None, note: str | None = None
) -> ListChanged:
    """Say that terms identify somebody, and what is printed instead; what is not given stays, or is told by the term.

    Raises:
        InvalidInput: a term has no letter or digit, or the kind is none.
    """
    return _say(study, terms, NameState.CONFIRMED, kind=kind, replacement=replacement, note=note)


def dismiss_names(study: OpenStudy, terms: Sequence[str], *, note: str | None = None) -> ListChanged:
    """Say that terms are nobody's name; they are proposed no more, and nothing stops on them.

    Raises:
        InvalidInput: a term has no letter or digit.
    """
    return _say(study, terms, NameState.NOT_A_NAME, note=note)


def remove_names(study: OpenStudy, terms: Sequence[str]) -> ListChanged:
    """Take terms out of the list; nothing is said of them then.

    Raises:
        NotFound: one is not in the list.
    """
    found = read_list(study)
    gone = {same_term(_listed(found, term).term) for term in terms}
    kept = tuple(one for one in found.listed.names if same_term(one.term) not in gone)
    write_list(found.path, replace(found.listed, names=kept))
    return ListChanged(found.path, changed=tuple(terms))


def import_names(study: OpenStudy, path: Path) -> ListChanged:
    """Take what a table says into the list: its columns are those of the list, and rows without a state say nothing.

    A column that is not there and a cell that is empty leave what the list says of a term as it is.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
    """
    from qualcode.formats.names_file import COLUMNS, bare, listed_name
    from qualcode.services.tables_in import read_table

    table = read_table(path, required=("term", "state"), optional=[name for name in PROPOSED if name not in ("term", "state")])
    listed = read_list(study).listed
    said: dict[str, ListedName] = {}
    undecided = 0
    for row in table.rows:
        cells = {name: " ".join(row.cells.get(name, "").split()) for name in COLUMNS}
        if not cells["state"]:
            undecided += 1
            continue
        try:
            one = listed_name(cells)
        except InvalidInput as error:
            table.fault(row.line, error.message)
            continue
        key = same_term(one.term)
        there = said.get(key) or listed.find(one.term) or ListedName(one.term, kind_of(one.term))
        kind = one.kind if cells["kind"] else there.kind
        instead = _replacement(bare(cells["replacement"]), there, kind, one.state)
        said[key] = replace(there, kind=kind, replacement=instead, state=one.state, note=cells["note"] or there.note)
    table.refuse_if_faulty()
    return replace(_put(begin_list(study), said.values()), undecided=undecided)


def export_names(study: OpenStudy, path: Path) -> int:
    """Write the list as a table that only its owner may read; returns how many terms it has.

    Raises:
        InvalidInput: the list cannot be read, or the file not be written.
    """
    from qualcode.formats.csv_cells import write_csv
    from qualcode.formats.names_file import COLUMNS

    names = read_list(study).listed.names
    rows = [(one.term, one.kind.value, one.replacement, one.state.value, one.note) for one in names]
    _write(path, write_csv(COLUMNS, rows))
    return len(names)


def write_proposed(study: OpenStudy, path: Path, found: Iterable[ProposedName]) -> int:
    """Write what was found as a table, to be decided in its column `state` and imported; only its owner may read it.

    What the list decides already stands in it as decided.

    Raises:
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.csv_cells import write_csv

    listed = read_list(study).listed
    rows = [
        (*_decided(one, listed.find(one.term)), one.why, str(len(one.places)), "; ".join(one.sources), one.places[0].context)
        for one in found
    ]
    _write(path, write_csv(PROPOSED, rows))
    return len(rows)


def _decided(one: ProposedName, there: ListedName | None) -> tuple[str, ...]:
    """The columns of the list for a found term: as the list has it, else as they may be filled in."""
    if there is not None:
        return there.term, there.kind.value, there.replacement, there.state.value, there.note
    return one.term, one.kind.value, REPLACED_BY[one.kind], "", f"spelt like {one.like}" if one.like else ""


def kind_of(term: str) -> NameKind:
    """What a term names, as far as its words say."""
    from qualcode.analysis.name_patterns import characters_in
    from qualcode.domain.name_words import GIVEN_NAMES, INSTITUTIONS, TITLES

    told = [kind for start, end, kind, _ in characters_in(term) if end - start == len(term)]
    if told:
        return told[0]
    words = term.lower().replace(".", "").split()
    if words and (words[0] in TITLES or words[0] in GIVEN_NAMES):
        return NameKind.PERSON
    if (len(words) > 1 and words[-1] in INSTITUTIONS) or (term.isupper() and len(term) <= 6):
        return NameKind.ORGANISATION
    if len(words) > 2 and term == term.lower():
        return NameKind.POST
    return NameKind.PERSON if len(words) == 1 or term.istitle() else NameKind.OTHER


def _say(
    study: OpenStudy,
    terms: Sequence[str],
    state: NameState,
    *,
    kind: str | None = None,
    replacement: str | None = None,
    note: str | None = None,
) -> ListChanged:
    from qualcode.formats.names_file import bare, listed_name

    found = begin_list(study)
    said = []
    for given in terms:
        term = " ".join(given.split())
        there = found.listed.find(term) or ListedName(term, kind_of(term))
        try:
            one = listed_name({"term": there.term, "kind": there.kind if kind is None else kind, "state": state})
        except InvalidInput as error:
            raise InvalidInput(f"{error.message[0].upper()}{error.message[1:]}.") from None
        instead = _replacement(bare(replacement or ""), there, one.kind, state)
        said.append(replace(one, replacement=instead, note=there.note if note is None else " ".join(note.split())))
    return _put(found, said)


def _replacement(given: str, there: ListedName, kind: NameKind, state: NameState) -> str:
    """What prints instead: as given, else as it was, else the word for the kind, which follows the kind."""
    own = "" if there.replacement == REPLACED_BY[there.kind] else there.replacement
    return given or own or (REPLACED_BY[kind] if state is NameState.CONFIRMED else "")


def _put(found: FoundList, said: Iterable[ListedName]) -> ListChanged:
    names = {same_term(one.term): one for one in found.listed.names}
    new: list[str] = []
    changed: list[str] = []
    same: list[str] = []
    for one in said:
        key = same_term(one.term)
        there = names.get(key)
        (new if there is None else same if there == one else changed).append(one.term)
        names[key] = one
    if new or changed:
        write_list(found.path, replace(found.listed, names=tuple(names.values())))
    return ListChanged(found.path, tuple(new), tuple(changed), tuple(same))


def _listed(found: FoundList, term: str) -> ListedName:
    one = found.listed.find(term)
    if one is None:
        raise NotFound(f"“{term}” is not in the replacement list {found.path.name}.", "`qualcode names list` shows it.")
    return one


def _write(path: Path, text: str) -> None:
    try:
        write_private(path, text.encode())
    except OSError as error:
        reason = (error.strerror or "unknown cause").lower()
        raise InvalidInput(f"{path} cannot be written: {reason}.", "Choose another place.") from None
