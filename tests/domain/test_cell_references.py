from __future__ import annotations

from qualcode.domain.cell_references import reference_to, references_in
from qualcode.domain.quoted_words import is_said, plain, quoted_in


def turns(text: str) -> list[tuple[str, int]]:
    return [(one.source, one.turn) for one in references_in(text)]


def test_references_name_turns_and_their_source_where_there_are_several() -> None:
    assert turns('Wrote it; "nobody\'s job" (t. 12). Late (t. 20, 23) or (t. 4–6).') == [("", n) for n in (12, 20, 23, 4, 5, 6)]
    assert turns("Once (P004, t. 3) and again (P004-again, t. 1, 2).") == [("P004", 3), ("P004-again", 1), ("P004-again", 2)]
    assert turns("Both (t. 12; P004-again, t. 3).") == [("", 12), ("P004-again", 3)]
    assert turns("Both (P004, t. 12; t. 14).") == [("P004", 12), ("P004", 14)]
    assert turns("Interview 2, part 1 (Interview 2, part 1, t. 3).") == [("Interview 2, part 1", 3)]
    assert turns("Cost (1.2 m; pt. 3) and t. 4 alone, (see above) t. 5") == [("", 4), ("", 5)]
    assert turns("(t. 1–999999)") == [("", 1), ("", 999999)], "a slip of the pen is not a million turns"


def test_a_reference_that_is_written_is_read_again() -> None:
    for source in ("", "P004-again", "Interview 2, part 1"):
        (found,) = references_in(f"Said so {reference_to(7, source)}.")
        assert (found.turn, found.source) == (7, source)


def test_words_in_quotation_marks_are_found_in_talk() -> None:
    assert quoted_in('It was "nobody\'s job", “a hip […] saved” and "…".') == ("nobody's job", "a hip […] saved")
    talk = plain("I did – at HOME, on Sundays. It was nobody’s job. A hip that you prevent is saved.")
    assert is_said("At home on Sundays", talk)
    assert is_said("nobody's job", talk)
    assert is_said("A hip […] is saved", talk)
    assert is_said("it was [some]body's job … is saved", talk) is False
    assert not is_said("is saved … a hip", talk), "never put in another order"
    assert not is_said("body's job", talk), "whole words"
