"""Study documents, such as the topic guide, looked into over any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.source_desk import SourceDesk

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp


def look_into_document(app: QualcodeApp) -> None:
    """Show a study document; where there are several, ask which."""
    if not app.is_open() or app.desk is None:
        return
    book = SourceDesk(app.desk.study)
    documents = book.documents()

    def chosen(number: str | None) -> None:
        if number is not None:
            _show(app, book, int(number))

    if not documents:
        key = app.keys.in_words("sources.edit")
        words = f"There is no study document: in the list of sources {key} says that a source is one, such as the topic guide."
        app.notify(words, severity="warning")
    elif len(documents) == 1:
        chosen(str(documents[0].id))
    else:
        app.push_screen(Choose("Look into a study document", [(str(one.id), drawn(one.name)) for one in documents]), chosen)


def _show(app: QualcodeApp, book: SourceDesk, number: int) -> None:
    try:
        text = book.text(number)
    except (KeyError, QualcodeError):
        app.notify("That document is no longer in the study.", severity="warning")
        return
    app.push_screen(ReadOnly(drawn(text.source.name), Content(drawn(text.text))))
