"""Which dated values may change the verdict of a file, what the others set, and how changes are counted.

``tests/pilotage/test_impact.py`` holds the two lists to the rules themselves: it reads which values they use, and
fails for a value that is in neither list.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from referentiels.regles.constats import Verdict

EXEMPLES_MAX = 20


class Nature(StrEnum):
    """What is judged and kept: an intention, a session, a request for an aid."""

    INTENTION = "intention"
    SESSION = "session"
    AIDE = "aide"


class Groupe(StrEnum):
    """Where a file stands: somebody still waits for its end, it is decided, it has never been sent."""

    OUVERT = "ouvert"
    PASSE = "passe"
    BROUILLON = "brouillon"


# Dated value → the files whose verdict it decides.
CHANGENT_UN_VERDICT: dict[str, Nature] = {
    "duree_min_mois": Nature.INTENTION,
    "heures_hebdo_min": Nature.INTENTION,
    "effectif_min": Nature.SESSION,
    "aide_effectif_max": Nature.AIDE,
    "aide_duree_min_mois": Nature.AIDE,
    "aide_delai_mois": Nature.AIDE,
}

_AIDE = "le montant des aides demandées ensuite, pas leur verdict : une demande garde les valeurs de son dépôt"
# Every other one → what it sets, as the end of « Elle règle… ».
REGLENT: dict[str, str] = {
    "heures_session_info": "une information dite aux organismes et aux agents, qui n’empêche rien",
    "regroupement_postes_max": "les regroupements proposés aux organismes",
    "regroupement_ecart_jours": "les regroupements proposés aux organismes",
    "validite_intention_jours": "jusqu’à quand une intention recevable est proposée",
    "validite_complement_jours": "le temps donné à l’employeur pour compléter une intention",
    "preavis_validite_jours": "le jour où l’on demande à l’employeur si son intention tient toujours",
    "derogation_max_jours": "la date de fin la plus lointaine d’une dérogation",
    "relance_organisme_jours": "le jour d’un rappel à l’organisme choisi",
    "relance_libre_jours": "le jour d’un rappel sur les intentions que personne ne prend",
    "relance_confirmation_jours": "le jour d’un rappel à l’employeur qui doit confirmer",
    "relance_partenaire_jours": "le jour où le partenaire sait que l’employeur n’a pas confirmé",
    "relance_derogation_jours": "le jour d’un rappel aux agents sur une dérogation",
    "alerte_derogation_jours": "le jour d’une alerte sur une dérogation",
    "confiance_intentions_sans_embauche": "un signal montré aux agents, qui n’empêche rien",
    "seconde_validation_montant": "qui signe un achat, une personne ou deux, pas s’il est possible",
    "relance_session_jours": "le jour d’un rappel aux agents sur une demande de session",
    "alerte_session_jours": "le jour d’une alerte sur une demande de session",
    "complement_session_jours": "le temps donné à l’organisme pour compléter sa demande",
    "suivi_relance_jours": "le jour d’une relance du suivi après la formation",
    "suivi_seconde_relance_jours": "le jour d’une seconde relance du suivi après la formation",
    "suivi_escalade_jours": "le jour où la structure sait qu’un suivi reste sans réponse",
    "sourcing_premier_jours": "le jour d’un rappel sur les places libres",
    "sourcing_deuxieme_jours": "le jour d’un rappel sur les places libres",
    "sourcing_dernier_jours": "le jour d’un rappel sur les places libres",
    "resultat_effectif_min": "les taux que l’on montre, pas les dossiers",
    "resultat_couverture_min": "les taux que l’on montre, pas les dossiers",
    "placement_cible": "le taux auquel on compare les résultats",
    "heures_jour_max": "le signalement d’heures impossibles à tenir dans le mois",
    "relance_heures_jours": "le jour d’un rappel sur les heures à déclarer",
    "relance_facture_jours": "le jour d’un rappel sur un projet de facture",
    "relance_service_fait_jours": "le jour d’un rappel aux agents sur une facture",
    "alerte_service_fait_jours": "le jour d’une alerte sur une facture",
    "paiement_jours": "le jour où une facture doit être payée",
    "interets_moratoires_taux": "les intérêts dus d’un paiement en retard",
    "recouvrement_indemnite": "l’indemnité due d’un paiement en retard",
    "tva_taux_normal": "la TVA d’une facture d’un organisme assujetti",
    "relance_bilan_aide_jours": "le jour d’un rappel sur le bilan d’une formation aidée",
    "conservation_stagiaire_mois": "le jour où les données d’une personne s’effacent",
    **dict.fromkeys(
        (
            "remuneration_moins_18", "remuneration_18_25", "remuneration_des_26", "remuneration_plafond",
            "remuneration_heures_mois",
        ),
        "une estimation donnée au stagiaire : l’organisme payeur décide",
    ),
    **dict.fromkeys(
        (
            "aide_heures_max", "pef_taux", "pef_cout_heure_max", "pef_plafond", "tutorat_taux_heure",
            "tutorat_plafond", "afest_taux_heure", "afest_plafond", "majoration_rqth", "majoration_senior",
            "aide_senior_age",
        ),
        _AIDE,
    ),
}  # fmt: skip

# With this value, « éligible » that becomes « dérogation » tells by itself that a person is disabled (FAQ §6).
DIT_UN_HANDICAP = "heures_hebdo_min"


class Rejuge(NamedTuple):
    """One file judged twice: what it is, and its verdict under its own law, before and after the change."""

    nature: Nature
    groupe: Groupe
    pk: int
    reference: str
    avant: Verdict
    apres: Verdict

    @property
    def change(self) -> bool:
        return self.avant != self.apres


class Comptage:
    """Adds files up: how many of each kind, and a few examples of those that change."""

    def __init__(self) -> None:
        self._compte: Counter[tuple[Groupe, Verdict, Verdict]] = Counter()
        self._lus: Counter[Groupe] = Counter()
        self._exemples: dict[Groupe, list[Rejuge]] = {groupe: [] for groupe in Groupe}

    def ajouter(self, rejuges: Iterable[Rejuge]) -> None:
        for rejuge in rejuges:
            self._lus[rejuge.groupe] += 1
            if rejuge.change:
                self._compte[rejuge.groupe, rejuge.avant, rejuge.apres] += 1
                self._citer(rejuge)

    def _citer(self, rejuge: Rejuge) -> None:
        # A draft is its author's alone: it is counted, never named.
        if rejuge.groupe != Groupe.BROUILLON and len(self._exemples[rejuge.groupe]) < EXEMPLES_MAX:
            self._exemples[rejuge.groupe].append(rejuge)

    def resultat(self) -> dict[str, Any]:
        """Give the whole as plain JSON: ``lus`` by group, ``changements``, ``exemples`` (open files first)."""
        rangs = {groupe: rang for rang, groupe in enumerate(Groupe)}
        triees = sorted(self._compte.items(), key=lambda item: (rangs[item[0][0]], -item[1], *item[0][1:]))
        exemples = [exemple._asdict() for groupe in Groupe for exemple in self._exemples[groupe]]
        return {
            "lus": {groupe.value: self._lus[groupe] for groupe in Groupe},
            "changements": [
                {"groupe": groupe, "avant": avant, "apres": apres, "nombre": nombre}
                for (groupe, avant, apres), nombre in triees
            ],
            "exemples": exemples[:EXEMPLES_MAX],
        }
