from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from tests import plain_user
from tests.services.chart_study import coded_file, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Said

__all__ = ["coded_file"]

COMMANDS = ["segments", "memo", "summaries", "quotes", "chart", "tables", "sample-table"]


@pytest.fixture
def run(command: Callable[..., Said], coded_file: Path, tmp_path: Path) -> Callable[..., Said]:
    """Run a command as the lead coder in a folder with the coded study `fls`."""
    shutil.copy(coded_file, tmp_path / "fls.qualcode")

    def run(*arguments: str) -> Said:
        return command(*arguments, "--as", "Mairi")

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(command: Callable[..., Said], name: str) -> None:
    said = command(name, "--help")
    assert said.code == 0
    assert f"Example: qualcode {name} " in " ".join(said.out.split())


def test_segments_as_json(run: Callable[..., Said]) -> None:
    said = run("segments", "fls", "--code", "Own time", "--json")
    assert said.json == [
        {
            "id": 1,
            "source": "P001",
            "start": 31,
            "end": 50,
            "words": "at home, on Sundays",
            "code": "Making the case > Time > Own time",
            "coder": "Mairi",
            "turn": 2,
            "speaker": "P001",
        },
        {
            "id": 5,
            "source": "joint",
            "start": 74,
            "end": 96,
            "words": "I'm not paid for that.",
            "code": "Making the case > Time > Own time",
            "coder": "Mairi",
            "turn": 3,
            "speaker": "P003",
        },
    ]


def test_segments_in_plain_lines_and_in_a_file(run: Callable[..., Said], tmp_path: Path) -> None:
    said = run("segments", "fls", "--code", "Time", "--where", "role=doctor")
    assert said.out.splitlines() == [
        "Making the case > Time",
        "  P002, P003",
        "    [4] We wrote it together. P003: In the evenings, mostly. (joint, t. 2)",
        "",
        "Making the case > Time > Own time",
        "  P003",
        "    [5] I'm not paid for that. (joint, t. 3)",
    ]
    assert "2 extracts from 2 participants (analysis coding)." in said.err
    assert run("segments", "fls", "--code", "Time", "--own", "--to", "seg.csv").out == ""
    assert (tmp_path / "seg.csv").read_text(encoding="utf-8").startswith("id,code,participant,")


def test_chart_as_json_holds_summaries_marks_and_codings(run: Callable[..., Said], tmp_path: Path) -> None:
    written(tmp_path, "s.csv", "case,theme,text,mark\nP001,Time,Wrote it.,\nP002,Time,,not raised\n")
    assert "Imported 2 summaries" in run("summaries", "import", "fls", "s.csv").err
    charts: list[dict[str, Any]] = run("chart", "fls", "--json").json
    assert [chart["title"] for chart in charts] == ["Making the case", "Approval"]
    first, second = (row["cells"][0] for row in charts[0]["rows"][:2])
    assert (first["text"], first["codings"], second["mark"]) == ("Wrote it.", [1, 2], "not raised")
    assert charts[0]["themes"][0] == {"theme": "Making the case > Time", "participants": 3}


def test_a_mark_that_the_coding_speaks_against_is_said(run: Callable[..., Said]) -> None:
    said = run("summaries", "mark", "fls", "P001", "Time", "not raised")
    assert "It is marked as not raised, though 2 passages are coded there: `qualcode summaries show` lists what." in said.err
    assert "though" not in run("summaries", "mark", "fls", "P003", "Figures", "not asked").err
    assert "not raised, though 2 passages are coded there" in run("chart", "fls", "--status", "--state", "marked").out


def test_a_chart_of_what_is_asked_for(run: Callable[..., Said], tmp_path: Path) -> None:
    run("summaries", "write", "fls", "P001", "Time", "--text", "Wrote it on Sundays.")
    (chart,) = run("chart", "fls", "--json", "--group", "Making the case", "--words", "sundays").json
    assert [row["case"] for row in chart["rows"]] == ["P001"]
    assert chart["selection"].endswith("with “sundays” in the row.")
    said = run("chart", "fls", "--group", "Making the case", "--state", "compl", "--transpose", "--to", "out.csv")
    assert said.code == 0
    assert "Making the case: 1 of 4 participants: with a cell “complete”." in said.err
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("theme,P001")
    status = run("chart", "fls", "--status", "--words", "sundays", "--json").json
    assert {one["case"] for one in status["cells"]} == {"P001"}


