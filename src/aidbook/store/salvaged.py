"""What came of a salvage: what came back, what is lost, in words."""

from dataclasses import dataclass, field

from aidbook.clock import day_of
from aidbook.domain.declare import Chapter
from aidbook.i18n import _, format_date, format_number, ngettext

_ON_A_LINE = 20


@dataclass(slots=True)
class Salvaged:
    """What came back: entries; of them again under a new origin; what waits; what is lost, by chapter; bad pages.

    `unread` pages could not be mended. Every entry stands on several pages: one that is gone is told by the others, of
    more of them nobody knows all that stood there.
    """

    pages: tuple[int, ...] = ()
    unread: int = 0
    entries: int = 0
    rewritten: int = 0
    waiting: int = 0
    lost: dict[Chapter, int] = field(default_factory=dict)
    around: list[int] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Return it in words."""
        said = [
            ngettext("{n} entry came back.", "{n} entries came back.", self.entries).format(
                n=format_number(self.entries)
            )
        ]
        if self.pages:
            pages = ", ".join(map(str, self.pages[:_ON_A_LINE])) + (
                " …" if len(self.pages) > _ON_A_LINE else ""
            )
            said.insert(0, _("Damaged pages of the file: {pages}.").format(pages=pages))
        for chapter, count in self.lost.items():
            text = ngettext("{n} entry is lost: {chapter}.", "{n} entries are lost: {chapter}.", count)
            said.append(text.format(n=format_number(count), chapter=_chapter_word(chapter)))
        if self.around:
            days = sorted({format_date(day_of(moment), "long") for moment in self.around})
            said.append(
                _("What is lost was written about: {days}.").format(days="; ".join(days[:_ON_A_LINE]))
            )
        if self.rewritten:
            said.append(
                ngettext(
                    "{n} entry behind a gap was written again as it was.",
                    "{n} entries behind a gap were written again as they were.",
                    self.rewritten,
                ).format(n=format_number(self.rewritten))
            )
        if self.waiting:
            said.append(
                ngettext(
                    "{n} entry of another book waits until its next bundle closes a gap.",
                    "{n} entries of other books wait until their next bundles close a gap.",
                    self.waiting,
                ).format(n=format_number(self.waiting))
            )
        if self.unread > 1:
            said.append(_("More may be lost: {n} pages cannot be read.").format(n=format_number(self.unread)))
        elif not self.lost and not self.waiting:
            said.append(_("Nothing is lost."))
        return said


def _chapter_word(chapter: Chapter) -> str:
    return {
        "pantry": _("pantry"),
        "people": _("members and households"),
        "days": _("distributions"),
        "fund": _("common fund"),
        "book": _("settings and this site's own notes"),
    }[chapter]
