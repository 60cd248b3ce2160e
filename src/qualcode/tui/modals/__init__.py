"""Dialogs over a screen: each is asked one thing and returns a small value."""

from __future__ import annotations
