"""Who follows the sessions made up: a person per post, with the days of the session (FAQ §5: 1 job = 1 training)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from intentions.models import IntentionEmbauche
from sessions_formation.enums import Projet, Situation, StatutParcours
from sessions_formation.models import Parcours, Session
from stagiaires.models import Stagiaire

PRENOMS = ("Samira", "Kevin", "Lucie", "Mamadou", "Chantal", "Yann", "Inès", "Thierry", "Aminata", "Loïc")
NOMS = ("Lenoir", "Guilbaud", "Traoré", "Baron", "Le Goff", "Robin", "Martineau", "Da Silva", "Pineau", "Kaya")
JOURS_PAR_AGE = 365


class Suivie(NamedTuple):
    """A session that has begun, with the intentions it holds; ``terminee`` when it is over."""

    session: Session
    intentions: Sequence[IntentionEmbauche]
    terminee: bool


class Stagiaires:
    """Writes people and their parcours, of one draw."""

    def __init__(self, tirage: Random, *, structures: Sequence[int]) -> None:
        self.tirage, self.structures = tirage, structures
        self.rang = Stagiaire.objects.count()

    def former(self, suivies: Iterable[Suivie]) -> None:
        """Write one person and its parcours per post of these sessions."""
        parcours = [
            self._parcours(suivie, intention, poste)
            for suivie in suivies
            for intention in suivie.intentions
            for poste in range(1, (intention.nombre_postes or 0) + 1)
        ]
        Stagiaire.objects.bulk_create([ligne.stagiaire for ligne in parcours], batch_size=5000)
        for ligne in parcours:
            # The key is known once the person is written.
            ligne.stagiaire_id = ligne.stagiaire.pk
        Parcours.objects.bulk_create(parcours, batch_size=5000)

    def _parcours(self, suivie: Suivie, intention: IntentionEmbauche, poste: int) -> Parcours:
        session = suivie.session
        personne = self._personne(session)
        return Parcours(
            stagiaire=personne,
            session=session,
            intention=intention,
            poste=poste,
            statut=StatutParcours.TERMINE if suivie.terminee else StatutParcours.ENTRE,
            structure_id=personne.structure_id,
            valideur_id=personne.structure_id,
            situation=Situation.DEMANDEUR_EMPLOI,
            projet=Projet.SALARIAT,
            debut=session.debut,
            fin=session.fin,
            heures=session.heures,
            entre_le=session.debut,
            sorti_le=session.fin if suivie.terminee else None,
        )

    def _personne(self, session: Session) -> Stagiaire:
        self.rang += 1
        age = timedelta(days=JOURS_PAR_AGE * self.tirage.randint(18, 60) + self.tirage.randrange(JOURS_PAR_AGE))
        return Stagiaire(
            nom=f"{self.tirage.choice(NOMS)} {self.rang}",
            prenom=self.tirage.choice(PRENOMS),
            date_naissance=(session.debut or date(2024, 1, 1)) - age,
            courriel=f"stagiaire{self.rang}@volume.example",
            telephone=f"07{self.rang % 100_000_000:08d}",
            identifiant_ft=f"{self.rang % 10_000_000:07d}V",
            structure_id=self.tirage.choice(self.structures) if self.structures else None,
        )
