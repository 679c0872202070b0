"""What changed on sessions already ordered: parcours and hours added, hours moved, demands that wait for an answer."""

from dataclasses import dataclass
from datetime import date, timedelta

from config.demo.agenda import Acte, Agenda
from config.demo.demande import BESOIN, Pas
from config.demo.demandes_en_cours import EN_COURS
from config.demo.demandes_passees import PASSEES
from config.demo.sessions import Sessions
from sessions_formation.actions.demandes_avenant import Saisie, demander_avenant
from sessions_formation.actions.fongibilite import deplacer_heures
from sessions_formation.actions.repondre_avenant import Reponse, accorder_avenant
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import DemandeAvenant
from sessions_formation.queries.lots import prix_du_lot

DEMANDES = {demande.cle: demande for demande in (*PASSEES, *EN_COURS)}


@dataclass(frozen=True, slots=True)
class Changement:
    """A demand on the session ``cle``, days ago, and when it was granted (0: it waits).

    ``besoins``: the intentions it holds; ``semaines``: how much later the session ends.
    """

    cle: str
    nature: NatureAvenant
    jours: int
    accorde: int
    motif: str
    parcours: int | None = None
    heures: int | None = None
    besoins: tuple[str, ...] = ()
    semaines: int = 0


CHANGEMENTS = (
    Changement(
        "etancheurs",
        NatureAvenant.HEURES,
        16,
        13,
        "Les cinq stagiaires peuvent passer le titre entier avec 70 heures de plus.",
        5,
        70,
        semaines=2,
    ),
    Changement(
        "service",
        NatureAvenant.PARCOURS,
        13,
        10,
        "La Table des Rémouleurs ouvre une seconde salle : deux postes de plus.",
        2,
        300,
        ("service-3",),
    ),
    Changement(
        "chaudronniers",
        NatureAvenant.PARCOURS,
        2,
        0,
        "La Métallerie des Coteaux recrute une personne de plus, le groupe peut l’accueillir.",
        1,
        420,
        ("chaudron-4",),
    ),
    Changement(
        "poids-lourds",
        NatureAvenant.ANNULATION,
        1,
        0,
        "Deux candidats seulement à trois semaines du début : le groupe ne se fait pas.",
    ),
)
# From, to, heures-stagiaires, days ago. Few enough to be there whatever months and holidays left to invoice.
DEPLACEMENT = ("usinage", "chaudronniers", 90, 5)
POURQUOI = (
    "Une personne a été embauchée avant la fin de sa formation d’usinage : ses heures servent aux chaudronniers."
)


def prevoir_avenants(agenda: Agenda, sessions: Sessions) -> None:
    """Plan the demands, their answers, and hours moved between two sessions of a lot."""
    for changement in CHANGEMENTS:
        for rang, cle in enumerate(changement.besoins, start=3):
            agenda.prevoir(changement.jours + rang, 9, _deposer(sessions, cle))
        agenda.prevoir(changement.jours, 14, _demander(sessions, changement))
        if changement.accorde:
            agenda.prevoir(changement.accorde, 16, _accorder(sessions, changement))
    agenda.prevoir(DEPLACEMENT[3], 16, _deplacer(sessions))


def _deposer(sessions: Sessions, cle: str) -> Acte:
    return lambda le: sessions.besoins.deposer(cle, le=le)


def _demander(sessions: Sessions, changement: Changement) -> Acte:
    def demander(le: date) -> None:
        session = sessions.par_cle[changement.cle]
        session.refresh_from_db()
        pedagogique = changement.nature != NatureAvenant.ANNULATION
        saisie = Saisie(
            motif=changement.motif,
            parcours=changement.parcours,
            heures=changement.heures,
            prix_heure=prix_du_lot(session.lot, le) if pedagogique else None,
            entree=session.debut if changement.nature == NatureAvenant.PARCOURS else None,
            nouvelle_fin=session.fin + timedelta(weeks=changement.semaines)
            if changement.semaines and session.fin
            else None,
        )
        demander_avenant(
            session_id=session.pk,
            par=sessions.comptes[DEMANDES[changement.cle].par],
            nature=changement.nature,
            saisie=saisie,
            intentions=[sessions.besoins.intentions[cle].pk for cle in changement.besoins],
            le=le,
        )

    return demander


def _accorder(sessions: Sessions, changement: Changement) -> Acte:
    def accorder(le: date) -> None:
        demande = DemandeAvenant.objects.get(session=sessions.par_cle[changement.cle], nature=changement.nature)
        par = sessions.agent(DEMANDES[changement.cle], Pas(changement.accorde, "accorder"))
        accorder_avenant(demande_id=demande.pk, par=par, reponse=Reponse(BESOIN), le=le)

    return accorder


def _deplacer(sessions: Sessions) -> Acte:
    def deplacer(le: date) -> None:
        de, vers, heures, _ = DEPLACEMENT
        deplacer_heures(
            de=sessions.par_cle[de].composante.pk,
            vers=sessions.par_cle[vers].composante.pk,
            heures=heures,
            motif=POURQUOI,
            par=sessions.comptes["agent"],
            le=le,
        )

    return deplacer
