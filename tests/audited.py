"""A small study in which everything was decided that an audit trail tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.coding import Purpose
from qualcode.domain.spans import Span
from qualcode.services.codebook import Definition, add_code, move_code, redefine_code, rename_code, retire_code
from qualcode.services.codebook_merging import Share, merge_codes, split_code
from qualcode.services.codebook_versions import save_codebook_version
from qualcode.services.coding import apply_code, remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.double_coding import close_round, finish_sources, reopen_sources
from qualcode.services.history import undo_change
from qualcode.services.memos import add_memo
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, history, open_study, undo
from tests.builders import with_sources

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

SECRET = "the lighthouse keeper"
"""Words that only a participant says."""


def code(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name).id


def code_one(study: OpenStudy, source: str, name: str, at: int = 0) -> int:
    text = study.sources.text(study.sources.named(source).id)
    start = text.turns[1].span.start + at
    return apply_code(study, source=text.source.id, span=Span(start, start + 5), code=code(study, name))[0]


def decide(study: OpenStudy, folder: Path) -> None:
    """Everything, as `study`'s lead coder and as Tom: the study is open at `folder / "fls"`."""
    with_sources(study, folder / "files", "P001", "P002", "P003")
    add_coder(study, "Tom Adeyemi")
    add_code(study, name="Resignation")
    add_code(study, name="Anger")
    code_one(study, "P001", "Resignation")
    save_codebook_version(study, "v1", note="After the three pilots.")
    rename_code(study, code(study, "Resignation"), "Giving up", reason="The word they use themselves")
    redefine_code(
        study,
        code(study, "Giving up"),
        Definition(definition="Said to have stopped trying, and why.", exclude="Being tired; that is Time."),
        reason="Two of us read it differently",
    )
    merge_codes(study, [code(study, "Anger")], code(study, "Giving up"), reason="Never coded apart")
    add_code(study, name="Fleeting")
    retire_code(study, code(study, "Fleeting"))
    undo(study)
    undo(study)
    move_code(study, code(study, "Out of date"), parent=code(study, "Time and capacity"))
    moved = history(study)[-1].change.id
    undo_change(study, moved, reason="It is about figures, not about time")
    home = code_one(study, "P001", "Written at home", at=7)
    weekend = code_one(study, "P003", "Written at home", at=7)
    shares = [Share("Evenings", (home,)), Share("Weekends", (weekend,))]
    split_code(study, code(study, "Written at home"), shares, reason="Evenings were paid for")
    save_codebook_version(study, "v2", note="Settled after the team meeting.")
    correct_turn(
        study, study.sources.named("P002").id, 2, f"I did, at home, with {SECRET}. It was nobody's job.", reason="Heard again"
    )
    coding = code_one(study, "P002", "Giving up")
    remove_coding(study, coding)
    sample_sources(study, coder="Tom Adeyemi", share="1/3", seed=7, purpose=Purpose.CHECK)
    with open_study(folder / "fls", "Tom Adeyemi") as tom:
        (sampled,) = (
            one.name for one in tom.sources.all() if one.id in {a.source for a in tom.rounds.attempts(coder=tom.viewer.id)}
        )
        code_one(tom, sampled, "Giving up")
        finish_sources(tom, [sampled])
    finish_sources(study, [sampled])
    if any(one.purpose is not None and one.state.value == "in progress" for one in study.rounds.all()):
        close_round(study, reason="Both are done")
    reopen_sources(study, [sampled], reason="The last page was missing")
    add_memo(study, "Decided in supervision: interviewer turns stay out.", kind="methodological", target="study")
    add_memo(study, "I like P001 too much.", kind="reflexive", target="source P001")
