"""The commands of double coding: sample, finish, reopen, round, agree."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.__main__ import run
from qualcode.domain.agreement_text import shortest_paths
from qualcode.storage import create_study
from tests.double_coded import LEAD, SECOND, code_words, furnish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

NAMES = ("P001", "P002", "P003", "P004")


@pytest.fixture
def qualcode(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on the study and return exit code, stdout and stderr."""
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    path = tmp_path / "fls.qualcode"
    with create_study(path, lead=LEAD) as study:
        furnish(study, *NAMES)
        code_words(study, "P001", "at home", "Time")
        code_words(study, "P002", "Twice", "Approval")

    def command(*words: str, acting: str | None = LEAD) -> tuple[int, str, str]:
        first = 2 if words[0] in ("round", "code", "codings", "coders") else 1
        code = run([*words[:first], str(path), *words[first:], *(["--as", acting] if acting else [])])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def done(answer: tuple[int, str, str]) -> str:
    code, out, err = answer
    assert code == 0, err
    return out + err


def sampled(qualcode: Command, *options: str) -> list[str]:
    _, out, _ = qualcode("sample", "--for", SECOND, "--share", "0.5", "--seed", "7", *options)
    return [line.strip() for line in out.splitlines() if line.startswith("  ")]


def both_finish_everything(qualcode: Command) -> None:
    done(qualcode("code", "add", "P001", "--words", "I did, at home.", "--code", "Time", acting=SECOND))
    for coder in (LEAD, SECOND):
        done(qualcode("finish", *NAMES, acting=coder))


def test_sample_prints_what_it_fixes_before_anything_is_coded(qualcode: Command) -> None:
    code, out, err = qualcode("sample", "--for", SECOND, "--share", "0.5", "--seed", "7")
    assert code == 0
    for line in (
        f"Round check 1, for {SECOND}: 2 of 4 sources, drawn at random (share 0.5, seed 7).",
        "Codebook version: v1",
        "Unit: turn",
        "Mapping rule: a turn counts as coded when at least one character of it that is not a space is coded",
        "Coefficient: Krippendorff's alpha (nominal), with F1",
        "Interviewer's turns: left out",
    ):
        assert line in out.splitlines()
    assert "The round check 1 is in progress." in err


def test_sample_says_what_its_purpose_implies(qualcode: Command) -> None:
    assert "Purpose check: agreement on a settled codebook" in done(
        qualcode("sample", "--for", SECOND, "--number", "2", "--unit", "sentence", "--rule", "half", "--coefficient", "kappa")
    )
    shown = done(qualcode("round", "show"))
    for line in (
        "Unit: sentence",
        "Coefficient: Cohen's kappa, with F1",
        "Interviewer's turns: left out",
        f"From: {', '.join(NAMES)}",
    ):
        assert line in shown.splitlines()
    assert "drawn again from this record: the same sources" in shown
    record = json.loads(done(qualcode("round", "show", "check 1", "--json")))
    assert (record["mapping"], record["coefficient"], record["unit"]) == ("half the unit", "kappa", "sentence")
    assert record["draw"]["repeats"] is True
    assert [one["source"] for one in record["draw"]["pool"]] == list(NAMES)
    assert len(record["progress"][0]["to_code"]) == len(record["draw"]["result"]) == 2


def test_chosen_sources_say_why(qualcode: Command) -> None:
    said = done(qualcode("sample", "--for", SECOND, "--choose", "P003", "--choose", "P001", "--reason", "The pilots."))
    assert f"Round check 1, for {SECOND}: 2 of 4 sources, chosen: The pilots." in said.splitlines()
    shown = done(qualcode("round", "show")).splitlines()
    assert "Chosen: P001, P003" in shown
    assert "Because: The pilots." in shown
    assert f"{SECOND}: to code P001, P003" in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--share", "0.5", "--choose", "P001", "--reason", "x"), "drawn or chosen, not both"),
        (("--share", "0.5", "--reason", "x"), "Only chosen sources have a reason"),
        (("--choose", "P001"), "Chosen sources need a reason"),
        ((), "a share of the sources or a number"),
        (("--share", "0.5", "--purpose", "develop", "--unit", "turn"), "no unit and no coefficient"),
    ],
)
def test_options_of_a_sample_that_contradict_each_other(qualcode: Command, options: tuple[str, ...], said: str) -> None:
    code, out, err = qualcode("sample", "--for", SECOND, *options)
    assert (code, out) == (2, "")
    assert said in err


