"""The sample study, left where a researcher would leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services.coding_screen import remember
from qualcode.services.studies import open_study

if TYPE_CHECKING:
    from pathlib import Path


def at_turn_14(study: Path) -> None:
    """Leave the study as one leaves it who reads turn 14 of P004."""
    with open_study(study) as opened:
        text = opened.sources.text(opened.sources.named("P004").id)
        remember(opened, source=text.source.id, offset=text.turns[13].span.start)
