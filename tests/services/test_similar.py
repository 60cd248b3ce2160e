from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from qualcode.analysis.similarity import most_similar
from qualcode.domain.progress import silent
from qualcode.domain.similar import Like
from qualcode.errors import Cancelled, InvalidInput, NotAllowed, NotFound, QualcodeError
from qualcode.services.audit import audit_trail
from qualcode.services.coding_hits import code_plan, plan_hits
from qualcode.services.importing import import_files
from qualcode.services.sampling import sample_sources
from qualcode.services.similar import similar_to_code, similar_to_coding, similar_to_turn, uses_of_similar
from qualcode.services.similar_asking import SimilarAsker
from qualcode.services.studies import open_study, redo, undo
from tests.services.chart_study import coded, written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["coded"]

TALK = """I: Who counted the audit figures, and how many of them?

P009: The audit clerk left, so nobody counted the fractures.

I: And then?

P009: Money was promised by the commissioners in spring.

I: Anything else?

P009: We counted fractures by hand until a clerk came.

I: Hm.

P009: A clerk, yes.
"""


@pytest.fixture
def talked(coded: OpenStudy, tmp_path: Path) -> OpenStudy:
    import_files(coded, [written(tmp_path, "P009.txt", TALK)])
    return coded


def test_turns_that_share_telling_words_are_proposed_and_nothing_is_coded(talked: OpenStudy) -> None:
    before, changes = talked.codings.all(), talked.history.lines()
    found = similar_to_turn(talked, "P009", 2)
    assert [(one.name, one.turn, one.speaker, one.cases, one.codes) for one in found] == [("P009", 6, "P009", ("P009",), ())]
    assert set(found[0].shared) == {"clerk", "counted", "fractures"}
    assert 0 < found[0].score < 1
    assert (talked.codings.all(), talked.history.lines()) == (before, changes)


def test_like_a_coding_and_like_a_code_which_is_not_proposed_where_it_is(talked: OpenStudy) -> None:
    code_plan(talked, plan_hits(talked, "counted fractures", code="Quality"))
    coding = talked.codings.all(codes=[talked.codes.codebook().find("Quality").id], coder=talked.viewer.id)[0]
    assert [one.turn for one in similar_to_coding(talked, coding.id)] == [2]
    assert [one.turn for one in similar_to_code(talked, "Approval")] == [2]
    code_plan(talked, plan_hits(talked, "audit clerk", code="Time"))
    assert similar_to_coding(talked, coding.id)[0].codes == ("Making the case > Time",)


def test_its_use_is_recorded_for_each_coder_and_outlives_undo(talked: OpenStudy, tmp_path: Path) -> None:
    assert uses_of_similar(talked) == ()
    code_plan(talked, plan_hits(talked, "clerk", code="Time"))
    undo(talked)
    similar_to_turn(talked, "P009", 2)
    similar_to_turn(talked, "P009", 4)
    redo(talked)
    with open_study(tmp_path / "fls", "Tom") as toms:
        similar_to_turn(toms, "P009", 2)
    used = uses_of_similar(talked)
    assert [(one.coder, one.times) for one in used] == [("Mairi", 2), ("Tom", 1)]
    assert used[0].first < used[0].last
    told = [(one.who, one.count) for one in audit_trail(talked).work if "similar passages" in one.what]
    assert told == [("Mairi", 2), ("Tom", 1)]


def test_it_is_refused_while_a_sample_is_coded_blind(talked: OpenStudy, tmp_path: Path) -> None:
    sample_sources(talked, coder="Tom", share="1", seed=1)
    with open_study(tmp_path / "fls", "Tom") as blind:
        with pytest.raises(NotAllowed):
            similar_to_turn(blind, "P009", 2)
        with pytest.raises(NotAllowed):
            similar_to_code(blind, "Time")
        assert uses_of_similar(blind) == ()


def test_what_is_not_there_is_refused_and_no_use_is_counted(talked: OpenStudy) -> None:
    with pytest.raises(NotFound):
        similar_to_coding(talked, 999)
    with pytest.raises(NotFound):
        similar_to_turn(talked, "P009", 99)
    with pytest.raises(InvalidInput):
        similar_to_code(talked, "Quality")
    assert uses_of_similar(talked) == ()


