"""The only reader of the system clock: moments in UTC milliseconds, days as local ISO dates."""

import time
from datetime import date, datetime, timedelta


def now_ms() -> int:
    """Return the present moment in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def today() -> str:
    """Return today's local date, ISO."""
    return date.today().isoformat()  # noqa: DTZ011 - the local day is what people mean


def day_of(moment_ms: int) -> str:
    """Return the local ISO date of a moment."""
    return datetime.fromtimestamp(moment_ms / 1000).date().isoformat()  # noqa: DTZ006 - local on purpose


def noon_ms(day: str) -> int:
    """Return the moment of noon, local time, on an ISO date: when something happened that only has a day."""
    year, month, dom = (int(part) for part in day.split("-"))
    return int(datetime(year, month, dom, 12).timestamp() * 1000)  # noqa: DTZ001 - local on purpose


def start_ms(day: str) -> int:
    """Return the moment at which an ISO date begins, local time."""
    begun = date.fromisoformat(day)
    return int(datetime(begun.year, begun.month, begun.day).timestamp() * 1000)  # noqa: DTZ001 - local on purpose


def end_ms(day: str) -> int:
    """Return the moment at which an ISO date is over, local time: the next one begins."""
    return start_ms((date.fromisoformat(day) + timedelta(days=1)).isoformat())


def time_of(moment_ms: int) -> str:
    """Return the local time of a moment as HH:MM."""
    return datetime.fromtimestamp(moment_ms / 1000).strftime("%H:%M")  # noqa: DTZ006 - local on purpose
