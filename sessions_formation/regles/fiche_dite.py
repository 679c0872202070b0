"""What is told of a session in the words LHÉO demands: its sheet's, else what the Région knows, which is as true.

A training that jobseekers look for is not hidden because its training body owes a page (docs/decisions/0052).
"""

from dataclasses import replace

from referentiels.regles.typographie import composer, compter, jour
from sessions_formation.regles.offre import Fiche, Offre, propre

# LHÉO 2.3, niveaux: « information non communiquée ». No sheet is written with it.
NIVEAU_TU = "0"
TU = "Non communiqué."
PROGRAMME = "Le programme détaillé est à demander à l’organisme de formation."
EMPLOI = "Un emploi chez un employeur engagé à recruter."
ATTESTATION = "Une attestation de formation."
# Fields of a sheet, as its form names them.
TEXTES = {"objectif": "objectif", "contenu": "programme", "resultats": "résultats attendus", "rythme": "rythme"}


def champs_vides(fiche: Fiche) -> list[str]:
    """Give the names of the texts LHÉO demands that a written sheet leaves empty, or unreadable."""
    return [nom for champ, nom in TEXTES.items() if not propre(getattr(fiche, champ))]


def fiche_dite(offre: Offre) -> Fiche:
    """Give the sheet told of a session: the written one, its empty texts filled; in short when there is none.

    What nobody said is told as such (level, time in a company). Programmes of the scheme are each person's own and
    taught at a place the request names (FAQ §5, §7).
    """
    sommaire = _sommaire(offre)
    ecrite = offre.fiche
    if ecrite is None:
        return sommaire
    return replace(
        ecrite,
        objectif=propre(ecrite.objectif) or sommaire.objectif,
        contenu=propre(ecrite.contenu) or sommaire.contenu,
        resultats=propre(ecrite.resultats) or sommaire.resultats,
        rythme=propre(ecrite.rythme) or sommaire.rythme,
    )


def _sommaire(offre: Offre) -> Fiche:
    visee = offre.visee
    certification = f"Certification visée : {visee.code}." if visee else ""
    attendu = ATTESTATION if offre.socle and not visee else certification
    return Fiche(
        objectif=_lignes(f"Se former à : {propre(offre.intitule, 255)}.", certification),
        contenu=_lignes(_volume(offre), PROGRAMME),
        resultats=_lignes(attendu, "" if offre.socle else EMPLOI),
        rythme=_volume(offre) or TU,
        deroule="individualise",
        modalite="presentiel",
        niveau_entree=NIVEAU_TU,
        alternance=TU,
    )


def _volume(offre: Offre) -> str:
    """Hours and dates, as far as they are known: « 420 heures pour chaque personne, du … au … . »"""
    heures = f"{compter(offre.heures, 'heure')} pour chaque personne" if offre.heures else ""
    dates = f"du {jour(offre.debut)} au {jour(offre.fin)}" if offre.debut and offre.fin else ""
    dit = ", ".join(partie for partie in (heures, dates) if partie)
    return f"{dit[0].upper()}{dit[1:]}." if dit else ""


def _lignes(*phrases: str) -> str:
    return composer("\n".join(phrase for phrase in phrases if phrase))
