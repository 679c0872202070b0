"""The people of one session, as its training body works with them: who is to decide on, expected, in, gone."""

from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch

from parcours.models import AvisEmployeur, Interruption
from parcours.queries.heures import Heures, heures_de
from parcours.queries.places import Places, places_de_la_session
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import StatutSession
from sessions_formation.models import Parcours, Session


class Section(NamedTuple):
    """Some people of a session: a code, its title, what is to be done with them, and the people."""

    code: str
    titre: str
    phrase: str
    parcours: list[Parcours]


class Groupe(NamedTuple):
    """A session's people. ``sans_poste``: those whose employer has withdrawn; ``a_declarer``: entries that are due."""

    places: Places
    heures: Heures
    sections: list[Section]
    sans_poste: list[Parcours]
    a_declarer: list[Parcours]
    fin_a_declarer: bool


SECTIONS = (
    ("decider", "À décider", "Leur profil est validé : l’organisme admet, ou non."),
    ("valider", "Profil à valider", "Le Réseau pour l’emploi valide d’abord leur profil."),
    (
        "attente",
        "Liste d’attente",
        "Une place ou un poste qui se libère est pour la première personne.",
    ),
    ("admis", "Personnes attendues", "Leur entrée se déclare le jour même, ou dans les trois jours ouvrés."),
    ("entre", "En formation", ""),
    ("parti", "Personnes sorties", ""),
    ("non_retenu", "Personnes non retenues", ""),
)


def groupe_de(session: Session, *, le: date) -> Groupe:
    """Give the people of a session by what is to be done (9 queries, however many they are)."""
    lignes = list(
        Parcours.objects.filter(session=session.pk)
        .select_related("stagiaire", "structure", "intention__employeur", "remplace", "remplacant")
        .prefetch_related(
            Prefetch("interruptions", queryset=Interruption.objects.order_by("debut")),
            Prefetch("avis_employeurs", queryset=AvisEmployeur.objects.select_related("employeur").order_by("pk")),
        )
        .order_by("attente_le", "stagiaire__nom_normalise", "pk")
    )
    par_code: dict[str, list[Parcours]] = {code: [] for code, _, _ in SECTIONS}
    for parcours in lignes:
        parcours.session = session
        # Read by the page, beside each person.
        en_cours = next((i for i in parcours.interruptions.all() if i.fin is None), None)
        parcours.interruption = en_cours  # type: ignore[attr-defined]
        par_code[_section(parcours)].append(parcours)
    perdus = [p for p in lignes if p.intention and p.intention.statut == "desistee" and p.statut in VIVANTS]
    return Groupe(
        places=places_de_la_session(session.pk),
        heures=heures_de(session),
        sections=[Section(code, titre, phrase, par_code[code]) for code, titre, phrase in SECTIONS if par_code[code]],
        sans_poste=perdus,
        a_declarer=[p for p in par_code["admis"] if p.debut and p.debut <= le],
        fin_a_declarer=session.statut == StatutSession.DEMARREE and bool(session.fin and session.fin <= le),
    )


VIVANTS = frozenset({P.POSITIONNE, P.PROFIL_VALIDE, P.ADMIS, P.ENTRE})
_CODES = {P.POSITIONNE: "valider", P.PROFIL_VALIDE: "decider", P.ADMIS: "admis", P.ENTRE: "entre"}


def _section(parcours: Parcours) -> str:
    if parcours.statut == P.NON_RETENU:
        return "non_retenu"
    if parcours.en_liste_d_attente:
        return "attente"
    return _CODES.get(P(parcours.statut), "parti")
