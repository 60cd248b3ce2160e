"""The time and the identities that storage gives to rows."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4


def now() -> str:
    """The time in UTC, ISO 8601 with milliseconds and Z: 24 characters, sortable as text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z"


def new_guid() -> str:
    """A new identity for a row that can leave the study."""
    return str(uuid4())
