"""What stands in one cell, in our words: codes, languages, yes and no, who has left, and what means nothing said."""

import re
from collections.abc import Mapping
from functools import cache

from aidbook.domain.closed_lists import ACCESS_NEEDS, ALLERGENS, DIETS, SKILLS
from aidbook.domain.declare import PREFERS_NOT, YesNo
from aidbook.domain.folding import fold
from aidbook.domain.imports import LEFT_WORDS, OUR_SEPARATOR, REACH_WORDS
from aidbook.domain.members import BANDS
from aidbook.i18n import LANGUAGES, _, ngettext, using
from aidbook.tabular.errors import Unreadable

_SCIENTIFIC = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_OWN_CODE = re.compile(r"[!-~][ -~]{1,46}[!-~]")
_SHORT_WORDS = re.compile(r"\D{0,40}")  # where asking what it means is worth the time
_PARTED_DIGITS = re.compile(r"\d[\d -]*\d")
_UPC_A, _UPC_E = 12, 8


def _phrases(text: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in text.split(","))


_YES = _phrases(
    "yes,y,true,t,1,x,oui,o,vrai,si,s,sí,verdadero,wi,w,head,self,chef,jefe,jefa,contact,contacto,head of household,head of family,"
    "main contact,contact person,jefe de hogar,jefe de familia,jefa de hogar,jefa de familia,chef de famille,chef de ménage,"
    "chèf fanmi,chèf kay,responsab,myself"
)
_TICKS = frozenset({"✓", "✔", "☑", "*"})
_NO = _phrases(
    "no,n,false,f,0,non,faux,falso,spouse,wife,husband,partner,child,son,daughter,mother,father,brother,sister,grandmother,"
    "grandfather,member,other,esposa,esposo,hijo,hija,madre,padre,otro,conjoint,conjointe,épouse,époux,enfant,fils,fille,mère,père,"
    "autre,pa,madanm,mari,pitit,manman,papa"
)
_LEFT = {
    "": _phrases(
        "active,actif,active,activo,activa,aktif,open,ouvert,abierto,current,registered,pending,enrolled,member,en attente,pendiente"
    ),
    "paused": _phrases(
        "paused,pause,on hold,suspended,suspendu,suspendido,pausado,en pause,en pausa,sispann"
    ),
    "left": _phrases(
        "left,inactive,inactif,inactivo,inactiva,closed,fermé,cerrado,stopped,moved,moved away,withdrawn,exited,parti,partie,gone,"
        "se fue,ale,pati,former"
    ),
    "died": _phrases("died,dead,deceased,décédé,décédée,mort,morte,fallecido,fallecida,muerto,muerta,mouri"),
}
_LANGUAGES = {
    "en": "english,anglais,inglés,anglè,eng",
    "es": "spanish,español,castellano,espagnol,panyòl,spa,esp",
    "fr": "french,français,francés,franse,fra,fre",
    "ht": "haitian creole,haitian,creole,kreyòl,kreyòl ayisyen,créole,créole haïtien,criollo,criollo haitiano,hat",
    "ar": "arabic,arabe,árabe,arab,ara",
    "pt": "portuguese,portugais,portugués,pòtigè,português,por",
    "zh": "chinese,chinois,chino,mandarin,cantonese,mandarín,chinwa",
    "ru": "russian,russe,ruso",
    "uk": "ukrainian,ukrainien,ucraniano",
    "vi": "vietnamese,vietnamien,vietnamita",
    "so": "somali",
    "sw": "swahili,suajili",
    "fa": "farsi,persian,dari,persan",
    "ps": "pashto,pachto",
    "ur": "urdu,ourdou",
    "hi": "hindi",
    "bn": "bengali,bangla",
    "ne": "nepali",
    "tl": "tagalog,filipino",
    "ko": "korean,coréen,coreano",
    "wo": "wolof",
    "ff": "fula,fulani,pulaar,peul",
    "bm": "bambara",
    "ln": "lingala",
    "am": "amharic,amharique",
    "tr": "turkish,turc,turco",
    "ku": "kurdish,kurde,kurdo",
    "de": "german,allemand,alemán",
    "it": "italian,italien,italiano",
    "pl": "polish,polonais,polaco",
}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in (code, *_phrases(words))}
_BETWEEN_LANGUAGES = re.compile(r"[,;/&+|\n]| and | et | y | e | ak ")

