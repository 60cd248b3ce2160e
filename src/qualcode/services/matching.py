"""Matching two code lists: what there is to match, and one relation after another; nothing changes before it is finished."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_compare import compare_codebooks
from qualcode.domain.codebook_paths import clean_name, clean_text
from qualcode.domain.coding import CoderKind
from qualcode.domain.matching import Relation, read_through
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.services.codebook import require_unlocked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.coding import Coding
    from qualcode.domain.matching import CodeMatch, Matching
    from qualcode.domain.segments import Extract
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy, UnitOfWork

NEAREST = 3
"""How many codes of the other list are named as near to one."""
ALONE = frozenset({Relation.KEEP, Relation.DROP})
"""Relations of one code alone."""
IN_PAIRS = frozenset({Relation.SAME, Relation.BROADER, Relation.NARROWER})
"""Relations that need a code of each list."""


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code of one of the two lists.

    `codings` are those that coders made and the viewer may see; `near` are codes of the other list, by id, that were given
    to the same passages, each with how many, the most first; `matches` are the relations it is in.
    """

    code: Code
    path: str
    made_by: str
    codings: int
    near: tuple[tuple[int, int], ...]
    matches: tuple[CodeMatch, ...]


@dataclass(frozen=True, slots=True)
class CodeLists:
    """Both lists: the codebook, and what coders made on their own in blind rounds and nobody has matched yet.

    `matching` is the one in progress. A code of the first list without a relation stays as it is.
    """

    first: tuple[ListedCode, ...]
    second: tuple[ListedCode, ...]
    matching: Matching | None
    book: Codebook

    @property
    def open(self) -> tuple[ListedCode, ...]:
        """The codes of the second list that have no relation yet."""
        return tuple(one for one in self.second if not one.matches)


@dataclass(frozen=True, slots=True)
class Relating:
    """A relation to be set between codes, by id, of which `KEEP` and `DROP` name one alone.

    `result` is the code that both become, where it is not as the relation says; `name`, `definition` and `parent` are what
    the result is to be called, defined as and placed under.
    """

    relation: Relation
    first: int | None = None
    second: int | None = None
    result: int | None = None
    name: str = ""
    definition: str = ""
    parent: int | None = None
    reason: str = ""


def code_lists(study: OpenStudy) -> CodeLists:
    """What there is to match.

    Raises:
        NotAllowed: the viewer is coding blind.
    """
    _refuse_blind(study)
    book = study.codes.codebook()
    matching = study.matchings.in_progress()
    names = {one.id: one.name for one in study.coders.all()}
    counts = Counter(coding.code for coding in _codings_of_people(study))
    together = _together(study)
    matches = matching.matches if matching is not None else ()

    def listed(code: Code) -> ListedCode:
        near = [
            (other, count)
            for other, count in together[code.id].most_common()
            if other in book and book[other].accepted is not code.accepted and not book[other].retired
        ]
        return ListedCode(
            code,
            book.path_text(code.id),
            names.get(code.made_by or 0, ""),
            counts[code.id],
            tuple(near[:NEAREST]),
            tuple(match for match in matches if code.id in match.codes),
        )

    lists: tuple[list[ListedCode], list[ListedCode]] = ([], [])
    for code in book.live:
        if code.codable or not code.accepted:
            lists[not code.accepted].append(listed(code))
    return CodeLists(tuple(lists[0]), tuple(lists[1]), matching, book)


def _together(study: OpenStudy) -> dict[int, Counter[int]]:
    """How often two codes of two coders stand on the same words, of what both finished."""
    attempts = [one for coder in study.coders.all() for one in study.rounds.finished_by(coder.id).values()]
    marks = study.discussions.marks([one.id for one in attempts])
    found: dict[int, Counter[int]] = {code.id: Counter() for code in study.codes.codebook().codes}
    by_source: dict[int, list[tuple[Span, int, int]]] = {}
    for attempt in attempts:
        by_source.setdefault(attempt.source, []).extend((one.span, one.code, attempt.coder) for one in marks[attempt.id])
    for placed in by_source.values():
        placed.sort()
        for at, (span, code, coder) in enumerate(placed):
            for other_span, other, other_coder in placed[at + 1 :]:
                if other_span.start >= span.end:
                    break
                if other_coder != coder and other != code and {code, other} <= found.keys():
                    found[code][other] += 1
                    found[other][code] += 1
    return found