def test_the_comparison_leaves_nothing_in_this_process(talked: OpenStudy) -> None:
    before = set(sys.modules)
    similar_to_turn(talked, "P009", 2)
    assert not {name for name in set(sys.modules) - before if name.startswith(("sklearn", "scipy"))}


def test_scores_are_the_cosine_of_weighted_words() -> None:
    texts = ["apples pears", "apples plums", "Äpples’ cart", "the of and"]
    found = most_similar(["apples pears"], texts, 10)
    assert [one.at for one in found] == [0, 1, 2]
    assert found[0].score == 1.0
    # Weights of apples (in three of four texts) and of pears or plums (in one): 1 + ln 5/4 and 1 + ln 5/2.
    apples, other = 1.2231436, 1.9162907
    assert found[1].score == pytest.approx(apples**2 / (apples**2 + other**2), abs=1e-4)
    assert found[0].shared == ("pears", "apples")
    assert most_similar(["quinces"], texts, 10) == []
    assert [one.at for one in most_similar(["apples pears plums cart"], texts, 10)] == [0, 1, 2]
    # One shared word is enough where few are asked for, and not where there are four.
    assert {one.at for one in most_similar(["apples pears plums"], [*texts, "pears"], 10)} == {0, 1, 2, 4}
    assert {one.at for one in most_similar(["apples pears plums cart"], [*texts, "pears"], 10)} == {0, 1, 2}
    assert most_similar(["apples"], ["the of"], 10) == []
    assert len(most_similar(["apples"], texts, 1)) == 1


def like_turn_2(study: OpenStudy) -> Like:
    text = study.sources.text(study.sources.named("P009").id)
    return Like(source=text.source.id, span=text.turns[1].span)


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_one_process_answers_several_questions_and_sees_what_was_written_between(talked: OpenStudy, tmp_path: Path) -> None:
    asker = SimilarAsker(talked.address, "Mairi")
    said: list[str] = []
    first = asker.ask(like_turn_2(talked), 20, lambda _done, _total, what: said.append(what))
    process = asker.process_id
    again = "I: And now?\n\nP010: Still no audit clerk has counted our fractures.\n"
    import_files(talked, [written(tmp_path, "P010.txt", again)])
    second = asker.ask(like_turn_2(talked), 20, silent)
    assert asker.process_id == process
    assert process is not None
    assert [one.name for one in first] == ["P009"]
    assert {one.name for one in second} == {"P009", "P010"}
    assert "starting the comparison" in said
    assert [one.times for one in uses_of_similar(talked)] == [2]
    asker.close()
    assert gone(process)


def test_a_question_that_is_stopped_takes_its_process_along_and_the_next_one_is_answered(talked: OpenStudy) -> None:
    asker = SimilarAsker(talked.address, "Mairi")
    started: list[int] = []

    def stop(_done: int, _total: int, _what: str) -> None:
        started.append(asker.process_id or 0)
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        asker.ask(like_turn_2(talked), 20, stop)
    assert gone(started[0])
    assert len(asker.ask(like_turn_2(talked), 20, silent)) == 1
    asker.close()


def test_the_process_ends_when_nobody_asks_and_is_started_again(talked: OpenStudy) -> None:
    asker = SimilarAsker(talked.address, "Mairi", idle=0.2)
    before = asker.ask(like_turn_2(talked), 20, silent)
    deadline = time.monotonic() + 30
    while asker.process_id is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert asker.process_id is None
    assert asker.ask(like_turn_2(talked), 20, silent) == before
    asker.close()


def test_a_process_that_dies_is_said_in_words(talked: OpenStudy) -> None:
    asker = SimilarAsker(talked.address, "Mairi")

    def kill(_done: int, _total: int, _what: str) -> None:
        os.kill(asker.process_id or 0, signal.SIGKILL)

    with pytest.raises(QualcodeError, match="could not be compared"):
        asker.ask(like_turn_2(talked), 20, kill)