def test_a_draw_that_takes_all_there_are_is_not_called_chance(qualcode: Command) -> None:
    out = done(qualcode("sample", "--for", SECOND, "--share", "1", "--seed", "7"))
    assert "4 of 4 sources, all there were (share 1, seed 7)." in out
    assert "All there were: P001" in done(qualcode("round", "show"))
    both_finish_everything(qualcode)
    said = done(qualcode("agree", "--methods"))
    assert "was given 4 transcripts, all there were." in said
    assert "at random" not in said


def test_a_sample_to_develop_has_neither_codebook_nor_coefficient(qualcode: Command) -> None:
    out = done(qualcode("sample", "--for", SECOND, "--share", "0.5", "--seed", "7", "--purpose", "develop"))
    assert "Codebook version: none" in out
    assert "Coefficient:" not in out


def test_the_road_from_sample_to_agreement(qualcode: Command) -> None:
    names = sampled(qualcode)
    assert len(names) == 2
    code, out, err = qualcode("agree")
    assert (code, out) == (1, "")
    assert "blind round check 1 is in progress" in err
    assert "Traceback" not in err
    assert qualcode("round", "list", acting=None)[0] == 2
    done(qualcode("finish", *names))
    done(qualcode("code", "add", names[0], "--words", "at home", "--code", "Time", acting=SECOND))
    assert "(1 coding)" in done(qualcode("finish", names[0], acting=SECOND))
    assert "still codes blind" in qualcode("round", "close", acting=SECOND)[2]
    said = done(qualcode("finish", names[1], acting=SECOND))
    assert "last source of the round check 1: it is closed" in said
    table = json.loads(qualcode("agree", "--json")[1])
    assert table["sources"] == sorted(names)
    assert table["coders"] == [LEAD, SECOND]


def test_closing_by_hand_says_what_was_not_finished(qualcode: Command) -> None:
    names = sorted(sampled(qualcode))
    assert qualcode("round", "close")[0] == 2
    said = done(qualcode("round", "close", "--reason", "Tom is ill"))
    assert f"Not finished in it, and so not compared: {', '.join(names)}." in said
    assert "can read it" not in said
    rounds = json.loads(done(qualcode("round", "list", "--json")))
    assert [(one["name"], one["state"], one["sources"], one["finished"]) for one in rounds] == [
        ("open", "in progress", 0, 0),
        ("check 1", "closed", 2, 0),
    ]
    assert rounds[1]["closed_at"]
    assert "check 1  check    closed" in done(qualcode("round", "list"))


def test_agree_as_json_has_every_field_of_its_description(qualcode: Command) -> None:
    both_finish_everything(qualcode)
    table: dict[str, Any] = json.loads(done(qualcode("agree", "--coder", SECOND, "--coder", LEAD, "--json", "--cross-check")))
    assert table["unit"] == "turn"
    assert table["coders"] == [SECOND, LEAD]
    assert table["sources"] == list(NAMES)
    assert [one["code"] for one in table["codes"]] == ["Time", "Approval", "Figures"]
    approval = table["codes"][1]
    by_source = approval.pop("by_source")
    assert [(one["source"], one["percent"]) for one in by_source] == [("P001", 1), ("P002", 0.5), ("P003", 1), ("P004", 1)]
    assert approval == {
        "code": "Approval",
        "both": 0,
        "only_first": 0,
        "only_second": 1,
        "neither": 7,
        "percent": 0.875,
        "f1": 0.0,
        "alpha": 0.0,
        "kappa": 0.0,
        "undefined": {},
        "prevalence": 0.0625,
        "mostly_uncoded": False,
        "other_rule_changes": 1,
    }
    assert table["codes"][2]["alpha"] is None
    assert table["codes"][2]["undefined"] == dict.fromkeys(("f1", "alpha", "kappa"), "code not used by either coder")
    assert set(table["pooled"]) == {"kappa", "alpha", "f1", "percent", "codes_used", "codes_unused", "undefined"}
    assert (table["pooled"]["codes_used"], table["pooled"]["codes_unused"]) == (2, 1)
    assert [one["source"] for one in table["by_source"]] == list(NAMES)
    check = table["cross_check"]
    assert check.pop("version")
    assert check == {"package": "krippendorff", "codes": 3, "largest_difference": 0.0, "disagreeing": []}
    assert table["scope"]["units"] == 8


