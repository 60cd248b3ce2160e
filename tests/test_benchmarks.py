"""The measurements measure what they say, and check that nothing was lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks import corpus
from benchmarks.__main__ import GROUPS, chosen
from benchmarks.pty_latency import build_study
from benchmarks.two_windows import _code_while_importing, _held

from qualcode.domain.spans import Span
from qualcode.services.coding import apply_code
from qualcode.services.studies import open_study

if TYPE_CHECKING:
    from pathlib import Path

WORDS, CODINGS = 8_000, 50


def test_what_one_measurement_codes_is_not_there_for_the_next(tmp_path: Path) -> None:
    first = build_study(tmp_path, WORDS, CODINGS)
    before = _held(first)
    with open_study(first) as study:
        code = study.codes.codebook().find("theme 6 > category 6.1").id
        apply_code(study, source=study.sources.named("long").id, span=Span(20, 40), code=code)
    assert _held(first) == (before[0] + 1, before[1])
    assert _held(build_study(tmp_path, WORDS, CODINGS)) == before


def test_every_coding_made_while_another_process_imports_is_there_once(tmp_path: Path) -> None:
    study = build_study(tmp_path, WORDS, CODINGS)
    for one in corpus.transcripts(12):
        (tmp_path / f"{one.name}.txt").write_text(one.text, encoding="utf-8")
    paths = [str(tmp_path / f"{one.name}.txt") for one in corpus.transcripts(12)]
    waits, _ = _code_while_importing(study, paths)
    assert len(waits) >= 3


def test_rows_are_chosen_by_the_names_of_their_groups() -> None:
    assert chosen("") == list(GROUPS)
    assert chosen("windows,coding") == ["coding", "windows"]
    with pytest.raises(SystemExit, match="no rows 'window'; ROWS takes processes, imports"):
        chosen("coding window")