def test_chart_tables_and_sample_table_write_word_and_say_whom_it_is_for(run: Callable[..., Said], tmp_path: Path) -> None:
    written(tmp_path, "q.csv", "table,row,source,words\n1,At home,P001,It was nobody's job.\n")
    assert "1 quotation new" in run("quotes", "import", "fls", "q.csv").err
    for arguments in (
        ("chart", "fls", "--to", "a.docx"),
        ("tables", "fls", "--to", "b.docx"),
        ("sample-table", "fls", "--to", "c.docx"),
    ):
        said = run(*arguments)
        assert (said.code, said.out) == (0, "")
        assert "Identifiable: study team only" in said.err
        word = Document(str(tmp_path / arguments[-1]))
        assert word.sections[0].header.paragraphs[0].text == "Identifiable: study team only"
        assert word.tables
    assert Document(str(tmp_path / "b.docx")).tables[0].rows[2].cells[1].text == "It was nobody’s job. [Participant ID: P001]"


def test_a_build_by_command_and_its_check(run: Callable[..., Said], tmp_path: Path) -> None:
    built = run("build", "fls", "--to", "paper", "--json")
    assert built.code == 0
    assert {one["file"] for one in built.json["files"]} >= {"charts.docx", "sample.docx", "coreq.docx"}
    assert run("build", "fls", "--to", "paper", "--check").code == 0
    assert run("recommendations", "add", "fls", "Give it hours.", "--theme", "Time").code == 0
    said = run("build", "fls", "--to", "paper", "--check")
    assert (said.code, "recommendations.docx  not built yet" in said.out) == (3, True)
    checked = run("build", "fls", "--to", "paper", "--check", "--json")
    assert (checked.code, checked.json["current"], checked.json["cells"]) == (3, False, [])
    said = run("build", "fls", "--to", "paper")
    assert (said.code, "Identifiable: study team only" in said.err) == (0, True)
    assert "recommendations.docx" in said.out
    assert run("build", "fls", "--to", "paper", "--check", "--overwrite").code == 2
    refused = run("build", "fls", "--to", "published", "--for", "publication")
    assert (refused.code, "qualcode names find" in refused.err, (tmp_path / "published").exists()) == (1, True, False)


def test_memos_by_command(run: Callable[..., Said], tmp_path: Path) -> None:
    assert run("memo", "add", "fls", "--text", "Resigned.", "--on", "source P001").code == 0
    assert [(one["kind"], one["target"], one["text"], one["author"]) for one in run("memo", "list", "fls", "--json").json] == [
        ("analytic", "source P001", "Resigned.", "Mairi")
    ]
    assert run("memo", "export", "fls", "memos.csv").code == 0
    assert "were there already" in run("memo", "import", "fls", "memos.csv").err
    assert run("memo", "edit", "fls", "1", "--text", "Tired.", "--kind", "reflexive").code == 0
    assert [(one["kind"], one["text"]) for one in run("memo", "list", "fls", "--json").json] == [("reflexive", "Tired.")]
    assert run("memo", "edit", "fls", "1").code == 2
    assert "There is no memo 7." in run("memo", "remove", "fls", "7").err
    assert run("memo", "remove", "fls", "1", "--reason", "said twice").code == 0
    assert run("memo", "list", "fls", "--json").json == []
    assert [run("undo", "fls").code, run("undo", "fls").code] == [0, 0]
    assert [one["text"] for one in run("memo", "list", "fls", "--json").json] == ["Resigned."]
    assert run("undo", "fls").code == 0
    assert run("memo", "list", "fls", "--json").json == []


def test_memos_cite_codings_by_command(run: Callable[..., Said], tmp_path: Path) -> None:
    number = run("segments", "fls", "--code", "Time", "--json").json[0]["id"]
    said = run("memo", "add", "fls", "--on", "turn P001 2", "--text", f"As in [[coding {number}]].")
    assert said.code == 0
    (memo,) = run("memo", "list", "fls", "--json").json
    assert memo["target"] == "turn P001 2"
    assert memo["text"] == f"As in [[coding {number}]]."
    assert memo["citations"][0]["coding"] == number
    assert memo["citations"][0]["state"] == "as cited"
    assert " ".join(memo["citations"][0]["words"].split()) in memo["read"]
    assert memo["read"] in run("memo", "list", "fls", "--find", memo["citations"][0]["words"].split()[0]).out
    assert run("memo", "list", "fls", "--changed", "--json").json == []
    assert run("code", "remove", "fls", str(number)).code == 0
    assert "no longer coded" in run("memo", "list", "fls", "--changed").out
    assert run("memo", "settle", "fls", str(memo["id"])).code == 0
    assert "There is no coding 999" not in run("memo", "add", "fls", "--text", "[[coding 999]]").out
    assert "cites coding 999" in run("memo", "add", "fls", "--text", "[[coding 999]]").err
    assert run("memo", "list", "fls", "--on", "nothing at all").code == 1


