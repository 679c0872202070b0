"""People who came out of a training and what was answered of them, for the tests of results.

Written as rows: what leads to a state is tested elsewhere, and figures need many.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from insertion.enums import Echeance, SituationSuivi, Source
from insertion.models import Embauche, Reponse, Suivi
from insertion.regles.paroles import Parole
from referentiels.regles.mois import ajouter_mois
from sessions_formation.automates import A_EU_LIEU, SORTI
from sessions_formation.models import Parcours, Session
from tests.factories.scenario import Monde
from tests.factories.stagiaires import StagiaireFactory

INSTANT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Sortie:
    """One person: its parcours and what each source answered at 1, 3 and 6 months."""

    parcours: Parcours
    reponses: dict[int, dict[str, Parole]]


def socle(monde: Monde, *, debut: date, organisme=None, commune=None, statut: str = "demarree", **champs) -> Session:
    """A session that has begun, as a row: on the socle, so that no post is needed."""
    return Session.objects.create(
        numero=f"S-{Session.objects.count():05d}",
        statut=statut,
        type="socle",
        lot=monde.lot,
        organisme=organisme or monde.cotraitant,
        demandeur=monde.au_cotraitant,
        intitule="Soudeur",
        commune=commune or monde.commune,
        debut=debut,
        fin=debut + timedelta(days=90),
        demandee_le=INSTANT,
        complete_le=INSTANT,
        **champs,
    )


def sortie(
    session: Session, *, statut: str = "termine", reponses: dict[int, dict[str, Parole]] | None = None, **champs
) -> Sortie:
    """A person on a session, and its four follow-ups when it is one of those who are asked."""
    lieu = statut in A_EU_LIEU
    entre = session.debut if lieu else None
    sorti = session.fin if lieu and statut != "entre" else None
    parcours = Parcours.objects.create(
        stagiaire=StagiaireFactory(), session=session, statut=statut, entre_le=entre, sorti_le=sorti, **champs
    )
    reponses = reponses or {}
    if statut in SORTI:
        for echeance in Echeance.values:
            suivi = Suivi.objects.create(
                parcours=parcours, echeance=echeance, prevu_le=ajouter_mois(parcours.sorti_le, echeance)
            )
            repondre(suivi, reponses.get(echeance, {}))
    return Sortie(parcours, reponses if statut in SORTI else {})


def repondre(suivi: Suivi, reponses: dict[str, Parole]) -> None:
    """Write what each source answered on a follow-up."""
    for source, (situation, chez_lui) in reponses.items():
        Reponse.objects.create(
            suivi=suivi, source=source, situation=situation, chez_l_employeur=chez_lui, voie="lien", le=INSTANT
        )


def embauche(parcours: Parcours, *, oui: bool) -> Embauche:
    """What the employer declares of the hire."""
    champs = {"contrat_type": "cdi", "debut": parcours.sorti_le} if oui else {}
    return Embauche.objects.create(parcours=parcours, embauche=oui, voie="lien", le=INSTANT, **champs)


def au_hasard(tirage: Random) -> dict[int, dict[str, Parole]]:
    """Answers drawn at random for 1, 3 and 6 months; some sources stay silent."""
    return {
        mois: {
            source: Parole(tirage.choice(SituationSuivi.values), tirage.choice([None, True, False]))
            for source in Source.values
            if tirage.random() < 0.6
        }
        for mois in (1, 3, 6)
    }
