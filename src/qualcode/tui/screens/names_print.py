"""What stops a publication, and what was allowed to print nevertheless: where, why, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from qualcode.domain.dates import local_time
from qualcode.domain.identification import ListedName, NameState, StopKind
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.names_base import ALLOWED, PRINTING, STOPPING, NamesFrame
from qualcode.tui.screens.tables_told import QUOTE
from qualcode.tui.widgets.block_list import Block, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import Combination, Stop
    from qualcode.services.names_allowing import ListedAllowance
    from qualcode.tui.desk import StudyDesk

EVERY = "every output"
"""Where something may print that was allowed without naming an output."""
_SEALED = "a term of a list that is not here"


class NamesInPrint(NamesFrame):
    """The lists of what stops and of what is allowed, and the verbs on allowances."""

    class Checked(Message):
        """The worker has read all outputs, or was refused."""

        def __init__(self, stops: Sequence[Stop] | QualcodeError, then: Callable[[], None] | None) -> None:
            self.stops = stops
            self.then = then
            super().__init__()

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.stops: Sequence[Stop] | None = None
        self.allowances: Sequence[ListedAllowance] = ()
        self.unread = ""
        self._undoes_study = False

    # what is chosen

    @property
    def stop(self) -> Stop | None:
        """The chosen place that stops, or that an allowance lets pass."""
        if self.which == STOPPING:
            key = self.terms.key
            return next((one for place, one in enumerate(self._stopping()) if key == (STOPPING, place)), None)
        return None

    @property
    def allowance(self) -> ListedAllowance | None:
        """The chosen allowance."""
        key = self.terms.key
        return next((one for one in self.allowances if key == (ALLOWED, one.allowance.id)), None)

    def _stopping(self) -> list[Stop]:
        words = self.sought.casefold().split()
        return [
            one
            for one in self.stops or ()
            if one.allowance is None and all(word in f"{one.said} {one.words.text}".casefold() for word in words)
        ]

    # reading

    def read_list(self) -> None:
        """Read what is allowed with the list."""
        super().read_list()
        self.allowances = ()
        with self.refusals():
            self.allowances = self.book.allowances()

    def take_change(self, change: ChangeSet) -> None:
        """What stops is read anew when it is looked at; an allowance is shown at once."""
        self.forget_stops()
        if change.touches("identification"):
            self.read_list()
            self.lay_out()
        super().take_change(change)
        self.check_where_shown()

    def summary(self) -> str:
        """The chosen place or allowance in a few words."""
        if self.which not in PRINTING:
            return super().summary()
        stop, one = self.stop, self.allowance
        if stop is not None:
            instead = "Enter says what prints instead, " if stop.term else ""
            return drawn(f"{stop.what}  {instead}+ lets it print")
        return (
            drawn(f"{one.what or _SEALED} may print in {one.allowance.output or EVERY}  - takes it away")
            if one is not None
            else ""
        )

    def forget_stops(self) -> None:
        """What was read of the outputs is no longer so."""
        self.stops, self.unread = None, ""

    def check_where_shown(self) -> None:
        """Read what stops, where it is shown and not known."""
        if self.which in PRINTING and self.stops is None:
            self._check(None)

    @work(thread=True, exclusive=True, group="outputs", exit_on_error=False)
    def _check(self, then: Callable[[], None] | None) -> None:
        try:
            self.post_message(self.Checked(self.desk.lookup.printed_stops(), then))
        except QualcodeError as error:
            self.post_message(self.Checked(error, then))

    def on_names_in_print_checked(self, event: Checked) -> None:
        """Show what stops."""
        refused = event.stops if isinstance(event.stops, QualcodeError) else None
        self.stops = () if isinstance(event.stops, QualcodeError) else event.stops
        self.unread = refused.message if refused is not None else ""
        self.lay_out()
        self.show_status()
        if event.then is not None:
            self.say("")
            event.then()

    # showing

    def lay_out(self) -> None:
        """Show the terms, or what stops or is allowed."""
        if self.which not in PRINTING:
            super().lay_out()
            return
        blocks = list(self._stop_blocks() if self.which == STOPPING else self._allowance_blocks())
        self.terms.show(blocks, empty=self._nothing())
        self.show_question()
        self.show_places()

    def _stop_blocks(self) -> Iterator[Block]:
        output: str | None = None
        for place, one in enumerate(self._stopping()):
            if one.words.output != output:
                if output is not None:
                    yield Block(None, [Line("")])
                output = one.words.output
                yield Block(None, [Line(output, kind="bold")])
            quotation = [(f"quotation {one.words.quote}", "muted")] if one.words.quote is not None else []
            lines = [
                Line(one.words.place or one.found, lead=[("  ", "plain")], tail=quotation),
                Line(one.what, lead=[("    ", "plain")], kind="muted"),
            ]
            yield Block((STOPPING, place), lines)

    def _allowance_blocks(self) -> Iterator[Block]:
        words = self.sought.casefold().split()
        for one in self.allowances:
            output = one.allowance.output or EVERY
            if not all(word in f"{one.what} {output} {one.allowance.reason} {one.by}".casefold() for word in words):
                continue
            by = f"{one.by}, {local_time(one.allowance.at)}"
            yield Block(
                (ALLOWED, one.allowance.id),
                [
                    Line(one.what or _SEALED, lead=[("  ", "plain")], tail=[(output, "muted")]),
                    Line(one.allowance.reason, lead=[("    ", "plain")]),
                    Line(by, lead=[("    ", "plain")], kind="muted"),
                ],
            )

    def _nothing(self) -> tuple[str, ...]:
        if self.sought:
            return ("Nothing here holds these words.", "", "/   other words, or none")
        if self.which == ALLOWED:
            return ("Nothing was allowed to print.", "", "T   what stops: + there lets it print, with a reason")
        if self.stops is None:
            return ("Reading all outputs for publication …",)
        if self.unread:
            return (drawn(self.unread),)
        return (
            "Nothing stops a publication.",
            "",
            "No listed term and no rare combination prints;",
            "that does not mean the text is anonymous.",
        )

    def said_of(self, name: ListedName) -> list[Line]:
        """What is allowed of a term."""
        return [
            Line(
                f"may print in {one.allowance.output or EVERY}: {one.allowance.reason} ({one.by})",
                lead=[("    ", "plain")],
                kind="good",
            )
            for one in self.allowances
            if one.allowance.sealed and one.what == name.term
        ]

    def show_places(self) -> None:
        """Show the words that print where something stops, or all that an allowance lets pass."""
        if self.which not in PRINTING:
            super().show_places()
            return
        stop, allowance = self.stop, self.allowance
        if stop is not None:
            self.places.show([_printed(0, stop)])
        elif allowance is not None:
            passed = [one for one in self.stops or () if one.allowance == allowance.allowance.id]
            nothing = "Reading all outputs for publication …" if self.stops is None else "It lets nothing pass as things are."
            self.places.show([_printed(number, one) for number, one in enumerate(passed)], empty=(nothing,))
        else:
            self.places.show(())

    def show_question(self) -> None:
        """How many places stop and how much is allowed, where these are shown."""
        if self.which not in PRINTING:
            super().show_question()
            return
        stopping = "…" if self.stops is None else f"{sum(one.allowance is None for one in self.stops):,}"
        stopping = "what stops could not be read" if self.unread else f"{stopping} stop a publication"
        said = f"{stopping} · {len(self.allowances)} allowed"
        self.query_line.answer("NAMES", drawn(f"{self.which} {self.sought}").strip(), said)

    def action_transpose(self) -> None:
        """The next list; what stops is read when it is first looked at."""
        super().action_transpose()
        self.check_where_shown()

    # allowing

    def action_allow(self) -> None:
        """Let the chosen term or combination print, with a reason that is kept."""
        stop, term = self.stop, self.term
        if stop is not None:
            if stop.kind is StopKind.NOT_TO_QUOTE:
                self.say(
                    "Who may not be quoted cannot be allowed: take the words out, or say in o p that they agreed.", refused=True
                )
            elif stop.kind is StopKind.TERM:
                self._ask_to_allow(stop.term, (), [stop.words.output])
            else:
                self._ask_to_allow("", stop.combination, [stop.words.output])
        elif isinstance(term, ListedName) and term.state is NameState.CONFIRMED:
            if self.stops is None:
                self.say("Reading where it prints …")
                self._check(lambda: self._allow_term(term))
            else:
                self._allow_term(term)
        else:
            self.say("Only a confirmed term, or what stops, is allowed: T shows them.", refused=True)

    def _allow_term(self, term: ListedName) -> None:
        printed = dict.fromkeys(one.words.output for one in self.stops or () if one.term == term.term and one.allowance is None)
        self._ask_to_allow(term.term, (), list(printed))

    def _ask_to_allow(self, term: str, combination: Combination, outputs: Sequence[str]) -> None:
        what = (
            f"“{drawn(term)}”" if term else drawn("; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in combination))
        )
        fields = [
            Field("reason", "Why it may print", hint="a board or a reviewer will ask"),
            Field("output", "Where", choices=(*outputs, EVERY)),
        ]
        sealed = " The term itself is sealed: its words never are, so leave them out of the reason." if term else ""
        nowhere = "" if outputs else " It stops in no output now."
        words = f"Kept in the study with your name and the time.{sealed}{nowhere}"

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            output = "" if values["output"] == EVERY else values["output"]

            def allowed(made: tuple[int, ChangeSet]) -> None:
                self.undoes_study = True
                self.done(made[1], f"{what} may print in {output or EVERY}; u takes it back.")

            self.write(lambda: self.book.allow(term, combination, output, values["reason"]), allowed, "an allowance")

        self.app.push_screen(Form(f"Let {what} print", fields, words=words, needed="reason"), filled)

    def take_allowance_away(self, one: ListedAllowance) -> None:
        """Take an allowance away, asked why."""
        what = f"“{drawn(one.what)}”" if one.allowance.sealed and one.what else drawn(one.what or _SEALED)

        def given(reason: str | None) -> None:
            if reason is not None:
                self.undoes_study = True
                self.change(
                    lambda: self.book.disallow(one.allowance.id, reason),
                    f"{what} stops again in {one.allowance.output or EVERY}; u brings the allowance back.",
                    "an allowance taken away",
                )

        self.app.push_screen(Reason("Take the allowance away?", f"{what} would stop again: why is it no longer allowed?"), given)

    @property
    def undoes_study(self) -> bool:
        """Whether `u` takes back a change of the study, not of the list: where allowances are shown, or one was made last."""
        return self.which in PRINTING or self._undoes_study

    @undoes_study.setter
    def undoes_study(self, value: bool) -> None:
        self._undoes_study = value

    def list_was_changed(self) -> None:
        """The latest action was on the list."""
        self.undoes_study = False
        self.forget_stops()

    def to_quotation(self, stop: Stop) -> bool:
        """Open the tables at the quotation that stops; False where it is none."""
        number = stop.words.quote
        table = stop.words.output.removeprefix("Table ")
        if number is None or not table.isdecimal():
            return False
        self.qualcode.at_table = (int(table), (QUOTE, number))
        self.qualcode.action_open_screen("tables")
        return True


def _printed(number: int, stop: Stop) -> Block:
    """The words that print at a place, what stops in them marked."""
    where = ", ".join(part for part in (stop.words.output, stop.words.place) if part)
    return Block(number, [Line(where, kind="bold"), Line(stop.words.text, lead=[("  ", "plain")], found=stop.found)])
