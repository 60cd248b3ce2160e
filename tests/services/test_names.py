"""The replacement list: its file, what is said of names, and what is found."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.name_matching import NameMatcher
from qualcode.domain.identification import ListedName, NameKind, NameState, ReplacementList, same_term
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.errors import Cancelled, InvalidInput, NotFound
from qualcode.formats.names_file import names_text, read_names
from qualcode.services.gate import StoppedForPublication, check_printed, findings_in
from qualcode.services.names import confirm_names, dismiss_names, export_names, import_names, remove_names, write_proposed
from qualcode.services.names_allowing import allow_combination, allow_term, disallow, list_allowances
from qualcode.services.names_finding import find_names
from qualcode.services.names_list import names_path, read_list, undo_list, write_list
from qualcode.services.names_summaries import without_names
from qualcode.services.studies import undo
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20).map(lambda text: " ".join(text.split()))
TERMS = CELLS.filter(lambda text: any(one.isalnum() for one in text))


def terms(study: OpenStudy) -> list[str]:
    return [one.term for one in read_list(study).listed.names]


@given(st.lists(st.builds(ListedName, TERMS, st.sampled_from(NameKind), TERMS, st.sampled_from(NameState), CELLS), max_size=6))
def test_a_list_that_is_written_reads_back_the_same(names: list[ListedName]) -> None:
    each = {same_term(one.term): one for one in names if not one.term.startswith("#")}
    listed = ReplacementList("ab" * 32, tuple(each.values()))
    assert read_names(names_text(listed), "x.names") == listed


def test_a_list_that_went_through_a_spreadsheet_is_read() -> None:
    text = (
        "# Replacement list of a qualcode study: it tells who people are.;;;;\r\n"
        f'"# key {"cd" * 32} (leave this line: what was allowed, too)";;;;\r\n'
        "Term;Kind;Replacement;State;Note\r\nGillian Prowse;Person;[finance colleague];Confirmed;\r\nWard;;;;\r\n"
    )
    listed = read_names(text, "x.names")
    assert listed.key == "cd" * 32
    assert listed.names[0] == ListedName("Gillian Prowse", NameKind.PERSON, "finance colleague")
    assert listed.names[1].state is NameState.CONFIRMED


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("term,kind\nA,beast\n", 'line 2: "beast" is no kind'),
        ("# x\nterm,state\nA,perhaps\n", 'line 3: "perhaps" is no state'),
        ("term\nA\n…\n", "line 3: there is no term"),
        ("term\nWard\nward\n", "line 3: the term stands in line 2 already"),
        ("name,secret\nA,B\n", "is no replacement list: its columns are name, secret"),
    ],
)
def test_bad_lines_are_named(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_names(text, "x.names")


def test_the_list_is_read_by_its_owner_alone_from_the_beginning(coded: OpenStudy) -> None:
    os.umask(0)
    confirm_names(coded, ["Sandra"])
    confirm_names(coded, ["Tom"])
    path = names_path(coded)
    for file in (path, path.with_name(path.name + ".before")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    path.chmod(0o644)
    assert read_list(coded).mended
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_of_the_list_enters_the_study(coded: OpenStudy) -> None:
    before = coded.history.lines()
    confirm_names(coded, ["Zebulon Quux"], replacement="colleague")
    dismiss_names(coded, ["Glasgow"])
    assert coded.history.lines() == before
    allow_term(coded, "Zebulon Quux", output="Table 1", reason="He asked to be named.")
    assert coded.path is not None
    coded.close()
    for file in coded.path.parent.glob("fls.qualcode*"):
        assert b"Zebulon" not in file.read_bytes()
        assert b"zebulon" not in file.read_bytes()


def test_terms_are_confirmed_changed_dismissed_and_taken_off(coded: OpenStudy) -> None:
    done = confirm_names(coded, ["Sandra  Tulley", "KDGH", "01632 960417", "the only nurse"], replacement="[someone]")
    assert len(done.new) == 4
    kinds = [one.kind for one in read_list(coded).listed.names]
    assert kinds == [NameKind.PERSON, NameKind.ORGANISATION, NameKind.CONTACT, NameKind.POST]
    assert {one.replacement for one in read_list(coded).listed.names} == {"someone"}
    assert confirm_names(coded, ["sandra tulley"]).same == ("Sandra Tulley",)
    for nothing in ("", " ", "[]"):
        assert confirm_names(coded, ["Sandra Tulley"], replacement=nothing).same == ("Sandra Tulley",)
    assert dismiss_names(coded, ["Sandra Tulley"]).changed == ("Sandra Tulley",)
    remove_names(coded, ["KDGH"])
    assert terms(coded) == ["Sandra Tulley", "01632 960417", "the only nurse"]
    with pytest.raises(NotFound, match="not in the replacement list"):
        remove_names(coded, ["KDGH"])
    with pytest.raises(InvalidInput, match="There is no term"):
        confirm_names(coded, ["…"])


def test_the_last_change_of_the_list_is_taken_back_and_put_back(coded: OpenStudy) -> None:
    with pytest.raises(NotFound):
        undo_list(coded)
    confirm_names(coded, ["Sandra"])
    confirm_names(coded, ["Tom"])
    key = read_list(coded).listed.key
    undo_list(coded)
    assert terms(coded) == ["Sandra"]
    undo_list(coded)
    assert terms(coded) == ["Sandra", "Tom"]
    assert read_list(coded).listed.key == key


def test_a_table_is_taken_into_the_list_whole_or_not_at_all(coded: OpenStudy, tmp_path: Path) -> None:
    good = written(tmp_path, "a.csv", "term,kind,replacement,state,note,why\nSandra,person,lead,confirmed,,x\nLeeds,place,,,,\n")
    done = import_names(coded, good)
    assert (done.new, done.undecided) == (("Sandra",), 1)
    bad = written(tmp_path, "b.csv", "term,state\nTom,confirmed\nJo,perhaps\n")
    with pytest.raises(InvalidInput, match="line 3"):
        import_names(coded, bad)
    assert terms(coded) == ["Sandra"]
    assert export_names(coded, tmp_path / "out.csv") == 1
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    assert import_names(coded, tmp_path / "out.csv").same == ("Sandra",)


def test_what_a_table_leaves_empty_stays_as_the_list_has_it(coded: OpenStudy, tmp_path: Path) -> None:
    confirm_names(coded, ["Sandra Tulley"], kind="post", replacement="finance colleague", note="P004; asked twice")
    before = read_list(coded).listed
    empty = "term,kind,replacement,state,note\nsandra tulley,,,confirmed,\n"
    for name, text in {"empty.csv": empty, "short.csv": "term,state\nSANDRA TULLEY,confirmed\n"}.items():
        assert import_names(coded, written(tmp_path, name, text)).same == ("Sandra Tulley",)
    assert read_list(coded).listed == before
    dismissed = written(tmp_path, "no.csv", "term,state\nSandra Tulley,not a name\n")
    assert import_names(coded, dismissed).changed == ("Sandra Tulley",)
    (one,) = read_list(coded).listed.names
    assert (one.kind, one.replacement, one.note) == (NameKind.POST, "finance colleague", "P004; asked twice")
    two = written(tmp_path, "two.csv", "term,state,replacement\nKelderby,confirmed,a town\nkelderby,confirmed,\n")
    assert import_names(coded, two).new == ("Kelderby",)
    assert {each.term: each.replacement for each in read_list(coded).listed.names}["Kelderby"] == "a town"


def test_the_word_for_a_kind_follows_the_kind_and_a_word_of_ones_own_stays(coded: OpenStudy) -> None:
    def prints() -> list[str]:
        return [one.replacement for one in read_list(coded).listed.names]

    confirm_names(coded, ["Kelderby"], kind="person")
    assert prints() == ["colleague"]
    confirm_names(coded, ["Kelderby"], kind="place")
    assert prints() == ["town"]
    confirm_names(coded, ["Kelderby"], kind="place", replacement="a market town")
    confirm_names(coded, ["Kelderby"], kind="organisation")
    assert prints() == ["a market town"]


def test_what_is_decided_already_is_written_as_decided(coded: OpenStudy, tmp_path: Path) -> None:
    confirm_names(coded, ["Sandra"], kind="post", replacement="the only nurse", note="P004")
    before = read_list(coded).listed
    path = tmp_path / "all.csv"
    assert write_proposed(coded, path, find_names(coded, every=True)) == 1
    assert "Sandra,post,the only nurse,confirmed,P004" in path.read_text(encoding="utf-8-sig")
    assert import_names(coded, path).same == ("Sandra",)
    assert read_list(coded).listed == before


def test_a_table_with_a_fault_begins_no_list(coded: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="line 2"):
        import_names(coded, written(tmp_path, "bad.csv", "term,state\nTom,perhaps\n"))
    assert not read_list(coded).there


def test_a_list_that_cannot_be_read_stops_a_publication(coded: OpenStudy) -> None:
    names_path(coded).write_text("term,kind\nA,beast\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 2"):
        check_printed(coded, [], audience=Audience.PUBLICATION)


def test_names_are_proposed_until_they_are_decided_on(coded: OpenStudy, tmp_path: Path) -> None:
    found = find_names(coded)
    assert [(one.term, one.kind, one.sources) for one in found] == [("Sandra", NameKind.PERSON, ("P004-again",))]
    place = found[0].places[0]
    assert (place.turn, place.context) == (2, "I: And since then? P004: Sandra wrote it in 2016, in a week.")
    assert read_list(coded).there
    path = tmp_path / "found.csv"
    write_proposed(coded, path, found)
    assert import_names(coded, path).undecided == 1
    path.write_text(path.read_text(encoding="utf-8").replace("colleague,,", "lead,confirmed,"), encoding="utf-8")
    assert import_names(coded, path).new == ("Sandra",)
    assert find_names(coded) == ()
    assert [one.term for one in find_names(coded, every=True)] == ["Sandra"]


def test_another_spelling_of_a_confirmed_name_is_proposed_as_such(coded: OpenStudy) -> None:
    confirm_names(coded, ["Sandrah"])
    (one,) = find_names(coded)
    assert (one.term, one.like) == ("Sandra", "Sandrah")


def test_looking_can_be_stopped(coded: OpenStudy) -> None:
    def stop(*_: object) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        find_names(coded, progress=stop)


def test_a_term_is_allowed_in_one_output_with_a_reason(coded: OpenStudy) -> None:
    confirm_names(coded, ["Sandra"])
    words = [PrintedWords(f"Table {number}", "row", "Sandra wrote it") for number in (1, 2)]
    with pytest.raises(InvalidInput, match="No reason"):
        allow_term(coded, "Sandra", output="Table 1", reason=" ")
    with pytest.raises(InvalidInput, match="holds a listed term"):
        allow_term(coded, "Sandra", output="Table 1", reason="Sandra agreed.")
    with pytest.raises(NotFound):
        allow_term(coded, "Tom", output="Table 1", reason="x")
    number, _ = allow_term(coded, "sandra", output="table 1", reason="She asked to be named.")
    assert [one.words.output for one in findings_in(coded, words)] == ["Table 2"]
    assert [one.allowance for one in findings_in(coded, words, with_allowed=True)] == [number, None]
    (told,) = list_allowances(coded)
    assert (told.what, told.by, told.allowance.reason) == ("Sandra", "Mairi", "She asked to be named.")
    undo(coded)
    assert len(findings_in(coded, words)) == 2


def test_without_its_list_an_allowance_tells_no_name_and_allows_nothing(coded: OpenStudy) -> None:
    confirm_names(coded, ["Sandra"])
    allow_term(coded, "Sandra", output="", reason="She asked to be named.")
    write_list(names_path(coded), ReplacementList("ee" * 32, read_list(coded).listed.names))
    assert list_allowances(coded)[0].what == ""
    assert len(findings_in(coded, [PrintedWords("Table 1", "row", "Sandra wrote it")])) == 1


def test_a_combination_is_allowed_and_disallowed(coded: OpenStudy) -> None:
    confirm_names(coded, ["Sandra"])
    case = next(one.id for one in coded.cases.all() if one.name == "P002")
    words = [PrintedWords("Table 1", "row", "x", case=case, printed=(("role", "nurse"),), shown_id="002")]
    with pytest.raises(StoppedForPublication):
        check_printed(coded, words, audience=Audience.PUBLICATION)
    with pytest.raises(NotFound):
        allow_combination(coded, {"height": "tall"}, output="Table 1", reason="x")
    number, _ = allow_combination(coded, {"Role": "nurse"}, output="Table 1", reason="All nurses agreed.")
    check_printed(coded, words, audience=Audience.PUBLICATION)
    disallow(coded, number)
    with pytest.raises(StoppedForPublication):
        check_printed(coded, words, audience=Audience.PUBLICATION)
    with pytest.raises(NotFound):
        disallow(coded, number)
    undo(coded)
    check_printed(coded, words, audience=Audience.PUBLICATION)


def test_a_withdrawal_names_the_list_that_it_cannot_reach(coded: OpenStudy) -> None:
    from qualcode.services.withdraw import plan_withdrawal

    assert plan_withdrawal(coded, ["P004"]).lists == ()
    confirm_names(coded, ["Sandra"])
    confirm_names(coded, ["Tom"])
    assert [one.name for one in plan_withdrawal(coded, ["P004"]).lists] == ["fls.names", "fls.names.before"]


def test_what_is_allowed_in_one_output_stops_in_the_others(coded: OpenStudy) -> None:
    confirm_names(coded, ["Sandra"])
    p2 = next(case.id for case in coded.cases.all() if case.name == "P002")
    outputs = ("Chart 1", "Table 1", "Table 2")
    words = [PrintedWords(one, "P002", "a", case=p2, printed=(("role", "nurse"),), shown_id="P002") for one in outputs]
    (stop,) = findings_in(coded, words)
    assert (stop.words.output, stop.elsewhere) == ("Chart 1", ("Table 1", "Table 2"))
    allow_combination(coded, {"role": "nurse"}, output="Chart 1", reason="They read the chart.")
    (stop,) = findings_in(coded, words)
    assert (stop.words, stop.elsewhere) == (words[1], ("Table 2",))
    allow_combination(coded, {"role": "nurse"}, output="Table 2", reason="And this table.")
    (stop,) = findings_in(coded, words)
    assert (stop.words, stop.elsewhere) == (words[1], ())
    allow_combination(coded, {"role": "nurse"}, output="", reason="And all others.")
    assert findings_in(coded, words) == ()


def test_a_package_holds_no_allowance_and_no_list(coded: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.sampling import sample_sources
    from qualcode.services.sending import send_package
    from qualcode.services.studies import open_study

    confirm_names(coded, ["Sandra"])
    allow_combination(coded, {"role": "nurse"}, output="Table 1", reason="All nurses agreed.")
    sample_sources(coded, number=1, coder="Tom", seed=1)
    send_package(coded, tmp_path / "tom.qualcode", coder="Tom")
    with open_study(tmp_path / "tom.qualcode", "Tom") as package:
        assert package.identification.all() == ()
    assert not (tmp_path / "tom.names").exists()


def test_looking_leaves_nothing_heavy_in_the_process_that_asks(coded: OpenStudy) -> None:
    import subprocess
    import sys

    assert coded.path is not None
    program = (
        "import sys\n"
        "from qualcode.services.names_finding import find_names\n"
        "from qualcode.services.studies import open_study\n"
        "with open_study(sys.argv[1], 'Mairi') as study:\n"
        "    assert [one.term for one in find_names(study)] == ['Sandra']\n"
        "assert 'spacy' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(coded.path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_term_in_an_author_s_brackets_is_replaced_within_them_and_one_with_marks_as_a_whole() -> None:
    names = (ListedName("Kelderby", NameKind.PLACE, "a town"), ListedName("Kelder Bay", NameKind.PLACE, "the coast"))
    matcher = NameMatcher(ReplacementList("key", names))
    for text, after in (
        ("[K]elderby’s board", "[a town’s] board"),
        ("at Kelder […] Bay", "at [the coast]"),
        ("[in Kelderby] and Kelder-\nby", "[in a town] and [a town]"),
        ("(t. 3) [sic] Kelderby […]", "(t. 3) [sic] [a town] […]"),
    ):
        assert without_names(text, matcher) == after
