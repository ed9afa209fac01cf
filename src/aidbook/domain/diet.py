"""What somebody must not meet in their food, and where an item has it.

The rule errs to the side of saying so: it is a word to whoever packs, and stops nothing.
"""

from collections.abc import Iterable
from functools import cache

from aidbook.domain.closed_lists import ALLERGENS
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.folding import fold

_NUTS = "nut,nuts,almond,cashew,hazelnut,walnut,pecan,pistachio,noix,amande,noisette,noix de cajou,nuez,nueces,almendra,avellana,nwa"
_SHELLS = (
    "shrimp,prawn,crab,lobster,crayfish,crustacean,mollusc,clam,mussel,oyster,scallop,squid,crevette,crabe,homard,crustace,mollusque,"
    "fruits de mer,moule,huitre,camaron,gamba,cangrejo,langosta,marisco,crustaceo,chevret,krab,kribich"
)
_ALSO_CALLED = {
    "peanuts": "peanut,groundnut,groundnuts,arachide,cacahuete,cacahouete,mani,pistach,beurre de cacahuete",
    "tree nuts": _NUTS,
    "milk": "dairy,lactose,cheese,butter,cream,yogurt,lait,produits laitiers,fromage,beurre,leche,lacteos,queso,let,fwomaj",
    "eggs": "egg,oeuf,oeufs,huevo,huevos,ze",
    "wheat": "gluten,flour,barley,rye,spelt,ble,farine,orge,seigle,trigo,harina,cebada,centeno,farin",
    "soy": "soya,soybean,soybeans,tofu,soja,soja beans",
    "fish": "poisson,pescado,pwason,anchovy,tuna,salmon,cod,sardine,seafood",
    "shellfish": f"{_SHELLS},seafood",
    "sesame": "tahini,sesamo,ajonjoli,sezam",
    "celery": "celeriac,celeri,apio,seleri",
    "mustard": "moutarde,mostaza,moutad",
    "lupin": "lupine,altramuz",
    "sulphites": "sulphite,sulfite,sulfites,sulfito,sulfitos",
    "pork": "ham,bacon,lard,gelatin,porc,jambon,cerdo,jamon,tocino,kochon,janbon",
    "meat": "beef,chicken,turkey,lamb,goat,viande,boeuf,poulet,carne,res,pollo,vyann,poul",
    "alcohol": "wine,beer,alcool,vin,vino,alkol",
    "honey": "miel,siwo myel",
    "salt": "sodium,sel,sal",
    "sugar": "sucre,azucar,sik",
}
"""{key: what people write for it}. The kinds after the allergens are those that a diet leaves out."""

_LEFT_OUT: dict[str, frozenset[str]] = {
    "no pork": frozenset({"pork"}),
    "halal": frozenset({"pork", "alcohol"}),
    "kosher": frozenset({"pork", "shellfish"}),
    "vegetarian": frozenset({"pork", "meat", "fish", "shellfish"}),
    "vegan": frozenset({"pork", "meat", "fish", "shellfish", "milk", "eggs", "honey"}),
    "low salt": frozenset({"salt"}),
    "diabetic": frozenset({"sugar"}),
}
"""{diet: kinds that it leaves out}."""


@cache
def _called() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, words in _ALSO_CALLED.items():
        for word in (key, *words.split(",")):
            found.setdefault(fold(word), set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items()}


def kinds_of(word: str) -> frozenset[str]:
    """Return the kinds that a word means: "shrimp" is shellfish; one that is not known is a kind of its own."""
    if word in ALLERGENS:
        return frozenset({word})
    folded = fold(word)
    called = _called()
    return called.get(folded) or called.get(folded.removesuffix("s")) or frozenset({folded})


def clashes(
    member_allergens: Iterable[str], item_allergens: Iterable[str], diet: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return what an item has of that which somebody must not meet, in the item's words; () where it may meet them."""
    never = {kind for word in member_allergens if word != PREFERS_NOT for kind in kinds_of(word)}
    never |= {kind for word in diet for kind in _LEFT_OUT.get(word, frozenset())}
    return tuple(word for word in item_allergens if kinds_of(word) & never)
