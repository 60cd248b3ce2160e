"""The sample study for publication: with its printed forms set and listed names replaced, no identifier is in any file."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from qualcode.analysis.name_matching import NameMatcher
from qualcode.domain.printing import TEAM_ONLY, Audience
from qualcode.formats.names_file import read_names
from qualcode.services.attributes import change_attribute
from qualcode.services.build import build
from qualcode.services.demo import LEAD, build_demo
from qualcode.services.gate import StoppedForPublication
from qualcode.services.names import import_names
from qualcode.services.names_summaries import replace_in_summaries
from qualcode.services.studies import open_study
from qualcode.services.theme_table_desk import tables_desk

NAMES = Path(__file__).parents[1] / "transcripts_sample" / "names.csv"
FORMS = {
    "role": {"printed": "never"},
    "hospital": {"printed": "never"},
    "fls_at_hospital": {"printed": "never"},
    "years_at_hospital": {"printed": "banded", "bands": "0-5,6-10,11+"},
}


def words_of(path: Path) -> str:
    """All that a file holds, document properties and comments included, as text without tags."""
    if not zipfile.is_zipfile(path):
        return re.sub(r"<[^<>]*>", " ", path.read_text(encoding="utf-8"))
    with zipfile.ZipFile(path) as archive:
        return re.sub(r"<[^<>]*>", " ", "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist()))


def test_the_sample_passes_without_an_allowance_once_its_printed_forms_are_set(tmp_path: Path) -> None:
    with open_study(build_demo(tmp_path / "demo").study, LEAD) as study:
        assert [one.number for table in tables_desk(study).tables for one in table.quotations if not one.coded] == []
        import_names(study, NAMES)
        with pytest.raises(StoppedForPublication):
            build(study, tmp_path / "paper", audience=Audience.PUBLICATION)
        assert not (tmp_path / "paper").exists()
        for one in study.cases.attributes():
            if one.name in FORMS:
                change_attribute(study, one.id, FORMS[one.name])
        assert len(replace_in_summaries(study)[0]) == 3
        assert study.identification.all() == ()
        done = build(study, tmp_path / "paper", audience=Audience.PUBLICATION)
    assert len(done.unread) == 30
    assert {one.file for one in done.manifest.files} == {
        *("charts.docx", "charts.xlsx", "charts.html", "charts.csv", "tables.docx", "recommendations.docx"),
        *("sample.docx", "codebook.docx", "coreq.docx", "methods.docx"),
    }
    matcher = NameMatcher(read_names(NAMES.read_text(encoding="utf-8"), NAMES.name))
    for path in sorted((tmp_path / "paper").iterdir()):
        text = words_of(path)
        assert TEAM_ONLY not in text, path.name
        assert [match.span.words_of(text) for match in matcher.matches(text)] == [], path.name
        if path.suffix == ".docx":
            assert Document(str(path)).core_properties.author == ""
