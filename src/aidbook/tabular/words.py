"""What people write above their columns, in English, Spanish, French and Haitian Creole, for each of our fields.

Written as `fold` leaves them. The first words are the likeliest; a title that is one of them counts as known, a title
that holds one of them may be it.
"""

from aidbook.domain.imports import ImportKind

_MEMBERS = {
    "name": (
        "name, full name, member, member name, name to call, preferred name, person, client, client name, participant,"
        "participant name, neighbor, neighbour, contact name, your name, resident, beneficiary, guest, first and last name,"
        "nombre completo, nombre, nombre y apellido, nombre y apellidos, miembro, persona, nombres y apellidos,"
        "nom complet, nom et prenom, nom prenom, prenom et nom, nom, membre, personne, beneficiaire,"
        "non konple, non, non ak siyati, non e siyati, manm, moun"
    ),
    "first_name": (
        "first name, given name, given names, forename, firstname, first, nombres, primer nombre, nombre de pila,"
        "prenom, prenoms, prenon, ti non"
    ),
    "family_name": (
        "last name, family name, surname, lastname, last, apellido, apellidos, primer apellido,"
        "nom de famille, nom famille, nom patronymique, siyati, non fanmi"
    ),
    "middle_name": "middle name, second name, middlename, segundo nombre, deuxieme prenom, dezyem non",
    "phone": (
        "phone, telephone, phone number, telephone number, mobile, mobile phone, cell, cell phone, cellphone, tel, whatsapp,"
        "mobile number, phone no, contact number, telefono, numero de telefono, celular, movil, tel movil, telefono celular,"
        "numero de telephone, portable, tel portable, telefon, nimewo telefon, nimewo"
    ),
    "email": (
        "email, e mail, email address, mail, e mail address, correo, correo electronico, direccion de correo,"
        "courriel, adresse mail, adresse email, adresse courriel, adresse e mail, imel, imel adres, adres imel"
    ),
    "address": (
        "address, street, street address, home address, where do you live, direccion, domicilio, calle,"
        "adresse, rue, domicile, adres, ri, kote w rete, kote ou rete"
    ),
    "city": "city, town, city town, ciudad, localidad, municipio, ville, commune, localite, vil, komin",
    "postcode": ("zip, zip code, postcode, postal code, zipcode, codigo postal, cp, code postal, kod postal"),
    "zone": (
        "zone, route, area, neighborhood, neighbourhood, district, ward, sector, quarter, zona, barrio, sector, ruta, colonia,"
        "quartier, secteur, itineraire, tournee, katye, zon, wout, block, building, shelter, camp"
    ),
    "household": (
        "household, household id, household number, household no, household code, household name, family, family id,"
        "family number, family code, hh id, hh, hogar, numero de hogar, id hogar, id de hogar, familia, numero de familia,"
        "foyer, numero de foyer, menage, numero de menage, famille, fwaye, nimewo fwaye, kay, fanmi, nimewo fanmi"
    ),
    "contact": (
        "contact person, head of family, head of household, contact, is contact, main contact, head, hoh, relationship,"
        "relation, relationship to head, relation to head of household, jefe de familia, jefe de hogar, persona de contacto,"
        "contacto, parentesco, chef de famille, chef de menage, personne de contact, lien de parente, lien,"
        "chef fanmi, moun pou kontakte, responsab, chef kay"
    ),
    "household_size": (
        "household size, number of people in household, people in household, family size, size of household, hh size,"
        "number in household, number of people, people, size, how many people, number of household members, household members,"
        "no of people, how many people in your household, how many people live in your household, persons, number of persons,"
        "family members, tamano del hogar, personas en el hogar, numero de personas, personas, cuantas personas,"
        "integrantes, numero de integrantes, miembros del hogar, tamano de familia, personas en casa,"
        "nombre de personnes, nombre de personnes dans le foyer, personnes, taille du foyer, taille du menage, personnes au foyer,"
        "nb de personnes, nb personnes, taille de la famille, kantite moun, konbyen moun, kantite moun nan kay la,"
        "moun nan kay la, konbyen moun nan kay la"
    ),
    "birth": (
        "date of birth, birth date, birthdate, birthday, dob, born, year of birth, birth, birth year,"
        "fecha de nacimiento, nacimiento, f nacimiento, ano de nacimiento, date de naissance, naissance, ne le, nee le,"
        "ddn, annee de naissance, dat nesans, nesans, dat fet"
    ),
    "age": "age, age in years, edad, anos, laj, age group, age band, age range, age category, grupo de edad, tranche d age, gwoup laj",
    "children": (
        "children, kids, number of children, children count, no of children, ninos, hijos, numero de ninos, menores, enfants,"
        "nombre d enfants, nb enfants, timoun, kantite timoun"
    ),
    "adults": (
        "adults, number of adults, adults count, no of adults, adultos, numero de adultos, adultes, nombre d adultes, nb adultes,"
        "granmoun, kantite granmoun"
    ),
    "seniors": (
        "seniors, elders, elderly, number of seniors, seniors count, no of seniors, mayores, adultos mayores, tercera edad,"
        "personnes agees, aines, nombre d aines, vye moun, kantite vye moun"
    ),
    "languages": (
        "language, languages, preferred language, spoken languages, language spoken, languages spoken, idioma, idiomas, lengua,"
        "idioma preferido, langue, langues, langue parlee, langues parlees, langue preferee, lang, lang yo pale"
    ),
    "since": (
        "since, member since, joined, registered, registration date, date registered, date joined, date added, start date, timestamp,"
        "intake date, entry date, fecha de registro, registrado, desde, fecha de ingreso, fecha de alta, marca temporal,"
        "date d inscription, inscrit le, depuis, horodateur, date dinscription, date inscription, dat enskripsyon, depi"
    ),
    "left": "status, member status, state, estado, estatus, statut, etat, estati, eta",
    "other_number": (
        "number, id, member number, member id, client number, client id, case number, card number, label, no, nr, ref, reference,"
        "registration number, person id, numero, numero de miembro, codigo, id cliente, numero de socio, num, numero de membre,"
        "numero client, matricule, identifiant, nimewo manm, nimewo kat, kod"
    ),
    "own_number": "aidbook",
    "other_names": (
        "other names, also known as, aka, nickname, alias, maiden name, other name, otros nombres, apodo, alias, nombre de soltera,"
        "autres noms, surnom, nom de jeune fille, lot non, ti non jwet"
    ),
    "pronouns": "pronouns, pronoun, pronombres, pronombre, pronoms, pronom, pwonon",
    "other_phones": (
        "other phones, other phone, phone 2, second phone, secondary phone, alternate phone, alternative phone, phone two, mobile 2,"
        "work phone, home phone, otro telefono, otros telefonos, telefono 2, segundo telefono, autre telephone, autres telephones,"
        "telephone 2, deuxieme telephone, lot telefon, telefon 2"
    ),
    "reach_by": (
        "how to reach them, how to reach, preferred contact method, contact method, best way to reach, preferred contact, contact by,"
        "contact preference, how should we contact you, best way to contact you, como contactar, forma de contacto,"
        "medio de contacto, comment joindre, moyen de contact, contact prefere, kijan pou jwenn yo"
    ),
    "reach_note": "when to reach them, best time to call, best time to reach, mejor hora para llamar, quand joindre, ki le pou rele",
    "reads": (
        "languages read, reads, reading language, written language, language read, idiomas que lee, lee, idioma escrito,"
        "langues lues, langue ecrite, lit, lang yo li"
    ),
    "diet": (
        "food, diet, dietary needs, dietary restrictions, dietary preferences, dietary, food restrictions, special diet, dieta,"
        "restricciones alimentarias, restricciones dieteticas, alimentacion, regime, regime alimentaire, restrictions alimentaires,"
        "rejim, manje"
    ),
    "allergens": (
        "allergic to, allergies, allergy, allergens, food allergies, alergias, alergico a, alergenos, allergies alimentaires,"
        "allergique a, allergenes, aleji, alejik"
    ),
    "access_needs": (
        "access needs, accessibility, accessibility needs, mobility, mobility needs, disability accommodations, accommodations,"
        "necesidades de acceso, accesibilidad, movilidad, besoins d acces, accessibilite, mobilite, bezwen akse"
    ),
    "skills": (
        "skills, skill, can help with, how can you help, what can you offer, offers, talents, habilidades, en que puede ayudar,"
        "competences, savoir faire, peut aider avec, talan, konpetans, ka ede ak"
    ),
    "may_drive": (
        "drives, may drive, driver, can drive, has a car, has car, car, do you drive, do you have a car, vehicle, conduce, maneja,"
        "tiene carro, tiene coche, conduit, conducteur, a une voiture, voiture, kondwi, gen machin"
    ),
    "private_note": "private note, private notes, confidential notes, nota privada, note privee, not prive",
    "left_on": "left on, date left, exit date, end date, fecha de salida, date de depart, parti le, dat yo ale",
    "household_note": (
        "note on the household, household note, household notes, delivery note, delivery notes, delivery instructions,"
        "nota del hogar, instrucciones de entrega, note sur le foyer, instructions de livraison, not sou kay la"
    ),
    "basis": "basis for a programme, basis, eligibility, eligibility basis, base de elegibilidad, elegibilidad, eligibilite, baz",
    "proxies": (
        "who may pick up for them, who may pick up, proxy, proxies, authorized pickup, authorised pickup, pickup person,"
        "autorizado para recoger, quien recoge, mandataire, personne autorisee, ki moun ki ka pran pou yo"
    ),
    "household_people": (
        "others in the household, other household members, other members, other family members, household members names,"
        "names of household members, names of family members, family members names, members names, names, dependents,"
        "household members, family members, members, children s names, childrens names, names of children, kids names,"
        "otros miembros del hogar, otros miembros, nombres de los miembros, nombres de los hijos, miembros del hogar, dependientes,"
        "autres membres du foyer, autres membres, noms des membres, noms des enfants, membres du foyer, membres de la famille,"
        "lot moun nan kay la, non moun yo, non timoun yo, children, kids, hijos, ninos, enfants, timoun"
    ),
    "note": (
        "note, notes, comment, comments, remark, remarks, details, observations, nota, notas, comentario, comentarios,"
        "observaciones, remarque, remarques, commentaire, commentaires, observation, remak, komante, not"
    ),
}

