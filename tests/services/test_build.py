"""All outputs built together: the same bytes from the same study, all of them or none, and what is older is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.domain.build import MANIFEST, FileState
from qualcode.domain.printing import TEAM_ONLY, Audience
from qualcode.errors import Cancelled, InvalidInput, NotAllowed, NotFound
from qualcode.services.build import build, check_build
from qualcode.services.build_places import place_files
from qualcode.services.coding import recode
from qualcode.services.gate import StoppedForPublication
from qualcode.services.names import confirm_names
from qualcode.services.names_list import begin_list
from qualcode.services.quotations import import_quotes
from qualcode.services.recommendations import add_recommendation
from qualcode.services.segments import segments
from qualcode.services.studies import new_study
from qualcode.services.summaries import import_summaries
from qualcode.storage.dump import dump
from tests import plain_user
from tests.services.chart_study import written

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy

OF_CHARTS = {"charts.docx", "charts.xlsx", "charts.html", "charts.csv"}
ALL = OF_CHARTS | {"tables.docx", "recommendations.docx", "sample.docx", "codebook.docx", "coreq.docx", "audit-trail.docx"}
SUMMARIES = "case,theme,text\nP001,Time,Wrote it at home on Sundays.\nP001,Figures,Out of date.\nP002,Time,Together.\n"
QUOTES = 'table,row,source,words,printed,theme\n1,1,P001,"I did, at home, on Sundays.","I did, at [place], on Sundays.",Time\n'


@pytest.fixture
def paper(coded: OpenStudy, tmp_path: Path) -> OpenStudy:
    """The coded study with summaries, a quotation and a recommendation."""
    import_summaries(coded, written(tmp_path, "s.csv", SUMMARIES))
    import_quotes(coded, written(tmp_path, "q.csv", QUOTES))
    add_recommendation(coded, "Give it hours.", themes=["Time"])
    return coded


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_an_author_would_mend_in_the_charts_is_said(paper: OpenStudy, tmp_path: Path) -> None:
    of_codebook = "Codebook: no version saved, so the appendix names none (`qualcode codebook version` saves one)."
    assert [one for one in build(paper, tmp_path / "paper").remarks if not one.startswith("COREQ")] == [of_codebook]
    rows = "case,theme,text,mark,draft\nP001,Time,,not raised,\nP002,Time,Together.,,yes\n"
    import_summaries(paper, written(tmp_path, "more.csv", rows))
    remarks = build(paper, tmp_path / "paper").remarks
    assert "Drafts, which do not print: P002, Time." in remarks
    marked = "P001, Time: not raised, though 2 passages are coded there"
    assert f"Marked otherwise than it is coded, and counted in the tables: {marked}." in remarks


def states(study: OpenStudy, folder: Path) -> dict[str, FileState]:
    return {one.file: one.state for one in check_build(study, folder).files}


def test_a_study_has_all_its_outputs_built_and_the_manifest_says_what_they_are(paper: OpenStudy, tmp_path: Path) -> None:
    before = dump(paper.connection)
    done = build(paper, tmp_path / "out" / "paper")
    assert set(done.written) == ALL
    assert dump(paper.connection) == before, "a build writes nothing into the study"
    found = contents(tmp_path / "out" / "paper")
    assert set(found) == {*ALL, MANIFEST}
    manifest = json.loads(found[MANIFEST])
    assert (manifest["study"], manifest["for"], manifest["codebook"]) == (paper.facts.guid, "team", "no version saved")
    from hashlib import sha256

    assert {one["file"]: one["sha256"] for one in manifest["files"]} == {
        name: sha256(data).hexdigest() for name, data in found.items() if name != MANIFEST
    }
    for name in ALL:
        if name.endswith(".docx"):
            word = Document(str(tmp_path / "out" / "paper" / name))
            assert word.sections[0].header.paragraphs[0].text == TEAM_ONLY, name


def test_the_same_study_gives_the_same_bytes(paper: OpenStudy, tmp_path: Path) -> None:
    build(paper, tmp_path / "one")
    build(paper, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    again = build(paper, tmp_path / "one")
    assert (again.written, set(again.unchanged)) == ((), ALL)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_neither_the_seed_of_hashes_nor_time_zone_nor_language_change_a_byte(paper: OpenStudy, tmp_path: Path) -> None:
    assert paper.path is not None
    study = str(paper.path)
    paper.close()
    for name, seed, zone, language in (("a", "1", "Pacific/Kiritimati", "C"), ("b", "4242", "America/Anchorage", "tr_TR.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        line = [sys.executable, "-m", "qualcode", "build", study, "--to", str(tmp_path / name), "--as", "Mairi"]
        subprocess.run(line, env=environment, check=True, capture_output=True)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_after_one_recoding_only_what_it_touches_is_older_and_its_cells_are_named(paper: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(paper, folder)
    assert check_build(paper, folder).current
    extract = next(one for one in segments(paper, "Figures").extracts if one.cases == ("P001",))
    recode(paper, extract.id, paper.codes.codebook().find("Quality").id)
    before = contents(folder)
    found = check_build(paper, folder)
    assert contents(folder) == before, "a check writes nothing"
    older = {one.file for one in found.files if one.state is FileState.OLDER}
    assert older == {*OF_CHARTS, "audit-trail.docx"}
    assert {one.file for one in found.files if one.state is FileState.CURRENT} == ALL - older
    assert [(one.case, one.theme) for one in found.cells] == [("P001", "Figures"), ("P001", "Quality")]
    done = build(paper, folder)
    assert set(done.written) == older
    assert {name for name, data in contents(folder).items() if before[name] != data} == {*older, MANIFEST}
    assert check_build(paper, folder).current


def test_what_was_changed_by_hand_is_not_lost(paper: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(paper, folder)
    (folder / "tables.docx").write_bytes(b"edited in Word")
    (folder / "sample.docx").unlink()
    assert states(paper, folder)["tables.docx"] is FileState.EDITED
    assert states(paper, folder)["sample.docx"] is FileState.MISSING
    with pytest.raises(NotAllowed, match=r"tables\.docx"):
        build(paper, folder)
    assert (folder / "tables.docx").read_bytes() == b"edited in Word"
    assert not (folder / "sample.docx").exists()
    assert set(build(paper, folder, overwrite=True).written) == {"tables.docx", "sample.docx"}


def test_a_file_that_no_build_wrote_is_not_replaced(paper: OpenStudy, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "coreq.docx").write_bytes(b"mine")
    with pytest.raises(NotAllowed, match=r"coreq\.docx"):
        build(paper, tmp_path / "out")
    assert contents(tmp_path / "out") == {"coreq.docx": b"mine"}


def test_an_output_the_study_no_longer_has_goes_unless_it_was_changed(paper: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.recommendations import remove_recommendation

    folder = tmp_path / "out"
    build(paper, folder)
    remove_recommendation(paper, 1)
    assert states(paper, folder)["recommendations.docx"] is FileState.GONE
    assert build(paper, folder).removed == ("recommendations.docx",)
    assert not (folder / "recommendations.docx").exists()
    add_recommendation(paper, "Again.")
    assert states(paper, folder)["recommendations.docx"] is FileState.NEW
    build(paper, folder)
    (folder / "recommendations.docx").write_bytes(b"edited")
    remove_recommendation(paper, 1)
    assert build(paper, folder).removed == ()
    assert (folder / "recommendations.docx").read_bytes() == b"edited"


def test_a_build_that_is_stopped_leaves_everything_as_it_was(paper: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(paper, folder)
    before = contents(folder)
    add_recommendation(paper, "Another.")
    steps: list[str] = []

    def watch(done: int, total: int, what: str) -> None:
        assert 0 <= done < total
        steps.append(what)

    build(paper, tmp_path / "watched", progress=watch)
    for last in range(len(steps)):
        seen = 0

        def stop(_done: int, _total: int, _what: str, last: int = last) -> None:
            nonlocal seen
            seen += 1
            if seen > last:
                raise Cancelled("Stopped.")

        with pytest.raises(Cancelled):
            build(paper, folder, progress=stop)
        assert contents(folder) == before


def test_where_one_file_cannot_be_placed_the_old_ones_are_put_back(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"old")
    with pytest.raises(InvalidInput, match=r"gone\.docx.*as they were"):
        place_files(tmp_path, {"a.docx": b"new", "b.docx": b"new"}, ["gone.docx"])
    assert contents(tmp_path) == {"a.docx": b"old"}


KILLED = """
import os, pathlib, sys

