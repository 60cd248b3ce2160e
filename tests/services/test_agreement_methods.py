"""The methods paragraph: what it says is recorded, and it says no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qualcode import __version__
from qualcode.domain.agreement_choices import AgreementChoices
from qualcode.domain.coding import Purpose
from qualcode.domain.discussions import Outcome
from qualcode.domain.matching import Relation
from qualcode.domain.printing import Audience
from qualcode.domain.progress import silent
from qualcode.domain.rounds import Coefficient, FixedChoices
from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed, UsageError
from qualcode.services.agreement import agreement
from qualcode.services.agreement_methods import methods, write_methods
from qualcode.services.build_parts import parts_of
from qualcode.services.codebook import add_code
from qualcode.services.discussion import discuss
from qualcode.services.discussion_deciding import Choice, decide
from qualcode.services.discussion_pair import pair_of
from qualcode.services.discussion_verbs import add_agreed, begin_discussions, finish_discussions
from qualcode.services.double_coding import finish_sources
from qualcode.services.gate import findings_in
from qualcode.services.matching import Relating, set_relation
from qualcode.services.matching_finish import finish_matching
from qualcode.services.names import confirm_names
from qualcode.services.receiving import receive_package
from qualcode.services.sampling import choose_sources, sample_sources
from qualcode.services.sending import send_package
from qualcode.services.source_fields import rename_source
from qualcode.services.studies import add_coder
from qualcode.services.studies import open_study as open_as_a_researcher
from qualcode.storage import create_study, open_study
from tests.double_coded import LEAD, SECOND, code_words, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

VERDICTS = re.compile(
    r"\b(good|poor|fair|slight|moderate|substantial|excellent|almost perfect|acceptable|satisfactory|high|strong|reliable)\b"
)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with create_study(tmp_path / "study", lead=LEAD) as made:
        yield furnish(made, "P001", "P002", "P003")


@pytest.fixture
def second(study: OpenStudy) -> Iterator[OpenStudy]:
    assert study.path is not None
    with open_study(study.path, SECOND) as opened:
        yield opened


def both_code_and_finish(study: OpenStudy, second: OpenStudy, *names: str) -> None:
    second.refresh_sight()
    for name in names:
        code_words(study, name, "at home", "Time")
        code_words(study, name, "Twice", "Approval")
        code_words(second, name, "at home", "Time")
    finish_sources(study, names)
    finish_sources(second, names)
    study.refresh_sight()


def drawn(study: OpenStudy, **choices: object) -> list[str]:
    asked = {"coder": SECOND, "share": "2/3", "seed": 7, **choices}
    return [one.name for one in sample_sources(study, **asked).draw.chosen]  # type: ignore[arg-type]


def test_a_check_sample_is_told_from_the_draw_to_the_software(study: OpenStudy, second: OpenStudy) -> None:
    both_code_and_finish(study, second, *drawn(study))
    found = methods(study)
    said = found.paragraph
    for words in (
        f"Of 3 transcripts, {LEAD} coded 2 and {SECOND} 2; 2 (67 %) were coded by both.",
        f"{SECOND} was given 2 transcripts, drawn at random from 3 (a share of 2/3, rounded up; seed 7).",
        "They were coded with version v1 of the codebook, frozen for this.",
        f"{LEAD} and {SECOND} worked in one file,",
        "Codings were compared by turn (4 turns, ",
        "a turn counts as coded when at least one character of it that is not a space is coded.",
        "interviewers’ turns (4) were left out.",
        "Of 3 codes, 2 were used and 1 used by nobody.",
        "Of all judgements of a code on a turn by a coder, 25.0 % were “coded”.",
        "Unit, rule and coefficient were fixed when the sample was drawn.",
        "Over all codes the figures were: Krippendorff’s alpha (nominal) 0.50, agreement where either coded (F1) 0.67",
        "Over single transcripts, too few for an interval, they ranged so: alpha ",
        "Every alpha was computed a second time with the krippendorff package ",
        "What was done about the differences is not recorded.",
        f"The software was qualcode {__version__}.",
    ):
        assert words in said
    assert "descriptive" not in said
    assert found.table is not None
    assert found.table.cross_check is not None
    assert not VERDICTS.search(said)


def test_the_coefficient_that_was_fixed_comes_first(study: OpenStudy, second: OpenStudy) -> None:
    both_code_and_finish(study, second, *drawn(study, fixed=FixedChoices(coefficient=Coefficient.KAPPA)))
    assert "the figures were: Cohen’s kappa, pooled after de Vries et al. (2008) " in methods(study).paragraph


def test_otherwise_than_fixed_is_exploratory(study: OpenStudy, second: OpenStudy) -> None:
    both_code_and_finish(study, second, *drawn(study))
    said = methods(study, AgreementChoices(with_interviewer=True)).paragraph
    assert "They were not computed as was fixed when the sample was drawn, and are exploratory." in said
    assert "interviewers’ turns were counted" in said


def test_chosen_sources_are_selected_with_the_reason(study: OpenStudy, second: OpenStudy) -> None:
    choose_sources(study, ["P001"], coder=SECOND, reason="the longest of them.")
    both_code_and_finish(study, second, "P001")
    said = methods(study).paragraph
    assert f"{SECOND} was given 1 transcript, selected from 3: the longest of them." in said
    assert "drawn at random" not in said


def test_strata_and_what_could_not_be_drawn_are_told(study: OpenStudy, second: OpenStudy) -> None:
    both_code_and_finish(study, second, *drawn(study, share=None, number=1, by=["kind"], exclude=["P003"]))
    assert (
        "drawn at random from 2 (1 source; seed 7), stratified by kind; not in the draw were 1 (excluded by hand)."
        in methods(study).paragraph
    )


def test_whose_views_were_opened_from_one_account_is_told(study: OpenStudy, second: OpenStudy) -> None:
    names = drawn(study)
    assert study.path is not None
    for coder in (LEAD, SECOND):
        open_as_a_researcher(study.path, coder).close()
    both_code_and_finish(study, second, *names)
    assert f"the views of {LEAD} and {SECOND} were opened from one user account." in methods(study).paragraph


def test_views_from_accounts_of_their_own_are_told(study: OpenStudy, second: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    names = drawn(study)
    assert study.path is not None
    for coder, user in ((LEAD, "ml"), (SECOND, "ta"), (SECOND, "ta")):
        monkeypatch.setenv("LOGNAME", user)
        open_as_a_researcher(study.path, coder).close()
    both_code_and_finish(study, second, *names)
    assert "no user account opened the view of more than one of them." in methods(study).paragraph


def test_views_that_were_not_opened_by_a_researcher_are_not_recorded(study: OpenStudy, second: OpenStudy) -> None:
    names = drawn(study)
    study.desk.forget(1)
    both_code_and_finish(study, second, *names)
    assert "from which user accounts their views were opened is not recorded." in methods(study).paragraph


def test_outside_a_blind_round_no_opening_is_kept(study: OpenStudy) -> None:
    assert study.path is not None
    with open_as_a_researcher(study.path, LEAD) as opened:
        assert opened.desk.views_of(1) == {}
        assert not opened.sight.sealed_rounds


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        (Purpose.DEVELOP, "As codes were still being developed, no coefficient of agreement was computed."),
        (Purpose.TRAIN, "As this was practice, its figures were for the coders alone."),
    ],
)
def test_to_develop_and_to_train_have_no_coefficient(study: OpenStudy, second: OpenStudy, purpose: Purpose, said: str) -> None:
    names = drawn(study, purpose=purpose)
    second.refresh_sight()
    for coder in (study, second):
        finish_sources(coder, names)
    study.refresh_sight()
    found = methods(study)
    assert said in found.paragraph
    assert found.table is None
    assert not re.search(r"alpha|kappa|F1|percent", found.paragraph)
    assert "2 (67 %) were coded by both" in found.paragraph


def test_a_reflexive_study_has_a_second_reader_and_no_coefficient(tmp_path: Path) -> None:
    with create_study(tmp_path / "reflexive", lead=LEAD, approach="reflexive") as study:
        furnish(study, "P001", "P002", "P003")
        assert study.path is not None
        with open_study(study.path, SECOND) as second:
            both_code_and_finish(study, second, *drawn(study))
        found = methods(study)
    assert "As the analysis was reflexive, no coefficient of agreement was computed." in found.paragraph
    assert f"{SECOND} as second reader" in found.paragraph
    assert not re.search(r"alpha|kappa|F1|percent", found.paragraph)


def test_without_a_sample_the_figures_are_descriptive(study: OpenStudy, second: OpenStudy) -> None:
    both_code_and_finish(study, second, "P001")
    said = methods(study).paragraph
    assert "No sample was drawn: how these were chosen, and that they were coded independently, is not recorded." in said
    assert "The figures are descriptive, for independence is not recorded." in said


def test_what_was_done_with_the_other_coding_in_view_is_told(study: OpenStudy, second: OpenStudy) -> None:
    (name,) = drawn(study, share="1/3")
    second.refresh_sight()
    code_words(second, name, "at home", "Time")
    finish_sources(second, [name])
    study.refresh_sight()
    code_words(study, name, "at home", "Time")
    finish_sources(study, [name])
    said = methods(study).paragraph
    assert f"{LEAD} finished 1 of them with the other coding in view." in said
    assert "The figures are descriptive: codings were made or read with the other in view." in said


def test_what_was_done_about_differences_is_counted(study: OpenStudy, second: OpenStudy) -> None:
    names = drawn(study)
    both_code_and_finish(study, second, *names)
    before = methods(study).facts.table
    pair = pair_of(study)
    begin_discussions(study, pair)
    for found in discuss(study, pair):
        for place, one in enumerate(found.differences):
            decide(study, pair, found.source.name, [one.number], Choice((Outcome.FIRST, Outcome.DROP)[place % 2], "agreed"))
    finish_discussions(study, pair, names[:1])
    after = methods(study)
    assert (
        f"Differences were talked over by {LEAD} and {SECOND} in 2 transcripts (1 of them to the end): "
        "2 of 2 differences were settled (the first coder’s reading 2); 2 passages had been coded alike." in after.paragraph
    )
    assert after.table is not None
    assert before is not None
    assert [row.figures for row in after.table.codes] == [row.figures for row in before.codes]


def test_outcomes_are_counted_by_differences_and_added_passages_apart(study: OpenStudy, second: OpenStudy) -> None:
    (name,) = drawn(study, share="1/3")
    second.refresh_sight()
    for words, code in (("at home", "Approval"), ("Twice", "Time")):
        code_words(second, name, words, code)
    finish_sources(second, [name])
    study.refresh_sight()
    code_words(study, name, "at home", "Time")
    finish_sources(study, [name])
    pair = pair_of(study)
    begin_discussions(study, pair)
    decide(study, pair, name, [1, 2], Choice(Outcome.DROP))
    add_agreed(study, pair, name, [(Span(0, 4), study.codes.codebook().find("Time").id)])
    assert (
        "2 of 2 differences were settled (no coding 2); 0 passages had been coded alike; "
        "1 passage that neither had coded was added." in methods(study).paragraph
    )


def test_what_others_discussed_is_not_told_of_these_two(study: OpenStudy, second: OpenStudy) -> None:
    third = "Ann Lee"
    add_coder(study, third)
    both_code_and_finish(study, second, "P001", "P002")
    assert study.path is not None
    with open_study(study.path, third) as other:
        finish_sources(other, ["P001"])
    for names, source in (((LEAD, third), "P001"), ((LEAD, SECOND), "P002")):
        begin_discussions(study, pair_of(study, names), [source])
    found = methods(study, AgreementChoices(coders=(LEAD, SECOND)))
    assert found.facts.discussion is not None
    assert found.facts.discussion.begun == 1
    assert f"Differences were talked over by {LEAD} and {SECOND} in 1 transcript" in found.paragraph


def test_a_second_coder_elsewhere_worked_in_a_file_of_their_own(tmp_path: Path) -> None:
    with create_study(tmp_path / "study", lead=LEAD) as study:
        furnish(study, "P001", "P002", "P003")
        (name,) = drawn(study, share="1/3")
        sent = send_package(study, tmp_path / "second", coder=SECOND).path
        code_words(study, name, "at home", "Time")
        finish_sources(study, [name])
        with open_study(sent) as package:
            code_words(package, name, "at home", "Time")
            finish_sources(package, [name])
        receive_package(study, sent)
        said = methods(study).paragraph
    assert (
        f"{SECOND} worked in a separate file that held these transcripts, the codebook and nothing of the other coding." in said
    )
    assert "worked in one file" not in said
    assert "descriptive" not in said


def test_matched_code_lists_are_counted_and_read_through_when_asked(study: OpenStudy, second: OpenStudy) -> None:
    names = drawn(study, share="1/3")
    second.refresh_sight()
    made, _ = add_code(second, name="Own time", parent=None)
    code_words(study, names[0], "at home", "Time")
    code_words(second, names[0], "at home", "Own time")
    finish_sources(study, names)
    finish_sources(second, names)
    study.refresh_sight()
    with pytest.raises(NotAllowed, match="No code lists have been matched"):
        agreement(study, AgreementChoices(matched=True))
    before = agreement(study)
    book = study.codes.codebook()
    set_relation(study, Relating(Relation.SAME, book.find("Time").id, made.id, reason="his word for it"))
    finish_matching(study, version="v2")
    matched = agreement(study, AgreementChoices(matched=True))
    assert matched.descriptive
    assert matched.codes[0].figures.f1.value == 1
    after = agreement(study)
    assert [row.figures for row in after.codes] == [row.figures for row in before.codes]
    assert "The code lists were matched to one (same 1), version v2 of the codebook." in methods(study).paragraph
    said = methods(study, AgreementChoices(matched=True)).paragraph
    assert "The figures are descriptive: codings were made or read with the other in view." in said


def test_three_coders_have_the_figures_of_each_pair(study: OpenStudy, second: OpenStudy) -> None:
    add_coder(study, "Jo")
    assert study.path is not None
    with open_study(study.path, "Jo") as third:
        code_words(third, "P001", "at home", "Time")
        finish_sources(third, ["P001"])
    both_code_and_finish(study, second, "P001")
    said = methods(study, AgreementChoices((LEAD, SECOND, "Jo"))).paragraph
    assert f"{LEAD} coded 1 and {SECOND} 1 and Jo 1; 1 (33 %) were coded by all of them." in said.replace(", Jo", " and Jo")
    assert f"{LEAD} and {SECOND}, on 1 transcript: alpha " in said
    assert "Cohen’s kappa, pooled" not in said


def test_a_round_by_name_must_be_a_sample_and_nothing_is_told_while_one_is_blind(study: OpenStudy, second: OpenStudy) -> None:
    both_code_and_finish(study, second, "P001")
    with pytest.raises(UsageError, match="open is no sample"):
        methods(study, AgreementChoices(round="open"))
    drawn(study, share="1/3", exclude=["P001"])
    with pytest.raises(NotAllowed, match="blind round"):
        methods(study)


def test_the_check_before_a_publication_reads_every_word_of_the_methods_and_of_their_tables(
    study: OpenStudy, second: OpenStudy, tmp_path: Path
) -> None:
    import docx

    for source in study.sources.all():
        rename_source(study, source.id, f"{source.name} Prowse")
    sampled = drawn(study)
    both_code_and_finish(study, second, *sampled)
    (part,) = (one for one in parts_of(study, Audience.PUBLICATION, silent).parts if one.names == ("methods.docx",))
    (tmp_path / "methods.docx").write_bytes(part.make("methods.docx"))
    word = docx.Document(str(tmp_path / "methods.docx"))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    printed = re.findall(r"\w+", " ".join([*cells, *(one.text for one in word.paragraphs)]).lower())
    given = set(re.findall(r"\w+", " ".join(one.text for one in part.words).lower()))
    assert set(printed) - given <= {"supplement"}
    confirm_names(study, ["Gillian Prowse"], kind="person")
    places = [one.words.place for one in findings_in(study, part.words)]
    assert set(sampled) <= {place.rpartition("row ")[2] for place in places}


def test_the_word_file_has_the_paragraph_and_its_table(study: OpenStudy, second: OpenStudy, tmp_path: Path) -> None:
    import docx

    both_code_and_finish(study, second, *drawn(study))
    found = methods(study)
    write_methods(found, tmp_path / "methods.docx")
    word = docx.Document(str(tmp_path / "methods.docx"))
    assert word.paragraphs[0].text == found.paragraph
    assert word.paragraphs[0].style is not None
    assert word.paragraphs[0].style.name == "Body Text"
    assert [cell.text for cell in word.tables[0].rows[0].cells][:2] == ["Code", "Both"]
    with pytest.raises(UsageError, match="not a file that can be written here"):
        write_methods(found, tmp_path / "methods.pdf")
