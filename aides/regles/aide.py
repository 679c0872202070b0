"""May this hiring get a Parcours emploi aid? (domaine.md § 4, Aids after hiring)

Pure Python: a file goes in, findings come out. Every rule runs always, so that people get every reason at once.
"""

from collections.abc import Iterator
from datetime import date

from aides.regles.dossier import Dispositif, DossierAide
from aides.regles.montant import montant
from referentiels.regles.constats import Constat, Constats, Regle
from referentiels.regles.contrats import LIBELLES_CONTRATS, TypeContrat
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter, enumerer, jour, nombre

__all__ = ["REGLES", "examiner", "montant"]

_ETABLISSEMENT = Regle("A-ETABLISSEMENT", "PRES")
_OFFRE = Regle("A-OFFRE", "PRES")
_CONTRAT = Regle("A-CONTRAT", "PRES")
_SALARIE = Regle("A-SALARIE", "PRES")
_DELAI = Regle("A-DELAI", "PRES")
_QUALIOPI = Regle("A-QUALIOPI", "PRES")
_HEURES = Regle("A-HEURES", "PRES")


def examiner(dossier: DossierAide, *, reglement: Reglement, le: date) -> list[Constat]:
    """Return every finding on an application for an aid, in the order of domaine.md § 4.

    `reglement` is the law of the day the file is judged for; `le` is that day (no rule of an aid reads the calendar
    itself, all natures are called alike).
    """
    return [constat for regle in REGLES for constat in regle(dossier, reglement)]


def etablissement(dossier: DossierAide, reglement: Reglement) -> Constats:
    """A-ETABLISSEMENT: private, associations included, in the region, under `aide_effectif_max` employees (PRES)."""
    fautes = list(_fautes_etablissement(dossier, reglement))
    if fautes:
        return (_ETABLISSEMENT.non_conforme(f"L’établissement {enumerer(fautes)}."),)
    lieu = dossier.etablissement
    if not lieu.departement or None in (lieu.effectif, lieu.public):
        return (_ETABLISSEMENT.a_completer("Le département, l’effectif ou le statut, privé ou public, manque."),)
    maximum = reglement.aide_effectif_max
    return (_ETABLISSEMENT.conforme(f"L’établissement est privé, dans la région, à moins de {maximum} salariés."),)


def _fautes_etablissement(dossier: DossierAide, reglement: Reglement) -> Iterator[str]:
    lieu, maximum = dossier.etablissement, reglement.aide_effectif_max
    if lieu.public:
        yield "est public (l’aide va aux employeurs privés, associations comprises)"
    if lieu.departement and lieu.departement not in reglement.departements_region:
        yield f"est hors de la région ({reglement.noms_departements.get(lieu.departement, lieu.departement)})"
    if lieu.effectif is not None and lieu.effectif >= maximum:
        yield f"compte {compter(lieu.effectif, 'salarié')} : il en faut moins de {maximum}"


def offre(dossier: DossierAide, reglement: Reglement) -> Constats:
    """A-OFFRE: a job offer was published (PRES)."""
    if dossier.offre_diffusee is None:
        return (_OFFRE.a_completer("Dites si une offre d’emploi a été diffusée."),)
    if dossier.offre_diffusee:
        return (_OFFRE.conforme("Une offre d’emploi a été diffusée."),)
    return (_OFFRE.non_conforme("Aucune offre d’emploi n’a été diffusée : l’aide le demande avant l’embauche."),)


def contrat(dossier: DossierAide, reglement: Reglement) -> Constats:
    """A-CONTRAT: cdi, or cdd of `aide_duree_min_mois` at least; cdi_interimaire for a Formation only (PRES)."""
    genre = dossier.contrat.type
    if genre is None:
        return (_CONTRAT.a_completer("Le type de contrat manque : CDI, CDD, CDI intérimaire."),)
    if genre == TypeContrat.CDI:
        return (_CONTRAT.conforme("CDI : ce contrat convient."),)
    if genre == TypeContrat.CDD:
        return _cdd(dossier, reglement.aide_duree_min_mois)
    if genre == TypeContrat.CDI_INTERIMAIRE:
        return _cdi_interimaire(dossier.dispositif)
    message = f"{LIBELLES_CONTRATS[genre]} : l’aide demande un CDI, ou un CDD de {reglement.aide_duree_min_mois} mois."
    return (_CONTRAT.non_conforme(message),)


