"""The replacement list: what in the transcripts may tell who somebody is, each found term decided with its places in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container
from textual.message import Message
from textual.worker import get_current_worker

from qualcode.domain.identification import REPLACED_BY, ListedName, NameKind, NameState, ProposedName, same_term
from qualcode.domain.text import drawn
from qualcode.errors import Cancelled, QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.names_desk import NamesDesk
from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.widgets.block_list import Block, BlockList, Line
from qualcode.tui.widgets.query_line import QueryLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import NamePlace
    from qualcode.services.names_list import FoundList
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.typing import TypedInto

UNDECIDED = "to decide on"
STOPPING, ALLOWED = "what stops", "allowed"
PRINTING = (STOPPING, ALLOWED)
"""Lists of what prints, not of terms."""
SHOWN = (UNDECIDED, str(NameState.CONFIRMED), str(NameState.NOT_A_NAME), *PRINTING)
"""What is shown."""
PLACES = "-places"
"""The class of the screen while the places have the keys."""
_TEXT = ("revision", "source", "turn")
"""Tables whose change may bring other terms."""
_SAID = {
    UNDECIDED: "Nothing is left to decide on.",
    str(NameState.CONFIRMED): "No term is on the list yet.",
    str(NameState.NOT_A_NAME): "No term was dismissed.",
}


class NamesFrame(AskingScreen):
    """Terms by kind on the left, the places of the chosen one on the right."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("names")]
    PLACE = "names"
    HEADING = "Names"

    class Looked(Message):
        """The worker has looked through the transcripts, or was refused."""

        def __init__(self, found: Sequence[ProposedName] | QualcodeError) -> None:
            self.found = found
            super().__init__()

    class Progressed(Message):
        """How far the worker is."""

        def __init__(self, what: str) -> None:
            self.what = what
            super().__init__()

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = NamesDesk(desk.study)
        self.found: Sequence[ProposedName] = ()
        self.listed: FoundList | None = None
        self.which = UNDECIDED
        self.sought = ""
        self.waiting = False
        self._shown: Sequence[ProposedName | ListedName] = ()

    def body(self) -> Iterator[Widget]:
        """What is shown, the terms, the places."""
        yield QueryLine()
        with Container(id="names"):
            yield BlockList("name-terms")
            yield BlockList("name-places")

    # its parts

    @property
    def terms(self) -> BlockList:
        """The terms."""
        return self.query_one("#name-terms", BlockList)

    @property
    def places(self) -> BlockList:
        """Where the chosen term stands."""
        return self.query_one("#name-places", BlockList)

    @property
    def active(self) -> BlockList:
        """The list that has the keys."""
        return self.places if self.has_class(PLACES) else self.terms

    @property
    def typed_into(self) -> TypedInto:
        """The list that has the keys."""
        return self.active

    @property
    def term(self) -> ProposedName | ListedName | None:
        """The chosen term."""
        return next((one for one in self._shown if same_term(one.term) == self.terms.key), None)

    @property
    def proposed(self) -> ProposedName | None:
        """The chosen term as it was found in the transcripts."""
        return next((one for one in self.found if same_term(one.term) == self.terms.key), None)

    @property
    def place(self) -> NamePlace | None:
        """The chosen place, else the first."""
        found = self.proposed
        if found is None or not found.places:
            return None
        return found.places[self.places.at]

    # reading

    def on_mount(self) -> None:
        """The terms have the keys."""
        self.set_focus(self.terms)

    def renew(self) -> None:
        """Read the list, and look through the transcripts."""
        self.read_list()
        self.waiting = True
        self.lay_out()
        self._look()

    def take_change(self, change: ChangeSet) -> None:
        """Look again where texts changed."""
        if change.touches(*_TEXT):
            self.renew()
        self.show_status()

    def read_list(self) -> None:
        """Read the list."""
        self.listed = None
        with self.refusals():
            self.listed = self.book.read()
            if self.listed.mended:
                self.say(f"Others could read {self.listed.path.name} until now; they cannot any longer.")

    @work(thread=True, exclusive=True, group="names", exit_on_error=False)
    def _look(self) -> None:
        worker = get_current_worker()

        def progress(_done: int, _total: int, what: str) -> None:
            if worker.is_cancelled:
                raise Cancelled("Stopped.")
            self.post_message(self.Progressed(what))

        try:
            self.post_message(self.Looked(self.desk.lookup.names(progress)))
        except Cancelled:
            return
        except QualcodeError as error:
            self.post_message(self.Looked(error))

    def on_names_frame_progressed(self, event: Progressed) -> None:
        """Say how far it is."""
        if self.waiting:
            self.say(f"{event.what[:1].upper()}{event.what[1:]} …")

    def on_names_frame_looked(self, event: Looked) -> None:
        """Show what was found."""
        self.waiting = False
        self.say("")
        if isinstance(event.found, QualcodeError):
            self.say(str(event.found), refused=True)
            return
        self.found = event.found
        self.read_list()
        self.lay_out()

    def lay_out(self) -> None:
        """Show the terms that are wanted, by kind."""
        words = self.sought.casefold().split()
        self._shown = [one for one in self._wanted() if all(word in _searched(one) for word in words)]
        blocks: list[Block] = []
        kind: NameKind | None = None
        for one in self._shown:
            if one.kind is not kind:
                kind = one.kind
                blocks += [Block(None, [Line("")])] if blocks else []
                blocks.append(Block(None, [Line(str(kind), kind="bold")]))
            blocks.append(self._block(one))
        self.terms.show(blocks, empty=self._empty())
        self.show_question()
        self.show_places()

    def _wanted(self) -> Sequence[ProposedName | ListedName]:
        order = list(NameKind)
        listed = self.listed.listed if self.listed is not None else None
        if self.which == UNDECIDED:
            return [one for one in self.found if listed is None or listed.find(one.term) is None]
        names = () if listed is None else listed.confirmed if self.which == NameState.CONFIRMED else listed.dismissed
        return sorted(names, key=lambda one: (order.index(one.kind), one.term.casefold()))

    def _block(self, one: ProposedName | ListedName) -> Block:
        if isinstance(one, ListedName):
            instead = f"[{one.replacement or REPLACED_BY[one.kind]}]" if one.state is NameState.CONFIRMED else "nobody’s name"
            lines = [Line(one.term, lead=[("  ", "plain")], tail=[(instead, "muted")])]
            if one.note:
                lines.append(Line(one.note, lead=[("    ", "plain")], kind="muted", most=1))
            lines += self.said_of(one)
            return Block(same_term(one.term), lines)
        times = f"{len(one.places)} ×" + (f" in {len(one.sources)} sources" if len(one.sources) > 1 else "")
        why = f"{one.why}, like {one.like}" if one.like else one.why
        return Block(
            same_term(one.term),
            [
                Line(one.term, lead=[("  ", "plain")], tail=[(times, "muted")]),
                Line(why, lead=[("    ", "plain")], kind="muted", most=1),
            ],
        )

    def said_of(self, name: ListedName) -> list[Line]:
        """What else is to be said of a term of the list."""
        raise NotImplementedError

    def _empty(self) -> tuple[str, ...]:
        if self.waiting:
            return ("Looking through the transcripts …",)
        if self.sought:
            return ("No term holds these words.", "", "/   other words, or none")
        return (
            _SAID[self.which],
            "",
            "a   add a term that no pattern finds",
            "T   the other lists: confirmed, not a name,",
            "    what stops, what is allowed",
            "",
            "A story that others can recognise",
            "no pattern finds: read for it.",
        )

    def show_places(self) -> None:
        """Show where the chosen term stands."""
        one, found = self.term, self.proposed
        blocks = []
        for number, place in enumerate(found.places if found is not None else ()):
            turn = f" ¶{place.turn}" if place.turn is not None else ""
            words = self.book.words_at(place)
            lines = [Line(f"{place.source}{turn}", kind="bold"), Line(place.context, lead=[("  ", "plain")], found=words)]
            blocks.append(Block(number, lines))
        lost = ("It stands in no transcript now, or in other spellings.",) if one is not None else ()
        self.places.show(blocks, empty=lost)

    def show_question(self) -> None:
        """Which terms are shown, and how far one is."""
        listed = self.listed.listed if self.listed is not None else None
        confirmed, dismissed = (len(listed.confirmed), len(listed.dismissed)) if listed is not None else (0, 0)
        open_ = sum(1 for one in self.found if listed is None or listed.find(one.term) is None)
        said = f"{open_} to decide on · {confirmed} confirmed · {dismissed} not names"
        self.query_line.answer("NAMES", drawn(" ".join([self.which, self.sought])).strip(), said)

    # moving

    def on_block_list_stepped(self, event: BlockList.Stepped) -> None:
        """Show the places of what is chosen."""
        if event.blocks is self.terms:
            self.places.key = None
            self.show_places()
        self.say("")

    def on_block_list_entered(self) -> None:
        """Two clicks do what Enter does."""
        self.action_open()

    def on_descendant_focus(self) -> None:
        """The keys follow a click."""
        self.set_class(self.focused is self.places, PLACES)

    def action_step(self, step: int) -> None:
        """Some terms or places on or back."""
        self.active.step_to(self.active.at + step)

    def action_edge(self, step: int) -> None:
        """To the first or the last."""
        self.active.step_to(0 if step < 0 else len(self.active.keys) - 1)

    def action_switch_pane(self) -> None:
        """To the places, or back to the terms."""
        self.set_class(not self.has_class(PLACES) and bool(self.places.keys), PLACES)
        self.set_focus(self.active)
        self.say("")

    def action_word(self, step: int) -> None:
        """To the places, or back to the terms."""
        if (step > 0) != self.has_class(PLACES):
            self.action_switch_pane()

    def action_transpose(self) -> None:
        """The terms to decide on, the confirmed ones, those that are no names, what stops, what is allowed."""
        self.which = SHOWN[(SHOWN.index(self.which) + 1) % len(SHOWN)]
        self.terms.key = None
        self.lay_out()
        self.say("")

    def action_filter(self) -> None:
        """Type words that the terms shown must hold."""

        def changed(words: str) -> None:
            self.sought = words
            self.lay_out()

        self.open_prompt("TERMS WITH", lambda words: changed((words or "").strip()), self.sought, changed)

    def action_show_source(self) -> None:
        """Open the chosen place in its transcript."""
        from qualcode.tui.screens.found import Place

        place = self.place
        if place is None:
            self.say("It stands in no transcript.", refused=True)
            return
        with self.refusals():
            self.qualcode.open_place(Place(self.book.source(place.source), place.span, None, (place.span,), ""))
            self.qualcode.coding.say("o n goes back to the names.")

    def action_open(self) -> None:
        """Decide on the chosen term."""
        raise NotImplementedError

    def summary(self) -> str:
        """The chosen term in a few words."""
        one = self.term
        if one is None:
            return ""
        if isinstance(one, ProposedName):
            return drawn(f"{one.term}  {one.kind}, {one.why}  Enter confirms it, x says it is nobody’s name")
        how = "  + lets it print, with a reason" if one.state is NameState.CONFIRMED else ""
        return drawn(f"{one.term}  {one.kind}  {one.note}".rstrip() + how)


def _searched(one: ProposedName | ListedName) -> str:
    contexts = " ".join(place.context for place in one.places) if isinstance(one, ProposedName) else one.note
    return f"{one.term} {one.kind} {contexts}".casefold()
