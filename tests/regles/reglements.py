"""The law the tests of pure rules judge by, written out; no database."""

from datetime import date
from decimal import Decimal

from referentiels.regles.reglement import (
    CODES,
    Bareme,
    DepartementDuJour,
    Palier,
    Reglement,
    SecteurDuJour,
    reglement_pour,
)

LE = date(2026, 3, 2)
PREMIER_JOUR = date(2023, 1, 1)
CHANGEMENT = date(2027, 1, 1)

_VALEURS = {
    "duree_min_mois": "6",
    "heures_hebdo_min": "24",
    "effectif_min": "5",
    "heures_session_info": "750",
    "regroupement_postes_max": "12",
    "regroupement_ecart_jours": "60",
    "validite_intention_jours": "90",
    "validite_complement_jours": "60",
    "preavis_validite_jours": "15",
    "derogation_max_jours": "365",
    "relance_organisme_jours": "10",
    "relance_libre_jours": "30",
    "relance_confirmation_jours": "5",
    "relance_partenaire_jours": "10",
    "relance_derogation_jours": "2",
    "alerte_derogation_jours": "5",
    "confiance_intentions_sans_embauche": "5",
    "seconde_validation_montant": "100000",
    "relance_session_jours": "2",
    "alerte_session_jours": "5",
    "complement_session_jours": "10",
    "suivi_relance_jours": "7",
    "suivi_seconde_relance_jours": "14",
    "suivi_escalade_jours": "21",
    "sourcing_premier_jours": "21",
    "sourcing_deuxieme_jours": "14",
    "sourcing_dernier_jours": "7",
    "resultat_effectif_min": "10",
    "resultat_couverture_min": "0.50",
    "placement_cible": "0.76",
    "conservation_stagiaire_mois": "12",
    "heures_jour_max": "8",
    "relance_heures_jours": "3",
    "relance_facture_jours": "5",
    "relance_service_fait_jours": "5",
    "alerte_service_fait_jours": "10",
    "paiement_jours": "30",
    "interets_moratoires_taux": "0.1015",
    "recouvrement_indemnite": "40",
    "tva_taux_normal": "0.20",
    "remuneration_moins_18": "200",
    "remuneration_18_25": "500",
    "remuneration_des_26": "685",
    "remuneration_plafond": "1932.52",
    "remuneration_heures_mois": "151.67",
    "aide_effectif_max": "300",
    "aide_duree_min_mois": "6",
    "aide_delai_mois": "3",
    "aide_heures_max": "400",
    "pef_taux": "0.70",
    "pef_cout_heure_max": "15",
    "pef_plafond": "4200",
    "tutorat_taux_heure": "5",
    "tutorat_plafond": "2000",
    "afest_taux_heure": "15",
    "afest_plafond": "6000",
    "majoration_rqth": "1.00",
    "majoration_senior": "0.50",
    "aide_senior_age": "55",
    "relance_bilan_aide_jours": "15",
}
# Invented: what the law might become, to see that a file is judged by the values of its own day.
_CHANGEMENTS = {
    "duree_min_mois": "9",
    "heures_hebdo_min": "30",
    "effectif_min": "8",
    "heures_session_info": "500",
    "aide_effectif_max": "250",
    "aide_duree_min_mois": "12",
    "aide_delai_mois": "2",
    "aide_heures_max": "300",
    "pef_taux": "0.50",
}

BAREMES = {
    code: Bareme(
        grandeur.libelle,
        grandeur.unite,
        (
            Palier(PREMIER_JOUR, Decimal(_VALEURS[code]), "Texte d’essai, art. 1"),
            *(
                (Palier(CHANGEMENT, Decimal(_CHANGEMENTS[code]), "Texte d’essai, art. 2"),)
                if code in _CHANGEMENTS
                else ()
            ),
        ),
    )
    for code, grandeur in CODES.items()
}
SECTEURS = (
    SecteurDuJour("construction", "construction", en_tension=True, cas_par_cas=False),
    SecteurDuJour("agriculture-agroalimentaire", "agriculture-agroalimentaire", en_tension=True, cas_par_cas=False),
    SecteurDuJour("spectacle-intermittence", "spectacle et intermittence", en_tension=False, cas_par_cas=True),
    SecteurDuJour("niche", "lots de niche", en_tension=False, cas_par_cas=False),
)
DEPARTEMENTS = (
    DepartementDuJour("44", "Loire-Atlantique", dans_region=True, limitrophe=False),
    DepartementDuJour("49", "Maine-et-Loire", dans_region=True, limitrophe=False),
    DepartementDuJour("53", "Mayenne", dans_region=True, limitrophe=False),
    DepartementDuJour("72", "Sarthe", dans_region=True, limitrophe=False),
    DepartementDuJour("85", "Vendée", dans_region=True, limitrophe=False),
    DepartementDuJour("35", "Ille-et-Vilaine", dans_region=False, limitrophe=True),
    DepartementDuJour("22", "Côtes-d’Armor", dans_region=False, limitrophe=False),
    DepartementDuJour("13", "Bouches-du-Rhône", dans_region=False, limitrophe=False),
)


def reglement_au(le: date) -> Reglement:
    """The law of the tests on day `le`."""
    return reglement_pour(le, BAREMES, SECTEURS, DEPARTEMENTS)


REGLEMENT = reglement_au(LE)
