"""What a training body is for search engines (schema.org). Only what its public page shows."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from referentiels.models import OrganismeFormation


def donnees_de_l_organisme(organisme: OrganismeFormation) -> dict[str, Any]:
    """Give its name, its place and how to reach it; what is unknown is left out."""
    faits = {
        "name": organisme.nom,
        "url": settings.SITE_URL + reverse("organisme", args=[organisme.pk]),
        "telephone": organisme.telephone,
        "email": organisme.courriel,
    }
    adresse = {
        "streetAddress": organisme.adresse,
        "postalCode": organisme.code_postal,
        "addressLocality": organisme.ville,
        "addressCountry": "FR",
    }
    return {
        "@context": "https://schema.org",
        "@type": "EducationalOrganization",
        **{nom: fait for nom, fait in faits.items() if fait},
        "address": {"@type": "PostalAddress", **{nom: fait for nom, fait in adresse.items() if fait}},
    }
