"""What an employer answers, step by step: good answers, to be spoilt one by one."""

from django.urls import reverse

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
