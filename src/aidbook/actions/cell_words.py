"""What a cell of our own spreadsheet says of a field, in the present language; it is read back as the same."""

from collections.abc import Mapping

from aidbook.domain.closed_lists import ACCESS_NEEDS, ALLERGENS, DIETS, LANGUAGES, SKILLS, shown_words
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.imports import LEFT_WORDS, OUR_SEPARATOR, REACH_WORDS
from aidbook.domain.members import BAND_NAMES, NOT_ASKED
from aidbook.i18n import _, format_date

_LISTS: dict[str, Mapping[str, str]] = {
    "allergens": ALLERGENS,
    "diet": DIETS,
    "access_needs": ACCESS_NEEDS,
    "skills": SKILLS,
}
_WORDS: dict[str, Mapping[str, str]] = {"left": LEFT_WORDS, "reach_by": REACH_WORDS}
_BY_CODES = {"languages", "reads"}
_DAYS = {"birth", "since", "left_on"}


def cell_words(field: str, value: object) -> str:
    """Return what a cell says of a field's value; "" where nobody was asked."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in {PREFERS_NOT, (PREFERS_NOT,)} and field != "name":  # a name is always one
        return _("prefers not to say")
    if isinstance(value, tuple):
        known = _LISTS.get(field, {})
        return (", " if field in _BY_CODES else OUR_SEPARATOR).join(shown_words(value, known))
    if field in _WORDS:
        known = _WORDS[field]
        return _(known[str(value)]) if value in known else str(value)
    return str(value)


def shown_words_of(field: str, value: object) -> str:
    """Return what a person is shown of a field's value: languages by their names, days as the language writes them."""
    if field in _BY_CODES and isinstance(value, tuple):
        return ", ".join(shown_words(value, LANGUAGES))
    if field in _DAYS and isinstance(value, str) and len(value) == len("1980-03-04"):
        return format_date(value, "long")
    return cell_words(field, value)


def counted_words(counted: Mapping[str, int]) -> str:
    """Return who is only counted in a household: "2 × 0–17, 1 × not asked"."""
    words = {band: _("not asked") if band == NOT_ASKED else band.replace("-", "–") for band in BAND_NAMES}
    return ", ".join(f"{counted[band]} × {word}" for band, word in words.items() if counted.get(band))
