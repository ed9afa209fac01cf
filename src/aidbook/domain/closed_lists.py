"""Closed lists with free additions: what is usual has a key that every language has a word for, the rest is kept as typed."""

from collections.abc import Mapping, Sequence
from functools import cache

from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.folding import fold
from aidbook.i18n import LANGUAGES as SPEAKS
from aidbook.i18n import N_, _, using

LANGUAGES: dict[str, str] = {
    "ht": N_("Haitian Creole"),
    "fr": N_("French"),
    "es": N_("Spanish"),
    "en": N_("English"),
    "pt": N_("Portuguese"),
    "ar": N_("Arabic"),
    "wo": N_("Wolof"),
    "ff": N_("Fula"),
    "zh": N_("Chinese"),
    "vi": N_("Vietnamese"),
    "ru": N_("Russian"),
    "uk": N_("Ukrainian"),
    "am": N_("Amharic"),
    "bm": N_("Bambara"),
    "bn": N_("Bengali"),
    "de": N_("German"),
    "fa": N_("Persian"),
    "hi": N_("Hindi"),
    "it": N_("Italian"),
    "ko": N_("Korean"),
    "ku": N_("Kurdish"),
    "ln": N_("Lingala"),
    "ne": N_("Nepali"),
    "pl": N_("Polish"),
    "ps": N_("Pashto"),
    "qu": N_("Quechua"),
    "so": N_("Somali"),
    "sw": N_("Swahili"),
    "tl": N_("Tagalog"),
    "tr": N_("Turkish"),
    "ur": N_("Urdu"),
}
"""Languages that members speak and read, by their ISO codes."""

ALLERGENS: dict[str, str] = {
    "peanuts": N_("peanuts"),
    "tree nuts": N_("tree nuts"),
    "milk": N_("milk"),
    "eggs": N_("eggs"),
    "wheat": N_("wheat"),
    "soy": N_("soy"),
    "fish": N_("fish"),
    "shellfish": N_("shellfish"),
    "sesame": N_("sesame"),
    "celery": N_("celery"),
    "mustard": N_("mustard"),
    "lupin": N_("lupin"),
    "sulphites": N_("sulphites"),
}
"""The nine that US law names on food (21 USC 321(qq)), then the others of the European Union (Regulation 1169/2011)."""

DIETS: dict[str, str] = {
    "no pork": N_("no pork"),
    "halal": N_("halal"),
    "kosher": N_("kosher"),
    "vegetarian": N_("vegetarian"),
    "vegan": N_("vegan"),
    "low salt": N_("low salt"),
    "diabetic": N_("diabetic"),
    "soft food": N_("soft food"),
    "no cooking": N_("no way to cook"),
}
"""What people eat or leave, and what their kitchen allows."""

ACCESS_NEEDS: dict[str, str] = {
    "wheelchair": N_("comes in a wheelchair"),
    "no stairs": N_("no stairs"),
    "no standing": N_("cannot stand long"),
    "no carrying": N_("cannot carry"),
    "at home": N_("cannot leave home"),
    "hard of hearing": N_("hard of hearing"),
    "sign language": N_("uses sign language"),
    "low vision": N_("sees little"),
    "large print": N_("large print"),
    "read aloud": N_("wants it read aloud"),
    "interpreter": N_("needs an interpreter"),
    "quiet": N_("needs a quiet place"),
    "companion": N_("comes with somebody"),
}
"""What somebody needs so that they can come, hear, read and carry."""

SKILLS: dict[str, str] = {
    "cooking": N_("cooking"),
    "driving": N_("driving"),
    "carrying": N_("carrying"),
    "childcare": N_("childcare"),
    "interpreting": N_("interpreting"),
    "repairs": N_("repairs"),
    "electrics": N_("electrics"),
    "plumbing": N_("plumbing"),
    "building": N_("building"),
    "gardening": N_("gardening"),
    "sewing": N_("sewing"),
    "hair": N_("cutting hair"),
    "nursing": N_("nursing"),
    "first aid": N_("first aid"),
    "computers": N_("computers"),
    "teaching": N_("teaching"),
    "papers": N_("help with papers"),
    "music": N_("music"),
}
"""What members can do and would do for others."""


def prefers_not() -> str:
    """Return the answer that is no refusal to anything."""
    return _("prefers not to say")


_LONGEST = 60


def says_prefers_not(text: str) -> bool:
    """Tell whether a text is that answer, in any of our languages."""
    return len(text) <= _LONGEST and fold(text) in _said_everywhere()


@cache
def _said_everywhere() -> frozenset[str]:
    words = set()
    for code in SPEAKS:
        with using(code):
            words.add(fold(prefers_not()))
    return frozenset(words)


def shown_words(keys: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Return words of a list as the language writes them."""
    return [prefers_not() if key == PREFERS_NOT else _(known[key]) if key in known else key for key in keys]


def read_words(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is typed between commas: known words by their keys, others as typed, each once."""
    by_word = {fold(word): key for key, source in known.items() for word in (key, source, _(source))}
    typed = [" ".join(part.split()) for part in text.replace(";", ",").split(",")]
    return tuple(dict.fromkeys(by_word.get(fold(part), part) for part in typed if part))
