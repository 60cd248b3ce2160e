"""Listed terms become their replacements: in a transcript, and in quotations, each as a recorded change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.quotes import apply_edits
from qualcode.errors import InvalidInput, NotAllowed
from qualcode.services.coding import apply_codes, words_of
from qualcode.services.deidentifying import deidentify_source, preview_deidentified
from qualcode.services.importing import import_files
from qualcode.services.names import confirm_names
from qualcode.services.names_quotations import preview_in_quotations, replace_in_quotations
from qualcode.services.quotations import import_quotes
from qualcode.services.studies import redo, undo
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

TALK = """I: Who wrote it?

P005: Gillian Prowse did, in finance. It was Gillian’s evenings. Gilian Prouse, as they spelt her.

I: And [Gillian] left?

P005: She left in May, and may be in Kelderby
General now.
"""


@pytest.fixture
def talked(coded: OpenStudy, tmp_path: Path) -> OpenStudy:
    import_files(coded, [written(tmp_path, "P005.txt", TALK)])
    return coded


def text(study: OpenStudy, name: str = "P005") -> str:
    return study.sources.text(study.sources.named(name).id).text


def test_every_form_of_a_listed_term_is_replaced_and_nothing_else(talked: OpenStudy) -> None:
    confirm_names(talked, ["Gillian Prowse"], replacement="finance colleague")
    confirm_names(talked, ["Kelderby General"], replacement="hospital")
    before, number = text(talked), talked.sources.named("P005").id
    told = preview_deidentified(talked, number)
    assert text(talked) == before
    done, change = deidentify_source(talked, number, reason="The archive asks for it.")
    assert done.replaced == told.replaced
    assert text(talked) == (
        "I: Who wrote it?\n\nP005: [Finance colleague] did, in finance. It was [finance colleague]’s evenings."
        " [Finance colleague], as they spelt her.\n\nI: And [finance colleague] left?\n\n"
        "P005: She left in May, and may be in [hospital] now.\n"
    )
    assert [one.turn for one in done.replaced] == [2, 2, 2, 3, 4]
    assert change is not None
    assert "Gillian" not in change.what
    assert [turn.number for turn in talked.sources.text(number).turns] == [1, 2, 3, 4]
    undo(talked)
    assert text(talked) == before
    redo(talked)
    assert deidentify_source(talked, number)[1] is None


def test_codings_stay_on_their_words_and_those_that_changed_are_to_be_reviewed(talked: OpenStudy) -> None:
    from qualcode.domain.spans import Span

    number, book = talked.sources.named("P005").id, talked.codes.codebook()
    whole = text(talked)
    spans = {
        words: Span(whole.index(words), whole.index(words) + len(words)) for words in ("as they spelt her", "Gillian’s evenings")
    }
    for span in spans.values():
        apply_codes(talked, source=number, span=span, codes=[book.find("Figures").id])
    confirm_names(talked, ["Gillian Prowse"], replacement="colleague")
    done, _ = deidentify_source(talked, number)
    now = talked.sources.text(number)
    codings = [one for one in talked.codings.all() if one.source == number]
    assert {words_of(now, one.span) for one in codings} == {"as they spelt her", "[colleague]’s evenings"}
    assert [one.before for one in done.correction.touched] == ["Gillian’s evenings"]


def test_what_else_is_called_by_a_listed_term_is_said(coded: OpenStudy, tmp_path: Path) -> None:
    import_files(coded, [written(tmp_path, "Prowse.txt", "I: Who?\n\nProwse: I did.\n\nI: And then?\n\nProwse: It came back.\n")])
    confirm_names(coded, ["Gillian Prowse"])
    told = preview_deidentified(coded, coded.sources.named("Prowse").id)
    assert [one.split(" (")[0] for one in told.elsewhere] == [
        "the source is called Prowse",
        "a speaker is called Prowse",
        "a case is called Prowse",
    ]


def test_without_a_confirmed_term_or_with_one_in_the_reason_it_is_refused(talked: OpenStudy) -> None:
    number = talked.sources.named("P005").id
    with pytest.raises(NotAllowed, match="no confirmed term"):
        deidentify_source(talked, number)
    confirm_names(talked, ["Gillian Prowse"])
    with pytest.raises(InvalidInput, match="holds a listed term"):
        deidentify_source(talked, number, reason="Gillian asked.")


def quoted(study: OpenStudy, folder: Path) -> None:
    rows = (
        "table,row,source,words,printed\n"
        '1,Who,P005,"Gillian Prowse did, in finance. It was Gillian’s evenings.",\n'
        '1,Spelt,P005,"It was Gillian’s evenings. Gilian Prouse, as they spelt her.",'
        '"It was [her] evenings. Gilian Prouse, as they spelt her."\n'
        '1,Other,P001,"It was nobody\'s job.",\n'
    )
    import_quotes(study, written(folder, "quotes.csv", rows))


def printed(study: OpenStudy) -> list[str]:
    texts = {one.source.id: one.text for one in study.sources.texts()}
    return [apply_edits(one.edits, one.span.words_of(texts[one.source])) for one in study.quotes.all()]


def test_quotations_get_brackets_by_recorded_edits(talked: OpenStudy, tmp_path: Path) -> None:
    quoted(talked, tmp_path)
    confirm_names(talked, ["Gillian Prowse"], replacement="finance colleague")
    before, verbatim = printed(talked), text(talked)
    told = preview_in_quotations(talked)
    assert printed(talked) == before
    found, change = replace_in_quotations(talked)
    assert found == told
    assert change is not None
    assert printed(talked) == [
        "[Finance colleague] did, in finance. It was [finance colleague’s] evenings.",
        "It was [her] evenings. [Finance colleague], as they spelt her.",
        "It was nobody's job.",
    ]
    assert text(talked) == verbatim
    assert [one.refused for one in found] == ["", ""]
    assert replace_in_quotations(talked) == ((), None)
    undo(talked)
    assert printed(talked) == before


def test_a_possessive_goes_into_the_brackets_of_a_summary_and_its_words_are_found(talked: OpenStudy) -> None:
    from qualcode.services.charting import write_summary
    from qualcode.services.charting_states import cells_in_state
    from qualcode.services.names_summaries import replace_in_summaries
    from tests.services.test_charting import ids

    confirm_names(talked, ["Gillian Prowse"], replacement="the finance colleague")
    write_summary(talked, *ids(talked, "P005"), "It took “Gillian’s evenings” (t. 2).")
    (done,), _ = replace_in_summaries(talked)
    assert done.after == "It took “[the finance colleague’s] evenings” (t. 2)."
    assert cells_in_state(talked, state="quoted").cells == ()


def test_an_article_is_not_printed_twice_unless_it_was_cut(talked: OpenStudy, tmp_path: Path) -> None:
    import_files(
        talked, [written(tmp_path, "P006.txt", "I: Where?\n\nP006: The KDGH put it in. I left the KDGH's board, and KDGH.\n")]
    )
    rows = (
        "table,row,source,words,printed\n"
        '1,Who,P006,"The KDGH put it in. I left the KDGH\'s board, and KDGH.",\n'
        '1,Cut,P006,"I left the KDGH\'s board","I […] KDGH\'s board"\n'
        '1,Part,P006,"KDGH put it in.",\n'
    )
    import_quotes(talked, written(tmp_path, "more.csv", rows))
    confirm_names(talked, ["KDGH"], replacement="the hospital")
    replace_in_quotations(talked)
    assert printed(talked) == [
        "The [hospital] put it in. I left the [hospital's] board, and [the hospital].",
        "I […] [the hospital's] board",
        "[the hospital] put it in.",
    ]
    deidentify_source(talked, talked.sources.named("P006").id)
    assert text(talked, "P006").endswith("The [hospital] put it in. I left the [hospital]'s board, and [the hospital].\n")
