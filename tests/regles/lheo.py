"""Our own control of a LHÉO document, where its schema is not at hand: order, mandatory elements, lengths.

Facts of LHÉO 2.3, of the elements the service writes; a test holds them to the schema where it is.
"""

import re
from collections.abc import Iterator

from sessions_formation.regles.lheo import ESPACE_DE_NOMS

# Element → its children in order → how many at least, at most (None: any number).
ENFANTS: dict[str, dict[str, tuple[int, int | None]]] = {
    "lheo": {"offres": (1, 1)},
    "offres": {"formation": (1, None)},
    "formation": {
        "domaine-formation": (1, 1),
        "intitule-formation": (1, 1),
        "objectif-formation": (1, 1),
        "resultats-attendus": (1, 1),
        "contenu-formation": (1, 1),
        "certifiante": (1, 1),
        "contact-formation": (1, None),
        "parcours-de-formation": (1, 1),
        "code-niveau-entree": (1, 1),
        "objectif-general-formation": (0, 1),
        "certification": (0, 5),
        "code-niveau-sortie": (0, 1),
        "url-formation": (0, 1),
        "action": (1, None),
        "organisme-formation-responsable": (1, 1),
        "extras": (0, None),
    },
    "action": {
        "rythme-formation": (1, 1),
        "code-public-vise": (1, 10),
        "info-public-vise": (0, 1),
        "niveau-entree-obligatoire": (1, 1),
        "modalites-alternance": (1, 1),
        "modalites-enseignement": (1, 1),
        "conditions-specifiques": (1, 1),
        "prise-en-charge-frais-possible": (1, 1),
        "lieu-de-formation": (0, None),
        "modalites-entrees-sorties": (1, 1),
        "session": (1, None),
        "acces-handicapes": (0, 1),
        "nombre-heures-centre": (0, 1),
        "nombre-heures-entreprise": (0, 1),
        "nombre-heures-total": (0, 1),
        "detail-conditions-prise-en-charge": (0, 1),
        "conventionnement": (0, 1),
        "organisme-formateur": (0, None),
        "organisme-financeur": (0, 8),
    },
    "session": {
        "periode": (1, 1),
        "adresse-inscription": (1, 1),
        "modalites-inscription": (0, 1),
        "etat-recrutement": (0, 1),
    },
    "periode": {"debut": (1, 1), "fin": (1, 1)},
    "adresse": {
        "ligne": (1, 4),
        "codepostal": (1, 1),
        "ville": (1, 1),
        "code-INSEE-commune": (0, 1),
        "region": (0, 1),
        "pays": (0, 1),
    },
    "coordonnees": {"nom": (0, 1), "adresse": (0, 1), "telfixe": (0, 1), "courriel": (0, 1)},
    "organisme-formation-responsable": {
        "numero-activite": (1, 1),
        "SIRET-organisme-formation": (1, 1),
        "nom-organisme": (1, 1),
        "raison-sociale": (1, 1),
        "coordonnees-organisme": (1, 1),
        "contact-organisme": (1, None),
    },
    "organisme-formateur": {
        "SIRET-formateur": (1, 1),
        "raison-sociale-formateur": (1, 1),
        "contact-formateur": (0, None),
    },
    "organisme-financeur": {"code-financeur": (1, 1), "nb-places-financees": (0, 1)},
}
# Element → what its text matches, whole.
_TEXTE = "(?s).{1,%d}"
TEXTES = {
    "intitule-formation": _TEXTE % 255,
    "objectif-formation": _TEXTE % 3000,
    "resultats-attendus": _TEXTE % 3000,
    "contenu-formation": _TEXTE % 3000,
    "rythme-formation": _TEXTE % 3000,
    "modalites-alternance": _TEXTE % 3000,
    "conditions-specifiques": _TEXTE % 3000,
    "info-public-vise": _TEXTE % 250,
    "modalites-inscription": _TEXTE % 255,
    "acces-handicapes": _TEXTE % 250,
    "detail-conditions-prise-en-charge": _TEXTE % 600,
    "nom-organisme": _TEXTE % 250,
    "raison-sociale": _TEXTE % 250,
    "nom": _TEXTE % 50,
    "ligne": _TEXTE % 50,
    "ville": _TEXTE % 50,
    "numtel": _TEXTE % 25,
    "urlweb": "(?s).{3,400}",
    "courriel": "(?s).{3,160}",
    "codepostal": r"\d{5}",
    "code-INSEE-commune": r"\w{5}",
    "code-ROME": r"[A-N]\d{4}",
    "code-public-vise": r"\d{5}",
    "numero-activite": r"\d{11}",
    "SIRET": r"\d{14}",
    "debut": r"\d{8}",
    "fin": r"\d{8}",
    "certifiante": "[01]",
    "niveau-entree-obligatoire": "[01]",
    "etat-recrutement": "[123]",
    "modalites-enseignement": "[012]",
    "modalites-entrees-sorties": "[01]",
    "parcours-de-formation": "[1234]",
    "code-niveau-entree": "[0-8]|1[1-8]",
}


def defauts(racine) -> list[str]:
    """Give what is wrong with a document, in its order; an empty list of one that may be sent."""
    return list(_defauts(racine))


def _defauts(element) -> Iterator[str]:
    nom = _nom(element)
    if enfants := ENFANTS.get(nom):
        yield from _suite(nom, [_nom(enfant) for enfant in element], enfants)
    if nom in TEXTES and not re.fullmatch(TEXTES[nom], element.text or ""):
        yield f"{nom} : {len(element.text or '')} caractères"
    for enfant in element:
        yield from _defauts(enfant)


def _suite(parent: str, noms: list[str], enfants: dict[str, tuple[int, int | None]]) -> Iterator[str]:
    ordre = list(enfants)
    dernier = 0
    for nom in noms:
        if nom not in enfants or (rang := ordre.index(nom)) < dernier:
            yield f"{parent} : {nom} n’est pas à sa place"
        else:
            dernier = rang
    for nom, (minimum, maximum) in enfants.items():
        nombre = noms.count(nom)
        if nombre < minimum:
            yield f"{parent} : {nom} manque"
        elif maximum is not None and nombre > maximum:
            yield f"{parent} : {nombre} {nom}"


def _nom(element) -> str:
    return element.tag.removeprefix(f"{{{ESPACE_DE_NOMS}}}")
