"""What stands in the way of taking back goods that went on: lent ones that came back, sent ones that were received."""

from collections.abc import Sequence

from aidbook.domain.declare import Id
from aidbook.i18n import _
from aidbook.store.body import Named
from aidbook.store.book import Book
from aidbook.store.goods_after import actions_after

GOES_ON = ("loan", "transfer")


def goes_on(book: Book, action: Id, named: Sequence[Named]) -> tuple[str, tuple[Id, ...]] | None:
    """Return, in words and as actions, what goes on from the loans and transfers of an action; None where nothing does."""
    facts = [each.body.subject for each in named if each.body.fact is not None and each.body.kind in GOES_ON]
    after = actions_after(book, facts, action) if facts else []
    if not after:
        return None
    if any(each.body.kind == "transfer" for each in named):
        return _("These goods were received or spoken of since."), tuple(after)
    return _("Some of what was lent came back since."), tuple(after)


def is_between_sites(named: Sequence[Named]) -> bool:
    """Tell whether an action sent goods to another site or received some: both books speak of them."""
    return any(each.body.kind in ("transfer", "transfer_receipt") for each in named)
