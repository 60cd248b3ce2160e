from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.cases import CaseKind, Printed
from qualcode.domain.sources import Role
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.services.attributes import add_attribute, change_attribute, move_attribute, remove_attribute
from qualcode.services.case_editing import (
    add_case,
    find_attribute,
    find_case,
    link_case,
    remove_case,
    rename_case,
    set_cases,
    unlink_case,
)
from qualcode.services.cases import export_cases, import_cases, list_cases
from qualcode.services.checking import check_study
from qualcode.services.memo_writing import remove_memo
from qualcode.services.memos import add_memo
from qualcode.services.sample_table import sample_description
from qualcode.services.sampling import sample_sources
from qualcode.services.speakers import set_roles
from qualcode.services.studies import add_coder, new_study, open_study, redo, undo
from qualcode.services.summaries import import_summaries
from qualcode.services.withdraw import withdraw
from qualcode.storage.dump import dump
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

TABLE = "id,role,years,town\nP001,nurse,3,Leeds\nP002,doctor,12,York\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi") as made:
        with_sources(made, tmp_path / "files", "P001", "P002")
        import_cases(made, table(tmp_path, TABLE))
        yield made


def table(folder: Path, text: str) -> Path:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def case(study: OpenStudy, name: str) -> int:
    return find_case(study, name).id


def known(study: OpenStudy) -> dict[str, dict[str, str]]:
    return {one.name: dict(one.values) for one in study.cases.all()}


# ---- cases -------------------------------------------------------------------------------------------------------


def test_a_case_is_added_named_and_told_what_is_known(study: OpenStudy) -> None:
    number, change = add_case(study, " Ward  4 ", "site", values={"ROLE": "nurse"})
    assert change.what == "added the site Ward 4"
    assert find_case(study, "ward 4").kind is CaseKind.SITE
    assert known(study)["Ward 4"] == {"role": "nurse"}
    assert rename_case(study, number, "Ward 5") is not None
    assert rename_case(study, number, "Ward 5") is None
    undo(study)
    undo(study)
    assert "Ward 4" not in known(study)
    redo(study)
    assert known(study)["Ward 4"] == {"role": "nurse"}


@pytest.mark.parametrize(("name", "kind"), [("", "site"), ("x" * 201, "site"), ("p001", "site"), ("P9", "person")])
def test_a_case_that_cannot_be_is_refused(study: OpenStudy, name: str, kind: str) -> None:
    before = dump(study.connection)
    with pytest.raises(InvalidInput):
        add_case(study, name, kind)
    assert dump(study.connection) == before


def test_values_are_checked_and_set_for_many_cases_in_one_change(study: OpenStudy) -> None:
    both = [case(study, "P001"), case(study, "P002")]
    change = set_cases(study, both, {"role": "manager", "years": "7"}, may_quote=False)
    assert change is not None
    assert change.what == "set role, years, may quote of 2 cases"
    assert [(one.may_quote, one.may_share) for one in study.cases.all()] == [(False, True)] * 2
    assert known(study) == {
        name: {"role": "manager", "years": "7", "town": town} for name, town in (("P001", "Leeds"), ("P002", "York"))
    }
    assert set_cases(study, both, {"years": " 7 "}) is None
    set_cases(study, both[:1], {"years": ""})
    assert "years" not in known(study)["P001"]
    before = dump(study.connection)
    with pytest.raises(InvalidInput, match=r'"about 8" does not fit years\. Write a whole number'):
        set_cases(study, both, {"role": "nurse", "years": "about 8"})
    with pytest.raises(NotFound, match="no attribute"):
        set_cases(study, both, {"shoe size": "8"})
    with pytest.raises(NotFound, match="no longer"):
        set_cases(study, [99], {"role": "nurse"})
    with pytest.raises(UsageError):
        set_cases(study, both)
    assert dump(study.connection) == before


def test_a_case_is_linked_to_speakers_and_sources_and_unlinked(study: OpenStudy) -> None:
    number, _ = add_case(study, "A1")
    first = study.sources.named("P001").id
    with pytest.raises(NotAllowed, match="P001 in P001 is the participant P001 already"):
        link_case(study, number, first, "P001")
    with pytest.raises(NotAllowed, match="I is an interviewer"):
        link_case(study, number, first, "i")
    with pytest.raises(NotFound, match=r'no speaker "MIRA" in P001\. Its speakers are I, P001'):
        link_case(study, number, first, "MIRA")
    assert link_case(study, number, first) is not None
    assert link_case(study, number, first) is None
    assert find_case(study, "A1").sources == (first,)
    set_cases(study, [number], kind="group")
    assert link_case(study, number, first, "P001") is not None
    assert unlink_case(study, case(study, "P001"), first, "P001") is not None
    assert unlink_case(study, case(study, "P001"), first, "P001") is None
    assert (find_case(study, "P001").speakers, len(find_case(study, "A1").speakers)) == ((), 1)
    unlink_case(study, number, first)
    assert find_case(study, "A1").sources == ()
    assert check_study(study).faults == ()


