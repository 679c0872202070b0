"""Is what was written still what was decided? Every row, every PDF, every link of the chain is read again.

Nothing stored is believed: hashes are computed again by the expressions of ``noyau.empreintes``, and compared with
what the chain holds, not with what stands beside the row. By slices of the chain, so that a million links stay in
memory's reach and progress can be told.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from noyau.empreintes import empreinte_de_ligne, maillon_apres, reste_de_document, sceau_de_document
from noyau.scellement import Maillon, Nature, Tete

TRANCHE = 50_000
_OCTETS = 1 << 20


class Defaut(NamedTuple):
    """What is wrong at one rank of the chain (0: not sealed yet), in words that name the object."""

    rang: int
    sorte: str
    phrase: str


# Told in the plural: « 3 lignes du journal modifiées ».
CHAINE, MANQUE, ALTERE, FICHIER = "chaine", "manque", "altere", "fichier"

_SUIVRE = f"""
    SELECT rang, rang_precedent, juste FROM (
        SELECT m.rang, lag(m.rang) OVER w AS rang_precedent,
               m.empreinte = {maillon_apres("coalesce(lag(m.empreinte) OVER w, '')", "m")} AS juste
        FROM noyau_maillon m
        WHERE m.rang BETWEEN coalesce((SELECT max(rang) FROM noyau_maillon WHERE rang < %(debut)s), 0) AND %(fin)s
        WINDOW w AS (ORDER BY m.rang)
    ) AS suite
    WHERE rang >= %(debut)s AND (NOT juste OR rang_precedent IS DISTINCT FROM nullif(rang - 1, 0))
    ORDER BY rang
"""  # noqa: S608 no value of anybody's: expressions of the house
_LIGNE = "l.id, l.libelle, l.objet_type, l.objet_id, l.le"
_DOCUMENT = "d.id, d.titre || ' ' || d.reference, d.objet_type, d.objet_id, d.cree_le"
# An erased document can no longer be hashed: the journal's line of that day, sealed itself, says what remained of it.
_FAUX = f"""
    CASE WHEN d.efface_le IS NULL THEN d.sceau IS DISTINCT FROM {sceau_de_document("d")} ELSE NOT EXISTS (
        SELECT FROM noyau_lignejournal e
        WHERE e.objet_type = 'noyau.document' AND e.objet_id = d.id AND e.transition = 'effacer'
          AND e.motif = {reste_de_document("d")}
    ) END
"""
_AUTRE = "(m.contenu IS DISTINCT FROM {} OR m.contenu IS DISTINCT FROM {})"
_SCELLES = f"""
    SELECT m.rang, m.nature, m.objet_id, {_LIGNE}
    FROM noyau_maillon m LEFT JOIN noyau_lignejournal l ON l.id = m.objet_id
    WHERE m.rang BETWEEN %(debut)s AND %(fin)s AND m.nature = 'ligne'
      AND {_AUTRE.format("l.empreinte", empreinte_de_ligne("l"))}
    UNION ALL
    SELECT m.rang, m.nature, m.objet_id, {_DOCUMENT}
    FROM noyau_maillon m LEFT JOIN noyau_document d ON d.id = m.objet_id
    WHERE m.rang BETWEEN %(debut)s AND %(fin)s AND (
        m.nature = 'document' AND (m.contenu IS DISTINCT FROM d.sceau OR {_FAUX})
        OR m.nature = 'fichier' AND m.contenu IS DISTINCT FROM d.empreinte
    )
    ORDER BY 1
"""  # noqa: S608
_SANS_MAILLON = "NOT EXISTS (SELECT FROM noyau_maillon m WHERE m.nature = '{}' AND m.objet_id = {}.id)"
_LIGNES_A_SCELLER = f"FROM noyau_lignejournal l WHERE {_SANS_MAILLON.format('ligne', 'l')}"
_DOCUMENTS_A_SCELLER = f"FROM noyau_document d WHERE {_SANS_MAILLON.format('document', 'd')}"
_FICHIERS_A_SCELLER = f"FROM noyau_document d WHERE d.empreinte <> '' AND {_SANS_MAILLON.format('fichier', 'd')}"
_COMBIEN_A_SCELLER = f"""
    SELECT (SELECT count(*) {_LIGNES_A_SCELLER}) + (SELECT count(*) {_DOCUMENTS_A_SCELLER})
         + (SELECT count(*) {_FICHIERS_A_SCELLER})
"""
_FAUX_A_SCELLER = f"""
    SELECT 'ligne', {_LIGNE} {_LIGNES_A_SCELLER} AND l.empreinte <> {empreinte_de_ligne("l")}
    UNION ALL
    SELECT 'document', {_DOCUMENT} {_DOCUMENTS_A_SCELLER} AND {_FAUX}
    ORDER BY 1 DESC, 2
"""
_FICHIERS = """
    SELECT coalesce(m.rang, 0), coalesce(m.contenu, d.empreinte), d.fichier, d.id, d.titre || ' ' || d.reference,
           d.objet_type, d.objet_id, d.cree_le
    FROM noyau_document d LEFT JOIN noyau_maillon m ON m.nature = 'fichier' AND m.objet_id = d.id
    WHERE d.id > %(apres)s AND d.efface_le IS NULL AND (d.empreinte <> '' OR m.rang IS NOT NULL)
    ORDER BY d.id LIMIT %(combien)s
