"""Rules on what a session costs: price, hours, the lot's maximum (domaine.md § 4, § 5)."""

from datetime import date
from decimal import Decimal

from referentiels.regles.constats import Constats, Regle
from referentiels.regles.montants import ZERO, montant_composante
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter, montant, nombre
from sessions_formation.regles.dossier_session import DossierSession

_PRIX = Regle("S-PRIX", "FAQ §8")
_DUREE = Regle("S-DUREE", "FAQ §7")
_PLAFOND = Regle("S-PLAFOND", "FAQ §8")


def prix(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-PRIX: at the lot's price or below; above, a person decides, for the whole lot (FAQ § 8)."""
    demande, lot = dossier.session.prix_heure, dossier.lot.prix_heure
    if demande is None or lot is None:
        manque = "de la session" if demande is None else "du lot"
        return (_PRIX.a_completer(f"Le prix de l’heure {manque} manque."),)
    if demande <= lot:
        return (_PRIX.conforme(f"{montant(demande)} l’heure : le prix du lot est de {montant(lot)}."),)
    return (
        _PRIX.derogation(
            f"{montant(demande)} l’heure, au-dessus du prix du lot ({montant(lot)}) : dites pourquoi. Un agent de la "
            "Région va se prononcer ; accordé, ce prix vaudra pour tout le lot."
        ),
    )


def duree(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-DUREE: hours given, positive; no maximum, but `heures_session_info` is worth knowing (FAQ § 7)."""
    heures, repere = dossier.session.heures, reglement.heures_session_info
    if heures is None or heures <= 0:
        return (_DUREE.a_completer("Le nombre d’heures par stagiaire manque."),)
    if heures <= repere:
        return (_DUREE.conforme(f"{compter(heures, 'heure')} par stagiaire."),)
    message = f"{compter(heures, 'heure')} en moyenne, au-delà de {nombre(repere)} : il n’y a pas de maximum."
    return (_DUREE.info(message),)


def montant_demande(dossier: DossierSession) -> Decimal | None:
    """Return what the session would add to the orders, in euros; None when a term is not known (domaine.md § 5)."""
    effectif, heures, prix_heure = dossier.session.effectif, dossier.session.heures, dossier.session.prix_heure
    if effectif is None or heures is None or prix_heure is None:
        return None
    return max(montant_composante(effectif, heures, prix_heure), ZERO)


def depassement(total: Decimal, maximum: Decimal) -> str:
    """Give the words of S-PLAFOND: what would be ordered on the lot, its maximum and the excess, in euros."""
    return (
        f"{montant(total)} commandés avec cette session, pour un maximum de {montant(maximum)} : "
        f"il manque {montant(total - maximum)} sur le lot."
    )


def plafond(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-PLAFOND: already ordered + this one within the lot's maximum, which blocks (FAQ § 8, choice of the project).

    Orders that are over the maximum by themselves decide, whatever this session costs.
    """
    commande, maximum = dossier.lot.montant_commande, dossier.lot.montant_max
    if commande is None or maximum is None:
        return (_PLAFOND.a_completer("Le montant déjà commandé ou le maximum du lot manque."),)
    demande = montant_demande(dossier)
    total = commande + (demande or ZERO)
    if total > maximum:
        return (_PLAFOND.non_conforme(depassement(total, maximum)),)
    if demande is None:
        return (_PLAFOND.a_completer("Le coût de la session ne se calcule pas : effectif, heures ou prix manque."),)
    return (_PLAFOND.conforme(f"{montant(total)} commandés avec cette session, sur {montant(maximum)} au plus."),)
