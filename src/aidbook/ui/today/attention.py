"""What needs attention, in a few lines on Today: the gravest of each kind, the way to all of it, the last backup."""

from collections.abc import Iterator
from functools import partial

from aidbook import clock
from aidbook.actions.attention import Told, tell
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.attention.values import Concern, NoRecovery
from aidbook.ui.attention.speech import SPEECH
from aidbook.ui.attention.watch import Seen, watch_of
from aidbook.ui.session import Session
from aidbook.ui.today.parts import Part, from_left
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.notice import Notice

_FEW = 4
_NAMED = 3


class Attention(Part):
    """The card of what needs attention."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._watch = watch_of(session)
        self._watch.looked.connect(self._show)

    def refresh(self) -> None:
        """Show what is known, and look again."""
        if self._watch.seen is not None:
            self._show()
        self._watch.ask()

    def _show(self) -> None:
        seen = self._watch.seen or Seen()
        others = tuple(one for one in seen.concerns if not isinstance(one, NoRecovery))
        told = [(tell(self._session.book, one, SPEECH), more) for one, more in few_of(others)]
        offers = [
            tell(self._session.book, one, SPEECH) for one in seen.concerns if isinstance(one, NoRecovery)
        ]
        if self.says((told, offers, len(seen.concerns), seen.backup)):
            return
        lines = self.begin(_("Needs attention"))
        if not told:
            lines.addWidget(Notice(_("Nothing needs attention."), "good"))
        for one, more in told:
            lines.addWidget(self._notice(one, more))
        for offer in offers:
            lines.addWidget(self._notice(offer, 0))
        if told:
            words = ngettext("See it ({n})", "See all {n}", len(seen.concerns)).format(
                n=format_number(len(seen.concerns))
            )
            go = button(words, partial(self._session.go, "attention"), icon="list-checks")
            go.setToolTip(f"{words} (0)")
            lines.addLayout(from_left([go]))
        if not self._session.book.practice:
            lines.addWidget(label(backup_words(seen.backup), "small", wrap=True))

    def _notice(self, told: Told, more: int) -> Notice:
        text = told.sentence
        if more:
            text += " " + ngettext("{n} more like this.", "{n} more like this.", more).format(
                n=format_number(more)
            )
        made = Notice(text, told.tone)
        where = told.remedies[0].go if told.remedies and not more else None
        if where is not None:
            made.add_button(
                told.remedies[0].words, partial(self._session.go, where.page, where.thing, where.command)
            )
        else:
            made.add_button(_("See to it"), partial(self._session.go, "attention", told.concern.key))
        return made


def few_of(concerns: tuple[Concern, ...]) -> Iterator[tuple[Concern, int]]:
    """Yield the first concern of each of the gravest kinds, and how many more there are of it."""
    kinds = list(dict.fromkeys(concern.kind for concern in concerns))
    for kind in kinds[:_FEW]:
        alike = [concern for concern in concerns if concern.kind == kind]
        yield alike[0], len(alike) - 1


def backup_words(last: int | None) -> str:
    """Return when the last good backup was made."""
    if last is None:
        return _("There is no backup of this book yet.")
    day = clock.day_of(last)
    when = _("today") if day == clock.today() else format_date(day, "long")
    return _("Last good backup: {day}, {time}.").format(day=when, time=clock.time_of(last))


def few(names: list[str]) -> str:
    """Return a few names as the language joins them, and how many more there are."""
    if len(names) <= _NAMED:
        return "; ".join(names)
    more = len(names) - _NAMED
    return _("{names} and {n} more").format(names="; ".join(names[:_NAMED]), n=format_number(more))