_NOTHING = _phrases(",n/a,na,none,null,nil,unknown,ninguno,ninguna,aucun,aucune,inconnu,okenn,desconocido")
_REFUSED = _phrases(
    "prefers not to say,prefiere no decirlo,préfère ne pas le dire,prefere pa di,prefer not to say,prefer not to answer,declined,declined to answer,refused,prefiere no decir,no desea decir,"
    "prefiero no decir,ne souhaite pas répondre,préfère ne pas dire,préfère ne pas répondre,pa vle di,pito pa di"
)


def said(text: str) -> str | None:
    """Return what a cell says: None for nothing, the mark for "prefers not to say", else its text with blanks evened."""
    if _SHORT_WORDS.fullmatch(text):
        folded = fold(text)
        if folded in _NOTHING:
            return None
        if folded in _REFUSED:
            return PREFERS_NOT
    return even(text)


def even(text: str) -> str:
    """Return a text whose words are parted by one blank."""
    return " ".join(text.split())


def is_no(text: str) -> bool:
    """Return whether a text is a bare "no"."""
    return fold(text) in {"no", "non"}


def is_yes_or_no(text: str) -> bool:
    """Return whether a text answers who the contact person is."""
    return text in _TICKS or fold(text) in _YES | _NO


def read_yes(text: str) -> bool:
    """Return whether a cell marks its row as the contact person; whatever we don't know does not."""
    return text in _TICKS or fold(text) in _YES


def is_status(text: str) -> bool:
    """Return whether a text is a status of a member that we know."""
    return any(fold(text) in words for words in _LEFT.values())


def read_status(text: str, known: Mapping[str, str]) -> str:
    """Return "", "paused", "left" or "died"; `known` holds another system's own words for them."""
    if text in known:
        return known[text]
    for left, words in _LEFT.items():
        if fold(text) in words:
            return left
    if fold(text) in _keys("left"):
        return _keys("left")[fold(text)]
    raise Unreadable(_("“{text}” is none of active, paused, left and died.").format(text=text))


def is_language(text: str) -> bool:
    """Return whether a text names only languages that we know."""
    return all(fold(word) in _LANGUAGE_OF for word in _BETWEEN_LANGUAGES.split(text.casefold()))


_BANDS = {
    "0-17": _phrases("child,children,kid,minor,youth,infant,teen,niño,niña,menor,enfant,mineur,timoun"),
    "18-59": _phrases("adult,grown up,adulto,adulta,adulte,granmoun"),
    "60+": _phrases(
        "senior,elder,elderly,older adult,mayor,adulto mayor,aîné,personne âgée,vye moun,gran moun"
    ),
}
_AGES = re.compile(r"(\d{1,3})\s*(?:-\s*(\d{1,3})|\+|years?(?: old)?|yrs?|años|ans|an)?")


def read_band(text: str) -> str:
    """Return the age band that an age in years, or a word for one, means; raise Unreadable for another."""
    folded = fold(text)
    found = next((band for band, words in _BANDS.items() if folded in words), None)
    ages = _AGES.fullmatch(text.strip().casefold())
    if found is None and ages:
        found = next(
            (name for name, low, high in BANDS if low <= int(ages[1]) and int(ages[2] or ages[1]) <= high),
            None,
        )
    if found is None:
        raise Unreadable(_("{text} is no age and no age group that is known.").format(text=text))
    return found


def read_languages(text: str) -> tuple[str, ...]:
    """Return the codes of the languages that a cell names; one that we don't know stays a word."""
    if text == PREFERS_NOT:
        return (PREFERS_NOT,)
    words = (fold(word) for word in _BETWEEN_LANGUAGES.split(text.casefold()))
    return tuple(dict.fromkeys(_LANGUAGE_OF.get(word, word) for word in words if word))


_BETWEEN_WORDS = re.compile(r"[,;|\n•]")


@cache
def _keys(known: str) -> dict[str, str]:
    """Return {word in any of our languages: key} of a closed list."""
    found: dict[str, str] = {}
    for code in LANGUAGES:
        with using(code):
            found |= {
                fold(word): key
                for key, source in CLOSED_LISTS[known].items()
                for word in (key, source, _(source))
            }
    return found


def read_words(text: str, known: str = "", *, ours: bool = False) -> tuple[str, ...]:
    """Return the things that a cell lists, those of a closed list by their keys; `ours` is as we write it."""
    if text == PREFERS_NOT:
        return (PREFERS_NOT,)
    keys = _keys(known) if known else {}
    words = [
        even(word) for word in (text.split(OUR_SEPARATOR.strip()) if ours else _BETWEEN_WORDS.split(text))
    ]
    kept = (word for word in words if word and (ours or (said(word) and not is_no(word))))
    return tuple(dict.fromkeys(keys.get(fold(word), word) for word in kept))


