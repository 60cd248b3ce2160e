"""Dates and times as people write them, into UTC as the study keeps them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from qualcode.errors import InvalidInput


def utc_moment(text: str) -> str:
    """A date or time in ISO 8601 as UTC with milliseconds and Z; one without a zone is taken as UTC.

    Raises:
        InvalidInput: it is neither.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(f'"{text.strip()}" is no date or time.', "Write it as 2013-04-18 or 2013-04-18T09:30:00Z.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z"


def iso_date(text: str) -> str:
    """A date as YYYY-MM-DD.

    Raises:
        InvalidInput: it is not one.
    """
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise InvalidInput(f'"{text.strip()}" is no date.', "Write it as 2013-04-18.") from None


def local_time(moment: str) -> str:
    """A stored moment for people: local time to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def utc_day(moment: str) -> str:
    """The day of a stored moment, in UTC: the same wherever a report is made."""
    return moment[:10]