def set_relation(study: OpenStudy, relating: Relating, *, instead_of: int | None = None) -> tuple[CodeMatch, ChangeSet | None]:
    """Relate two codes, or keep or drop one; the first relation begins a matching and saves the codebook as a version.

    A relation between the same two is replaced, as is the one of the id `instead_of`.

    Raises:
        NotAllowed: the viewer is coding blind, or a code is retired or in a check round in progress.
        UsageError: the relation needs another number of codes, or a name.
        InvalidInput: a code would be read as two things.
        NotFound: a code is gone.
    """
    changes = set_relations(study, [relating], instead_of=instead_of)
    matching = study.matchings.in_progress()
    assert matching is not None
    return next(one for one in matching.matches if (one.first, one.second) == (relating.first, relating.second)), changes


def set_relations(
    study: OpenStudy, relatings: Sequence[Relating], *, what: str = "", instead_of: int | None = None
) -> ChangeSet | None:
    """Set several relations as one action; otherwise as `set_relation`."""
    _refuse_blind(study)
    with study.unit_of_work("match_codes") as work:
        book = work.codes.codebook()
        work.what = what or ", ".join(_in_words(book, one) for one in relatings)
        matching = work.matchings.in_progress()
        number = matching.id if matching is not None else _begin(work)
        there = {(one.first, one.second): one for one in matching.matches} if matching is not None else {}
        pairs = {(one.first, one.second) for one in relatings}
        for old in there.values():
            if old.id == instead_of and (old.first, old.second) not in pairs:
                work.matchings.remove(old.id)
        for one in relatings:
            result = _checked(work, book, one)
            values = {
                "first_code": one.first,
                "second_code": one.second,
                "relation": one.relation.value,
                "result_code": result,
                "name": clean_name(one.name) if one.name.strip() else "",
                "definition": clean_text(one.definition),
                "parent": one.parent,
                "reason": one.reason.strip(),
            }
            known = there.get((one.first, one.second))
            if known is not None:
                work.matchings.change(known.id, values)
            else:
                work.matchings.add(number, values)
        after = work.matchings.in_progress()
        assert after is not None
        refuse_contradictions(book, after.matches)
    return work.change_set


def unset_relation(study: OpenStudy, code: int, other: int | None = None) -> ChangeSet | None:
    """Take the relations of a code away, or only that with another.

    Raises:
        NotAllowed: the viewer is coding blind.
        NotFound: there is no such relation.
    """
    _refuse_blind(study)
    with study.unit_of_work("unmatch_codes") as work:
        book = work.codes.codebook()
        matching = work.matchings.in_progress()
        found = [
            one
            for one in (matching.matches if matching is not None else ())
            if code in one.codes and (other is None or other in one.codes)
        ]
        name = book.path_text(code) if code in book else "That code"
        if not found:
            raise NotFound(f'"{name}" has no such relation.', "`qualcode match STUDY --plain` lists them.")
        work.what = f"relation of {book[code].name} taken away"
        for one in found:
            work.matchings.remove(one.id)
    return work.change_set


def _codings_of_people(study: OpenStudy, codes: Sequence[int] | None = None) -> list[Coding]:
    """The codings that coders made; what they agreed on in a discussion repeats them, and would count passages twice."""
    people = {one.id for one in study.coders.all() if one.kind is CoderKind.PERSON}
    return [one for one in study.codings.all(codes=codes) if one.coder in people]


def extracts_of(study: OpenStudy, code: int, most: int = 4) -> tuple[Extract, ...]:
    """A few live codings of a code with their words, one from each source before a second from any."""
    from qualcode.domain.segments import Extract

    codings = _codings_of_people(study, [code])
    seen: Counter[int] = Counter()
    ranked: list[tuple[int, int, Coding]] = []
    for coding in codings:
        ranked.append((seen[coding.source], len(ranked), coding))
        seen[coding.source] += 1
    chosen = [coding for _, _, coding in sorted(ranked)[:most]]
    texts = {one.source.id: one for one in study.sources.texts({coding.source for coding in chosen})}
    names = {one.id: one.name for one in study.coders.all()}
    path = study.codes.codebook().path_text(code)
    found = []
    for coding in chosen:
        text = texts[coding.source]
        turn = next((turn.number for turn in text.turns if turn.span.overlaps(coding.span)), None)
        words = coding.span.words_of(text.text)
        found.append(Extract(coding.id, text.source.name, coding.span, words, path, names[coding.coder], turn))
    return tuple(found)


