"""Sources: who gives, what each gave over a period, its deliveries, thanks and receipts, what was put right."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from aidbook.actions.sources import add_member_source, add_source, edit_source
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.goods_words import category_word, source_kind_word
from aidbook.domain.pantry import SOURCE_KINDS, Source
from aidbook.domain.roles import may_print, may_see_kind
from aidbook.domain.same import with_also
from aidbook.domain.sites import Site
from aidbook.domain.weights import weight_word
from aidbook.i18n import LANGUAGES, _, format_date, format_money, format_number
from aidbook.store.book import Book
from aidbook.store.rows import things
from aidbook.store.source_figures import Gave, SourceLine, gave, source_lines
from aidbook.store.sources import member_of
from aidbook.ui.linked import LinkedPart
from aidbook.ui.members.picking import member_field
from aidbook.ui.pantry.pantry_settings import SettingsForm
from aidbook.ui.pantry.picking import find_sources
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import Field
from aidbook.ui.widgets.fields import LongTextField, TextField
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.period import PeriodField

_MOMENT_MS = 120


class SourcesRoom(Room[SourceLine]):
    """Who gave what over a period, who gave last first."""

    slight = (1,)

    def __init__(self, session: Session) -> None:
        self.period = PeriodField()
        super().__init__(session, _("Sources"), _columns(session))
        self.period.changed.connect(self.refresh)
        self._listing.layout().insertWidget(0, self.period)  # type: ignore[union-attr] # a column

    def title(self) -> str:
        """Return the title."""
        return _("Sources")

    def empty(self) -> str:
        """Return what a source is."""
        return _(
            "Nobody has given anything yet. A shop, a food bank, a donor, a member: who gives stands here."
        )

    def long_read(self) -> Callable[[Book], dict[Id, SourceLine]]:
        """Return what reads the sources over the time that is asked for."""
        since, until = self.period.days()
        return lambda book: {line.id: line for line in source_lines(book, since=since, until=until)}

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        found = [
            button(_("New source"), lambda: self.ask(NewSource(self.session)), "quiet", "plus"),
            button(_("All deliveries"), lambda: self.went.emit("deliveries", ""), "quiet", "package-plus"),
        ]
        if self.session.book.role == "coordinator":  # the group's settings are theirs
            settings = button(
                _("Weights and worth"), lambda: self.ask(SettingsForm(self.session)), "quiet", "settings"
            )
            found.append(settings)
        return found

    def arrive(self) -> None:
        """Choose the source whose deliveries were looked at."""
        if self.thing in self.rows:
            self.list.choose(self.thing)

    def view(self, chosen: SourceLine | None) -> QWidget:
        """Return what a source gave over the period."""
        if chosen is None:
            return said(label(_("Choose a source to see what it gave."), "soft", wrap=True))
        since, until = self.period.days()
        record = self.session.book.get(Source, chosen.id)
        parts: list[QWidget] = [label(_named(chosen), "section", wrap=True)]
        if chosen.kind:
            parts.append(label(source_kind_word(chosen.kind), "soft"))
        if record and record.note:
            parts.append(label(record.note, wrap=True))
        parts.append(self._figures(chosen))
        if record is not None:
            edit = partial(EditSource, self.session, chosen.id)
            parts.append(button(_("Edit"), lambda: self.ask(edit()), icon="pencil"))
        if chosen.deliveries or chosen.mg:
            see = partial(self.went.emit, "deliveries", chosen.id)
            parts.append(button(_("See its deliveries"), see, icon="list"))
        if chosen.deliveries and record is not None and may_print(self.session.book.role, "thanks"):
            thank = partial(self.session.go, "sheets", f"thanks {chosen.id} {since or '-'} {until or '-'}")
            parts.append(button(_("Thank and list"), thank, icon="printer"))
        return said(*parts, *([self._linked(chosen.id)] if record else []))

    def _linked(self, source: Id) -> LinkedPart:
        """Return the part on what is linked with a source."""
        book = self.session.book
        offer, hint = _("Link with another record of the same source"), _("a name")
        part = LinkedPart(self.session, "source", find_sources(book), offer, hint)
        part.wanted.connect(lambda other: self.ask(EditSource(self.session, other)))
        part.show_thing(source)
        return part

    def _figures(self, chosen: SourceLine) -> QWidget:
        """Return what it gave: what the list knows at once, worth and categories as soon as they are read."""
        weighing = self.session.book.settings.weight_unit
        made = QWidget()
        lines = column(made, spacing=12)
        lines.addWidget(figure(_("How often"), format_number(chosen.deliveries)))
        lines.addWidget(figure(_("Weight"), weight_word(chosen.mg, weighing), strong=True))
        if chosen.last_on:
            lines.addWidget(figure(_("Last"), format_date(chosen.last_on, "long")))
        since, until = self.period.days()

        def show(found: Gave) -> None:
            for part in self._found(found):
                lines.addWidget(part)

        def read() -> None:
            if made.window().isVisible():  # the book may be closed by now, and its window with it
                self.session.read(made, lambda book: gave(book, chosen.id, since=since, until=until), show)

        QTimer.singleShot(_MOMENT_MS, made, read)  # who only goes past it in the list asks for nothing
        return made

    def _found(self, found: Gave) -> Iterator[QWidget]:
        settings = self.session.book.settings
        for words, total in ((_("Worth"), found.value), (_("Paid"), found.cost)):
            if total is not None:
                yield figure(words, format_money(total, settings.currency))
        if found.by_category:
            yield label(_("By category"), "section")
        for key, mg in sorted(found.by_category.items(), key=lambda pair: -pair[1]):
            yield figure(category_word(key) or _("without a category"), weight_word(mg, settings.weight_unit))

    def opened(self) -> None:
        """Enter shows the deliveries."""
        if self.list.current_id():
            self.went.emit("deliveries", self.list.current_id())


def _named(line: SourceLine) -> str:
    return with_also(line.name, line.also) if line.name else _("nobody named")


def _columns(session: Session) -> list[Column[SourceLine]]:
    weighing = session.book.settings.weight_unit
    return [
        Column(_("Source"), _named),
        Column(_("Sort"), lambda line: source_kind_word(line.kind), 104),
        Column(
            _("Deliveries"),
            lambda line: format_number(line.deliveries) if line.deliveries else "",
            88,
            "right",
        ),
        Column(_("Weight"), lambda line: weight_word(line.mg, weighing) if line.mg else "", 120, "right"),
        Column(_("Last"), lambda line: format_date(line.last_on, "short") if line.last_on else "", 128),
    ]


def source_fields(session: Session) -> dict[str, Field[Any]]:
    """Return the fields of a source, by what they are called in the book."""
    book = session.book
    kinds: list[tuple[str | None, str]] = [(None, _("not said"))]
    kinds += [(kind, source_kind_word(kind)) for kind in SOURCE_KINDS if kind != "member"]
    sites: list[tuple[Id | None, str]] = [(None, _("none"))]
    sites += [(site.id, site.name) for site in things(book, Site) if site.id != book.identity.site]
    languages: list[tuple[str | None, str]] = [(None, _("the book’s own")), *LANGUAGES.items()]
    return {
        "name": TextField(_("Name"), needed=_("A source needs a name.")),
        "kind": ChoiceField(_("Sort"), kinds),
        "site": ChoiceField(_("Is the site"), sites, _("Where it is a group that keeps a book, too.")),
        "language": ChoiceField(_("Thank in"), languages),
        "note": LongTextField(_("Note"), _("No person’s address or phone: they belong to a member.")),
    }


class NewSource(PanelForm):
    """A new source: by its name, or a member, who is told by a tie alone."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("New source"))
        self.fields = {name: field for name, field in source_fields(session).items() if name != "site"}
        self.member = member_field(session.book, _("Or a member"), _("Their name stands in no delivery."))
        parts: list[QWidget] = [*self.fields.values()]
        if may_see_kind(session.book.role, "member"):
            parts.insert(1, self.member)
        self.lay_out(*parts)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.fields["name"]

    def foot(self) -> tuple[QWidget, ...]:
        """Return back and add."""
        return self.foot_with(_("Add"), "plus")

    def deed(self) -> Done | None:
        """Add it."""
        if self.member.text() and (member := self.member.checked()):
            return self.session.attempt(add_member_source, member)
        said = {name: field.checked() for name, field in self.fields.items()}
        return self.session.attempt(add_source, said.pop("name"), **said)


class EditSource(PanelForm):
    """The fields of a source, each saved when it is left."""

    def __init__(self, session: Session, source: Id) -> None:
        super().__init__(session, _("Correct"), _("What you type is saved when you leave its field."))
        self.fields = source_fields(session)
        record = session.book.get(Source, source)
        member = member_of(session.book, source)
        if member is not None or (record and record.kind == "member"):
            self.fields = {name: self.fields[name] for name in ("language", "note")}
        for name, field in self.fields.items():
            field.set_value(getattr(record, name, None))
            field.saves(self._saver(source, name))
        who = [label(member.name, "label")] if member is not None else []
        self.lay_out(*who, *self.fields.values())

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return next(iter(self.fields.values()))

    def _saver(self, source: Id, name: str) -> Callable[[object], object]:
        return lambda value: self.session.attempt(edit_source, source, **{name: value})
