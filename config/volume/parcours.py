"""Who is proposed for the sessions made up, and what becomes of them: a person per post (FAQ §5: 1 job = 1 training),
those who gave up and who replaced them, those who were not taken, those who wait."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import NamedTuple

from config.volume.ecriture import copier
from config.volume.equipes import EN_CHEMIN, Equipes
from config.volume.histoire import instant, raconter
from heures.regles.anomalies import compter_ouvres
from intentions.models import IntentionEmbauche
from noyau.journal import LigneJournal, preparer_ligne
from referentiels.feries import FERIES
from sessions_formation.automates import PARCOURS
from sessions_formation.enums import MotifParcours, Projet, Situation, StatutSession
from sessions_formation.enums import StatutParcours as S
from sessions_formation.enums import TransitionParcours as T
from sessions_formation.models import Parcours, Session
from stagiaires.models import Stagiaire

PRENOMS = ("Samira", "Kevin", "Lucie", "Mamadou", "Chantal", "Yann", "Inès", "Thierry", "Aminata", "Loïc")
NOMS = ("Lenoir", "Guilbaud", "Traoré", "Baron", "Le Goff", "Robin", "Martineau", "Da Silva", "Pineau", "Kaya")
JOURS_PAR_AGE = 365
CONSERVATION = timedelta(days=366)
FRACTION_REMPLACEE, FRACTION_COMPLETE = 0.4, 0.3
# The history of a person in four of a past session: what is told weighs four times the parcours itself.
FRACTION_RACONTEE = 0.25
RAISONS = {
    S.NON_RETENU: (MotifParcours.PLACES_PRISES, MotifParcours.PREREQUIS, MotifParcours.PROJET),
    S.ABANDON: (MotifParcours.CHANGE_AVIS, MotifParcours.FAMILLE, MotifParcours.MOBILITE),
    S.EXCLU: (MotifParcours.ABSENCES, MotifParcours.REGLEMENT),
    S.SORTIE_EMPLOI: (MotifParcours.EMPLOI,),
}
_ADMIS = (T.VALIDER_PROFIL, T.ADMETTRE)
_ENTRE = (*_ADMIS, T.FAIRE_ENTRER)
VIES: dict[str, tuple[str, ...]] = {
    S.POSITIONNE: (),
    S.PROFIL_VALIDE: (T.VALIDER_PROFIL,),
    S.NON_RETENU: (T.VALIDER_PROFIL, T.NE_PAS_RETENIR),
    S.ADMIS: _ADMIS,
    S.ENTRE: _ENTRE,
    S.TERMINE: (*_ENTRE, T.TERMINER),
    S.ABANDON: (*_ENTRE, T.ABANDONNER),
    S.SORTIE_EMPLOI: (*_ENTRE, T.SORTIR_POUR_EMPLOI),
    S.EXCLU: (*_ENTRE, T.EXCLURE),
}


class Phase(Enum):
    """Where a session stands: what its people may be, the share of each out of a hundred; how many are turned down
    for one post, at most."""

    A_VENIR = (((S.POSITIONNE, 25), (S.PROFIL_VALIDE, 25), (S.ADMIS, 25), (None, 25)), 1)
    EN_COURS = (((S.ENTRE, 88), (S.ADMIS, 1), (S.ABANDON, 8), (S.SORTIE_EMPLOI, 2), (S.EXCLU, 1)), 2)
    FINIE = (((S.TERMINE, 80), (S.ABANDON, 12), (S.SORTIE_EMPLOI, 6), (S.EXCLU, 2)), 2)


ECARTES = {S.NON_RETENU, S.ABANDON, S.EXCLU}
PHASES: dict[str, Phase] = {
    StatutSession.PUBLIEE: Phase.A_VENIR,
    StatutSession.DEMARREE: Phase.EN_COURS,
    StatutSession.TERMINEE: Phase.FINIE,
    StatutSession.SOLDEE: Phase.FINIE,
}
PARTIS = {S.ABANDON, S.SORTIE_EMPLOI, S.EXCLU}


class Suivie(NamedTuple):
    """A session that has people, with the intentions it holds; where it stands."""

    session: Session
    intentions: Sequence[IntentionEmbauche]
    phase: Phase


@dataclass(slots=True)
class Place:
    """A post of a session, and the day from which somebody may have it."""

    suivie: Suivie
    intention: IntentionEmbauche | None
    poste: int | None
    depuis: date


class Stagiaires:
    """Writes people and their parcours, of one draw and one day."""

    def __init__(self, tirage: Random, equipes: Equipes, *, le: date) -> None:
        self.tirage, self.equipes, self.le = tirage, equipes, le
        self.rang = Stagiaire.objects.count()

    def former(self, suivies: Iterable[Suivie]) -> None:
        """Write the people of these sessions, their parcours and part of their history."""
        parcours = [ligne for suivie in suivies for ligne in self._ceux_de(suivie)]
        copier(Stagiaire, (ligne.stagiaire for ligne in parcours))
        for ligne in parcours:
            # The key is known once the person is written.
            ligne.stagiaire_id = ligne.stagiaire.pk
        premiers = copier(Parcours, (ligne for ligne in parcours if ligne.remplace is None))
        remplacants = [ligne for ligne in parcours if ligne.remplace is not None]
        for ligne in remplacants:
            ligne.remplace_id = ligne.remplace.pk if ligne.remplace else None
        copier(Parcours, remplacants)
        copier(LigneJournal, (dite for ligne in (*premiers, *remplacants) for dite in self._histoire(ligne)))

    def _ceux_de(self, suivie: Suivie) -> Iterator[Parcours]:
        parts, ecartes = suivie.phase.value
        etats, poids = zip(*parts, strict=True)
        complete = suivie.phase is Phase.A_VENIR and self.tirage.random() < FRACTION_COMPLETE
        if complete:
            etats, poids = etats[:-1], poids[:-1]
        debut = suivie.session.debut or self.le
        postes = [(i, rang) for i in suivie.intentions for rang in range(1, (i.nombre_postes or 0) + 1)]
        for intention, rang in postes:
            place = Place(suivie, intention, rang, debut)
            etat = self.tirage.choices(etats, weights=poids)[0]
            if etat:
                yield from self._occuper(place, etat)
        sans_poste = Place(suivie, None, None, debut)
        for _ in range(sum(self.tirage.randint(0, ecartes) for _ in postes)):
            yield self._parcours(sans_poste, S.NON_RETENU)
        for _ in range(self.tirage.randint(1, 4) if complete else 0):
            attend = self._parcours(sans_poste, S.POSITIONNE)
            attend.attente_le = attend.cree_le
            yield attend

    def _occuper(self, place: Place, etat: str) -> Iterator[Parcours]:
        """Give who has a post, then who takes it over when that one gave up."""
        premier = self._parcours(place, etat)
        yield premier
        if etat != S.ABANDON or self.tirage.random() >= FRACTION_REMPLACEE:
            return
        reprise = (premier.sorti_le or self.le) + timedelta(days=3)
        if reprise < min(self.le, place.suivie.session.fin or self.le):
            place.depuis = reprise
            suivant = self._parcours(place, S.TERMINE if place.suivie.phase is Phase.FINIE else S.ENTRE)
            suivant.remplace = premier
            suivant.heures = _ce_qui_reste(place.suivie.session, reprise)
            yield suivant

    def _parcours(self, place: Place, statut: str) -> Parcours:
        session, tirage = place.suivie.session, self.tirage
        entre = T.FAIRE_ENTRER in VIES[statut]
        sorti = self._sortie(place, statut)
        propose = min(place.depuis, self.le) - timedelta(days=tirage.randint(3, 30))
        personne = self._personne(session, statut, decide_le=sorti or propose)
        # Candidates know when the session is; days are theirs once they are admitted.
        a_des_jours = T.ADMETTRE in VIES[statut]
        return Parcours(
            stagiaire=personne,
            session=session,
            intention=place.intention,
            poste=place.poste,
            statut=statut,
            structure_id=personne.structure_id,
            valideur_id=personne.structure_id if VIES[statut] else None,
            situation=Situation.DEMANDEUR_EMPLOI,
            projet=Projet.SALARIAT,
            debut=place.depuis if a_des_jours else None,
            fin=(sorti or session.fin) if a_des_jours else None,
            heures=session.heures if a_des_jours else None,
            entre_le=place.depuis if entre else None,
            sorti_le=sorti,
            motif=tirage.choice(RAISONS[S(statut)]) if statut in RAISONS else "",
            cree_le=instant(propose, tirage.randrange(600)),
        )

    def _sortie(self, place: Place, statut: str) -> date | None:
        session = place.suivie.session
        if statut == S.TERMINE:
            return session.fin
        if statut not in PARTIS:
            return None
        dernier = min(session.fin or self.le, self.le)
        return place.depuis + timedelta(days=self.tirage.randint(1, max(1, (dernier - place.depuis).days - 1)))

    def _personne(self, session: Session, statut: str, *, decide_le: date) -> Stagiaire:
        self.rang += 1
        structure, referent = self.equipes.pour(session)
        # Six months of follow-up, then twelve: of those who ended, nobody is there yet.
        if statut in ECARTES and decide_le < self.le - CONSERVATION:
            return Stagiaire(efface_le=instant(decide_le + CONSERVATION, 0))
        age = timedelta(days=JOURS_PAR_AGE * self.tirage.randint(18, 60) + self.tirage.randrange(JOURS_PAR_AGE))
        return Stagiaire(
            nom=f"{self.tirage.choice(NOMS)} {self.rang}",
            prenom=self.tirage.choice(PRENOMS),
            date_naissance=(session.debut or self.le) - age,
            courriel=f"stagiaire{self.rang}@volume.example",
            telephone=f"07{self.rang % 100_000_000:08d}",
            commune_id=session.commune_id,
            identifiant_ft=f"{self.rang % 10_000_000:07d}V",
            structure_id=structure,
            referent_id=referent,
        )

    def _histoire(self, parcours: Parcours) -> Iterator[LigneJournal]:
        """The lines of who is on the way or in training, and of a part of the others: of the rest, the last one, by
        which the journal and the state agree."""
        raconte = parcours.statut in {*EN_CHEMIN, S.ENTRE} or self.tirage.random() < FRACTION_RACONTEE
        vie = self._vie(parcours)
        yield from vie if raconte else vie[-1:]

    def _vie(self, parcours: Parcours) -> list[LigneJournal]:
        par = self.equipes.conseillere
        ouverte = preparer_ligne(parcours, "Candidature proposée", par=par, transition="ouvrir")
        ouverte.depart, ouverte.arrivee, ouverte.le = "", S.POSITIONNE, parcours.cree_le
        transitions = VIES[parcours.statut]
        propose = parcours.cree_le.date()
        jours = [propose + timedelta(days=2), propose + timedelta(days=3)]
        jours += [parcours.entre_le or self.le, parcours.sorti_le or self.le]
        suite = raconter(
            parcours,
            PARCOURS,
            transitions,
            depart=S.POSITIONNE,
            instants=[instant(min(jour, self.le), 30 + rang) for rang, jour in enumerate(jours[: len(transitions)])],
            par=par,
        )
        return [ouverte, *suite]


def _ce_qui_reste(session: Session, depuis: date) -> int | None:
    """The hours of who takes a post over: those of the days that are left, so that no post has more than it orders."""
    if session.heures is None or session.debut is None or session.fin is None:
        return session.heures
    tous, restent = (compter_ouvres(debut, session.fin, feries=FERIES) for debut in (session.debut, depuis))
    return session.heures * restent // tous