_GOODS = {
    "item": (
        "item, item name, product, product name, description, item description, product description, article, goods, name,"
        "material, commodity, articulo, producto, nombre del producto, descripcion, nombre, nombre del articulo, mercancia, alimento,"
        "produit, designation, libelle, nom du produit, nom de l article, nom de larticle, denree, marchandise, nom,"
        "atik, pwodui, non pwodui, non atik, machandiz, deskripsyon, non"
    ),
    "brand": "brand, brand name, make, manufacturer, marca, fabricante, marque, fabricant, mak",
    "size": "size, pack format, talla, tamano, presentacion, taille, format, gwose, mezi",
    "units": (
        "quantity, qty, units, count, on hand, quantity on hand, qty on hand, stock, amount, number of units, total units, qoh,"
        "physical qoh, counted, received, quantity received, qty received, delivered, shipped, quantity shipped, current stock,"
        "balance, how many, pieces, cases, boxes, packs, cans, bags, cajas, piezas, latas, cartons, caisses, kes, bwat, cantidad, cant, existencias, existencia, unidades, recibido, cantidad recibida, entregado,"
        "disponible, inventario, quantite, qte, quantite recue, qte recue, recu, livre, quantite livree, en stock, nombre, nb,"
        "kantite, kantite ki rive, konbyen, estok"
    ),
    "unit": (
        "unit, unit of measure, uom, measure, unit of measurement, packaging, unidad, unidad de medida, medida, envase, u m, um,"
        "unite, unite de mesure, conditionnement, emballage, inite, inite mezi, mezi inite"
    ),
    "pack_units": (
        "pack size, case size, units per case, units per pack, units per box, per case, per pack, per box, qty per case, pieces per pack,"
        "case pack, unidades por caja, por caja, unidades por paquete, piezas por caja, unites par carton, par carton,"
        "pieces par carton, unites par caisse, par caisse, unites par paquet, pa kes, pa bwat, inite pa kes, inite pa bwat"
    ),
    "code": (
        "barcode, bar code, upc, ean, gtin, code, product code, item code, sku, upc code, ean code, item number, product number,"
        "codigo de barras, codigo, codigo de producto, codigo del producto, referencia, code barre, code barres, code a barres,"
        "code produit, code article, reference, ref, kod, kod ba, kod pwodui, kod bar"
    ),
    "category": (
        "category, type, group, product category, item category, food group, categoria, tipo, grupo, rubro,"
        "categorie, famille, groupe, rayon, kategori, kalite, gwoup"
    ),
    "place": (
        "place, location, shelf, bin, bin location, warehouse, storage, store, room, aisle, storage location, site, where,"
        "lugar, ubicacion, estante, almacen, bodega, anaquel, deposito, sala, lieu, emplacement, etagere, entrepot, rangement, depot,"
        "kote, etaje, plas, depo"
    ),
    "lot": (
        "lot, lot number, lot no, batch, batch number, batch no, lot code, lote, numero de lote, no de lote,"
        "numero de lot, no de lot, nimewo lo, lo"
    ),
    "best_before": (
        "best before, best before date, best by, best by date, expiration date, expiry date, expiry, expires, expiration, use by,"
        "use by date, sell by, exp, exp date, bbd, bbe, best if used by, fecha de caducidad, caducidad, vencimiento, vence,"
        "fecha de vencimiento, consumir antes de, fecha de expiracion, expira, caduca, date de peremption, peremption, dlc, ddm, dluo,"
        "date limite, a consommer avant, a consommer avant le, date d expiration, date dexpiration, date limite de consommation,"
        "dat ekspirasyon, ekspire, ekspirasyon, anvan dat"
    ),
    "source": (
        "source, donor, supplier, supplier donor, vendor, donated by, from, given by, provider, received from, donante, proveedor,"
        "donado por, procedencia, origen, donador, donateur, fournisseur, provenance, origine, don de, donate, donatè, founise, sous"
    ),
}

