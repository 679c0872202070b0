"""What may be typed about a contract: a price, a minimum and a maximum are added from a date on, and stay."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer, jour
from sessions_formation.actions.bornes import exiger_bornes_tenables
from sessions_formation.enums import RoleGroupement
from sessions_formation.models import BornesLot, MembreGroupement, PrixLot


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


class BornesLotForm(forms.ModelForm):
    """Those of the contract's first day are fields of the lot; these come after, with an amendment, from tomorrow."""

    class Meta:
        model = BornesLot
        fields = ["depuis", "montant_min", "montant_max", "texte"]
        localized_fields = ["montant_min", "montant_max"]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        depuis, maximum = donnees.get("depuis"), donnees.get("montant_max")
        if depuis and maximum is not None and self.instance.lot_id:
            try:
                exiger_bornes_tenables(self.instance.lot, maximum=maximum, depuis=depuis, le=timezone.localdate())
            except RegleViolee as refus:
                raise ValidationError(list(refus.motifs)) from refus
        return donnees


class MembreForm(forms.ModelForm):
    """A member of a groupement; its lots are those of the groupement, and the mandataire leads them all."""

    class Meta:
        model = MembreGroupement
        fields = ["organisme", "role", "lots"]
        widgets = {"lots": forms.CheckboxSelectMultiple}
        help_texts = {"lots": composer("Aucun coché : tous les lots du groupement. Le mandataire les mène tous.")}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("role") == RoleGroupement.MANDATAIRE and donnees.get("lots"):
            self.add_error("lots", "Le mandataire mène tous les lots du groupement : n’en cochez aucun.")
        return donnees
