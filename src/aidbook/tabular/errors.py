"""The sentences for files that cannot be read: what is the matter with the file, and what to do about it."""

from aidbook.errors import UserError
from aidbook.i18n import _


class Unreadable(ValueError):  # noqa: N818 - it names the situation
    """A cell that cannot be read; its text is the sentence for the person."""


def save_again() -> str:
    """Return the remedy for a file that a spreadsheet program may still open."""
    return _("Open it in your spreadsheet program, look whether all is there, and save it as .xlsx or .csv.")


def not_a_table(name: str, what: str) -> UserError:
    """Return the error for a file that is something else: `what` says what, in the reader's language."""
    return UserError(
        _("“{file}” cannot be read as a table: it is {what}.").format(file=name, what=what),
        _("Choose the spreadsheet itself: a file that ends in .csv, .xlsx or .ods."),
    )


def broken(name: str) -> UserError:
    """Return the error for a spreadsheet that is cut or damaged."""
    return UserError(_("“{file}” is damaged or cut short.").format(file=name), save_again())


def too_large(name: str, what: str) -> UserError:
    """Return the error for a file beyond our bounds: `what` says which, in the reader's language."""
    return UserError(
        _("“{file}” is too large to read in: {what}.").format(file=name, what=what),
        _("Keep only the rows and columns that belong in the book, and save that as a new file."),
    )


def empty(name: str) -> UserError:
    """Return the error for a file without a single filled cell."""
    return UserError(_("“{file}” is empty.").format(file=name), _("Choose the file that holds your list."))


def protected(name: str) -> UserError:
    """Return the error for a spreadsheet that wants a password."""
    return UserError(
        _("“{file}” is protected with a password.").format(file=name),
        _("Open it in your spreadsheet program and save it without the password."),
    )


def old_excel(name: str) -> UserError:
    """Return the error for a spreadsheet of the sort that Excel wrote before 2007."""
    return UserError(
        _("“{file}” is an old Excel file.").format(file=name),
        _("Open it in your spreadsheet program and save it as .xlsx, without a password."),
    )
