"""The words of the calendar in our four languages: written ones, and the ways people type them."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Calendar:
    """How one language writes days. Weekdays begin on Monday; patterns take weekday, day, month and year."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    full: str
    long: str
    short: str
    month: str
    first: str  # the first of a month, where it is written otherwise
    relative: dict[str, int]  # words and phrases for a day, as days from today
    following: frozenset[str]  # "next", before or after a weekday
    preceding: frozenset[str]  # "last", before or after a weekday
    fillers: frozenset[str]  # words that carry nothing: "of", "the"

    @cached_property
    def short_weekdays(self) -> tuple[str, ...]:
        """Return weekdays as a narrow column shows them."""
        return tuple(day[:3] for day in self.weekdays)


ENGLISH = Calendar(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    full="{weekday} {day} {month} {year}",
    long="{day} {month} {year}",
    short="{day} {month}",
    month="{month} {year}",
    first="1",
    relative={"today": 0, "tomorrow": 1, "day after tomorrow": 2, "yesterday": -1},
    following=frozenset({"next", "coming"}),
    preceding=frozenset({"last", "past"}),
    fillers=frozenset({"of", "the", "on", "this"}),
)  # fmt: skip

SPANISH = Calendar(
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    full="{weekday} {day} de {month} de {year}",
    long="{day} de {month} de {year}",
    short="{day} de {month}",
    month="{month} de {year}",
    first="1",
    relative={"hoy": 0, "manana": 1, "pasado manana": 2, "ayer": -1},
    following=frozenset({"proximo", "viene", "siguiente"}),
    preceding=frozenset({"pasado", "ultimo"}),
    fillers=frozenset({"de", "del", "el", "que", "este"}),
)  # fmt: skip

FRENCH = Calendar(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    full="{weekday} {day} {month} {year}",
    long="{day} {month} {year}",
    short="{day} {month}",
    month="{month} {year}",
    first="1er",
    relative={"aujourd hui": 0, "aujourdhui": 0, "demain": 1, "apres demain": 2, "hier": -1},
    following=frozenset({"prochain"}),
    preceding=frozenset({"dernier", "passe"}),
    fillers=frozenset({"le", "de", "du", "ce"}),
)  # fmt: skip

CREOLE = Calendar(
    weekdays=("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch"),
    months=(
        "janvye", "fevriye", "mas", "avril", "me", "jen",
        "jiyè", "out", "septanm", "oktòb", "novanm", "desanm",
    ),
    full="{weekday} {day} {month} {year}",
    long="{day} {month} {year}",
    short="{day} {month}",
    month="{month} {year}",
    first="1ye",
    relative={"jodi a": 0, "jodia": 0, "demen": 1, "apre demen": 2, "ye": -1},
    following=frozenset({"pwochen", "vini", "vin"}),
    preceding=frozenset({"pase", "denye"}),
    fillers=frozenset({"le", "nan", "k", "ki", "ap", "a", "sa"}),
)  # fmt: skip

CALENDARS = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "ht": CREOLE}
