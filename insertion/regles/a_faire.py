"""What a referent has to do today, and in which order. Pure: facts go in, lines come out.

The thresholds of the law (places, follow-up) come with the facts; those written here only order and colour a list
(docs/decisions/0038).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from referentiels.regles.typographie import compter

# The week before a session starts, the person is called again: who was reached a month ago may have changed its mind.
SEMAINE_DU_DEBUT = timedelta(days=7)
DEBUT_PROCHE = timedelta(days=3)
NOUVEAU_URGENT, NOUVEAU_PROCHE = timedelta(days=7), timedelta(days=2)
PROFIL_PROCHE = timedelta(days=5)
ENTREE_URGENTE = timedelta(days=3)
ECHECS_AVANT_AUTRE_VOIE = 3


class Genre(StrEnum):
    """What kind of thing there is to do: the filters of the list."""

    APPELER = "appeler"
    VALIDER = "valider"
    SUIVI = "suivi"
    PLACES = "places"
    ENTREE = "entree"


class Urgence(IntEnum):
    """How a line is coloured, and the first reason of its rank."""

    URGENTE = 0
    ATTENTE = 1
    NORMALE = 2


@dataclass(frozen=True, slots=True)
class Appels:
    """The calls to a person: the last one, the day it was last reached, and the attempts in vain since then."""

    dernier: str = ""
    dernier_le: date | None = None
    rappeler_le: date | None = None
    joint_le: date | None = None
    echecs: int = 0


@dataclass(frozen=True, slots=True)
class Personne:
    """A person on the way to a session: ``statut`` is positionne, profil_valide or admis."""

    parcours: int
    stagiaire: int
    statut: str
    positionne_le: date
    debut: date | None
    appels: Appels = Appels()


@dataclass(frozen=True, slots=True)
class SuiviDu:
    """A follow-up the referent has not answered; late after ``relance`` days, very late after ``seconde`` days."""

    suivi: int
    parcours: int
    prevu_le: date
    echeance: int
    relance: int
    seconde: int


@dataclass(frozen=True, slots=True)
class SessionAPourvoir:
    """A session of the referent's own with free places, and the days before its start when that becomes pressing."""

    session: int
    debut: date
    libres: int
    premier: int
    deuxieme: int
    dernier: int


