"""What the codes of two lists are called where both have one of the same name, as two people's lists often do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.errors import Ambiguous

if TYPE_CHECKING:
    from qualcode.storage.repositories import Repositories


class ListNames:
    """Names of the codes of both lists: a code that somebody made is told by its maker where its path alone does not tell."""

    def __init__(self, study: Repositories) -> None:
        self._book = study.codes.codebook()
        self._makers = {one.id: one.name for one in study.coders.all()}
        self._paths = {one.id: self._book.path_text(one.id) for one in self._book.live}
        self._many = Counter(path.casefold() for path in self._paths.values())

    def label(self, code: int | None) -> str:
        """The path of a code, and who made it where another has the same path; empty for a code that is gone."""
        if code is None or code not in self._book:
            return ""
        path = self._book.path_text(code)
        one = self._book[code]
        maker = self._makers.get(one.made_by or 0, "")
        return f"{path} ({maker})" if self._many[path.casefold()] > 1 and not one.accepted and maker else path

    def find(self, text: str, *, second: bool) -> int:
        """The code that a path, its end or a name means: in the list asked for first, then in the other.

        Raises:
            NotFound: no code is called that.
            Ambiguous: several of the list are; the message has their labels.
        """
        wanted = text.strip().casefold()
        labels = {self.label(one.id).casefold(): one.id for one in self._book.live}
        mine = {one.id for one in self._book.live if one.accepted is not second}
        paths = [number for number in mine if self._paths[number].casefold() == wanted]
        if len(paths) == 1:
            return paths[0]
        if not paths and wanted in labels:
            return labels[wanted]
        if not paths:
            try:
                return self._book.find(text).id
            except Ambiguous:
                paths = [number for number in mine if self._book[number].name.casefold() == wanted]
                if len(paths) == 1:
                    return paths[0]
                if not paths:
                    raise
        told = ", ".join(f'"{self.label(number)}"' for number in sorted(paths))
        raise Ambiguous(f'"{text.strip()}" fits several codes: {told}.', "Give one of these as it stands here.")
