"""Sessions published by the thousand, for what the public and the Cariforef read: a year of a region's catalogue.

``peupler`` makes few of them at a time, as in life: most sessions it writes are over. These are made after published
ones, each on an intention and a line of an order of its own, so that all that reads a session finds what it expects.
"""

from copy import copy
from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.db.models import Max

from config.volume.ecriture import analyser, copier
from config.volume.equipes import Equipes
from config.volume.monde import Monde
from config.volume.parcours import Phase, Stagiaires, Suivie
from intentions.models import IntentionEmbauche
from noyau.numeros import numeros_suivants
from referentiels.models import Commune
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, IntentionRetenue, Session

JOURS_A_VENIR = 300
# People are proposed for one session in ten: the others have all their places.
UNE_SUR = 10


class AucuneSessionPubliee(Exception):
    """No published session to make others after; the French sentence says so."""

    def __init__(self) -> None:
        super().__init__("Aucune session publiée à prendre pour modèle : écrivez davantage d’intentions.")


@transaction.atomic
def publier(monde: Monde, combien: int, *, le: date, graine: int = 1) -> list[Session]:
    """Write ``combien`` published sessions to come, seen from ``le``, in all the communes of the region.

    Raises ``AucuneSessionPubliee``.
    """
    tirage = Random(f"formations:{graine}:{Session.objects.count()}")  # noqa: S311 - what is drawn must be drawn again
    retenues = IntentionRetenue.objects.filter(
        session__statut=StatutSession.PUBLIEE, session__debut__gt=le, active=True
    )
    modeles = list(retenues.select_related("session__composante__bon", "intention").order_by("pk")[:200])
    if not modeles:
        raise AucuneSessionPubliee
    communes = list(Commune.objects.filter(departement__dans_region=True).order_by("pk"))
    tires = [(tirage.choice(modeles), tirage.choice(communes)) for _ in range(combien)]
    intentions = copier(IntentionEmbauche, _intentions(tires, le=le))
    sessions = copier(Session, _sessions(tires, tirage, le=le))
    copier(
        IntentionRetenue,
        (
            IntentionRetenue(session=session, intention=intention, postes=intention.nombre_postes, active=True)
            for session, intention in zip(sessions, intentions, strict=True)
        ),
    )
    copier(Composante, _composantes(tires, sessions))
    suivies = zip(sessions[::UNE_SUR], intentions[::UNE_SUR], strict=True)
    equipes = Equipes(tirage, monde.structures, conseillere=monde.reseau[0][1])
    stagiaires = Stagiaires(tirage, equipes, le=le)
    stagiaires.former([Suivie(session, [intention], Phase.A_VENIR) for session, intention in suivies])
    analyser()
    return sessions


def _intentions(tires: list, *, le: date) -> list[IntentionEmbauche]:
    intentions = [copy(retenue.intention) for retenue, _ in tires]
    for intention, (_, commune), numero in zip(
        intentions, tires, numeros_suivants("IE", le.year, len(tires)), strict=True
    ):
        intention.pk, intention.numero, intention.reference_externe = None, f"IE-{le.year}-{numero:05d}", ""
        intention.commune_id, intention.departement_id = commune.pk, commune.departement_id
    return intentions


def _sessions(tires: list, tirage: Random, *, le: date) -> list[Session]:
    sessions = [copy(retenue.session) for retenue, _ in tires]
    for session, (retenue, commune), numero in zip(
        sessions, tires, numeros_suivants("SE", le.year, len(tires)), strict=True
    ):
        session.pk, session.envoi, session.numero = None, None, f"SE-{le.year}-{numero:05d}"
        session.commune_id, session.effectif = commune.pk, retenue.intention.nombre_postes
        session.debut = le + timedelta(days=tirage.randint(1, JOURS_A_VENIR))
        session.fin = session.debut + timedelta(days=80)
    return sessions


def _composantes(tires: list, sessions: list[Session]) -> list[Composante]:
    rangs: dict[int, int] = {}
    composantes = []
    for (retenue, _), session in zip(tires, sessions, strict=True):
        modele = retenue.session.composante
        if modele.bon_id not in rangs:
            rangs[modele.bon_id] = modele.bon.composantes.aggregate(dernier=Max("rang"))["dernier"]
        rangs[modele.bon_id] += 1
        composantes.append(
            Composante(
                bon=modele.bon,
                rang=rangs[modele.bon_id],
                session=session,
                parcours=session.effectif,
                heures=session.heures,
                prix_heure=modele.prix_heure,
                montant=session.effectif * session.heures * modele.prix_heure,
                ajoutee_le=modele.ajoutee_le,
            )
        )
    return composantes
