"""What the sources leave open about the aids: what they say, what the project chose, what changes it.

Shown to who instructs, for the file it concerns, and in the guide. Nothing here decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from aides.regles.dossier import Dispositif, DossierAide
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer

# What les-aides.fr wrote of the deadline in 2024, where PRES says three months.
DELAI_LES_AIDES_MOIS = 5


@dataclass(frozen=True, slots=True)
class PointOuvert:
    """One question the Région has not answered. ``parametres``: the dated values that change the choice, if any."""

    code: str
    titre: str
    sources: str
    choix: str
    parametres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A point, and for which files it matters."""

    point: PointOuvert
    concerne: Callable[[DossierAide, Reglement], bool]


def points_du_dossier(dossier: DossierAide, *, reglement: Reglement) -> list[PointOuvert]:
    """Give the open points that this file meets, in the order of ``POINTS``."""
    return [question.point for question in _QUESTIONS if question.concerne(dossier, reglement)]


def _toujours(dossier: DossierAide, reglement: Reglement) -> bool:
    return True


def _majore(dossier: DossierAide, reglement: Reglement) -> bool:
    return bool(dossier.salarie.senior or dossier.salarie.rqth)


def _formation(dossier: DossierAide, reglement: Reglement) -> bool:
    return dossier.dispositif == Dispositif.FORMATION


def _hors_delai_a_trois_mois(dossier: DossierAide, reglement: Reglement) -> bool:
    """Too late by PRES, in time by the other source."""
    embauche, formation = dossier.contrat.debut, dossier.formation.debut
    if embauche is None or formation is None:
        return False
    trop_tard = ajouter_mois(embauche, reglement.aide_delai_mois)
    return trop_tard < formation <= ajouter_mois(embauche, DELAI_LES_AIDES_MOIS)


def _plafond_horaire(dossier: DossierAide, reglement: Reglement) -> bool:
    """The hours and cost for which the two caps say different things."""
    prevues = dossier.formation.heures
    if dossier.dispositif != Dispositif.FORMATION or prevues is None:
        return False
    return reglement.pef_taux * reglement.pef_cout_heure_max * prevues >= reglement.pef_plafond


def _contrat_recent(dossier: DossierAide, reglement: Reglement) -> bool:
    return dossier.contrat.type in {TypeContrat.CDI, TypeContrat.CDD} and isinstance(dossier.contrat.debut, date)


def _point(code: str, titre: str, sources: str, choix: str, *parametres: str) -> PointOuvert:
    return PointOuvert(code, composer(titre), composer(sources), composer(choix), parametres)


_QUESTIONS = (
    Question(
        _point(
            "senior",
            "À quel âge est-on senior ?",
            "La présentation majore l’aide pour les « seniors » sans dire d’âge.",
            "55 ans au jour de l’embauche.",
            "aide_senior_age",
        ),
        lambda dossier, reglement: bool(dossier.salarie.senior),
    ),
    Question(
        _point(
            "deux_majorations",
            "Les deux majorations s’ajoutent-elles ?",
            "La présentation donne deux majorations et ne dit rien de qui a droit aux deux.",
            "La plus forte des deux, pas leur somme.",
            "majoration_rqth",
            "majoration_senior",
        ),
        lambda dossier, reglement: bool(dossier.salarie.senior and dossier.salarie.rqth),
    ),
    Question(
        _point(
            "majoration_et_plafond",
            "La majoration vient-elle avant ou après le plafond ?",
            "La présentation ne le dit pas.",
            "Après : le plafond grandit avec elle.",
        ),
        _majore,
    ),
    Question(
        _point(
            "majoration_et_cout",
            "L’aide majorée peut-elle dépasser ce que la formation coûte ?",
            "La présentation majore l’aide sans dire qu’elle s’arrête au coût.",
            "Rien ne l’arrête : 70 % du coût et la moitié en plus font 105 %, le double 140 %.",
            "majoration_rqth",
            "majoration_senior",
        ),
        lambda dossier, reglement: _formation(dossier, reglement) and _majore(dossier, reglement),
    ),
    Question(
        _point(
            "delai",
            "Trois mois, ou cinq ?",
            "La présentation demande que la formation commence dans les trois mois de l’embauche ; "
            "les-aides.fr (2024) écrit cinq.",
            "Trois mois, la source la plus récente de la Région.",
            "aide_delai_mois",
        ),
        _hors_delai_a_trois_mois,
    ),
    Question(
        _point(
            "temps_de_travail",
            "Faut-il 24 heures par semaine ?",
            "Le site du Cariforef le demande ; la présentation n’en dit rien.",
            "Rien n’est demandé : lisez le contrat joint si la question se pose.",
        ),
        _toujours,
    ),
    Question(
        _point(
            "deux_plafonds",
            "15 € de l’heure, ou 4 200 € ?",
            "70 % de 15 € pour 400 heures font 4 200 € : les deux plafonds se rejoignent, sans que la présentation "
            "dise lequel l’emporte au-delà de 400 heures.",
            "Les deux s’appliquent, le plus bas l’emporte ; les heures au-delà de 400 ne comptent pas.",
            "pef_cout_heure_max",
            "pef_plafond",
            "aide_heures_max",
        ),
        _plafond_horaire,
    ),
    Question(
        _point(
            "pieces",
            "Quelles pièces sont exigées ?",
            "Les sources n’en donnent pas la liste.",
            "À la demande : offre, contrat, inscription, plan signé, RIB, et devis pour une Formation. "
            "Au bilan : certificat de réalisation, et facture acquittée pour une Formation.",
        ),
        _toujours,
    ),
    Question(
        _point(
            "paiement",
            "En combien de fois l’aide est-elle payée ?",
            "Les sources ne le disent pas.",
            "En une fois, après le bilan, sur ce qui a été fait.",
        ),
        _toujours,
    ),
    Question(
        _point(
            "bilan",
            "Jusqu’à quand envoyer le bilan ?",
            "Les sources ne le disent pas.",
            "Aucune date n’éteint le droit ; trois rappels partent après la fin de la formation.",
            "relance_bilan_aide_jours",
        ),
        _toujours,
    ),
    Question(
        _point(
            "cumul",
            "L’aide s’ajoute-t-elle au CPF ou à l’Opco ?",
            "Les sources ne le disent pas.",
            "Oui, mais ce qu’un autre paie est ôté du coût avant l’aide.",
        ),
        _formation,
    ),
    Question(
        _point(
            "entreprise",
            "Et un ancien salarié, ou un licenciement récent ?",
            "les-aides.fr écarte une personne salariée de l’entreprise dans les six mois, et une entreprise qui a "
            "licencié pour motif économique dans les six mois ; la présentation n’en dit rien.",
            "Rien n’est vérifié : demandez-le à l’établissement si vous avez un doute.",
        ),
        _contrat_recent,
    ),
)

POINTS = tuple(question.point for question in _QUESTIONS)
# To meet one of these tells that an increase is declared.
SUR_LA_MAJORATION = frozenset({"senior", "deux_majorations", "majoration_et_plafond", "majoration_et_cout"})
