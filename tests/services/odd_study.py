"""Studies of odd words and names, coded, charted and quoted by chance: the same seed gives the same study."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from qualcode.domain.charts import CellMark
from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError
from qualcode.services.case_editing import rename_case
from qualcode.services.cases import import_cases
from qualcode.services.charting import mark_cell, write_summary
from qualcode.services.codebook_files import import_codebook
from qualcode.services.coding import apply_code
from qualcode.services.importing import import_files
from qualcode.services.quotation_edits import begin_with_capital, cut_words, insert_words, replace_words
from qualcode.services.quotation_verbs import add_quotation
from qualcode.services.theme_table_verbs import make_group_tables
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

WORDS = (
    "we never had the time and er um capacity to write it (laughs) it's nobody's job “well” they said \"no\" — £68,000 […] er…"
    " [inaudible 00:12:31] wanted... t. 12 =SUM(A1) +44 -5 @home _x0041_ naïve e\u0301 \U0001f600 \U0001f468\u200d\U0001f467 שלום"
    " مرحبا 田中さん \x1b[31m \ufeffbom \u202e \ufffe <b>bold</b> &amp; ]]> {id} \\n \u00a0 'single' x.y,z;q|w"
)
NAMES = ("P,1", 'P "2"', "=P3", "+P4; x", "שלום 5", "\U0001f6006", "<i>7</i>", "p008", "P008", "-9 [x]")
HEADINGS = ("+x", "<b>", 'the "board"', "مرحبا", "a/b:c*?[d]", "long " * 12 + "end")


def odd_study(study: OpenStudy, folder: Path, seed: int) -> None:
    """Fill a study: interviews alone, joint and held twice; a group with as many as 14 themes, and one with none."""
    chance, words = random.Random(seed), WORDS.split(" ")

    def said(most: int = 30) -> str:
        return " ".join(chance.choice(words) for _ in range(chance.randint(1, most))).strip() or "Yes"

    people = [("P1",), ("P2", "P3"), ("P4",), ("P5",)]
    held = [(who, name) for who in people for name in ["-".join(who), *(["again"] if who == ("P4",) else [])]]
    for who, name in held:
        turns = [f"{one}: {said(900 if one == 'P5' else 30)}" for _ in range(4) for one in ("I", *who)]
        import_files(study, [written(folder, f"{name}.txt", "\n\n".join(turns))])

    def theme(name: str) -> dict[str, object]:
        return {"name": f"Theme {name} {chance.choice(HEADINGS)}", "kind": "theme", "codes": [{"name": f"Sub {name}"}]}

    codes = [
        {
            "name": f"Group {group} {chance.choice(HEADINGS)}",
            "kind": "group",
            "codable": False,
            "codes": [theme(f"{group}.{one}") for one in range(many)],
        }
        for group, many in enumerate((14, 1, 0))
    ]
    import_codebook(study, written(folder, "codebook.yaml", json.dumps({"codes": codes}, ensure_ascii=False)))
    lines = [
        f"{one},{chance.choice(['nurse', 'doctor', ''])},{'-'.join(who)}{';again' * (one == 'P4')}"
        for who in people
        for one in who
    ]
    import_cases(study, written(folder, "cases.csv", "\n".join(["id,role,source", *lines])))
    for case, name in zip(study.cases.all(), chance.sample(NAMES, 5), strict=True):
        with suppress(QualcodeError):
            rename_case(study, case.id, name)
    codable = [one for one in study.codes.codebook().live if one.codable]
    made = []
    for source in study.sources.all():
        length = len(study.sources.text(source.id).text)
        for _ in range(12):
            start = chance.randrange(length - 1)
            span = Span(start, min(length, start + chance.choice((3, 30, 200, 3000))))
            with suppress(QualcodeError):
                made.append(apply_code(study, source=source.id, span=span, code=chance.choice(codable).id)[0])
    for case in study.cases.all():
        for code in (one for one in codable if one.name.startswith("Theme")):
            state = chance.choice(("written", "written", "mark", ""))
            if state == "written":
                refers = "".join(chance.choice(("", " (t. 2)", " (t. 4–6)", " (again, t. 2)", " (t. 2, 5)")) for _ in range(2))
                text = f"{said(1500 if chance.random() < 0.05 else 30)} “{said(3)}”{refers}"
                write_summary(study, case.id, code.id, text, remark=chance.choice(("", said(5).strip("\x1b\ufffe \u00a0"))))
            elif state == "mark":
                mark_cell(study, case.id, code.id, chance.choice(list(CellMark)))
    make_group_tables(study)
    for row in study.theme_tables.rows_of():
        for coding in chance.sample(made, min(3, len(made))):
            with suppress(QualcodeError):
                _edit(study, chance, add_quotation(study, row.id, coding=coding, contrary=chance.random() < 0.2)[0])


def _edit(study: OpenStudy, chance: random.Random, number: int) -> None:
    length = len(study.quotes.get(number).span)
    for _ in range(3):
        start = chance.randrange(length)
        span = Span(start, min(length, start + chance.choice((1, 9, 60))))
        edits = (
            partial(cut_words, study, number, span),
            partial(replace_words, study, number, span, chance.choice(("a town", "=x", "שלום", "<i>"))),
            partial(insert_words, study, number, start, "the “service”"),
            partial(begin_with_capital, study, number),
        )
        with suppress(QualcodeError):
            chance.choice(edits)()