def test_agree_for_people_puts_most_differences_first_and_says_what_it_rests_on(
    qualcode: Command,
) -> None:
    both_finish_everything(qualcode)
    out = done(qualcode("agree"))
    lines = out.splitlines()
    assert lines[0] == f"Agreement of {LEAD} and {SECOND} on 4 sources, by turn"
    assert lines[2].split()[:4] == ["code", "both", "only", "Mairi"]
    assert [line.split()[0] for line in lines[3:6]] == ["Approval", "Time", "Figures"]
    assert lines[3].endswith("Tom never used it")
    assert lines[5].split()[-9:] == ["n/a", "n/a", "(1.000)", "code", "not", "used", "by", "either", "coder"]
    assert "range" in out
    assert "Scope: 8 turns (196 characters) of P001, P002, P003, P004; interviewer's turns left out (8)." in lines
    assert f"Finished codings read: {LEAD} 2, {SECOND} 1; 0 of them reach nothing in scope." in lines
    assert not any(word in out.lower() for word in ("good", "substantial", "moderate", "poor", "almost perfect"))
    assert done(qualcode("agree", "--unit", "sentence")).splitlines()[0].endswith("by sentence")
    assert "sentence rules 1" in done(qualcode("agree", "--unit", "sentence"))


def test_another_unit_than_the_sample_fixed_is_exploratory(qualcode: Command) -> None:
    names = sampled(qualcode)
    done(qualcode("finish", *names))
    done(qualcode("finish", *names, acting=SECOND))
    assert done(qualcode("agree")).startswith("Agreement of")
    assert done(qualcode("agree", "--unit", "character")).startswith("Exploratory: agreement of")


def test_finish_and_reopen_say_what_they_did(qualcode: Command) -> None:
    assert f"{LEAD} finished P001 (1 coding), P003 (0 codings)." in done(qualcode("finish", "P001", "P003"))
    assert f"{LEAD} had finished P001 before." in done(qualcode("finish", "P001"))
    done(qualcode("code", "add", "P001", "--words", "Twice", "--code", "Time"))
    code, _, err = qualcode("finish", "P001")
    assert code == 1
    assert "its codings have changed since" in err
    assert "Reopened P001" in done(qualcode("reopen", "P001", "--reason", "a passage was missed"))
    assert "(2 codings)" in done(qualcode("finish", "P001"))
    assert "a passage was missed" in done(qualcode("history"))


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("finish",), 2, "Missing argument"),
        (("finish", "P999"), 1, 'no source "P999"'),
        (("reopen", "P001"), 2, "Missing option '--reason'"),
        (("reopen", "P001", "--reason", "x"), 1, "not finished"),
        (("round", "close"), 1, "No independent round is in progress"),
        (("sample", "--for", "Tim", "--share", "0.2", "--seed", "1"), 1, 'no coder "Tim"'),
        (("sample", "--for", SECOND, "--share", "7", "--seed", "1"), 1, "not a number above 0"),
        (("sample", "--for", SECOND, "--share", "0.2", "--seed", "x"), 2, "not a valid integer"),
        (("agree",), 2, "nobody else has finished a source"),
        (("agree", "--coder", LEAD), 2, "two coders"),
        (("agree", "--unit", "word"), 2, "'word' is not one of"),
    ],
)
def test_wrong_use_gets_one_sentence(qualcode: Command, words: tuple[str, ...], exit_code: int, said: str) -> None:
    code, out, err = qualcode(*words)
    assert (code, out) == (exit_code, "")
    assert said in err
    assert "Traceback" not in err


def test_a_code_is_called_by_as_much_of_its_path_as_tells_it_from_the_others() -> None:
    paths = ["A", "A > Cost", "A > Time", "B", "B > Time", "B > In time \\> cost", "C > B > Time"]
    assert shortest_paths(paths) == {
        "A": "A",
        "A > Cost": "Cost",
        "A > Time": "A > Time",
        "B": "B",
        "B > Time": "B > Time",
        "B > In time \\> cost": "In time \\> cost",
        "C > B > Time": "C > B > Time",
    }


