"""Whatever is done in a package and however often it comes home: in the end home has what the package has."""

from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from qualcode.domain.rounds import AttemptState
from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError
from qualcode.services.checking import check_study
from qualcode.services.codebook import add_code, rename_code, retire_code
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import apply_code, mark_unsure, recode, remove_coding, star
from qualcode.services.double_coding import finish_sources, reopen_sources
from qualcode.services.memo_writing import add_memo_on_passage, edit_memo, remove_memo
from qualcode.services.receiving import receive_package
from qualcode.services.studies import redo, undo
from qualcode.storage.dump import dump
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.rounds import assignment, finished_coding
from qualcode.storage.tables.writing import memo
from tests.double_coded import SECOND, TEXT
from tests.packages.sampled import SAMPLE, home_study, opened, packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

    Act = Callable[[OpenStudy, random.Random], object]


def code_somewhere(package: OpenStudy, chance: random.Random) -> None:
    start = chance.randrange(len(TEXT) - 12)
    source = package.sources.named(chance.choice(SAMPLE)).id
    code = chance.choice(package.codes.codebook().live).id
    apply_code(package, source=source, span=Span(start, start + 2 + chance.randrange(9)), code=code)


def any_code(package: OpenStudy, chance: random.Random) -> int:
    return chance.choice(package.codes.codebook().live).id


def on_a_coding(act: Callable[[OpenStudy, int, random.Random], object]) -> Act:
    def done(package: OpenStudy, chance: random.Random) -> None:
        if package.codings.all():
            act(package, chance.choice(package.codings.all()).id, chance)

    return done


def on_own_code(act: Callable[[OpenStudy, int], object]) -> Act:
    def done(package: OpenStudy, chance: random.Random) -> None:
        own = [one.id for one in package.codes.codebook() if one.made_by == package.viewer.id]
        if own:
            act(package, chance.choice(own))

    return done


def merge_own(package: OpenStudy, chance: random.Random) -> None:
    own = [one.id for one in package.codes.codebook() if one.made_by == package.viewer.id]
    if len(own) > 1:
        merge_codes(package, [chance.choice(own)], chance.choice(own))


def write(package: OpenStudy, chance: random.Random) -> None:
    memos = package.memos.all()
    if not memos or chance.randrange(2):
        start = chance.randrange(40)
        source = package.sources.named(chance.choice(SAMPLE)).id
        add_memo_on_passage(package, f"Thought {chance.randrange(9)}.", source=source, span=Span(start, start + 9))
    elif chance.randrange(2):
        edit_memo(package, chance.choice(memos).id, text=f"Again {chance.randrange(9)}.", kind=None)
    else:
        remove_memo(package, chance.choice(memos).id)


ACTS: dict[str, Act] = {
    "code": code_somewhere,
    "remove": on_a_coding(lambda package, number, _: remove_coding(package, number)),
    "recode": on_a_coding(
        lambda package, number, chance: recode(package, number, chance.choice(package.codes.codebook().live).id)
    ),
    "star": on_a_coding(lambda package, number, chance: (star if chance.randrange(2) else mark_unsure)(package, number)),
    "add a code": lambda package, chance: add_code(
        package, name=f"own {chance.randrange(5)}", parent=chance.choice([None, *(one.id for one in package.codes.codebook())])
    ),
    "rename a code": on_own_code(lambda package, code: rename_code(package, code, f"other {code}")),
    "retire a code": on_own_code(lambda package, code: retire_code(package, code, with_sub_codes=True)),
    "merge codes": merge_own,
    "write": write,
    "finish": lambda package, chance: finish_sources(package, [chance.choice(SAMPLE)]),
    "reopen": lambda package, chance: reopen_sources(package, [chance.choice(SAMPLE)], reason="again"),
    "undo": lambda package, _: undo(package),
    "redo": lambda package, _: redo(package),
}
STEPS = st.lists(
    st.tuples(st.sampled_from([*ACTS, "code", "receive", "receive", "taken back"]), st.integers(0, 9999)), max_size=24
)


def said(study: OpenStudy) -> dict[str, Any]:
    """All that is the second coder's, without the ids of the file it is in."""
    connection, tom = study.connection, study.coders.named(SECOND).id
    sources = {one.id: one.name for one in study.sources.all()}
    codes = {row.id: row.guid for row in connection.exec_driver_sql("SELECT id, guid FROM code")}
    codings = connection.execute(select(coding).where(coding.c.coder == tom, coding.c.removed == 0)).all()
    memos = connection.execute(select(memo).where(memo.c.author == tom, memo.c.removed == 0)).all()
    attempts: dict[str, Any] = {}
    rows = select(assignment).where(assignment.c.coder == tom).order_by(assignment.c.attempt)
    for row in connection.execute(rows):
        marks = connection.execute(select(finished_coding).where(finished_coding.c.assignment == row.id)).all()
        frozen = sorted((one.start, one.end, codes[one.code]) for one in marks)
        attempts[sources[row.source]] = (row.state, frozen, row.finished_at)
    return {
        "codings": {
            row.guid: (sources[row.source], row.start, row.end, codes[row.code], row.star, row.unsure, row.note)
            for row in codings
        },
        "memos": {row.guid: (row.kind, row.text) for row in memos},
        "codes": {
            row.guid: row.name
            for row in connection.exec_driver_sql(f"SELECT guid, name FROM code WHERE made_by = {tom} AND retired = 0")
        },
        "attempts": attempts,
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_home_has_in_the_end_what_the_package_has(tmp_path: Path, steps: list[tuple[str, int]]) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    with home_study(folder) as study:
        path = packed(study)
        with opened(path) as package:
            for name, seed in steps:
                chance = random.Random(seed)
                try:
                    if name == "receive":
                        receive_package(study, path)
                    elif name == "taken back":
                        take_back(study)
                    else:
                        ACTS[name](package, chance)
                except QualcodeError:
                    continue
                assert check_study(study).faults == ()
            receive_package(study, path)
            there, here = said(package), said(study)
            # What was taken back in the package after it had come home as finished stays finished here.
            for source, (state, frozen, at) in there["attempts"].items():
                if state != AttemptState.FINISHED.value and here["attempts"][source][0] == AttemptState.FINISHED.value:
                    there["attempts"][source] = here["attempts"][source]
                assert frozen is not None
                assert at is None or state
            assert here == there
        state = dump(study.connection)
        assert receive_package(study, path).change is None
        assert dump(study.connection) == state
        assert check_study(study).faults == ()


def take_back(study: OpenStudy) -> None:
    """Take the latest receipt back, where that is allowed; the next one brings it again."""
    if study.history.lines()[-1].change.verb == "receive_package":
        undo(study)