def test_a_case_is_taken_away_only_where_nothing_hangs_on_it(study: OpenStudy, tmp_path: Path) -> None:
    first = study.sources.named("P001").id
    with pytest.raises(NotAllowed, match="P001 has a speaker's talk, so"):
        remove_case(study, case(study, "P001"))
    unlink_case(study, case(study, "P001"), first, "P001")
    number, _ = add_memo(study, "Tired, I thought.", kind="portrait", target="case P001")
    with pytest.raises(NotAllowed, match="has a memo, so"):
        remove_case(study, case(study, "P001"))
    remove_memo(study, number)
    before = dump(study.connection)
    remove_case(study, case(study, "P001"), reason="never came")
    assert list(known(study)) == ["P002"]
    assert check_study(study).faults == ()
    undo(study)
    assert dump(study.connection) == before
    import_summaries(study, table(tmp_path, "case,theme,text\nP001,Time and capacity,Alone\n"))
    with pytest.raises(NotAllowed, match="a summary"):
        remove_case(study, case(study, "P001"))


def test_names_that_differ_in_the_case_of_letters_only_are_told_apart(study: OpenStudy) -> None:
    with study.unit_of_work("add") as work:
        work.cases.add("p001")
    assert find_case(study, "p001").name == "p001"
    assert find_case(study, "P001").name == "P001"


# ---- attributes --------------------------------------------------------------------------------------------------


def test_an_attribute_is_added_changed_moved_and_taken_away(study: OpenStudy) -> None:
    number, _ = add_attribute(
        study, {"name": "seniority", "type": "Category", "order": "junior, senior", "identifies": "no", "unit": "grade"}
    )
    found = find_attribute(study, "SENIORITY")
    assert (found.type.value, found.order, found.identifies.value, found.unit) == (
        "category",
        ("junior", "senior"),
        "no",
        "grade",
    )
    set_cases(study, [case(study, "P001")], {"seniority": "Senior"})
    assert known(study)["P001"]["seniority"] == "senior"
    move_attribute(study, number, 1)
    assert [one.name for one in study.cases.attributes()] == ["seniority", "role", "years", "town"]
    assert move_attribute(study, number, 1) is None
    change_attribute(study, number, {"name": "grade", "order": ""})
    assert (find_attribute(study, "grade").order, known(study)["P001"]["grade"]) == ((), "senior")
    before = dump(study.connection)
    assert remove_attribute(study, number)[0] == 1
    assert "grade" not in known(study)["P001"]
    undo(study)
    assert dump(study.connection) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "Role"}, "another attribute"),
        ({"name": "Speaks as"}, "something else"),
        ({"name": "a", "type": "colour"}, "one of text, number"),
        ({"name": "a", "printed": "banded"}, "there are none"),
        ({"name": "a", "identifies": "perhaps"}, "no, indirectly, directly"),
        ({"name": "a", "unit": "u" * 41}, "unit"),
        ({"name": "a", "type": "integer", "bands": "many"}, "no"),
    ],
)
def test_an_attribute_that_cannot_be_is_refused(study: OpenStudy, given: dict[str, str], said: str) -> None:
    before = dump(study.connection)
    with pytest.raises(InvalidInput, match=said):
        add_attribute(study, given)
    assert dump(study.connection) == before
    with pytest.raises(UsageError):
        add_attribute(study, {"name": "a", "colour": "red"})


def test_a_type_or_categories_that_values_do_not_fit_are_refused_and_the_cases_named(study: OpenStudy) -> None:
    role, town = find_attribute(study, "role").id, find_attribute(study, "town").id
    with pytest.raises(InvalidInput, match=r"do not fit the type integer: P001 \(Leeds\), P002 \(York\)"):
        change_attribute(study, town, {"type": "integer"})
    change_attribute(study, role, {"type": "category"})
    with pytest.raises(InvalidInput, match=r"do not fit its categories: P002 \(doctor\)"):
        change_attribute(study, role, {"order": "nurse, manager"})
    change_attribute(study, role, {"order": "nurse, doctor, manager"})
    with pytest.raises(InvalidInput, match="no category"):
        set_cases(study, [case(study, "P001")], {"role": "porter"})


