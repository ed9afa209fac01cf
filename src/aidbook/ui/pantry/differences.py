"""What a count found differently: each difference with its reason, before it is booked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.counting import book_count, decide, forget_tally, usual_reason
from aidbook.domain.counting import OVER_BECAUSE, SHORT_BECAUSE, CountSession
from aidbook.domain.declare import Id
from aidbook.domain.goods_reasons import reason_word
from aidbook.domain.pantry import Item, Lot, Place
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.counted import Found, Key, found_in
from aidbook.ui.pantry.counting import session_title
from aidbook.ui.pantry.rooms import Room, figure, said
from aidbook.ui.pantry.words import due_words, quantity
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import Button, button, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.notice import Notice


@dataclass(frozen=True, slots=True)
class Line:
    """One lot at a place that was counted, as it reads."""

    found: Found
    item: str
    unit: str
    place: str
    due: str | None


class DifferencesRoom(Room[Line]):
    """What was found, what differs first; booked in one go."""

    slight = (1,)

    behind = "count_places"

    def __init__(self, session: Session) -> None:
        self._why: dict[Key, str] = {}
        self._main = button(_("Book the count"), self.book, "main", "check")
        super().__init__(session, _("What was counted"), self._columns())

    def title(self) -> str:
        """Return what was counted."""
        found = self.session.book.get(CountSession, self.thing)
        what = session_title(self.session.book, found) if found else ""
        return _("Differences: {what}").format(what=what)

    def empty(self) -> str:
        """Return what to do first."""
        return _("Nothing is counted yet. Count on screen, or key in what stands on paper.")

    def read(self) -> dict[Id, Line]:
        """Return what was found: what asks to be decided, then what differs, then the rest."""
        lines = [self._line(found) for found in found_in(self.session.book, self.thing)]
        lines.sort(
            key=lambda line: (line.found.units is not None, line.found.difference == 0, line.item.casefold())
        )
        for line in lines:
            usual = usual_reason(self.session.book, line.found)
            if usual:
                self._why.setdefault(line.found.key, usual)
        self._main.setEnabled(bool(lines) and all(line.found.units is not None for line in lines))
        return {" ".join(line.found.key): line for line in lines}

    def begin(self, thing: Id = "") -> None:
        """Show a count's differences."""
        self._why.clear()
        super().begin(thing)

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (
            button(
                _("Go on counting"), lambda: self.went.emit("counting", self.thing), "quiet", "list-checks"
            ),
            self._main,
        )

    def book(self) -> None:
        """Book it all, with the reasons."""
        if self.session.run(book_count, self.thing, dict(self._why)):
            self.went.emit("count_places", "")

    def view(self, chosen: Line | None) -> QWidget:
        """Return one difference: what the book has, what was found, and why."""
        if chosen is None:
            return said(label(_("Choose a line in the list to say why it differs."), "soft", wrap=True))
        found = chosen.found
        where = " · ".join(part for part in (chosen.place, due_words(chosen.due, plain=True)) if part)
        when = _("as of {hour}").format(hour=clock.time_of(found.at))
        parts: list[QWidget] = [
            label(chosen.item, "section", wrap=True),
            label(f"{where} · {when}", "soft", wrap=True),
            figure(_("In the book then"), quantity(found.book, chosen.unit)),
        ]
        if found.units is None:
            parts += self._to_decide(chosen)
        else:
            parts += [figure(_("Counted"), quantity(found.units, chosen.unit), strong=True)]
            parts += [self._reason(found)] if found.difference else []
        forget = button(_("Not counted after all"), lambda: self._forget(found), "quiet", "undo-2")
        return said(*parts, forget)

    def _to_decide(self, line: Line) -> list[QWidget]:
        parts: list[QWidget] = [Notice(_("Two people found different numbers. Which is right?"), "heed")]
        units = [each.tally.units for each in line.found.by]
        for each in line.found.by:
            who = each.tally.who or _("somebody")
            text = _("{who} found {n}").format(who=who, n=quantity(each.tally.units, line.unit))
            parts.append(button(text, lambda n=each.tally.units: self._decide(line.found, n), icon="check"))  # type: ignore[misc] # bound now
        both = _("Both are right, in two corners: {n}").format(n=quantity(sum(units), line.unit))
        parts.append(button(both, lambda: self._decide(line.found, sum(units)), icon="plus"))
        return parts

    def _decide(self, found: Found, units: int) -> None:
        self.session.run(decide, self.thing, found, units)

    def _forget(self, found: Found) -> None:
        self.session.run(forget_tally, self.thing, found.key)

    def _reason(self, found: Found) -> QWidget:
        known = OVER_BECAUSE if found.difference > 0 else SHORT_BECAUSE
        choices = [("", _("not known")), *((why, reason_word(why)) for why in known)]
        field: ChoiceField[str] = ChoiceField(_difference_words(found.difference), choices)
        field.set_value(self._why.get(found.key, ""))

        def keep(why: str) -> None:
            self._why[found.key] = why
            self.list.reload()

        field.saves(keep)
        return field

    def _line(self, found: Found) -> Line:
        book, said_ = self.session.book, found.tally
        item, place = book.get(Item, said_.item), book.get(Place, said_.place)
        lot = book.get(Lot, said_.lot)
        due = lot.best_before if lot else said_.best_before
        return Line(
            found, item.name if item else "", item.unit if item else "pcs", place.name if place else "", due
        )

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(_("Item"), _item_words),
            Column(_("Place"), lambda line: line.place, 112),
            Column(_("Book"), lambda line: format_number(line.found.book), 80, "right"),
            Column(_("Counted"), _counted, 120, "right", tone=_tone),
            Column(_("Why"), self._why_words, 128),
        ]

    def _why_words(self, line: Line) -> str:
        why = self._why.get(line.found.key, "")
        return reason_word(why) if why and line.found.difference else ""


def _item_words(line: Line) -> str:
    return " · ".join(part for part in (line.item, due_words(line.due, plain=True)) if part)


def _counted(line: Line) -> str:
    return _("they differ") if line.found.units is None else format_number(line.found.units)


def _tone(line: Line) -> Tone | None:
    if line.found.units is None:
        return "stop"
    return "heed" if line.found.difference else None


def _difference_words(units: int) -> str:
    if units > 0:
        return ngettext(
            "{n} more than the book has, because", "{n} more than the book has, because", units
        ).format(n=format_number(units))
    return ngettext(
        "{n} fewer than the book has, because", "{n} fewer than the book has, because", -units
    ).format(n=format_number(-units))