@dataclass(frozen=True, slots=True)
class Motif:
    """One reason to act: its kind, its words, how pressing it is, and since or until when."""

    genre: Genre
    phrase: str
    urgence: Urgence
    jour: date


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line of the list: a person on a session, a follow-up or a session; the first reason is the most pressing."""

    cle: str
    motifs: tuple[Motif, ...]
    parcours: int | None = None
    suivi: int | None = None
    session: int | None = None
    echecs: int = 0

    @property
    def genres(self) -> frozenset[Genre]:
        """The filters this line answers."""
        return frozenset(motif.genre for motif in self.motifs)

    @property
    def rang(self) -> tuple[Urgence, date, str]:
        """What it is sorted by: the most pressing, then what has waited longest."""
        return self.motifs[0].urgence, self.motifs[0].jour, self.cle


def lignes_du_jour(
    personnes: Iterable[Personne], suivis: Iterable[SuiviDu], sessions: Iterable[SessionAPourvoir], *, le: date
) -> list[Ligne]:
    """Give what is to be done on ``le``, the most urgent first; a person on two sessions is called once."""
    lignes = [*_lignes_des_personnes(personnes, le), *_lignes_des_suivis(suivis, le)]
    lignes += [ligne for session in sessions if (ligne := _ligne_de_session(session, le))]
    return sorted(lignes, key=_rang)


def appel_a_faire(personne: Personne, *, le: date) -> Motif | None:
    """Say why a person is to be called on ``le``; None when it is not, or was called that day already."""
    appels = personne.appels
    if appels.dernier_le == le:
        return None
    if appels.rappeler_le:
        return _rappel(appels.rappeler_le, le)
    if (motif := _avant_le_debut(personne, le)) is not None:
        return motif
    if personne.statut == "admis":
        return None
    if appels.dernier == "injoignable" and appels.dernier_le:
        phrase = f"Sans réponse à {compter(appels.echecs, 'appel')}, {depuis(appels.dernier_le, le)}"
        urgence = Urgence.ATTENTE if appels.echecs >= ECHECS_AVANT_AUTRE_VOIE else Urgence.NORMALE
        return Motif(Genre.APPELER, phrase, urgence, appels.dernier_le)
    return None if appels.joint_le else _nouveau(personne.positionne_le, le)


def depuis(jour: date, le: date) -> str:
    """« depuis 3 jours », « depuis hier », « aujourd’hui »."""
    ecart = (le - jour).days
    if ecart < 1:
        return "aujourd’hui"
    return "depuis hier" if ecart == 1 else f"depuis {compter(ecart, 'jour')}"


def dans(jour: date, le: date) -> str:
    """« dans 14 jours », « demain », « aujourd’hui »."""
    ecart = (jour - le).days
    if ecart < 1:
        return "aujourd’hui"
    return "demain" if ecart == 1 else f"dans {compter(ecart, 'jour')}"


def _rang(ligne: Ligne) -> tuple[Urgence, date, str]:
    return ligne.rang


def _rappel(jour: date, le: date) -> Motif | None:
    if jour > le:
        return None
    urgence = Urgence.URGENTE if jour < le else Urgence.ATTENTE
    return Motif(Genre.APPELER, f"À rappeler {depuis(jour, le)}", urgence, jour)


def _avant_le_debut(personne: Personne, le: date) -> Motif | None:
    debut, joint_le = personne.debut, personne.appels.joint_le
    if debut is None or not le <= debut <= le + SEMAINE_DU_DEBUT:
        return None
    if joint_le and joint_le >= debut - SEMAINE_DU_DEBUT:
        return None
    urgence = Urgence.URGENTE if debut <= le + DEBUT_PROCHE else Urgence.ATTENTE
    return Motif(Genre.APPELER, f"Commence {dans(debut, le)}, sans nouvelles cette semaine", urgence, debut)


def _nouveau(positionne_le: date, le: date) -> Motif:
    attend = le - positionne_le
    urgence = Urgence.NORMALE
    if attend >= NOUVEAU_PROCHE:
        urgence = Urgence.URGENTE if attend >= NOUVEAU_URGENT else Urgence.ATTENTE
    return Motif(Genre.APPELER, f"Premier appel à passer {depuis(positionne_le, le)}", urgence, positionne_le)


def _a_valider(personne: Personne, le: date) -> Motif | None:
    if personne.statut != "positionne":
        return None
    jour, urgence = personne.positionne_le, Urgence.NORMALE
    if personne.debut and personne.debut <= le + SEMAINE_DU_DEBUT:
        urgence = Urgence.URGENTE
    elif le - jour >= PROFIL_PROCHE:
        urgence = Urgence.ATTENTE
    return Motif(Genre.VALIDER, f"Profil à valider {depuis(jour, le)}", urgence, jour)


def _entree_a_declarer(personne: Personne, le: date) -> Motif | None:
    debut = personne.debut
    if personne.statut != "admis" or debut is None or debut >= le:
        return None
    urgence = Urgence.URGENTE if le - debut >= ENTREE_URGENTE else Urgence.ATTENTE
    return Motif(Genre.ENTREE, f"Entrée à déclarer {depuis(debut, le)}", urgence, debut)


def _lignes_des_personnes(personnes: Iterable[Personne], le: date) -> list[Ligne]:
    a_appeler: dict[int, tuple[Motif, Personne]] = {}
    lues = list(personnes)
    for personne in lues:
        motif = appel_a_faire(personne, le=le)
        vu = a_appeler.get(personne.stagiaire)
        if motif and (vu is None or (motif.urgence, motif.jour) < (vu[0].urgence, vu[0].jour)):
            a_appeler[personne.stagiaire] = motif, personne
    lignes = []
    for personne in lues:
        appel, pour = a_appeler.get(personne.stagiaire, (None, None))
        trouves = [appel if pour is personne else None, _a_valider(personne, le), _entree_a_declarer(personne, le)]
        motifs = sorted((motif for motif in trouves if motif), key=_urgence)
        if motifs:
            lignes.append(
                Ligne(
                    f"p{personne.parcours}",
                    tuple(motifs),
                    parcours=personne.parcours,
                    echecs=personne.appels.echecs,
                )
            )
    return lignes


def _urgence(motif: Motif) -> Urgence:
    return motif.urgence


def _lignes_des_suivis(suivis: Iterable[SuiviDu], le: date) -> list[Ligne]:
    lignes = []
    for suivi in suivis:
        retard, urgence = (le - suivi.prevu_le).days, Urgence.NORMALE
        if retard >= suivi.relance:
            urgence = Urgence.URGENTE if retard >= suivi.seconde else Urgence.ATTENTE
        quand = f"à {suivi.echeance} mois" if suivi.echeance else "à la fin de la formation"
        phrase = f"Nouvelles {quand}, attendues {depuis(suivi.prevu_le, le)}"
        motif = Motif(Genre.SUIVI, phrase, urgence, suivi.prevu_le)
        lignes.append(Ligne(f"s{suivi.suivi}", (motif,), parcours=suivi.parcours, suivi=suivi.suivi))
    return lignes


def _ligne_de_session(session: SessionAPourvoir, le: date) -> Ligne | None:
    reste = (session.debut - le).days
    if session.libres < 1 or reste > session.premier:
        return None
    urgence = Urgence.NORMALE
    if reste <= session.deuxieme:
        urgence = Urgence.URGENTE if reste <= session.dernier else Urgence.ATTENTE
    libres = compter(session.libres, "place libre", "places libres")
    motif = Motif(Genre.PLACES, f"{libres}, début {dans(session.debut, le)}", urgence, session.debut)
    return Ligne(f"f{session.session}", (motif,), session=session.session)