def killed(path, *_):
    os.kill(os.getpid(), 9)

def replace(path, target, really=pathlib.Path.replace, moves=[]):
    if ".qualcode-build-" in str(path):
        moves.append(path)
        if len(moves) > int(sys.argv[1]):
            killed(path)
    return really(path, target)

pathlib.Path.replace = replace
from qualcode.services.build import build
from qualcode.services.studies import open_study
with open_study(pathlib.Path(sys.argv[2]), "Mairi") as study:
    build(study, pathlib.Path(sys.argv[3]))
"""


def test_a_build_killed_on_its_way_leaves_whole_files_and_the_next_one_goes_on(paper: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(paper, folder)
    old = contents(folder)
    extract = next(one for one in segments(paper, "Figures").extracts if one.cases == ("P001",))
    recode(paper, extract.id, paper.codes.codebook().find("Quality").id)
    build(paper, tmp_path / "wanted")
    new = contents(tmp_path / "wanted")
    line = [sys.executable, "-c", KILLED, "3", str(paper.path), str(folder)]
    assert subprocess.run(line, check=False, capture_output=True).returncode == -9
    (left,) = folder.glob(".qualcode-build-*")
    now = {name: (folder / name).read_bytes() for name in old}
    assert all(now[name] in (old[name], new[name]) for name in old)
    assert sum(now[name] != old[name] for name in old) == 3
    # The study went on meanwhile: what the stopped build had placed is nobody's work, and is replaced.
    add_recommendation(paper, "Another.")
    recode(paper, extract.id, paper.codes.codebook().find("Time").id)
    build(paper, folder)
    assert check_build(paper, folder).current
    assert left.exists(), "it may be that of a build that goes on"
    os.utime(left, (0, 0))
    build(paper, folder)
    assert not left.exists()


def test_a_folder_that_cannot_be_is_one_sentence(paper: OpenStudy, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(InvalidInput, match="is a file"):
        build(paper, tmp_path / "file")
    (tmp_path / "out" / "tables.docx").mkdir(parents=True)
    with pytest.raises(InvalidInput, match=r"tables\.docx is a folder"):
        build(paper, tmp_path / "out")
    with pytest.raises(NotFound, match="no build"):
        check_build(paper, tmp_path / "nowhere")
    written(tmp_path, MANIFEST, "[1, 2]")
    with pytest.raises(InvalidInput, match="not the manifest"):
        check_build(paper, tmp_path)


def test_builds_for_others_and_of_other_studies_are_never_mixed(paper: OpenStudy, tmp_path: Path) -> None:
    build(paper, tmp_path / "out")
    begin_list(paper)
    with pytest.raises(NotAllowed, match="for the team"):
        build(paper, tmp_path / "out", audience=Audience.PUBLICATION, overwrite=True)
    with new_study(tmp_path / "other", lead="Mairi") as other:
        with pytest.raises(NotAllowed, match="another study"):
            build(other, tmp_path / "out", overwrite=True)
        done = build(other, tmp_path / "other-out")
        assert set(done.written) == {"coreq.docx", "audit-trail.docx"}
        assert len(done.left_out) == 6


def hide_roles(study: OpenStudy) -> None:
    """Print nothing of the four participants, for each of them is the only one of some kind."""
    from qualcode.services.attributes import change_attribute

    for one in study.cases.attributes():
        change_attribute(study, one.id, {"printed": "never"})


def test_for_publication_all_outputs_pass_together_or_none_is_written(paper: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(NotAllowed, match="replacement list"):
        build(paper, folder, audience=Audience.PUBLICATION)
    begin_list(paper)
    hide_roles(paper)
    confirm_names(paper, ["Sundays"], replacement="[day]")
    with pytest.raises(StoppedForPublication) as stopped:
        build(paper, folder, audience=Audience.PUBLICATION)
    assert {one.words.output for one in stopped.value.stops} == {"Chart 1", "Table 1"}
    assert not folder.exists()
    from qualcode.services.names import dismiss_names

    dismiss_names(paper, ["Sundays"])
    done = build(paper, folder, audience=Audience.PUBLICATION)
    assert set(done.written) == ALL - {"audit-trail.docx"}
    assert len(done.unread) == 1
    for name in done.written:
        if name.endswith(".docx"):
            assert Document(str(folder / name)).sections[0].header.paragraphs[0].text == ""
    assert TEAM_ONLY not in (folder / "charts.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / "charts.xlsx") as book:
        assert not any(TEAM_ONLY.encode() in book.read(part) for part in book.namelist())
    assert check_build(paper, folder).current
    assert "P001" not in (folder / MANIFEST).read_text(encoding="utf-8")


def test_where_nothing_may_be_written_it_says_so() -> None:
    # pytest's own folders are its user's alone.
    place = Path(tempfile.mkdtemp(prefix="qualcode-open-"))
    try:
        with new_study(place / "fls", lead="Mairi"):
            pass
        (place / "out").mkdir()
        plain_user.give_to_nobody(place)
        (place / "out").chmod(0o555)
        for folder, told in (("out", "out"), ("out/deeper", str(place / "out"))):
            said = plain_user.qualcode("build", "fls", "--to", folder, cwd=place)
            assert (said.returncode, said.stdout) == (1, "")
            assert said.stderr == f"Nothing can be written in {told}: permission denied. Name another folder.\n"
    finally:
        (place / "out").chmod(0o755)
        shutil.rmtree(place)
