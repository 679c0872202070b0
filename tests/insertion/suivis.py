"""People who left a session on a known day, for the tests of the follow-up."""

from datetime import date

from comptes.models import Utilisateur
from insertion.actions.relancer import relancer_suivis
from insertion.models import Suivi
from noyau.courriers import Courrier
from noyau.relances import Bilan
from referentiels.queries.reglement import reglement_au
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import Monde

# A Friday: the session of the scenario ends on it.
FIN = date(2027, 4, 30)
QUESTION = date(2027, 4, 30)
COURRIEL_STRUCTURE = "cholet@ft.example"


def session_suivie(monde: Monde, *postes: int, referent: Utilisateur | None = None):
    """A session followed by the scenario's structure, which reads mail."""
    monde.reseau.courriel = COURRIEL_STRUCTURE
    monde.reseau.save(update_fields=["courriel"])
    session = session_publiee(monde, *postes, structure=monde.reseau)
    if referent:
        session.referent = referent
        session.save(update_fields=["referent"])
    return session


def sorti(monde: Monde, session=None, **champs) -> Parcours:
    """A person who finished on ``FIN``, followed by the scenario's structure."""
    session = session or session_suivie(monde)
    return parcours_de(session, StatutParcours.TERMINE, structure=monde.reseau, sorti_le=FIN, **champs)


def relancer_le(le: date) -> dict[str, Bilan]:
    """Do what is due on a day; nothing may fail."""
    bilans = relancer_suivis(reglement=reglement_au(le), le=le)
    assert [nom for nom, bilan in bilans.items() if bilan.echouees] == []
    return bilans


def ecrits_le(le: date) -> list[tuple[str, str]]:
    """Do what is due on a day; give what was written: model and reader, sorted."""
    connus = set(Courrier.objects.values_list("pk", flat=True))
    relancer_le(le)
    nouveaux = Courrier.objects.filter(modele__startswith="suivi_").exclude(pk__in=connus)
    return sorted(nouveaux.order_by("pk").values_list("modele", "destinataire"))


def suivi_de(parcours: Parcours, mois: int = 0) -> Suivi:
    """One of a person's follow-ups."""
    return Suivi.objects.get(parcours=parcours, echeance=mois)


def referent_de(monde: Monde) -> Utilisateur:
    """A person of the scenario's structure."""
    return comptes.referent(monde.reseau, prenom="Nadia", nom="Roussel")
