"""Verbs on sources, speakers and cases, for random histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.storage.table_verbs import VERBS
from tests.storage.verbs import one, verb

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


@verb
def add_case(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.cases import CaseKind
    from qualcode.services.case_editing import add_case

    add_case(study, f"P{choose(6):03d}", one(list(CaseKind), choose))


@verb
def set_cases(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.case_editing import rename_case, set_cases

    cases, attributes = study.cases.all(), study.cases.attributes()
    if cases:
        number = one(cases, choose).id
        if not choose(4):
            rename_case(study, number, f"P{choose(6):03d}")
        elif attributes and choose(3):
            set_cases(study, [number], {one(attributes, choose).name: one(["7", "nurse", ""], choose)})
        else:
            set_cases(study, [number], kind=one(["group", "participant"], choose), may_quote=bool(choose(2)))


@verb
def link_case(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.case_editing import link_case, unlink_case

    cases, sources = study.cases.all(), study.sources.all()
    if cases and sources:
        case, source = one(cases, choose).id, one(sources, choose).id
        labels = [None, *(speaker.label for speaker in study.sources.speakers(source))]
        (link_case if choose(3) else unlink_case)(study, case, source, one(labels, choose))


@verb
def remove_case(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.case_editing import remove_case

    cases = study.cases.all()
    if cases:
        remove_case(study, one(cases, choose).id)


@verb
def change_attribute(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.attributes import add_attribute, change_attribute, move_attribute, remove_attribute

    known = study.cases.attributes()
    done = choose(5)
    if done == 0 or not known:
        add_attribute(study, {"name": f"attribute {choose(4)}", "type": one(["text", "integer", "category"], choose)})
    elif done == 1:
        remove_attribute(study, one(known, choose).id)
    elif done == 2:
        move_attribute(study, one(known, choose).id, 1 + choose(len(known)))
    else:
        field, value = one([("name", f"attribute {choose(4)}"), ("type", "integer"), ("unit", "years"), ("bands", "0-5")], choose)
        change_attribute(study, one(known, choose).id, {field: value})
