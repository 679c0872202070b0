"""The people of one session, as its training body works with them: who is to decide on, expected, in, gone."""

from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects

from parcours.models import AvisEmployeur, Interruption
from parcours.queries.heures import Heures, heures_parmi
from parcours.queries.places import Places, places_parmi
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import StatutSession
from sessions_formation.models import Parcours, Session
from sessions_formation.queries.commandes import commande_de


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
    """Give the people of a session by what is to be done (4 queries at most, however many they are)."""
    lignes = list(
        Parcours.objects.filter(session=session.pk)
        .select_related("stagiaire", "structure", "intention__employeur", "remplacant")
        .only(*_MONTRES)
        .order_by("attente_le", "stagiaire__nom_normalise", "pk")
    )
    par_code: dict[str, list[Parcours]] = {code: [] for code, _, _ in SECTIONS}
    for parcours in lignes:
        parcours.session = session
        par_code[_section(parcours)].append(parcours)
    _lire_ce_qui_se_montre(par_code)
    perdus = [p for p in lignes if p.intention and p.intention.statut == "desistee" and p.statut in VIVANTS]
    commande = commande_de(session)
    return Groupe(
        places=places_parmi(lignes, capacite=commande.parcours if commande else 0),
        heures=heures_parmi(lignes, commande),
        sections=[Section(code, titre, phrase, par_code[code]) for code, titre, phrase in SECTIONS if par_code[code]],
        sans_poste=perdus,
        a_declarer=[p for p in par_code["admis"] if p.debut and p.debut <= le],
        fin_a_declarer=session.statut == StatutSession.DEMARREE and bool(session.fin and session.fin <= le),
    )


def _lire_ce_qui_se_montre(par_code: dict[str, list[Parcours]]) -> None:
    # The page shows the first beside whom to decide on, the second beside who is in training, and neither elsewhere.
    avis = AvisEmployeur.objects.select_related("employeur").order_by("pk")
    prefetch_related_objects(par_code["decider"], Prefetch("avis_employeurs", avis))
    presents = par_code["entre"]
    prefetch_related_objects(presents, Prefetch("interruptions", Interruption.objects.order_by("debut")))
    for parcours in presents:
        en_cours = next((i for i in parcours.interruptions.all() if i.fin is None), None)
        parcours.interruption = en_cours  # type: ignore[attr-defined]


_MONTRES = (
    *("statut", "attente_le", "debut", "heures", "entre_le", "sorti_le", "motif"),
    *("stagiaire__nom", "stagiaire__prenom", "structure__nom"),
    *("intention__statut", "intention__employeur__nom", "remplacant__statut"),
)
VIVANTS = frozenset({P.POSITIONNE, P.PROFIL_VALIDE, P.ADMIS, P.ENTRE})
_CODES = {P.POSITIONNE: "valider", P.PROFIL_VALIDE: "decider", P.ADMIS: "admis", P.ENTRE: "entre"}


def _section(parcours: Parcours) -> str:
    if parcours.statut == P.NON_RETENU:
        return "non_retenu"
    if parcours.en_liste_d_attente:
        return "attente"
    return _CODES.get(P(parcours.statut), "parti")
