"""What the referent's page is made of: the people, follow-ups and sessions of one perimeter, in bounded queries."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject, TruncDate

from comptes import acces
from comptes.models import Utilisateur
from insertion.enums import Source
from insertion.models import Reponse, Suivi
from insertion.regles.a_faire import Appels, Ligne, Personne, SessionAPourvoir, SuiviDu, lignes_du_jour
from noyau.parmi import Parmi
from parcours.queries.places import places_de
from referentiels.queries.reglement import valeurs_au
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import Parcours, Session
from stagiaires.enums import ResultatAppel
from stagiaires.models import Appel, Stagiaire

# Nobody works through more in a day: what comes after is reached by filtering, or by sharing the people out.
PERSONNES_MAX = 2000
SUIVIS_MAX = 1000
SESSIONS_DU_TERRITOIRE = 5
APPELS_LUS = 10
# Days: when a follow-up is late, then very late; when free places become pressing.
DELAIS = (
    "suivi_relance_jours", "suivi_seconde_relance_jours",
    "sourcing_premier_jours", "sourcing_deuxieme_jours", "sourcing_dernier_jours",
)  # fmt: skip
EN_CHEMIN = (StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE, StatutParcours.ADMIS)
A_POURVOIR = (StatutSession.AUTORISEE, StatutSession.PUBLIEE)

# What a line says of a parcours: whole, the rows of these tables have 250 columns.
DITS = (
    "debut", "sorti_le", "intention", "stagiaire__prenom", "stagiaire__nom", "stagiaire__telephone",
    "stagiaire__courriel", "session__intitule", "session__debut", "session__commune__nom", "session__organisme__nom",
    "intention__employeur__nom",
)  # fmt: skip


class Perimetre(NamedTuple):
    """Whose work is shown: a referent's own with what nobody of its structures has taken (``seul``), or all theirs."""

    utilisateur: Utilisateur
    structures: list[int]
    seul: bool


class Journee(NamedTuple):
    """What a day holds: the lines, most urgent first, how many people were called, the sessions that lines show (by
    their id), and the next ones around."""

    lignes: list[Ligne]
    appels: int
    sessions: dict[int, dict[str, Any]]
    territoire: list[dict[str, Any]]


def perimetre_de(utilisateur: Utilisateur, *, seul: bool) -> Perimetre:
    """Read whose work a referent sees (0 to 1 query)."""
    return Perimetre(utilisateur, acces.constantes(acces.structures_de(utilisateur)), seul)


def journee_de(perimetre: Perimetre, *, le: date) -> Journee:
    """Give all there is to do on ``le`` (4 queries, and 1 more when there are sessions)."""
    *delais, premier, deuxieme, dernier = map(int, valeurs_au(le, *DELAIS))
    personnes = _personnes(perimetre)
    sessions = _sessions(perimetre, le)
    places = places_de(ligne["pk"] for ligne in sessions) if sessions else {}
    lues = [{**ligne, "places": places[ligne["pk"]]} for ligne in sessions]
    siennes = [
        SessionAPourvoir(ligne["pk"], ligne["debut"], ligne["places"].libres, premier, deuxieme, dernier)
        for ligne in lues
        if ligne["sienne"]
    ]
    appels = {personne.stagiaire for personne in personnes if personne.appels.dernier_le == le}
    return Journee(
        lignes_du_jour(personnes, _suivis(perimetre, le, delais), siennes, le=le),
        len(appels),
        {ligne["pk"]: ligne for ligne in lues},
        [ligne for ligne in lues if ligne["territoire"]],
    )


def parcours_des_lignes(lignes: Iterable[Ligne]) -> dict[int, Parcours]:
    """Give the parcours that lines show, by their id, with what a line says of them (1 query, 0 for none)."""
    voulus = {ligne.parcours for ligne in lignes if ligne.parcours}
    if not voulus:
        return {}
    lus = Parcours.objects.filter(pk__in=voulus).select_related(
        "stagiaire", "session__commune", "session__organisme", "intention__employeur"
    )
    return {parcours.pk: parcours for parcours in lus.only(*DITS)}


