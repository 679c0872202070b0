"""What may be typed about a contract: a price is added from a date on, and stays."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from referentiels.regles.typographie import composer, jour
from sessions_formation.models import PrixLot


class PrixLotForm(forms.ModelForm):
    """A lot's first price may start in the past, with the contract; the next ones from tomorrow on."""

    class Meta:
        model = PrixLot
        fields = ["depuis", "prix_heure", "texte"]
        localized_fields = ["prix_heure"]

    def clean_depuis(self) -> date:
        depuis, aujourd_hui = self.cleaned_data["depuis"], timezone.localdate()
        lot = self.instance.lot_id
        if depuis <= aujourd_hui and lot and PrixLot.objects.filter(lot=lot).exists():
            demain = jour(aujourd_hui + timedelta(days=1))
            raise ValidationError(
                composer(f"Un prix en vigueur ne change pas : choisissez une date à partir du {demain}."), code="passe"
            )
        return depuis
