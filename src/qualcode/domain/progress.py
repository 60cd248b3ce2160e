"""How a long action says how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called as (done, total, what is being done) at least every 100 ms; it may raise `Cancelled` to stop the action."""


def silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""