def _cdd(dossier: DossierAide, minimum: int) -> Constats:
    mois = dossier.contrat.duree_mois
    if mois is None:
        return (_CONTRAT.a_completer("La durée du CDD manque, en mois."),)
    constate = f"CDD de {nombre(mois)} mois : il en faut {minimum} au moins."
    return (_CONTRAT.conforme(constate) if mois >= minimum else _CONTRAT.non_conforme(constate),)


def _cdi_interimaire(dispositif: Dispositif | None) -> Constats:
    if dispositif is None:
        return (_CONTRAT.a_completer("L’aide demandée manque : un CDI intérimaire ne convient qu’à la Formation."),)
    if dispositif == Dispositif.FORMATION:
        return (_CONTRAT.conforme("CDI intérimaire : ce contrat convient à Parcours emploi Formation."),)
    return (
        _CONTRAT.non_conforme(
            "CDI intérimaire : Parcours emploi Formation est possible, Parcours emploi Tutorat non."
        ),
    )


def salarie(dossier: DossierAide, reglement: Reglement) -> Constats:
    """A-SALARIE: was a registered jobseeker, of any category, when hired (PRES)."""
    inscrit = dossier.salarie.demandeur_emploi
    if inscrit is None:
        return (_SALARIE.a_completer("Dites si la personne était inscrite comme demandeuse d’emploi à l’embauche."),)
    if inscrit:
        return (_SALARIE.conforme("La personne était inscrite comme demandeuse d’emploi à l’embauche."),)
    return (_SALARIE.non_conforme("La personne n’était pas inscrite comme demandeuse d’emploi à l’embauche."),)


def delai(dossier: DossierAide, reglement: Reglement) -> Constats:
    """A-DELAI: training starts within `aide_delai_mois` calendar months of the start of the contract (PRES).

    A contract of 2 February: 2 May at the latest. Before the contract is not « after hiring » either.
    """
    embauche, formation, mois = dossier.contrat.debut, dossier.formation.debut, reglement.aide_delai_mois
    if embauche is None or formation is None:
        manque = "du contrat" if embauche is None else "de la formation"
        return (_DELAI.a_completer(f"La date de début {manque} manque."),)
    limite = ajouter_mois(embauche, mois)
    if formation < embauche:
        message = f"La formation commence le {jour(formation)}, avant le contrat ({jour(embauche)})."
        return (_DELAI.non_conforme(message),)
    if formation > limite:
        message = (
            f"La formation commence le {jour(formation)} : c’était au plus tard le {jour(limite)}, {mois} mois après."
        )
        return (_DELAI.non_conforme(message),)
    return (_DELAI.conforme(f"La formation commence le {jour(formation)} : la limite est le {jour(limite)}."),)


def qualiopi(dossier: DossierAide, reglement: Reglement) -> Constats:
    """A-QUALIOPI: for a Formation, the training body is certified; says nothing of the other aids (PRES)."""
    certifie = dossier.formation.qualiopi
    if dossier.dispositif is None:
        return (_QUALIOPI.a_completer("L’aide demandée manque : Formation, Tutorat ou Tutorat avec Afest."),)
    if dossier.dispositif != Dispositif.FORMATION:
        return ()
    if certifie is None:
        return (_QUALIOPI.a_completer("Dites si l’organisme de formation est certifié Qualiopi."),)
    if certifie:
        return (_QUALIOPI.conforme("L’organisme de formation est certifié Qualiopi."),)
    return (
        _QUALIOPI.non_conforme("L’organisme de formation n’est pas certifié Qualiopi : choisissez-en un qui l’est."),
    )


def heures(dossier: DossierAide, reglement: Reglement) -> Constats:
    """A-HEURES: `aide_heures_max` hours are financed; the rest is not counted (PRES)."""
    prevues, maximum = dossier.formation.heures, reglement.aide_heures_max
    if prevues is None or prevues < 0:
        return (_HEURES.a_completer("Le nombre d’heures manque."),)
    if prevues <= maximum:
        return (_HEURES.conforme(f"{compter(prevues, 'heure')} : jusqu’à {nombre(maximum)} sont financées."),)
    return (_HEURES.info(f"{compter(prevues, 'heure')} : {nombre(maximum)} sont financées, le reste ne compte pas."),)


REGLES = (etablissement, offre, contrat, salarie, delai, qualiopi, heures)
