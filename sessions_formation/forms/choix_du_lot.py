"""What a lot offers to a session: its certifications, its places, and what it does not have."""

from django import forms

from referentiels.models import Certification
from sessions_formation.models import LieuLot, Lot

AUTRE = "autre"


def certifications_de(lot: Lot) -> dict[str, Certification]:
    """Give the lot's certifications by code, in the order of their titles (one query)."""
    return {un.code: un for un in lot.certifications.order_by("intitule", "code")}


def lieux_de(lot: Lot) -> dict[str, LieuLot]:
    """Give the lot's places by id, as a form posts it, in the order of their names (one query)."""
    return {str(lieu.pk): lieu for lieu in lot.lieux.select_related("commune").order_by("nom", "pk")}


def offrir(form: forms.Form, certifications: dict[str, Certification], lieux: dict[str, LieuLot]) -> None:
    """Offer them in the fields ``certification`` and ``lieu``, none or another one beside."""
    form.fields["certification"].choices = [
        ("", "Aucune certification"),
        *((code, str(certification)) for code, certification in certifications.items()),
        (AUTRE, "Une autre certification"),
    ]
    form.fields["lieu"].choices = [
        ("", "À choisir"),
        *((pk, f"{lieu} (lieu du lot)") for pk, lieu in lieux.items()),
        (AUTRE, "Un autre lieu"),
    ]