def test_drafts_by_command(run: Callable[..., Said], tmp_path: Path) -> None:
    from qualcode.domain.memos import Attachment, MemoTarget
    from qualcode.services.memo_drafts import keep_draft, new_draft_name
    from qualcode.services.studies import open_study

    with open_study(tmp_path / "fls") as study:
        about = Attachment(MemoTarget.SOURCE, study.sources.named("P001").guid)
        for text in ("Begun.", "Begun too."):
            keep_draft(study, new_draft_name(), text=text, kind="analytic", about=about)
    first, second = run("memo", "drafts", "fls", "--json").json
    assert (first["text"], first["target"], first["memo"]) == ("Begun.", "source P001", None)
    assert "Begun too." in run("memo", "drafts", "fls").out
    assert run("memo", "drafts", "fls", "--save", str(first["id"]), "--discard", str(second["id"])).code == 2
    assert run("memo", "drafts", "fls", "--save", str(first["id"])).code == 0
    assert run("memo", "drafts", "fls", "--discard", str(second["id"])).code == 0
    assert run("memo", "drafts", "fls", "--discard", str(second["id"])).code == 1
    assert run("memo", "drafts", "fls", "--json").json == []
    assert [one["text"] for one in run("memo", "list", "fls", "--json").json] == ["Begun."]