def _personnes(perimetre: Perimetre) -> list[Personne]:
    """Those on the way to a session, each with its last calls (1 query)."""
    moi, structures = perimetre.utilisateur.pk, perimetre.structures
    siennes = Q(structure__in=structures)
    if perimetre.seul:
        siennes = Q(referent=moi) | Q(structure__in=structures, referent=None)
    personnes = Stagiaire.objects.filter(siennes).order_by().values("pk")
    appels = Appel.objects.filter(stagiaire=OuterRef("stagiaire")).order_by("-le", "-pk")
    derniers = appels.values(lu=JSONObject(resultat="resultat", le=TruncDate("le"), rappeler_le="rappeler_le"))
    lignes = (
        Parcours.objects.filter(Parmi("stagiaire", personnes), statut__in=EN_CHEMIN)
        .annotate(jour=Coalesce("debut", "session__debut"), appels=ArraySubquery(derniers[:APPELS_LUS]))
        .order_by("jour", "pk")
        .values_list("pk", "stagiaire", "statut", TruncDate("cree_le"), "jour", "appels")
    )
    return [
        Personne(pk, stagiaire, statut, cree_le, debut, appels_lus(lus))
        for pk, stagiaire, statut, cree_le, debut, lus in lignes[:PERSONNES_MAX]
    ]


def appels_lus(derniers: list[dict[str, Any]]) -> Appels:
    """Sum up the last calls to a person, newest first: a date for the next one holds until the next call only."""
    if not derniers:
        return Appels()
    echecs = 0
    for appel in derniers:
        if appel["resultat"] != ResultatAppel.INJOIGNABLE:
            break
        echecs += 1
    joint = next((appel for appel in derniers if appel["resultat"] == ResultatAppel.JOINT), None)
    dernier = derniers[0]
    rappel = dernier["rappeler_le"]
    return Appels(
        dernier=dernier["resultat"],
        dernier_le=date.fromisoformat(dernier["le"]),
        rappeler_le=date.fromisoformat(rappel) if rappel else None,
        joint_le=date.fromisoformat(joint["le"]) if joint else None,
        echecs=echecs,
    )


def _suivis(perimetre: Perimetre, le: date, delais: Iterable[int]) -> list[SuiviDu]:
    """Follow-ups due that the referent has not answered, with what makes them late (1 query).

    One arm for each way of being in charge, so that each has its index: an « or » across tables would read them all.
    """
    reponses = Reponse.objects.filter(suivi=OuterRef("pk"), source=Source.REFERENT)
    bras = [Parcours.objects.filter(filtre).order_by().values("pk") for filtre in _en_charge_des_suivis(perimetre)]
    dus = Suivi.objects.filter(
        ~Exists(reponses), Parmi("parcours", bras[0].union(*bras[1:])), clos_le=None, prevu_le__lte=le
    ).order_by("prevu_le")
    lignes = dus.values_list("pk", "parcours", "prevu_le", "echeance")[:SUIVIS_MAX]
    return [SuiviDu(*ligne, *delais) for ligne in lignes]


def _en_charge_des_suivis(perimetre: Perimetre) -> list[Q]:
    """Who follows a person to its job: the session's referent, else the person's, else their structures."""
    moi, structures = perimetre.utilisateur.pk, perimetre.structures
    suit = Q(stagiaire__structure__in=structures)
    refere = Q(session__structure_referente__in=structures)
    if not perimetre.seul:
        return [suit, refere]
    de_la_session = Q(session__referent=None)
    de_personne = de_la_session & Q(stagiaire__referent=None)
    return [
        Q(session__referent=moi),
        de_la_session & Q(stagiaire__referent=moi),
        de_personne & suit,
        de_personne & refere,
    ]


def _sessions(perimetre: Perimetre, le: date) -> list[dict[str, Any]]:
    """The sessions of the perimeter that start soon, and the next ones of its départements (1 query)."""
    moi, structures = perimetre.utilisateur.pk, perimetre.structures
    siennes = Q(structure_referente__in=structures)
    if perimetre.seul:
        siennes = Q(referent=moi) | Q(structure_referente__in=structures, referent=None)
    ouvertes = Session.objects.filter(statut__in=A_POURVOIR, debut__gt=le)
    proches = ouvertes.filter(siennes, debut__lte=le + timedelta(days=_HORIZON))
    autour = ouvertes.filter(commune__departement__in=acces.departements_de(perimetre.utilisateur))
    bras = [
        _champs(proches, "sienne"),
        _champs(autour, "territoire").order_by("debut", "pk")[:SESSIONS_DU_TERRITOIRE],
    ]
    lues: dict[int, dict[str, Any]] = {}
    for ligne in bras[0].union(bras[1], all=True).order_by("debut", "pk"):
        connue = lues.setdefault(ligne["pk"], {**ligne, "sienne": False, "territoire": False})
        connue[ligne["bras"]] = True
    return list(lues.values())


# Wider than any threshold of places: which session is pressing is the law's to say.
_HORIZON = 60


def _champs(sessions: QuerySet[Session], bras: str) -> QuerySet:
    return sessions.order_by().values(
        "pk", "debut", "intitule", "numero", commune_nom=F("commune__nom"), bras=Value(bras, CharField())
    )
