from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.sources import Role
from qualcode.errors import InvalidInput, NotFound, UsageError
from qualcode.services.cases import import_cases
from qualcode.services.checking import check_study
from qualcode.services.coding import apply_code
from qualcode.services.importing import import_files
from qualcode.services.memos import add_memo
from qualcode.services.segments import segments
from qualcode.services.speakers import join_speakers, list_speakers, rename_speaker, set_roles
from qualcode.services.studies import new_study, redo, undo
from qualcode.storage.dump import dump
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

SWAPPED = "TA: I wrote it at home?\n\nP013: Who asked for it?\n\nTA: Nobody did?\n\nP013: Why then?\n"
JOINT = "I: Who wrote it?\n\nP9: We did.\n\nP010: I did.\n\nP09: On a Sunday, it was.\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi") as made:
        with_sources(made, tmp_path / "files", "P001")
        yield made


def brought(study: OpenStudy, folder: Path, name: str, text: str, speakers: str = "auto") -> int:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    done = import_files(study, [path], speakers=speakers)
    assert not done.failed
    return study.sources.named(name).id


def who(study: OpenStudy, source: int) -> dict[str, tuple[Role, tuple[str, ...]]]:
    return {one.speaker.label: (one.speaker.role, one.cases) for one in list_speakers(study, [source])}


def cases(study: OpenStudy) -> list[str]:
    return [one.name for one in study.cases.all()]


def cases_of_codings(study: OpenStudy) -> list[tuple[str, ...]]:
    return [one.cases for one in segments(study, "Nobody's job").extracts]


def test_roles_taken_the_wrong_way_round_are_put_right_with_their_cases(study: OpenStudy, tmp_path: Path) -> None:
    source = brought(study, tmp_path, "P013", SWAPPED, "TA=participant,P013=interviewer")
    assert who(study, source) == {"TA": (Role.PARTICIPANT, ("TA",)), "P013": (Role.INTERVIEWER, ())}
    text = study.sources.text(source)
    code = study.codes.codebook().find("Nobody's job").id
    apply_code(study, source=source, span=text.turns[1].span, code=code)
    assert cases_of_codings(study) == [()]
    before = dump(study.connection)
    done = set_roles(study, [source], {"ta": Role.INTERVIEWER, "P013": Role.PARTICIPANT})
    assert done.changed == ("TA in P013", "P013 in P013")
    assert (done.linked, done.made, done.removed, done.emptied) == (("P013",), ("P013",), ("TA",), ())
    assert who(study, source) == {"TA": (Role.INTERVIEWER, ()), "P013": (Role.PARTICIPANT, ("P013",))}
    assert cases(study) == ["P001", "P013"]
    assert cases_of_codings(study) == [("P013",)]
    assert check_study(study).faults == ()
    undo(study)
    assert dump(study.connection) == before
    redo(study)
    assert cases(study) == ["P001", "P013"]
    assert set_roles(study, [source], {"TA": Role.INTERVIEWER}).change is None


def test_a_case_of_which_something_is_known_stays_without_talk(study: OpenStudy, tmp_path: Path) -> None:
    source = brought(study, tmp_path, "P013", SWAPPED, "TA=participant,P013=interviewer")
    add_memo(study, "Tired, I thought.", kind="portrait", target="case TA")
    done = set_roles(study, [source], {"TA": Role.OTHER})
    assert (done.removed, done.emptied) == ((), ("TA",))
    assert "TA" in cases(study)


def test_a_new_participant_is_the_talk_of_whom_one_says(study: OpenStudy, tmp_path: Path) -> None:
    source = brought(study, tmp_path, "joint", JOINT, "I=interviewer,P9=other,P010=other,P09=other")
    assert set_roles(study, [source], {"P9": Role.PARTICIPANT}, case="none").linked == ()
    assert set_roles(study, [source], {"P09": Role.PARTICIPANT}, case="p001").linked == ("P001",)
    assert set_roles(study, [source], {"P010": Role.PARTICIPANT}).made == ("P010",)
    other = brought(study, tmp_path, "Ann Lee", "I: Why?\n\nP: So.\n", "I=interviewer,P=other")
    assert set_roles(study, [other], {"P": Role.PARTICIPANT}).made == ("Ann Lee",)


def test_talk_of_a_participant_linked_to_the_whole_source_is_theirs_already(study: OpenStudy, tmp_path: Path) -> None:
    source = brought(study, tmp_path, "second", "I: Why?\n\nTwo: So.\n", "I=interviewer,Two=other")
    (tmp_path / "cases.csv").write_text("id,source\nP001,second\n", encoding="utf-8")
    import_cases(study, tmp_path / "cases.csv")
    done = set_roles(study, [source], {"Two": Role.PARTICIPANT})
    assert (done.linked, done.made) == ((), ())
    assert cases(study) == ["P001"]