def test_round_trips_by_command(run: Callable[..., Said], tmp_path: Path) -> None:
    written(tmp_path, "s.csv", "case,theme,text\nP001,Time,Wrote it.\n")
    written(tmp_path, "q.csv", "table,row,source,words,printed\n1,1,P001,It was nobody's job.,It was […] job.\n")
    for name, file in (("summaries", "s.csv"), ("quotes", "q.csv")):
        assert run(name, "import", "fls", file).code == 0
        assert run(name, "export", "fls", f"out-{file}").code == 0
        again = run(name, "import", "fls", f"out-{file}")
        assert (again.code, "already" in again.err) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("segments", "fls", "--code", "Nothing"), 1, 'There is no code "Nothing".'),
        (("segments", "fls"), 2, "--code"),
        (("segments", "fls", "--code", "Time", "--to", "x.pdf"), 2, "Name one that ends in .docx or .csv."),
        (("chart", "fls"), 2, "Name a file with --to"),
        (("chart", "fls", "--to", "x.html", "--transpose"), 2, "has its cases in rows"),
        (("chart", "fls", "--json", "--transpose"), 2, "Only a file is transposed."),
        (("chart", "fls", "--to", "x.csv", "--state", "done"), 2, "States are not yet charted, draft,"),
        (("chart", "fls", "--to", "x.csv", "--words", "zeppelin"), 1, "No case of the charts fits what is asked"),
        (("chart", "fls", "--to", "x.pdf"), 2, "Name one that ends in .docx or .xlsx or .html or .csv."),
        (("chart", "fls", "--to", "no-such-folder/x.docx"), 1, "cannot be written"),
        (("tables", "fls", "--to", "x.docx"), 1, "neither a quotation nor a starred coding"),
        (("summaries", "import", "fls", "missing.csv"), 1, "cannot be read"),
        (("quotes", "import", "fls", "."), 1, "is a folder"),
        (("sample-table", "fls", "--to", "x.docx", "--site", "colour"), 1, 'There is no attribute "colour".'),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    run: Callable[..., Said], arguments: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not list(tmp_path.glob("x.*"))


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that a plain user may look into; pytest's own are its user's alone."""
    place = Path(tempfile.mkdtemp(prefix="qualcode-open-"))
    yield place
    shutil.rmtree(place)


@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_charts_replace_a_file_and_leave_one_that_is_protected(coded_file: Path, open_place: Path, suffix: str) -> None:
    shutil.copy(coded_file, open_place / "fls.qualcode")
    target = open_place / f"chart.{suffix}"
    target.write_text("old", encoding="utf-8")
    plain_user.give_to_nobody(open_place)

    def write(place: str) -> tuple[int, str]:
        done = plain_user.qualcode("chart", "fls", "--to", place, "--as", "Mairi", cwd=open_place)
        return done.returncode, done.stderr

    assert write(target.name)[0] == 0, write(target.name)[1]
    made = target.read_bytes()
    assert made != b"old"
    target.chmod(0o444)
    code, said = write(target.name)
    assert (code, said.count("cannot be written: it is protected."), said.count("\n")) == (1, 1, 1)
    assert target.read_bytes() == made
    for place, why in ((f"none/chart.{suffix}", "there is no folder none."), (f"{target.name}/x.{suffix}", "is a file.")):
        code, said = write(place)
        assert (code, said.count("\n")) == (1, 1)
        assert why in said
    assert sorted(one.name for one in open_place.iterdir() if "part" in one.name) == []
    open_place.chmod(0o555)
    code, said = write(f"other.{suffix}")
    open_place.chmod(0o755)
    assert (code, said.count("\n"), "cannot be written: nothing may be written in" in said) == (1, 1, True), said


def test_a_build_replaces_no_protected_file_and_says_where_it_may_not_write(coded_file: Path, open_place: Path) -> None:
    shutil.copy(coded_file, open_place / "fls.qualcode")
    plain_user.give_to_nobody(open_place)

    def build(folder: str) -> tuple[int, str]:
        done = plain_user.qualcode("build", "fls", "--to", folder, "--as", "Mairi", "--overwrite", cwd=open_place)
        return done.returncode, done.stderr.splitlines()[-1] if done.stderr else ""

    assert build("paper")[0] == 0
    paper = open_place / "paper"
    (paper / "charts.csv").write_bytes(b"mine")
    (paper / "charts.csv").chmod(0o444)
    before = {one.name: one.read_bytes() for one in paper.iterdir()}
    code, said = build("paper")
    assert (code, "charts.csv cannot be written: it is protected." in said) == (1, True), said
    assert {one.name: one.read_bytes() for one in paper.iterdir()} == before
    (paper / "charts.csv").chmod(0o644)
    paper.chmod(0o555)
    code, said = build("paper")
    assert (code, "Nothing can be written in paper: permission denied." in said) == (1, True), said
    paper.chmod(0o755)
    assert {one.name: one.read_bytes() for one in paper.iterdir()} == before
    assert build("new/folder")[0] == 0, "a folder that does not exist is made"
    (open_place / "file").write_text("words", encoding="utf-8")
    code, said = build("file/folder")
    assert (code, "file is a file." in said) == (1, True), said


def test_a_file_that_is_replaced_keeps_who_may_read_it_and_links_stay_links(coded_file: Path, tmp_path: Path) -> None:
    from qualcode.errors import InvalidInput
    from qualcode.services.build import build
    from qualcode.services.charts_out import write_charts
    from qualcode.services.studies import open_study

    shutil.copy(coded_file, tmp_path / "fls.qualcode")
    target, link, mine = tmp_path / "chart.docx", tmp_path / "link.docx", tmp_path / "chart.docx.part"
    longest = tmp_path / f"{'c' * 250}.docx"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)
    mine.write_bytes(b"mine")
    with open_study(tmp_path / "fls", "Mairi") as study:
        for path in (target, link, longest):
            write_charts(study, path)
        assert link.is_symlink()
        assert target.read_bytes() == longest.read_bytes()
        assert target.stat().st_mode & 0o777 == 0o600
        assert mine.read_bytes() == b"mine"
        build(study, tmp_path / "out")
        (tmp_path / "out" / "charts.docx").write_bytes(b"old")
        (tmp_path / "out" / "charts.docx").chmod(0o600)
        build(study, tmp_path / "out", overwrite=True)
        assert (tmp_path / "out" / "charts.docx").stat().st_mode & 0o777 == 0o600
        with pytest.raises(InvalidInput, match="cannot be made: file name too long"):
            build(study, tmp_path / ("x" * 300))


def test_an_output_for_publication_says_where_no_name_was_looked_for(run: Callable[..., Said]) -> None:
    assert run("names", "dismiss", "fls", "Glasgow").code == 0
    assert run("cases", "attribute", "set", "fls", "role", "--printed", "never").code == 0
    assert run("cases", "attribute", "set", "fls", "fls", "--printed", "never").code == 0
    said = "The replacement list fls.names has no confirmed term, so no name was looked for."
    outputs = (
        ("chart", "fls", "--to", "o.docx"),
        ("sample-table", "fls", "--to", "o.docx"),
        ("codebook", "appendix", "fls", "--to", "o.docx"),
        ("coreq", "write", "fls", "--to", "o.docx"),
        ("build", "fls", "--to", "out"),
    )
    for output in outputs:
        assert said not in run(*output).err
        published = run(*(one.replace("out", "published") for one in output), "--for", "publication")
        assert (published.code, said in published.err) == (0, True), (output, published.err)
    assert said in run("names", "check", "fls").err
    assert run("names", "confirm", "fls", "Glasgow").code == 0
    assert said not in run("chart", "fls", "--to", "o.docx", "--for", "publication").err
