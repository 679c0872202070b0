"""What an employer answers, step by step: good answers, to be spoilt one by one."""

from django.urls import reverse

from tests.factories.referentiels import siret_de_rang

NOUVELLE = "/employeur/intentions/nouvelle/"
CONTACT = {
    "contact_nom": "Claire Heulin",
    "contact_telephone": "02 51 00 00 00",
    "contact_courriel": "claire@exemple.fr",
}
POSTE = {
    "metier": "Soudeur / Soudeuse (H2913)",
    "intitule": "Soudeuse",
    "secteur": "",
    "nombre_postes": "2",
    "commune": "Pouzauges",
    "precisions": "Équipe de journée.",
}
CONTRAT = {"contrat_type": "cdd", "duree_mois": "8", "heures_hebdo": "35", "embauche_souhaitee": "15/06/2099"}
PARTICIPATION = {"engagement_recruter": "oui", "etapes": ["stage", "jury"], "formation_departement": "49"}


def etape(intention, nom):
    return reverse("intentions:etape", args=[intention.pk, nom])


# The same offer as a flat line, as a partner sends it.
SAISIE = {
    "reference_externe": "OFF-1",
    "employeur_siret": siret_de_rang(77),
    "employeur_nom": "Tôlerie Heulin",
    "employeur_adresse": "3 rue des Ardoises",
    "employeur_code_postal": "85700",
    "employeur_ville": "Pouzauges",
    "employeur_siae": "non",
    **CONTACT,
    "metier": "H2913",
    "intitule": "Soudeuse",
    "commune": "Pouzauges",
    "nombre_postes": "2",
    "precisions": "Équipe de journée.",
    **CONTRAT,
    "engagement_recruter": "oui",
    "etapes": "stage, jury",
    "formation_departement": "49",
}


def attendus(intention) -> list[str]:
    """Give the codes of what the intention is still asked."""
    return list(intention.champs_demandes.filter(repondu_le=None).order_by("champ").values_list("champ", flat=True))
