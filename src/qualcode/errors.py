"""What can go wrong, said so that a researcher knows what happened, where, and what to do.

Every error that reaches a person is a `QualcodeError`: one sentence of message, a short title for dialogs, and a
hint that says what to do next. Messages never hold words of a transcript.
"""

from __future__ import annotations


class QualcodeError(Exception):
    """An error meant for people.

    `message` is one sentence that says what happened and where; `hint` says what to do, and may be empty;
    `title` heads a dialog. `exit_code` is what the command line returns: 1 failure, 2 wrong use.
    """

    title = "That did not work"
    exit_code = 1

    def __init__(self, message: str, hint: str = "", *, title: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if title is not None:
            self.title = title

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(QualcodeError):
    """The command or its options contradict each other or miss something."""

    title = "Wrong use"
    exit_code = 2


class InvalidInput(QualcodeError):
    """A value or a file's content is not what was expected."""

    title = "Cannot use this"


class UnreadableFile(InvalidInput):
    """A file to import cannot be read as what it claims to be."""

    title = "Cannot read the file"


class NotFound(QualcodeError):
    """A source, code, coder or case of that name does not exist."""

    title = "Not found"


class Ambiguous(QualcodeError):
    """A name fits several things; the message lists the candidates."""

    title = "Which one?"


class SpanOutsideSource(InvalidInput):
    """A segment does not fit its source's current revision."""

    title = "Outside the text"


class NotAllowed(QualcodeError):
    """The rule of the study forbids it now: a blind round, an unfinished source, a locked code."""

    title = "Not now"


class UndoRefused(QualcodeError):
    """A later change stands on the one to be undone, or there is nothing to undo."""

    title = "Cannot undo"


class StudyFileError(QualcodeError):
    """The study file is missing, damaged, not a study, too new, read-only or on a full disk."""

    title = "Cannot use the study file"


class StudyBusy(StudyFileError):
    """Another window or command writes in the study at this moment; the same again, a little later, can succeed."""


class Cancelled(QualcodeError):
    """The user stopped a long action; what was confirmed before stays."""

    title = "Stopped"


def fault_of_ours(error: BaseException) -> str:
    """A fault nobody foresaw in one sentence: its kind and place, and no values, for values can be words of a transcript."""
    trace = error.__traceback__
    place = "?"
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/qualcode/" in file:
            place = f"{file.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    met = f"qualcode met a fault of its own ({type(error).__name__} at {place}) and left the study as it was."
    return f"{met} Please report this line; QUALCODE_DEBUG=1 shows more."
