"""Tools that are lent: who has them stands in a tie, or nowhere."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, fact, ref


@fact("loan", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Loan:
    """Units of an item are out, and wanted back by `due` (ISO) if somebody said so."""

    id: Id
    item: Id = ref("item")
    units: int
    due: str | None = None
    note: str | None = None


@fact("loan_return", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class LoanReturn:
    """Of a loan so many units came back, and so many will not."""

    id: Id
    loan: Id = ref("loan")
    units: int
    lost: int = 0
