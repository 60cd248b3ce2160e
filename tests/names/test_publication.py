"""The sample study on its way to a publication: what stops, how it goes on, and that nothing planted is left in a file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.analysis.name_matching import NameMatcher
from qualcode.domain.identification import StopKind
from qualcode.domain.printing import TEAM_ONLY, Audience
from qualcode.services.attributes import change_attribute
from qualcode.services.build import build
from qualcode.services.codebook_files import export_codebook
from qualcode.services.demo import build_demo
from qualcode.services.gate import StoppedForPublication
from qualcode.services.names import import_names
from qualcode.services.names_checking import check_outputs
from qualcode.services.names_list import read_list
from qualcode.services.names_quotations import replace_in_quotations
from qualcode.services.names_summaries import replace_in_summaries
from qualcode.services.quotation_verbs import find_quotation, set_tag
from qualcode.services.studies import open_study, undo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.storage import OpenStudy

SAMPLE = Path(__file__).parents[2] / "transcripts_sample"
NEVER = ("role", "hospital", "hospital_type", "fls_at_hospital")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[OpenStudy]:
    with open_study(build_demo(tmp_path / "demo").study) as study:
        import_names(study, SAMPLE / "names.csv")
        yield study


def with_printed_forms(study: OpenStudy) -> None:
    """What prints of participants in the sample's publication: their professional group, and their years in bands."""
    numbers = {one.name: one.id for one in study.cases.attributes()}
    for name in NEVER:
        change_attribute(study, numbers[name], {"printed": "never"})
    change_attribute(study, numbers["years_at_hospital"], {"bands": "0-5,6-10,11+"})


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """Every text of a file: of a zip each part, document properties among them."""
    if path.suffix in {".docx", ".xlsx"}:
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                yield name, parts.read(name).decode("utf-8", "replace")
    else:
        yield path.name, path.read_text(encoding="utf-8")


def test_the_sample_stops_then_passes_without_an_allowance(demo: OpenStudy, tmp_path: Path) -> None:
    target = tmp_path / "paper"
    with pytest.raises(StoppedForPublication) as caught:
        build(demo, target, audience=Audience.PUBLICATION)
    assert check_outputs(demo) == caught.value.stops
    kinds = {one.kind for one in caught.value.stops}
    assert kinds == {StopKind.TERM, StopKind.COMBINATION}
    assert {one.term for one in caught.value.stops if one.term} == {"Debbie", "Gillian Prowse", "the Breakers"}
    assert not target.exists()

    with_printed_forms(demo)
    replace_in_summaries(demo)
    replace_in_quotations(demo)
    build(demo, target, audience=Audience.PUBLICATION)
    assert demo.identification.all() == ()

    matcher = NameMatcher(read_list(demo).listed)
    files = sorted(path for path in target.iterdir() if path.suffix != ".json")
    assert {".docx", ".xlsx", ".html", ".csv"} <= {path.suffix for path in files}
    for path in files:
        for name, text in texts_in(path):
            found = [one.span.words_of(text) for one in matcher.matches(text)]
            assert found == [], (path.name, name)
            assert TEAM_ONLY not in text, (path.name, name)
            assert str(tmp_path) not in text, (path.name, name)


def test_replacing_in_summaries_is_one_change_that_keeps_their_evidence(demo: OpenStudy) -> None:
    before = demo.summaries.all()
    found, change = replace_in_summaries(demo)
    assert [one.case for one in found] == ["P002", "P004", "P010"]
    assert change is not None
    after = demo.summaries.all()
    assert [one._replace(text="", remark="") for one in after] == [one._replace(text="", remark="") for one in before]
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 3
    assert replace_in_summaries(demo) == ((), None)
    undo(demo)
    assert demo.summaries.all() == before


def test_a_planted_name_stops_in_a_quotation_and_in_its_tag(demo: OpenStudy, tmp_path: Path) -> None:
    with_printed_forms(demo)
    replace_in_summaries(demo)
    number = demo.quotes.all()[0].id
    set_tag(demo, number, "Gillian Prowse’s colleague")
    assert find_quotation(demo, number).tag
    with pytest.raises(StoppedForPublication, match=r"Table 1.*Gillian Prowse.*is on the replacement list"):
        build(demo, tmp_path / "paper", audience=Audience.PUBLICATION)


def test_working_files_say_whom_they_are_for(demo: OpenStudy, tmp_path: Path) -> None:
    export_codebook(demo, tmp_path / "codebook.yaml")
    assert (tmp_path / "codebook.yaml").read_text(encoding="utf-8").startswith(f"# {TEAM_ONLY}\n")
    assert demo.path is not None
    for path in demo.path.parent.glob("*.docx"):
        said = "".join(text for name, text in texts_in(path) if "header" in name)
        assert TEAM_ONLY in said, path.name
        properties = dict(texts_in(path))["docProps/core.xml"]
        assert "Lennox" not in properties
        assert "python" not in properties.lower()


def test_a_name_in_a_case_name_and_in_a_document_property_stops(demo: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.case_editing import rename_case
    from qualcode.services.charts_out import write_charts
    from qualcode.services.studies import new_study

    with_printed_forms(demo)
    replace_in_summaries(demo)
    rename_case(demo, next(case.id for case in demo.cases.all() if case.name == "P005"), "Maureen")
    with pytest.raises(StoppedForPublication) as caught:
        write_charts(demo, tmp_path / "charts.docx", audience=Audience.PUBLICATION)
    assert {one.found for one in caught.value.stops} == {"Maureen"}
    with pytest.raises(StoppedForPublication):
        build(demo, tmp_path / "paper", audience=Audience.PUBLICATION)
    undo(demo)

    with new_study(tmp_path / "other", lead="Mairi Lennox", title="Fractures at Tarnby") as other:
        fill(other)
        import_names(other, SAMPLE / "names.csv")
        for suffix in (".html", ".xlsx"):
            with pytest.raises(StoppedForPublication) as caught:
                write_charts(other, tmp_path / f"charts{suffix}", audience=Audience.PUBLICATION)
            assert {one.found for one in caught.value.stops} == {"Tarnby"}


def fill(study: OpenStudy) -> None:
    """A study with one participant and a codebook, so that there is a chart."""
    from qualcode.services.codebook_files import import_codebook
    from qualcode.services.importing import import_files

    import_files(study, [SAMPLE / "P003.txt"])
    import_codebook(study, SAMPLE.parent / "codebooks" / "fls.yaml")
