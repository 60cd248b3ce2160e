"""How panes hear that the study changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

from qualcode.domain.changes import ChangeSet

if TYPE_CHECKING:
    from textual.dom import DOMNode

Listener: TypeAlias = Callable[[ChangeSet], None]


class StudyChanged:
    """Calls every pane that listens, in the handler that made the change: so that a key is one paint.

    Textual's own `Signal` either calls a turn later or swallows what a listener raises; a pane that shows a study must
    do neither.
    """

    def __init__(self) -> None:
        self._listeners: WeakKeyDictionary[DOMNode, Listener] = WeakKeyDictionary()

    def subscribe(self, node: DOMNode, listener: Listener) -> None:
        """Call `listener` at each change for as long as the node is there."""
        self._listeners[node] = listener

    def publish(self, change: ChangeSet) -> None:
        """Tell every listener of a change set."""
        for node, listener in list(self._listeners.items()):
            if node.is_attached:
                listener(change)
