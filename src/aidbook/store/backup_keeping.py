"""Which backups are kept: all of today's last ones, fewer of each day before, none after 35 days but the last good.

One made under a clock that was ahead tells a moment that is yet to come: how old it is, only those that were made after
it can say.
"""

from collections.abc import Iterable, Sequence

from aidbook import clock
from aidbook.store.backup_file import BackupFile

DAYS = 35
_DAY_MS = 86_400_000
_LAST_DAYS = 3
"""So many days' last good ones stay, however old: nobody is left without."""
_OF_TODAY = 8
_DAYS_WITH_REASONS = 7
_AHEAD_MS = 3_600_000
"""Two clocks that differ by less agree well enough."""


def is_ahead(one: BackupFile, now: int) -> bool:
    """Tell whether a backup says that it was made later than now: the clock was ahead then, or is behind now."""
    return one.made > now + _AHEAD_MS


def too_many(ours: Iterable[BackupFile], now: int, *, harder: bool = False) -> Sequence[BackupFile]:
    """Return the good backups of one book that may go; `harder`, where the disk is full: all but the last few."""
    latest = sorted(ours, key=lambda one: (one.made, one.path.name), reverse=True)
    in_time = [one for one in latest if not is_ahead(one, now)]
    ahead = [one for one in latest if is_ahead(one, now)]
    kept = _last_good(in_time, ahead)
    if not harder:
        kept |= {one.path for one in (*_worth_keeping(in_time, now), *_not_yet_old(ahead, in_time, now))}
    return [one for one in latest if one.path not in kept]


def _last_good(in_time: Sequence[BackupFile], ahead: Sequence[BackupFile]) -> set[object]:
    """Return the last of each of the last few days that have any; only places left over go to those that are ahead."""
    days: dict[str, object] = {}
    for one in (*in_time, *ahead):
        days.setdefault(clock.day_of(one.made), one.path)
    return set(list(days.values())[:_LAST_DAYS])


def _worth_keeping(latest: Sequence[BackupFile], now: int) -> Iterable[BackupFile]:
    """Yield, of those young enough: today's last ones, of each day of a week one for each reason, else the last."""
    today, of_today, said = clock.day_of(now), 0, set()
    for one in latest:
        age, day = now - one.made, clock.day_of(one.made)
        if age > DAYS * _DAY_MS:
            return
        of_today += day == today
        mark = (day, one.why if age < _DAYS_WITH_REASONS * _DAY_MS else "")
        if (day == today and of_today <= _OF_TODAY) or mark not in said:
            yield one
        said.add(mark)


def _not_yet_old(
    ahead: Sequence[BackupFile], in_time: Sequence[BackupFile], now: int
) -> Iterable[BackupFile]:
    """Yield the last of each day of those that are ahead, until one that holds as much is itself too old."""
    covered = max((one.position for one in in_time if now - one.made > DAYS * _DAY_MS), default=-1)
    said = set()
    for one in ahead:
        day = clock.day_of(one.made)
        if one.position > covered and day not in said:
            yield one
        said.add(day)
