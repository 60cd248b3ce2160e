"""The transcript view: a text wrapped once, its codings drawn beside and behind it, a caret that moves by words."""

from __future__ import annotations
