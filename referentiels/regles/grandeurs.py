"""What each dated parameter measures: the thresholds that rules and deadlines read (domaine.md § 4, § 6)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple


class Grandeur(NamedTuple):
    """What a dated parameter measures. `genre` says which values are allowed: whole numbers, or decimals."""

    genre: Literal["entier", "decimal"]
    unite: str
    libelle: str


# Parameter code → quantity. The code is also the name of the field of `Reglement` it fills.
CODES: Mapping[str, Grandeur] = MappingProxyType(
    {
        "duree_min_mois": Grandeur("entier", "mois", "Durée minimale du contrat"),
        "heures_hebdo_min": Grandeur("decimal", "heures par semaine", "Temps de travail minimal"),
        "effectif_min": Grandeur("entier", "stagiaires", "Effectif minimal d’une session"),
        "heures_session_info": Grandeur(
            "decimal",
            "heures",
            "Durée moyenne d’une session au-delà de laquelle on avertit",
        ),
        "regroupement_postes_max": Grandeur("entier", "postes", "Regroupement proposé : postes au plus"),
        "regroupement_ecart_jours": Grandeur(
            "entier", "jours", "Regroupement proposé : écart entre les dates d’embauche souhaitées"
        ),
        "validite_intention_jours": Grandeur("entier", "jours", "Validité d’une intention recevable"),
        "validite_complement_jours": Grandeur("entier", "jours", "Temps donné pour compléter une intention"),
        "preavis_validite_jours": Grandeur("entier", "jours", "Avant la fin de validité, question à l’employeur"),
        "derogation_max_jours": Grandeur("entier", "jours", "Durée maximale d’une dérogation à une intention"),
        "relance_organisme_jours": Grandeur("entier", "jours ouvrés", "Silence de l’organisme choisi avant relance"),
        "relance_libre_jours": Grandeur("entier", "jours", "Intention que personne ne prend, avant relance"),
        "relance_confirmation_jours": Grandeur(
            "entier", "jours ouvrés", "Confirmation attendue de l’employeur, avant relance"
        ),
        "relance_partenaire_jours": Grandeur(
            "entier", "jours ouvrés", "Confirmation attendue de l’employeur, avant de prévenir le partenaire"
        ),
        "relance_derogation_jours": Grandeur("entier", "jours ouvrés", "Dérogation à trancher, avant relance"),
        "alerte_derogation_jours": Grandeur("entier", "jours ouvrés", "Dérogation à trancher, avant alerte"),
        "confiance_intentions_sans_embauche": Grandeur(
            "entier", "intentions", "Signal de confiance : intentions en 24 mois sans aucune embauche"
        ),
        "seconde_validation_montant": Grandeur(
            "decimal", "euros", "Achat d’une session : montant à partir duquel une seconde validation est nécessaire"
        ),
        "relance_session_jours": Grandeur("entier", "jours ouvrés", "Demande de session à décider, avant relance"),
        "alerte_session_jours": Grandeur("entier", "jours ouvrés", "Demande de session à décider, avant alerte"),
        "complement_session_jours": Grandeur(
            "entier", "jours ouvrés", "Temps donné à l’organisme pour compléter sa demande de session"
        ),
        "suivi_relance_jours": Grandeur("entier", "jours", "Suivi après la formation : délai de la première relance"),
        "suivi_seconde_relance_jours": Grandeur(
            "entier", "jours", "Suivi après la formation : délai de la seconde relance"
        ),
        "suivi_escalade_jours": Grandeur(
            "entier", "jours", "Suivi après la formation : délai avant de prévenir la structure"
        ),
        "sourcing_premier_jours": Grandeur(
            "entier", "jours", "Places libres : premier rappel avant le début de la session"
        ),
        "sourcing_deuxieme_jours": Grandeur(
            "entier", "jours", "Places libres : deuxième rappel avant le début de la session"
        ),
        "sourcing_dernier_jours": Grandeur(
            "entier", "jours", "Places libres : dernier rappel avant le début de la session"
        ),
        "resultat_effectif_min": Grandeur(
            "entier", "personnes", "Résultats : effectif en dessous duquel aucun taux n’est montré"
        ),
        "resultat_couverture_min": Grandeur(
            "decimal",
            "part des sortants",
            "Résultats : part de réponses en dessous de laquelle aucun taux n’est montré",
        ),
        "placement_cible": Grandeur("decimal", "part des sortants", "Résultats : taux de placement à dépasser"),
        "conservation_stagiaire_mois": Grandeur(
            "entier", "mois", "Données d’un stagiaire : conservation après la dernière échéance"
        ),
        "remuneration_moins_18": Grandeur("decimal", "euros par mois", "Rémunération : moins de 18 ans à l’entrée"),
        "remuneration_18_25": Grandeur("decimal", "euros par mois", "Rémunération : de 18 à 25 ans à l’entrée"),
        "remuneration_des_26": Grandeur("decimal", "euros par mois", "Rémunération : 26 ans ou plus à l’entrée"),
        "remuneration_plafond": Grandeur(
            "decimal", "euros par mois", "Rémunération : plafond d’après le salaire antérieur"
        ),
        "remuneration_heures_mois": Grandeur(
            "decimal", "heures par mois", "Rémunération : heures d’un mois à temps plein"
        ),
        "heures_jour_max": Grandeur(
            "entier", "heures par jour ouvré", "Heures déclarées : le plus qu’un jour ouvré peut tenir"
        ),
        "relance_heures_jours": Grandeur(
            "entier", "jours ouvrés", "Heures du mois passé : rappel à l’organisme, à partir du premier jour ouvré"
        ),
        "relance_facture_jours": Grandeur(
            "entier", "jours ouvrés", "Projet de facture à émettre, avant relance du mandataire"
        ),
        "relance_service_fait_jours": Grandeur(
            "entier", "jours ouvrés", "Facture à contrôler, avant relance de la Région"
        ),
        "alerte_service_fait_jours": Grandeur(
            "entier", "jours ouvrés", "Facture à contrôler, avant alerte du chef d’unité"
        ),
        "paiement_jours": Grandeur("entier", "jours", "Factures : délai de paiement"),
        "interets_moratoires_taux": Grandeur(
            "decimal", "part par an", "Factures : taux des intérêts moratoires (BCE + 8 points)"
        ),
        "recouvrement_indemnite": Grandeur("decimal", "euros", "Factures : indemnité forfaitaire de recouvrement"),
        "tva_taux_normal": Grandeur("decimal", "part du prix", "Factures : taux normal de la TVA"),
        "aide_effectif_max": Grandeur(
            "entier",
            "salariés",
            "Parcours emploi : effectif que l’établissement n’atteint pas",
        ),
        "aide_duree_min_mois": Grandeur("entier", "mois", "Parcours emploi : durée minimale d’un CDD"),
        "aide_delai_mois": Grandeur("entier", "mois", "Parcours emploi : délai entre le contrat et la formation"),
        "aide_heures_max": Grandeur("decimal", "heures", "Parcours emploi : heures financées au plus"),
        "pef_taux": Grandeur(
            "decimal",
            "part du coût",
            "Parcours emploi Formation : part du coût pédagogique prise en charge",
        ),
        "pef_cout_heure_max": Grandeur(
            "decimal",
            "euros par heure",
            "Parcours emploi Formation : coût horaire retenu au plus",
        ),
        "pef_plafond": Grandeur("decimal", "euros", "Parcours emploi Formation : plafond de l’aide"),
        "tutorat_taux_heure": Grandeur("decimal", "euros par heure", "Parcours emploi Tutorat : aide par heure"),
        "tutorat_plafond": Grandeur("decimal", "euros", "Parcours emploi Tutorat : plafond de l’aide"),
        "afest_taux_heure": Grandeur(
            "decimal",
            "euros par heure",
            "Parcours emploi Tutorat avec Afest : aide par heure",
        ),
        "afest_plafond": Grandeur("decimal", "euros", "Parcours emploi Tutorat avec Afest : plafond de l’aide"),
        "majoration_rqth": Grandeur("decimal", "part de l’aide", "Majoration : travailleur handicapé reconnu"),
        "majoration_senior": Grandeur("decimal", "part de l’aide", "Majoration : senior"),
        "aide_senior_age": Grandeur("entier", "ans", "Majoration : âge à l’embauche dès lequel on est senior"),
        "relance_bilan_aide_jours": Grandeur(
            "entier", "jours", "Parcours emploi : bilan attendu après la formation, avant rappel de l’employeur"
        ),
    }
)
