"""Concerns about the book itself, in words: its backup, what waits, what others ask, whose clock is wrong."""

from aidbook import clock
from aidbook.actions.attention import deciding
from aidbook.actions.attention.saying import called, let_be, moment
from aidbook.actions.attention.telling import Parts, Remedy, Speech, Where
from aidbook.actions.handing_over import CAN_BE_HANDED_OVER, hand_over
from aidbook.actions.sentences import kind_word
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.attention import values as c
from aidbook.store.book import Book


def tell_damaged(_book: Book, concern: c.Damaged, _speech: Speech) -> Parts:
    """Say what the last check found, check again, and where what can be read is saved."""
    return Parts(
        _("The file of this book"),
        _("Something in this book is not as it should be."),
        (_("Found on {when}:").format(when=moment(concern.at)), *concern.findings),
        _("What is whole stays readable. Copy nothing over this file: go back to a backup, or save what can be read into "
          "a new book."),
        (
            Remedy(_("See what helps"), go=Where("book", "health")),
            Remedy(_("Look through it again"), work=deciding.look_again),
        ),
    )  # fmt: skip


def tell_copied(_book: Book, concern: c.Copied, _speech: Speech) -> Parts:
    """Say what happened to this copy of the book."""
    return Parts(
        moment(concern.at),
        concern.sentence,
        (moment(concern.at),),
        concern.remedy,
        (let_be(concern, _("Understood")),),
    )


def tell_forked(_book: Book, concern: c.Forked, _speech: Speech) -> Parts:
    """Say whose book was copied while both copies went on."""
    site = concern.site or _("another site")
    return Parts(
        site,
        _("Two copies of a book of {site} wrote under the same numbers.").format(site=site),
        (
            ngettext(
                "{n} entry stands beside another; both are kept and shown.",
                "{n} entries stand beside others; all are kept and shown.",
                concern.entries,
            ).format(n=format_number(concern.entries)),
        ),
        _("Nothing is lost. It is brought together as soon as a bundle goes from one of the two copies to the other.")
        if concern.own
        else _("Nothing is lost. Tell {site}: it is brought together as soon as a bundle goes from one of the two copies "
               "to the other.").format(site=site),
        (Remedy(_("Write a bundle"), go=Where("stick", "", "send")), let_be(concern, _("Understood"))),
    )  # fmt: skip


def tell_recovery(_book: Book, concern: c.NoRecovery, _speech: Speech) -> Parts:
    """Say that a forgotten passphrase would be the end of the book, and where the sheet is made."""
    if concern.printed:
        said = _("Nobody has typed back the code of the recovery sheet yet.")
        remedy = _("Type its code back")
    else:
        said, remedy = _("There is no recovery sheet for this book yet."), _("Make the recovery sheet")
    return Parts(
        _("A forgotten passphrase"),
        said,
        (),
        _("Without every passphrase and without the sheet the book is gone for good. It takes two minutes and a sheet of "
          "paper."),
        (
            Remedy(remedy, go=Where("book", "recovery", "" if concern.printed else "recovery")),
            let_be(concern, _("We do without")),
        ),
    )  # fmt: skip


def tell_backup(_book: Book, concern: c.Overdue, _speech: Speech) -> Parts:
    """Say how old the last backup is, and make one."""
    if concern.last is None:
        said = _("There is no backup of this book yet.")
    else:
        said = _("The last good backup is of {when}.").format(when=moment(concern.last))
    return Parts(
        _("Backup of this book"),
        said,
        (),
        _("If this computer is lost or breaks, everything since then is lost with it."),
        (Remedy(_("Back up now"), work=deciding.back_up),),
    )


def tell_awaited(_book: Book, concern: c.Awaited, _speech: Speech) -> Parts:
    """Say which bundles never came, and where to read or write one."""
    site = concern.name or _("another site")
    lines = [
        _("You are missing bundle {number} from {site}.").format(number=n, site=site) for n in concern.bundles
    ]
    return Parts(
        site,
        ngettext(
            "{n} entry from {site} is missing, and later ones wait for it.",
            "{n} entries from {site} are missing, and later ones wait for them.",
            concern.missing,
        ).format(n=format_number(concern.missing), site=site),
        tuple(lines),
        _("What came later is kept and shown as soon as they are here. A bundle written for {site} tells them what is "
          "here, and their next one brings the rest.").format(site=site),
        (
            Remedy(_("Read a bundle"), go=Where("stick", "", "read")),
            Remedy(_("Write a bundle"), go=Where("stick", "", "send")),
        ),
    )  # fmt: skip