_CODES_UNITS = "pack units, pack count, count per pack, quantity in pack, in the pack, per package"

WORDS: dict[ImportKind, dict[str, tuple[str, ...]]] = {}
"""For each kind of import its fields, and for each field the folded titles that mean it."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


WORDS["members"] = {field: _words(text) for field, text in _MEMBERS.items()}
WORDS["stock"] = WORDS["delivery"] = {field: _words(text) for field, text in _GOODS.items()}
WORDS["codes"] = {
    field: WORDS["stock"][field] for field in ("code", "item", "brand", "size", "units", "unit", "category")
}
WORDS["codes"]["units"] = (*WORDS["stock"]["pack_units"], *_words(_CODES_UNITS), *WORDS["stock"]["units"])

KNOWN_TITLES = frozenset(title for fields in WORDS.values() for titles in fields.values() for title in titles)
"""Every title that means something to us, for finding the row of titles."""

_OTHERS = _words(
    "emergency,urgence,emergencia,organizer,organiser,volunteer,staff,created,updated,modified,by,price,cost,value,precio,costo,"
    "valor,prix,cout,valeur,pri"
)
_NOT_OF_MEMBERS = _words(
    "item,product,producto,produit,atik,pwodui,warehouse,organisation,organization,company,school,user,landlord,doctor,mother,"
    "father,supplier,donor,file,event,site"
)

OTHERS: dict[ImportKind, frozenset[str]] = {
    "members": frozenset((*_OTHERS, *_NOT_OF_MEMBERS)),
    "stock": frozenset(_OTHERS),
    "delivery": frozenset(_OTHERS),
    "codes": frozenset(_OTHERS),
}
"""A title with one of these speaks of somebody or something else than the row's own, unless it is one we know."""