def matched_reading(study: OpenStudy) -> dict[int, int | None]:
    """What codes are read as through all finished matchings; codes that are read as themselves are not in it."""
    return read_through(study.matchings.all())


def refuse_contradictions(book: Codebook, matches: Iterable[CodeMatch]) -> None:
    """Refuse relations of which one says of a code what another cannot have.

    Raises:
        InvalidInput: a code is read as two things, or gives way and is given way to.
    """
    said: dict[int, tuple[Relation, int | None, str]] = {}
    kept: set[int] = set()
    for match in matches:
        for code in match.codes:
            target = (
                (match.relation, match.result, match.name)
                if match.relation is Relation.NEW
                else (Relation.SAME, match.result, "")
            )
            if match.relation in {Relation.DROP, Relation.NEW} or code != match.result:
                if said.setdefault(code, target) != target:
                    raise InvalidInput(
                        f'"{book.path_text(code)}" would be read as two things.', "Take its other relation away first."
                    )
            else:
                kept.add(code)
    for code in sorted(kept & set(said)):
        raise InvalidInput(
            f'"{book.path_text(code)}" gives way in one relation and stays in another.', "Take one of the two away first."
        )


def _refuse_blind(study: OpenStudy) -> None:
    if study.sight.blind:
        raise NotAllowed(f"{study.viewer.name} is coding blind, and code lists are matched when that round is closed.")


def _begin(work: UnitOfWork) -> int:
    """Begin a matching; the codebook is saved as a version where the latest is not the same."""
    versions = work.codes.versions()
    number = len(work.matchings.all()) + 1
    if versions and not compare_codebooks(work.codes.codebook_of_version(versions[-1].id), work.codes.codebook()):
        before = versions[-1].id
    else:
        before = work.codes.add_version(free_version_name(work, f"before matching {number}"), "as it was when matching began")
    return work.matchings.begin(f"matching {number}", before)


def free_version_name(work: UnitOfWork, name: str) -> str:
    """A name that no codebook version has: this one, or this one with a number."""
    number, free = 1, name
    while work.codes.version_name_taken(free):
        number += 1
        free = f"{name} ({number})"
    return free


def _checked(work: UnitOfWork, book: Codebook, one: Relating) -> int | None:
    """The result of a relation that can be."""
    codes = [code for code in (one.first, one.second) if code is not None]
    for code in (*codes, *(extra for extra in (one.result, one.parent) if extra is not None)):
        if code not in book:
            raise NotFound("That code is no longer in the codebook.", "Choose another.")
        if book[code].retired:
            raise NotAllowed(f'"{book.path_text(code)}" is retired.', "Choose another code, or restore it.")
    if one.relation in ALONE and len(codes) != 1:
        raise UsageError(f'"{one.relation}" is said of one code.', "Name it alone.")
    if one.relation in IN_PAIRS and len(codes) != 2:
        raise UsageError(f'"{one.relation}" is said of two codes, one of each list.', "Name both.")
    if not codes or len(set(codes)) != len(codes):
        raise UsageError("A relation is between two codes.", "Name the first coder's with --first, the second's with --second.")
    if one.relation is Relation.NEW and not one.name.strip():
        raise UsageError("A new code needs a name.", "Give it with --name.")
    if one.relation is Relation.MERGE and len(codes) == 1 and one.result is None:
        raise UsageError("It must be said what the code is merged into.", "Name the other code, or --result.")
    if one.relation is not Relation.KEEP:
        require_unlocked(work, codes, "matched")
    return _result(one, codes)


def _result(one: Relating, codes: Sequence[int]) -> int | None:
    if one.relation in {Relation.DROP, Relation.NEW}:
        if one.result is not None:
            raise UsageError(f'"{one.relation}" has no result that exists.', "Leave --result out.")
        return None
    if one.relation is Relation.BROADER:
        natural = one.first
    elif one.relation is Relation.NARROWER:
        natural = one.second
    else:
        natural = codes[0]
    if one.result is None or one.result == natural:
        return natural
    if one.relation is Relation.MERGE or (one.relation is Relation.SAME and one.result in codes):
        return one.result
    raise UsageError(f'The result of "{one.relation}" is the code it says.', "Leave --result out, or choose merge.")


def _in_words(book: Codebook, one: Relating) -> str:
    names = [book[code].name for code in (one.first, one.second) if code is not None and code in book]
    return f"{' and '.join(names)}: {one.relation}"
