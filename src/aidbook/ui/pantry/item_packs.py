"""The packs of an item and the codes that mean it, and its picture where the group wants pictures."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from aidbook.actions.items import (
    add_pack,
    drop_pack,
    forget_code,
    learn_code,
    own_code,
    picture_bytes,
    set_picture,
)
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.pantry import Item, Pack
from aidbook.errors import UserError
from aidbook.i18n import _, format_number
from aidbook.store.pantry import codes_of, packs_of
from aidbook.ui.pantry.words import code_words
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.session import Session
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.basics import button, column, empty, icon_button, label, row
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.fields import NumberField, TextField
from aidbook.ui.widgets.trouble import Trouble

_SIDE = 240
_QUALITIES = (80, 60, 40, 20)
_MOST = 60_000


class Packs(QWidget):
    """What an item comes in and which codes mean it, with a row to add to each."""

    def __init__(self, session: Session, item: Id) -> None:
        super().__init__()
        self._session, self._item = session, item
        self._listed = column(spacing=4)
        self.pack = TextField(_("A pack it comes in"), _("Such as case, flat or pallet."))
        self.units = NumberField(_("How many are in it"), least=2)
        self.code = TextField(_("A code that means it"), _("Scan it here, or type its digits."))
        self.of: ChoiceField[Id | None] = ChoiceField(_("The code is on"), [(None, _("a single one"))])
        self._trouble = Trouble()
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Read packs and codes again."""
        empty(self._listed)
        packs = packs_of(self._session.book, self._item)
        named = {pack.id: pack.name for pack in packs}
        for pack in packs:
            words = _("{name}: {n} in it").format(name=pack.name, n=format_number(pack.units))
            self._list(words, _("Take off: {what}").format(what=pack.name), partial(self._drop, pack))
        for code in codes_of(self._session.book, self._item):
            self._list(
                code_words(code, named),
                _("Take off: {what}").format(what=code.code),
                partial(self._session.run, forget_code, code.code),
            )
        if not self._listed.count():
            self._listed.addWidget(label(_("None known yet."), "soft"))
        single: list[tuple[Id | None, str]] = [(None, _("a single one"))]
        self.of.set_choices([*single, *((pack.id, pack.name) for pack in packs)])

    def add(self) -> None:
        """Add the pack that is typed."""
        if self._trouble.tried(self._add) is not None:
            self.pack.set_value(None)
            self.units.set_value(None)
            self.refresh()

    def _add(self) -> Done:
        units, name = self.units.checked() or 0, self.pack.checked() or ""
        return self._session.attempt(add_pack, self._item, name, units)

    def learn(self) -> None:
        """Let the code that is typed mean the item."""
        code = self.code.value()
        if code and self._trouble.tried(
            lambda: self._session.attempt(learn_code, code, self._item, pack=self.of.value())
        ):
            self.code.set_value(None)
            self.refresh()

    def give_own(self) -> None:
        """Give the item a code of its own, for a label."""
        self._session.run(own_code, self._item, pack=self.of.value())
        self.refresh()

    def _drop(self, pack: Pack) -> None:
        self._session.run(drop_pack, pack.id)

    def _list(self, words: str, what: str, take_off: Callable[[], object]) -> None:
        def off() -> None:
            take_off()
            self.refresh()

        line = row()
        line.addWidget(label(words, wrap=True), 1)
        line.addWidget(icon_button("x", what, off))
        holder = QWidget()
        holder.setLayout(line)
        self._listed.addWidget(holder)

    def _lay_out(self) -> None:
        lines = column(self, spacing=12)
        lines.addWidget(label(_("Packs and codes"), "section"))
        lines.addLayout(self._listed)
        lines.addWidget(self.pack)
        lines.addWidget(self.units)
        lines.addWidget(Flow([button(_("Add the pack"), self.add, icon="plus")]))
        lines.addWidget(self.code)
        lines.addWidget(self.of)
        own = button(_("It has none: give it one"), self.give_own, icon="barcode")
        lines.addWidget(Flow([button(_("Add the code"), self.learn, icon="plus"), own]))
        lines.addWidget(self._trouble)
        self.code.edit().returnPressed.connect(self.learn)


class ShownPicture(QLabel):
    """The picture of an item; hidden where there is none, or the group wants none."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)

    def show_item(self, item: Id) -> bool:
        """Show an item's picture; say whether there is one."""
        wanted = self._session.book.settings.pictures
        jpeg = picture_bytes(self._session.book, item) if wanted else None
        drawn = QPixmap()
        found = jpeg is not None and drawn.loadFromData(jpeg)
        self.setPixmap(drawn)
        record = self._session.book.get(Item, item)
        self.setAccessibleName(record.name if record else "")
        self.setVisible(found)
        return found


class PictureField(QWidget):
    """An item's picture, small enough to travel on a stick."""

    def __init__(self, session: Session, item: Id) -> None:
        super().__init__()
        self._session, self._item = session, item
        self._shown = ShownPicture(session)
        self._none = label(_("No picture yet."), "soft")
        lines = column(self, spacing=8)
        lines.addWidget(label(_("Picture"), "section"))
        lines.addWidget(self._shown)
        lines.addWidget(self._none)
        choose = button(_("Choose a picture"), self.choose, icon="file-up")
        self._away = button(_("Take it away"), self._take_away, icon="x")
        lines.addWidget(Flow([choose, self._away]))
        self.refresh()

    def refresh(self) -> None:
        """Show the picture that there is."""
        found = self._shown.show_item(self._item)
        self._none.setVisible(not found)
        self._away.setVisible(found)

    def choose(self) -> None:
        """Ask for a file, and keep it small."""
        path = choose_file.open_file(self, _("Choose a picture"), _("Pictures (*.jpg *.jpeg *.png)"))
        if path is None:
            return
        jpeg = small_jpeg(QImage(str(path)))
        if jpeg is None:
            what = _("{name} is no picture that can be read.").format(name=path.name)
            self._session.refused.emit(UserError(what, _("Choose a JPEG or PNG file.")))
            return
        self._session.run(set_picture, self._item, jpeg)
        self.refresh()

    def _take_away(self) -> None:
        self._session.run(set_picture, self._item, None)
        self.refresh()


def small_jpeg(image: QImage) -> bytes | None:
    """Return a picture at most 240 points wide and high, as a JPEG that is small enough; None for none."""
    if image.isNull():
        return None
    mode = Qt.AspectRatioMode.KeepAspectRatio
    small = image.scaled(_SIDE, _SIDE, mode, Qt.TransformationMode.SmoothTransformation)
    for quality in _QUALITIES:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # Drawn anew, so that nothing of where and when it was taken travels with it.
        plain = small.convertToFormat(QImage.Format.Format_RGB32)
        if plain.save(buffer, "JPEG", quality) and data.size() <= _MOST:  # type: ignore[call-overload] # a device
            return bytes(data.data())
    return None
