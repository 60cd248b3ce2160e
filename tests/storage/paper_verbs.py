"""Verbs on what stands beside charts and tables in a paper, for random histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.storage.verbs import codes, one, verb
from tests.storage.writing_verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["VERBS"]


def theme(study: OpenStudy, choose: Callable[[int], int]) -> list[str]:
    """The path of a code, if there is one."""
    return [study.codes.codebook().path_text(one(codes(study), choose))] if codes(study) else []


def number(study: OpenStudy, choose: Callable[[int], int]) -> int:
    """The number of a recommendation, at times of none."""
    return 1 + choose(1 + len(study.recommendations.all()))


@verb
def add_recommendation(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.recommendations import add_recommendation

    add_recommendation(study, f"Advice {choose(6)}.", themes=theme(study, choose), position=choose(4) or None)


@verb
def change_recommendation(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.recommendations import change_recommendation

    change_recommendation(study, number(study, choose), f"Advice {choose(6)}.")


@verb
def move_recommendation(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.recommendations import move_recommendation

    move_recommendation(study, number(study, choose), choose(4))


@verb
def remove_recommendation(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.recommendations import remove_recommendation

    remove_recommendation(study, number(study, choose))


@verb
def link_recommendation(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.recommendations import link_recommendation

    link_recommendation(study, number(study, choose), theme(study, choose), remove=not choose(3))


@verb
def import_recommendations(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.recommendations import import_recommendations

    path = folder / "recommendations.csv"
    themes = "; ".join(theme(study, choose))
    path.write_text(f'recommendation,themes\nAdvice {choose(6)}.,"{themes}"\nAdvice {choose(6)}.,\n', encoding="utf-8")
    import_recommendations(study, path)


@verb
def answer_coreq(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.coreq import answer_coreq, clear_coreq, import_coreq

    doing = choose(4)
    if doing < 2:
        answer_coreq(study, 1 + choose(3), f"Answer {choose(3)}.")
    elif doing == 2:
        path = folder / "coreq.csv"
        path.write_text(f"item,answer\n1,Answer {choose(3)}.\n{1 + choose(3)},Answer {choose(3)}.\n", encoding="utf-8")
        import_coreq(study, path)
    else:
        clear_coreq(study, 1 + choose(3))