@pytest.mark.parametrize("command", ["sample", "finish", "reopen", "round", "agree"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"Example: qualcode {command}" in capsys.readouterr().out


def test_codings_of_a_sample_are_not_let_into_the_open_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from qualcode.__main__ import run
    from qualcode.services.sampling import sample_sources
    from qualcode.services.studies import add_coder, new_study, open_study
    from tests.builders import with_sources

    monkeypatch.chdir(tmp_path)
    with new_study("fls", lead="Mairi") as study:
        with_sources(study, tmp_path / "files", "P001")
        add_coder(study, "Tom")
        sample_sources(study, coder="Tom", share="1", seed=7)
    rows = "coder,source,start,end,code,round\nTom,P001,36,40,Nobody's job,{}\n"
    (tmp_path / "toms.csv").write_text(rows.format(""), encoding="utf-8")
    assert run(["codings", "import", "fls", "toms.csv", "--as", "Mairi"]) == 1
    refused = capsys.readouterr().err
    assert 'Tom has P001 in the round "check 1": say so in the column round' in refused
    (tmp_path / "toms.csv").write_text(rows.format("check 1"), encoding="utf-8")
    assert run(["codings", "import", "fls", "toms.csv", "--as", "Mairi"]) == 0
    with open_study("fls", "Mairi") as study:
        assert study.codings.all() == ()
    with open_study("fls", "Tom") as study:
        assert len(study.codings.all()) == 1


def test_agreement_goes_to_files_and_the_methods_paragraph_to_the_screen(qualcode: Command, tmp_path: Path) -> None:
    names = sampled(qualcode)
    assert "blind round" in qualcode("agree", "--methods")[2]
    done(qualcode("finish", *names))
    done(qualcode("finish", *names, acting=SECOND))
    for suffix in ("docx", "xlsx", "csv"):
        out = tmp_path / f"agreement.{suffix}"
        code, printed, said = qualcode("agree", "--to", str(out))
        assert (code, printed) == (0, "")
        assert f"Wrote the agreement of 2 coders on 2 sources to {out}." in said
        assert out.stat().st_size
    assert "not a file that can be written here" in qualcode("agree", "--to", str(tmp_path / "a.pdf"))[2]
    paragraph = qualcode("agree", "--methods")[1]
    assert paragraph.startswith("Of 4 transcripts, ")
    assert json.loads(qualcode("agree", "--methods", "--json")[1])["methods"] == paragraph.rstrip("\n")
    out = tmp_path / "methods.docx"
    code, printed, said = qualcode("agree", "--methods", "--to", str(out))
    assert (code, printed) == (0, "")
    assert f"Wrote the methods paragraph and its table to {out}." in said
    assert out.stat().st_size


def test_several_units_are_tables_of_their_own_each_with_its_unit(qualcode: Command) -> None:
    both_finish_everything(qualcode)
    out = done(qualcode("agree", "--unit", "turn", "--unit", "source"))
    assert [line.rpartition(", ")[2] for line in out.splitlines() if "greement of" in line] == ["by turn", "by source"]
    assert out.startswith("Exploratory: ")
    assert [one["unit"] for one in json.loads(done(qualcode("agree", "--unit", "turn", "--unit", "source", "--json")))] == [
        "turn",
        "source",
    ]


def test_exploratory_figures_have_a_heading_of_their_own_and_a_legend(qualcode: Command) -> None:
    both_finish_everything(qualcode)
    out = done(qualcode("agree", "--exploratory", "--by-source", "--rule", "half"))
    lines = out.splitlines()
    assert lines[0].endswith("by turn (half the unit)")
    assert "Exploratory: other figures of each code" in lines
    assert any(line.startswith("other figures of each code") and "AC1" in line for line in lines)
    assert any(line.startswith("alpha of each code, by source") for line in lines)
    assert any("with chance fixed at 50 %" in line for line in lines)
    data = json.loads(done(qualcode("agree", "--exploratory", "--json")))
    assert set(data["more"]) == {"sets", "segments", "domains"}
    assert set(data["codes"][0]["more"]) == {
        "scott_pi",
        "gwet_ac1",
        "brennan_prediger",
        "jaccard",
        "segment_overlap",
        "u_alpha",
        "undefined",
    }


def test_three_coders_by_command(qualcode: Command) -> None:
    done(qualcode("coders", "add", "Jo Ito"))
    both_finish_everything(qualcode)
    done(qualcode("finish", "P001", "P002", acting="Jo Ito"))
    who = [word for name in (LEAD, SECOND, "Jo Ito") for word in ("--coder", name)]
    lines = done(qualcode("agree", *who)).splitlines()
    assert lines[0] == f"Agreement of {LEAD}, {SECOND} and Jo Ito on 2 sources, by turn"
    assert lines[2].split() == ["code", "all", "some", "Mairi", "Tom", "Jo", "F1", "alpha", "agree"]
    assert any(line.startswith(f"{LEAD} and Jo Ito") for line in lines)
    assert "Left out: sources that not all of the coders have finished (2): P003, P004." in lines
    every = done(qualcode("agree", *who, "--incomplete")).splitlines()
    assert every[0].endswith("on 4 sources, by turn")
    assert f"Finished by {LEAD} and {SECOND}: 2 sources." in every
    data = json.loads(done(qualcode("agree", *who, "--incomplete", "--json")))
    assert [pair["sources"] for pair in data["pairs"]] == [4, 2, 2]
    assert data["codes"][0]["coded_by"] == {LEAD: 1, SECOND: 1, "Jo Ito": 0}
    assert data["codes"][0]["undefined"] == {"kappa": "Cohen's kappa is of two coders: each pair has its own"}
