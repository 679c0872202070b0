"""Rule on the dates of a session (domaine.md § 4; this project's own reading)."""

from collections.abc import Iterator
from datetime import date

from referentiels.regles.constats import Constats, Regle
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import enumerer, jour
from sessions_formation.regles.dossier_session import DossierSession

_DATES = Regle("S-DATES", "Choix du projet")


def dates(dossier: DossierSession, reglement: Reglement, le: date) -> Constats:
    """S-DATES: inside the lot's validity, end after start, not in the past; faults are told in one sentence."""
    fautes = list(_fautes(dossier, le))
    if fautes:
        phrase = enumerer(fautes)
        return (_DATES.non_conforme(f"{phrase[0].upper()}{phrase[1:]}."),)
    session, lot = dossier.session, dossier.lot
    if session.debut is None or session.fin is None:
        return (_DATES.a_completer("Les dates de la session manquent, ou l’une des deux."),)
    if lot.debut is None or lot.fin is None:
        return (_DATES.a_completer("Les dates de validité du lot manquent."),)
    return (_DATES.conforme(f"Du {jour(session.debut)} au {jour(session.fin)} : le lot est en cours."),)


def _fautes(dossier: DossierSession, le: date) -> Iterator[str]:
    """Yield each fault that the known dates are enough to see: one of the two may stand for the other."""
    debut, fin, lot = dossier.session.debut, dossier.session.fin, dossier.lot
    plus_tot, plus_tard = debut or fin, fin or debut
    if debut and fin and fin <= debut:
        yield "la fin n’est pas après le début"
    if plus_tot and plus_tot < le:
        yield f"le {jour(plus_tot)} est déjà passé"
    if plus_tot and lot.debut and plus_tot < lot.debut:
        yield f"le lot ne commence que le {jour(lot.debut)}"
    if plus_tard and lot.fin and plus_tard > lot.fin:
        yield f"le lot s’arrête le {jour(lot.fin)}"
