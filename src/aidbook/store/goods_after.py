"""What was written later of goods that are out: returns, receipts, what became of the rest."""

import json
from collections.abc import Sequence

from aidbook.domain.declare import Id
from aidbook.store.book import Book


def actions_after(book: Book, facts: Sequence[Id], but: Id, most: int = 20) -> list[Id]:
    """Return the actions, other than `but`, of what stands and goes on from these loans and transfers, the latest first."""
    rows = book.connection.execute(
        "WITH these (id) AS (SELECT value FROM json_each(?1)) SELECT action, max(written) FROM ("
        " SELECT action, written FROM movement WHERE of IN (SELECT id FROM these) AND stands = 1 UNION ALL"
        " SELECT action, written FROM loan_return WHERE loan IN (SELECT id FROM these) AND stands = 1 UNION ALL"
        " SELECT action, written FROM transfer_receipt WHERE transfer IN (SELECT id FROM these) AND stands = 1)"
        " WHERE action <> ?2 GROUP BY action ORDER BY 2 DESC LIMIT ?3",
        (json.dumps(list(facts)), but, most),
    )
    return [action for action, _written in rows]
