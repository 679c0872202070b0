"""The law of one day: every threshold and list the eligibility rules read.

Thresholds are dated values, each citing its text; they are never literals in the rules (domaine.md § 4). The
database rows are turned into `Bareme`s by `referentiels.queries.reglement`; what follows is pure.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from referentiels.regles.grandeurs import CODES


class BaremeIncomplet(LookupError):
    """A dated value is asked for, and none is known for it; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Palier:
    """One value of a quantity, in force from `depuis` on, with the text that sets it."""

    depuis: date
    valeur: Decimal
    texte: str


@dataclass(frozen=True, slots=True)
class Bareme:
    """The successive values of one quantity, oldest first; cannot be built empty, unordered or without its texts."""

    nom: str
    unite: str
    paliers: tuple[Palier, ...]

    def __post_init__(self) -> None:
        debuts = [palier.depuis for palier in self.paliers]
        if not debuts or debuts != sorted(set(debuts)):
            raise ValueError(f"{self.nom} : paliers vides, en double ou non ordonnés.")
        if any(not palier.texte.strip() for palier in self.paliers):
            raise ValueError(f"{self.nom} : chaque palier cite son texte.")

    def au(self, jour: date) -> Palier:
        """Return the step in force on `jour`; raise `BaremeIncomplet` before the first one."""
        rang = bisect_right([palier.depuis for palier in self.paliers], jour)
        if rang == 0:
            raise BaremeIncomplet(f"{self.nom} : rien n’est en vigueur au {jour:%d/%m/%Y}.")
        return self.paliers[rang - 1]


class SecteurDuJour(NamedTuple):
    """A sector as the day's list has it. `cas_par_cas`: not under tension, but a person decides (FAQ § 2)."""

    code: str
    libelle: str
    en_tension: bool
    cas_par_cas: bool


class DepartementDuJour(NamedTuple):
    """A French département, and whether it is one of the region's or borders it (FAQ § 1)."""

    code: str
    nom: str
    dans_region: bool
    limitrophe: bool


@dataclass(frozen=True, slots=True)
class Reglement:
    """Every value the rules need, as in force on one day (units: see `CODES`)."""

    duree_min_mois: int
    heures_hebdo_min: Decimal
    effectif_min: int
    heures_session_info: Decimal
    regroupement_postes_max: int
    regroupement_ecart_jours: int
    validite_intention_jours: int
    validite_complement_jours: int
    preavis_validite_jours: int
    derogation_max_jours: int
    relance_organisme_jours: int
    relance_libre_jours: int
    relance_confirmation_jours: int
    relance_partenaire_jours: int
    relance_derogation_jours: int
    alerte_derogation_jours: int
    confiance_intentions_sans_embauche: int
    seconde_validation_montant: Decimal
    relance_session_jours: int
    alerte_session_jours: int
    complement_session_jours: int
    suivi_relance_jours: int
    suivi_seconde_relance_jours: int
    suivi_escalade_jours: int
    sourcing_premier_jours: int
    sourcing_deuxieme_jours: int
    sourcing_dernier_jours: int
    resultat_effectif_min: int
    resultat_couverture_min: Decimal
    placement_cible: Decimal
    conservation_stagiaire_mois: int
    remuneration_moins_18: Decimal
    remuneration_18_25: Decimal
    remuneration_des_26: Decimal
    remuneration_plafond: Decimal
    remuneration_heures_mois: Decimal
    heures_jour_max: int
    relance_heures_jours: int
    relance_facture_jours: int
    relance_service_fait_jours: int
    alerte_service_fait_jours: int
    paiement_jours: int
    interets_moratoires_taux: Decimal
    recouvrement_indemnite: Decimal
    tva_taux_normal: Decimal
    aide_effectif_max: int
    aide_duree_min_mois: int
    aide_delai_mois: int
    aide_heures_max: Decimal
    pef_taux: Decimal
    pef_cout_heure_max: Decimal
    pef_plafond: Decimal
    tutorat_taux_heure: Decimal
    tutorat_plafond: Decimal
    afest_taux_heure: Decimal
    afest_plafond: Decimal
    majoration_rqth: Decimal
    majoration_senior: Decimal
    aide_senior_age: int
    relance_bilan_aide_jours: int
    secteurs_tension: frozenset[str]
    secteurs_cas_par_cas: frozenset[str]
    departements_region: frozenset[str]
    departements_limitrophes: frozenset[str]
    libelles_secteurs: Mapping[str, str]
    noms_departements: Mapping[str, str]


def jour_connu(jour: date, baremes: Mapping[str, Bareme]) -> date:
    """Return `jour`, or the first day of the law when it is earlier: what was in force before is not known.

    A file dated from before is judged by the oldest law known rather than refused (choice of the project).
    """
    return max(jour, min((bareme.paliers[0].depuis for bareme in baremes.values()), default=jour))


def reglement_pour(
    jour: date,
    baremes: Mapping[str, Bareme],
    secteurs: Iterable[SecteurDuJour],
    departements: Iterable[DepartementDuJour],
) -> Reglement:
    """Return the `Reglement` of `jour`, from one `Bareme` per code of `CODES` and the lists in force that day.

    Before the first value of a code, it is that one: a quantity measured later than the others changes nothing to
    what was judged before. Raises `BaremeIncomplet` when a code of `CODES` has no bareme.
    """
    secteurs, departements = tuple(secteurs), tuple(departements)
    valeurs: dict[str, Any] = {code: _valeur(code, baremes, jour) for code in CODES}
    return Reglement(
        **valeurs,
        secteurs_tension=frozenset(secteur.code for secteur in secteurs if secteur.en_tension),
        secteurs_cas_par_cas=frozenset(secteur.code for secteur in secteurs if secteur.cas_par_cas),
        departements_region=frozenset(lieu.code for lieu in departements if lieu.dans_region),
        departements_limitrophes=frozenset(lieu.code for lieu in departements if lieu.limitrophe),
        libelles_secteurs=MappingProxyType({secteur.code: secteur.libelle for secteur in secteurs}),
        noms_departements=MappingProxyType({lieu.code: lieu.nom for lieu in departements}),
    )


def _valeur(code: str, baremes: Mapping[str, Bareme], jour: date) -> int | Decimal:
    if code not in baremes:
        raise BaremeIncomplet(f"{CODES[code].libelle} : aucune valeur n’est connue.")
    bareme = baremes[code]
    valeur = bareme.au(max(jour, bareme.paliers[0].depuis)).valeur
    return int(valeur) if CODES[code].genre == "entier" else valeur
