"""Training bodies that tell employers they are interested: two of them wait for Claire Heulin's choice."""

from datetime import date

from comptes.models import Role
from config.demo.agenda import Acte, Agenda
from config.demo.besoins import Besoins
from sessions_formation.actions.interets import declarer_interet

# Intention, days ago, training body, what it writes.
INTERETS = (
    ("couvreur-libre-1", 12, "bocage", "Notre plateau de Laval a encore quatre places en février. On en parle ?"),
    ("couvreur-libre-1", 6, "formaloire", "Nous réunissons des couvreurs du Maine-et-Loire et de la Mayenne."),
    ("soudeur-libre-2", 8, "competences", "Une session de soudage se prépare à Cholet : il manque deux postes."),
)


def prevoir_interets(agenda: Agenda, besoins: Besoins) -> None:
    """Plan every interest, after the intention is filed."""
    for cle, jours, organisme, message in INTERETS:
        agenda.prevoir(jours, 14, _declarer(besoins, cle, organisme, message))


def _declarer(besoins: Besoins, cle: str, organisme: str, message: str) -> Acte:
    def declarer(le: date) -> None:
        qui = besoins.organismes[organisme]
        rattachement = qui.rattachements.filter(role=Role.ORGANISME, actif=True).order_by("pk")[:1].get()
        declarer_interet(
            intention_id=besoins.intentions[cle].pk,
            organisme_id=qui.pk,
            message=message,
            par=rattachement.utilisateur,
            le=le,
        )

    return declarer