def test_one_label_in_several_sources_is_one_change(study: OpenStudy, tmp_path: Path) -> None:
    first = brought(study, tmp_path, "a", "TA: Why?\n\nP: So.\n", "TA=other,P=participant")
    second = brought(study, tmp_path, "b", "TA: Why so?\n\nP: So.\n", "TA=other,P=participant")
    done = set_roles(study, [first, second], {"TA": Role.INTERVIEWER})
    assert done.changed == ("TA in a", "TA in b")
    assert done.change is not None
    assert done.change.what == "2 roles"


def test_speakers_that_are_not_there_are_named_and_nothing_is_written(study: OpenStudy) -> None:
    source = study.sources.named("P001").id
    before = dump(study.connection)
    with pytest.raises(NotFound, match=r"no speaker MIRA .* Their labels are I, P001"):
        set_roles(study, [source], {"I": Role.OTHER, "MIRA": Role.OTHER})
    with pytest.raises(UsageError):
        set_roles(study, [source], {})
    with pytest.raises(NotFound, match='no speaker "MIRA"'):
        rename_speaker(study, source, "MIRA", "M")
    with pytest.raises(NotFound):
        set_roles(study, [99], {"I": Role.OTHER})
    assert dump(study.connection) == before


def test_a_speaker_is_renamed_and_the_transcript_is_not(study: OpenStudy) -> None:
    source = study.sources.named("P001").id
    text = study.sources.text(source).text
    assert rename_speaker(study, source, "I", " Mairi  Lennox ") is not None
    assert rename_speaker(study, source, "mairi lennox", "Mairi Lennox") is None
    assert list(who(study, source)) == ["Mairi Lennox", "P001"]
    assert study.sources.text(source).text == text
    for wrong in ("p001", " ", "x" * 201):
        with pytest.raises(InvalidInput):
            rename_speaker(study, source, "Mairi Lennox", wrong)
    undo(study)
    assert list(who(study, source)) == ["I", "P001"]


def test_two_labels_of_one_speaker_become_one(study: OpenStudy, tmp_path: Path) -> None:
    source = brought(study, tmp_path, "joint", JOINT, "I=interviewer,P9=participant,P010=participant,P09=participant")
    text = study.sources.text(source)
    code = study.codes.codebook().find("Nobody's job").id
    apply_code(study, source=source, span=text.turns[3].span, code=code)
    assert cases_of_codings(study) == [("P09",)]
    before = dump(study.connection)
    moved, done = join_speakers(study, source, "P09", "P9")
    assert (moved, done.removed, done.emptied) == (1, ("P09",), ())
    after = study.sources.text(source)
    assert [after.speaker_of(turn).label for turn in after.turns] == ["I", "P9", "P010", "P9"]
    assert after.text == text.text
    assert cases_of_codings(study) == [("P9",)]
    assert check_study(study).faults == ()
    undo(study)
    assert dump(study.connection) == before
    redo(study)
    assert len(list_speakers(study, [source])) == 3
    with pytest.raises(InvalidInput, match="one speaker already"):
        join_speakers(study, source, "P9", "p9")


def test_the_joined_speaker_without_a_case_takes_the_others(study: OpenStudy, tmp_path: Path) -> None:
    source = brought(study, tmp_path, "joint", JOINT, "I=interviewer,P9=participant,P010=participant,P09=other")
    set_roles(study, [source], {"P09": Role.PARTICIPANT}, case="none")
    _, done = join_speakers(study, source, "P9", "P09")
    assert (done.linked, done.removed) == (("P9",), ())
    assert who(study, source)["P09"] == (Role.PARTICIPANT, ("P9",))


def test_joining_moves_the_turns_of_every_text_of_the_source(study: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.correcting import correct_turn

    source = brought(study, tmp_path, "joint", JOINT, "I=interviewer,P9=participant,P010=participant,P09=participant")
    correct_turn(study, source, 4, "On a Monday, it was.", reason="misheard")
    moved, _ = join_speakers(study, source, "P09", "P9")
    assert moved == 2
    assert check_study(study).faults == ()
    undo(study)
    undo(study)
    assert study.sources.text(source).turns[3].span.words_of(study.sources.text(source).text) == "On a Sunday, it was."
    assert check_study(study).faults == ()
