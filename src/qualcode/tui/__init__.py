"""The terminal screens: what a researcher sees and presses. It calls services and imports `domain` types only."""

from __future__ import annotations

import os

# Textual reads both when it is imported. 120 frames a second halve the wait between a key and its paint; stock
# widgets animate a page of text for most of a second, which over SSH is a flood.
os.environ.setdefault("TEXTUAL_FPS", "120")
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
