"""Two code lists become one, and what was finished can be read as it was and as it was matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose
from qualcode.domain.discussions import Outcome
from qualcode.domain.matching import CodeMatch, Matching, MatchState, Relation, read_through
from qualcode.errors import Ambiguous, InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.services.codebook import Definition, add_code, retire_code
from qualcode.services.discussion import discuss
from qualcode.services.discussion_deciding import Choice, decide
from qualcode.services.discussion_pair import pair_of
from qualcode.services.discussion_verbs import begin_discussions
from qualcode.services.double_coding import finish_sources
from qualcode.services.matching import (
    Relating,
    code_lists,
    extracts_of,
    matched_reading,
    set_relation,
    set_relations,
    unset_relation,
)
from qualcode.services.matching_files import export_matching, import_matching
from qualcode.services.matching_finish import finish_matching
from qualcode.services.matching_names import ListNames
from qualcode.services.revisiting import sources_to_revisit
from qualcode.services.sampling import choose_sources
from qualcode.services.studies import add_coder, redo, undo
from qualcode.storage import create_study, open_study
from qualcode.storage.dump import dump
from tests.double_coded import LEAD, SECOND, code_words, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

OTHERS = ("No time", "Own time", "Old figures", "Kindness", "Trust")


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    """P001 coded by both with code lists of their own; P002 by the lead coder alone."""
    with create_study(tmp_path / "study", lead=LEAD) as made:
        furnish(made, "P001", "P002")
        choose_sources(made, ["P001"], coder=SECOND, reason="rich", purpose=Purpose.DEVELOP)
        with open_study(tmp_path / "study", SECOND) as other:
            for name in OTHERS:
                add_code(other, name=name, definition=Definition(definition=f"What {name} means."))
            for words, code in (
                ("at home", "No time"),
                ("at home", "Own time"),
                ("came back", "Old figures"),
                ("Twice", "Kindness"),
            ):
                code_words(other, "P001", words, code)
            finish_sources(other, ["P001"])
        made.refresh_sight()
        for source, words, code in (
            ("P001", "at home", "Time"),
            ("P001", "came back", "Figures"),
            ("P002", "at home", "Time"),
            ("P002", "Twice", "Approval"),
        ):
            code_words(made, source, words, code)
        finish_sources(made, ["P001", "P002"])
        yield made


def code(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name, retired=True).id


def relate(study: OpenStudy, relation: str, first: str = "", second: str = "", **more: object) -> None:
    one = Relating(
        Relation(relation),
        code(study, first) if first else None,
        code(study, second) if second else None,
        **more,  # type: ignore[arg-type]
    )
    set_relation(study, one)


def relate_all(study: OpenStudy) -> None:
    relate(study, "same", "Time", "No time", reason="his word for it")
    relate(study, "broader", "Time", "Own time")
    relate(study, "new", "Figures", "Old figures", name="Figures out of date", definition="From an earlier year.")
    relate(study, "drop", second="Kindness")
    relate(study, "keep", second="Trust", parent=code(study, "Approval"))


def codings(study: OpenStudy) -> list[tuple[str, str, str]]:
    book, names = study.codes.codebook(), {one.id: one.name for one in study.coders.all()}
    return sorted((names[one.coder], study.sources.get(one.source).name, book[one.code].name) for one in study.codings.all())


def paths(study: OpenStudy) -> list[str]:
    book = study.codes.codebook()
    return [book.path_text(one.id) for one in book.live]


def test_what_the_second_coder_made_is_offered_with_what_it_is_near_to(study: OpenStudy) -> None:
    lists = code_lists(study)
    assert [one.path for one in lists.first] == ["Time", "Approval", "Figures"]
    assert [(one.path, one.made_by, one.codings) for one in lists.second] == [
        ("No time", SECOND, 1),
        ("Own time", SECOND, 1),
        ("Old figures", SECOND, 1),
        ("Kindness", SECOND, 1),
        ("Trust", SECOND, 0),
    ]
    assert lists.second[0].near == ((code(study, "Time"), 1),)
    assert lists.first[2].near == ((code(study, "Old figures"), 1),)
    assert [(one.source, one.turn, one.words, one.coder) for one in extracts_of(study, code(study, "Time"))] == [
        ("P001", 2, "at home", LEAD),
        ("P002", 2, "at home", LEAD),
    ]
    assert len(extracts_of(study, code(study, "Time"), most=1)) == 1
    assert lists.open == lists.second
    assert lists.matching is None


def test_what_was_agreed_in_a_discussion_is_no_second_passage(study: OpenStudy) -> None:
    before = code_lists(study), extracts_of(study, code(study, "Kindness"))
    pair = pair_of(study)
    begin_discussions(study, pair, ["P001"])
    (found,) = discuss(study, pair, ["P001"])
    decide(study, pair, "P001", [item.number for item in found.differences], Choice(Outcome.LEAVE), together=False)
    assert any(one.coder not in {pair.first.id, pair.second.id} for one in study.codings.all())
    assert (code_lists(study), extracts_of(study, code(study, "Kindness"))) == before


def test_relations_are_kept_and_change_nothing_yet(study: OpenStudy) -> None:
    before = paths(study), codings(study)
    relate_all(study)
    assert (paths(study), codings(study)) == before
    lists = code_lists(study)
    assert lists.open == ()
    assert lists.matching is not None
    assert [str(one.relation) for one in lists.matching.matches] == ["same", "broader", "new", "drop", "keep"]
    assert matched_reading(study) == {}
    relate(study, "merge", "Time", "No time")
    assert [str(one.relation) for one in code_lists(study).first[0].matches] == ["merge", "broader"]
    unset_relation(study, code(study, "No time"))
    assert [one.path for one in code_lists(study).open] == ["No time"]


def test_the_codebook_is_saved_before_and_after(study: OpenStudy) -> None:
    relate_all(study)
    done = finish_matching(study, version="v2", note="agreed")
    assert [one.name for one in study.codes.versions()] == ["before matching 1", "v2"]
    (matching,) = study.matchings.all()
    assert (matching.finished, matching.before, matching.after) == (True, *(one.id for one in study.codes.versions()))
    assert paths(study) == [
        "Time",
        "Time > Own time",
        "Approval",
        "Approval > Trust",
        "Figures out of date",
    ]
    assert study.codes.codebook().find("Figures out of date").definition == "From an earlier year."
    assert all(one.accepted for one in study.codes.codebook().live)
    assert {str(one.kind) for one in done.changes} >= {"added", "merged", "moved", "retired"}


def test_live_codings_move_and_finished_ones_are_read_through_the_matching(study: OpenStudy) -> None:
    finished = [tuple(row) for row in study.connection.exec_driver_sql("SELECT * FROM finished_coding ORDER BY id")]
    before = {name: code(study, name) for name in (*OTHERS, "Time", "Figures")}
    relate_all(study)
    finish_matching(study)
    assert [tuple(row) for row in study.connection.exec_driver_sql("SELECT * FROM finished_coding ORDER BY id")] == finished
    new = code(study, "Figures out of date")
    assert matched_reading(study) == {
        before["No time"]: before["Time"],
        before["Own time"]: before["Time"],
        before["Figures"]: new,
        before["Old figures"]: new,
        before["Kindness"]: None,
    }
    assert (SECOND, "P001", "Time") in codings(study)
    assert (SECOND, "P001", "Own time") in codings(study)
    assert (LEAD, "P001", "Figures out of date") in codings(study)


def test_differences_are_those_of_the_matched_codes(study: OpenStudy) -> None:
    before = [item.kind for item in discuss(study, pair_of(study), ["P001"])[0].items]
    assert sorted(before) == ["missed", "missed", "sibling code", "sibling code"]
    relate_all(study)
    finish_matching(study)
    begin_discussions(study, pair_of(study), ["P001"])
    (found,) = discuss(study, pair_of(study), ["P001"])
    assert [item.kind for item in found.items] == ["agreed", "agreed"]
    assert any("not compared" in note for note in found.notes)


def test_finishing_is_undone_and_redone_whole(study: OpenStudy) -> None:
    relate_all(study)
    state = dump(study.connection)
    finish_matching(study)
    after = dump(study.connection)
    undo(study)
    assert dump(study.connection) == state
    redo(study)
    assert dump(study.connection) == after


def test_it_is_not_finished_while_a_code_of_the_second_list_has_no_relation(study: OpenStudy) -> None:
    with pytest.raises(NotAllowed, match="No code lists are being matched"):
        finish_matching(study)
    relate(study, "same", "Time", "No time")
    with pytest.raises(NotAllowed, match='4 codes of the second list have no relation yet: "Own time"'):
        finish_matching(study)


def test_sources_with_codes_that_changed_are_to_be_revisited(study: OpenStudy) -> None:
    relate_all(study)
    finish_matching(study)
    assert [(one.source, one.changed.path, one.codings) for one in sources_to_revisit(study)] == [
        ("P001", "Figures out of date", 1),
        ("P001", "Time", 1),
        ("P002", "Time", 1),
    ]


def test_several_codes_become_one_new_one(study: OpenStudy) -> None:
    relate(study, "new", "Time", "No time", name="Time")
    relate(study, "new", second="Own time", name="Time")
    for name in ("Old figures", "Kindness", "Trust"):
        relate(study, "keep", second=name)
    finish_matching(study)
    assert paths(study).count("Time") == 1
    assert codings(study).count((SECOND, "P001", "Time")) == 1


@pytest.mark.parametrize(
    ("relatings", "error", "sentence"),
    [
        ([("keep", "Time", "No time", {})], UsageError, "said of one code"),
        ([("same", "Time", "", {})], UsageError, "said of two codes"),
        ([("merge", "", "", {})], UsageError, "between two codes"),
        ([("same", "Time", "Time", {})], UsageError, "between two codes"),
        ([("new", "Time", "No time", {})], UsageError, "needs a name"),
        ([("merge", "", "No time", {})], UsageError, "merged into"),
        ([("same", "Time", "No time", {"result": "Figures"})], UsageError, "choose merge"),
        ([("drop", "", "No time", {"result": "Time"})], UsageError, "no result"),
        ([("same", "Time", "No time", {}), ("same", "Figures", "No time", {})], InvalidInput, "read as two things"),
        ([("same", "Time", "No time", {}), ("drop", "Time", "", {})], InvalidInput, "gives way in one"),
        ([("drop", "", "No time", {}), ("keep", "", "No time", {})], InvalidInput, "read as two things|gives way"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    study: OpenStudy, relatings: list[tuple[str, str, str, dict[str, str]]], error: type[Exception], sentence: str
) -> None:
    state = dump(study.connection)
    wanted = [
        Relating(
            Relation(relation),
            code(study, first) if first else None,
            code(study, second) if second else None,
            **{name: code(study, value) for name, value in more.items()},  # type: ignore[arg-type]
        )
        for relation, first, second, more in relatings
    ]
    if relatings[0][0] == "drop" and len(relatings) > 1:
        return
    with pytest.raises(error, match=sentence):
        set_relations(study, wanted)
    assert dump(study.connection) == state


def test_retired_and_unknown_codes_are_refused(study: OpenStudy) -> None:
    retire_code(study, code(study, "Approval"))
    with pytest.raises(NotAllowed, match="is retired"):
        relate(study, "same", "Approval", "Trust")
    with pytest.raises(NotFound):
        set_relation(study, Relating(Relation.KEEP, second=999))
    with pytest.raises(NotFound, match="no such relation"):
        unset_relation(study, code(study, "Trust"))


def test_a_blind_coder_sees_no_lists(study: OpenStudy) -> None:
    assert study.path is not None
    choose_sources(study, ["P002"], coder=SECOND, reason="rich", purpose=Purpose.TRAIN)
    with open_study(study.path, SECOND) as other:
        for look in (code_lists, finish_matching):
            with pytest.raises(NotAllowed, match="is coding blind"):
                look(other)


def test_a_table_goes_out_and_comes_back(study: OpenStudy, tmp_path: Path) -> None:
    file = tmp_path / "matching.csv"
    assert export_matching(study, file) == 5
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "first,second,relation,result,name,definition,under,reason,first definition,second definition,codings,near"
    assert lines[1] == ",No time,,,,,,,,What No time means.,1,Time (1)"
    filled = [
        "first,second,relation,result,name,definition,under,reason",
        "Time,No time,same,,,,,his word",
        "Time,Own time,broader,,,,,",
        "Figures,Old figures,NEW,,Out of date,Earlier years.,,",
        ",Kindness,drop,,,,,",
        ",Trust,,,,,,",
    ]
    file.write_text("\n".join(filled) + "\n", encoding="utf-8")
    assert import_matching(study, file)[0] == 4
    assert [one.path for one in code_lists(study).open] == ["Trust"]
    relate(study, "keep", second="Trust")
    before = code_lists(study)
    assert export_matching(study, file) == 5
    import_matching(study, file)
    assert code_lists(study).second == before.second


def test_codes_of_the_same_name_in_both_lists_are_told_apart(study: OpenStudy, tmp_path: Path) -> None:
    assert study.path is not None
    add_coder(study, "Ann Lee")
    choose_sources(study, ["P002"], coder=[SECOND, "Ann Lee"], reason="rich", purpose=Purpose.DEVELOP)
    for coder, made in ((SECOND, ("Time", "Shared")), ("Ann Lee", ("Shared",))):
        with open_study(study.path, coder) as other:
            for name in made:
                add_code(other, name=name)
            finish_sources(other, ["P002"])
    study.refresh_sight()
    names, lists = ListNames(study), code_lists(study)
    theirs = {(one.path, one.made_by): one.code.id for one in lists.second}
    mine = {one.path: one.code.id for one in lists.first}
    assert names.find("Time", second=False) == mine["Time"]
    assert names.find("time", second=True) == theirs["Time", SECOND]
    with pytest.raises(Ambiguous, match=rf'"Shared \({SECOND}\)", "Shared \(Ann Lee\)"'):
        names.find("Shared", second=True)
    for coder in (SECOND, "Ann Lee"):
        assert names.find(f"Shared ({coder})", second=True) == theirs["Shared", coder]
    file = tmp_path / "matching.csv"
    assert export_matching(study, file) == len(lists.second) == 8
    filled = [
        "first,second,relation,result",
        f"Time,Time ({SECOND}),same,",
        f"Time,Shared ({SECOND}),same,Time",
        ",Shared (Ann Lee),keep,",
    ]
    file.write_text("\n".join(filled) + "\n", encoding="utf-8")
    assert import_matching(study, file)[0] == 3
    matching = study.matchings.in_progress()
    assert matching is not None
    assert {(one.first, one.second, one.result) for one in matching.matches} == {
        (mine["Time"], theirs["Time", SECOND], mine["Time"]),
        (mine["Time"], theirs["Shared", SECOND], mine["Time"]),
        (None, theirs["Shared", "Ann Lee"], theirs["Shared", "Ann Lee"]),
    }
    before = matching.matches
    assert export_matching(study, file) == 8
    import_matching(study, file)
    after = study.matchings.in_progress()
    assert after is not None
    assert [(one.first, one.second, one.result) for one in after.matches] == [(o.first, o.second, o.result) for o in before]


def test_wrong_rows_are_named_and_nothing_is_written(study: OpenStudy, tmp_path: Path) -> None:
    file = tmp_path / "matching.csv"
    file.write_text("first,second,relation\nTime,No time,alike\nTimes,No time,same\n", encoding="utf-8")
    state = dump(study.connection)
    with pytest.raises(InvalidInput, match=r'line 2: there is no relation "alike".*line 3: There is no code "Times"'):
        import_matching(study, file)
    file.write_text("first,second,relation\nTime,No time,\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="says no relation"):
        import_matching(study, file)
    assert dump(study.connection) == state


def matching(*pairs: tuple[int, int, Relation, int | None], state: MatchState = MatchState.FINISHED) -> Matching:
    matches = tuple(CodeMatch(0, first, second, relation, result, "", 1, "") for first, second, relation, result in pairs)
    return Matching(1, "", "", state, "", None, None, None, matches)


def test_later_matchings_read_what_earlier_ones_led_to() -> None:
    one = matching((1, 2, Relation.SAME, 1), (3, 4, Relation.NARROWER, 4))
    other = matching((1, 5, Relation.MERGE, 5), (4, 0, Relation.DROP, None))
    assert read_through([one]) == {2: 1, 3: 4}
    assert read_through([one, other]) == {2: 5, 3: None, 1: 5, 4: None, 0: None}
    assert read_through([matching((1, 2, Relation.SAME, 1), state=MatchState.IN_PROGRESS)]) == {}