"""
_ANNONCES = {
    Nature.LIGNE: "La ligne n° {} du journal",
    Nature.DOCUMENT: "Le document n° {}",
    Nature.FICHIER: "Le PDF du document n° {}",
}
_MODIFIE = "ne dit plus ce qui avait été écrit : ses données ont été modifiées"


def suivre_la_chaine(fin: int, avancer: Callable[[int], None]) -> Iterator[Defaut]:
    """Walk the chain up to rank ``fin``; give what is missing, out of its place or rewritten.

    ``avancer`` is told how many links were read. A broken link is told once: those after it are compared with it.
    """
    attendu = 0
    for debut in range(1, fin + 1, TRANCHE):
        bornes = {"debut": debut, "fin": min(debut + TRANCHE - 1, fin)}
        for rang, precedent, juste in _lire(_SUIVRE, bornes):
            attendu = (precedent or 0) + 1
            if attendu < rang:
                yield Defaut(attendu, CHAINE, _absents(attendu, rang - 1))
            elif not juste:
                yield Defaut(rang, CHAINE, f"Le maillon n° {rang} ne suit pas le précédent : la chaîne a été récrite.")
        avancer(bornes["fin"] - debut + 1)


def comparer_les_scelles(fin: int, avancer: Callable[[int], None]) -> Iterator[Defaut]:
    """Compare what is sealed, up to rank ``fin``, with its link; give what differs or is gone."""
    for debut in range(1, fin + 1, TRANCHE):
        bornes = {"debut": debut, "fin": min(debut + TRANCHE - 1, fin)}
        for rang, nature, numero, present, *details in _lire(_SCELLES, bornes):
            if present is None:
                yield Defaut(rang, MANQUE, f"{_nommer(nature, numero)} a disparu (maillon n° {rang}).")
            else:
                yield Defaut(rang, ALTERE, f"{_nommer(nature, numero, *details)} {_MODIFIE} (maillon n° {rang}).")
        avancer(bornes["fin"] - debut + 1)


def lire_les_non_scelles() -> tuple[int, list[Defaut]]:
    """Give how many rows have no link yet, and those whose own hash is already false."""
    [(combien,)] = _lire(_COMBIEN_A_SCELLER, {})
    return combien, [
        Defaut(0, ALTERE, f"{_nommer(nature, numero, *details)} {_MODIFIE}, avant d’être scellées.")
        for nature, numero, *details in _lire(_FAUX_A_SCELLER, {})
    ]


def relire_les_fichiers(avancer: Callable[[int], None]) -> Iterator[Defaut]:
    """Hash each PDF again; give those that are gone or whose bytes have changed."""
    apres = 0
    while rangees := list(_lire(_FICHIERS, {"apres": apres, "combien": 500})):
        for rang, attendue, chemin, numero, *details in rangees:
            lue = _empreinte_du_fichier(chemin)
            if lue != attendue:
                faute = "n’est plus le fichier d’origine" if lue else "n’est plus dans le dossier des documents"
                yield Defaut(rang, FICHIER, f"{_nommer(Nature.FICHIER, numero, *details)} {faute} ({chemin}).")
        apres = rangees[-1][3]
        avancer(len(rangees))


def document_intact(document_id: int) -> bool:
    """Tell whether one document still says what was sealed, its links being in their place (1 query)."""
    requete = f"""
        SELECT NOT ({_FAUX}) AND coalesce(bool_and(
            m.contenu = CASE m.nature WHEN 'document' THEN d.sceau ELSE d.empreinte END
            AND m.empreinte = {maillon_apres("coalesce(p.empreinte, '')", "m")}
        ), true)
        FROM noyau_document d
        LEFT JOIN noyau_maillon m ON m.nature IN ('document', 'fichier') AND m.objet_id = d.id
        LEFT JOIN noyau_maillon p ON p.rang = m.rang - 1
        WHERE d.id = %(id)s GROUP BY d.id
    """  # noqa: S608
    return next(_lire(requete, {"id": document_id}))[0]


def tete_retrouvee(notee: Tete) -> bool:
    """Tell whether the chain still goes through a head noted earlier: nothing was taken off its end since."""
    return Maillon.objects.filter(rang=notee.rang, empreinte=notee.empreinte).exists()


def _lire(requete: str, valeurs: dict[str, Any]) -> Iterator[tuple]:
    with connection.cursor() as curseur:
        curseur.execute(requete, valeurs)
        yield from curseur.fetchall()


def _empreinte_du_fichier(chemin: str) -> str:
    condense = hashlib.sha256()
    try:
        with default_storage.open(chemin) as fichier:
            while morceau := fichier.read(_OCTETS):
                condense.update(morceau)
    except (OSError, ValueError):
        return ""
    return condense.hexdigest()


def _absents(premier: int, dernier: int) -> str:
    if premier == dernier:
        return f"Le maillon n° {premier} manque : il a été retiré de la chaîne."
    return f"Les maillons n° {premier} à {dernier} manquent : ils ont été retirés de la chaîne."


def _nommer(nature: str, numero: int, *details: Any) -> str:
    nom = _ANNONCES[Nature(nature)].format(numero)
    if details:
        titre, objet_type, objet_id, le = details
        quand = date_format(timezone.localtime(le), "j F Y à H \\h i")
        nom += f" (« {titre} », {objet_type} n° {objet_id}, le {quand})"
    return nom
