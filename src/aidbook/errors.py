"""Errors that a person can read: what happened, what it means for the records, and what to do now."""

from aidbook.i18n import _


class UserError(Exception):
    """A situation a person can mend. `what` says what happened, `remedy` what to do now; nothing was written."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class NeedsReason(UserError):  # noqa: N818 - errors name the situation, not their class
    """A rule of the group would be stretched: the action is let through when a reason is given."""


class NeedsDecision(UserError):  # noqa: N818 - errors name the situation
    """Two readings are possible and a person must choose; `choices` names them."""

    def __init__(self, what: str, remedy: str = "", choices: tuple[str, ...] = ()) -> None:
        super().__init__(what, remedy)
        self.choices = choices


# The world's failures. Each says that nothing was written; store/faults.py knows which one it is.


class Fault(UserError):  # noqa: N818 - errors name the situation
    """The disk, the file or the computer failed, not the program: nothing was written, what was written is safe."""


class DiskFull(Fault):
    """No room is left where something was to be written."""

    def __init__(self) -> None:
        super().__init__(
            _("The disk is full. This was not written; everything before it is safe."),
            _("Delete something you do not need from the disk, then do it again."),
        )


class ReadOnly(Fault):
    """The file or its folder may be read but not written."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} may be read here but not written. Nothing was written; everything before is safe.").format(
                name=name
            ),
            _("Take off the write protection of the stick or folder, or copy the file to another folder, then do it again."),
        )  # fmt: skip


class GoneAway(Fault):
    """The file, or the disk or stick it lies on, cannot be reached any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} cannot be reached: its disk or stick is out or does not answer, or the file was moved. This was not"
              " written; everything before it is safe.").format(name=name),
            _("Put the disk or stick back in, close AidBook and open the book again."),
        )  # fmt: skip


class LockedElsewhere(Fault):
    """Somebody else is writing in the file and does not let go."""

    def __init__(self) -> None:
        super().__init__(
            _("Something else is writing in this book just now. This was not written; everything before it is safe."),
            _("Wait until the other work is done, then do it again."),
        )  # fmt: skip


class Damaged(Fault):
    """Something changed the file from outside; `pages` are the pages that cannot be read, where that is known."""

    def __init__(self, name: str, pages: tuple[int, ...] = ()) -> None:
        where = (
            _("Page {pages} of {name} is damaged.").format(pages=", ".join(map(str, pages)), name=name)
            if pages
            else _("Part of {name} is damaged.").format(name=name)
        )
        meaning = _("What stands elsewhere in it can still be read; nothing was written.")
        super().__init__(
            f"{where} {meaning}",
            _("Keep this file. Save what can be read into a new book with “Salvage”, or restore the last good backup."),
        )  # fmt: skip
        self.pages = pages


class NewerBook(Fault):
    """The file was written by a newer program."""

    def __init__(self) -> None:
        super().__init__(
            _("This book was written by a newer AidBook."),
            _("Install the newest AidBook on this computer, then open it."),
        )


class NoMemory(Fault):
    """The computer has no memory left."""

    def __init__(self) -> None:
        super().__init__(
            _("The computer has no memory left. This was not written; everything before it is safe."),
            _("Close other programs, then do it again."),
        )


class ClockSetBack(Fault):
    """The computer's clock stands before the last entry of this book."""

    def __init__(self, today: str, last: str) -> None:
        super().__init__(
            _("The clock of this computer says {today}, but the last entry was written on {last}. What is written now"
              " will bear the clock's date.").format(today=today, last=last),
            _("Set the computer's date and time, then go on."),
        )  # fmt: skip