CLOSED_LISTS: Mapping[str, Mapping[str, str]] = {
    "allergens": ALLERGENS,
    "diet": DIETS,
    "access_needs": ACCESS_NEEDS,
    "skills": SKILLS,
    "left": LEFT_WORDS,
    "reach_by": REACH_WORDS,
}
"""{field: the words that we write for its keys}."""


def read_may_drive(text: str) -> YesNo:
    """Return whether somebody drives; raise Unreadable for an answer that is neither yes nor no."""
    if text == PREFERS_NOT:
        return PREFERS_NOT
    folded = fold(text)
    if text in _TICKS or folded in _YES or folded in _DRIVES:
        return True
    if folded in _NO:
        return False
    raise Unreadable(_("“{text}” says neither yes nor no.").format(text=text))


_DRIVES = _phrases(
    "driver,drives,can drive,has car,has a car,conductor,maneja,conduce,conducteur,conduit,kondwi,chofè,chauffeur"
)


_REACHED = {
    "call": _phrases(
        "call,phone,phone call,telephone,calls,voice,llamada,llamar,teléfono,appel,téléphone,appeler,rele,telefòn"
    ),
    "text": _phrases("text,sms,text message,texts,txt,mensaje de texto,texto,texto,mensaj tèks"),
    "message": _phrases("message,whatsapp,signal,telegram,messenger,viber,other message,mensaje,mesaj"),
    "email": _phrases("email,e mail,mail,correo,correo electrónico,courriel,mél,imel"),
    "in person": _phrases("in person,visit,home visit,en persona,en personne,visite,an pèsòn"),
    "through someone": _phrases(
        "through someone,through somebody,relative,family,por otra persona,par quelqu un,pa lòt moun"
    ),
}


def read_reach(text: str) -> str | None:
    """Return how somebody likes to be reached, one of domain.members.REACHED; None for another way, which is a note."""
    if text == PREFERS_NOT:
        return PREFERS_NOT
    folded = fold(text)
    way = next((way for way, words in _REACHED.items() if folded in words), None)
    return way or _keys("reach_by").get(folded)


def read_code(text: str) -> str:
    """Return a barcode without blanks, its check digit right, or a code with letters as it stands.

    An 11-digit one that a spreadsheet took a leading zero from gets it back. Raises Unreadable for the rest.
    """
    from stdnum import ean

    code = loose_code(text)
    if _SCIENTIFIC.fullmatch(code):
        raise Unreadable(
            _("A spreadsheet has shortened this code to {text}: its digits are lost.").format(text=text)
        )
    if not code.isdecimal():
        if _OWN_CODE.fullmatch(code):
            return code
        raise Unreadable(_("“{text}” is not a code that a scanner reads.").format(text=text))
    if ean.is_valid(code) or _is_short_upc(code):
        return code
    if len(code) in {8, 12, 13, 14}:
        raise Unreadable(_("{text} is mistyped: its last digit does not fit the others.").format(text=text))
    raise Unreadable(
        ngettext(
            "{text} has {n} digit; a barcode has 8, 12, 13 or 14.",
            "{text} has {n} digits; a barcode has 8, 12, 13 or 14.",
            len(code),
        ).format(text=text, n=len(code))
    )


def loose_code(text: str) -> str:
    """Return a code without blanks between its digits and with the leading zero that a spreadsheet took."""
    from stdnum import ean

    code = re.sub(r"[ -]", "", text) if _PARTED_DIGITS.fullmatch(text) else even(text)
    restored = f"0{code}"
    return restored if len(restored) == _UPC_A and code.isdecimal() and ean.is_valid(restored) else code


def is_barcode(text: str) -> bool:
    """Return whether a text is a barcode with the right check digit."""
    from stdnum import ean

    return len(text) in {8, 12, 13, 14} and text.isdecimal() and ean.is_valid(text)


def _is_short_upc(code: str) -> bool:
    """Return whether eight digits are a UPC-E, whose check digit is that of the UPC-A it stands for (GS1, 5.2.2.4)."""
    from stdnum import ean

    if len(code) != _UPC_E or code[0] not in "01":
        return False
    system, body, last, check = code[0], code[1:6], code[6], code[7]
    if last in "012":
        full = body[:2] + last + "0000" + body[2:]
    elif last == "3":
        full = body[:3] + "00000" + body[3:]
    elif last == "4":
        full = body[:4] + "00000" + body[4:]
    else:
        full = body + "0000" + last
    return bool(ean.is_valid(system + full + check))
