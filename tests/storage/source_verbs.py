"""Verbs on sources, speakers and cases, for random histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.storage.verbs import one, verb
from tests.storage.writing_verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["VERBS"]


@verb
def set_source(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.source_fields import set_source

    sources = study.sources.all()
    if sources:
        chosen = {one(sources, choose).id for _ in range(1 + choose(2))}
        field, value = one(
            [("kind", "field note"), ("kind", "interview"), ("minutes", "52"), ("mode", ""), ("pilot", "yes")], choose
        )
        set_source(study, sorted(chosen), {field: value})


@verb
def rename_source(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.source_fields import rename_source

    sources = study.sources.all()
    if sources:
        rename_source(study, one(sources, choose).id, f"P{choose(6):03d}")


@verb
def move_source(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.source_fields import move_source

    sources = study.sources.all()
    if sources:
        move_source(study, one(sources, choose).id, 1 + choose(len(sources)))


@verb
def set_roles(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.sources import Role
    from qualcode.services.speakers import set_roles

    speakers = study.speakers.all()
    if speakers:
        speaker = one(speakers, choose)
        case = one(["label", "label", "none", f"P{choose(4):03d}"], choose)
        set_roles(study, [speaker.source], {speaker.label: one(list(Role), choose)}, case=case)


@verb
def rename_speaker(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.speakers import rename_speaker

    speakers = study.speakers.all()
    if speakers:
        speaker = one(speakers, choose)
        rename_speaker(study, speaker.source, speaker.label, f"Speaker {choose(4)}")


@verb
def join_speakers(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.speakers import join_speakers

    speakers = study.speakers.all()
    if speakers:
        speaker = one(speakers, choose)
        others = [other.label for other in speakers if other.source == speaker.source]
        join_speakers(study, speaker.source, speaker.label, one(others, choose))