def test_bands_are_printed_and_what_is_never_printed_is_not(study: OpenStudy) -> None:
    change_attribute(study, find_attribute(study, "years").id, {"bands": "0-5,6+"})
    assert find_attribute(study, "years").printed is Printed.BANDED
    change_attribute(study, find_attribute(study, "role").id, {"type": "category"})
    change_attribute(study, find_attribute(study, "town").id, {"printed": "never", "type": "category"})
    sections = {one.heading: [line.label for line in one.lines] for one in sample_description(study).table.sections}
    assert sections["Years"] == ["0–5", "6+"]
    assert "Town" not in sections
    with pytest.raises(InvalidInput, match="bands"):
        change_attribute(study, find_attribute(study, "years").id, {"bands": ""})
    with pytest.raises(InvalidInput):
        change_attribute(study, find_attribute(study, "years").id, {"type": "text"})


# ---- tables ------------------------------------------------------------------------------------------------------


def test_what_is_exported_is_read_back_and_changes_nothing(study: OpenStudy, tmp_path: Path) -> None:
    add_case(study, "=Ward; 4", "site")
    group, _ = add_case(study, "Group", "group")
    link_case(study, group, study.sources.named("P001").id, "P001")
    link_case(study, group, study.sources.named("P002").id)
    set_cases(study, [case(study, "P002")], {"town": "+York"}, may_share=False)
    before = dump(study.connection)
    assert export_cases(study, tmp_path / "out.csv") == 4
    assert import_cases(study, tmp_path / "out.csv").change is None
    assert dump(study.connection) == before
    with new_study(tmp_path / "other", lead="Tom") as other:
        with_sources(other, tmp_path / "files2", "P001", "P002")
        import_cases(other, tmp_path / "out.csv")
        assert [(one.name, one.kind, one.values, one.may_share) for one in list_cases(other)[0]] == [
            (one.name, one.kind, one.values, one.may_share) for one in list_cases(study)[0]
        ]
        assert len(find_case(other, "Group").speakers) == 1


def test_wrong_links_and_kinds_in_a_table_are_named(study: OpenStudy, tmp_path: Path) -> None:
    wrong = "who,speaks as,case kind,may be quoted\nA,P001: MIRA,site,yes\nB,P001,site,yes\nC,,person,\nD,,,perhaps\n"
    with pytest.raises(InvalidInput, match=r"4 of the 4 rows .*line 2: There is no speaker.*line 3: .*line 4: .*person.*line 5"):
        import_cases(study, table(tmp_path, wrong))


# ---- withdrawal --------------------------------------------------------------------------------------------------


def test_nothing_that_was_ever_known_of_them_is_left(study: OpenStudy) -> None:
    assert study.path is not None
    number = case(study, "P001")
    for town in ("Wolverhampton", "Zanzibar", ""):
        set_cases(study, [number], {"town": town})
    rename_case(study, number, "Peppermint")
    attribute, _ = add_attribute(study, {"name": "nickname"})
    set_cases(study, [number], {"nickname": "Quagmire"})
    remove_attribute(study, attribute)
    link_case(study, number, study.sources.named("P001").id)
    withdraw(study, ["Peppermint"])
    held = study.path.read_bytes().lower()
    assert [word for word in ("wolverhampton", "zanzibar", "leeds", "quagmire", "peppermint") if word.encode() in held] == []
    assert check_study(study).faults == ()


def test_a_blind_coder_does_not_learn_whether_others_wrote_about_a_case(study: OpenStudy) -> None:
    number = case(study, "P001")
    unlink_case(study, number, study.sources.named("P001").id, "P001")
    first, second = case(study, "P002"), study.sources.named("P002").id
    add_memo(study, "Tired, I thought.", kind="portrait", target="case P001")
    add_coder(study, "Tom")
    sample_sources(study, coder="Tom", share="1", seed=1)
    assert study.path is not None
    with open_study(study.path, "Tom") as blind:
        for one in (number, first):
            with pytest.raises(NotAllowed, match="others may have written about the case"):
                remove_case(blind, one)
        done = set_roles(blind, [second], {"P002": Role.OTHER})
        assert (done.removed, done.emptied) == ((), ("P002",))
