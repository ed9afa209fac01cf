"""Units of goods: many spellings in four languages, one clean word each, and packs written into a quantity."""

import re

from aidbook.domain.folding import fold

_SPELLINGS = {
    "pcs": (
        "pcs, pc, pce, piece, pieces, unit, units, each, ea, item, items, no, nos, pieza, piezas, pza, pzas, unidad, unidades, ud, uds,"
        "unite, unites, pieces, moso, mòso, pyes, inite"
    ),
    "can": "can, cans, tin, tins, lata, latas, boite de conserve, conserve, conserves, bwat konsev, konsev, mamit",
    "bag": "bag, bags, bolsa, bolsas, funda, fundas, sachet plastique, pouch, pouches",
    "sack": "sack, sacks, saco, sacos, costal, costales, sac, sacs, sak",
    "box": "box, boxes, bx, bxs, caja, cajas, cj, boite, boites, bte, bwat",
    "case": "case, cases, cs, caisse, caisses, kes, carton, cartons, ctn, ctns, cartón, cartones, katon, crate, crates",
    "pack": (
        "pack, packs, pck, pcks, pk, pks, pkt, pkts, packet, packets, package, packages, pkg, pkgs, paquete, paquetes, paq, paquet,"
        "paquets, pake"
    ),
    "bottle": "bottle, bottles, btl, btls, botella, botellas, bouteille, bouteilles, bout, boutey",
    "jar": "jar, jars, frasco, frascos, tarro, tarros, bocal, bocaux, pot, pots, bokal, po",
    "roll": "roll, rolls, rollo, rollos, rouleau, rouleaux, woulo",
    "set": "set, sets, kit, kits, juego, juegos, conjunto, conjuntos, jeu, jeux, ensemble, ensembles, lot, seri",
    "pair": "pair, pairs, pr, prs, par, pares, paire, paires, pe",
    "tube": "tube, tubes, tubo, tubos, tib",
    "sachet": "sachet, sachets, sobre, sobres, sache",
    "bar": "bar, bars, barra, barras, barre, barres",
    "loaf": "loaf, loaves, hogaza, hogazas, miche, miches",
    "tray": "tray, trays, bandeja, bandejas, plateau, plateaux, plato",
    "bundle": "bundle, bundles, bdl, fardo, fardos, atado, atados, ballot, ballots, botte, bottes, bale, bales, pake mare",
    "bucket": "bucket, buckets, pail, pails, cubeta, cubetas, cubo, cubos, balde, baldes, seau, seaux, bokit",
    "barrel": "barrel, barrels, drum, drums, bbl, barril, barriles, tambor, baril, barils, fut, futs, barik, dwoum",
    "kg": "kg, kgs, kilo, kilos, kilogram, kilograms, kilogramo, kilogramos, kilogramme, kilogrammes",
    "g": "g, gr, grs, gm, gms, gram, grams, gramo, gramos, gramme, grammes, gram",
    "lb": "lb, lbs, pound, pounds, libra, libras, livre, livres, liv",
    "oz": "oz, ounce, ounces, onza, onzas, once, onces, ons",
    "l": "l, lt, lts, ltr, ltrs, liter, liters, litre, litres, litro, litros, lit",
    "ml": "ml, mls, milliliter, milliliters, millilitre, millilitres, mililitro, mililitros",
    "gal": "gal, gals, gallon, gallons, galon, galones, galón",
    "m": "m, mtr, mtrs, meter, meters, metre, metres, metro, metros, mèt",
    "dozen": "dozen, dozens, doz, dz, docena, docenas, douzaine, douzaines, douzen",
}

_CLEAN = {fold(spelling): unit for unit, text in _SPELLINGS.items() for spelling in text.split(",")}

MEASURES = frozenset({"kg", "g", "lb", "oz", "l", "ml", "gal", "m"})
"""Units that measure: "2 bags of 5 kg" are 2 bags."""

DOZEN = 12


def is_unit(text: str) -> bool:
    """Return whether a text is a unit that we know by one of its spellings."""
    return fold(text) in _CLEAN


def clean_unit(text: str) -> str:
    """Return the clean word of a unit (`pcs`, `box`, `roll` …); one that we don't know stays as it is, in lower case."""
    return _CLEAN.get(fold(text)) or re.sub(r"\s+", " ", text.strip().rstrip(".").lower())
