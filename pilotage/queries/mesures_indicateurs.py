"""What this service counts that a measure of the plan asks for: shown beside what was printed, never in its place.

Most measures are about schemes that are not kept here: they have no computed indicator, and their page says so. Each
figure is counted when it is read (entries and rates: each hour), on all the files kept since the first; under ten
people it is not shown.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, Sum

from aides.automates import ENGAGE_LA_REGION
from aides.enums import TypeAide
from aides.models import DemandeAide
from comites.enums import NatureComite, StatutComite
from comites.models import Comite
from insertion.models import AvisStagiaire, ResultatAgrege
from insertion.queries.resultats import bornes_de
from insertion.regles.resultats import COMPTES, MESURES, Bornes, Etat, taux
from intentions.models import IntentionEmbauche
from noyau.replique import base_de_lecture
from pilotage.regles.figures import Case, Unite
from referentiels.models import TerritoireEfop
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import TypeSession
from sessions_formation.models import Composante

SOURCE = "Dossiers tenus par ce service, comptés au moment où la page est lue, entrées et taux dans l’heure"


class Indicateur(NamedTuple):
    """A figure: its words, what it counts, its unit."""

    nom: str
    definition: str
    unite: Unite = Unite.NOMBRE


class Compte(NamedTuple):
    """An indicator and what it is today."""

    indicateur: Indicateur
    case: Case


Lecture = Callable[[Bornes], list[Compte]]


def indicateurs_de(numero: int, *, loi: Reglement) -> list[Compte]:
    """Give what is counted for a measure; nothing when this service counts nothing of it (at most 2 queries)."""
    lire = _LECTURES.get(numero)
    return lire(bornes_de(loi)) if lire else []


def compte_ici(numero: int) -> bool:
    """Tell whether this service counts something of a measure."""
    return numero in _LECTURES


def _gens(combien: int, bornes: Bornes) -> Case:
    """A number of people: none is said, few are not."""
    if combien and combien < bornes.effectif_min:
        return Case(None, etat=Etat.PEU_DE_PERSONNES)
    return Case(combien)


def _pour_cent(part: Decimal | None) -> Decimal | None:
    return None if part is None else (part * 100).quantize(Decimal(1), ROUND_HALF_UP)


_ENTREES = Indicateur(
    "Personnes entrées en « 1 emploi = 1 formation »",
    "Entrées en formation dans les sessions de « 1 emploi = 1 formation », qui a remplacé VISA Métiers en 2024.",
)
_TAUX = {
    code: Indicateur(MESURES[code].nom, MESURES[code].definition, Unite.POUR_CENT)
    for code in ("emploi_6", "durable_6")
}


def _formees(bornes: Bornes) -> list[Compte]:
    """Measure 17: who was trained, and how many have a job six months after (1 query)."""
    lus: dict[str, Any] = ResultatAgrege.objects.using(base_de_lecture()).aggregate(
        **{f"n_{nom}": Sum(nom, default=0) for nom in COMPTES}
    )
    comptes = {nom: lus[f"n_{nom}"] for nom in COMPTES}
    rendu = [Compte(_ENTREES, _gens(comptes["entres"], bornes))]
    for code, indicateur in _TAUX.items():
        lu = taux(MESURES[code], comptes, bornes)
        sur = lu.denominateur if lu.montrable else None
        rendu.append(Compte(indicateur, Case(_pour_cent(lu.part), sur=sur, etat=lu.etat)))
    return rendu


_AIDES = {
    TypeAide.AFEST: (
        Indicateur(
            "Établissements aidés pour une formation en situation de travail",
            "Établissements à qui la Région a accordé un « Parcours emploi Tutorat » en Afest.",
        ),
        Indicateur(
            "Aides accordées pour une formation en situation de travail",
            "« Parcours emploi Tutorat » en Afest accordés, un par personne embauchée.",
        ),
    ),
    TypeAide.TUTORAT: (
        Indicateur(
            "Établissements aidés pour un tutorat",
            "Établissements à qui la Région a accordé un « Parcours emploi Tutorat », hors Afest.",
        ),
        Indicateur(
            "Aides accordées pour un tutorat",
            "« Parcours emploi Tutorat » accordés, hors Afest, un par personne embauchée.",
        ),
    ),
}


def _aidees(dispositif: TypeAide) -> Lecture:
    """Measures 22 and 23: what the aids after hiring have paid for (1 query)."""

    def lire(bornes: Bornes) -> list[Compte]:
        accordees = DemandeAide.objects.using(base_de_lecture()).filter(
            dispositif=dispositif, statut__in=ENGAGE_LA_REGION
        )
        lu = accordees.aggregate(aides=Count("pk"), etablissements=Count("employeur", distinct=True))
        etablissements, aides = _AIDES[dispositif]
        donnees = _gens(lu["aides"], bornes)
        # One aid at least each: how many establishments would tell how few people are hidden.
        aides_chez = donnees if donnees.etat is not Etat.MONTRE else Case(lu["etablissements"])
        return [Compte(etablissements, aides_chez), Compte(aides, donnees)]

    return lire


_SESSIONS_NOTEES = Indicateur(
    "Sessions notées", "Sessions de formation sur lesquelles au moins une personne a donné son avis."
)
_AVIS = Indicateur("Avis donnés", "Avis de personnes formées, sur les cinq dimensions d’Anotea, commentés ou non.")


def _avis(bornes: Bornes) -> list[Compte]:
    """Measure 26: opinions of trainees (1 query). Few opinions: how many sessions they are of is not said either."""
    avis = AvisStagiaire.objects.using(base_de_lecture())
    lu = avis.aggregate(avis=Count("pk"), sessions=Count("parcours__session", distinct=True))
    donnes = _gens(lu["avis"], bornes)
    sessions = donnes if donnes.etat is not Etat.MONTRE else Case(lu["sessions"])
    return [Compte(_SESSIONS_NOTEES, sessions), Compte(_AVIS, donnes)]


_EMPLOYEURS = Indicateur(
    "Établissements qui ont déposé une intention d’embauche",
    "Établissements employeurs dont au moins une intention d’embauche a été déposée dans ce service.",
)
_PROMIS = Indicateur("Postes promis", "Postes des intentions d’embauche déposées.")
_OUVERTES = Indicateur(
    "Sessions ouvertes sur des intentions d’embauche",
    "Sessions autorisées dont les places répondent à des postes nommés, hors programmation socle.",
)


def _au_plus_pres(_bornes: Bornes) -> list[Compte]:
    """Measure 27: trainings opened on the needs of named employers (2 queries)."""
    base = base_de_lecture()
    deposees = IntentionEmbauche.objects.using(base).filter(deposee_le__isnull=False)
    lu = deposees.aggregate(etablissements=Count("employeur", distinct=True), postes=Sum("nombre_postes", default=0))
    sessions = Composante.objects.using(base).filter(session__type=TypeSession.INTENTION).count()
    return [
        Compte(_EMPLOYEURS, Case(lu["etablissements"])),
        Compte(_PROMIS, Case(lu["postes"])),
        Compte(_OUVERTES, Case(sessions)),
    ]


_TERRITOIRES = Indicateur("Territoires connus", "Territoires emploi-formation-orientation importés dans ce service.")
_LOCAUX = Indicateur(
    "Comités locaux formation tenus",
    "Comités locaux formation d’un territoire, tenus dans ce service. Ce ne sont pas les CLEFOP.",
)
_TECHNIQUES = Indicateur(
    "Groupes techniques formation tenus",
    "Groupes techniques formation d’un département, tenus dans ce service. Ce ne sont pas les CDEFOP.",
)
_DEPARTEMENTS = Indicateur(
    "Départements où un groupe technique s’est tenu",
    "Départements de la région où au moins un groupe technique formation s’est tenu dans ce service.",
)
_TENUS = Q(statut__in=(StatutComite.TENU, StatutComite.CLOS))


def _territoires(_bornes: Bornes) -> list[Compte]:
    """Measure 38: territories and their committees (2 queries)."""
    base = base_de_lecture()
    tenus = Comite.objects.using(base).filter(_TENUS, nature=NatureComite.LOCAL).count()
    return [Compte(_TERRITOIRES, Case(TerritoireEfop.objects.using(base).count())), Compte(_LOCAUX, Case(tenus))]


def _departements(_bornes: Bornes) -> list[Compte]:
    """Measure 40: the committees of the départements (1 query)."""
    tenus = Comite.objects.using(base_de_lecture()).filter(_TENUS, nature=NatureComite.TECHNIQUE)
    lu = tenus.aggregate(groupes=Count("pk"), lieux=Count(F("departement"), distinct=True))
    return [Compte(_TECHNIQUES, Case(lu["groupes"])), Compte(_DEPARTEMENTS, Case(lu["lieux"]))]


_LECTURES: dict[int, Lecture] = {
    17: _formees,
    22: _aidees(TypeAide.AFEST),
    23: _aidees(TypeAide.TUTORAT),
    26: _avis,
    27: _au_plus_pres,
    38: _territoires,
    40: _departements,
}
