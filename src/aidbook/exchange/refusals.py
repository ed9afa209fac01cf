"""Why a bundle or a card is refused: one class for each situation, each with its sentence and remedy."""

from aidbook.i18n import _
from aidbook.store.incoming import ChainBroken, Refused

__all__ = [
    "AlteredCard",
    "BadSignature",
    "ChainBroken",
    "CutShort",
    "Damaged",
    "EndedSender",
    "Expands",
    "ForSecondLaptop",
    "KeysDiffer",
    "Misplaced",
    "NeedsPassphrase",
    "NewerFormat",
    "NotABundle",
    "NotACard",
    "NotForUs",
    "NotWhole",
    "OwnCard",
    "PracticeMix",
    "Refused",
    "TooLarge",
    "UnknownSender",
    "Unlisted",
    "WrongBundlePassphrase",
]


class NotABundle(Refused):
    """The file is something else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is not a bundle.").format(name=name),
            _("Choose the file that ends in .aidbundle."),
        )


class CutShort(Refused):
    """The file ends before its beginning is through."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is cut short: the stick was pulled, or copying stopped, too early.").format(name=name),
            _("Copy it again, or ask the other site to write it again."),
        )


class Damaged(Refused):
    """Some bit is not what was written, or the end is missing."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is damaged: it was changed or cut short after it was written.").format(name=name),
            _("Nothing was read in. Copy it again, or ask the other site to write it again."),
        )


class NotForUs(Refused):
    """It is locked for somebody else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{name} is not for this site: it is locked for another one, or its beginning is damaged."
            ).format(name=name),
            _("Ask the sender to choose this site, after reading in this site's card."),
        )


class NeedsPassphrase(Refused):
    """It is locked with a passphrase, and none was given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is locked with a passphrase.").format(name=name),
            _("Type the passphrase that the sender chose for it."),
        )


class WrongBundlePassphrase(Refused):
    """The passphrase does not fit."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("This passphrase does not open {name}.").format(name=name),
            _("Try again; capital letters and blanks count. It is the sender's, not that of your book."),
        )


class UnknownSender(Refused):
    """A site that this book is not paired with."""

    def __init__(self, sender: str) -> None:
        super().__init__(
            _("This bundle comes from {site}, and this book is not paired with that site.").format(
                site=sender
            ),
            _("Read in their card first, and compare the short code with them by voice."),
        )


class EndedSender(Refused):
    """A site whose pairing was ended."""

    def __init__(self, sender: str) -> None:
        super().__init__(
            _("This bundle comes from {site}, whose pairing with this book was ended.").format(site=sender),
            _("If you share with them again, read in their card again first."),
        )


class BadSignature(Refused):
    """It was not packed by whom it says."""

    def __init__(self, sender: str) -> None:
        super().__init__(
            _("This bundle says it comes from {site}, but was not signed by them.").format(site=sender),
            _("Nothing was read in. Ask them by voice whether they wrote it; read in their card if they have a new book."),
        )  # fmt: skip


class Unlisted(Refused):
    """Its parts are not those that it lists."""

    def __init__(self) -> None:
        super().__init__(
            _("This bundle does not hold exactly the parts that it lists."),
            _("Nothing was read in. Ask the other site to write it again."),
        )


class Expands(Refused):
    """Unpacking goes past the stated size."""

    def __init__(self) -> None:
        super().__init__(
            _("This bundle unpacks to more than it says."),
            _("Nothing was read in. Ask the other site by voice whether they wrote it."),
        )


class TooLarge(Refused):
    """More than this program takes in at once."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is too large to be read.").format(name=name),
            _("Ask the other site to read one of your bundles first: then theirs holds only what is new."),
        )


class NewerFormat(Refused):
    """Written by a later program in a form this one does not know."""

    def __init__(self) -> None:
        super().__init__(
            _("This bundle was written by a newer AidBook."),
            _("Install the newest AidBook on this computer, then read it again."),
        )


class PracticeMix(Refused):
    """Pretend people and real ones do not meet."""

    def __init__(self, *, practice_comes: bool) -> None:
        super().__init__(
            _("This comes from a practice book, and your book is a real one.")
            if practice_comes
            else _("This comes from a real book, and yours is a practice book."),
            _("Practice books share only with practice books. Nothing was read in."),
        )


class ForSecondLaptop(Refused):
    """A whole bundle belongs on another laptop of the sender's own site."""

    def __init__(self, sender: str) -> None:
        super().__init__(
            _("This bundle holds the whole book of {site} and is meant for another laptop of theirs.").format(
                site=sender
            ),
            _("Ask them to write one for your site instead."),
        )


class NotWhole(Refused):
    """A new book cannot begin from it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A second laptop's book begins from a bundle with the whole book, and this one does not hold it."
            ),
            _("On the first laptop, choose the whole book and a passphrase when writing the bundle."),
        )


class Misplaced(Refused):
    """An entry stands where its kind may not."""

    def __init__(self) -> None:
        super().__init__(
            _("This bundle holds entries in a chapter where they do not belong."),
            _("Nothing was read in. Tell the site that packed it."),
        )


class NotACard(Refused):
    """The file is something else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is not a site's card.").format(name=name),
            _("Choose the card file that the other site saved for you."),
        )


class AlteredCard(Refused):
    """The card is not what its site signed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The card {name} was changed after the site made it.").format(name=name),
            _("Ask the site for its card again."),
        )


class OwnCard(Refused):
    """A book does not pair with itself."""

    def __init__(self) -> None:
        super().__init__(
            _("This is your own site's card."),
            _("Give it to the other site, and read in theirs here."),
        )


class KeysDiffer(Refused):
    """A site that is known comes with other keys."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("This card says it is {site}, but its keys are not those that this book knows.").format(
                site=name
            ),
            _("Ask them by voice before you trust it: somebody else may have made it."),
        )