def tell_incomplete(_book: Book, concern: c.Incomplete, _speech: Speech) -> Parts:
    """Say what lacks something that only a newer program knows."""
    chapters = {
        "pantry": _("the pantry"),
        "people": _("members"),
        "days": _("distributions and gifts"),
        "fund": _("the common fund"),
        "book": _("the book itself"),
    }
    what = chapters.get(concern.chapter, concern.chapter)
    return Parts(
        what,
        _("A newer AidBook wrote something about {what} that this one does not understand.").format(what=what),
        (),
        _("It is kept and passed on, and not shown: figures may lack something. It is all there once this computer has "
          "the newest AidBook."),
        (),
    )  # fmt: skip


def tell_clock(_book: Book, concern: c.ClockAhead, _speech: Speech) -> Parts:
    """Say what is dated later than now, and let somebody look at the clock."""
    entries = ngettext(
        "{n} action is dated later than now.", "{n} actions are dated later than now.", concern.entries
    ).format(n=format_number(concern.entries))
    site = concern.site or _("another site")
    means = _("Either the date and time of this computer are wrong now, or they were when these were written. Which of "
              "two changes is the later one goes by them. Look at them in the system’s settings.")  # fmt: skip
    theirs = _("Either the date and time of this computer are wrong, or theirs were. Look at them in the system’s "
               "settings, and tell them.")  # fmt: skip
    return Parts(
        site,
        entries if concern.own else _("{site}: {what}").format(site=site, what=entries),
        (
            _("The latest of them is dated {when}.").format(when=moment(concern.written)),
            _("This computer says that it is {now}.").format(now=moment(clock.now_ms())),
        ),
        means if concern.own else theirs,
        (let_be(concern, _("This computer’s date and time are right")),),
    )


# What others ask


def tell_asked(_book: Book, concern: c.Asked, _speech: Speech) -> Parts:
    """Say whom another site asks to forget, and offer to agree or to keep the record."""
    name = concern.name or kind_word(concern.about)
    return Parts(
        name,
        _("{site} asks that {name} be forgotten.").format(site=concern.site or _("another site"), name=name),
        (_("Asked on {when}").format(when=moment(concern.written)),),
        _("This site keeps the record, so it decides. Forgetting drops all that is known about somebody, here and "
          "wherever it was sent; figures of past days stay. It cannot be taken back."),
        (
            Remedy(
                _("Forget {name}").format(name=name),
                do=lambda book: deciding.agree_to_forget(book, concern.erasure),
                confirm=_("All that the book knows about {name} is dropped for good, here and at every site that has "
                          "it. This cannot be taken back.").format(name=name),
            ),
            let_be(concern, _("Keep the record")),
        ),
    )  # fmt: skip


def tell_uncounted(book: Book, concern: c.Uncounted, _speech: Speech) -> Parts:
    """Say what somebody took back that is not theirs, and offer to say so with effect."""
    site = concern.site or _("another site")
    what = called(book, concern.of, concern.fact)
    if concern.stands:
        said, agree = _("{site} brought back what is not theirs: {what}"), _("Bring it back here too")
    else:
        said, agree = _("{site} took back what is not theirs: {what}"), _("Take it back here too")
    effect = Remedy(
        agree, do=lambda book: deciding.set_stands(book, concern.of, concern.fact, stands=concern.stands)
    )
    return Parts(
        what,
        said.format(site=site, what=what),
        (moment(concern.written),),
        _("Only the site that wrote it, or where it happened, can take it back. Until one of them does it counts as "
          "it was."),
        (*((effect,) if concern.may else ()), let_be(concern, _("Leave it as it is"))),
    )  # fmt: skip


def tell_not_handed_over(book: Book, concern: c.NotHandedOver, _speech: Speech) -> Parts:
    """Say what somebody handed over that is not theirs, and offer to do it with effect."""
    site, to = concern.site or _("another site"), concern.to_name or _("another site")
    what = called(book, concern.of, concern.subject)
    give = Remedy(
        _("Hand it over to {site}").format(site=to),
        do=lambda book: hand_over(book, concern.of, concern.subject, concern.to),
    )
    may = concern.may and concern.of in CAN_BE_HANDED_OVER
    return Parts(
        what,
        _("A hand-over by {site} does not count: {what}, to {to}.").format(site=site, what=what, to=to),
        (moment(concern.written),),
        _("It was not theirs any more, or was handed over elsewhere at the same time. It stays where it is."),
        (*((give,) if may else ()), let_be(concern, _("Leave it where it is"))),
    )
