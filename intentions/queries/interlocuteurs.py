"""Who is written to about an intention: its employer, the training bodies it may concern."""

from django.urls import reverse

from comptes.liens import Usage, jeton
from intentions.models import IntentionEmbauche
from referentiels.models import OrganismeFormation


def courriel_de_l_employeur(intention: IntentionEmbauche) -> str:
    """Give where the employer reads us: its contact, else whoever filed it for its own establishment; or nothing."""
    if intention.contact_courriel or intention.partenaire_id or intention.deposant is None:
        return intention.contact_courriel
    return intention.deposant.email


def chemin_reponse(intention: IntentionEmbauche, courriel: str) -> str:
    """Give the path of the page on which whoever reads ``courriel`` says where the need stands, without an account."""
    return reverse("reponses:actualite", args=[jeton(Usage.INTENTIONS, courriel), intention.pk])


def organismes_concernes(intention: IntentionEmbauche) -> list[OrganismeFormation]:
    """Give the training body the employer chose, then those that say they are interested and read mail (1 query)."""
    interesses = [
        interet.organisme
        for interet in intention.interets.filter(retire_le=None).select_related("organisme").order_by("pk")
    ]
    choisi = intention.organisme_choisi
    uniques = {organisme.pk: organisme for organisme in filter(None, [choisi, *interesses])}
    return [organisme for organisme in uniques.values() if organisme.courriel]
