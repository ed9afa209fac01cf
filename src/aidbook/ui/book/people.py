"""Who may open the book: seen, added, given a role or another passphrase, removed."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aidbook.actions.people_who_open import (
    Removal,
    add_person,
    after_removal,
    change_role,
    finish_removals,
    give_passphrase,
    rename_person,
)
from aidbook.domain.done import Done
from aidbook.domain.roles import ROLES, Role, role_word
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.people import PersonLine, people, removed_with_slots
from aidbook.ui.book.parts import FormCard
from aidbook.ui.book.removing import Removing, Waiting
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import from_left
from aidbook.ui.widgets.basics import button, column, empty, label, row, rule
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.new_passphrase import NewPassphrase
from aidbook.ui.widgets.notice import Notice


def role_means(role: Role) -> str:
    """Return what a role sees and does, in a sentence."""
    return {
        "coordinator": _("A coordinator sees and does everything."),
        "door": _(
            "The door sees names, numbers, household sizes and food; no addresses, phones, births or notes."
        ),
        "shelf": _("The shelf sees the pantry and no people."),
    }[role]


class PeopleSection(FormCard):
    """The list of people, and a form for a new one or for the chosen one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("People who may open this book"))
        self._person: PersonLine | None = None
        self._heading = label("", "label", wrap=True)
        self._list = column(spacing=0)
        self._left_over = Notice(
            _("Somebody was removed on another laptop, and still has the key of this one."), "heed"
        )
        self._left_over.add_button(_("Change the key now"), self._finish, "key-round")
        self.add = button(_("Let somebody else open the book"), self.begin_adding, icon="user-plus")
        for part in (self._left_over,):
            self.content.addWidget(part)
        self.content.addLayout(self._list)
        self.content.addLayout(from_left(self.add))
        self.content.addWidget(label(
            _("Roles hold in this program. Whoever may open the book could read all of it by other means: "
              "let in only whom you trust."), "small", wrap=True))  # fmt: skip
        self._make_form()
        self.setFocusProxy(self.add)
        self.refresh()

    def refresh(self) -> None:
        """Read who may open the book."""
        empty(self._list)
        for line in people(self.session.book):
            self._list.addWidget(self._row(line))
            self._list.addWidget(rule())
        self._left_over.setVisible(bool(removed_with_slots(self.session.book)))

    # Adding and changing

    def begin_adding(self) -> None:
        """Ask for a name, a role and a passphrase that they type themselves."""
        self._begin(None)

    def begin_changing(self, person: PersonLine) -> None:
        """Ask what to change of somebody."""
        self._begin(person)

    def _begin(self, person: PersonLine | None) -> None:
        self._person = person
        self.clear()
        if person is not None:
            self.label.set_value(person.label or None)
            self.role.set_value(person.role)
        self._heading.setText(_called(person) if person else _("Somebody else who may open the book"))
        self._show_role()
        self._ask_passphrase(on=person is None)
        mine = person is not None and person.is_me
        self.other_passphrase.setVisible(person is not None and not mine)
        self.remove.setVisible(person is not None and not mine)
        self.go.setText(_("Save") if person else _("Add"))
        self.ask(self.label)

    def save(self) -> None:
        """Add the person, or change what was changed."""
        name = self.label.checked() or ""
        role = self.role.checked()
        passphrase = self.new.checked() if not self.new.isHidden() else ""
        book, person = self.session.book, self._person
        if person is None:
            self.work(lambda: add_person(book, name, role, passphrase), self._added, self._wrong)
        else:
            self.work(lambda: self._change(person, name, role, passphrase), self._changed, self._wrong)

    def _change(self, person: PersonLine, name: str, role: Role, passphrase: str) -> list[Done]:
        book, done = self.session.book, []
        if passphrase:
            give_passphrase(book, person.id, passphrase)
        if name != person.label:
            done.append(rename_person(book, person.id, name))
        if role != person.role:
            done.append(change_role(book, person.id, role))
        return done

    def _added(self, done: object) -> None:
        name, self._person = self.label.value() or "", None
        self.back()
        self._heard(done)
        self.refresh()
        self.say(_("{name} opens the book with their own passphrase from now on.").format(name=name))

    def _changed(self, done: object) -> None:
        self.back()
        for one in done if isinstance(done, list) else []:
            self._heard(one)
        self.refresh()
        self.say(_("Changed."))

    def _wrong(self, error: UserError) -> None:
        if self.new.isHidden():
            self.refuse(error)
        else:
            self.new.refuse(str(error))

    def _heard(self, done: object) -> None:
        """Let other pages follow. It goes on no undo list: who was let in has been in."""
        if isinstance(done, Done):
            self.session.book.forget_role()
            self.session.changed.emit(done.kinds)

    # Removing

    def _remove(self) -> None:
        if self._person is not None:
            Removing(self, self.session, self._person.id, _called(self._person), self._removed).open()

    def _removed(self, removal: object) -> None:
        if isinstance(removal, Removal):
            self._heard(removal.done)
            self._say_removed(removal.backups_left)

    def _finish(self) -> None:
        book = self.session.book
        Waiting(
            self, _("Changing the key"), lambda: finish_removals(book), self._finished, self.refuse
        ).open()

    def _finished(self, left: object) -> None:
        if isinstance(left, int):
            self._say_removed(left)

    def _say_removed(self, left: int) -> None:
        self.back()
        self.refresh()
        self.say(after_removal(left))

    # Parts

    def clear(self) -> None:
        """Forget what is typed."""
        self.label.set_value(None)
        self.role.set_value("door")
        self.new.clear()

    def _make_form(self) -> None:
        self.label = TextField(
            _("Name"),
            _("As they like to be shown, in History for instance. A first name is enough."),
            needed=_("Type what to call them."),
        )
        self.role: ChoiceField[Role] = ChoiceField(_("Role"), [(role, role_word(role)) for role in ROLES])
        self._means = label("", "small", wrap=True)
        self.role.add_line(self._means)
        self.role.typed.connect(self._show_role)
        self.new = NewPassphrase(_("Their passphrase, typed by themselves"))
        self.other_passphrase = button(
            _("They take another passphrase"), partial(self._ask_passphrase, on=True), icon="key-round"
        )
        self.remove = button(_("Remove from the book"), self._remove, "danger", "trash-2")
        for part in (self._heading, self.label, self.role, self.new):
            self.fields.addWidget(part)
        self.fields.addLayout(from_left(self.other_passphrase, self.remove))
        self.go = self.foot(_("Add"), self.save, "check")

    def _ask_passphrase(self, *, on: bool) -> None:
        self.new.setVisible(on)
        self.other_passphrase.setVisible(not on)
        if on and self._person is not None:
            self.new.setFocus()

    def _show_role(self) -> None:
        self._means.setText(role_means(self.role.value()))

    def _row(self, person: PersonLine) -> QWidget:
        made = QWidget()
        line = row(made)
        line.setContentsMargins(0, 6, 0, 6)
        words = column(spacing=0)
        words.addWidget(label(_called(person), wrap=True))
        words.addWidget(label(_about(person), "small", wrap=True))
        line.addLayout(words, 1)
        change = button(_("Change"), partial(self.begin_changing, person), icon="pencil")
        change.setAccessibleName(_("Change: {name}").format(name=_called(person)))
        line.addWidget(change, 0, Qt.AlignmentFlag.AlignVCenter)
        return made


def _called(person: PersonLine) -> str:
    if person.is_me:
        return _("{name} (you)").format(name=person.label) if person.label else _("You")
    return person.label or _("The first coordinator")


def _about(person: PersonLine) -> str:
    word = role_word(person.role)
    return word if person.opens_here else _("{role}, not on this laptop").format(role=word)
