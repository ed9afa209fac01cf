"""What tells the files of one source, so that next month's is read as this month's was."""

from collections import Counter

from aidbook.domain.folding import fold
from aidbook.domain.imports import Head
from aidbook.tabular.days import DATE_ORDERS
from aidbook.tabular.mapping import Mapping, Question
from aidbook.tabular.reading import Table


def head_of(table: Table, mapping: Mapping) -> Head:
    """Return what tells a file's source, and how it is read under a mapping."""
    left_out = {name: None for name, _index in mapping.proposed if name not in mapping.columns}
    labels = _labels(table)
    return Head(
        labels,
        labels if table.titles else (f"{table.width} {mapping.layout} {mapping.proposed}",),
        {**mapping.columns, **left_out},
        dict(mapping.answered),
        table.sheet if len(table.sheets) > 1 else None,
    )


def _labels(table: Table) -> tuple[str, ...]:
    """Return a name for each column: its title, and where there are several of one title, which of them."""
    seen: Counter[str] = Counter()
    labels = []
    for index in range(table.width):
        title = fold(table.titles[index]) if table.titles else str(index)
        seen[title] += 1
        labels.append(title if seen[title] == 1 else f"{title} {seen[title]}")
    return tuple(labels)


def read_as(mapping: Mapping, head: Head) -> Mapping:
    """Return the mapping with the columns and the orders of days that another file of the source was read with."""
    known = {name for name, _words in mapping.fields()}
    mapping = mapping.with_columns({name: at for name, at in head.columns.items() if name in known})
    for name, order in head.orders.items():
        asked: Question | None = next((one for one in mapping.questions if one.field == name), None)
        if asked and order in DATE_ORDERS:
            mapping = mapping.with_date_order(name, next(one for one in DATE_ORDERS if one == order))
    return mapping
