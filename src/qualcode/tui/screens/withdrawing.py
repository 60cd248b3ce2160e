"""Withdrawing a participant from a screen: what would go is said first, then it is typed, then it goes for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.changes import ChangeSet
from qualcode.domain.text import drawn
from qualcode.services.withdraw import in_words
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.modals.typed_confirm import TypedConfirm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.services.withdraw import Withdrawal, Withdrawn
    from qualcode.tui.case_desk import CaseDesk
    from qualcode.tui.screens.writing_screen import WritingScreen

_MOST = 12
"""Sources or copies that are named; more are counted."""


def ask_withdrawal(screen: WritingScreen, book: CaseDesk, names: Sequence[str]) -> None:
    """Ask whether participants are to be withdrawn, and do it where their names are typed."""
    with screen.refusals():
        plan = book.plan_withdrawal(names)
        typed = ", ".join(case.name for case in plan.cases)

        def agreed(yes: bool | None) -> None:
            if yes:
                screen.write(lambda: book.withdraw(names), then, "a withdrawal")

        def then(done: Withdrawn) -> None:
            screen.qualcode.publish(ChangeSet(done.change, "withdraw", 0, "", everything=True))
            screen.say(f"Withdrew {drawn(typed)} for good.")
            screen.app.push_screen(ReadOnly("Withdrawn", _done(done)))

        screen.app.push_screen(TypedConfirm(f"Withdraw {drawn(typed)} for good?", _plan(plan), drawn(typed)), agreed)


def _plan(plan: Withdrawal) -> Content:
    sources = [drawn(source.name) for source in plan.sources]
    counts = in_words(plan.would_go) or "nothing else is known"
    parts = [
        Content.assemble(("This cannot be undone.", "bold $error"), "\n\n"),
        Content.assemble(("What goes  ", "bold"), _listed(sources) if sources else "no source", f": {counts}. "),
        Content("All of it goes from the change history and the search index too, down to the bytes of the file, and their "),
        Content("words out of notes, examples and definitions.\n\n"),
        Content.assemble(("What stays  ", "bold"), "one entry that a participant was withdrawn, when and by whom. "),
        Content("Their file is not imported again.\n"),
    ]
    others = [*(copy.name for copy in plan.copies), *(f"{name} sent to {coder}" for name, coder in plan.packages)]
    if others:
        listed = _listed([drawn(one) for one in others])
        parts.append(Content.assemble(("\nNot reached  ", "bold"), f"copies that still hold their words: {listed}\n"))
    return Content("").join(parts)


def _done(done: Withdrawn) -> Content:
    lines = [f"Removed: {in_words(done.removed) or 'nothing else was known of them'}."]
    if done.texts:
        lines.append(
            f"Their words were taken out of {done.texts} other text{'' if done.texts == 1 else 's'}, marked [withdrawn]."
        )
    if not done.file_clean:
        lines.append("Deleted words can stay in the bytes of the file until every other window on the study is closed.")
    lines += [f"This copy still holds their words: {drawn(str(copy))}" for copy in done.plan.copies]
    lines += [f"This package holds their words too: {drawn(name)}, sent to {drawn(coder)}" for name, coder in done.plan.packages]
    lines += [f"The replacement list is no part of the study, and may name them: {drawn(str(one))}" for one in done.plan.lists]
    lines.append("Copies elsewhere, sent packages and exported files are out of reach: delete them yourself.")
    return Content("\n\n".join(lines))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
